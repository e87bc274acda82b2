import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Freeze, type Froze } from '../../application/commands/freeze.js';
import type { Answer } from '../../application/queries/figures.js';
import { type Freezing, FreezingQuery } from '../../application/queries/freezings.js';
import { Receipts } from '../../application/receipts.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { OnRecord } from '../http/on-record.js';
import { MANAGERS, May, READERS } from '../http/rights.js';
import { REPORT_FORMATS, reportFileName } from '../reports/formats.js';
import { sendOn, sendPast } from './answers.js';
import { sendFile } from './files.js';
import { sentIn } from './forms/typed.js';
import { formWrite } from './forms/write.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { frozenLatePage, frozenPage } from './pages/frozen.js';
import { askedFor, freezingPath, REPORT_PARAMS, reportAddress, REPORTS } from './report-addresses.js';

/** The id of a frozen report; as a file `….csv`. */
const ADDRESS = /^([\da-f-]+)(?:\.(csv|xlsx|docx|md|json))?$/;

/** Reports on record: taken from a report's page, and read again as they were. */
@PageController()
export class FreezingPages {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Post('raporty/:report')
  @HttpCode(303)
  @May(...MANAGERS)
  async freeze(
    @Param('report') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const kind = reportAddress(name);
    const look = await this.pages.look(request, REPORT_PARAMS[kind]);
    if (look.past) return sendPast(this.pages, reply, look);
    const asked = askedFor(kind, look.at.asked);
    // However often the form is sent, what it freezes is frozen once.
    const write = formWrite(request, sentIn(request.body), { ...asked }, { revision: false });
    const froze = await this.commands.execute<Freeze, Froze>(new Freeze(asked, write));
    const { position } = await this.receipts.of(null, froze.event);
    if (position === null) {
      void reply.status(202);
      return this.pages.send(reply, look, frozenLatePage(look));
    }
    return sendOn(reply, look.href(freezingPath(asked.report, froze.id)));
  }

  @Get('raporty/:kind/zamrozone/:freezing')
  @May(...READERS)
  @OnRecord('report-run', ({ params }) => recordedAs(params as Addressed))
  async frozen(
    @Param('kind') kind: string,
    @Param('freezing') address: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const report = REPORTS[reportAddress(kind)];
    const [, id, extension] = ADDRESS.exec(address) ?? [];
    if (id === undefined) throw new Rejection('not-found', `there is no frozen report ${address}`);
    const look = await this.pages.look(request, []);
    const { value: found } = await this.queries.execute<FreezingQuery, Answer<Freezing>>(
      new FreezingQuery(report, id, look.at.asOf),
    );
    if (extension === undefined) {
      const then = await this.pages.lookAt(look, found.report);
      const file = (of: string): string => look.href(`${freezingPath(report, id)}.${of}`);
      return this.pages.send(reply, look, frozenPage(look, then, found, file));
    }
    // The address has no other extensions.
    const format = REPORT_FORMATS[extension as keyof typeof REPORT_FORMATS];
    return sendFile(reply, found.report, format, reportFileName(found.report, format), found.report.position);
  }
}

interface Addressed {
  readonly kind: string;
  readonly freezing: string;
}

/** As the interface names it. */
const recordedAs = ({ kind, freezing }: Addressed): string =>
  `report/${REPORTS[reportAddress(kind)]}/freezings/${ADDRESS.exec(freezing)?.[1] ?? ''}`;
