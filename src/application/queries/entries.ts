import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { type Fault, queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import { ORGANISATION_KINDS } from '../../domain/registers/organisation.js';
import type { Entry, Register } from '../../domain/registers/register.js';
import { FUNCTIONS, MEASURE, OFFICIAL, ORGANISATION, STRATEGY } from '../../domain/registers/registers.js';
import { measures, registers } from '../../domain/views/registers.js';
import { AsOf, type Reading } from '../as-of.js';
import type { Where } from '../ports/view-store.js';
import { type RegisterBook, RegisterDesk } from '../registers.js';
import { wordsWhere } from './conditions.js';
import type { Answer } from './figures.js';
import { ranOut } from './goals.js';
import { bookAt, Known } from './known.js';
import { cursorOf, pageOf } from './paging.js';
import { type Support, supportOf, type SupportSums, supportSums } from './support.js';

/** An entry of a register as it is shown. */
export interface EntryLine<S extends SupportSums = Support> {
  readonly id: string;
  readonly details: JsonObject;
  readonly mergedInto?: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
  /** Of an organisation that was not merged into another. */
  readonly support?: S;
  /** Of a strategy: whether it is in force on the day asked, and whether it is past its own end. */
  readonly inForce?: boolean;
  readonly ranOut?: boolean;
}

export interface EntryPage<S extends SupportSums = Support> {
  readonly items: readonly EntryLine<S>[];
  readonly next: string | null;
}

/** The same with how many there are in all, where that was asked for. */
export interface CountedPage<S extends SupportSums = Support> extends EntryPage<S> {
  readonly total?: number;
}

export const ENTRY_PARAMS = ['kind', 'gmina', 'q', 'limit', 'cursor', 'asOf'] as const;
export type EntryParams = Readonly<Partial<Record<(typeof ENTRY_PARAMS)[number], string>>>;

const viewOf = (register: Register): string => (register === MEASURE ? measures : registers).name;

export class EntriesQuery {
  /**
   * @param faults what was wrong with the address besides: told together with the query's own
   * @param support of organisations: with the decisions behind it, or added up alone
   * @param counted whether to tell how many there are in all
   */
  constructor(
    readonly register: Register,
    readonly params: EntryParams,
    readonly faults: readonly Fault[] = [],
    readonly support: 'decisions' | 'sums' = 'decisions',
    readonly counted = false,
  ) {}
}

@QueryHandler(EntriesQuery)
export class EntriesHandler implements IQueryHandler<EntriesQuery, Answer<CountedPage<SupportSums>>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly desk: RegisterDesk,
  ) {}

  async execute({
    register,
    params,
    faults: given,
    support,
    counted,
  }: EntriesQuery): Promise<Answer<CountedPage<SupportSums>>> {
    const { limit, after, faults: paging } = pageOf(register.path, params);
    const point = this.asOf.faultsOf(params.asOf);
    const now = await this.desk.current();
    return this.asOf.read(point.length === 0 ? params.asOf : undefined, async (reading) => {
      const book = await bookAt(reading);
      const { where, faults } = entriesWhere(register, params, new Known(book, now));
      refuseQuery([...given, ...point, ...paging, ...faults]);
      const query = { where, limit: limit + 1, ...(after !== null && { after }) };
      // The registers hold entries only.
      const found = (await reading.find(viewOf(register), query)) as unknown as readonly Entry[];
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        items: await shownAs(register, shown, book, reading, support === 'sums' ? supportSums : supportOf),
        next: last === undefined ? null : cursorOf(register.path, params, { sort: last.name, id: last.id }),
        ...(counted && { total: await reading.count(viewOf(register), where) }),
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
      const [line] = await shownAs(register, found, await bookAt(reading), reading, supportOf);
      if (line === undefined) throw new Rejection('not-found', `there is no ${register.name} ${key}`);
      return line;
    });
  }
}

/** What the entries of a register are told apart by; empty where they are all of one kind. */
function kindsOf(register: Register): readonly string[] {
  return register === ORGANISATION ? ORGANISATION_KINDS : register === OFFICIAL ? FUNCTIONS : [];
}

function entriesWhere(
  register: Register,
  { kind, gmina, q }: EntryParams,
  known: Known,
): { readonly where: Where; readonly faults: readonly Fault[] } {
  const clauses: Where[] = [{ register: register.name }];
  const { clauses: words, faults } = wordsWhere(q);
  clauses.push(...words);
  if (kind !== undefined) {
    const [kinds, asked] = [kindsOf(register), [...new Set(kind.split(','))]];
    if (asked.every((each) => kinds.includes(each))) clauses.push({ kind: { $in: asked } });
    else faults.push(queryFault('kind', `must be one or more of ${kinds.join(', ') || 'none: all are of one kind'}`));
  }
  if (gmina !== undefined) {
    // An organisation is registered under any code that its gmina had.
    const codes = known.gminaCodes(gmina);
    if (codes.length === 0) faults.push(queryFault('gmina', `${gmina} is not the TERC of a gmina of this county`));
    else if (register !== ORGANISATION) faults.push(queryFault('gmina', 'is asked of organisations only'));
    else clauses.push({ gmina: { $in: codes } });
  }
  return { where: { $and: clauses }, faults };
}

async function shownAs<S extends SupportSums>(
  register: Register,
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
  supported: (...of: Parameters<typeof supportOf>) => Promise<ReadonlyMap<string, S>>,
): Promise<EntryLine<S>[]> {
  const support = register === ORGANISATION ? await supported(entries, book, reading) : null;
  return entries.map((entry) => ({
    id: entry.key,
    details: entry.details,
    ...(entry.mergedInto !== undefined && { mergedInto: entry.mergedInto }),
    revision: entry.revision,
    recordedAt: entry.recordedAt,
    recordedBy: entry.recordedBy,
    lastChangedAt: entry.lastChangedAt,
    lastChangedBy: entry.lastChangedBy,
    ...got(support?.get(entry.key)),
    ...(register === STRATEGY && strategyNow(entry.key, book, reading.day)),
  }));
}

const got = <S extends SupportSums>(support: S | undefined): Pick<EntryLine<S>, 'support'> =>
  support === undefined ? {} : { support };

function strategyNow(
  id: string,
  book: RegisterBook,
  day: Day,
): { readonly inForce: boolean; readonly ranOut: boolean } {
  const strategy = book.strategies().find((each) => each.id === id);
  return {
    inForce: book.strategyOn(day)?.id === id,
    ranOut: strategy !== undefined && ranOut(strategy, book, day),
  };
}
