import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteLedgerFiles } from '../../src/infrastructure/sqlite/sqlite-ledger-files.js';
import { everything, HandClock, idsOf, newEvent } from '../contract/event-store.fixture.js';

describe('the files of a ledger', () => {
  const clock = new HandClock();
  const files = new SqliteLedgerFiles(clock, '9.9.9');
  let home: string;
  let data: string;
  let store: SqliteEventStore;

  const ballast = { note: 'x'.repeat(200_000) };
  const opened = {
    ...newEvent({ ledger: '018f0000-0000-7000-8000-000000000000', county: { terc: '0415', name: 'powiat toruński' } }),
    type: 'LedgerOpened',
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-files-'));
    data = join(home, 'data');
    await mkdir(data);
    store = SqliteEventStore.open(join(data, 'ledger.sqlite'), clock);
    await store.append('ledger-main', 'none', [opened]);
    for (let n = 0; n < 120; n++) await store.append(`contact-${n}`, 'none', [newEvent(ballast)]);
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });

  it('are copied as they stood when the copying began, however much is written meanwhile', async () => {
    const before = await everything(store);
    const writing: Promise<unknown>[] = [];
    const parts: number[] = [];

    const manifest = await files.backUp(data, join(home, 'copy'), { ledgerOnly: false }, (done) => {
      parts.push(done);
      // As another process would: between two parts of the copy.
      writing.push(store.append(`contact-beside-${parts.length}`, 'none', [newEvent(ballast)]));
    });
    await Promise.all(writing);

    expect(parts.length).toBeGreaterThan(3);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(manifest).toMatchObject({ version: '9.9.9', madeAt: clock.instant, ledger: { events: before.length } });
    const copy = files.open(join(home, 'copy'));
    expect(idsOf(await everything(copy))).toEqual(idsOf(before));
    await copy.close();
    expect((await everything(store)).length).toBeGreaterThan(before.length + 3);
  });
});
