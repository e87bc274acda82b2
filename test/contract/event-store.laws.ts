import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Appended, EventStore } from '../../src/application/ports/event-store.js';
import type { NewEvent } from '../../src/domain/kernel/event.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { everything, HandClock, idsOf, newEvent, type Adapter } from './event-store.fixture.js';
import { runs } from '../support/runs.js';

/** One append to be tried. An event is new, or the one that was sent so many events ago. */
interface Try {
  readonly stream: number;
  /** How far the expected revision is from the right one. */
  readonly off: number;
  readonly events: readonly ('new' | number)[];
}

/** One append sent a second time, so many appends ago. */
interface Retry {
  readonly back: number;
}

const aTry = fc.record<Try>({
  stream: fc.nat(2),
  off: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 1 }) }),
  events: fc.array(
    fc.oneof({ weight: 8, arbitrary: fc.constant('new' as const) }, { weight: 1, arbitrary: fc.nat(5) }),
    { minLength: 1, maxLength: 4 },
  ),
});
const aRetry = fc.record<Retry>({ back: fc.nat(6) });
const history = fc.array(fc.oneof({ weight: 3, arbitrary: aTry }, { weight: 1, arbitrary: aRetry }), { maxLength: 30 });

interface Sent {
  readonly stream: string;
  readonly expected: number | 'none';
  readonly events: readonly NewEvent[];
}

/** A ledger as simple as can be said: ids, in the order of the ledger and of each stream. */
class Model {
  readonly ledger: string[] = [];
  private readonly streams = new Map<string, string[]>();

  constructor(private readonly idsAreOf: Adapter['idsAreOf']) {}

  length(stream: string): number {
    return this.streams.get(stream)?.length ?? 0;
  }

  append({ stream, expected, events }: Sent): Appended | 'conflict' {
    const first = expected === 'none' ? 0 : expected + 1;
    const held = this.streams.get(stream) ?? [];
    const ids = idsOf(events);
    if (ids.every((id, index) => held[first + index] === id)) {
      return { revision: first + ids.length - 1, repeated: true };
    }
    const recorded = this.idsAreOf === 'ledger' ? this.ledger : held;
    const known = ids.some((id, index) => recorded.includes(id) || ids.indexOf(id) !== index);
    if (first !== held.length || known) return 'conflict';
    this.streams.set(stream, [...held, ...ids]);
    this.ledger.push(...ids);
    return { revision: first + ids.length - 1 };
  }
}

function toSend(step: Try | Retry, sent: readonly Sent[], model: Model): Sent {
  if ('back' in step) {
    const again = sent.at(-1 - step.back);
    return again ?? { stream: 'contact-0', expected: 'none', events: [newEvent()] };
  }
  const before = sent.flatMap(({ events }) => events);
  const stream = `contact-${step.stream}`;
  const expected = model.length(stream) - 1 + step.off;
  return {
    stream,
    expected: expected < 0 ? 'none' : expected,
    events: step.events.map((event) => (event === 'new' ? newEvent() : (before.at(-1 - event) ?? newEvent()))),
  };
}

const outcome = (appended: Promise<Appended>): Promise<Appended | 'conflict'> =>
  appended.catch((error: unknown) => {
    if (error instanceof Rejection && error.code === 'conflict') return 'conflict';
    throw error;
  });

export function eventStoreLaws({ open, idsAreOf }: Adapter): void {
  describe('for any history', () => {
    const holds = async (law: (store: EventStore, steps: readonly (Try | Retry)[]) => Promise<void>): Promise<void> => {
      const property = fc.asyncProperty(history, async (steps) => {
        const { store, discard } = await open(new HandClock());
        try {
          await law(store, steps);
        } finally {
          await discard();
        }
      });
      await fc.assert(property, runs(40));
    };

    it('answers and records as the model does', async () => {
      await holds(async (store, steps) => {
        const model = new Model(idsAreOf);
        const sent: Sent[] = [];
        for (const step of steps) {
          const send = toSend(step, sent, model);
          sent.push(send);
          expect(await outcome(store.append(send.stream, send.expected, send.events))).toEqual(model.append(send));
        }
        expect(idsOf(await everything(store))).toEqual(model.ledger);
      });
    }, 300_000);

    it('records each append whole or not at all, in a row, whoever comes at the same time', async () => {
      await holds(async (store, steps) => {
        // Sent at once as if they were to arrive in this order: a store may see them in another.
        const model = new Model(idsAreOf);
        const sent: Sent[] = [];
        for (const step of steps) {
          const send = toSend(step, sent, model);
          sent.push(send);
          model.append(send);
        }
        const outcomes = await Promise.all(
          sent.map(({ stream, expected, events }) => outcome(store.append(stream, expected, events))),
        );

        const events = await everything(store);
        const next = new Map<string, number>();
        for (const { stream, revision } of events) {
          expect(revision).toBe(next.get(stream) ?? 0);
          next.set(stream, revision + 1);
        }
        const whole = sent.filter((_, index) => outcomes[index] !== 'conflict');
        const named = (stream: string, id: string): string => (idsAreOf === 'ledger' ? id : `${stream} ${id}`);
        const recorded = events.map(({ stream, id }) => named(stream, id));
        const namesOf = (send: Sent): string[] => send.events.map(({ id }) => named(send.stream, id));
        expect(new Set(recorded)).toEqual(new Set(whole.flatMap(namesOf)));
        expect(new Set(recorded).size).toBe(events.length);
        for (const send of whole) {
          const names = namesOf(send);
          const at = recorded.indexOf(names[0]!);
          expect(recorded.slice(at, at + names.length)).toEqual(names);
        }
      });
    }, 300_000);
  });
}
