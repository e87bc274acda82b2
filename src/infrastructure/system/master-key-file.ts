import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { MasterKey } from '../../application/ports/master-key.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { codeOf, readPrivate } from './private-file.js';

/** A master key as people keep it: 64 hex digits. Null for what is none. */
export const readMasterKey = (text: string): Buffer | null =>
  /^[0-9a-f]{64}$/i.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : null;

/** A master key that a setting holds itself, or none. */
export class SetMasterKey extends MasterKey {
  constructor(private readonly key: Buffer | undefined) {
    super();
  }

  override read(): Promise<Buffer | null> {
    return Promise.resolve(this.key ?? null);
  }
}

/** A master key in a file that nobody but the account that runs the program may read. */
export class MasterKeyFile extends MasterKey {
  private known: Buffer | null = null;

  constructor(private readonly path: string) {
    super();
  }

  override async read(): Promise<Buffer> {
    return (this.known ??= await keyIn(this.path));
  }
}

/** Makes a master key in a file of mode 0600. @throws Rejection `state` where there is something already; `unavailable` */
export async function createMasterKey(path: string): Promise<Buffer> {
  const key = randomBytes(32);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${key.toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return key;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new Rejection('state', `There is something at ${path} already: it stays.`);
    throw new Rejection('unavailable', `The master key cannot be kept at ${path} (${code}).`, [], { cause: error });
  }
}

/** @throws Rejection `unavailable` */
async function keyIn(path: string): Promise<Buffer> {
  const text = await readPrivate(path).catch((error: unknown) => {
    if (error instanceof Rejection) throw error;
    throw new Rejection('unavailable', `The master key cannot be read from ${path} (${codeOf(error)}).`, [], {
      cause: error,
    });
  });
  const key = readMasterKey(text);
  if (key === null) throw new Rejection('unavailable', `${path} holds no master key: 64 hex digits are one`);
  return key;
}
