import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Difference, DifferenceQuery } from '../../application/difference/difference.js';
import { type Answer, ReportQuery } from '../../application/queries/figures.js';
import {
  type Freezing,
  type FreezingLine,
  FreezingQuery,
  FreezingsQuery,
} from '../../application/queries/freezings.js';
import type { Report, ReportAsked } from '../../application/reports/report.js';
import { queryFault, Rejection, refuseQuery } from '../../domain/kernel/rejection.js';
import { OnRecord } from '../http/on-record.js';
import { May, READERS } from '../http/rights.js';
import { DIFFERENCE_FORMATS, differenceFileName } from '../reports/formats.js';
import { sendOn } from './answers.js';
import { sendFile } from './files.js';
import { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { differencePage } from './pages/difference.js';
import {
  askedFor,
  differencePath,
  REPORT_PARAMS,
  type ReportAddress,
  reportAddress,
  REPORTS,
} from './report-addresses.js';

/** One figure alone, and where a page of figures, or of one figure's causes, begins. */
const SHOWN = ['path', 'cursor'] as const;

/**
 * What became different in a report, and why. One of the two points is that of the whole application, so that no page
 * shows what came after its own; the address names the other one, or a frozen report.
 */
@PageController()
export class DifferencePages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('raporty/:kind/roznica')
  @May(...READERS)
  @OnRecord('report-run', ({ params }) => recordedAs(params as Addressed))
  async page(
    @Param('kind') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const kind = reportAddress(name);
    const look = await this.look(request, kind);
    const first = firstShown(look);
    const { difference, frozen } = await this.told(look, kind);
    if (isTurned(look, difference)) return turned(reply, look, difference);
    const { report, from, to, strategy, before } = difference;
    const asked: ReportAsked = { report, from, to, ...(strategy !== null && { strategy }) };
    const [told, now, then, freezings] = await Promise.all([
      frozen ?? this.report(asked, look.at.asked['comparedTo']),
      this.report(asked, look.at.asOf),
      this.pages.lookAt(look, before),
      this.ask<readonly FreezingLine[]>(new FreezingsQuery(report, look.at.asOf)),
    ]);
    const compared = { difference, before: { look: then, report: told }, after: { look, report: now } };
    return this.pages.send(reply, look, differencePage(look, compared, { freezings, first }));
  }

  @Get('raporty/:kind/roznica.:extension')
  @May(...READERS)
  @OnRecord('report-run', ({ params }) => recordedAs(params as Addressed))
  async file(
    @Param('kind') name: string,
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const kind = reportAddress(name);
    if (!isExtension(extension)) throw new Rejection('not-found', `there is no difference as ${extension}`);
    const { difference } = await this.told(await this.look(request, kind), kind);
    const format = DIFFERENCE_FORMATS[extension];
    return sendFile(reply, difference, format, differenceFileName(difference, format), difference.after.position);
  }

  private look(request: FastifyRequest, kind: ReportAddress): Promise<Look> {
    // A frozen report says itself what it is of, and where it stands.
    const named = 'freezing' in (request.query as object) ? ['freezing'] : [...REPORT_PARAMS[kind], 'comparedTo'];
    return this.pages.look(request, [...named, ...SHOWN]);
  }

  /** With what the frozen report says, where one is compared. */
  private async told(
    { at: { asOf, asked } }: Look,
    kind: ReportAddress,
  ): Promise<{ readonly difference: Difference; readonly frozen: Report | null }> {
    const { freezing, comparedTo, path } = asked;
    const report = REPORTS[kind];
    if (freezing !== undefined) {
      // Also as of a day on which it was not there yet.
      const { report: frozen } = await this.ask<Freezing>(new FreezingQuery(report, freezing, asOf));
      const query = new DifferenceQuery(report, { freezing, comparedTo: asOf, path });
      return { difference: await this.ask<Difference>(query), frozen };
    }
    const of = askedFor(kind, asked);
    if (comparedTo === undefined)
      refuseQuery([
        queryFault('comparedTo', 'must be a date (2024-03-31), an instant (2024-03-31T12:00:00Z) or a position (1234)'),
      ]);
    return {
      difference: await this.ask<Difference>(new DifferenceQuery(of, { asOf, comparedTo, path })),
      frozen: null,
    };
  }

  private report(asked: ReportAsked, asOf: string | undefined): Promise<Report> {
    return this.ask<Report>(new ReportQuery(asked, asOf));
  }

  private async ask<T>(query: object): Promise<T> {
    return (await this.queries.execute<object, Answer<T>>(query)).value;
  }
}

interface Addressed {
  readonly kind: string;
}

const isExtension = (name: string): name is keyof typeof DIFFERENCE_FORMATS => Object.hasOwn(DIFFERENCE_FORMATS, name);

/** As the interface names it. */
const recordedAs = ({ kind }: Addressed): string => `report/${REPORTS[reportAddress(kind)]}/difference`;

/** @throws Rejection `bad-query` */
function firstShown({ at: { asked } }: Look): number {
  const { cursor = '0' } = asked;
  if (!/^\d{1,7}$/.test(cursor)) refuseQuery([queryFault('cursor', 'is not one of this very query')]);
  return Number(cursor);
}

/** Whether the other point is the later one. */
const isTurned = ({ past, at: { asOf } }: Look, { before, after }: Difference): boolean =>
  past && before.asOf === asOf && after.asOf !== asOf;

/** Leads to the page of the later point: whoever names the two the other way round means the same. */
function turned(reply: FastifyReply, { at }: Look, { report }: Difference): string {
  const { comparedTo: later, ...asked } = at.asked;
  const address = new Look({ ...at, asOf: later }).href(differencePath(report), { ...asked, comparedTo: at.asOf });
  void reply.status(302);
  return sendOn(reply, address);
}
