import { Controller, Get, Inject, Param, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ActivitiesQuery,
  type ActivityEntry,
  type ActivityPage,
  ActivityQuery,
} from '../../application/queries/activities.js';
import type { Answer } from '../../application/queries/figures.js';
import { type HistoryLine, HistoryQuery } from '../../application/queries/history.js';
import { REGISTER_PARAMS } from '../../application/queries/register-link.js';
import type { Kind } from '../../domain/activities/kind.js';
import { KINDS } from '../../domain/catalogue.js';
import { AsOfHeaders } from './as-of.js';
import { Tells } from './openapi/operation.js';
import { entry, history, register } from './openapi/register.js';
import { POINT_PARAMS } from './questions.js';
import { paramsOf, queryOf, tag } from './request.js';
import { May, READERS } from './rights.js';

/** The register of activities and each entry's history. */
@Controller('v1/activities')
export class RegisterController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get()
  @May(...READERS)
  @Tells(register)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ActivityPage> {
    const { params, faults } = paramsOf(request, REGISTER_PARAMS);
    return this.headers.answer(request, reply, () =>
      this.queries.execute<ActivitiesQuery, Answer<ActivityPage>>(new ActivitiesQuery(params, faults)),
    );
  }

  @Get(':id/history')
  @May(...READERS)
  @Tells(history)
  history(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly HistoryLine[]> {
    const { asOf } = queryOf(request, POINT_PARAMS);
    return this.headers.answer(request, reply, () =>
      this.queries.execute<HistoryQuery, Answer<readonly HistoryLine[]>>(new HistoryQuery(id, asOf)),
    );
  }
}

/** One entry of a kind, with the steps possible now. */
function entryControllerOf(kind: Kind): Type<object> {
  @Controller(`v1/${kind.path}`)
  class EntryController {
    constructor(
      @Inject(QueryBus) private readonly queries: QueryBus,
      @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
    ) {}

    @Get(':id')
    @May(...READERS)
    @Tells(entry(kind))
    async entry(
      @Param('id') id: string,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<ActivityEntry> {
      const { asOf } = queryOf(request, POINT_PARAMS);
      const found = await this.headers.answer(request, reply, () =>
        this.queries.execute<ActivityQuery, Answer<ActivityEntry>>(new ActivityQuery(kind.name, id, asOf)),
      );
      tag(reply, found.revision);
      return found;
    }
  }
  Object.defineProperty(EntryController, 'name', { value: `${kind.noun}EntryController` });
  return EntryController;
}

export const ENTRY_CONTROLLERS: readonly Type<object>[] = KINDS.map(entryControllerOf);
