/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Properties and whole programs take seconds on a busy machine: only what hangs fails by the clock.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  reporters: ['default', '<rootDir>/test/support/not-tried.mjs'],
  // Run through `npm run test:unit`, which sets the Node option that native ES modules need in Jest.
  extensionsToTreatAsEsm: ['.ts'],
  // Sources import each other as they will be named once built (`./day.js`); here only `day.ts` exists.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        // No .swcrc: this is the whole configuration, and it has to mean what tsconfig.json means.
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            verbatimModuleSyntax: true,
          },
          keepClassNames: true,
        },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
};
