import circus from 'jest-circus/runner';
import { createRequire, register } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { provide } from './globals.mjs';

process.setSourceMapsEnabled(true);
register('./sources.mjs', import.meta.url);

/** Of this process so far. */
let suites = 0;

/**
 * Runs a suite with Jest's own runner, but on modules that Node loads: only the suite's own file is loaded anew, what it
 * imports was mostly loaded for another before. Suites of one process therefore share what modules hold.
 */
export default function run(globalConfig, config, environment, runtime, path, send) {
  if (globalConfig.watch || globalConfig.watchAll)
    throw new Error('--watch would go on with the sources as they were: run the suite again instead');
  if (globalConfig.collectCoverage)
    throw new Error('--coverage knows only what Jest compiles: set NODE_V8_COVERAGE to a directory instead');
  const native = {
    __proto__: runtime,
    requireInternalModule: afresh,
    setGlobalsForRuntime: (globals) => {
      provide(globals, environment.moduleMocker);
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file) => import(`${pathToFileURL(file).href}?suite=${++suites}`),
  };
  return circus.default(globalConfig, config, environment, native, path, send).finally(forget);
}

/** Jest keeps what it knows of a suite where it was loaded, and in two globals. */
function afresh(path) {
  forget();
  const require = createRequire(path);
  delete require.cache[path];
  return require(path);
}

function forget() {
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'].includes(key.description)) delete globalThis[key];
}
