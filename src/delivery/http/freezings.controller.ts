import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody, wellFormed } from '../../application/commands/bodies.js';
import { Freeze, type Froze } from '../../application/commands/freeze.js';
import type { Answer } from '../../application/queries/figures.js';
import {
  type Freezing,
  type FreezingLine,
  FreezingQuery,
  FreezingsQuery,
} from '../../application/queries/freezings.js';
import { Receipts } from '../../application/receipts.js';
import { annual, type ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import { refuseFaults } from '../../domain/kernel/rejection.js';
import { REPORT_FORMATS, reportFileName } from '../reports/formats.js';
import { afterToken, AsOfHeaders } from './as-of.js';
import { AnnualFreezingBody, PeriodFreezingBody } from './bodies.js';
import { freezing, freezingList, freezingRead } from './openapi/freezings.js';
import { Tells } from './openapi/operation.js';
import { POINT_PARAMS } from './questions.js';
import type { FreezingReceipt } from './receipts.js';
import { answerIn, formatAsked } from './report-answer.js';
import { queryOf, tag, writeOf } from './request.js';
import { OnRecord } from './on-record.js';
import { MANAGERS, May, READERS } from './rights.js';

/** Reports on record: those of a year, or those of a period. */
function controllerOf(report: ReportFigures['report'], askedIn: (body: unknown) => ReportAsked): Type<object> {
  @Controller(`v1/reports/${report}/freezings`)
  class FreezingsController {
    constructor(
      @Inject(CommandBus) private readonly commands: CommandBus,
      @Inject(QueryBus) private readonly queries: QueryBus,
      @Inject(Receipts) private readonly receipts: Receipts,
      @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
    ) {}

    @Post()
    @HttpCode(201)
    @May(...MANAGERS)
    @Tells(freezing(report))
    async freeze(
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<FreezingReceipt> {
      const asked = askedIn(body);
      const write = writeOf(request, body, { revision: false });
      await this.headers.settled(request);
      const froze = await this.commands.execute<Freeze, Froze>(new Freeze(asked, write));
      const { id, revision, event, digest } = froze;
      const { position } = await this.receipts.of(null, event);
      tag(reply, revision);
      void reply.header('Kronika-Position', position ?? afterToken(event));
      void reply.header('Location', `/v1/reports/${report}/freezings/${id}`);
      return { id, revision, position, digest };
    }

    @Get()
    @May(...READERS)
    @Tells(freezingList(report))
    list(
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<readonly FreezingLine[]> {
      const { asOf } = queryOf(request, POINT_PARAMS);
      return this.headers.answer(request, reply, () =>
        this.queries.execute<FreezingsQuery, Answer<readonly FreezingLine[]>>(new FreezingsQuery(report, asOf)),
      );
    }

    @Get(':freezing')
    @May(...READERS)
    @OnRecord('report-run', ({ params }) => `report/${report}/freezings/${(params as Frozen).freezing}`)
    @Tells(freezingRead(report))
    async read(
      @Param('freezing') id: string,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<string | Buffer> {
      const format = formatAsked(REPORT_FORMATS, request, reply);
      const { asOf } = queryOf(request, POINT_PARAMS);
      const found = await this.headers.answer(request, reply, () =>
        this.queries.execute<FreezingQuery, Answer<Freezing>>(new FreezingQuery(report, id, asOf)),
      );
      if (format !== REPORT_FORMATS.json) return answerIn(found.report, format, reportFileName, reply);
      void reply.header('Content-Type', `${format.mediaType}; charset=utf-8`);
      return JSON.stringify(found);
    }
  }
  Object.defineProperty(FreezingsController, 'name', { value: `${report}Freezings` });
  return FreezingsController;
}

interface Frozen {
  readonly freezing: string;
}

const withStrategy = (asked: ReportAsked, strategy: string | undefined): ReportAsked => ({
  ...asked,
  ...(strategy !== undefined && { strategy }),
});

export const FREEZING_CONTROLLERS: readonly Type<object>[] = [
  controllerOf('annual', (body) => {
    const { year, strategy } = wellFormed(readBody(AnnualFreezingBody, body));
    refuseFaults(
      year >= 1900 && year < 2200 ? [] : [{ pointer: '/year', detail: 'must be a year of the calendar, such as 2023' }],
    );
    return withStrategy(annual(year), strategy);
  }),
  controllerOf('period', (body) => {
    const { from, to, strategy } = wellFormed(readBody(PeriodFreezingBody, body));
    refuseFaults(to < from ? [{ pointer: '/to', detail: 'must not be before from' }] : []);
    return withStrategy({ report: 'period', from, to }, strategy);
  }),
];
