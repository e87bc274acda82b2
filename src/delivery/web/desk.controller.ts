import { Get, Inject, Redirect, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActivitiesQuery, type ActivityPage } from '../../application/queries/activities.js';
import { type Answer, GminasQuery, GoalsQuery } from '../../application/queries/figures.js';
import type { GminaList } from '../../application/queries/gmina-list.js';
import type { GoalList } from '../../application/queries/goals.js';
import type { RegisterParams } from '../../application/queries/register-link.js';
import { May, Open, READERS } from '../http/rights.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { deskPage, DESK_LISTS } from './pages/desk.js';
import { yearOf } from './periods.js';

/** The desk: what there is to see and to do today. */
@PageController()
export class DeskPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  /** Says nothing itself: the desk asks who comes. */
  @Get()
  @Open()
  @Redirect('/pulpit')
  start(): void {
    // Nest redirects.
  }

  @Get('pulpit')
  @May(...READERS)
  desk(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['year'], async (look, { year }) => {
      const { asOf, directory } = look.at;
      const point = asOf === undefined ? {} : { asOf };
      const { year: shown, ...period } = yearOf(directory, year);
      const [gminas, goals] = await Promise.all([
        this.ask<GminaList>(new GminasQuery({ ...period, ...point }, {})),
        this.ask<GoalList>(new GoalsQuery({ ...period, ...point }, undefined)),
      ]);
      const lists = await Promise.all(DESK_LISTS.map(({ asked }) => this.list(look, asked)));
      return deskPage(look, { year: shown, gminas, goals, lists });
    });
  }

  private list(look: Look, asked: RegisterParams): Promise<ActivityPage> {
    const { asOf } = look.at;
    return this.ask<ActivityPage>(new ActivitiesQuery({ ...asked, ...(asOf !== undefined && { asOf }) }));
  }

  private async ask<T>(query: object): Promise<T> {
    return (await this.queries.execute<object, Answer<T>>(query)).value;
  }
}
