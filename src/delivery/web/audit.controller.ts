import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DaysAround, DaysAroundQuery } from '../../application/queries/days.js';
import { type Answer, GminasQuery } from '../../application/queries/figures.js';
import type { GminaList } from '../../application/queries/gmina-list.js';
import { type LedgerParams, Trail } from '../../application/queries/ledger.js';
import { TotalsQuery } from '../../application/queries/totals.js';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { AUDITORS } from '../http/auditors.js';
import { May } from '../http/rights.js';
import { listFormOf } from './lists/list-forms.js';
import { type ListAnswer, sendList } from './lists/send-list.js';
import { type TrailLine, trailList } from './lists/trail.js';
import type { Look } from './look.js';
import { mentionedBy } from './mentioned.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { auditPage } from './pages/audit.js';
import { playerPage } from './pages/player.js';
import { yearOf } from './periods.js';

const PARAMS = ['kind', 'stream', 'gmina', 'by', 'recordedFrom', 'recordedTo'] as const;
const PHASES = ['ahead', 'underway', 'done', 'dropped'] as const;

/** For those who check, and for management: the trail of events, and the ledger day by day. */
@PageController()
export class AuditPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Trail) private readonly trail: Trail,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('audyt')
  @May(...AUDITORS)
  audit(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [...PARAMS, 'before'], async (look, { before, ...asked }) => {
      if (before !== undefined && !/^\d{1,15}$/.test(before)) refuseQuery([queryFault('before', 'must be a position')]);
      // As of a past point, what came after it was not there.
      const end = Math.min(look.at.position + 1, before === undefined ? Infinity : Number(before));
      const { events, more } = await this.trail.latest({ ...asked, limit: '50' }, end);
      const total = await this.trail.count(asked, look.at.position + 1);
      const older = more ? (events.at(-1)?.position ?? null) : null;
      const mentioned = await mentionedBy(this.queries, look, events);
      return auditPage(look, asked, { events, total, older, newer: before !== undefined, mentioned });
    });
  }

  @Get('audyt.:extension')
  @May(...AUDITORS)
  async file(
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListAnswer> {
    const form = listFormOf(extension);
    const look = await this.pages.look(request, PARAMS);
    const { asked, position } = look.at;
    const total = await this.trail.count(asked, position + 1);
    const list = trailList(look, asked, { total, pages: this.trailed(look, asked) });
    return sendList(this.pages, reply, look, form, list);
  }

  @Get('audyt/odtwarzacz')
  @May(...AUDITORS)
  player(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      const { asOf, directory, position } = look.at;
      const { day } = directory;
      const { year, ...period } = yearOf(directory, undefined);
      const point = asOf === undefined ? {} : { asOf };
      const [around, gminas, { events }] = await Promise.all([
        this.ask<DaysAround>(new DaysAroundQuery(day)),
        this.ask<GminaList>(new GminasQuery({ ...period, ...point }, {})),
        this.trail.latest({ recordedFrom: day, recordedTo: day, limit: '50' }, position + 1),
      ]);
      const totals = await this.ask<readonly number[]>(
        new TotalsQuery(
          PHASES.map((phase) => ({ phase })),
          asOf,
        ),
      );
      const phases = PHASES.map((phase, index) => ({ phase, count: totals[index] ?? 0 }));
      const mentioned = await mentionedBy(this.queries, look, events);
      const total = Math.max(events.length, around.own?.events ?? 0);
      return playerPage(look, { around, year, gminas, phases, trailed: { events, mentioned, total } });
    });
  }

  /** All events that are asked for, the last first: what is recorded meanwhile lies after the point where one stands. */
  private async *trailed(look: Look, asked: LedgerParams): AsyncGenerator<Answer<{ readonly items: TrailLine[] }>> {
    const { position } = look.at;
    for (let end = position + 1; ;) {
      const { events, more } = await this.trail.latest({ ...asked, limit: '500' }, end);
      const mentioned = await mentionedBy(this.queries, look, events);
      yield { value: { items: events.map((event) => ({ event, mentioned })) }, position };
      if (!more) return;
      end = Number(events.at(-1)?.position);
    }
  }

  private async ask<T>(query: object): Promise<T> {
    return (await this.queries.execute<object, Answer<T>>(query)).value;
  }
}
