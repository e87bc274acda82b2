import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ledgerAt, makeReport, type Report, type ReportAsked } from '../reports/report.js';
import { AsOf } from '../as-of.js';
import { queryFault } from '../../domain/kernel/rejection.js';
import { type GminaList, gminaList, type GminasShown, type OneGmina, oneGmina, shownFaults } from './gmina-list.js';
import { gminaFigures } from './gminas.js';
import { type Coverage, coverageMatrix, goalFigures, type GoalList, goalList } from './goals.js';
import { type OneGoal, oneGoal } from './one-goal.js';
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
  constructor(
    readonly asked: FiguresAsked,
    readonly shown: GminasShown,
  ) {}
}

@QueryHandler(GminasQuery)
export class GminasHandler implements IQueryHandler<GminasQuery, Answer<GminaList>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked, shown }: GminasQuery): Promise<Answer<GminaList>> {
    const period = readPeriod(asked.from, asked.to, [...shownFaults(shown), ...this.asOf.faultsOf(asked.asOf)]);
    return this.asOf.read(
      asked.asOf,
      async (reading) => gminaList(await gminaFigures(reading, period), shown, reading),
      ['gminas', period, shown],
    );
  }
}

export class GminaQuery {
  constructor(
    readonly terc: string,
    readonly asked: FiguresAsked,
  ) {}
}

@QueryHandler(GminaQuery)
export class GminaHandler implements IQueryHandler<GminaQuery, Answer<OneGmina>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ terc, asked }: GminaQuery): Promise<Answer<OneGmina>> {
    const period = readPeriod(asked.from, asked.to, this.asOf.faultsOf(asked.asOf));
    return this.asOf.read(asked.asOf, async (reading) => oneGmina(await gminaFigures(reading, period), terc, reading), [
      'gmina',
      period,
      terc,
    ]);
  }
}

export class GoalsQuery {
  constructor(
    readonly asked: FiguresAsked,
    /** `true`: only the items without any activity. */
    readonly gaps: string | undefined,
  ) {}
}

@QueryHandler(GoalsQuery)
export class GoalsHandler implements IQueryHandler<GoalsQuery, Answer<GoalList>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked, gaps = 'false' }: GoalsQuery): Promise<Answer<GoalList>> {
    const faults = gaps === 'true' || gaps === 'false' ? [] : [queryFault('gaps', 'must be true or false')];
    const period = readPeriod(asked.from, asked.to, [...faults, ...this.asOf.faultsOf(asked.asOf)]);
    return this.asOf.read(
      asked.asOf,
      async (reading) => goalList(await goalFigures(reading, period, asked.strategy), gaps === 'true', reading),
      ['goals', period, asked.strategy, gaps],
    );
  }
}

export class GoalQuery {
  constructor(
    readonly code: string,
    readonly asked: FiguresAsked,
  ) {}
}

@QueryHandler(GoalQuery)
export class GoalHandler implements IQueryHandler<GoalQuery, Answer<OneGoal>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ code, asked }: GoalQuery): Promise<Answer<OneGoal>> {
    const period = readPeriod(asked.from, asked.to, this.asOf.faultsOf(asked.asOf));
    return this.asOf.read(asked.asOf, (reading) => oneGoal(reading, period, asked.strategy, code), [
      'goal',
      period,
      asked.strategy,
      code,
    ]);
  }
}

export class CoverageQuery {
  constructor(readonly asked: FiguresAsked) {}
}

@QueryHandler(CoverageQuery)
export class CoverageHandler implements IQueryHandler<CoverageQuery, Answer<Coverage>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ asked }: CoverageQuery): Promise<Answer<Coverage>> {
    const period = readPeriod(asked.from, asked.to, this.asOf.faultsOf(asked.asOf));
    return this.asOf.read(asked.asOf, (reading) => coverageMatrix(reading, period, asked.strategy), [
      'coverage',
      period,
      asked.strategy,
    ]);
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

  async execute({ asked, asOf }: ReportQuery): Promise<Answer<Report>> {
    // A demonstration says so as of any day, also as of one before it began.
    const { value: opened } = await this.asOf.read(undefined, ledgerAt);
    return this.asOf.read(asOf, (reading) => makeReport(reading, asked, asOf, opened), ['report', asked, asOf]);
  }
}

export const FIGURE_HANDLERS = [GminasHandler, GminaHandler, GoalsHandler, GoalHandler, CoverageHandler, ReportHandler];
