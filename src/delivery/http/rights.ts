import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Tokens } from '../../application/access/tokens.js';
import { type Actor, type Role, ROLES } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';

const RIGHTS = 'kronika:rights';

/** Says which roles may call a route. A route under `/v1` that says nothing is refused to everybody. */
export const May = (...roles: readonly Role[]): MethodDecorator & ClassDecorator => SetMetadata(RIGHTS, roles);

/** Who reads the register and the figures: everybody who has come in. */
export const READERS: readonly Role[] = ['recorder', 'manager', 'auditor', 'administrator'];
/** Who records what was done. */
export const RECORDERS: readonly Role[] = ['recorder', 'manager'];

/** Who freezes a report: whoever answers for it. */
export const MANAGERS: readonly Role[] = ['manager'];

/** Open to anybody: probes, metrics and the interface's own description say nothing of what is recorded. */
export const OPEN = 'open';
export const Open = (): MethodDecorator & ClassDecorator => SetMetadata(RIGHTS, OPEN);

export const rightsOf = (
  reflector: Reflector,
  handler: object,
  owner: object,
): readonly Role[] | typeof OPEN | undefined =>
  reflector.getAllAndOverride<readonly Role[] | typeof OPEN | undefined>(RIGHTS, [handler as never, owner as never]);

/** Who acts, as the guard found out; and whether authentication is off. */
export interface Caller {
  readonly actor: Actor;
  readonly alone: boolean;
}

const callers = new WeakMap<object, Caller>();

/** The caller of a request that the guard let in. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('no guard has seen this request');
  return caller;
}

/** The caller of a request, where the guard knows one: also on open routes, and of one that lacks the role. */
export const knownCaller = (request: FastifyRequest): Caller | null => callers.get(request) ?? null;

/** Whether authentication is on; told by the composition root. */
export abstract class AuthSetting {
  abstract readonly on: boolean;
}

const ACTOR = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,99}$/u;

/** Lets in who holds a token with one of the route's roles. */
@Injectable()
export class RightsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly auth: AuthSetting,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rights = rightsOf(this.reflector, context.getHandler(), context.getClass());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = this.auth.on ? await this.holder(request, rights === OPEN) : anybody(request);
    if (caller !== null) callers.set(request, caller);
    if (rights === OPEN || caller === null) return rights === OPEN;
    const { roles } = caller.actor;
    if (rights?.some((role) => roles.includes(role)) !== true) {
      const needed = rights === undefined || rights.length === 0 ? 'nobody' : rights.join(' or ');
      throw new Rejection('forbidden', `this is for ${needed}; you are ${roles.join(' and ')}`);
    }
    return true;
  }

  /** Who holds the token of a request. @param open whether strangers are let in: null for them */
  private async holder({ headers }: FastifyRequest, open: boolean): Promise<Caller | null> {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const actor = token === undefined ? null : await this.tokens.actorOf(token);
    if (actor !== null) return { actor, alone: false };
    if (open) return null;
    throw new UnauthorizedException(
      token === undefined
        ? 'send a token: Authorization: Bearer ...'
        : 'this token is not known, has ended or was closed',
    );
  }
}

/** With authentication off: who says so by a header, else "anonymous", with every right. */
function anybody({ headers }: FastifyRequest): Caller {
  const said = headers['kronika-actor'];
  const id = typeof said === 'string' && ACTOR.test(said) ? said : 'anonymous';
  return { actor: { id, roles: ROLES }, alone: true };
}
