import { ModuleMocker } from 'jest-mock';
import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * No sandbox: suites run among the process's own globals, and so use modules that were loaded for the suite before
 * (docs/adr/0032-native-modules-in-tests.md).
 */
export default class NativeEnvironment {
  /** Where Jest leaves what it gives to a suite: its console. */
  global = {};
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;

  /** Asked for, and not used: runner.mjs loads all that a suite needs. */
  getVmContext() {
    return null;
  }

  async setup() {
    this.console = globalThis.console;
    globalThis.console = this.global.console;
    // Jest's own knows the lines of what Jest compiled.
    Error.prepareStackTrace = (error, frames) =>
      [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${inSources(String(frame))}`)].join('\n');
  }

  async teardown() {
    globalThis.console = this.console;
  }
}

/** A frame of a stack, at its line of the source that was compiled. */
const inSources = (frame) =>
  frame.replace(/(file:[^\s()]+\.tsx?(?:\?[^:]*)?):(\d+):(\d+)/, (compiled, url, line, column) => {
    const origin = findSourceMap(url)?.findOrigin(Number(line), Number(column));
    if (origin?.fileName === undefined) return compiled;
    return `${fileURLToPath(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`;
  });
