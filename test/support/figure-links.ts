import { expect } from '@jest/globals';
import type { ActivityLine } from '../../src/application/queries/activities.js';
import type { RegisterParams } from '../../src/application/queries/register-link.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import { movedBy } from './entry-amounts.js';
import { firstDayOf } from './told.js';

/** An answer with figures of one period, and the register query behind each. */
export interface Answer {
  readonly from: string;
  readonly to: string;
  readonly links: Readonly<Record<string, string>>;
}

export interface Register {
  /** All entries that a query finds. */
  readonly list: (params: RegisterParams) => Promise<readonly ActivityLine[]>;
  /** The ledger's events up to the answer's point. */
  readonly events: readonly RecordedEvent[];
}

/** Figures that count activities: the register lists exactly so many. */
const COUNTS =
  /(^|\/)activities\/(?!.*(perThousand|percentOfAll))|\/attendance\/|\/open(FollowUps|Promises)\/|^\/kinds\/|^\/(investments|campaigns)\/total$|^\/rows\/\d+\/items\//;
const LINE = /^\/(investments|campaigns)\/lines\/\d+$/;
const WORKED_OUT: Readonly<Record<string, string>> = {
  activities: 'activities/total',
  supportDelivered: 'money/support/delivered',
  investmentShare: 'money/investments/share',
};
/** Numbers that no activity is behind: facts of a gmina, its place in the list, and what management measured. */
const NO_FIGURES = /(^|\/)(residents|residentsYear|rank|tile\/\w+)$|^\/(items|goals)\/\d+\/measures\/|^\/measures\//;

const at = (answer: object, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], answer);

const warsaw = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw' });

/** How many steps of an entry were recorded more than 30 days after their `on`, `on` lying in the period. */
function lateSteps({ kind, id }: ActivityLine, name: string, { from, to }: Answer, events: Register['events']): number {
  let [now, late] = ['', 0];
  for (const { stream, data, metadata } of events) {
    if (metadata.recordedAt > now) now = metadata.recordedAt;
    const { on } = (data['fields'] ?? {}) as { on?: string };
    if (stream !== `${kind}-${id}` || on === undefined) continue;
    const days = (Date.parse(warsaw.format(new Date(now))) - Date.parse(on)) / 86_400_000;
    const counted = days > 30 && on >= `${from}-01` && on.slice(0, 7) <= to;
    if (counted && (metadata.origin === undefined ? 'late' : 'backfilled') === name) late++;
  }
  return late;
}

/** Every number of an answer by its pointer, but for nothings and what is no figure. */
function numbersOf(value: unknown, pointer = ''): readonly string[] {
  if (typeof value === 'number') return value === 0 || NO_FIGURES.test(pointer) ? [] : [pointer];
  if (typeof value !== 'object' || value === null || LINE.test(pointer)) return [];
  return Object.entries(value).flatMap(([name, each]) => numbersOf(each, `${pointer}/${name}`));
}

/**
 * Follows every link of an answer, and asks that what it lists makes up the figure: so many entries, or amounts of
 * theirs that add up to it. And that no figure is without a link. Answers how many were counts, and how many sums.
 */
export async function followLinks(
  answer: Answer,
  { list, events }: Register,
): Promise<{ counts: number; sums: number }> {
  const { from, to, links } = answer;
  // Neither the versions of views nor the revision of an entry is a figure.
  const {
    viewVersions: _versions,
    revision: _revision,
    links: _links,
    ...figures
  } = answer as Answer & { viewVersions?: object; revision?: number };
  expect(numbersOf(figures).filter((pointer) => !(pointer in links))).toEqual([]);
  const asked = new Map<string, readonly ActivityLine[]>();
  const told = { counts: 0, sums: 0 };
  for (const [pointer, link] of Object.entries(links)) {
    const params = Object.fromEntries(new URL(link, 'http://localhost').searchParams) as RegisterParams;
    const lines = asked.get(link) ?? (await list(params));
    asked.set(link, lines);
    const figure = at(answer, pointer);
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const derived = /^(.*)\/(perThousand|percentOfAll)\/\w+$/.exec(pointer);
    const is = (made: unknown): void => {
      expect([pointer, link, made]).toEqual([pointer, link, figure]);
    };
    if (derived !== null) {
      expect([pointer, link]).toEqual([pointer, links[`${derived[1] ?? ''}/${WORKED_OUT[name] ?? ''}`]]);
    } else if (LINE.test(pointer)) {
      expect([pointer, lines.map(({ id }) => id)]).toEqual([pointer, [(figure as { id: string }).id]]);
    } else if (COUNTS.test(pointer)) {
      is(lines.length);
      told.counts++;
    } else if (name === 'lastContactOn') {
      expect([pointer, new Set(lines.map((line) => `${line.kind} ${firstDayOf(line.details)}`))]).toEqual([
        pointer,
        new Set([`contact ${String(figure)}`]),
      ]);
    } else {
      const sum = lines.reduce((total, line) => total + partOf(line, name, params, { ...answer, from, to }, events), 0);
      is(sum);
      told.sums++;
    }
  }
  return told;
}

/** What an entry adds to a sum: money, metres, or late steps. */
function partOf(
  line: ActivityLine,
  name: string,
  { figure = '' }: RegisterParams,
  period: Answer,
  events: Register['events'],
): number {
  if (name === 'late' || name === 'backfilled') return lateSteps(line, name, period, events);
  const gmina = /^investments\.share\.(\d{7})$/.exec(figure)?.[1];
  return movedBy(line)
    .filter((each) => each.figure === (gmina === undefined ? figure : 'investments.share'))
    .filter((each) => gmina === undefined || each.gmina === gmina)
    .filter(({ on }) => on.slice(0, 7) >= period.from && on.slice(0, 7) <= period.to)
    .reduce((sum, { value }) => sum + value, 0);
}
