import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AsOf } from '../../application/as-of.js';
import { type Difference, type DifferenceAsked, DifferenceQuery } from '../../application/difference/difference.js';
import {
  type Answer,
  CoverageQuery,
  GminaQuery,
  GminasQuery,
  GoalQuery,
  GoalsQuery,
  ReportQuery,
} from '../../application/queries/figures.js';
import type { GminaList, OneGmina } from '../../application/queries/gmina-list.js';
import type { Coverage, GoalList } from '../../application/queries/goals.js';
import type { OneGoal } from '../../application/queries/one-goal.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { annual, type Report, type ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { AsOfHeaders } from './as-of.js';
import {
  DIFFERENCE_FORMATS,
  differenceFileName,
  type Format,
  REPORT_FORMATS,
  reportFileName,
} from '../reports/formats.js';
import { answerIn, formatAsked } from './report-answer.js';
import * as says from './openapi/figures.js';
import { Tells } from './openapi/operation.js';
import { annualDifference, periodDifference } from './openapi/difference.js';
import { annualReport, periodReport } from './openapi/reports.js';
import {
  ANNUAL_DIFFERENCE_PARAMS,
  ANNUAL_REPORT_PARAMS,
  COVERAGE_PARAMS,
  GMINA_PARAMS,
  GMINAS_PARAMS,
  GOAL_PARAMS,
  GOALS_PARAMS,
  PERIOD_DIFFERENCE_PARAMS,
  PERIOD_REPORT_PARAMS,
} from './questions.js';
import { paramsOf, queryOf, tag } from './request.js';
import { OnRecord } from './on-record.js';
import { May, READERS } from './rights.js';

/** @throws Rejection `bad-query` naming what a freezing says itself */
function refuseBeside(named: Readonly<Record<string, string | undefined>>): void {
  const given = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  refuseQuery(given.map((name) => queryFault(name, 'is not named beside a freezing: that says it itself')));
}

/** The figures per gmina, per goal, their matrix, and the reports. */
@Controller('v1')
export class FiguresController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
    @Inject(AsOf) private readonly asOf: AsOf,
  ) {}

  @Get('gminas')
  @May(...READERS)
  @Tells(says.gminas)
  gminas(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<GminaList> {
    const { sort, without, ...asked } = queryOf(request, GMINAS_PARAMS);
    const shown = { ...(sort !== undefined && { sort }), ...(without !== undefined && { without }) };
    return this.answer<GminaList>(new GminasQuery(asked, shown), request, reply);
  }

  @Get('gminas/:terc')
  @May(...READERS)
  @Tells(says.gmina)
  async gmina(
    @Param('terc') terc: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OneGmina> {
    const asked = queryOf(request, GMINA_PARAMS);
    const found = await this.answer<OneGmina>(new GminaQuery(terc, asked), request, reply);
    if ('revision' in found) tag(reply, found.revision);
    return found;
  }

  @Get('goals')
  @May(...READERS)
  @Tells(says.goals)
  goals(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<GoalList> {
    const { gaps, ...asked } = queryOf(request, GOALS_PARAMS);
    return this.answer<GoalList>(new GoalsQuery(asked, gaps), request, reply);
  }

  @Get('goals/:code')
  @May(...READERS)
  @Tells(says.goal)
  goal(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OneGoal> {
    const asked = queryOf(request, GOAL_PARAMS);
    return this.answer<OneGoal>(new GoalQuery(code, asked), request, reply);
  }

  @Get('coverage')
  @May(...READERS)
  @Tells(says.coverage)
  coverage(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Coverage> {
    return this.answer<Coverage>(new CoverageQuery(queryOf(request, COVERAGE_PARAMS)), request, reply);
  }

  @Get('reports/period')
  @May(...READERS)
  @OnRecord('report-run', 'report/period')
  @Tells(periodReport)
  async period(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const format = formatAsked(REPORT_FORMATS, request, reply);
    const { params, faults } = paramsOf(request, PERIOD_REPORT_PARAMS);
    const { from, to, strategy, asOf } = params;
    const asked = {
      report: 'period',
      ...readMonths(from, to, [...faults, ...this.asOf.faultsOf(asOf)]),
      ...(strategy !== undefined && { strategy }),
    } as const;
    return this.report(new ReportQuery(asked, asOf), format, request, reply);
  }

  @Get('reports/annual')
  @May(...READERS)
  @OnRecord('report-run', 'report/annual')
  @Tells(annualReport)
  async annual(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const format = formatAsked(REPORT_FORMATS, request, reply);
    const { params, faults } = paramsOf(request, ANNUAL_REPORT_PARAMS);
    const { year, strategy, asOf } = params;
    const asked = {
      ...annual(readYear(year, [...faults, ...this.asOf.faultsOf(asOf)])),
      ...(strategy !== undefined && { strategy }),
    };
    return this.report(new ReportQuery(asked, asOf), format, request, reply);
  }

  @Get('reports/period/difference')
  @May(...READERS)
  @OnRecord('report-run', 'report/period/difference')
  @Tells(periodDifference)
  async periodDifference(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const format = formatAsked(DIFFERENCE_FORMATS, request, reply);
    const { from, to, strategy, ...asked } = queryOf(request, PERIOD_DIFFERENCE_PARAMS);
    const report = asked.freezing === undefined ? { report: 'period' as const, ...readMonths(from, to) } : null;
    return this.difference('period', report, { from, to, strategy }, asked, format, request, reply);
  }

  @Get('reports/annual/difference')
  @May(...READERS)
  @OnRecord('report-run', 'report/annual/difference')
  @Tells(annualDifference)
  async annualDifference(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const format = formatAsked(DIFFERENCE_FORMATS, request, reply);
    const { year, strategy, ...asked } = queryOf(request, ANNUAL_DIFFERENCE_PARAMS);
    const report = asked.freezing === undefined ? annual(readYear(year)) : null;
    return this.difference('annual', report, { year, strategy }, asked, format, request, reply);
  }

  /** @param named what names the period and strategy: nothing beside a freezing, which names them itself */
  private async difference(
    name: ReportFigures['report'],
    report: ReportAsked | null,
    named: Readonly<Record<string, string | undefined>>,
    asked: DifferenceAsked,
    format: Format<Difference>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | Buffer> {
    const { strategy } = named;
    if (report === null) refuseBeside(named);
    const of = report === null ? name : { ...report, ...(strategy !== undefined && { strategy }) };
    const told = await this.answer<Difference>(new DifferenceQuery(of, asked), request, reply);
    return answerIn(told, format, differenceFileName, reply);
  }

  private async report(
    query: ReportQuery,
    format: Format<Report>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | Buffer> {
    return answerIn(await this.answer<Report>(query, request, reply), format, reportFileName, reply);
  }

  private answer<T>(query: object, request: FastifyRequest, reply: FastifyReply): Promise<T> {
    return this.headers.answer(request, reply, () => this.queries.execute<object, Answer<T>>(query));
  }
}
