import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, ReportQuery } from '../../application/queries/figures.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { annual, type Report, type ReportAsked } from '../../application/reports/report.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { OnRecord } from '../http/on-record.js';
import { May, READERS } from '../http/rights.js';
import { REPORT_FORMATS, reportFileName } from '../reports/formats.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { reportPage } from './pages/report.js';
import { reportsPage } from './pages/reports.js';
import { yearOf } from './periods.js';

/** `roczny`, `okresowy`; as a file `roczny.csv`. */
const ADDRESS = /^(roczny|okresowy)(?:\.(csv|xlsx|docx|md|json))?$/;
const PARAMS = { roczny: ['year', 'strategy'], okresowy: ['from', 'to', 'strategy'] } as const;

/** The reports: to read, to print, and as files. */
@PageController()
export class ReportPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('raporty')
  @May(...READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], (look) => reportsPage(look, yearOf(look.at.directory, undefined).year));
  }

  @Get('raporty/:report')
  @May(...READERS)
  @OnRecord('report-run', ({ params }) => `report/${reportNamed(params)}`)
  async report(
    @Param('report') address: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const [, kind, extension] = ADDRESS.exec(address) ?? [];
    if (kind !== 'roczny' && kind !== 'okresowy') throw new Rejection('not-found', `there is no report ${address}`);
    const look = await this.pages.look(request, PARAMS[kind]);
    const report = await this.read(look, askedFor(kind, look.at.asked));
    if (extension === undefined) {
      const file = (of: string): string => look.href(`/raporty/${kind}.${of}`, look.at.asked);
      return this.pages.send(reply, look, reportPage(look, report, file));
    }
    // The address has no other extensions.
    const format = REPORT_FORMATS[extension as keyof typeof REPORT_FORMATS];
    const content = format.render(report);
    void reply
      .header('Content-Type', typeof content === 'string' ? `${format.mediaType}; charset=utf-8` : format.mediaType)
      .header('Content-Disposition', `attachment; filename="${reportFileName(report, format)}"`)
      .header('Kronika-As-Of', report.position);
    return content;
  }

  private async read(look: Look, asked: ReportAsked): Promise<Report> {
    return (await this.queries.execute<ReportQuery, Answer<Report>>(new ReportQuery(asked, look.at.asOf))).value;
  }
}

/** As the interface names it. */
const reportNamed = (params: unknown): string =>
  (params as { readonly report: string }).report.startsWith('roczny') ? 'annual' : 'period';

function askedFor(kind: keyof typeof PARAMS, asked: Look['at']['asked']): ReportAsked {
  const { year, from, to, strategy } = asked;
  const chosen = strategy === undefined ? {} : { strategy };
  return kind === 'roczny'
    ? { ...annual(readYear(year)), ...chosen }
    : { report: 'period', ...readMonths(from, to), ...chosen };
}
