import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Checkpoints } from '../../../src/application/audit/checkpoints.js';
import { RunningRoot } from '../../../src/application/audit/roots.js';
import { endorsementText, Signing } from '../../../src/application/audit/signing.js';
import type { Request } from '../../../src/application/commands/request.js';
import { Opening } from '../../../src/application/opening.js';
import { isSignedBy, readNote, type VerifierKey } from '../../../src/domain/proof/note.js';
import { MemoryEventStore } from '../../../src/infrastructure/memory/memory-event-store.js';
import { UuidIds } from '../../../src/infrastructure/system/uuid-ids.js';
import { eventsOf } from '../../support/demonstration.js';
import { MemoryKeys } from '../../support/keys.js';
import { SetClock } from '../../support/ledger.js';

const ADMINISTRATOR: Request = { actor: { id: 'j.nowak', roles: ['administrator'] }, alone: false };

async function office(demonstration = false) {
  const clock = new SetClock('2024-03-04T12:00:00.000Z');
  const ledger = new MemoryEventStore(clock);
  const { ledger: id } = await new Opening(ledger, new UuidIds(), clock).open({ demonstration });
  const keys = new MemoryKeys();
  const signing = new Signing(ledger, keys);
  const checkpoints = new Checkpoints(ledger, new RunningRoot(ledger), signing);
  return { ledger, id, keys, signing, checkpoints };
}

const signedBy = (note: string, key: VerifierKey | undefined): boolean => {
  const read = readNote(note);
  return read !== null && key !== undefined && isSignedBy(read, key);
};

describe('the key that signs checkpoints', () => {
  it('is made at the first start, and goes on record with it, before it signs anything', async () => {
    const { ledger, id, keys, signing, checkpoints } = await office();
    const before = (await eventsOf(ledger)).length;
    await signing.prepare();
    const made = keys.key;
    expect(made).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(await signing.keys()).toHaveLength(1);
    const checkpoint = await checkpoints.make();
    expect(checkpoint).toMatchObject({ origin: `urn:uuid:${id}`, size: before + 1 });
    const [key, ...others] = await signing.keys();
    expect(others).toEqual([]);
    expect(key).toEqual({
      key: expect.stringMatching(new RegExp(`^urn:uuid:${id}\\+`)),
      recordedAt: '2024-03-04T12:00:00.000Z',
      by: 'kronika',
    });
    expect(signedBy(checkpoint.note, key?.key)).toBe(true);
    expect((await checkpoints.make()).size).toBe(before + 1);
    expect(keys.key).toBe(made);
    // The private key is nowhere in the ledger.
    expect(JSON.stringify(await eventsOf(ledger))).not.toContain(made?.split('\n')[1]);
  });

  it('gives way to another that it signs for, with who did it and why', async () => {
    const { keys, signing, checkpoints } = await office();
    await checkpoints.make();
    const old = keys.key;
    const key = await signing.rotate(ADMINISTRATOR, 'zmiana administratora', false);
    const [first, second] = await signing.keys();
    expect(second).toMatchObject({ key, by: 'j.nowak', reason: 'zmiana administratora' });
    expect(readNote(second?.endorsement ?? '')?.text).toBe(endorsementText(key));
    expect(signedBy(second?.endorsement ?? '', first?.key)).toBe(true);
    expect([keys.key === old, keys.following]).toEqual([false, null]);
    const { note } = await checkpoints.make();
    expect([signedBy(note, first?.key), signedBy(note, key)]).toEqual([false, true]);
  });

  it('is the next one where a change was broken off after it went on record, and the old one where before', async () => {
    const { keys, signing, checkpoints } = await office();
    await checkpoints.make();
    const old = keys.key;
    const key = await signing.rotate(ADMINISTRATOR, 'zmiana', false);
    [keys.following, keys.key] = [keys.key, old];
    expect(signedBy((await checkpoints.make()).note, key)).toBe(true);
    expect(keys.following).toBeNull();
    keys.following = old;
    expect(signedBy((await checkpoints.make()).note, key)).toBe(true);
  });

  it('that is not the one on record signs nothing, until somebody says that the other is lost', async () => {
    const { keys, signing, checkpoints } = await office();
    await checkpoints.make();
    keys.key = null;
    await expect(signing.prepare()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(checkpoints.make()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(signing.rotate(ADMINISTRATOR, 'zmiana', false)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await signing.keys()).toHaveLength(1);
    const key = await signing.rotate(ADMINISTRATOR, 'spalony dysk', true);
    const [, second] = await signing.keys();
    expect(second).toEqual({ key, by: 'j.nowak', reason: 'spalony dysk', recordedAt: expect.any(String) });
    expect(signedBy((await checkpoints.make()).note, key)).toBe(true);
  });

  it('of a demonstration is one that anybody can compute, and stays', async () => {
    const { id, keys, signing, checkpoints } = await office(true);
    await signing.prepare();
    const { note } = await checkpoints.make();
    expect(keys.key).toBeNull();
    const [key] = await signing.keys();
    expect(signedBy(note, key?.key)).toBe(true);
    expect(key?.key).toContain(id);
    await expect(signing.rotate(ADMINISTRATOR, 'zmiana', false)).rejects.toMatchObject({ code: 'state' });
  });
});
