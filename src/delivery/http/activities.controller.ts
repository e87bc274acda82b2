import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Act, type Recorded } from '../../application/commands/act.js';
import { type Read, readRecording, readStep } from '../../application/commands/bodies.js';
import { Receipts } from '../../application/receipts.js';
import type { Command } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { KINDS } from '../../domain/catalogue.js';
import { UUID } from '../../domain/kernel/fields.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { afterToken } from './as-of.js';
import { AnnulmentBody, asCommand, CorrectionBody, ReasonBody } from './bodies.js';
import { annulling, correcting, recording, restoring, steps, undoing } from './openapi/activities.js';
import { Tells } from './openapi/operation.js';
import type { Receipt } from './receipts.js';
import { tag, writeOf } from './request.js';
import { May, RECORDERS } from './rights.js';

/** The writes of one kind of activity: all kinds have the same. */
function controllerOf(kind: Kind): Type<object> {
  @Controller(`v1/${kind.path}`)
  class ActivityController {
    constructor(
      @Inject(CommandBus) private readonly commands: CommandBus,
      @Inject(Receipts) private readonly receipts: Receipts,
    ) {}

    @Post()
    @May(...RECORDERS)
    @Tells(recording(kind))
    async record(
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      const receipt = await this.act(null, readRecording(kind, body), body, request, reply);
      void reply.header('Location', `/v1/${kind.path}/${receipt.id}`);
      return receipt;
    }

    @Post(':id/steps/:step')
    @HttpCode(200)
    @May(...RECORDERS)
    @Tells(...steps(kind))
    step(
      @Param('id') id: string,
      @Param('step') step: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      return this.act(id, readStep(kind, step, body), body, request, reply);
    }

    @Post(':id/corrections')
    @HttpCode(200)
    @May(...RECORDERS)
    @Tells(correcting(kind))
    correct(
      @Param('id') id: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      return this.act(id, asCommand('correct', CorrectionBody, body), body, request, reply);
    }

    @Post(':id/undoings')
    @HttpCode(200)
    @May(...RECORDERS)
    @Tells(undoing(kind))
    undo(
      @Param('id') id: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      return this.act(id, asCommand('undo', ReasonBody, body), body, request, reply);
    }

    // A recorder annuls only own entries of the same day: the domain knows which those are.
    @Post(':id/annulment')
    @HttpCode(200)
    @May(...RECORDERS)
    @Tells(annulling(kind))
    annul(
      @Param('id') id: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      return this.act(id, asCommand('annul', AnnulmentBody, body), body, request, reply);
    }

    @Post(':id/restoration')
    @HttpCode(200)
    @May('manager')
    @Tells(restoring(kind))
    restore(
      @Param('id') id: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Receipt> {
      return this.act(id, asCommand('restore', ReasonBody, body), body, request, reply);
    }

    private async act(
      id: string | null,
      { value, faults }: Read<Command>,
      body: unknown,
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<Receipt> {
      if (id !== null && !UUID.test(id)) throw new Rejection('not-found', `there is no ${kind.name} ${id}`);
      const write = writeOf(request, body, { revision: id !== null });
      const recorded = await this.commands.execute<Act, Recorded>(new Act(kind, id, value, write, faults));
      const { event, ...receipt } = recorded;
      const { number, position } = await this.receipts.of(recorded.id, event);
      tag(reply, recorded.revision);
      void reply.header('Kronika-Position', position ?? afterToken(event));
      return { ...receipt, number, position };
    }
  }
  Object.defineProperty(ActivityController, 'name', { value: `${kind.noun}Controller` });
  return ActivityController;
}

export const ACTIVITY_CONTROLLERS: readonly Type<object>[] = KINDS.map(controllerOf);
