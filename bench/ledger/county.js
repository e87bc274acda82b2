/**
 * A ledger skewed as a county's is, over the same 1,000 days as the even one (events.js), the same in every byte: one big
 * town and rural gminas, weekdays and seasons, a quarter of all in bursts of imports, a few stories that go on for years,
 * and many corrections, most of them of those few; organisations that come in over time, of which some are met daily.
 */
import { GMINAS, hashedId, kindNamed, ORGANISATION, ORGANISATIONS, plusDays } from '../product.js';
import { diceOf } from './dice.js';
import { later } from './events.js';
import { DAYS, FIRST_DAY, idAt, LEDGER_ID, MANAGER, Pen, PEOPLE, RARE } from './office.js';
import { eventOf, placeFor, STORIES, storyFor, titleFor } from './stories.js';

const BATCH = 1_000;

/** How much of everything a gmina has; the others by their residents, about. */
const SHARES = { '0415011': 45, '0415042': 16, '0415072': 13, '0415092': 9, '0415062': 6, '0415022': 5 };
const LEAST = 3;
const gminas = GMINAS.filter(({ terc }) => terc !== RARE).flatMap(({ terc }) =>
  Array.from({ length: SHARES[terc] ?? LEAST }, () => terc),
);

/** Of a day, by its month and weekday, Sunday first. */
const MONTHS = [0.6, 0.8, 1, 1, 1.3, 1.6, 1.1, 1.6, 1.5, 1, 0.9, 1.2];
const WEEKDAYS = [0.03, 1, 1.1, 1, 1, 0.9, 0.1];
/** Harvest festivals are invited to and held in late summer; money is given out at the end of the year. */
const SEASONAL = [
  { months: [6, 7, 8], kind: 'attendance', chance: 0.3 },
  { months: [10, 11], kind: 'support-action', chance: 0.25 },
];

/** Imports, and how much of the ledger comes by them. */
const IMPORTS = { days: 10, share: 0.25, reachBack: 400, person: PEOPLE[0] };
const CORRECTIONS = 0.06;
/** Of the corrections: those of a story that goes on for years; those that take an entry back. */
const [OF_VETERANS, ANNULLED] = [0.4, 0.05];
/** Stories that go on: one in so many events, each for at most so many. */
const VETERANS = { every: 25_000, longest: 1_500 };
/** Stories that a correction may be of. */
const RECENT = 500;
/** Organisations: one in so many events, and no more than a county has. */
const NEWCOMERS = { every: 300, most: 5_000 };

const monthOf = (day) => Number(day.slice(5, 7)) - 1;

/** How many events there are at the end of each day. */
function pace(total, dice) {
  const days = Array.from({ length: DAYS }, (_, ordinal) => plusDays(FIRST_DAY, ordinal));
  const weights = days.map(
    (day) => MONTHS[monthOf(day)] * WEEKDAYS[new Date(day).getUTCDay()] * (0.7 + 0.6 * dice.next()),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const imports = new Set(
    Array.from({ length: IMPORTS.days }, (_, i) => 60 + Math.floor((i * (DAYS - 80)) / IMPORTS.days)),
  );
  let part = 0;
  return days.map((day, ordinal) => {
    const imported = imports.has(ordinal) ? IMPORTS.share / IMPORTS.days : 0;
    part += imported + (weights[ordinal] / all) * (1 - IMPORTS.share);
    return { day, imported: Math.round(total * imported), until: Math.round(total * part) - 1 };
  });
}

/** Organisations by kind; the first ones of each are met most. */
class Partners {
  #byKind = new Map();
  #all = [];

  add(entry) {
    this.#all.push(entry);
    const some = this.#byKind.get(entry.details.kind) ?? [];
    this.#byKind.set(entry.details.kind, [...some, entry]);
  }

  pick(kind, dice) {
    const some = this.#byKind.get(kind) ?? this.#all;
    const { id, details } = some[Math.floor(some.length * dice.next() ** 3)];
    return { id, name: details.name };
  }
}

const COMERS = ['company', 'association', 'school', 'parish', 'rural-housewives-circle', 'media'];

/** @yields {object[]} batches of recorded events in ledger order, without cursors */
export function* countyLedger(total) {
  const dice = diceOf(20_261_129);
  const pen = new Pen(dice);
  const partners = new Partners();
  let known = 0;
  const newcomer = (details) => {
    const entry = { id: hashedId(LEDGER_ID, 'organisation', details.name), details };
    partners.add(entry);
    known++;
    return entry;
  };
  const invented = () => {
    const kind = dice.pick(COMERS);
    return newcomer({ name: `Organizacja przykładowa ${known}`, kind, gmina: dice.pick(gminas) });
  };
  pen.open([...ORGANISATIONS.map(newcomer), ...COMERS.map(invented)]);

  /** Steps to come, by the ordinal of their day. */
  const due = Array.from({ length: DAYS }, () => []);
  const recent = [];
  const veterans = [];
  let begun = 0;

  for (const [ordinal, { day: today, imported, until }] of pace(total, dice).entries()) {
    const morning = Date.parse(`${today}T06:30:00.000Z`);
    const left = Math.max(1, until - pen.count);
    const clock = () => morning + Math.floor(((left - Math.max(0, until - pen.count)) / left) * 9 * 3_600_000);
    const waiting = due[ordinal];
    let taken = 0;

    const began = pen.count;
    const file = hashedId('file', today).replaceAll('-', '').repeat(2);
    while (pen.count - began < imported) {
      const occurred = plusDays(today, -1 - dice.below(IMPORTS.reachBack));
      const kind = dice.pick(['contact', 'contact', 'contact', 'publication', 'media-coverage']);
      const story = STORIES.find((each) => each.kind === kind);
      begin(story, clock(), occurred, IMPORTS.person, { file, row: pen.count - began + 2 });
      if (pen.waiting >= BATCH) yield pen.take();
    }
    while (pen.count < until) {
      if (taken < waiting.length && dice.next() < 0.5) step(waiting[taken++], clock());
      else if (known < Math.min(NEWCOMERS.most, pen.count / NEWCOMERS.every)) {
        const { id, details } = invented();
        pen.event(`organisation-${id}`, 0, ORGANISATION.made, details, clock(), dice.pick(PEOPLE));
      } else if (recent.length > 0 && dice.next() < CORRECTIONS) correct(clock());
      else {
        const season = SEASONAL.find(({ months }) => months.includes(monthOf(today)));
        const seasonal = season !== undefined && dice.next() < season.chance;
        const story = seasonal ? STORIES.find(({ kind }) => kind === season.kind) : storyFor(dice);
        begin(story, clock(), plusDays(today, -dice.below(dice.next() < 0.1 ? 90 : 4)), dice.pick(PEOPLE));
      }
      if (pen.waiting >= BATCH) yield pen.take();
    }
    // What could not be taken today is taken tomorrow.
    if (ordinal + 1 < DAYS) due[ordinal + 1] = due[ordinal + 1].concat(waiting.slice(taken));
    due[ordinal] = [];
    pen.closeDay(today, ordinal);

    function step({ story, index }, at) {
      const [name, status, fields] = story.steps[index];
      if (story.ended) return;
      const data = { step: name, status, fields: { ...fields, on: today } };
      pen.event(story.stream, story.revision++, eventOf(story.kind, name), data, at, dice.pick(PEOPLE));
      later(due, story, ordinal);
    }

    function correct(at) {
      const old = veterans.length > 0 && dice.next() < OF_VETERANS;
      // The first of them have the most.
      const place = old ? Math.floor(veterans.length * dice.next() ** 3) : dice.below(recent.length);
      const story = (old ? veterans : recent)[place];
      const { noun } = kindNamed(story.kind);
      if (!old && dice.next() < ANNULLED) {
        const data = { reason: 'wpis powtórzony' };
        pen.event(story.stream, story.revision++, `${noun}Annulled`, data, at, MANAGER);
        story.ended = true;
        recent.splice(place, 1);
        return;
      }
      const change = dice.next();
      const changes =
        change < 0.6 || story.gminas.length === 0
          ? { place: placeFor(dice) }
          : change < 0.8
            ? { gminas: [dice.pick(gminas)] }
            : { occurredOn: plusDays(story.occurred, -dice.below(40)) };
      const data = { changes, reason: 'pomyłka w zapisie' };
      pen.event(story.stream, story.revision++, `${noun}Corrected`, data, at, MANAGER);
      if (old && story.revision > VETERANS.longest) veterans.splice(place, 1);
    }

    function begin({ kind, tell }, at, occurred, person, origin) {
      const scope = dice.next() < 0.05 ? 'county' : 'gminas';
      const some = [...new Set([dice.pick(gminas), ...(dice.next() < 0.15 ? [dice.pick(gminas)] : [])])];
      const named = scope === 'county' ? [] : dice.below(1_000) === 0 ? [RARE] : some;
      const organisation = (of) => partners.pick(of, dice);
      const { details, items, steps } = tell(dice, organisation, (days) => plusDays(today, days), named);
      // What an import brings in has ids that begin with its own day.
      const id = idAt(origin === undefined ? at : Date.parse(occurred), dice);
      const story = {
        kind,
        steps,
        stream: `${kind}-${id}`,
        revision: 0,
        taken: 0,
        gminas: named,
        occurred,
        ended: false,
      };
      const whole = {
        title: titleFor(dice),
        occurredOn: occurred,
        scope,
        gminas: named,
        occurredPrecision: 'day',
        strategyItems: items,
        strategy: '2022-2024',
        place: placeFor(dice),
        ...details,
      };
      const [name, status, fields] = steps[0];
      const data = { step: name, status, details: whole, fields: { ...fields, on: occurred } };
      pen.event(story.stream, story.revision++, eventOf(kind, name), data, at, person, { origin });
      if (kind === 'campaign' || kind === 'joint-investment') promote(story);
      later(due, story, ordinal);
      recent.push(story);
      if (recent.length > RECENT) recent.shift();
    }

    /** Some large things go on: a campaign is measured each week until the end, an investment corrected again and again. */
    function promote(story) {
      if (begun * VETERANS.every >= pen.count) return;
      begun++;
      veterans.push(story);
      if (story.kind !== 'campaign') return;
      const weekly = Array.from({ length: DAYS / 7 }, (_, week) => [
        'measure',
        'running',
        { value: 4_200 + dice.below(3_000) },
        20 + 7 * week,
      ]);
      story.steps = [...story.steps.slice(0, 2), ...weekly];
    }
  }
  if (pen.waiting > 0) yield pen.take();
}
