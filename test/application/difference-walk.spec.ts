import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { additionsBetween } from '../../src/application/difference/added.js';
import type { Difference } from '../../src/application/difference/difference.js';
import { CLASSES, exact, MOST } from '../../src/application/difference/figure.js';
import { annual } from '../../src/application/reports/report.js';

import { subjectOf } from '../../src/domain/subjects.js';
import { additions, type AdditionsDoc } from '../../src/domain/views/additions.js';
import { type Demonstration, demonstration } from '../support/demonstration.js';
import { demonstrationDifferences } from '../support/reports.js';
import { runs } from '../support/runs.js';

const LOADING = 120_000;
const REGISTERS = ['strategy', 'gmina', 'measure'];

let demo: Demonstration;
beforeAll(async () => {
  demo = await demonstration();
}, LOADING);

/** Positions and ids of what a walk tells, and how many documents it met. */
async function walked(from: number, to: number): Promise<{ lines: string[]; pages: number }> {
  const [lines, pages]: [string[], number[]] = [[], []];
  for await (const docs of additionsBetween(demo.views, 'g1', from, to)) {
    pages.push(docs.length);
    for (const doc of docs) for (const { position, event } of doc.lines) lines.push(`${String(position)} ${event}`);
  }
  return { lines, pages: pages.length };
}

/** The same, read off the ledger. */
const recorded = (from: number, to: number): string[] =>
  demo.events.flatMap(({ stream, id }, index) => {
    const subject = subjectOf(stream);
    const tells = subject?.of === 'activity' || REGISTERS.includes(subject?.register.name ?? '');
    return tells && index + 1 > from && index + 1 <= to ? [`${String(index + 1)} ${id}`] : [];
  });

describe('the walk of a difference', () => {
  it('meets every event of three years once, in the order of the ledger, page after page', async () => {
    const { lines, pages } = await walked(0, demo.events.length);
    expect(lines).toEqual(recorded(0, demo.events.length));
    expect(pages).toBeGreaterThan(10);
  });

  it('meets the events after the one point, up to the other, and no others', async () => {
    const point = fc.integer({ min: 0, max: demo.events.length });
    await fc.assert(
      fc.asyncProperty(point, point, async (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect((await walked(from, to)).lines).toEqual(recorded(from, to));
        // Close to each other: mostly within one document, or at its edges.
        expect((await walked(from, from + (to % 3))).lines).toEqual(recorded(from, from + (to % 3)));
      }),
      runs(40),
    );
  });

  it('reads documents of one segment, in which what events share is said once', async () => {
    const docs = (await demo.views.find('g1', additions.name, { at: 'now' })) as readonly AdditionsDoc[];
    for (const { lines, rows, counters, block } of docs) {
      expect(lines.length).toBeLessThanOrEqual(64);
      for (const { position } of lines) expect(Math.ceil(position / 64) - 1).toBe(block);
      for (const said of [rows, counters])
        expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(said.length);
    }
    const editions: unknown[] = [];
    for await (const batch of demo.views.editions('g1', additions.name)) editions.push(...batch);
    expect(editions).toHaveLength(docs.length);
  });
});

describe('the causes of three years', () => {
  it(
    'tells the first hundred of a figure one by one, and the others together: as many, and as much, as they are',
    async () => {
      const difference = await demonstrationDifferences();
      const ask = (path?: string): Promise<Difference> =>
        difference(annual(2023), {
          asOf: '100',
          comparedTo: String(demo.events.length),
          ...(path !== undefined && { path }),
        });
      const told = await ask();
      const long = told.figures.filter(({ because }) => because.some(({ events }) => events !== undefined));
      expect(long.length).toBeGreaterThan(20);
      expect(new Set(long.map(({ because }) => because.length - MOST)).size).toBeGreaterThan(1);
      for (const { path, because } of long.filter((_, index) => index % Math.ceil(long.length / 6) === 0)) {
        const all = (await ask(path)).figures[0]?.because ?? [];
        expect(because.slice(0, MOST)).toEqual(all.slice(0, MOST));
        const rest = CLASSES.flatMap((name) => {
          const its = all.slice(MOST).filter((each) => each.class === name);
          const delta = exact(its.reduce((sum, each) => sum + Number(each.delta), 0));
          return its.length === 0 ? [] : [{ position: null, event: null, class: name, delta, events: its.length }];
        });
        expect({ path, rest: because.slice(MOST) }).toEqual({ path, rest });
      }
    },
    LOADING,
  );
});
