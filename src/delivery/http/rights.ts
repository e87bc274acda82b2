import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Allowance } from '../../application/access/limits.js';
import { isProofOf } from '../../application/access/secrets.js';
import { Sessions } from '../../application/access/sessions.js';
import { Tokens } from '../../application/access/tokens.js';
import { Clock } from '../../application/ports/clock.js';
import { type Actor, type Role, ROLES } from '../../domain/kernel/event.js';
import { Rejection, TooMany } from '../../domain/kernel/rejection.js';
import { SessionCookie } from './session-cookie.js';

const RIGHTS = 'kronika:rights';

/** Says which roles may call a route. A route under `/v1` that says nothing is refused to everybody. */
export const May = (...roles: readonly Role[]): MethodDecorator & ClassDecorator => SetMetadata(RIGHTS, roles);

/** Who reads the register and the figures: everybody who has come in. */
export const READERS: readonly Role[] = ['recorder', 'manager', 'auditor', 'administrator'];
/** Who records what was done. */
export const RECORDERS: readonly Role[] = ['recorder', 'manager'];

/** Who sees what is sealed of persons: whoever works with them, and whoever audits. Not who keeps the keys. */
export const PERSON_READERS: readonly Role[] = ['recorder', 'manager', 'auditor'];
/** Who erases a person: whoever decides on it, and whoever keeps the keys. */
export const ERASERS: readonly Role[] = ['manager', 'administrator'];

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

const proofs = new WeakMap<object, string>();

/** What the forms of a page have to show when they write; null where nobody is signed in. */
export const proofFor = (request: FastifyRequest): string | null => proofs.get(request) ?? null;

/** Whether a request that was refused came from a page of ours that was drawn for a session that has ended since. */
export const isOfOldPage = (request: FastifyRequest): boolean => proofs.has(request) && !callers.has(request);

/** Whether authentication is on; told by the composition root. */
export abstract class AuthSetting {
  abstract readonly on: boolean;
}

const ACTOR = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,99}$/u;

/** So many writes at once and a second are far more than hands can do, and leave the machine to the others. */
const [AT_ONCE, A_SECOND] = [300, 10];

/** Lets in who has signed in or holds a token, with one of the route's roles. */
@Injectable()
export class RightsGuard implements CanActivate {
  private readonly writes = new Allowance(AT_ONCE, A_SECOND);

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly clock: Clock,
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
    if (!caller.alone && isWrite(request)) this.spend(caller.actor);
    return true;
  }

  /** Who has signed in or holds the token of a request. @param open whether strangers are let in: null for them */
  private async holder(request: FastifyRequest, open: boolean): Promise<Caller | null> {
    const { authorization } = request.headers;
    const actor = await (authorization === undefined ? this.signedIn(request, open) : this.bearer(authorization));
    if (actor !== null) return { actor, alone: false };
    if (open) return null;
    throw new UnauthorizedException(
      authorization === undefined
        ? 'send a token: Authorization: Bearer ...'
        : 'this token is not known, has ended or was closed',
    );
  }

  private async bearer(authorization: string): Promise<Actor | null> {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    return token === undefined ? null : this.tokens.actorOf(token);
  }

  /** @throws Rejection `forbidden` where another site may have made the browser write */
  private async signedIn(request: FastifyRequest, open: boolean): Promise<Actor | null> {
    const secret = this.cookie.secretOf(request);
    const session = secret === null ? null : await this.sessions.of(secret);
    if (secret === null || session === null) return null;
    const ours = this.cookie.isOurs(request);
    // Also where the page is old: whoever sent it may go on from a new one.
    if (open || !isWrite(request) || ours) proofs.set(request, session.proof);
    if (!open && isWrite(request) && !(isProofOf(secret, shownIn(request)) && ours))
      throw new Rejection('forbidden', 'this did not come from a page of ours, or the page is old: load it again');
    return session.actor;
  }

  private spend({ id }: Actor): void {
    const wait = this.writes.take(id, Date.parse(this.clock.now()));
    if (wait === 0) return;
    throw new TooMany(`that is more than one account may write at a time; go on in ${String(wait)} s`, wait);
  }
}

const isWrite = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

/** The field of a form that holds the proof; a script sends it as a header. */
export const PROOF_FIELD = 'proof';

function shownIn({ headers, body }: FastifyRequest): unknown {
  if (headers['kronika-proof'] !== undefined) return headers['kronika-proof'];
  return typeof body === 'object' && body !== null && PROOF_FIELD in body ? body[PROOF_FIELD] : undefined;
}

/** With authentication off: who says so by a header, else "anonymous", with every right. */
function anybody({ headers }: FastifyRequest): Caller {
  const said = headers['kronika-actor'];
  const id = typeof said === 'string' && ACTOR.test(said) ? said : 'anonymous';
  return { actor: { id, roles: ROLES }, alone: true };
}
