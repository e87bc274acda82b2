/**
 * The benchmark's ledger: N events over 1,000 days and nine gminas, the same in every byte. Recorded day by day from
 * 3 January 2022: new activities, their steps when they are due, a few corrections, and each day's close.
 */
import {
  COUNTY,
  COUNTY_STRATEGY_2022_2024,
  GMINA,
  GMINAS,
  hashedId,
  kindNamed,
  LEDGER,
  ORGANISATION,
  ORGANISATIONS,
  plusDays,
  startOfDay,
  STRATEGY,
  UNIT,
  UNITS,
} from '../product.js';
import { diceOf } from './dice.js';
import { eventOf, placeFor, storyFor, titleFor } from './stories.js';

export const DAYS = 1_000;
export const FIRST_DAY = '2022-01-03';
export const LAST_DAY = plusDays(FIRST_DAY, DAYS - 1);
/** @param part of the ledger's time that has passed: from 0 to less than 1 */
export const dayAfter = (part) => plusDays(FIRST_DAY, Math.floor(part * DAYS));
/** The gmina that one activity in a thousand names. */
export const RARE = '0415082';

const ZONE = 'Europe/Warsaw';
const BATCH = 1_000;
const LEDGER_ID = hashedId('bench', 'ledger');
const usual = GMINAS.map(({ terc }) => terc).filter((terc) => terc !== RARE);
const PEOPLE = Array.from({ length: 12 }, (_, i) => ({ id: `pracownik-${i + 1}`, roles: ['recorder'] }));
const MANAGER = { id: 'kierownik-1', roles: ['manager'] };
const KRONIKA = { id: 'kronika', roles: ['administrator'] };

/** A UUIDv7 of a simulated instant and the dice. */
function idAt(milliseconds, dice) {
  const time = milliseconds.toString(16).padStart(12, '0');
  const hex = (digits) =>
    Array.from({ length: digits / 4 }, () => dice.below(65_536).toString(16).padStart(4, '0')).join('');
  const random = hex(20);
  const variant = (8 + dice.below(4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 18)}`;
}

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

  let batch = [];
  let count = 0;
  const event = (stream, revision, type, data, at, actor, id) => {
    batch.push({
      id: id ?? idAt(at, dice),
      stream,
      revision,
      type,
      schema: 1,
      data,
      metadata: { recordedAt: new Date(at).toISOString(), actor },
    });
    count++;
  };

  const opened = Date.parse(`${FIRST_DAY}T06:00:00.000Z`);
  const enter = (register, key, details) =>
    event(`${register.name}-${key}`, 0, register.made, details, opened, KRONIKA);
  event(
    'ledger-main',
    0,
    LEDGER.made,
    { ledger: LEDGER_ID, county: COUNTY, zone: ZONE, demonstration: false },
    opened,
    KRONIKA,
  );
  enter(STRATEGY, COUNTY_STRATEGY_2022_2024.id, COUNTY_STRATEGY_2022_2024);
  for (const gmina of GMINAS) enter(GMINA, gmina.terc, gmina);
  for (const [key, unit] of Object.entries(UNITS)) enter(UNIT, key, unit);
  for (const { id, details } of known) enter(ORGANISATION, id, details);

  /** Steps to come, by the ordinal of their day. */
  const due = Array.from({ length: DAYS }, () => []);
  for (let ordinal = 0; ordinal < DAYS; ordinal++) {
    const today = plusDays(FIRST_DAY, ordinal);
    const until = Math.round((total * (ordinal + 1)) / DAYS) - 1;
    const morning = Date.parse(`${today}T07:00:00.000Z`);
    const left = Math.max(1, until - count);
    const clock = () => morning + Math.floor(((left - Math.max(0, until - count)) / left) * 8 * 3_600_000);
    const waiting = due[ordinal];
    let taken = 0;
    while (count < until) {
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
      if (batch.length >= BATCH) yield batch.splice(0);
    }
    // What could not be taken today is taken tomorrow.
    if (ordinal + 1 < DAYS) due[ordinal + 1].push(...waiting.slice(taken));
    due[ordinal] = [];
    event('day-main', ordinal, 'DayClosed', { day: today }, Date.parse(startOfDay(plusDays(today, 1), ZONE)), KRONIKA);

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
  if (batch.length > 0) yield batch;
}

/** Puts an activity's next step on its day, if that comes within the ledger's. */
function later(due, story, ordinal) {
  const [, , , before] = story.steps[story.taken];
  const next = story.steps[++story.taken];
  if (next === undefined) return;
  due[ordinal + Math.max(1, next[3] - before)]?.push({ story, index: story.taken });
}
