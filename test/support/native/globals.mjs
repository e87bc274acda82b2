/**
 * What suites import from '@jest/globals': always of the suite that is running, also in the files that suites share,
 * which are loaded once.
 */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

/** @param globals of the suite that begins; @param mocks what its spies are made with, and taken back */
export function provide(globals, mocks) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globals);
  jest = { fn: mocks.fn.bind(mocks), spyOn: mocks.spyOn.bind(mocks) };
}
