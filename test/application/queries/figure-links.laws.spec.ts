import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActivitiesHandler, ActivitiesQuery } from '../../../src/application/queries/activities.js';
import { makeReport } from '../../../src/application/reports/report.js';
import { Ledger } from '../../support/ledger.js';
import { randomLedger, turns } from '../../support/random-ledger.js';
import { year } from '../../support/year.js';

/** Figures that count activities: the register finds exactly so many. The others are amounts, days, or counts of steps. */
const COUNTS = /\/activities\/|\/attendance\/|\/open(FollowUps|Promises)\/|^\/kinds\//;

const at = (report: object, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], report);

/** Follows every link of a report. Answers how many counts there were. */
async function follow(ledger: Ledger, from: string, to: string, asOf: string): Promise<number> {
  const handler = new ActivitiesHandler(ledger.asOf, ledger.desk);
  const report = await ledger.read(asOf, (reading) => makeReport(reading, { report: 'period', from, to }, asOf));
  let counts = 0;
  for (const [pointer, link] of Object.entries(report.links)) {
    const address = new URL(link, 'http://localhost');
    const params = Object.fromEntries(address.searchParams);
    const { value } = await handler.execute(new ActivitiesQuery({ ...params, count: 'true', limit: '1' }));
    const figure = at(report, pointer);
    expect([pointer, link, typeof figure]).toEqual([pointer, link, expect.stringMatching(/number|string/)]);
    if (COUNTS.test(pointer)) {
      expect([pointer, link, value.total]).toEqual([pointer, link, figure]);
      counts++;
    } else expect([pointer, link, value.total]).not.toEqual([pointer, link, 0]);
  }
  return counts;
}

describe('the links of a report', () => {
  it('find exactly what each figure counts, for any ledger, period and point', async () => {
    const dice = fc.tuple(turns(25), turns(25)).map((rolled) => rolled.flat());
    const months = fc.constantFrom('2022-12', '2023-01', '2023-02', '2023-03', '2023-06');
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), months, months, async (rolled, anywhere, a, b) => {
        const events = randomLedger(rolled);
        const ledger = await Ledger.of(events, '2026-01-15');
        const [from, to] = a < b ? [a, b] : [b, a];
        await follow(ledger, from, to, String(1 + (anywhere % events.length)));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('hold through corrections, merges, a new code of a gmina, and what was annulled', async () => {
    const { ledger } = await year();
    for (const asOf of ['2023-01-31', '2023-03-19', '2023-05-02', '2023-06-30']) {
      expect(await follow(ledger, '2022-01', '2023-12', asOf)).toBeGreaterThan(10);
    }
  });
});
