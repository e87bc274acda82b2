import { Controller, Get, Inject, Param, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  EntriesQuery,
  ENTRY_PARAMS,
  type EntryLine,
  type EntryPage,
  EntryQuery,
} from '../../application/queries/entries.js';
import type { Answer } from '../../application/queries/figures.js';
import type { Register } from '../../domain/registers/register.js';
import { MEASURE, OFFICIAL, ORGANISATION, STRATEGY, UNIT } from '../../domain/registers/registers.js';
import { AsOfHeaders } from './as-of.js';
import { entryList, entryRead } from './openapi/entries.js';
import { Tells } from './openapi/operation.js';
import { POINT_PARAMS } from './questions.js';
import { paramsOf, queryOf, tag } from './request.js';
import { May, READERS } from './rights.js';

/** The lists of one register. Gminas are shown with their figures, elsewhere. */
function controllerOf(register: Register): Type<object> {
  @Controller(`v1/${register.path}`)
  class RegisterEntriesController {
    constructor(
      @Inject(QueryBus) private readonly queries: QueryBus,
      @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
    ) {}

    @Get()
    @May(...READERS)
    @Tells(entryList(register))
    list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<EntryPage> {
      const { params, faults } = paramsOf(request, ENTRY_PARAMS);
      return this.headers.answer(request, reply, () =>
        this.queries.execute<EntriesQuery, Answer<EntryPage>>(new EntriesQuery(register, params, faults)),
      );
    }

    @Get(':key')
    @May(...READERS)
    @Tells(entryRead(register))
    async entry(
      @Param('key') key: string,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<EntryLine> {
      const { asOf } = queryOf(request, POINT_PARAMS);
      const found = await this.headers.answer(request, reply, () =>
        this.queries.execute<EntryQuery, Answer<EntryLine>>(new EntryQuery(register, key, asOf)),
      );
      tag(reply, found.revision);
      return found;
    }
  }
  Object.defineProperty(RegisterEntriesController, 'name', { value: `${register.name}Entries` });
  return RegisterEntriesController;
}

export const REGISTER_CONTROLLERS: readonly Type<object>[] = [STRATEGY, ORGANISATION, OFFICIAL, UNIT, MEASURE].map(
  controllerOf,
);
