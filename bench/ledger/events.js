/**
 * The benchmark's ledger: N events over 1,000 days and nine gminas, the same in every byte. Recorded day by day from
 * 3 January 2022: new activities, their steps when they are due, a few corrections, and each day's close.
 */
import { COUNTY_STRATEGY_2022_2024, GMINAS, hashedId, kindNamed, ORGANISATIONS, plusDays } from '../product.js';
import { diceOf } from './dice.js';
import { DAYS, FIRST_DAY, idAt, LEDGER_ID, MANAGER, Pen, PEOPLE, RARE } from './office.js';
import { eventOf, placeFor, storyFor, titleFor } from './stories.js';

export const LAST_DAY = plusDays(FIRST_DAY, DAYS - 1);
/** @param part of the ledger's time that has passed: from 0 to less than 1 */
export const dayAfter = (part) => plusDays(FIRST_DAY, Math.floor(part * DAYS));

const BATCH = 1_000;
const usual = GMINAS.map(({ terc }) => terc).filter((terc) => terc !== RARE);

/** Organisations by what they stand for: half of them registered by the program itself, the rest invented. */
function organisations() {
  const invented = (kind, count) =>
    Array.from({ length: count }, (_, i) => ({
      name: `${kind} przykładowa ${i + 1}`,
      kind,
      gmina: usual[i % usual.length],
    }));
  const all = [
    ...ORGANISATIONS,
    ...invented('company', 40),
    ...invented('media', 10),
    ...invented('rural-housewives-circle', 60),
  ];
  return all.map((details) => ({ id: hashedId(LEDGER_ID, 'organisation', details.name), details }));
}

/** @yields {object[]} batches of recorded events in ledger order, without cursors */
export function* ledgerOf(total) {
  const dice = diceOf(20_240_928);
  const known = organisations();
  const byKind = (kind) => {
    const some = known.filter(({ details }) => details.kind === kind);
    return some.length === 0 ? known : some;
  };
  const pools = { gmina: byKind('gmina'), company: byKind('company'), media: byKind('media') };
  const organisation = (kind) => {
    const { id, details } = dice.pick(pools[kind]);
    return { id, name: details.name };
  };

  const pen = new Pen(dice);
  const event = pen.event.bind(pen);
  pen.open(known);

  /** Steps to come, by the ordinal of their day. */
  const due = Array.from({ length: DAYS }, () => []);
  for (let ordinal = 0; ordinal < DAYS; ordinal++) {
    const today = plusDays(FIRST_DAY, ordinal);
    const until = Math.round((total * (ordinal + 1)) / DAYS) - 1;
    const morning = Date.parse(`${today}T07:00:00.000Z`);
    const left = Math.max(1, until - pen.count);
    const clock = () => morning + Math.floor(((left - Math.max(0, until - pen.count)) / left) * 8 * 3_600_000);
    const waiting = due[ordinal];
    let taken = 0;
    while (pen.count < until) {
      if (taken < waiting.length && dice.next() < 0.5) {
        const { story, index } = waiting[taken++];
        const [name, status, fields] = story.steps[index];
        event(
          story.stream,
          story.revision++,
          eventOf(story.kind, name),
          { step: name, status, fields: { ...fields, on: today } },
          clock(),
          dice.pick(PEOPLE),
        );
        later(due, story, ordinal);
      } else if (dice.next() < 0.02 && due.last !== undefined) {
        const story = due.last;
        event(
          story.stream,
          story.revision++,
          `${kindNamed(story.kind).noun}Corrected`,
          { changes: { place: placeFor(dice) }, reason: 'pomyłka w zapisie' },
          clock(),
          MANAGER,
        );
      } else begin(clock());
      if (pen.waiting >= BATCH) yield pen.take();
    }
    // What could not be taken today is taken tomorrow.
    if (ordinal + 1 < DAYS) due[ordinal + 1] = due[ordinal + 1].concat(waiting.slice(taken));
    due[ordinal] = [];
    pen.closeDay(today, ordinal);

    function begin(at) {
      const { kind, tell } = storyFor(dice);
      const occurred = plusDays(today, -dice.below(dice.next() < 0.05 ? 60 : 4));
      const gminas =
        dice.below(1_000) === 0
          ? [RARE]
          : [...new Set([dice.pick(usual), ...(dice.next() < 0.15 ? [dice.pick(usual)] : [])])];
      const scope = dice.next() < 0.05 ? 'county' : 'gminas';
      const named = scope === 'county' ? [] : gminas;
      const { details, items, steps } = tell(dice, organisation, (days) => plusDays(today, days), named);
      const id = idAt(at, dice);
      const story = { kind, steps, stream: `${kind}-${id}`, revision: 0, taken: 0 };
      const whole = {
        title: titleFor(dice),
        occurredOn: occurred,
        scope,
        gminas: named,
        occurredPrecision: 'day',
        strategyItems: items,
        strategy: COUNTY_STRATEGY_2022_2024.id,
        place: placeFor(dice),
        ...details,
      };
      const [name, status, fields] = steps[0];
      event(
        story.stream,
        story.revision++,
        eventOf(kind, name),
        { step: name, status, details: whole, fields: { ...fields, on: occurred } },
        at,
        dice.pick(PEOPLE),
      );
      later(due, story, ordinal);
      due.last = story;
    }
  }
  if (pen.waiting > 0) yield pen.take();
}

/** Puts an activity's next step on its day, if that comes within the ledger's. */
export function later(due, story, ordinal) {
  const [, , , before] = story.steps[story.taken];
  const next = story.steps[++story.taken];
  if (next === undefined) return;
  due[ordinal + Math.max(1, next[3] - before)]?.push({ story, index: story.taken });
}
