import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../application/commands/bodies.js';
import { Enter, type Entered } from '../../application/commands/enter.js';
import { type Ended, EndedByQuery } from '../../application/queries/ended-by.js';
import { Receipts } from '../../application/receipts.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { afterToken } from './as-of.js';
import { ADOPTION, ENTRY_WRITES, type EntryWrite } from './entry-writes.js';
import { entryWriting } from './openapi/entries.js';
import { Tells } from './openapi/operation.js';
import type { AdoptionReceipt, EntryReceipt } from './receipts.js';
import { tag, writeOf } from './request.js';
import { May } from './rights.js';

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
  ): Promise<EntryReceipt | AdoptionReceipt> {
    if (key !== null && !KEY.test(key)) throw new Rejection('not-found', `there is no ${write.register.name} ${key}`);
    const { value: payload, faults } = readBody(write.payload, body);
    const enter = new Enter(
      write.register,
      key,
      write.type,
      payload,
      writeOf(request, body, { revision: key !== null }),
      faults,
    );
    const { id, revision, event } = await this.commands.execute<Enter, Entered>(enter);
    const { position } = await this.receipts.of(null, event);
    tag(reply, revision);
    void reply.header('Kronika-Position', position ?? afterToken(event));
    if (key === null) void reply.header('Location', `/v1/${write.register.path}/${id}`);
    if (write !== ADOPTION) return { id, revision, position };
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
  const says = Tells(entryWriting(write));
  for (const decorate of [Post(write.path), HttpCode(changes ? 200 : 201), May(...write.roles), says])
    decorate(prototype, name, descriptor);
});
