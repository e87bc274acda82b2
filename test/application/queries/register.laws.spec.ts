import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActivitiesHandler, ActivitiesQuery, SORTS } from '../../../src/application/queries/activities.js';
import type { RegisterParams } from '../../../src/application/queries/register-link.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import { GMINAS } from '../../../src/domain/registers/torun.js';
import type { ActivityDoc } from '../../../src/domain/views/register.js';
import { Ledger } from '../../support/ledger.js';
import { randomLedger, turns } from '../../support/random-ledger.js';
import { runs } from '../../support/runs.js';

const TODAY = '2026-01-15';

type Test = (doc: ActivityDoc, value: string, day: string) => boolean;

/** What each filter means, told without the views' query language and without the fields that it searches. */
const MEANING: Readonly<Record<string, Test>> = {
  kind: ({ kind }, value) => value.split(',').includes(kind),
  phase: ({ phase }, value) => phase === value,
  status: ({ status }, value) => status === value,
  gmina: ({ details }, value) =>
    value === 'county' || value === 'outside' ? details.scope === value : (details.gminas ?? []).includes(value),
  item: ({ details }, value) => {
    const codes = details.strategyItems ?? [];
    if (value === 'none') return codes.length === 0;
    return codes.some((code) => code === value || value === 'S' || code.startsWith(`${value}.`));
  },
  occurredFrom: ({ details }, value) => details.occurredOn >= value,
  occurredTo: ({ details }, value) => details.occurredOn.slice(0, 7) <= value,
  countsFrom: ({ countsUntil }, value) => countsUntil !== null && countsUntil >= value,
  countsTo: ({ countsFrom }, value) => countsFrom !== null && countsFrom.slice(0, 7) <= value,
  recordedFrom: ({ recordedAt }, value) => recordedAt >= value,
  overdue: ({ due, waitsFor }, value, day) => String(waitsFor !== null && due !== null && due < day) === value,
  waitsFor: ({ waitsFor }, value) => waitsFor === value,
  lateDays: ({ lateDays }, value) => lateDays > Number(value),
  q: ({ details }, value) => `${details.title} ${details.place ?? ''}`.toLowerCase().includes(value),
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  kind: [...KINDS.map(({ name }) => name), 'contact,attendance,campaign'],
  phase: ['ahead', 'underway', 'done', 'dropped'],
  status: ['follow-up-open', 'granted', 'annulled', 'attended'],
  gmina: [...GMINAS.map(({ terc }) => terc), 'county', 'outside'],
  item: ['S', 'G1', 'G2', 'G3.1', 'none'],
  occurredFrom: ['2023-01-15', '2023-03-01'],
  occurredTo: ['2023-02', '2023-03'],
  countsFrom: ['2023-01-15', '2023-04-01'],
  countsTo: ['2023-01', '2023-03'],
  recordedFrom: ['2023-03-02T10:00:00.000Z', '2023-03-05T00:00:00.000Z'],
  overdue: ['true', 'false'],
  waitsFor: ['followUp', 'promise', 'reply'],
  lateDays: ['0', '30', '60'],
  q: ['zapis', 'nie'],
};

/** Up to three filters at a time: more seldom find anything. */
const filters: fc.Arbitrary<RegisterParams> = fc
  .uniqueArray(
    fc
      .constantFrom(...Object.entries(VALUES))
      .chain(([name, values]) => fc.tuple(fc.constant(name), fc.constantFrom(...values))),
    { maxLength: 3, selector: ([name]) => name },
  )
  .map((chosen) => Object.fromEntries(chosen));

/** Short lists are what the dice mostly throw: three of them make a ledger worth searching. */
const dice = fc.tuple(turns(30), turns(30), turns(30)).map((rolled) => rolled.flat());

describe('the laws of the register', () => {
  it('as of any position, finds what a fold of the ledger up to it holds, by every filter and in every order', async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(
        dice,
        fc.array(filters, { minLength: 8, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom(...SORTS.flatMap((sort) => [sort, `-${sort}`])),
        async (rolled, asked, anywhere, sort) => {
          const events = randomLedger(rolled);
          const upTo = 1 + (anywhere % events.length);
          const whole = await Ledger.of(events, TODAY);
          const prefix = await Ledger.of(events.slice(0, upTo), TODAY);
          const day = await whole.read(String(upTo), (reading) => Promise.resolve(reading.day));
          const all = (await prefix.store.find('g1', 'register', { at: 'now' })) as readonly ActivityDoc[];
          const handler = new ActivitiesHandler(whole.asOf, whole.desk);
          for (const params of asked) {
            const query = new ActivitiesQuery({ ...params, sort, limit: '200', count: 'true', asOf: String(upTo) });
            const { value } = await handler.execute(query);
            // By due day stands only what is due on one.
            const listed = sort.endsWith('due') ? all.filter(({ due }) => due !== null) : all;
            const expected = inOrder(listed, sort).filter((doc) =>
              Object.entries(params).every(([name, text]) => MEANING[name]?.(doc, text, day) === true),
            );
            expect(value.items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
            expect(value.total).toBe(expected.length);
            met += expected.length;
          }
        },
      ),
      runs(40),
    );
    // Filters that never find anything prove nothing.
    expect(met).toBeGreaterThan(100);
  }, 60_000);

  it('page by page, gives each activity once, whatever is recorded after the point that is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(dice, filters, fc.integer({ min: 1, max: 5 }), fc.nat(), async (rolled, params, limit, at) => {
        const events = randomLedger(rolled);
        const ledger = await Ledger.of(events, TODAY);
        const handler = new ActivitiesHandler(ledger.asOf, ledger.desk);
        const asOf = String(1 + (at % events.length));
        const ask = async (more: RegisterParams) =>
          (await handler.execute(new ActivitiesQuery({ ...params, asOf, ...more }))).value;
        const seen: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page = await ask({ limit: String(limit), ...(cursor !== undefined && { cursor }) });
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        }
        expect(seen).toEqual((await ask({ limit: '200' })).items.map(({ id }) => id));
      }),
      runs(25),
    );
  }, 60_000);
});

/** Text by code unit is text by code point here: sort keys hold ASCII only. */
function inOrder(docs: readonly ActivityDoc[], sort: string): readonly ActivityDoc[] {
  const key = (doc: ActivityDoc): string => `${String(doc[sort.replace('-', '')])} ${doc.id}`;
  const up = [...docs].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return sort.startsWith('-') ? up.reverse() : up;
}
