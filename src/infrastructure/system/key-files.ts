import { constants } from 'node:fs';
import { chmod, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyStore } from '../../application/ports/key-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { codeOf, readPrivate } from './private-file.js';

const CURRENT = 'signing-key.pem';
const NEXT = 'signing-key.next.pem';

/** The signing key in files of the data directory, of mode 0600. */
export class KeyFiles extends KeyStore {
  constructor(private readonly directory: string) {
    super();
  }

  override current(): Promise<string | null> {
    return told(() => read(join(this.directory, CURRENT)));
  }

  override begin(key: string): Promise<string> {
    const path = join(this.directory, CURRENT);
    return told(async () => {
      const beside = await this.write(`${CURRENT}.${String(process.pid)}`, key);
      try {
        // Unlike a rename, this does not take the place of a key that somebody else began with.
        await link(beside, path);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      } finally {
        await rm(beside, { force: true });
      }
      await settle(this.directory);
      return (await read(path)) ?? key;
    });
  }

  override next(): Promise<string | null> {
    return told(() => read(join(this.directory, NEXT)));
  }

  override stage(key: string): Promise<void> {
    return told(async () => {
      await rm(join(this.directory, NEXT), { force: true });
      await this.write(NEXT, key);
      await settle(this.directory);
    });
  }

  override promote(): Promise<void> {
    return told(async () => {
      await rename(join(this.directory, NEXT), join(this.directory, CURRENT));
      await settle(this.directory);
    });
  }

  private async write(name: string, key: string): Promise<string> {
    const path = join(this.directory, name);
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
    try {
      await file.writeFile(key);
      await file.sync();
    } finally {
      await file.close();
    }
    // What is there by an umask or from before counts for nothing.
    await chmod(path, 0o600);
    return path;
  }
}

async function read(path: string): Promise<string | null> {
  try {
    return await readPrivate(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Waits until the names in a directory are on the disk. */
async function settle(directory: string): Promise<void> {
  const handle = await open(dirname(join(directory, CURRENT)), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws Rejection `unavailable` for what the disk refuses */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Rejection || codeOf(error) === '') throw error;
    throw new Rejection('unavailable', `The signing key cannot be read or kept (${codeOf(error)}).`, [], {
      cause: error,
    });
  }
}
