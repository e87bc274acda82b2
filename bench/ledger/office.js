/** What every ledger of the benchmarks has: who records, how events are written down, what is there on the first day. */
import {
  COUNTY,
  COUNTY_STRATEGY_2022_2024,
  GMINA,
  GMINAS,
  hashedId,
  LEDGER,
  ORGANISATION,
  plusDays,
  startOfDay,
  STRATEGY,
  UNIT,
  UNITS,
} from '../product.js';

export const DAYS = 1_000;
export const FIRST_DAY = '2022-01-03';
/** The gmina that one activity in a thousand names. */
export const RARE = '0415082';

const ZONE = 'Europe/Warsaw';
export const LEDGER_ID = hashedId('bench', 'ledger');
export const PEOPLE = Array.from({ length: 12 }, (_, i) => ({ id: `pracownik-${i + 1}`, roles: ['recorder'] }));
export const MANAGER = { id: 'kierownik-1', roles: ['manager'] };
export const KRONIKA = { id: 'kronika', roles: ['administrator'] };

/** A UUIDv7 of a simulated instant and the dice. */
export function idAt(milliseconds, dice) {
  const time = milliseconds.toString(16).padStart(12, '0');
  const hex = (digits) =>
    Array.from({ length: digits / 4 }, () => dice.below(65_536).toString(16).padStart(4, '0')).join('');
  const random = hex(20);
  const variant = (8 + dice.below(4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 18)}`;
}

/** Writes events down, in the ledger's order and without cursors. */
export class Pen {
  count = 0;
  #batch = [];

  constructor(dice) {
    this.dice = dice;
  }

  /** How many are written and not taken yet. */
  get waiting() {
    return this.#batch.length;
  }

  take() {
    return this.#batch.splice(0);
  }

  /** @param at milliseconds @param more `id`, and the `origin` of what was imported */
  event(stream, revision, type, data, at, actor, { id, origin } = {}) {
    const metadata = { recordedAt: new Date(at).toISOString(), actor, ...(origin !== undefined && { origin }) };
    this.#batch.push({ id: id ?? idAt(at, this.dice), stream, revision, type, schema: 1, data, metadata });
    this.count++;
  }

  /** The first events: the ledger, its strategy, gminas and units, and organisations `{id, details}`. */
  open(organisations) {
    const opened = Date.parse(`${FIRST_DAY}T06:00:00.000Z`);
    const enter = (register, key, details) =>
      this.event(`${register.name}-${key}`, 0, register.made, details, opened, KRONIKA);
    const ledger = { ledger: LEDGER_ID, county: COUNTY, zone: ZONE, demonstration: false };
    this.event('ledger-main', 0, LEDGER.made, ledger, opened, KRONIKA);
    enter(STRATEGY, COUNTY_STRATEGY_2022_2024.id, COUNTY_STRATEGY_2022_2024);
    for (const gmina of GMINAS) enter(GMINA, gmina.terc, gmina);
    for (const [key, unit] of Object.entries(UNITS)) enter(UNIT, key, unit);
    for (const { id, details } of organisations) enter(ORGANISATION, id, details);
  }

  /** @param ordinal of the day, from 0 */
  closeDay(day, ordinal) {
    const midnight = Date.parse(startOfDay(plusDays(day, 1), ZONE));
    this.event('day-main', ordinal, 'DayClosed', { day }, midnight, KRONIKA);
  }
}
