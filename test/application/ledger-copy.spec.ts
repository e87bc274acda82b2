import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { copyLedger, digestOfLedger, exportLines, importLines } from '../../src/application/ledger-copy.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { Rebuild } from '../../src/application/rebuild.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { everything, HandClock, withoutCursors } from '../contract/event-store.fixture.js';
import { allEditions } from '../support/editions.js';
import { randomLedger } from '../support/random-ledger.js';

const quiet = (): void => undefined;
const DICE = Array.from({ length: 300 }, (_, n) => ({ what: (n * 37) % 75, which: n, how: n * 7, later: 400 }));

const empty = (): MemoryEventStore => new MemoryEventStore(new HandClock());

async function ledgerOf(events: readonly RecordedEvent[]): Promise<MemoryEventStore> {
  const ledger = empty();
  await ledger.restore(
    (async function* () {
      yield await Promise.resolve(events);
    })(),
  );
  return ledger;
}

async function viewsOf(ledger: EventStore): Promise<string[]> {
  const views = new MemoryViewStore();
  await new Rebuild(ledger, views).run();
  return allEditions(views);
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

async function exported(ledger: EventStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLines(ledger, quiet)) lines.push(line);
  return lines;
}

describe('a whole ledger', () => {
  let ledger: MemoryEventStore;
  let lines: string[];

  beforeAll(async () => {
    const events = withoutCursors(randomLedger(DICE));
    const [first, second, ...rest] = events;
    // Everything that metadata can hold.
    const metadata = {
      ...second!.metadata,
      actor: { id: 'k.nowak', roles: ['recorder', 'manager'] as const, department: 'Promocja' },
      correlation: '4bf92f3577b34da6a3ce929d0e0e4736',
      origin: { file: 'a'.repeat(64), row: 12 },
      request: 'b'.repeat(64),
      acknowledged: ['contact-data'],
    };
    ledger = await ledgerOf([first!, { ...second!, metadata }, ...rest]);
    lines = await exported(ledger);
    expect(lines.length).toBeGreaterThan(100);
  });

  it('copied, is the same ledger and makes the same views, byte for byte', async () => {
    const copy = empty();
    const digest = await copyLedger(ledger, copy, quiet);

    expect(withoutCursors(await everything(copy))).toEqual(withoutCursors(await everything(ledger)));
    expect(digest).toEqual(await digestOfLedger(ledger));
    const views = await viewsOf(copy);
    expect(views).toEqual(await viewsOf(ledger));
    expect(views.length).toBeGreaterThan(200);
  });

  it('tells how far it has got, then how far the copy is compared, of how many', async () => {
    const [digest, told] = [await digestOfLedger(ledger), [] as unknown[]];
    const onStretch = (...each: readonly unknown[]): void => void told.push(each);
    await copyLedger(ledger, empty(), onStretch);
    await importLines(each(lines), empty(), onStretch);
    for await (const _ of exportLines(ledger, onStretch));
    const { events } = digest;
    expect(told).toEqual([
      ['copying', events, null],
      ['comparing', events, events],
      ['importing', events, null],
      ['comparing', events, events],
      ['exporting', events, null],
    ]);
  });

  it('exported and imported, is the same ledger and makes the same views, byte for byte', async () => {
    const copy = empty();
    expect(await importLines(each(lines), copy, quiet)).toEqual(await digestOfLedger(ledger));

    expect(withoutCursors(await everything(copy))).toEqual(withoutCursors(await everything(ledger)));
    expect(await viewsOf(copy)).toEqual(await viewsOf(ledger));
    expect(await exported(copy)).toEqual(lines);
  });

  it('is exported as CloudEvents, the digest last', () => {
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told[0]).toMatchObject({ specversion: '1.0', type: 'LedgerOpened', subject: 'ledger-main', position: '1' });
    expect(new Set(told.map(({ source }) => source)).size).toBe(1);
    expect(told.at(-1)).toMatchObject({
      type: 'LedgerExported',
      data: { events: lines.length - 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  const altered = (line: number, change: (event: Record<string, unknown>) => object): string[] =>
    lines.map((text, index) =>
      index === line ? JSON.stringify(change(JSON.parse(text) as Record<string, unknown>)) : text,
    );

  it.each<[string, () => string[], RegExp]>([
    ['was cut off', () => lines.slice(0, -1), /its last line is missing/],
    ['goes on after its end', () => [...lines, lines[0]!], /^Line \d+: there is something after the last line/],
    [
      'lacks an event at its end',
      () => lines.filter((_, index) => index !== lines.length - 2),
      /not what it was copied from/,
    ],
    [
      'has another time',
      () => altered(5, (event) => ({ ...event, time: '2020-01-01T00:00:00.000Z' })),
      /not what it was/,
    ],
    ['has another actor', () => altered(5, (event) => ({ ...event, actor: 'x' })), /not what it was copied from/],
    ['has other data', () => altered(5, (event) => ({ ...event, data: { a: 1 } })), /not what it was copied from/],
    ['is not text', () => altered(5, () => []), /^Line 6: this is not a JSON object/],
    ['lacks a field', () => altered(5, ({ subject: _, ...event }) => event), /^Line 6: subject must be a text/],
    [
      'has a revision that is none',
      () => altered(5, (event) => ({ ...event, revision: '0' })),
      /^Line 6: revision must be/,
    ],
    [
      'has a role that is none',
      () => altered(5, (event) => ({ ...event, roles: 'king' })),
      /^Line 6: there is no role king/,
    ],
    ['is of a later version', () => altered(5, (event) => ({ ...event, schema: 2 })), /recorded by a later version/],
  ])('is not made of an export that %s', async (_, spoil, says) => {
    await expect(importLines(each(spoil()), empty(), quiet)).rejects.toThrow(says);
  });

  it.each<[string, number, (events: readonly RecordedEvent[]) => readonly RecordedEvent[]]>([
    ['lacks what came last', 51, (events) => events.slice(0, 50)],
    [
      'has another time in its midst',
      21,
      (events) =>
        events.map((event, index) =>
          index === 20 ? { ...event, metadata: { ...event.metadata, recordedAt: '2020-01-01T00:00:00.000Z' } } : event,
        ),
    ],
  ])('is not copied where the copy %s, and is told from where on', async (_, position, spoil) => {
    const forgetful = empty();
    const restore = forgetful.restore.bind(forgetful);
    forgetful.restore = (events) =>
      restore(
        (async function* () {
          for await (const batch of events) yield spoil(batch);
        })(),
      );
    await expect(copyLedger(ledger, forgetful, quiet)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(
        new RegExp(`^The copy is not what it was copied from: it differs from position ${String(position)} on\\.`),
      ),
    });
  });
});
