import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { eventually, everything, HandClock } from '../contract/event-store.fixture.js';
import { Child } from '../support/child.js';

/** The server that is killed twenty times is in test/delivery/kill.spec.ts. */
const ROUNDS = 8;
/** Rounds that a ledger goes through: one that all went through would take longer to read than to write. */
const ROUNDS_EACH = 4;

/** The events of each append, by the name that kill-child.mjs gave it. */
function byAppend(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const appends = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const name = event.data['name'] as string;
    appends.set(name, [...(appends.get(name) ?? []), event]);
  }
  return appends;
}

const upTo = (length: number): number[] => Array.from({ length }, (_, n) => n);

function expectWhole(appends: ReadonlyMap<string, readonly StoredEvent[]>): void {
  for (const events of appends.values()) {
    const [first] = events as [StoredEvent];
    expect(first.data['size']).toBe(events.length);
    const places = events.map(({ data, revision, cursor }) => [data['index'], revision, Number(cursor)]);
    expect(places).toEqual(upTo(events.length).map((n) => [n, first.revision + n, Number(first.cursor) + n]));
  }
}

function expectNoGaps(events: readonly StoredEvent[]): void {
  expect(events.map(({ cursor }) => Number(cursor) - 1)).toEqual(upTo(events.length));
  const next = new Map<string, number>();
  for (const { stream, revision } of events) {
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}

describe('a ledger whose process is killed', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-kill-'));
    path = join(directory, 'ledger.sqlite');
  });
  afterEach(async () => rm(directory, { recursive: true }));

  it('in the middle of a thousand concurrent writes, time and again, keeps every acknowledged event, and no half of an append', async () => {
    let acknowledged: string[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      if (round % ROUNDS_EACH === 1) {
        path = join(directory, `ledger-${round}.sqlite`);
        acknowledged = [];
      }
      const child = new Child('kill-child.mjs', [path, String(round)]);
      await eventually(() => child.lines.length > 0 || child.exitCode !== null, 'a first acknowledgement', 20_000);
      await setTimeout(15 * round);
      child.kill();
      expect(await child.ended).toBe('SIGKILL');
      expect(child.lines.length).toBeGreaterThan(10);
      acknowledged.push(...child.lines);

      const store = SqliteEventStore.open(path, new HandClock());
      const events = await everything(store);
      await store.close();

      const appends = byAppend(events);
      expect(acknowledged.filter((name) => !appends.has(name))).toEqual([]);
      expectWhole(appends);
      expectNoGaps(events);
    }
    const db = new Database(path, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }, 120_000);
});
