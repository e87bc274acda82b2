import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { FREEZING, type ReportFrozen } from '../../domain/freezing.js';
import type { Day, Month } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import { type FreezingDoc, freezings } from '../../domain/views/freezings.js';
import { AsOf, type Reading } from '../as-of.js';
import { EventStore } from '../ports/event-store.js';
import { type Report, reportOf } from '../reports/report.js';
import type { ReportFigures } from '../reports/report-figures.js';
import type { Answer } from './figures.js';

/** A frozen report as the lists show it. */
export interface FreezingLine {
  readonly id: string;
  readonly report: ReportFigures['report'];
  readonly from: Month;
  readonly to: Month;
  /** The strategy that was asked for; null: the one in force at the period's start. */
  readonly strategy: string | null;
  /** The position at which it stood, and the day. */
  readonly asOf: string;
  readonly day: Day;
  readonly viewVersions: Readonly<Record<string, number>>;
  readonly digest: string;
  /** Of the event that froze it. */
  readonly position: string;
  readonly event: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** With what the report said, exactly. */
export interface Freezing {
  readonly freezing: FreezingLine;
  readonly report: Report;
}

export class FreezingsQuery {
  constructor(
    readonly report: ReportFigures['report'],
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(FreezingsQuery)
export class FreezingsHandler implements IQueryHandler<FreezingsQuery, Answer<readonly FreezingLine[]>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ report, asOf }: FreezingsQuery): Promise<Answer<readonly FreezingLine[]>> {
    return this.asOf.read(asOf, async (reading) => {
      // The view holds nothing else.
      const docs = (await reading.find(freezings.name, { where: { report } })) as readonly FreezingDoc[];
      return docs.map(lineOf);
    });
  }
}

export class FreezingQuery {
  constructor(
    readonly report: ReportFigures['report'],
    readonly id: string,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(FreezingQuery)
export class FreezingHandler implements IQueryHandler<FreezingQuery, Answer<Freezing>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
  ) {}

  execute({ report, id, asOf }: FreezingQuery): Promise<Answer<Freezing>> {
    return this.asOf.read(asOf, async (reading) => {
      const freezing = await freezingAt(reading, report, id);
      const { figures } = await frozenReport(this.ledger, id);
      const { asOf: stood, day, viewVersions, digest } = freezing;
      return {
        freezing,
        report: reportOf(figures, { asOf: stood, position: stood, day, viewVersions, digest }, stood),
      };
    });
  }
}

/** @throws Rejection `not-found` where no such report had been frozen by the reading's point */
export async function freezingAt(reading: Reading, report: ReportFigures['report'], id: string): Promise<FreezingLine> {
  const [doc] = (await reading.get(freezings.name, [id])) as readonly FreezingDoc[];
  if (doc?.report !== report) throw new Rejection('not-found', `there is no frozen ${report} report ${id}`);
  return lineOf(doc);
}

/** What was frozen, as the ledger has it. */
export async function frozenReport(
  ledger: EventStore,
  id: string,
): Promise<Omit<ReportFrozen, 'figures'> & { readonly figures: ReportFigures }> {
  for await (const event of ledger.readStream(streamOf(FREEZING, id), { limit: 1 }))
    // Recorded by the program from a report that it made.
    return upcast(event).data as unknown as Omit<ReportFrozen, 'figures'> & { readonly figures: ReportFigures };
  throw new Error(`the views tell of a freezing ${id} that the ledger does not have`);
}

const lineOf = (doc: FreezingDoc): FreezingLine => ({
  id: doc.id,
  report: doc.report,
  from: doc.from,
  to: doc.to,
  strategy: doc.strategy,
  asOf: String(doc.standing),
  day: doc.day,
  viewVersions: doc.viewVersions,
  digest: doc.digest,
  position: String(doc.position),
  event: doc.event,
  recordedAt: doc.recordedAt,
  recordedBy: doc.recordedBy,
});
