import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, CoverageQuery, GminasQuery, GoalsQuery, ReportQuery } from '../../application/queries/figures.js';
import type { GminaFigures, GminaRow, OtherRow } from '../../application/queries/gminas.js';
import type { Coverage, GoalFigures, GoalRow } from '../../application/queries/goals.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { annual, type Report } from '../../application/reports/report.js';
import { KINDS } from '../../domain/catalogue.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import { AsOfHeaders } from './as-of.js';
import type { ReportFormat } from '../reports/formats.js';
import { formatAsked, reportAnswer } from './report-answer.js';
import * as says from './openapi/figures.js';
import { Tells } from './openapi/operation.js';
import { annualReport, periodReport } from './openapi/reports.js';
import {
  ANNUAL_REPORT_PARAMS,
  COVERAGE_PARAMS,
  GMINA_PARAMS,
  GMINA_SORTS,
  GMINAS_PARAMS,
  GOAL_PARAMS,
  GOALS_PARAMS,
  PERIOD_REPORT_PARAMS,
} from './questions.js';
import { queryOf } from './request.js';
import { May, READERS } from './rights.js';

/** The figures per gmina, per goal, their matrix, and the reports. */
@Controller('v1')
export class FiguresController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get('gminas')
  @May(...READERS)
  @Tells(says.gminas)
  async gminas(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<says.GminaList> {
    const { sort = '-activities', without, ...asked } = queryOf(request, GMINAS_PARAMS);
    const faults: Fault[] = [];
    if (!GMINA_SORTS.some((each) => each === sort))
      faults.push({ pointer: 'sort', detail: `sort: must be one of ${GMINA_SORTS.join(', ')}` });
    if (without !== undefined && !KINDS.some(({ name }) => name === without)) {
      faults.push({
        pointer: 'without',
        detail: `without: must be a kind of activity: ${KINDS.map(({ name }) => name).join(', ')}`,
      });
    }
    if (faults.length > 0) throw new Rejection('bad-query', faults.map(({ detail }) => detail).join(' '), faults);
    const { gminas, from, to, county, outside } = await this.answer<GminaFigures>(
      new GminasQuery(asked),
      request,
      reply,
    );
    const shown = without === undefined ? gminas : gminas.filter(({ activities }) => activities.byKind[without] === 0);
    return { from, to, gminas: sorted(shown, sort), county, outside };
  }

  @Get('gminas/:terc')
  @May(...READERS)
  @Tells(says.gmina)
  async gmina(
    @Param('terc') terc: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GminaRow | OtherRow> {
    const asked = queryOf(request, GMINA_PARAMS);
    const figures = await this.answer<GminaFigures>(new GminasQuery(asked), request, reply);
    if (terc === COUNTY) return figures.county;
    if (terc === OUTSIDE) return figures.outside;
    const row = figures.gminas.find((each) => each.terc === terc || each.key === terc);
    if (row === undefined) throw new Rejection('not-found', `there is no gmina ${terc} in this county`);
    return row;
  }

  @Get('goals')
  @May(...READERS)
  @Tells(says.goals)
  async goals(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<GoalFigures> {
    const { gaps, ...asked } = queryOf(request, GOALS_PARAMS);
    if (gaps !== undefined && gaps !== 'true' && gaps !== 'false')
      throw new Rejection('bad-query', 'gaps: must be true or false');
    const figures = await this.answer<GoalFigures>(new GoalsQuery(asked), request, reply);
    if (gaps !== 'true') return figures;
    return {
      ...figures,
      goals: figures.goals.filter(({ code, activities }) => code !== 'none' && activities.total === 0),
    };
  }

  @Get('goals/:code')
  @May(...READERS)
  @Tells(says.goal)
  async goal(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GoalRow> {
    const asked = queryOf(request, GOAL_PARAMS);
    const figures = await this.answer<GoalFigures>(new GoalsQuery(asked), request, reply);
    const row = figures.goals.find((each) => each.code === code);
    if (row === undefined)
      throw new Rejection('not-found', `there is no item ${code} in the strategy ${figures.strategy?.id ?? ''}`);
    return row;
  }

  @Get('coverage')
  @May(...READERS)
  @Tells(says.coverage)
  coverage(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Coverage> {
    return this.answer<Coverage>(new CoverageQuery(queryOf(request, COVERAGE_PARAMS)), request, reply);
  }

  @Get('reports/period')
  @May(...READERS)
  @Tells(periodReport)
  async period(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const format = formatAsked(request, reply);
    const { from, to, strategy, asOf } = queryOf(request, PERIOD_REPORT_PARAMS);
    const asked = {
      report: 'period',
      ...readMonths(from, to),
      ...(strategy !== undefined && { strategy }),
    } as const;
    return this.report(new ReportQuery(asked, asOf), format, request, reply);
  }

  @Get('reports/annual')
  @May(...READERS)
  @Tells(annualReport)
  async annual(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const format = formatAsked(request, reply);
    const { year, strategy, asOf } = queryOf(request, ANNUAL_REPORT_PARAMS);
    const asked = { ...annual(readYear(year)), ...(strategy !== undefined && { strategy }) };
    return this.report(new ReportQuery(asked, asOf), format, request, reply);
  }

  private async report(
    query: ReportQuery,
    format: ReportFormat,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    return reportAnswer(await this.answer<Report>(query, request, reply), format, reply);
  }

  private answer<T>(query: object, request: FastifyRequest, reply: FastifyReply): Promise<T> {
    return this.headers.answer(request, reply, () => this.queries.execute<object, Answer<T>>(query));
  }
}

function sorted(rows: readonly GminaRow[], sort: string): readonly GminaRow[] {
  switch (sort) {
    case 'activities':
      return [...rows].reverse();
    case 'name':
      return [...rows].sort((a, b) => a.name.localeCompare(b.name, 'pl'));
    case 'terc':
      return [...rows].sort((a, b) => (a.terc < b.terc ? -1 : 1));
    default:
      return rows;
  }
}
