import { rm } from 'node:fs/promises';
import process from 'node:process';

/** Takes away what make-shelf.mjs made. */
export default async function clearShelf() {
  await rm(process.env.KRONIKA_TEST_SHELF, { recursive: true, force: true });
}
