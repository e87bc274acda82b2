import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Makes a directory for what the suites of one run share, named to them in KRONIKA_TEST_SHELF. */
export default async function makeShelf() {
  process.env.KRONIKA_TEST_SHELF = await mkdtemp(join(tmpdir(), 'kronika-shelf-'));
}
