import { Get, Inject, Redirect, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActivitiesQuery, type ActivityPage } from '../../application/queries/activities.js';
import { type Answer, GminasQuery, GoalsQuery } from '../../application/queries/figures.js';
import type { GminaList } from '../../application/queries/gmina-list.js';
import type { GoalList } from '../../application/queries/goals.js';
import type { RegisterParams } from '../../application/queries/register-link.js';
import { TotalsQuery } from '../../application/queries/totals.js';
import { May, Open, READERS } from '../http/rights.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { deskPage, todosOn, type Waiting } from './pages/desk.js';
import { yearOf } from './periods.js';

/** Of each list of what waits. */
const SHOWN = 6;

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
      const [waiting, latest] = await Promise.all([
        this.waiting(look),
        this.list(look, { sort: '-recordedAt', limit: '8' }),
      ]);
      return deskPage(look, { year: shown, gminas, goals, waiting, latest });
    });
  }

  private async waiting(look: Look): Promise<readonly Waiting[]> {
    const todos = todosOn(look.at.directory.day).map(({ asked: { sort, ...asked } }) => ({ sort, asked }));
    const asked = todos.flatMap((todo): RegisterParams[] => [
      todo.asked,
      { waitsFor: todo.asked.waitsFor, overdue: 'true' },
    ]);
    const totals = await this.ask<readonly number[]>(new TotalsQuery(asked, look.at.asOf));
    return Promise.all(
      todos.map(async (todo, index) => {
        const { items: dated } = await this.list(look, { ...todo.asked, sort: 'due', limit: String(SHOWN) });
        const total = totals[2 * index] ?? 0;
        // By the day on which they are due, those without one are not listed: they fill what is left.
        const rest =
          dated.length < Math.min(SHOWN, total)
            ? (await this.list(look, { ...todo.asked, sort: todo.sort, limit: String(2 * SHOWN) })).items
            : [];
        const items = [...dated, ...rest.filter(({ due }) => due === null)].slice(0, SHOWN);
        return { items, total, overdue: totals[2 * index + 1] ?? 0 };
      }),
    );
  }

  private list(look: Look, asked: RegisterParams): Promise<ActivityPage> {
    const { asOf } = look.at;
    return this.ask<ActivityPage>(new ActivitiesQuery({ ...asked, ...(asOf !== undefined && { asOf }) }));
  }

  private async ask<T>(query: object): Promise<T> {
    return (await this.queries.execute<object, Answer<T>>(query)).value;
  }
}
