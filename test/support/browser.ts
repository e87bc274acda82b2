import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * Debian's Chromium, best the one without windows, which takes a third less time; or what is much the same. Undefined
 * where this machine has none.
 */
const FOUND = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));

/** In CI a browser has to be there (.ci/run installs it); elsewhere a run without one says so at its end. */
export const HAS_BROWSER = FOUND !== undefined || process.env['CI'] !== undefined;

/** Asks nothing of the network but what it is told to open. */
const ALONE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function browser(): Promise<Browser> {
  if (FOUND === undefined) throw new Error('no browser: apt-get install chromium-headless-shell');
  return chromium.launch({ executablePath: FOUND, args: ALONE });
}
