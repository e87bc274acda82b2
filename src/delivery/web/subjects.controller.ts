import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActivitiesQuery, type ActivityPage } from '../../application/queries/activities.js';
import {
  EntriesQuery,
  type EntryLine,
  type CountedPage,
  type EntryParams,
  EntryQuery,
} from '../../application/queries/entries.js';
import {
  type Answer,
  CoverageQuery,
  GminaQuery,
  GminasQuery,
  GoalQuery,
  GoalsQuery,
} from '../../application/queries/figures.js';
import type { GminaList, OneGmina } from '../../application/queries/gmina-list.js';
import type { Coverage, GoalList } from '../../application/queries/goals.js';
import type { OneGoal } from '../../application/queries/one-goal.js';
import {
  CountedMonthsQuery,
  type OrganisationFigures,
  OrganisationFiguresQuery,
} from '../../application/queries/organisation-figures.js';
import type { Period } from '../../application/queries/period.js';
import type { RegisterParams } from '../../application/queries/register-link.js';
import type { SupportSums } from '../../application/queries/support.js';
import { TotalsQuery } from '../../application/queries/totals.js';
import { monthsBetween } from '../../domain/kernel/day.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { May, READERS } from '../http/rights.js';
import { gminaFile } from './lists/gminas.js';
import { pagesFrom } from './lists/list-file.js';
import { listFormOf } from './lists/list-forms.js';
import { organisationList } from './lists/organisations.js';
import { type ListAnswer, sendList } from './lists/send-list.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { gminaPage } from './pages/gmina.js';
import { gminasPage } from './pages/gminas.js';
import { goalPage } from './pages/goal.js';
import { goalsPage } from './pages/goals.js';
import { organisationPage } from './pages/organisation.js';
import { organisationsPage } from './pages/organisations.js';
import { yearOf } from './periods.js';

const SHORT = { limit: '10', count: 'true' } as const;
const ORGANISATION_PARAMS = ['kind', 'gmina', 'q'] as const;

/** What the county works for and with: gminas, goals, organisations. */
@PageController()
export class SubjectPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('gminy')
  @May(...READERS)
  gminas(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['year'], async (look, asked) => {
      const { year, from, to } = yearOf(look.at.directory, asked.year);
      return gminasPage(look, year, await this.ask<GminaList>(new GminasQuery({ from, to, ...pointOf(look) }, {})));
    });
  }

  @Get('gminy.:extension')
  @May(...READERS)
  async gminasFile(
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListAnswer> {
    const form = listFormOf(extension);
    const look = await this.pages.look(request, ['year']);
    const { year, from, to } = yearOf(look.at.directory, look.at.asked['year']);
    const query = new GminasQuery({ from, to, ...pointOf(look) }, {});
    const list = await this.queries.execute<GminasQuery, Answer<GminaList>>(query);
    return sendList(this.pages, reply, look, form, gminaFile(look, year, list));
  }

  @Get('gminy/:terc')
  @May(...READERS)
  gmina(
    @Param('terc') terc: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, ['year'], async (look, asked) => {
      const { year, from, to } = yearOf(look.at.directory, asked.year);
      const figures = { from, to, ...pointOf(look) };
      const [gmina, list] = await Promise.all([
        this.ask<OneGmina>(new GminaQuery(terc, figures)),
        this.ask<GminaList>(new GminasQuery(figures, {})),
      ]);
      const [register, promises] = await Promise.all([
        this.register(look, { gmina: terc, countsFrom: from, countsTo: to, ...SHORT }),
        this.register(look, { gmina: terc, waitsFor: 'promise', sort: 'due', ...SHORT }),
      ]);
      return gminaPage(look, { year, gmina, list, register, promises });
    });
  }

  @Get('cele')
  @May(...READERS)
  goals(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['year', 'strategy'], async (look, asked) => {
      const { year, ...period } = yearOf(look.at.directory, asked.year);
      const figures = { ...period, ...strategyOf(asked.strategy), ...pointOf(look) };
      const [list, coverage] = await Promise.all([
        this.ask<GoalList>(new GoalsQuery(figures, undefined)),
        this.ask<Coverage>(new CoverageQuery(figures)),
      ]);
      return goalsPage(look, year, list, coverage);
    });
  }

  @Get('cele/:code')
  @May(...READERS)
  goal(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, ['year', 'strategy'], async (look, asked) => {
      const { year, from, to } = yearOf(look.at.directory, asked.year);
      const figures = { from, to, ...strategyOf(asked.strategy), ...pointOf(look) };
      const [goal, list] = await Promise.all([
        this.ask<OneGoal>(new GoalQuery(code, figures)),
        this.ask<GoalList>(new GoalsQuery(figures, undefined)),
      ]);
      const of = strategyOf(code === 'none' ? undefined : goal.strategy?.id);
      const [register, promises] = await Promise.all([
        this.register(look, { item: code, ...of, countsFrom: from, countsTo: to, ...SHORT }),
        this.register(look, { item: code, ...of, waitsFor: 'promise', sort: 'due', ...SHORT }),
      ]);
      return goalPage(look, { year, goal, list, register, promises });
    });
  }

  @Get('organizacje')
  @May(...READERS)
  organisations(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [...ORGANISATION_PARAMS, 'cursor'], async (look, asked) => {
      const query = new EntriesQuery(ORGANISATION, { ...asked, ...pointOf(look) }, [], 'sums', true);
      const [page, months] = await Promise.all([
        this.ask<CountedPage<SupportSums>>(query),
        this.ask<Period>(new CountedMonthsQuery(look.at.asOf)),
      ]);
      return organisationsPage(look, asked, page, months);
    });
  }

  @Get('organizacje.:extension')
  @May(...READERS)
  async organisationsFile(
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListAnswer> {
    const form = listFormOf(extension);
    const look = await this.pages.look(request, ORGANISATION_PARAMS);
    const { asked } = look.at;
    // With their decisions, as the interface for programs tells them: the digest is of that.
    const page = (more: EntryParams, counted = false): Promise<Answer<CountedPage>> =>
      this.queries.execute<EntriesQuery, Answer<CountedPage>>(
        new EntriesQuery(ORGANISATION, { ...asked, ...pointOf(look), limit: '200', ...more }, [], 'decisions', counted),
      );
    const first = await page({}, true);
    const pages = pagesFrom(first, (cursor) => page({ cursor }));
    const list = organisationList(look, asked, { total: first.value.total ?? 0, pages });
    return sendList(this.pages, reply, look, form, list);
  }

  @Get('organizacje/:id')
  @May(...READERS)
  organisation(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, ['year'], async (look, { year: named }) => {
      const { year, from, to } = yearOf(look.at.directory, named);
      const entry = await this.ask<EntryLine>(new EntryQuery(ORGANISATION, id, look.at.asOf));
      const [figures, ever, register, promises] = await Promise.all([
        entry.mergedInto === undefined
          ? this.ask<OrganisationFigures>(new OrganisationFiguresQuery(id, { from, to }, look.at.asOf))
          : null,
        this.ask<Period>(new CountedMonthsQuery(look.at.asOf)),
        this.register(look, { organisation: id, countsFrom: from, countsTo: to, ...SHORT }),
        this.register(look, { organisation: id, waitsFor: 'promise', sort: 'due', ...SHORT }),
      ]);
      const asked = monthsBetween(from, to).map((month) => ({
        month,
        behind: { organisation: id, countsFrom: month, countsTo: month, mark: 'monthKnown' },
      }));
      const totals = await this.ask<readonly number[]>(
        new TotalsQuery(
          asked.map(({ behind }) => behind),
          look.at.asOf,
        ),
      );
      const months = asked.map(({ month, behind }, index) => {
        const value = totals[index] ?? 0;
        return { month, value, href: value === 0 ? undefined : look.href('/rejestr', behind) };
      });
      return organisationPage(look, { year, entry, months, figures, ever, register, promises });
    });
  }

  private register(look: Look, asked: RegisterParams): Promise<ActivityPage> {
    return this.ask<ActivityPage>(new ActivitiesQuery({ ...asked, ...pointOf(look) }));
  }

  private async ask<T>(query: object): Promise<T> {
    return (await this.queries.execute<object, Answer<T>>(query)).value;
  }
}

const pointOf = ({ at: { asOf } }: Look): { readonly asOf?: string } => (asOf === undefined ? {} : { asOf });
const strategyOf = (strategy: string | undefined): { readonly strategy?: string } =>
  strategy === undefined ? {} : { strategy };
