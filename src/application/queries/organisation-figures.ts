import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { kindNamed, KINDS } from '../../domain/catalogue.js';
import { type Month, monthOf } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { OrganisationDetails } from '../../domain/registers/organisation.js';
import type { Entry } from '../../domain/registers/register.js';
import { GMINA, ORGANISATION } from '../../domain/registers/registers.js';
import { partsOf } from '../../domain/views/figures.js';
import { gminaMonths, type RowMonth } from '../../domain/views/gmina-months.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { ALL } from '../../domain/views/rows.js';
import { AsOf, type Reading } from '../as-of.js';
import { detailsOf, type RegisterBook } from '../registers.js';
import { type FigureLinks, Links } from './figure-links.js';
import type { Answer } from './figures.js';
import { gminaFacts, type GminaFacts, isPopulated, PER_THOUSAND, type Shares } from './gminas.js';
import { bookAt } from './known.js';
import { type Period, spanned } from './period.js';
import { type ItemMoney, Summary } from './summary.js';
import { supportSums } from './support.js';

/** What organisations of one kind got in a gmina, whatever the period. Grosze. */
export interface KindInGmina extends Pick<GminaFacts, 'terc' | 'name' | 'residents' | 'residentsYear'> {
  /** How many there are of them. */
  readonly organisations: number;
  readonly supportDelivered: number;
  /** Per 1,000 residents; null where they are not known. */
  readonly perThousand: Pick<Shares, 'supportDelivered'> | null;
}

/** The money and lengths of an organisation in a period, and what others of its kind got. Grosze and metres. */
export interface OrganisationFigures extends Period {
  /** Of the support that it got, and of whole investments: those in which it is a partner, or the contractor. */
  readonly money: ItemMoney;
  /** Metres accepted of these investments. */
  readonly length: number;
  /** By TERC; empty where its entry names no gmina of the county. */
  readonly ofItsKind: readonly KindInGmina[];
  readonly links: FigureLinks;
}

export class OrganisationFiguresQuery {
  constructor(
    readonly id: string,
    readonly period: Period,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(OrganisationFiguresQuery)
export class OrganisationFiguresHandler implements IQueryHandler<
  OrganisationFiguresQuery,
  Answer<OrganisationFigures>
> {
  constructor(private readonly asOf: AsOf) {}

  execute({ id, period, asOf }: OrganisationFiguresQuery): Promise<Answer<OrganisationFigures>> {
    return this.asOf.read(
      asOf,
      async (reading) => {
        const book = await bookAt(reading, [ORGANISATION.name, GMINA.name]);
        const entry = book.get(ORGANISATION.name, id);
        if (entry === null) throw new Rejection('not-found', `there is no organisation ${id}`);
        const told = await amountsOf(book.idsOf(id), period, reading);
        const links = new Links(period, reading);
        links.amounts('', told, { organisation: id });
        return { ...period, ...told, ofItsKind: await ofItsKind(entry, book, period, reading), links: links.found };
      },
      ['organisation-figures', period, id],
    );
  }
}

/** The months in which anything counts, up to the day asked. */
export class CountedMonthsQuery {
  constructor(readonly asOf: string | undefined) {}
}

@QueryHandler(CountedMonthsQuery)
class CountedMonthsHandler implements IQueryHandler<CountedMonthsQuery, Answer<Period>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asOf }: CountedMonthsQuery): Promise<Answer<Period>> {
    return this.asOf.read(asOf, countedMonths);
  }
}

async function countedMonths(reading: Reading): Promise<Period> {
  // The view holds nothing else, and tells it by month.
  const [first] = (await reading.find(gminaMonths.name, { where: { row: ALL }, limit: 1 })) as readonly RowMonth[];
  return spanned({ from: null, to: null }, first === undefined ? [] : [first.month], monthOf(reading.day));
}

/** The kinds that move money, or build. */
const MOVING = KINDS.filter((kind) => kind.amounts !== undefined).map(({ name }) => name);

/**
 * The amounts of what names an organisation under one of its ids, counted as in any row of figures. All of these kinds
 * are read, not those of the months alone: there are few, and to look each of thousands of contacts up among the amounts of
 * a year takes far longer.
 */
async function amountsOf(
  ids: readonly string[],
  period: Period,
  reading: Reading,
): Promise<Pick<OrganisationFigures, 'money' | 'length'>> {
  const where = { $and: [{ organisations: { $in: ids } }, { kind: { $in: MOVING } }] };
  const months = new Map<Month, Record<string, number>>();
  // The register holds activities only.
  for (const doc of (await reading.find(register.name, { where })) as readonly ActivityDoc[]) {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) continue;
    for (const { month, key, value, gmina } of partsOf(kind, doc)) {
      if (gmina !== undefined) continue;
      const counters = months.get(month) ?? {};
      counters[key] = (counters[key] ?? 0) + value;
      months.set(month, counters);
    }
  }
  const summary = new Summary(
    [...months].map(([month, counters]) => ({ month, counters })),
    period,
  );
  return { money: summary.itemMoney(), length: summary.length() };
}

/** What the organisations of its kind got in each gmina; those merged into others count with those. */
async function ofItsKind(
  entry: Entry,
  book: RegisterBook,
  { to }: Period,
  reading: Reading,
): Promise<readonly KindInGmina[]> {
  const placeOf = (each: Entry): string | undefined => {
    const { gmina } = detailsOf(each, OrganisationDetails);
    return gmina === undefined ? undefined : book.gminaByTerc(gmina)?.id;
  };
  if (placeOf(entry) === undefined) return [];
  const { kind } = detailsOf(entry, OrganisationDetails);
  const same = book
    .all(ORGANISATION.name)
    .filter((each) => each.mergedInto === undefined && detailsOf(each, OrganisationDetails).kind === kind);
  const sums = await supportSums(same, book, reading);
  return book
    .all(GMINA.name)
    .map((gmina) => {
      const { key, terc, name, residents, residentsYear } = gminaFacts(gmina, Number(to.slice(0, 4)));
      const here = same.filter((each) => placeOf(each) === key);
      const supportDelivered = here.reduce((sum, each) => sum + (sums.get(each.key)?.delivered ?? 0), 0);
      const perThousand = isPopulated(residents)
        ? { supportDelivered: PER_THOUSAND.supportDelivered(supportDelivered, residents) }
        : null;
      return { terc, name, residents, residentsYear, organisations: here.length, supportDelivered, perThousand };
    })
    .sort((a, b) => (a.terc < b.terc ? -1 : 1));
}

export const ORGANISATION_FIGURE_HANDLERS = [OrganisationFiguresHandler, CountedMonthsHandler];
