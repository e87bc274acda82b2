import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { At, Edition, Query, ViewStore, Where } from '../../src/application/ports/view-store.js';
import { OPEN } from '../../src/domain/kernel/day.js';
import type { Doc } from '../../src/domain/kernel/view.js';
import {
  all,
  COUNTS,
  ENTRIES,
  GENERATION,
  idsOf,
  pages,
  progressAt,
  Scribe,
  type Adapter,
} from './view-store.fixture.js';

const MONDAY = '2024-01-01.0000';
const TUESDAY = '2024-01-02.0000';
const TUESDAY_LATER = '2024-01-02.0001';
const WEDNESDAY = '2024-01-03.0000';

const entry = (id: string, fields: Omit<Doc, 'id'> = {}): Doc => ({ id, ...fields });

/** Of every sort of value. */
const FOUND: readonly Doc[] = [
  entry('a', {
    on: '2024-01-05',
    title: 'Droga',
    amount: 10,
    gminas: ['G1', 'G2'],
    words: ['droga', 'gminna'],
  }),
  entry('b', {
    on: '2024-01-04',
    title: 'droga',
    amount: -2.5,
    gminas: ['G2'],
    words: ['drog', '100%', 'a_b'],
  }),
  entry('c', { on: '2024-01-04', title: '～', amount: 0, gminas: [], words: ['szkoła', '𝔸ab'] }),
  entry('d', { on: null, title: '😀', amount: null, gminas: ['G_1'], words: ['axb', '1001'] }),
  entry('e', { on: '', amount: 1e15 }),
];

/** What is asked for, and what of {@link FOUND} meets it. */
const CONDITIONS: readonly (readonly [string, Where, readonly string[]])[] = [
  ['everything', {}, ['d', 'e', 'b', 'c', 'a']],
  ['a bare value', { title: 'Droga' }, ['a']],
  ['id', { id: { $in: ['c', 'a', 'nobody'] } }, ['c', 'a']],
  ['$eq', { amount: { $eq: 0 } }, ['c']],
  ['$eq null, also where the field is absent', { title: null }, ['e']],
  ['$in with null', { amount: { $in: [null, 10] } }, ['d', 'a']],
  ['$in of nothing', { title: { $in: [] } }, []],
  ['$nin keeps null', { amount: { $nin: [0, 10] } }, ['d', 'e', 'b']],
  ['$nin of null', { title: { $nin: [null, '～'] } }, ['d', 'b', 'a']],
  ['$nin of nothing', { title: { $nin: [] } }, ['d', 'e', 'b', 'c', 'a']],
  ['$gt', { amount: { $gt: 0 } }, ['e', 'a']],
  ['$gte and $lt together', { amount: { $gte: -2.5, $lt: 10 } }, ['b', 'c']],
  ['$lt never finds null', { amount: { $lt: 1e300 } }, ['e', 'b', 'c', 'a']],
  ['$lte', { on: { $lte: '2024-01-04' } }, ['e', 'b', 'c']],
  ['text by code point', { title: { $gt: '～' } }, ['d']],
  ['text by code point, below', { title: { $lt: '😀' } }, ['b', 'c', 'a']],
  ['membership', { gminas: 'G2' }, ['b', 'a']],
  ['membership in a list', { gminas: { $in: ['G1', 'G_1', 'G9'] } }, ['d', 'a']],
  ['no membership', { gminas: { $nin: ['G2'] } }, ['d', 'e', 'c']],
  ['bounds, each met by a member of its own', { words: { $gte: 'ax', $lt: '2' } }, ['d', 'b']],
  ['a word prefix', { words: { $regex: '^dro' } }, ['b', 'a']],
  ['a word prefix to the letter', { words: { $regex: '^droga' } }, ['a']],
  ['a prefix beside %', { words: { $regex: '^100' } }, ['d', 'b']],
  ['a prefix beside _', { words: { $regex: '^a' } }, ['d', 'b']],
  ['a prefix beyond the basic plane', { words: { $regex: '^𝔸' } }, ['c']],
  ['%, _ as values', { words: { $in: ['100%', 'a_b'] } }, ['b']],
  ['several fields', { gminas: 'G2', amount: { $lt: 0 } }, ['b']],
  ['$or', { $or: [{ gminas: 'G_1' }, { title: 'Droga' }] }, ['d', 'a']],
  ['$and of $or', { $and: [{ $or: [{ id: 'a' }, { id: 'b' }] }, { gminas: 'G1' }] }, ['a']],
  ['$or of what overlaps', { $or: [{ words: { $regex: '^dro' } }, { gminas: 'G2' }] }, ['b', 'a']],
];

/** Every adapter of the view store passes this. */
export function viewStoreContract({ name, open }: Adapter): void {
  describe(`a view store (${name})`, () => {
    let store: ViewStore;
    let scribe: Scribe;
    let discard: () => Promise<void>;

    const begin = async (): Promise<void> => {
      ({ store, discard } = await open());
      await store.create(GENERATION, [ENTRIES, COUNTS]);
      scribe = new Scribe(store);
    };
    const eachOnItsOwn = (): void => {
      beforeEach(begin);
      afterEach(async () => discard());
    };
    /** For tests that only read. */
    const allOnOne = (fill: () => Promise<void>): void => {
      beforeAll(async () => {
        await begin();
        await fill();
      });
      afterAll(async () => discard());
    };

    const find = async (query: Partial<Query> = {}): Promise<string[]> =>
      idsOf(await store.find(GENERATION, ENTRIES.name, { at: 'now', ...query }));
    const where = (condition: Where): Promise<string[]> => find({ where: condition });
    const titlesOf = async (at: At): Promise<unknown[]> => {
      const found = await store.inForce(GENERATION, ENTRIES.name, ['a', 'b', 'nobody'], at);
      return Array.from(found, ([id, { from, doc }]) => [id, from, doc.title]);
    };
    const editions = () => all(store.editions(GENERATION, ENTRIES.name));

    describe('keeps documents in editions', () => {
      eachOnItsOwn();

      it('that close when a later segment writes the document again', async () => {
        await scribe.write(MONDAY, [entry('a', { title: 'first' })]);
        await scribe.write(WEDNESDAY, [entry('a', { title: 'second' })]);
        expect(await editions()).toEqual([
          { from: MONDAY, to: WEDNESDAY, doc: entry('a', { title: 'first' }) },
          { from: WEDNESDAY, to: OPEN, doc: entry('a', { title: 'second' }) },
        ]);
      });

      it('that are written over within a segment', async () => {
        await scribe.write(MONDAY, [entry('a', { title: 'first' })]);
        await scribe.write(TUESDAY, [entry('a', { title: 'second' })]);
        await scribe.write(TUESDAY, [entry('a', { title: 'third' })]);
        expect(await editions()).toEqual([
          { from: MONDAY, to: TUESDAY, doc: entry('a', { title: 'first' }) },
          { from: TUESDAY, to: OPEN, doc: entry('a', { title: 'third' }) },
        ]);
      });

      it('several of one document in a commit', async () => {
        const [first, second] = [entry('a', { title: 'first' }), entry('a', { title: 'second' })];
        await scribe.commit(TUESDAY, [
          { view: ENTRIES.name, from: MONDAY, doc: first, previous: null },
          { view: ENTRIES.name, from: TUESDAY, doc: second, previous: { from: MONDAY, doc: first } },
        ]);
        expect(idsOf((await editions()).map(({ doc }) => doc))).toEqual(['a', 'a']);
        expect(await titlesOf({ before: TUESDAY })).toEqual([['a', MONDAY, 'first']]);
      });

      it('and tells them as texts, which say the same', async () => {
        await scribe.write(MONDAY, [entry('a', { title: 'first' }), entry('b')]);
        await scribe.write(TUESDAY, [entry('a', { title: 'second „ż” \u2028' })]);
        const told = async (id?: string) =>
          (await all(store.editionTexts(GENERATION, ENTRIES.name, id))).map(({ text, ...edition }) => {
            const doc = JSON.parse(text) as Doc;
            expect(edition.id).toBe(doc.id);
            return { from: edition.from, to: edition.to, doc };
          });
        expect(await told()).toEqual(await editions());
        expect(await told('a')).toEqual((await editions()).filter(({ doc }) => doc.id === 'a'));
        expect(await told('nothing')).toEqual([]);
      });

      it('in force now, through a segment, and before it', async () => {
        await scribe.write(MONDAY, [entry('a', { title: 'first' })]);
        await scribe.write(TUESDAY, [entry('a', { title: 'second' }), entry('b', { title: 'of b' })]);
        await scribe.write(TUESDAY_LATER, [entry('a', { title: 'third' })]);
        expect(await titlesOf('now')).toEqual([
          ['a', TUESDAY_LATER, 'third'],
          ['b', TUESDAY, 'of b'],
        ]);
        expect(await titlesOf({ before: MONDAY })).toEqual([]);
        expect(await titlesOf({ through: '2023-12-31.9999' })).toEqual([]);
        expect(await titlesOf({ through: MONDAY })).toEqual([['a', MONDAY, 'first']]);
        expect(await titlesOf({ before: TUESDAY })).toEqual([['a', MONDAY, 'first']]);
        expect(await titlesOf({ through: TUESDAY })).toEqual([
          ['a', TUESDAY, 'second'],
          ['b', TUESDAY, 'of b'],
        ]);
        expect(await titlesOf({ before: TUESDAY_LATER })).toEqual(await titlesOf({ through: TUESDAY }));
        expect(await titlesOf({ through: '2024-01-02.9999' })).toEqual(await titlesOf('now'));
        expect(await titlesOf({ before: WEDNESDAY })).toEqual(await titlesOf('now'));
      });

      it('and hands them over by id in code point order and `from`', async () => {
        const ids = ['ł', 'z', '～', '😀', 'a', 'zz', "it's", '"'];
        await scribe.write(
          MONDAY,
          ids.map((id) => entry(id)),
        );
        await scribe.write(TUESDAY, [entry('😀', { title: 'again' })]);
        const order = (await editions()).map(({ from, doc }) => [doc.id, from]);
        const one = await all(store.editions(GENERATION, ENTRIES.name, '😀'));
        expect(one).toEqual((await editions()).filter(({ doc }) => doc.id === '😀'));
        expect(one.length).toBe(2);
        expect(await all(store.editions(GENERATION, ENTRIES.name, 'nothing'))).toEqual([]);
        expect(order).toEqual([
          ['"', MONDAY],
          ['a', MONDAY],
          ["it's", MONDAY],
          ['z', MONDAY],
          ['zz', MONDAY],
          ['ł', MONDAY],
          ['～', MONDAY],
          ['😀', MONDAY],
          ['😀', TUESDAY],
        ]);
        expect(await find()).toEqual(['"', 'a', "it's", 'z', 'zz', 'ł', '～', '😀']);
      });

      it('of which it hands over more than one batch', async () => {
        const docs = Array.from({ length: 1_203 }, (_, i) => entry(`e${String(i).padStart(4, '0')}`));
        await scribe.write(MONDAY, docs);
        expect(idsOf((await editions()).map(({ doc }) => doc))).toEqual(idsOf(docs));
      });
    });

    describe('commits all or nothing', () => {
      eachOnItsOwn();

      const edition = (id: string, previous: Edition['previous'] = null): Edition => ({
        view: ENTRIES.name,
        from: TUESDAY,
        doc: entry(id, { gminas: ['G1'] }),
        previous,
      });

      it('and refuses who does not know where the views are', async () => {
        await scribe.write(MONDAY, [entry('a')]);
        const mark = { segment: TUESDAY, position: 8, effectiveAt: '2024-01-02T00:00:00.000Z', after: 'c1' };
        const late = store.commit(GENERATION, 0, progressAt(9, TUESDAY), [edition('b')], [mark]);
        await expect(late).rejects.toMatchObject({ name: 'Rejection', code: 'conflict' });
        expect(await find()).toEqual(['a']);
        expect(await store.marks(GENERATION)).toEqual([]);
        expect(await store.progress(GENERATION)).toEqual(progressAt(1, MONDAY));
      });

      it.each<[string, () => Edition]>([
        ['follows what is not there', () => edition('b', { from: MONDAY, doc: entry('b') })],
        ['does not say what it follows', () => edition('a')],
        [
          'follows what is later',
          () => ({ ...edition('a', { from: MONDAY, doc: entry('a') }), from: '2023-12-31.0000' }),
        ],
        ['is of no known view', () => ({ ...edition('b'), view: 'nothing' })],
        ['holds a wrong value', () => ({ ...edition('b'), doc: entry('b', { amount: 'much' }) })],
        ['holds wrong texts', () => ({ ...edition('b'), doc: entry('b', { words: ['a', 1] }) })],
      ])('and refuses an edition that %s', async (_, wrong) => {
        await scribe.write(MONDAY, [entry('a')]);
        await expect(scribe.commit(TUESDAY, [edition('c'), wrong()])).rejects.toThrow(RangeError);
        expect(await find()).toEqual(['a']);
        expect(await store.progress(GENERATION)).toEqual(progressAt(1, MONDAY));
        // Nor is anything of it written by the next.
        await scribe.write(TUESDAY, [entry('d', { gminas: ['G2'] })]);
        expect(await find()).toEqual(['a', 'd']);
        expect(await store.count(GENERATION, ENTRIES.name, { where: { gminas: 'G1' }, at: 'now' })).toBe(0);
      });

      it('with progress and marks', async () => {
        const marks = [
          { segment: MONDAY, position: 1, effectiveAt: '2024-01-01T08:00:00.000Z', after: null },
          { segment: TUESDAY, position: 5, effectiveAt: '2024-01-02T08:00:00.000Z', after: 'c4' },
        ];
        expect(await store.progress(GENERATION)).toEqual(progressAt(0));
        await store.commit(GENERATION, 0, progressAt(4, MONDAY), [], marks.slice(0, 1));
        await store.commit(GENERATION, 4, progressAt(6, TUESDAY), [], marks.slice(1));
        expect(await store.marks(GENERATION)).toEqual(marks);
        expect(await store.progress(GENERATION)).toEqual(progressAt(6, TUESDAY));
      });
    });

    describe('finds documents', () => {
      allOnOne(() => scribe.write(MONDAY, FOUND));

      it.each(CONDITIONS)('by %s', async (_, condition, expected) => {
        expect(await where(condition)).toEqual(expected);
        expect(await store.count(GENERATION, ENTRIES.name, { where: condition, at: 'now' })).toBe(expected.length);
      });

      it.each<[string, Partial<Query>, string[]]>([
        ['the view’s own field', {}, ['d', 'e', 'b', 'c', 'a']],
        ['it, descending, ties too', { descending: true }, ['a', 'c', 'b', 'e', 'd']],
        ['a number', { sort: 'amount' }, ['d', 'b', 'c', 'a', 'e']],
        ['a number, descending', { sort: 'amount', descending: true }, ['e', 'a', 'c', 'b', 'd']],
        ['text by code point, null first', { sort: 'title' }, ['e', 'a', 'b', 'c', 'd']],
        ['another field among few', { sort: 'title', where: { gminas: 'G2' } }, ['a', 'b']],
        ['a limit', { limit: 2 }, ['d', 'e']],
        ['after null', { after: { sort: null, id: 'd' } }, ['e', 'b', 'c', 'a']],
        ['after one of a tie', { after: { sort: '2024-01-04', id: 'b' } }, ['c', 'a']],
        [
          'after one of a tie, descending',
          { after: { sort: '2024-01-04', id: 'c' }, descending: true },
          ['b', 'e', 'd'],
        ],
        ['after what is not there', { after: { sort: '2024-01-04', id: 'bb' }, limit: 1 }, ['c']],
        ['after, by another field', { after: { sort: 0, id: 'c' }, sort: 'amount' }, ['a', 'e']],
        ['without some', { without: ['d', 'c', 'nobody'] }, ['e', 'b', 'a']],
      ])('in the order of %s', async (_, query, expected) => {
        expect(await find(query)).toEqual(expected);
        expect(await find({ ...query, at: { through: '2024-01-01.9999' } })).toEqual(expected);
      });

      it('without ten thousand others', async () => {
        const without = ['a', ...Array.from({ length: 10_000 }, (_, i) => `x${i}`), 'd'];
        expect(await find({ without })).toEqual(['e', 'b', 'c']);
        expect(await find({ without, where: { gminas: 'G2' } })).toEqual(['b']);
        expect(await store.count(GENERATION, ENTRIES.name, { at: 'now', without })).toBe(3);
      });

      it.each<[string, Where]>([
        ['nothing', { nothing: 1 }],
        ['constructor', { constructor: 'x' }],
        ['$where', { $where: 'true' }],
        ['$ne', { title: { $ne: 'x' } as Where[string] }],
        ['$regex', { title: { $regex: '^a' } }],
        ['$regex', { words: { $regex: 'a' } }],
        ['$regex', { words: { $regex: '^a.*' } }],
        ['$regex', { words: { $regex: '^100%' } }],
        ['amount', { amount: '1' }],
        ['title', { title: { $in: [1] } }],
        ['gminas', { gminas: null }],
        ['$or', { $or: [] }],
        ['amount', { amount: {} }],
      ])('and refuses %s in %j', async (mentioned, condition) => {
        await expect(where(condition)).rejects.toThrow(RangeError);
        await expect(where(condition)).rejects.toThrow(mentioned);
        await expect(store.count(GENERATION, ENTRIES.name, { at: 'now', where: condition })).rejects.toThrow(mentioned);
      });

      it.each<[string, Partial<Query>]>([
        ['words', { sort: 'words' }],
        ['unknown', { sort: 'unknown' }],
        ['limit', { limit: 0 }],
        ['limit', { limit: 1.5 }],
        ['on', { after: { sort: 1, id: 'a' } }],
      ])('and refuses %s in %j', async (mentioned, query) => {
        await expect(find(query)).rejects.toThrow(RangeError);
        await expect(find(query)).rejects.toThrow(mentioned);
      });

      it('and refuses a view that is not there', async () => {
        await expect(store.find(GENERATION, 'nothing', { at: 'now' })).rejects.toThrow(RangeError);
      });
    });

    describe('finds documents as they were, when other editions have followed', () => {
      allOnOne(async () => {
        await scribe.write(MONDAY, FOUND);
        await scribe.write(
          TUESDAY,
          FOUND.map(({ id }) => entry(id, { on: 'later', gminas: ['G9'] })),
        );
      });

      it.each(CONDITIONS)('by %s', async (_, condition, expected) => {
        expect(await find({ where: condition, at: { through: MONDAY } })).toEqual(expected);
        expect(await find({ where: condition, at: { before: TUESDAY } })).toEqual(expected);
        expect(await store.count(GENERATION, ENTRIES.name, { where: condition, at: { through: MONDAY } })).toBe(
          expected.length,
        );
      });
    });

    describe('finds what was written later', () => {
      eachOnItsOwn();
      beforeEach(() => scribe.write(MONDAY, FOUND));

      it('whole, as they were written', async () => {
        const doc = entry('f', { on: '9', nested: { list: [1, { deep: null }], 'ł 😀': 'x' }, flag: true });
        await scribe.write(TUESDAY, [doc]);
        expect(await store.find(GENERATION, ENTRIES.name, { at: 'now', where: { id: 'f' } })).toEqual([doc]);
      });

      it('by values that an edition has taken away, in their time only', async () => {
        await scribe.write(TUESDAY, [entry('a', { on: '2024-01-05', gminas: ['G2', 'G3'] })]);
        await scribe.write(TUESDAY, [entry('a', { on: '2024-01-06', gminas: ['G4'] })]);
        expect(await where({ gminas: 'G1' })).toEqual([]);
        expect(await where({ gminas: 'G3' })).toEqual([]);
        expect(await where({ gminas: 'G4' })).toEqual(['a']);
        expect(await find({ where: { gminas: 'G1' }, at: { through: MONDAY } })).toEqual(['a']);
        expect(await find({ where: { gminas: 'G3' }, at: { through: TUESDAY } })).toEqual([]);
        expect(await find({ where: { gminas: 'G2' }, at: { through: TUESDAY } })).toEqual(['b']);
      });

      it('in a view sorted by a number', async () => {
        await scribe.write(TUESDAY, [entry('y', { order: 2 }), entry('x', { order: 10 }), entry('z')], COUNTS.name);
        const found = await store.find(GENERATION, COUNTS.name, { at: 'now', where: { order: { $lte: 10 } } });
        expect(idsOf(found)).toEqual(['y', 'x']);
        expect(await store.count(GENERATION, COUNTS.name, { at: 'now' })).toBe(3);
      });
    });

    describe('pages through everything exactly once', () => {
      allOnOne(async () => {
        const docs = Array.from({ length: 57 }, (_, i) =>
          entry(`e${i}`, { on: i % 4 === 0 ? null : `2024-01-0${i % 3}`, amount: i % 5, gminas: [`G${i % 2}`] }),
        );
        await scribe.write(MONDAY, docs);
        await scribe.write(
          TUESDAY,
          docs.slice(0, 30).map((doc) => ({ ...doc, on: '2024-02-02', gminas: ['G1'] })),
        );
      });

      const moments: At[] = ['now', { through: MONDAY }, { before: WEDNESDAY }];
      const orders = [
        { sort: 'on' },
        { sort: 'on', descending: true },
        { sort: 'amount' },
        { sort: 'amount', descending: true },
      ];
      const filters: Where[] = [{}, { gminas: 'G1' }, { gminas: { $in: ['G0', 'G1'] } }];
      const shapes = moments.flatMap((at) =>
        orders.flatMap((order) => filters.map((where) => ({ at, ...order, where }))),
      );

      it.each(shapes)('%j', async (query) => {
        const whole = await find(query);
        const paged = await pages(store, { ...query, limit: 10 });
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(await store.count(GENERATION, ENTRIES.name, query));
      });
    });

    describe('files documents by what they say', () => {
      eachOnItsOwn();

      const misfiled = (view = ENTRIES.name): Promise<unknown> => store.misfiled(GENERATION, view);

      it('whatever becomes of it: values that leave and come back, within a segment too, and other sort keys', async () => {
        const a = { on: '1', title: 'x', amount: 0, gminas: ['G1', 'G2'], words: ['w', '😀', ''] };
        await scribe.write(MONDAY, [entry('a', a), entry('b'), entry('c', { on: '2', gminas: [] })]);
        expect(await misfiled()).toBeNull();
        await scribe.write(TUESDAY, [entry('a', { ...a, gminas: ['G3'], amount: null })]);
        await scribe.write(TUESDAY, [entry('a', { ...a, title: 'y' }), entry('b', { on: '2', words: ['v'] })]);
        expect(await misfiled()).toBeNull();
        await scribe.write(TUESDAY_LATER, [entry('a', { ...a, on: '0', words: [] })]);
        await scribe.write(WEDNESDAY, [entry('a', { ...a, on: '3' })]);
        await scribe.write(WEDNESDAY, [entry('a', a), entry('c', { on: '3' })]);
        expect(await misfiled()).toBeNull();
        await scribe.write(WEDNESDAY, [entry('x', { order: 1e15 }), entry('y')], COUNTS.name);
        expect(await misfiled(COUNTS.name)).toBeNull();
      });

      it('and is not asked of a view that there is not', async () => {
        await expect(misfiled('nothing')).rejects.toThrow(RangeError);
        await store.drop(GENERATION);
        await expect(misfiled()).rejects.toMatchObject({ name: 'Rejection', code: 'unsettled' });
      });
    });

    describe('has generations', () => {
      eachOnItsOwn();

      it('of which the one made current replaces the others', async () => {
        expect(await store.generations()).toEqual([
          { id: GENERATION, current: false, versions: { entries: 1, 'gmina-months': 3 } },
        ]);
        await store.makeCurrent(GENERATION);
        await scribe.write(MONDAY, [entry('a')]);
        await store.create('g2', [{ ...ENTRIES, version: 2 }]);
        await new Scribe(store, 'g2').write(MONDAY, [entry('b')]);
        expect(await find()).toEqual(['a']);
        expect(await store.generations()).toMatchObject([
          { id: GENERATION, current: true },
          { id: 'g2', current: false },
        ]);
        await store.makeCurrent('g2');
        expect(await store.generations()).toEqual([{ id: 'g2', current: true, versions: { entries: 2 } }]);
        expect(idsOf(await store.find('g2', ENTRIES.name, { at: 'now' }))).toEqual(['b']);
      });

      it('of which none takes over that has folded less than the current one', async () => {
        await store.makeCurrent(GENERATION);
        await scribe.write(MONDAY, [entry('a')]);
        await store.create('g2', [ENTRIES]);
        await expect(store.makeCurrent('g2')).rejects.toMatchObject({ name: 'Rejection', code: 'conflict' });
        expect(await store.generations()).toMatchObject([
          { id: GENERATION, current: true },
          { id: 'g2', current: false },
        ]);
        expect(await find()).toEqual(['a']);
      });

      it('that are asked for again when they are gone', async () => {
        await store.drop(GENERATION);
        await store.drop(GENERATION);
        expect(await store.generations()).toEqual([]);
        const gone = { name: 'Rejection', code: 'unsettled' };
        await expect(find()).rejects.toMatchObject(gone);
        await expect(editions()).rejects.toMatchObject(gone);
        await expect(store.progress(GENERATION)).rejects.toMatchObject(gone);
        await expect(store.marks(GENERATION)).rejects.toMatchObject(gone);
        await expect(store.makeCurrent(GENERATION)).rejects.toMatchObject(gone);
        await expect(store.commit(GENERATION, 0, progressAt(1), [], [])).rejects.toMatchObject({ code: 'conflict' });
      });

      it('and begins an unfinished one anew, but not the current one', async () => {
        await scribe.write(MONDAY, [entry('a')]);
        await store.create(GENERATION, [ENTRIES]);
        expect(await store.progress(GENERATION)).toEqual(progressAt(0));
        expect(await find()).toEqual([]);
        await store.makeCurrent(GENERATION);
        await expect(store.create(GENERATION, [ENTRIES])).rejects.toThrow(RangeError);
        expect(await store.generations()).toMatchObject([{ id: GENERATION, current: true }]);
      });

      it.each([
        ['field', { ...ENTRIES, fields: { ...ENTRIES.fields, 'a.b': 'text' as const } }],
        ['name', { ...ENTRIES, name: 'a"b' }],
        ['sort', { ...ENTRIES, sort: 'words' }],
      ])('and refuses a view whose %s cannot be', async (_, shape) => {
        await expect(store.create('g2', [shape])).rejects.toThrow(RangeError);
        expect(await store.generations()).toHaveLength(1);
      });
    });

    describe('when it is closed', () => {
      eachOnItsOwn();

      it('is unavailable', async () => {
        await store.close();
        await expect(find()).rejects.toMatchObject({ code: 'unavailable' });
        await expect(store.generations()).rejects.toMatchObject({ code: 'unavailable' });
        await expect(store.misfiled(GENERATION, ENTRIES.name)).rejects.toMatchObject({ code: 'unavailable' });
      });
    });
  });
}
