/** What swc makes of a source: it has to mean what tsconfig.json means. */
const compiled = (tsx) => [
  '@swc/jest',
  {
    // No .swcrc: this is the whole configuration.
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      // Only of pages: in all else `<T>(value: T)` begins a function.
      parser: { syntax: 'typescript', decorators: true, tsx },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        verbatimModuleSyntax: true,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
      keepClassNames: true,
    },
  },
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Properties and whole programs take seconds on a busy machine: only what hangs fails by the clock.
  testTimeout: 60_000,
  // Whole programs wait for disks and clocks: a core kept free would stand idle.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/make-shelf.mjs',
  globalTeardown: '<rootDir>/test/support/clear-shelf.mjs',
  reporters: ['default', '<rootDir>/test/support/not-tried.mjs'],
  // Run through `npm run test:unit`, which sets the Node option that native ES modules need in Jest.
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Sources import each other as they will be named once built (`./day.js`); here only `day.ts` or `page.tsx` exists.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': compiled(false), '^.+\\.tsx$': compiled(true) },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  collectCoverageFrom: ['src/**/*.{ts,tsx}'],
  coverageProvider: 'v8',
};
