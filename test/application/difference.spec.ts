import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '../../src/application/difference/figure.js';
import { leavesOf } from '../../src/application/difference/leaves.js';
import { annual, type ReportAsked } from '../../src/application/reports/report.js';
import { difference, reportAt, sums, unmade } from '../support/difference.js';
import { Ledger } from '../support/ledger.js';
import { randomLedger, turns } from '../support/random-ledger.js';
import { runs } from '../support/runs.js';

const TODAY = '2030-01-01';
/** How long it takes is the machine's affair. Milliseconds. */
const LONG = 600_000;
const REPORTS: readonly ReportAsked[] = [annual(2023), { report: 'period', from: '2023-03', to: '2023-05' }];

describe('the laws of the difference', () => {
  it(
    'tells every figure that differs and no other, and its causes make the difference, whatever the points',
    async () => {
      await fc.assert(
        fc.asyncProperty(turns(60), fc.nat(), fc.nat(), fc.constantFrom(...REPORTS), async (dice, one, two, asked) => {
          const events = randomLedger(dice);
          const ledger = await Ledger.of(events, TODAY);
          const [a, b] = [one, two].map((each) => String(each % (events.length + 1))) as [string, string];
          const [first, second] = Number(a) <= Number(b) ? [a, b] : [b, a];
          const told = await difference(ledger, asked, a, b);
          const [before, after] = [await reportAt(ledger, asked, first), await reportAt(ledger, asked, second)];
          expect([told.before.digest, told.after.digest]).toEqual([before.digest, after.digest]);
          expect(told.figures.length === 0).toBe(before.digest === after.digest);
          const leaves = leavesOf(after);
          expect(told.figures.map(({ after: value }) => value)).toEqual(
            told.figures.map(({ path }) => leaves.get(path) ?? null),
          );
          expect(unmade(told)).toEqual([]);
        }),
        runs(20),
      );
    },
    LONG,
  );

  it(
    'composes: from one point to a third is from the first to the second and from there on',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          turns(50),
          fc.tuple(fc.nat(), fc.nat(), fc.nat()),
          fc.constantFrom(...REPORTS),
          async (dice, at, asked) => {
            const events = randomLedger(dice);
            const ledger = await Ledger.of(events, TODAY);
            const [a = 0, b = 0, c = 0] = at.map((each) => each % (events.length + 1)).sort((x, y) => x - y);
            const parts = [
              sums(await difference(ledger, asked, String(a), String(b))),
              sums(await difference(ledger, asked, String(b), String(c))),
            ];
            const whole = sums(await difference(ledger, asked, String(a), String(c)));
            for (const path of new Set([...parts.flatMap((part) => [...part.keys()]), ...whole.keys()])) {
              // A line that is not shown all the way is told of in the list alone.
              if (path.includes('/lines/')) continue;
              const added = exact(parts.reduce((total, part) => total + (part.get(path) ?? 0), 0));
              expect([path, whole.get(path) ?? 0]).toEqual([path, added]);
            }
          },
        ),
        runs(12),
      );
    },
    LONG,
  );

  it(
    'holds up to a day on which nothing was recorded, too: what became overdue by then is time',
    async () => {
      await fc.assert(
        fc.asyncProperty(turns(60), fc.nat(), fc.integer({ min: 0, max: 400 }), async (dice, one, days) => {
          const events = randomLedger(dice);
          const ledger = await Ledger.of(events, TODAY);
          const day = new Date(Date.parse('2023-03-01') + days * 86_400_000).toISOString().slice(0, 10);
          const told = await difference(ledger, annual(2023), String(one % (events.length + 1)), day);
          expect(unmade(told)).toEqual([]);
        }),
        runs(20),
      );
    },
    LONG,
  );
});
