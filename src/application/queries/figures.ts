import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { makeReport, type Report, type ReportAsked } from '../reports/report.js';
import { AsOf } from '../as-of.js';
import { type GminaFigures, gminaFigures } from './gminas.js';
import { type Coverage, coverageMatrix, type GoalFigures, goalFigures } from './goals.js';
import { readPeriod } from './period.js';

/** What a question about figures names: months (API.md) and a point in the ledger. */
export interface FiguresAsked {
  readonly from?: string;
  readonly to?: string;
  readonly strategy?: string;
  readonly asOf?: string;
}

/** An answer, and the position at which all of it stands. */
export interface Answer<T> {
  readonly value: T;
  readonly position: number;
}

export class GminasQuery {
  constructor(readonly asked: FiguresAsked) {}
}

@QueryHandler(GminasQuery)
export class GminasHandler implements IQueryHandler<GminasQuery, Answer<GminaFigures>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked }: GminasQuery): Promise<Answer<GminaFigures>> {
    const period = readPeriod(asked.from, asked.to);
    return this.asOf.read(asked.asOf, (reading) => gminaFigures(reading, period));
  }
}

export class GoalsQuery {
  constructor(readonly asked: FiguresAsked) {}
}

@QueryHandler(GoalsQuery)
export class GoalsHandler implements IQueryHandler<GoalsQuery, Answer<GoalFigures>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked }: GoalsQuery): Promise<Answer<GoalFigures>> {
    const period = readPeriod(asked.from, asked.to);
    return this.asOf.read(asked.asOf, (reading) => goalFigures(reading, period, asked.strategy));
  }
}

export class CoverageQuery {
  constructor(readonly asked: FiguresAsked) {}
}

@QueryHandler(CoverageQuery)
export class CoverageHandler implements IQueryHandler<CoverageQuery, Answer<Coverage>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked }: CoverageQuery): Promise<Answer<Coverage>> {
    const period = readPeriod(asked.from, asked.to);
    return this.asOf.read(asked.asOf, (reading) => coverageMatrix(reading, period, asked.strategy));
  }
}

export class ReportQuery {
  constructor(
    readonly asked: ReportAsked,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(ReportQuery)
export class ReportHandler implements IQueryHandler<ReportQuery, Answer<Report>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked, asOf }: ReportQuery): Promise<Answer<Report>> {
    return this.asOf.read(asOf, (reading) => makeReport(reading, asked, asOf));
  }
}

export const FIGURE_HANDLERS = [GminasHandler, GoalsHandler, CoverageHandler, ReportHandler];
