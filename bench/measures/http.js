/**
 * The servers that HTTP is measured on: Kronika's, and a bare route. They listen; the process that asked for them sends
 * the load, or looks how long they let it wait (http/load.js).
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serveBare } from '../http/bare.js';
import { LedgerTree, readConfig, Rebuild, serve, SystemClock } from '../product.js';

/** Serves a copy of the files, with every right: what is measured is not who may. */
export async function serveKronika({ ledger, views }) {
  const data = join(dirname(ledger), 'served');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  copyFileSync(ledger, join(data, 'ledger.sqlite'));
  copyFileSync(views, join(data, 'views.sqlite'));
  const { app, url, close } = await serve(
    readConfig({
      KRONIKA_PORT: '0',
      KRONIKA_DATA: data,
      KRONIKA_AUTH: 'off',
      KRONIKA_LOG: 'silent',
      KRONIKA_MASTER_KEY: '0'.repeat(64),
    }),
    // The ledger was silent for years: the machine's own clock, which nobody has to vouch for.
    { open: false, clock: new SystemClock() },
  );
  // A server that has run for a day has hashed its ledger.
  await app.get(LedgerTree).catchUp();
  return {
    app,
    url,
    data,
    rebuild: () => app.get(Rebuild).run(),
    close: async () => {
      await close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A turn tells where it listens, or rebuilds the views within the server's own process. */
const serving = (start) => async (task) => {
  const { url, data, rebuild, close } = await start(task);
  return {
    turn: async (what) => {
      if (what === 'rebuild') await rebuild();
      return { url, data };
    },
    close,
  };
};

export const http = { kronika: serving(serveKronika), raw: serving(serveBare) };
