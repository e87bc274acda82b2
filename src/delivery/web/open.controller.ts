import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DaysAround, DaysAroundQuery } from '../../application/queries/days.js';
import { EntriesQuery, type EntryPage } from '../../application/queries/entries.js';
import type { Answer } from '../../application/queries/figures.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { Open } from '../http/rights.js';
import { ASSETS } from './assets.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { declarationPage } from './pages/declaration.js';

/** What is open to anybody: the files that pages are drawn with, and the accessibility statement. */
@PageController()
export class OpenPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('assets/:file')
  @Open()
  file(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const file = ASSETS.get(name);
    if (file === undefined) throw new Rejection('not-found', `there is no file ${name}`);
    // Its address holds the digest of its content.
    void reply.header('Content-Type', file.type).header('Cache-Control', 'public, max-age=31536000, immutable');
    return file.content;
  }

  @Get('dostepnosc')
  @Open()
  declaration(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      const { value: page } = await this.queries.execute<EntriesQuery, Answer<EntryPage>>(
        new EntriesQuery(ORGANISATION, { kind: 'county', limit: '1' }),
      );
      const { value: around } = await this.queries.execute<DaysAroundQuery, Answer<DaysAround>>(
        new DaysAroundQuery(look.at.directory.today),
      );
      return declarationPage(look, page.items[0] ?? null, around.first);
    });
  }
}
