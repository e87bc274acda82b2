import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ids } from '../../application/ports/ids.js';
import { type Answer, ReportQuery } from '../../application/queries/figures.js';
import { type FreezingLine, FreezingsQuery } from '../../application/queries/freezings.js';
import type { Report, ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { OnRecord } from '../http/on-record.js';
import { MANAGERS, May, READERS } from '../http/rights.js';
import { REPORT_FORMATS, reportFileName } from '../reports/formats.js';
import { sendFile } from './files.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { reportPage } from './pages/report.js';
import { reportsPage } from './pages/reports.js';
import { yearOf } from './periods.js';
import { askedFor, REPORT_PARAMS, reportOf } from './report-addresses.js';

/** `roczny`, `okresowy`; as a file `roczny.csv`. */
const ADDRESS = /^(roczny|okresowy)(?:\.(csv|xlsx|docx|md|json))?$/;

/** The reports: to read, to print, and as files. */
@PageController()
export class ReportPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Ids) private readonly ids: Ids,
  ) {}

  @Get('raporty')
  @May(...READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      const [annual, period] = [await this.frozen(look, 'annual'), await this.frozen(look, 'period')];
      return reportsPage(look, yearOf(look.at.directory, undefined).year, [...annual, ...period]);
    });
  }

  @Get('raporty/:report')
  @May(...READERS)
  @OnRecord('report-run', ({ params }) => `report/${reportOf((params as { readonly report: string }).report)}`)
  async report(
    @Param('report') address: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const [, kind, extension] = ADDRESS.exec(address) ?? [];
    if (kind !== 'roczny' && kind !== 'okresowy') throw new Rejection('not-found', `there is no report ${address}`);
    const look = await this.pages.look(request, REPORT_PARAMS[kind]);
    const report = await this.read(look, askedFor(kind, look.at.asked));
    if (extension === undefined) {
      const file = (of: string): string => look.href(`/raporty/${kind}.${of}`, look.at.asked);
      // As of a past day nothing is written.
      const key = look.may(...MANAGERS) && !look.past ? this.ids.next() : null;
      return this.pages.send(reply, look, reportPage(look, report, { file, key }));
    }
    // The address has no other extensions.
    const format = REPORT_FORMATS[extension as keyof typeof REPORT_FORMATS];
    return sendFile(reply, report, format, reportFileName(report, format), report.position);
  }

  private async read(look: Look, asked: ReportAsked): Promise<Report> {
    return (await this.queries.execute<ReportQuery, Answer<Report>>(new ReportQuery(asked, look.at.asOf))).value;
  }

  private async frozen(look: Look, report: ReportFigures['report']): Promise<readonly FreezingLine[]> {
    const query = new FreezingsQuery(report, look.at.asOf);
    return (await this.queries.execute<FreezingsQuery, Answer<readonly FreezingLine[]>>(query)).value;
  }
}
