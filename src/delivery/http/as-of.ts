import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Patience } from '../../application/patience.js';
import { Settling } from '../../application/settling.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { UUID } from '../../domain/kernel/fields.js';

/** An answer from the views, and the position at which all of it stands. */
export interface Standing<T> {
  readonly value: T;
  readonly position: number;
}

/** Where the views are later than a write waits for them, it answers this in place of a position. */
export const afterToken = (event: string): string => Buffer.from(event).toString('base64url');

/** Waits for what the reader has seen (`Kronika-After`) and says where an answer stands (`Kronika-As-Of`). */
@Injectable()
export class AsOfHeaders {
  constructor(
    private readonly settling: Settling,
    private readonly patience: Patience,
  ) {}

  /** @throws Rejection `unsettled` when the views are not there in time; `bad-query` when the header says nothing */
  async answer<T>(request: FastifyRequest, reply: FastifyReply, read: () => Promise<Standing<T>>): Promise<T> {
    await this.settled(request);
    const { value, position } = await read();
    void reply.header('Kronika-As-Of', String(position));
    return value;
  }

  async settled({ headers }: FastifyRequest): Promise<void> {
    const after = headers['kronika-after'];
    if (after === undefined) return;
    if (!(await this.isThere(String(after)))) {
      throw new Rejection('unsettled', 'the views are not there yet; ask again in a moment');
    }
  }

  private async isThere(after: string): Promise<boolean> {
    if (/^\d{1,15}$/.test(after)) return this.settling.reached(Number(after), this.patience.milliseconds);
    const event = Buffer.from(after, 'base64url').toString();
    if (!UUID.test(event))
      throw new Rejection('bad-query', 'Kronika-After: must be what a write answered as Kronika-Position');
    return (await this.settling.positionOf(event, this.patience.milliseconds)) !== null;
  }
}
