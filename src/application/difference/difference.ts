import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Day, earlier, later } from '../../domain/kernel/day.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import type { Entry } from '../../domain/registers/register.js';
import type { LedgerDetails } from '../../domain/registers/registers.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { Answers } from '../answers.js';
import { AsOf, type Reading } from '../as-of.js';
import { digestOf } from '../canonical.js';
import { EventStore } from '../ports/event-store.js';
import { ViewStore } from '../ports/view-store.js';
import type { Answer } from '../queries/figures.js';
import { type FreezingLine, freezingAt, frozenReport } from '../queries/freezings.js';
import { countedDocs, type CountedDocs } from '../reports/counted.js';
import { ledgerAt, type ReportAsked, reportFigures } from '../reports/report.js';
import type { ReportFigures } from '../reports/report-figures.js';
import { Views } from '../views.js';
import { additionsBetween } from './added.js';
import { entryAfter } from './entries.js';
import { Explanation } from './explanation.js';
import { type Differing, MOST, same } from './figure.js';
import { type Leaves, leavesOf } from './leaves.js';
import { type Names, namesOf } from './names.js';
import { CODE } from './sources.js';

/** Where one side of a difference stands. */
export interface Side {
  readonly asOf: string;
  readonly position: string;
  readonly day: Day;
  /** Of all its figures, as the report tells it. */
  readonly digest: string;
}

export interface Difference extends Pick<ReportFigures, 'report' | 'from' | 'to'> {
  /** The strategy that was asked for; null: at either point the one in force at the period's start. */
  readonly strategy: string | null;
  /** The earlier of the two points, whichever was named first. */
  readonly before: Side;
  readonly after: Side;
  /** The frozen report that is compared; null where both sides are told from the views. */
  readonly freezing: FreezingLine | null;
  readonly figures: readonly Differing[];
  /** What is called how of that which paths go by, and of what came into sets or went from them. */
  readonly names: Names;
}

export interface DifferenceAsked {
  readonly asOf?: string;
  readonly comparedTo?: string;
  /** Id of a frozen report: it stands before, and names the period itself. */
  readonly freezing?: string;
  /** One figure alone, with every event that made it differ. */
  readonly path?: string;
}

export class DifferenceQuery {
  /** @param report the period asked; a report's name alone where a freezing names it */
  constructor(
    readonly report: ReportAsked | ReportFigures['report'],
    readonly asked: DifferenceAsked,
  ) {}
}

/** Differences kept at hand: one over 36,000 events takes some 25 megabytes, one over a county's year a fifth of that. */
const ANSWERS = 4;

/** A report at one point, with what it was told from. */
interface Told {
  readonly side: Side;
  readonly figures: ReportFigures;
  readonly leaves: Leaves;
  readonly docs: CountedDocs;
}

@QueryHandler(DifferenceQuery)
export class DifferenceHandler implements IQueryHandler<DifferenceQuery, Answer<Difference>> {
  private readonly answers = new Answers<Answer<Difference>>(ANSWERS);

  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
  ) {}

  async execute({ report, asked }: DifferenceQuery): Promise<Answer<Difference>> {
    refuseQuery(this.faults(report, asked));
    const key = await this.keyOf(report, asked);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const told = await (typeof report === 'string' ? this.sinceFrozen(report, asked) : this.between(report, asked));
    // Where something was recorded meanwhile it may be in the answer: nobody asks by this key again.
    this.answers.keep(key, told);
    return told;
  }

  /** What is asked, and where its points stand now: the same for as long as the answer is. */
  private async keyOf(report: DifferenceQuery['report'], asked: DifferenceAsked): Promise<string> {
    const { id } = await this.views.current();
    const standing = ({ position, day, again }: Reading): Promise<readonly unknown[]> =>
      Promise.resolve([position, day, again]);
    const first = await this.asOf.read(asked.asOf, standing);
    const second = await this.asOf.read(asked.comparedTo, standing);
    return JSON.stringify([id, report, asked, first.value, second.value]);
  }

  private async between(report: ReportAsked, asked: DifferenceAsked): Promise<Answer<Difference>> {
    const [first, second] = [await this.toldAt(report, asked.asOf), await this.toldAt(report, asked.comparedTo)];
    const [before, after] = inOrder(first, second);
    const figures = await this.explained(report, before, after, null, asked.path);
    return answer(report, before, after, null, figures);
  }

  private faults(report: DifferenceQuery['report'], { asOf, comparedTo, freezing }: DifferenceAsked): Fault[] {
    const named = (name: string, faults: readonly Fault[]): Fault[] =>
      faults.map(({ detail }) => queryFault(name, detail.replace(/^asOf: /, '')));
    return [
      ...this.asOf.faultsOf(asOf),
      ...named('comparedTo', this.asOf.faultsOf(comparedTo)),
      ...(freezing !== undefined && asOf !== undefined
        ? [queryFault('asOf', 'is not named beside a freezing: that says where it stands; name comparedTo')]
        : []),
      ...(typeof report === 'string' && freezing === undefined ? [queryFault('freezing', 'is missing')] : []),
    ];
  }

  /** What a report says now, or said at a later point, against what was frozen. */
  private async sinceFrozen(
    name: ReportFigures['report'],
    { freezing: id = '', comparedTo, path }: DifferenceAsked,
  ): Promise<Answer<Difference>> {
    const { value: freezing } = await this.asOf.read(undefined, (reading) => freezingAt(reading, name, id));
    const { figures, position, day, strategy, digest } = await frozenReport(this.ledger, id);
    const asked: ReportAsked = {
      report: name,
      from: figures.from,
      to: figures.to,
      ...(strategy !== null && { strategy }),
    };
    const after = await this.toldAt(asked, comparedTo);
    if (Number(after.side.position) < position)
      refuseQuery([
        queryFault('comparedTo', `lies before position ${String(position)}, at which the report was frozen`),
      ]);
    const opened = await this.opened();
    const again = await this.asOf.readOn(position, day, (reading) => this.tell(reading, asked, undefined, opened));
    const frozen = leavesOf(figures);
    const side: Side = { asOf: String(position), position: String(position), day, digest };
    const explained = await this.explained(asked, again, after, frozen, path);
    return answer(asked, { side, figures }, after, freezing, explained);
  }

  /** Whose ledger it is holds for every point, as in the reports. */
  private async opened(): Promise<LedgerDetails | null> {
    return (await this.asOf.read(undefined, ledgerAt)).value;
  }

  private async toldAt(asked: ReportAsked, asOf: string | undefined): Promise<Told> {
    const opened = await this.opened();
    return (await this.asOf.read(asOf, (reading) => this.tell(reading, asked, asOf, opened))).value;
  }

  private async tell(
    reading: Reading,
    asked: ReportAsked,
    asOf: string | undefined,
    opened: LedgerDetails | null,
  ): Promise<Told> {
    const docs = await countedDocs(reading);
    const figures = await reportFigures(reading, asked, opened, docs);
    const position = String(reading.position);
    return {
      side: { asOf: asOf ?? position, position, day: reading.day, digest: digestOf(figures) },
      figures,
      leaves: leavesOf(figures),
      docs,
    };
  }

  /** @param frozen what was frozen, in place of what the views say at the first point; null: nothing was */
  private async explained(
    asked: ReportAsked,
    before: Told,
    after: Told,
    frozen: Leaves | null,
    path: string | undefined,
  ): Promise<readonly Differing[]> {
    const start = frozen ?? before.leaves;
    const differing = differingPaths(start, after.leaves).filter((each) => path === undefined || each === path);
    const most = path === undefined ? MOST : Infinity;
    const [from, to] = [before.side.day, after.side.day];
    const explanation = new Explanation(
      asked,
      start,
      before.docs,
      { rows: from, goals: to },
      new Map(differing.map((each) => [each, most])),
      Math.max(0, ...entriesOf(after.docs).map(({ position }) => position)),
    );
    if (differing.length > 0) {
      if (frozen !== null) explanation.retell(before.leaves, CODE);
      if (from !== to) explanation.timePasses();
      await this.walk(explanation, before, after);
      await this.dueBetween(explanation, after, from, to);
      await explanation.list(after.leaves, this.ledger);
    }
    return differing.map((each) => {
      const figure = explanation.figure(each);
      const [was, is] = [start.get(each), after.leaves.get(each)];
      if (!same(figure.value, is))
        throw new Error(`${each}: the events from ${before.side.position} to ${after.side.position} do not make it`);
      return { path: each, before: was ?? null, after: is ?? null, because: figure.because() };
    });
  }

  private async walk(explanation: Explanation, before: Told, after: Told): Promise<void> {
    const { id } = await this.views.current();
    const [from, to] = [Number(before.side.position), Number(after.side.position)];
    for await (const docs of additionsBetween(this.store, id, from, to)) {
      for (const doc of docs)
        for (const line of doc.lines)
          if ('added' in line) explanation.apply(line, doc);
          else explanation.alter(line, await entryAfter(this.ledger, line, (each) => explanation.entry(each)));
      await new Promise(setImmediate);
    }
  }

  /** What waits at the second point, and was due between the two days. */
  private async dueBetween(explanation: Explanation, after: Told, from: Day, to: Day): Promise<void> {
    if (from === to) return;
    const due = { $gte: earlier(from, to), $lt: later(from, to) };
    const where = { waitsFor: { $in: Object.keys(WAITING) }, due };
    const waiting = await this.asOf.readOn(Number(after.side.position), to, (reading) =>
      // The register holds activities only.
      reading.find(register.name, { where, sort: 'due' }),
    );
    for (const doc of waiting as readonly ActivityDoc[])
      explanation.due(doc, WAITING[doc.waitsFor ?? ''] ?? '', from < to ? 1 : -1);
  }
}

/** The figures of what waits, by what it waits for. */
const WAITING: Readonly<Record<string, string>> = { followUp: 'openFollowUps', promise: 'openPromises' };

/** The entries of registers that figures are told from. */
const entriesOf = ({ gminas, measures, strategies }: CountedDocs): readonly Entry[] => [
  ...gminas,
  ...measures,
  ...strategies.all('strategy'),
];

function inOrder(a: Told, b: Told): readonly [Told, Told] {
  const order = Number(a.side.position) - Number(b.side.position) || (a.side.day < b.side.day ? -1 : 1);
  return order <= 0 ? [a, b] : [b, a];
}

/** Of lines that are shown at one point only, the list alone tells that they came or went. */
function differingPaths(before: Leaves, after: Leaves): string[] {
  const paths = [...after.keys(), ...[...before.keys()].filter((path) => !after.has(path))];
  return paths.filter((path) => {
    if (same(before.get(path), after.get(path))) return false;
    const [, list, line] = /^(\/(?:investments|campaigns)\/lines)\/([^/]+)\//.exec(path) ?? [];
    if (list === undefined || line === undefined) return true;
    return [before, after].every((leaves) => (leaves.get(list) as readonly string[] | undefined)?.includes(line));
  });
}

const answer = (
  { report, from, to, strategy }: ReportAsked,
  before: Pick<Told, 'side' | 'figures'>,
  after: Told,
  freezing: FreezingLine | null,
  figures: readonly Differing[],
): Answer<Difference> => ({
  value: {
    report,
    from,
    to,
    strategy: strategy ?? null,
    before: before.side,
    after: after.side,
    freezing,
    figures,
    names: namesOf([before.figures, after.figures], figures),
  },
  position: Number(after.side.position),
});
