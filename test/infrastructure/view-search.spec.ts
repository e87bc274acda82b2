import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readQuery } from '../../src/application/ports/view-query.js';
import type { Query } from '../../src/application/ports/view-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { ViewFile } from '../../src/infrastructure/sqlite/view-file.js';
import { ViewSearch, type Statement } from '../../src/infrastructure/sqlite/view-search.js';
import { tablesOf } from '../../src/infrastructure/sqlite/view-tables.js';
import { ENTRIES, GENERATION, Scribe } from '../contract/view-store.fixture.js';

const BEFORE = '2024-01-01.0000';
const SINCE = '2024-01-02.0000';
const RARE = 50;
const ENTRY_COUNT = 12_000;

describe('a search of views in SQLite', () => {
  let directory: string;
  let file: ViewFile;
  let store: SqliteViewStore;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-plans-'));
    file = ViewFile.open(join(directory, 'views.sqlite'), 50);
    store = new SqliteViewStore(file);
    await store.create(GENERATION, [ENTRIES]);
    await store.makeCurrent(GENERATION);
    const docs = Array.from({ length: ENTRY_COUNT }, (_, i) => ({
      id: `e${i}`,
      on: `2023-${String(i % 365).padStart(3, '0')}`,
      title: i < RARE ? 'rare' : 'common',
      amount: i,
      gminas: i < RARE ? ['rare', 'common'] : ['common'],
      words: i < RARE ? ['rarely', 'rarest'] : ['commonly'],
    }));
    const scribe = new Scribe(store);
    await scribe.write(BEFORE, docs);
    await scribe.write(
      SINCE,
      docs.slice(0, 100).map((doc) => ({ ...doc, title: 'changed' })),
    );
  });
  afterAll(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const measured: string[] = [];
  const measure = ({ sql, parameters }: Statement): number =>
    Number(file.database.prepare(sql).pluck().get(parameters));

  function planOf(query: Query, verb: 'find' | 'count' = 'find'): string[] {
    measured.length = 0;
    const search = new ViewSearch(tablesOf(1, ENTRIES), readQuery(ENTRIES, query), query.at, (statement) => {
      measured.push(statement.sql);
      return measure(statement);
    });
    const { sql, parameters } = search[verb]();
    const rows = file.database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(parameters);
    return rows.map(({ detail }) => detail);
  }

  const through = { through: BEFORE };
  const before = { before: SINCE };
  const after = { sort: '2023-100', id: 'e100' };

  /** Read in the order asked, from the index, and left when the page is full. */
  it.each<[string, Query]>([
    ['everything', { at: 'now' }],
    ['everything, descending', { at: 'now', descending: true }],
    ['the next page of everything', { at: 'now', after }],
    ['everything, as it was', { at: through }],
    ['a member', { at: 'now', where: { gminas: 'common' } }],
    ['a member, descending', { at: 'now', where: { gminas: 'rare' }, descending: true }],
    ['a member, next page', { at: 'now', where: { gminas: 'common' }, after }],
    ['a member, as it was', { at: through, where: { gminas: 'common' } }],
    [
      'a member, as it was before, next page, descending',
      { at: before, where: { gminas: 'common' }, after, descending: true },
    ],
    ['text', { at: 'now', where: { title: 'common' } }],
    ['text, as it was', { at: before, where: { title: 'common' } }],
    ['a number', { at: 'now', where: { amount: 7 } }],
    ['a stretch of the order', { at: 'now', where: { on: { $gte: '2023-100', $lt: '2023-200' } } }],
    ['a stretch of the order, as it was', { at: through, where: { on: { $gte: '2023-100' } } }],
    ['a member in a stretch of the order', { at: 'now', where: { gminas: 'rare', on: { $gte: '2023-003' } } }],
    ['two members', { at: 'now', where: { $and: [{ gminas: 'common' }, { gminas: 'rare' }] } }],
    ['a common member and a common prefix', { at: 'now', where: { gminas: 'common', words: { $regex: '^comm' } } }],
    ['a common prefix', { at: 'now', where: { words: { $regex: '^comm' } } }],
    ['one or the other, common', { at: 'now', where: { $or: [{ gminas: 'common' }, { title: 'common' }] } }],
  ])('walks the index for %s', (_, query) => {
    const plan = planOf({ ...query, limit: 50 });
    // Nothing is read through but a document's own members.
    expect(plan.filter((step) => /SCAN (?!m EXISTS VIRTUAL)|TEMP B-TREE|MATERIALIZE/.test(step))).toEqual([]);
    expect(plan).toContainEqual(expect.stringMatching(/^SEARCH s USING PRIMARY KEY \(field=\?/));
  });

  /** Few rows, found by the index and then put in order. */
  it.each<[string, Query]>([
    ['a rare prefix', { at: 'now', where: { words: { $regex: '^rar' } } }],
    ['a rare prefix, as it was', { at: before, where: { words: { $regex: '^rar' } } }],
    ['one of some rare members', { at: 'now', where: { gminas: { $in: ['rare', 'none'] } } }],
    ['a rare range', { at: 'now', where: { amount: { $gte: 20, $lt: 30 } } }],
    ['a rare prefix and a common member', { at: 'now', where: { gminas: 'common', words: { $regex: '^rar' } } }],
    ['a rare member in another order', { at: 'now', where: { gminas: 'rare' }, sort: 'amount' }],
    ['one or the other, rare', { at: 'now', where: { $or: [{ gminas: 'rare' }, { title: 'rare' }] } }],
  ])('gathers %s', (_, query) => {
    const plan = planOf({ ...query, limit: 50 });
    const steps = plan.filter((step) => step.startsWith('SEARCH s'));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatch(/^SEARCH s USING PRIMARY KEY \(field=\? AND value[=>]\?/);
    expect(plan.filter((step) => /SCAN (?!chosen|s$|\(subquery)/.test(step))).toEqual([]);
  });

  it('takes each edition in one step', () => {
    const now = planOf({ at: 'now', where: { gminas: 'rare' } });
    expect(now).toContainEqual(expect.stringMatching(/^SEARCH e USING INDEX .* \(id=\? AND to=\?\)/));
    const past = planOf({ at: through, where: { gminas: 'rare' } });
    expect(past).toContainEqual(expect.stringMatching(/^SEARCH e USING INTEGER PRIMARY KEY/));
    expect(past).toContainEqual(expect.stringMatching(/^SEARCH x USING COVERING INDEX .* \(id=\? AND to>\?\)/));
  });

  it('looks up a second member of a document in one step', () => {
    for (const at of ['now', through] as const) {
      const plan = planOf({ at, where: { gminas: 'rare', words: 'rarely' }, limit: 50 });
      const steps = plan.filter((step) => /^SEARCH x .*PRIMARY KEY/.test(step));
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps) expect(step).toContain('(field=? AND value=? AND sort=? AND id=?');
    }
  });

  it('finds documents by id without the index of values', () => {
    const plan = planOf({ at: 'now', where: { id: { $in: ['e1', 'e2'] }, gminas: 'rare' } });
    expect(plan).toContainEqual(expect.stringMatching(/^SEARCH e USING INDEX .* \(id=\? AND to=\?\)/));
  });

  it('counts what one condition finds without a look at any document', () => {
    for (const at of ['now', through] as const) {
      const plan = planOf({ at, where: { gminas: 'common' } }, 'count');
      expect(plan.filter((step) => / e /.test(step))).toEqual([]);
    }
  });

  it('measures nothing where there is nothing to choose', () => {
    planOf({ at: 'now', where: { gminas: 'rare' }, limit: 50 });
    expect(measured).toEqual([]);
  });

  it('answers the same either way', async () => {
    const walking = new SqliteViewStore(file, null, 0);
    for (const at of ['now', through, before] as const) {
      for (const where of [
        { words: { $regex: '^rar' } },
        { amount: { $lt: 200 } },
        { gminas: { $in: ['rare', 'x'] } },
      ]) {
        const query = { at, where, limit: 40, descending: true };
        expect(await walking.find(GENERATION, ENTRIES.name, query)).toEqual(
          await store.find(GENERATION, ENTRIES.name, query),
        );
      }
    }
  });
});
