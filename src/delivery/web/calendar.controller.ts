import { Get, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActivitiesQuery, type ActivityPage } from '../../application/queries/activities.js';
import type { Answer } from '../../application/queries/figures.js';
import type { RegisterParams } from '../../application/queries/register-link.js';
import { isMonth } from '../../domain/kernel/day.js';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { May, READERS } from '../http/rights.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { calendarPage } from './pages/calendar.js';
import { monthShown } from './periods.js';

/** As many as a page of the register may have: a month of a county has some dozens. */
const MOST = { limit: '200', count: 'true' } as const;

@PageController()
export class CalendarPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('kalendarz')
  @May(...READERS)
  calendar(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['month'], async (look, asked) => {
      const month = asked.month ?? monthShown(look.at.directory);
      if (!isMonth(month)) refuseQuery([queryFault('month', 'must be a month (2023-01) or the first day of one')]);
      const [events, due] = await Promise.all([
        this.register(look, {
          kind: 'attendance',
          status: 'invited,confirmed,attended',
          occurredFrom: month,
          occurredTo: month,
          sort: 'occurredOn',
          ...MOST,
        }),
        this.register(look, { dueFrom: month, dueTo: month, sort: 'due', ...MOST }),
      ]);
      return calendarPage(look, { month, events, due });
    });
  }

  private async register({ at: { asOf } }: Look, asked: RegisterParams): Promise<ActivityPage> {
    const query = new ActivitiesQuery({ ...asked, ...(asOf !== undefined && { asOf }) });
    return (await this.queries.execute<ActivitiesQuery, Answer<ActivityPage>>(query)).value;
  }
}
