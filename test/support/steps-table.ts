import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultStart, possibleSteps } from '../../src/domain/activities/decide.js';
import type { Kind } from '../../src/domain/activities/kind.js';
import { phaseOf, type Status } from '../../src/domain/activities/phase.js';
import { type Act, annul, by, correct, given, MANAGER, nothing, record, restore, take, undo } from './scenario.js';
import { runs } from './runs.js';

/**
 * A row of a kind's table of steps as DOMAIN.md section 3 draws it: the step, the statuses from which it may be taken
 * (`*`: it may start), the status that it leads to (null: told by a test of its own), a valid body. What leads to
 * several statuses stands in several rows.
 */
export type Row = readonly [step: string, from: readonly (Status | '*')[], to: Status | null, fields?: object];

const firstWords = (rows: readonly Row[]): string[] => [...new Set(rows.map(([step]) => step))];

/** The shortest way to each status: the acts that lead there, as the drawn table says. */
function waysOf(body: object, rows: readonly Row[]): Map<Status, Act[]> {
  const ways = new Map<Status, Act[]>();
  const next: Status[] = [];
  const reach = (status: Status | null, acts: Act[]): void => {
    if (status === null || ways.has(status)) return;
    ways.set(status, acts);
    next.push(status);
  };
  for (const [step, from, to, fields] of rows) {
    if (from.includes('*')) reach(to, [record({ ...body, ...fields }, step)]);
  }
  for (let at = next.shift(); at !== undefined; at = next.shift()) {
    const way = ways.get(at)!;
    for (const [step, from, to, fields] of rows) {
      if (from.includes(at)) reach(to, [...way, by(MANAGER, take(step, fields))]);
    }
  }
  return ways;
}

/** Tests a kind against the table drawn: every step from every status, and what every kind has besides. */
export function followsTable(kind: Kind, body: object, rows: readonly Row[]): void {
  const steps = firstWords(rows);
  const ways = waysOf(body, rows);
  const statuses = [...ways.keys()];
  const drawn = (step: string, from: Status | '*'): Row[] =>
    rows.filter((row) => row[0] === step && row[1].includes(from));
  const bodyOf = (step: string): object => rows.find((row) => row[0] === step)?.[3] ?? {};

  describe('the table of steps', () => {
    it('has the steps drawn and no other, the default start first', () => {
      expect(Object.keys(kind.steps).sort()).toEqual([...steps].sort());
      const starts = rows.filter((row) => row[1].includes('*')).map(([step]) => step);
      expect(defaultStart(kind)).toBe(starts[0]);
    });

    for (const step of steps) {
      describe(step, () => {
        const starting = drawn(step, '*');
        if (starting.length === 0) {
          it('does not start an activity', () => {
            nothing(kind)
              .when(record({ ...body, ...bodyOf(step) }, step))
              .refused('invalid', 'must be one of');
          });
        }
        for (const [, , to, fields] of starting) {
          it(`starts, and leads to ${String(to)}`, () => {
            nothing(kind)
              .when(record({ ...body, ...fields }, step))
              .records(kind.steps[step]!.event, { step, status: to });
          });
        }
        for (const from of statuses) {
          for (const [, , to, fields] of drawn(step, from)) {
            it(`leads from ${from} to ${to ?? 'where it was'}`, () => {
              const story = given(kind, ways.get(from)!)
                .when(by(MANAGER, take(step, fields)))
                .records(kind.steps[step]!.event, { step });
              if (to !== null) expect(story.status).toBe(to);
            });
          }
          if (drawn(step, from).length === 0) {
            it(`is refused from ${from}, and what is possible is told`, () => {
              const refused = given(kind, ways.get(from)!).when(by(MANAGER, take(step, bodyOf(step))));
              refused.refused('state', `${step} is not possible while it is ${from}`);
              for (const other of steps.filter((each) => drawn(each, from).length > 0)) refused.refused('state', other);
            });
          }
        }
      });
    }

    it.each(statuses)('tells what is possible from %s', (from) => {
      const story = given(kind, ways.get(from)!);
      const possible = steps.filter((step) => drawn(step, from).length > 0);
      expect(possibleSteps(kind, story.activity).sort()).toEqual(possible.sort());
    });
  });

  describe.each(statuses)('what every kind has, from %s', (from) => {
    const way = ways.get(from)!;
    const dropped = phaseOf(from) === 'dropped';

    it('the last step can be undone, back to the status before; the first can only be annulled', () => {
      const story = given(kind, way);
      if (way.length === 1) {
        story.when(undo()).refused('state', 'annulled, not undone');
      } else {
        story.when(undo()).records(`${kind.noun}StepUndone`);
        const before = given(kind, way.slice(0, -1)).activity;
        expect(story.when(undo()).story.activity).toMatchObject({ taken: before.taken, details: before.details });
      }
    });

    it('a correction is taken, and keeps the status', () => {
      const after = given(kind, way)
        .when(correct({ place: 'Łubianka' }))
        .records(`${kind.noun}Corrected`, { changes: { place: 'Łubianka' } });
      expect(after.activity.details.place).toBe('Łubianka');
      expect(after.status).toBe(from);
    });

    if (dropped) {
      it('it is not annulled, because it was dropped', () => {
        given(kind, way).when(by(MANAGER, annul())).refused('state', 'not annulled');
      });
    } else {
      it('annulled, it takes no step but restore, and comes back as it was', () => {
        const annulled = given(kind, way).when(by(MANAGER, annul())).records(`${kind.noun}Annulled`);
        expect(annulled.status).toBe('annulled');
        expect(possibleSteps(kind, annulled.activity)).toEqual([]);
        for (const step of steps) {
          annulled.when(by(MANAGER, take(step, bodyOf(step)))).refused('state', 'only be restored');
        }
        annulled.when(undo()).refused('state', 'only be restored');
        annulled.when(correct({ place: 'Łubianka' })).refused('state', 'only be restored');
        annulled.when(by(MANAGER, annul())).refused('state', 'only be restored');
        const restored = annulled.when(by(MANAGER, restore())).records(`${kind.noun}Restored`);
        expect(restored.status).toBe(from);
        expect(restored.activity.taken).toEqual(given(kind, way).activity.taken);
      });
    }

    it('it is not restored, because it is not annulled', () => {
      given(kind, way).when(by(MANAGER, restore())).refused('state', 'not annulled');
    });
  });

  it('any walk of steps, corrections and second thoughts ends in a status of the table, or is refused', () => {
    const begin = fc.constantFrom(...rows.filter((row) => row[1].includes('*')));
    const after = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...rows).map(([step, , , fields]) => take(step, fields)) },
      { weight: 1, arbitrary: fc.constant(undo()) },
      { weight: 1, arbitrary: fc.constant(annul()) },
      { weight: 2, arbitrary: fc.constant(restore()) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('2023-06-14', '2023-01-01', '2024-06-01')
          .map((occurredOn) => correct({ occurredOn })),
      },
    );
    fc.assert(
      fc.property(begin, fc.array(after, { maxLength: 25 }), ([step, , , fields], acts) => {
        let story = nothing(kind).when(record({ ...body, ...fields }, step)).story;
        for (const each of acts) {
          // `when` lets everything but a Rejection through.
          const outcome = story.when(by(MANAGER, each));
          if (outcome.accepted) story = outcome.story;
          expect([...statuses, 'annulled']).toContain(story.status);
        }
      }),
      runs(60),
    );
  });
}
