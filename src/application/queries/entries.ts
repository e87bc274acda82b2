import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { times } from '../../domain/activities/activity.js';
import { GrantSupport } from '../../domain/activities/support-action/support-action.js';
import { ORGANISATION_KINDS } from '../../domain/registers/organisation.js';
import type { Day } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import type { Entry, Register } from '../../domain/registers/register.js';
import { MEASURE, ORGANISATION, STRATEGY } from '../../domain/registers/registers.js';
import { countedAmounts } from '../../domain/views/figures.js';
import { kindNamed } from '../../domain/catalogue.js';
import { type ActivityDoc, register as activities } from '../../domain/views/register.js';
import { measures, registers } from '../../domain/views/registers.js';
import { AsOf, type Reading } from '../as-of.js';
import type { Where } from '../ports/view-store.js';
import { RegisterBook } from '../registers.js';
import { bookAt } from './activities.js';
import type { Answer } from './figures.js';

/** What an organisation got (question 10 of DOMAIN.md section 5). Grosze. */
export interface Support {
  /** Support actions that named it as their beneficiary. */
  readonly times: number;
  readonly requested: number;
  readonly granted: number;
  readonly delivered: number;
  readonly settled: number;
  readonly returned: number;
  /** Requested or granted and not yet done or dropped. */
  readonly open: number;
  readonly decisions: readonly { readonly organ: string; readonly number: string; readonly date: string }[];
}

/** An entry of a register as it is shown. */
export interface EntryLine {
  readonly id: string;
  readonly details: JsonObject;
  readonly mergedInto?: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
  /** Of an organisation. */
  readonly support?: Support;
  /** Of a strategy: whether it is in force on the day asked, and whether it is past its own end. */
  readonly inForce?: boolean;
  readonly ranOut?: boolean;
}

export interface EntryPage {
  readonly items: readonly EntryLine[];
  readonly next: string | null;
}

export const ENTRY_PARAMS = ['kind', 'gmina', 'q', 'limit', 'cursor', 'asOf'] as const;
export type EntryParams = Readonly<Partial<Record<(typeof ENTRY_PARAMS)[number], string>>>;

const MOST = 200;

const viewOf = (register: Register): string => (register === MEASURE ? measures : registers).name;

export class EntriesQuery {
  constructor(
    readonly register: Register,
    readonly params: EntryParams,
  ) {}
}

@QueryHandler(EntriesQuery)
export class EntriesHandler implements IQueryHandler<EntriesQuery, Answer<EntryPage>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ register, params }: EntriesQuery): Promise<Answer<EntryPage>> {
    return this.asOf.read(params.asOf, async (reading) => {
      const book = await bookAt(reading);
      const { where, limit, after } = readParams(register, params, book);
      // The registers hold entries only.
      const found = (await reading.find(viewOf(register), {
        where,
        limit: limit + 1,
        ...(after !== null && { after }),
      })) as unknown as readonly Entry[];
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      const lines = await shownAs(register, shown, book, reading);
      return {
        items: lines,
        next: last === undefined ? null : Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url'),
      };
    });
  }
}

export class EntryQuery {
  constructor(
    readonly register: Register,
    readonly key: string,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(EntryQuery)
export class EntryHandler implements IQueryHandler<EntryQuery, Answer<EntryLine>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ register, key, asOf }: EntryQuery): Promise<Answer<EntryLine>> {
    return this.asOf.read(asOf, async (reading) => {
      const found = (await reading.get(viewOf(register), [`${register.name}/${key}`])) as unknown as readonly Entry[];
      const [line] = await shownAs(register, found, await bookAt(reading), reading);
      if (line === undefined) throw new Rejection('not-found', `there is no ${register.name} ${key}`);
      return line;
    });
  }
}

function readParams(
  register: Register,
  { kind, gmina, q, limit = '50', cursor }: EntryParams,
  book: RegisterBook,
): {
  readonly where: Where;
  readonly limit: number;
  readonly after: { readonly sort: string; readonly id: string } | null;
} {
  const faults: Fault[] = [];
  const clauses: Where[] = [{ register: register.name }];
  if (kind !== undefined) {
    const kinds = kind.split(',');
    if (register === ORGANISATION && !kinds.every((each) => ORGANISATION_KINDS.some((known) => known === each))) {
      faults.push({ pointer: 'kind', detail: `kind: must be one or more of ${ORGANISATION_KINDS.join(', ')}` });
    } else clauses.push({ kind: { $in: kinds } });
  }
  if (gmina !== undefined) {
    const found = book.gminaByTerc(gmina);
    if (found === null)
      faults.push({ pointer: 'gmina', detail: `gmina: ${gmina} is not the TERC of a gmina of this county` });
    else clauses.push({ gmina: found.id });
  }
  for (const word of q === undefined ? [] : (fold(q).match(/[\p{L}\p{N}]+/gu) ?? []))
    clauses.push({ words: { $regex: `^${word}` } });
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST)
    faults.push({ pointer: 'limit', detail: `limit: must be a number from 1 to ${String(MOST)}` });
  const after = cursor === undefined ? null : placeOf(cursor);
  if (after === undefined)
    faults.push({ pointer: 'cursor', detail: 'cursor: is not one of this list; begin again without it' });
  if (faults.length > 0) throw new Rejection('bad-query', faults.map(({ detail }) => detail).join(' '), faults);
  return { where: { $and: clauses }, limit: Number(limit), after: after ?? null };
}

function placeOf(cursor: string): { readonly sort: string; readonly id: string } | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(place)) return undefined;
    const [sort, id] = place as readonly unknown[];
    return typeof sort === 'string' && typeof id === 'string' ? { sort, id } : undefined;
  } catch {
    return undefined;
  }
}

async function shownAs(
  register: Register,
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
): Promise<EntryLine[]> {
  const support = register === ORGANISATION ? await supportOf(entries, book, reading) : null;
  return entries.map((entry) => ({
    id: entry.key,
    details: entry.details,
    ...(entry.mergedInto !== undefined && { mergedInto: entry.mergedInto }),
    revision: entry.revision,
    recordedAt: entry.recordedAt,
    recordedBy: entry.recordedBy,
    lastChangedAt: entry.lastChangedAt,
    lastChangedBy: entry.lastChangedBy,
    ...(support !== null && { support: support.get(entry.key) ?? NO_SUPPORT }),
    ...(register === STRATEGY && strategyNow(entry.key, book, reading.day)),
  }));
}

function strategyNow(
  id: string,
  book: RegisterBook,
  day: Day,
): { readonly inForce: boolean; readonly ranOut: boolean } {
  const inForce = book.strategyOn(day)?.id === id;
  const until = book.strategies().find((each) => each.id === id)?.until ?? day;
  return { inForce, ranOut: inForce && until < day };
}

const NO_SUPPORT: Support = {
  times: 0,
  requested: 0,
  granted: 0,
  delivered: 0,
  settled: 0,
  returned: 0,
  open: 0,
  decisions: [],
};

/** The support that organisations got, that of those merged into them included. */
async function supportOf(
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
): Promise<ReadonlyMap<string, Support>> {
  const owners = new Map<string, string>();
  for (const { key } of entries) for (const id of book.idsOf(key)) owners.set(id, key);
  if (owners.size === 0) return new Map();
  const where: Where = { kind: 'support-action', organisations: { $in: [...owners.keys()] } };
  // The register holds activities only.
  const found = (await reading.find(activities.name, { where })) as readonly ActivityDoc[];
  const support = new Map<string, Support>();
  for (const doc of found) {
    const owner = doc.organisations.map((id) => owners.get(id)).find((each) => each !== undefined);
    if (owner !== undefined && doc.phase !== null) support.set(owner, added(support.get(owner) ?? NO_SUPPORT, doc));
  }
  return support;
}

function added(before: Support, doc: ActivityDoc): Support {
  const kind = kindNamed(doc.kind);
  const amounts = kind === undefined ? [] : countedAmounts(kind, doc);
  const sum = (figure: string): number =>
    amounts.filter((each) => each.figure === figure).reduce((total, { value }) => total + value, 0);
  const decisions = times(doc, 'grant', GrantSupport).map(({ decision }) => decision);
  return {
    times: before.times + 1,
    requested: before.requested + sum('support.requested'),
    granted: before.granted + sum('support.granted'),
    delivered: before.delivered + sum('support.delivered'),
    settled: before.settled + sum('support.settled'),
    returned: before.returned + sum('support.returned'),
    open: before.open + (doc.waitsFor === 'promise' ? 1 : 0),
    decisions: [...before.decisions, ...decisions.map(({ organ, number, date }) => ({ organ, number, date }))],
  };
}
