import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Enter, type Entered } from '../../application/commands/enter.js';
import { type Ended, EndedByQuery } from '../../application/queries/ended-by.js';
import { Receipts } from '../../application/receipts.js';
import type { Role } from '../../domain/kernel/event.js';
import type { Register } from '../../domain/registers/register.js';
import {
  EntryCorrection,
  GMINA,
  GminaRecoding,
  MEASURE,
  MeasureReading,
  OFFICIAL,
  ORGANISATION,
  OrganisationMerging,
  STRATEGY,
  StrategyAmendment,
  UNIT,
} from '../../domain/registers/registers.js';
import type { Payload } from '../../domain/kernel/check.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { afterToken } from './as-of.js';
import { bodyOf } from './bodies.js';
import { tag, writeOf } from './request.js';
import { May } from './rights.js';

export interface EntryReceipt {
  readonly id: string;
  readonly revision: number;
  /** Null where the views are late. */
  readonly position: string | null;
  /** Of a strategy adopted: the activities whose items it ends. Null where the views are late. */
  readonly ends?: readonly Ended[] | null;
}

/** One way of writing to a register. */
export interface EntryWrite {
  readonly register: Register;
  /** Below `/v1`, with `:key` for the entry that it changes. */
  readonly path: string;
  /** Of the event that it records. */
  readonly type: string;
  readonly payload: Payload<object>;
  readonly roles: readonly Role[];
  readonly does: string;
}

const made = (register: Register, roles: readonly Role[], does: string): EntryWrite => ({
  register,
  path: register.path,
  type: register.made,
  payload: register.details,
  roles,
  does,
});

const changed = (
  register: Register,
  what: string,
  type: string,
  payload: Payload<object>,
  roles: readonly Role[],
  does: string,
): EntryWrite => ({
  register,
  path: `${register.path}/:key/${what}`,
  type,
  payload,
  roles,
  does,
});

/** Every write to a register, and who may make it (DOMAIN.md section 5; docs/adr/0007). */
export const ENTRY_WRITES: readonly EntryWrite[] = [
  made(
    STRATEGY,
    ['administrator'],
    'Adopts a strategy; `ends` lists the activities of earlier ones that lie in its time.',
  ),
  changed(
    STRATEGY,
    'amendments',
    'StrategyAmended',
    StrategyAmendment,
    ['administrator'],
    'Amends a strategy: texts, rules, further items.',
  ),
  made(GMINA, ['administrator'], 'Registers a gmina of the county.'),
  changed(
    GMINA,
    'corrections',
    'GminaCorrected',
    EntryCorrection,
    ['administrator'],
    'Corrects a gmina, or adds a population.',
  ),
  changed(
    GMINA,
    'recoding',
    'GminaRecoded',
    GminaRecoding,
    ['administrator'],
    'Gives a gmina the code that goes with its new kind.',
  ),
  made(ORGANISATION, ['recorder', 'manager', 'administrator'], 'Registers an organisation.'),
  changed(
    ORGANISATION,
    'corrections',
    'OrganisationCorrected',
    EntryCorrection,
    ['recorder', 'manager', 'administrator'],
    'Corrects an organisation.',
  ),
  changed(
    ORGANISATION,
    'merging',
    'OrganisationMerged',
    OrganisationMerging,
    ['manager', 'administrator'],
    'Merges an organisation into another.',
  ),
  made(OFFICIAL, ['administrator'], 'Registers an official.'),
  changed(
    OFFICIAL,
    'corrections',
    'OfficialCorrected',
    EntryCorrection,
    ['administrator'],
    'Corrects an official, or ends the term.',
  ),
  made(UNIT, ['administrator'], 'Registers an organisational unit of the county.'),
  changed(UNIT, 'corrections', 'UnitCorrected', EntryCorrection, ['administrator'], 'Corrects a unit.'),
  made(MEASURE, ['manager'], 'Sets a measure for a strategy item.'),
  changed(MEASURE, 'corrections', 'MeasureCorrected', EntryCorrection, ['manager'], 'Corrects a measure.'),
  changed(MEASURE, 'readings', 'MeasureRead', MeasureReading, ['manager'], 'Records what a measure has reached.'),
];

const KEY = /^[\p{L}\p{N}-]{1,60}$/u;

/** The writes of the registers, from the table above. */
@Controller('v1')
export class EntryWrites {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  async write(
    write: EntryWrite,
    key: string | null,
    body: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<EntryReceipt> {
    if (key !== null && !KEY.test(key)) throw new Rejection('not-found', `there is no ${write.register.name} ${key}`);
    const payload = bodyOf(write.payload, body);
    const enter = new Enter(
      write.register,
      key,
      write.type,
      payload,
      writeOf(request, body, { revision: key !== null }),
    );
    const { id, revision, event } = await this.commands.execute<Enter, Entered>(enter);
    const { position } = await this.receipts.of(null, event);
    tag(reply, revision);
    void reply.header('Kronika-Position', position ?? afterToken(event));
    if (key === null) void reply.header('Location', `/v1/${write.register.path}/${id}`);
    if (write.type !== STRATEGY.made) return { id, revision, position };
    return { id, revision, position, ends: position === null ? null : await this.endedBy(id, position) };
  }

  private endedBy(strategy: string, position: string): Promise<readonly Ended[]> {
    return this.queries.execute<EndedByQuery, readonly Ended[]>(new EndedByQuery(strategy, position));
  }
}

// One method a row of the table: decorated here as it would be by hand.
ENTRY_WRITES.forEach((write, index) => {
  const name = `write${String(index)}`;
  const changes = write.path.includes(':key');
  const method = changes
    ? function (this: EntryWrites, key: string, body: unknown, request: FastifyRequest, reply: FastifyReply) {
        return this.write(write, key, body, request, reply);
      }
    : function (this: EntryWrites, body: unknown, request: FastifyRequest, reply: FastifyReply) {
        return this.write(write, null, body, request, reply);
      };
  const { prototype } = EntryWrites;
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (descriptor === undefined) throw new Error('just defined');
  const parameters = [...(changes ? [Param('key')] : []), Body(), Req(), Res({ passthrough: true })];
  parameters.forEach((decorate, at) => {
    decorate(prototype, name, at);
  });
  for (const decorate of [Post(write.path), HttpCode(changes ? 200 : 201), May(...write.roles)])
    decorate(prototype, name, descriptor);
});
