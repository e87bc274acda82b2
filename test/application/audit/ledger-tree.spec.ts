import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import { leafHashOf, leafOf } from '../../../src/application/audit/leaf.js';
import { LedgerTree } from '../../../src/application/audit/ledger-tree.js';
import type { StoredEvent } from '../../../src/application/ports/event-store.js';
import { Frontier } from '../../../src/domain/proof/frontier.js';
import { leafHash } from '../../../src/domain/proof/hashing.js';
import { isConsistent, rootByInclusion } from '../../../src/domain/proof/proofs.js';
import { MemoryEventStore } from '../../../src/infrastructure/memory/memory-event-store.js';
import { MemoryTreeStore } from '../../../src/infrastructure/memory/memory-tree-store.js';
import { HandClock, newEvents, withoutCursors } from '../../contract/event-store.fixture.js';
import { randomLedger } from '../../support/random-ledger.js';

const EVENTS = randomLedger(
  Array.from({ length: 90 }, (_, n) => ({ what: (n * 37) % 75, which: n, how: n * 7, later: 300 })),
);

async function ledgerOf(events: readonly StoredEvent[]): Promise<MemoryEventStore> {
  const ledger = new MemoryEventStore(new HandClock());
  await ledger.restore(
    (async function* () {
      yield await Promise.resolve(withoutCursors(events));
    })(),
  );
  return ledger;
}

const rootOf = (events: readonly StoredEvent[]): Buffer => {
  const frontier = new Frontier();
  for (const event of events) frontier.push(leafHashOf(event));
  return frontier.root();
};

async function stored(ledger: MemoryEventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of ledger.readAll()) events.push(...batch);
  return events;
}

describe("the ledger's tree", () => {
  it('has for a leaf the RFC 8785 form of an event with its metadata, without the cursor', () => {
    const event: StoredEvent = {
      cursor: '17',
      id: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
      stream: 'contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
      revision: 0,
      type: 'ContactRecorded',
      schema: 1,
      data: { title: 'Dożynki', amount: 1e21, gminas: ['0415052'] },
      metadata: { recordedAt: '2024-03-04T10:00:00.000Z', actor: { id: 'pracownik-1', roles: ['recorder'] } },
    };
    const leaf =
      '{"data":{"amount":1e+21,"gminas":["0415052"],"title":"Dożynki"},"id":"018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00",' +
      '"metadata":{"actor":{"id":"pracownik-1","roles":["recorder"]},"recordedAt":"2024-03-04T10:00:00.000Z"},' +
      '"revision":0,"schema":1,"stream":"contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00","type":"ContactRecorded"}';
    expect(leafOf(event)).toBe(leaf);
    expect(leafHashOf(event)).toEqual(leafHash(Buffer.from(leaf)));
  });

  it('is the same whether it follows the projection or reads the ledger, and proves every event', async () => {
    const ledger = await ledgerOf(EVENTS);
    const events = await stored(ledger);
    const followed = new LedgerTree(ledger, new MemoryTreeStore());
    for (let at = 0; at < events.length; at += 7) await followed.take(at, events.slice(at, at + 7));
    const caughtUp = new LedgerTree(ledger, new MemoryTreeStore());
    const size = await caughtUp.catchUp();
    expect(size).toBe(events.length);
    const root = rootOf(events);
    expect(await followed.root(size)).toEqual(root);
    expect(await caughtUp.root(size)).toEqual(root);
    for (const [index, event] of events.entries()) {
      const path = await followed.inclusion(index, size);
      expect(rootByInclusion(index, size, leafHashOf(event), path)).toEqual(root);
      const before = { size: index + 1, root: await followed.root(index + 1) };
      expect(isConsistent(before, { size, root }, await followed.consistency(index + 1, size))).toBe(true);
    }
    expect(await followed.leaves(3, 6)).toEqual(events.slice(3, 6).map(leafHashOf));
  });

  it('fills what it lacks from the ledger, and takes nothing twice', async () => {
    const ledger = await ledgerOf(EVENTS);
    const events = await stored(ledger);
    const store = new MemoryTreeStore();
    const tree = new LedgerTree(ledger, store);
    // It begins late, as after an upgrade: nobody waits until it has read the ledger; then comes what it has by then,
    // partly and wholly.
    await tree.take(40, events.slice(40, 50));
    expect(await tree.size()).toBe(0);
    expect(await tree.catchUp()).toBe(events.length);
    await tree.take(0, events.slice(0, 10));
    await tree.take(events.length - 1, events.slice(-1));
    expect(await tree.root(events.length)).toEqual(rootOf(events));
    await ledger.append('contact-new', 'none', newEvents(1));
    await new LedgerTree(ledger, store).catchUp();
    // Somebody else added that one: this one hears of it as it adds its own.
    await ledger.append('contact-newer', 'none', newEvents(2));
    const all = await stored(ledger);
    await tree.take(events.length, all.slice(events.length));
    expect(await tree.root(all.length)).toEqual(rootOf(all));
  });

  it('is not that of a ledger whose end is another', async () => {
    const store = new MemoryTreeStore();
    await new LedgerTree(await ledgerOf(EVENTS), store).catchUp();
    const shorter = new LedgerTree(await ledgerOf(EVENTS.slice(0, -3)), store);
    await expect(shorter.catchUp()).rejects.toMatchObject({ code: 'unavailable' });
    const altered = EVENTS.with(-1, { ...EVENTS.at(-1)!, data: { altered: true } });
    await expect(new LedgerTree(await ledgerOf(altered), store).catchUp()).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await store.progress()).toMatchObject({ size: EVENTS.length });
  });

  it('says afterwards what ended its catching up, and tries again', async () => {
    const ledger = await ledgerOf(EVENTS);
    const events = await stored(ledger);
    const store = new MemoryTreeStore();
    const tree = new LedgerTree(ledger, store);
    const commit = jest.spyOn(store, 'commit').mockRejectedValueOnce(new Error('the disk is full'));
    await tree.take(40, events.slice(40, 50));
    await expect(tree.catchUp()).resolves.toBe(events.length);
    await expect(tree.take(events.length, [])).rejects.toThrow('the disk is full');
    await expect(tree.take(events.length, [])).resolves.toBeUndefined();
    expect(commit.mock.calls.length).toBeGreaterThan(1);
  });
});
