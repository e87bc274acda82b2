import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Calendar, plusDays, startOfDay } from '../../src/domain/kernel/day.js';
import { DAY_CLOSED } from '../../src/domain/views/days.js';
import { ZONE } from '../../src/application/placing.js';
import type { CloudEvent } from '../../src/application/queries/ledger.js';
import { ENGINES, House, type Process, until } from '../support/processes.js';

const MINUTE = 60_000;

/** How far the one clock is before midnight at the start, and the other after it. */
const [BEFORE, AFTER] = [10 * MINUTE, 5 * MINUTE];
/** A past day is closed within half a minute. */
const CLOSING = 60_000;

/** Where the ledger's server and the views' have no clock that is ours: a file's ledger lets no time go back (clock.spec.ts). */
const SERVERS = ENGINES[1];

describe(`two processes whose clocks disagree by a quarter of an hour, on ${SERVERS.engine}`, () => {
  let house: House;
  beforeAll(async () => {
    house = await House.build(SERVERS);
  });
  afterAll(() => house.tearDown());
  beforeEach(() => house.begin());
  afterEach(() => house.end());

  const today = new Calendar(ZONE).dayOf(new Date().toISOString());
  const tomorrow = plusDays(today, 1);

  const events = async (of: Process, query = ''): Promise<readonly CloudEvent[]> =>
    (await (await of.get(`/v1/ledger/events?limit=500${query}`)).json()) as readonly CloudEvent[];
  /** Of the events that a question finds: the positions. */
  const positions = async (of: Process, query: string): Promise<readonly string[]> =>
    (await events(of, query)).map(({ position }) => position);
  const standing = async (
    of: Process,
    asOf: string,
  ): Promise<{ readonly position: string; readonly total: number }> => {
    const answer = await of.get(`/v1/activities?count=true&asOf=${asOf}`);
    expect(answer.status).toBe(200);
    const { total } = (await answer.json()) as { readonly total: number };
    return { position: answer.headers.get('kronika-as-of') ?? '', total };
  };

  it('record what never falls into a closed day, and effective time goes on', async () => {
    const slow = Date.parse(startOfDay(tomorrow, ZONE)) - Date.now() - BEFORE;
    const fast = slow + BEFORE + AFTER;
    // The evening by itself, so that what is recorded first is of it.
    const [evening, closesNothing] = [await house.start('api', slow), await house.start('projector', slow)];
    await until(evening.ready, 'the views are there', CLOSING);
    await evening.record();
    await evening.record();
    await closesNothing.stop();
    const [morning] = await Promise.all([house.start('api', fast), house.start('projector', fast)]);
    await until(morning.ready, 'the views are there', CLOSING);
    const contacts = (which: string): Promise<readonly string[]> => positions(morning, `&kind=contact${which}`);
    await morning.record();
    // At once, before the evening's process has read what the morning's recorded: its stamp goes back.
    await evening.record();
    await until(async () => (await events(morning, `&type=${DAY_CLOSED}`)).length === 1, 'a day is closed', CLOSING);
    const closed = await standing(morning, today);

    // The evening of a day that is closed.
    await evening.record();
    await Promise.all([evening, morning, evening, morning].map((each) => each.record()));
    const all = await events(morning);
    const times = all.map(({ time }) => time);
    // A day's close is of its midnight, whenever it was recorded.
    const stamps = all.filter(({ type }) => type !== DAY_CLOSED).map(({ time }) => time);
    expect(stamps.some((time, index) => time < (stamps[index - 1] ?? ''))).toBe(true);

    // The running maximum of recorded time says in which day they lie and as of when they are there, to each process.
    const effective = times.map((_, index) => times.slice(0, index + 1).reduce((a, b) => (a > b ? a : b)));
    const begins = startOfDay(tomorrow, ZONE);
    const inDay = (on: (time: string) => boolean): string[] =>
      all.filter((_, index) => on(effective[index] ?? '')).map(({ position }) => position);
    for (const each of [evening, morning]) {
      expect(await positions(each, `&recordedTo=${today}`)).toEqual(inDay((time) => time < begins));
      expect(await positions(each, `&recordedFrom=${tomorrow}`)).toEqual(inDay((time) => time >= begins));
    }
    expect(await contacts('')).toHaveLength(9);
    expect(await contacts(`&recordedFrom=${tomorrow}`)).toHaveLength(7);
    expect(await standing(morning, today)).toEqual(closed);
    for (const instant of new Set(effective))
      expect((await standing(morning, instant)).position).toBe(String(effective.lastIndexOf(instant) + 1));
    expect(await events(morning, `&type=${DAY_CLOSED}`)).toHaveLength(1);
    await house.verify(fast);
  }, 300_000);
});
