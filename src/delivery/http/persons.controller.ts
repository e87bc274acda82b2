import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../application/commands/bodies.js';
import {
  PERSON_PARAMS,
  type PersonLine,
  type PersonPage,
  PersonReading,
} from '../../application/persons/person-reading.js';
import { type PersonRecorded, PersonRecording } from '../../application/persons/person-recording.js';
import { Receipts } from '../../application/receipts.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { UUID } from '../../domain/kernel/fields.js';
import { PersonDetails, PersonErasure } from '../../domain/registers/person.js';
import { EntryCorrection } from '../../domain/registers/registers.js';
import { afterToken, AsOfHeaders } from './as-of.js';
import { Tells } from './openapi/operation.js';
import * as says from './openapi/persons.js';
import { POINT_PARAMS } from './questions.js';
import type { EntryReceipt, ErasureReceipt } from './receipts.js';
import { paramsOf, queryOf, readerOf, tag, writeOf } from './request.js';
import { ERASERS, May, PERSON_READERS, RECORDERS } from './rights.js';

/** Persons whom one calls and writes to: sealed in the ledger, opened for whoever may, erased for good. */
@Controller('v1/persons')
export class PersonsController {
  constructor(
    @Inject(PersonRecording) private readonly recording: PersonRecording,
    @Inject(PersonReading) private readonly reading: PersonReading,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @May(...PERSON_READERS)
  @Tells(says.personList)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<PersonPage> {
    const { params, faults } = paramsOf(request, PERSON_PARAMS);
    return this.headers.answer(request, reply, () => this.reading.page(params, faults, readerOf(request)));
  }

  @Get(':person')
  @Header('Cache-Control', 'no-store')
  @May(...PERSON_READERS)
  @Tells(says.personRead)
  async one(
    @Param('person') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonLine> {
    const { asOf } = queryOf(request, POINT_PARAMS);
    const found = await this.headers.answer(request, reply, () => this.reading.one(id, asOf, readerOf(request)));
    tag(reply, found.revision);
    return found;
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @HttpCode(201)
  @May(...RECORDERS)
  @Tells(says.personRegistering)
  async register(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryReceipt> {
    const write = writeOf(request, body, { revision: false });
    const { value, faults } = readBody(PersonDetails, body);
    const recorded = await this.recording.register(value, write, faults);
    void reply.header('Location', `/v1/persons/${recorded.id}`);
    return this.receipt(recorded, reply);
  }

  @Post(':person/corrections')
  @Header('Cache-Control', 'no-store')
  @HttpCode(200)
  @May(...RECORDERS)
  @Tells(says.personCorrecting)
  async correct(
    @Param('person') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntryReceipt> {
    const write = writeOf(request, body, { revision: true });
    const { value, faults } = readBody(EntryCorrection, body);
    return this.receipt(await this.recording.correct(known(id), value, write, faults), reply);
  }

  @Delete(':person')
  @Header('Cache-Control', 'no-store')
  @May(...ERASERS)
  @Tells(says.personErasing)
  async erase(
    @Param('person') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureReceipt> {
    const write = writeOf(request, body, { revision: true });
    const { value, faults } = readBody(PersonErasure, body ?? {});
    const { erasure, ...recorded } = await this.recording.erase(known(id), value, write, faults);
    return { ...(await this.receipt(recorded, reply)), erasure };
  }

  private async receipt({ id, revision, event }: PersonRecorded, reply: FastifyReply): Promise<EntryReceipt> {
    const { position } = await this.receipts.of(null, event);
    tag(reply, revision);
    void reply.header('Kronika-Position', position ?? afterToken(event));
    return { id, revision, position };
  }
}

/** @throws Rejection `not-found` for what is no id */
function known(id: string): string {
  if (!UUID.test(id)) throw new Rejection('not-found', `there is no person ${id}`);
  return id;
}
