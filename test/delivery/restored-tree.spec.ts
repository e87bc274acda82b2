import 'reflect-metadata';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SignedCheckpoint } from '../../src/application/audit/checkpoints.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { kronika } from '../support/cli.js';
import { Served } from '../support/served.js';

const CONTACT = { ...kindNamed('contact')?.example, followUpDue: null };

describe('a ledger that was put back to an earlier one', () => {
  let served: Served;

  beforeEach(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' });
  });
  afterEach(() => served.discard());

  const record = async (): Promise<void> => {
    expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
  };
  const latest = async (): Promise<SignedCheckpoint> =>
    (await served.read('/v1/audit/checkpoints/latest')).json<SignedCheckpoint>();

  it('signs and proves what it holds now, and the checkpoints of the time after tell what it lacks', async () => {
    await record();
    await latest();
    const target = join(served.directory, 'copy');
    expect((await kronika(served.directory, 'backup', target)).code).toBe(0);
    expect((await readdir(target)).sort()).toEqual([
      'access-log.sqlite',
      'access.sqlite',
      'ledger.sqlite',
      'manifest.json',
    ]);
    await record();
    const kept = join(served.directory, 'kept');
    await mkdir(kept);
    expect((await kronika(served.directory, 'checkpoint', '--keep', kept)).code).toBe(0);
    await served.stop();
    expect((await kronika(served.directory, 'restore', target, '--replace')).code).toBe(0);
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false }, served.directory);
    const before = (await served.events()).length;
    expect((await latest()).size).toBe(before);
    await record();
    expect((await latest()).size).toBe(before + 1);
    // It is over as many events as the one that is kept, and they are others: that one stays, and it is said.
    const again = await kronika(served.directory, 'checkpoint', '--keep', kept);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/another checkpoint is kept as .*-at-\d+:/) });
    expect(await readdir(kept)).toHaveLength(1);
    expect((await kronika(served.directory, 'verify')).code).toBe(0);
    const told = await kronika(served.directory, 'verify', '--checkpoint', kept);
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/kept checkpoint .* were rewritten/);
  });
});
