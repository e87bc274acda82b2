import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { additionsBetween } from '../../src/application/difference/added.js';
import { subjectOf } from '../../src/domain/subjects.js';
import { additions, type AdditionsDoc } from '../../src/domain/views/additions.js';
import { type Demonstration, demonstration } from '../support/demonstration.js';
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
