import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { At, Query, Scalar, Where } from '../../src/application/ports/view-store.js';
import type { Doc } from '../../src/domain/kernel/view.js';
import { all, ENTRIES, GENERATION, idsOf, pages, Scribe, type Adapter } from './view-store.fixture.js';
import { runs } from '../support/runs.js';

const SEGMENTS = ['2024-01-01.0000', '2024-01-01.0001', '2024-01-02.0000', '2024-01-04.0000', '2024-01-04.0001'];
/** Days without events, and the ends of days, besides. */
const MOMENTS = ['2023-12-31.0000', '2024-01-01.9999', '2024-01-03.9999', ...SEGMENTS, '2025-01-01.0000', '9999-12-31'];
const IDS = ['a', 'b', 'ł', '～', '😀', 'a\u0000b', 'A'];
const TEXTS = ['', 'a', 'ab', 'b', 'ą', 'z%', '_', '～', '😀', 'a\u0000b'];
const WORDS = ['a', 'ab', 'abc', 'aż', 'b', 'łąka', '100%', '1_0', '～', '😀', '𝔸b'];
const NUMBERS = [-1, 0, 0.1, 1, 2.5, 3_000_000_000, 9_007_199_254_740_991];

const nullable = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.option(fc.constantFrom(...values));
const someOf = <T>(values: readonly T[], maxLength = 3): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...values), { maxLength });

const fields = fc.record(
  {
    on: nullable(TEXTS.slice(0, 4)),
    title: nullable(TEXTS),
    amount: nullable(NUMBERS),
    gminas: someOf(['G1', 'G2', 'G3']),
    words: someOf(WORDS, 4),
  },
  { requiredKeys: [] },
);
const history = fc.array(
  fc.record({
    later: fc.boolean(),
    docs: fc.uniqueArray(fc.record({ id: fc.constantFrom(...IDS), fields }), {
      selector: ({ id }) => id,
      maxLength: 5,
    }),
  }),
  { maxLength: 12 },
);

// Which values a field takes decides which bounds it can be compared with.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function onField<T extends Scalar>(field: string, values: readonly T[], none: boolean): fc.Arbitrary<Where> {
  const value: fc.Arbitrary<Scalar> = none ? nullable(values) : fc.constantFrom(...values);
  const bound = fc.constantFrom(...values.filter((one) => one !== null));
  const conditions = fc.oneof(
    value,
    fc.record({ $in: fc.array(value, { maxLength: 3 }) }),
    fc.record({ $nin: fc.array(value, { maxLength: 3 }) }),
    fc.record({ $gte: bound, $lt: bound }),
    fc.record({ $gt: bound, $lte: bound }, { requiredKeys: ['$gt'] }),
    fc.record({ $lte: bound }),
  );
  return conditions.map((condition): Where => ({ [field]: condition }));
}

const where = fc.letrec<{ where: Where; leaf: Where }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 2 },
    tie('leaf'),
    fc.array(tie('where'), { minLength: 1, maxLength: 3 }).map((parts): Where => ({ $and: parts })),
    fc.array(tie('where'), { minLength: 1, maxLength: 3 }).map((parts): Where => ({ $or: parts })),
  ),
  leaf: fc.oneof(
    onField('id', IDS, false),
    onField('on', TEXTS.slice(0, 4), true),
    onField('title', TEXTS, true),
    onField('amount', NUMBERS, true),
    onField('gminas', ['G1', 'G2', 'G3'], false),
    onField('words', WORDS, false),
    fc.constantFrom('^a', '^ab', '^1', '^ł', '^𝔸', '^b').map((prefix): Where => ({ words: { $regex: prefix } })),
  ),
})).where;

const at: fc.Arbitrary<At> = fc.oneof(
  fc.constant('now' as const),
  fc.constantFrom(...MOMENTS).map((through) => ({ through })),
  fc.constantFrom(...MOMENTS).map((before) => ({ before })),
);
const queries = fc.array(
  fc.record({
    at,
    where: fc.option(where, { nil: {} }),
    sort: fc.constantFrom('on', 'title', 'amount'),
    descending: fc.boolean(),
    limit: fc.constantFrom(1, 2, 3),
    without: someOf(IDS),
  }),
  { minLength: 1, maxLength: 6 },
);

/** What the documents were at each segment's end, in full: the least clever view store there is. */
class Model {
  readonly states = new Map<string, Map<string, Doc>>();
  private latest = new Map<string, Doc>();

  write(segment: string, docs: readonly Doc[]): void {
    this.latest = new Map([...this.latest, ...docs.map((doc) => [doc.id, doc] as const)]);
    this.states.set(segment, this.latest);
  }

  find({ at, where = {}, sort = 'on', descending = false, without = [] }: Query): Doc[] {
    const found = [...this.at(at).values()].filter((doc) => !without.includes(doc.id) && meets(doc, where));
    const sorted = found.sort((a, b) => order(scalar(a, sort), scalar(b, sort)) || order(a.id, b.id));
    return descending ? sorted.reverse() : sorted;
  }

  private at(at: At): Map<string, Doc> {
    const segments = [...this.states.keys()].filter(
      (segment) =>
        at === 'now' || ('through' in at ? segment <= at.through && at.through < '9999' : segment < at.before),
    );
    return this.states.get(segments.at(-1) ?? '') ?? new Map<string, Doc>();
  }
}

const scalar = (doc: Doc, field: string): Scalar => (doc[field] ?? null) as Scalar;

function order(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

function meets(doc: Doc, where: Where): boolean {
  return Object.entries(where).every(([field, condition]) => {
    if (field === '$and') return (condition as Where[]).every((part) => meets(doc, part));
    if (field === '$or') return (condition as Where[]).some((part) => meets(doc, part));
    const texts = ENTRIES.fields[field] === 'texts';
    const values = texts ? ((doc[field] ?? []) as string[]) : [scalar(doc, field)];
    const operators = typeof condition === 'object' && condition !== null ? condition : { $eq: condition };
    return Object.entries(operators).every(([operator, operand]: [string, unknown]) => {
      const compared = (holds: (sign: number) => boolean): boolean =>
        values.some((value) => value !== null && holds(order(value, operand as Scalar)));
      if (operator === '$eq') return values.includes(operand as Scalar);
      if (operator === '$in') return values.some((value) => (operand as Scalar[]).includes(value));
      if (operator === '$nin') return !values.some((value) => (operand as Scalar[]).includes(value));
      if (operator === '$regex') return values.some((value) => String(value).startsWith(String(operand).slice(1)));
      if (operator === '$gt') return compared((sign) => sign > 0);
      if (operator === '$gte') return compared((sign) => sign >= 0);
      if (operator === '$lt') return compared((sign) => sign < 0);
      return compared((sign) => sign <= 0);
    });
  });
}

/** Random histories, asked random questions: every adapter answers as the model does, and so as the others do. */
export function viewStoreLaws(adapters: readonly Adapter[], usual = 50): void {
  describe(`view stores (${adapters.map(({ name }) => name).join(', ')})`, () => {
    it('answer every question about every moment alike', async () => {
      const property = fc.asyncProperty(history, queries, async (writes, questions) => {
        const opened = await Promise.all(adapters.map(({ open }) => open()));
        try {
          const model = new Model();
          const scribes = opened.map(({ store }) => new Scribe(store));
          for (const { store } of opened) await store.create(GENERATION, [ENTRIES]);
          let now = 0;
          for (const { later, docs } of writes) {
            if (later && now < SEGMENTS.length - 1) now++;
            const segment = SEGMENTS[now]!;
            const written = docs.map(({ id, fields }) => ({ id, ...fields }));
            model.write(segment, written);
            for (const scribe of scribes) await scribe.write(segment, written);
          }
          for (const question of questions) {
            const { limit: _, ...whole } = question;
            const expected = model.find(question);
            for (const { store } of opened) {
              expect(await store.find(GENERATION, ENTRIES.name, whole)).toEqual(expected);
              expect(await store.count(GENERATION, ENTRIES.name, question)).toBe(expected.length);
              expect(await pages(store, question)).toEqual(idsOf(expected));
              const held = await store.inForce(GENERATION, ENTRIES.name, IDS, question.at);
              const everything = model.find({ at: question.at });
              expect(Array.from(held.values(), ({ doc }) => doc)).toHaveLength(everything.length);
              for (const doc of everything) expect(held.get(doc.id)?.doc).toEqual(doc);
            }
          }
          for (const { store } of opened) expect(await store.misfiled(GENERATION, ENTRIES.name)).toBeNull();
          const [first, ...others] = await Promise.all(
            opened.map(({ store }) => all(store.editions(GENERATION, ENTRIES.name))),
          );
          for (const other of others) expect(other).toEqual(first);
        } finally {
          for (const { discard } of opened) await discard();
        }
      });
      await fc.assert(property, runs(usual));
    }, 600_000);
  });
}
