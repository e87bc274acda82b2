/** @type {import('jest').Config} */
export default {
  // Node loads suites and sources, not Jest: docs/adr/0032-native-modules-in-tests.md.
  testEnvironment: '<rootDir>/test/support/native/environment.mjs',
  testRunner: '<rootDir>/test/support/native/runner.mjs',
  injectGlobals: false,
  transform: {},
  // Properties and whole programs take seconds on a busy machine: only what hangs fails by the clock.
  testTimeout: 60_000,
  // Whole programs wait for disks and clocks: a core kept free would stand idle.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/make-shelf.mjs',
  globalTeardown: '<rootDir>/test/support/clear-shelf.mjs',
  reporters: ['default', '<rootDir>/test/support/not-tried.mjs'],
};
