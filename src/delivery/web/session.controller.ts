import { Get, HttpCode, Inject, Param, Post, Req, Res, UnauthorizedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Accounts } from '../../application/access/accounts.js';
import { proofOf } from '../../application/access/secrets.js';
import { Sessions } from '../../application/access/sessions.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { textIn } from '../http/form.js';
import { callerOf, May, Open, READERS } from '../http/rights.js';
import { SessionCookie } from '../http/session-cookie.js';
import { sendOn, sendPast } from './answers.js';
import { readKept } from './kept.js';
import { Look } from './look.js';
import { PageController } from './page-routes.js';
import { type Amiss, Pages } from './pages.js';
import { pastPage } from './pages/recording.js';
import { choosePage, passwordPage, resumePage, signInPage } from './pages/session.js';

/** Coming in, going out, and choosing a password. */
@PageController()
export class SessionPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
  ) {}

  @Get('logowanie')
  @Open()
  signingIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['next'], (look, { next }) => signInPage(look, { name: '', next }));
  }

  @Post('logowanie')
  @HttpCode(303)
  @Open()
  async signIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    this.refuseStrangers(request);
    const [name, next] = [textIn(request.body, 'name').trim(), textIn(request.body, 'next')];
    const kept = readKept(next, textIn(request.body, 'kept'));
    const look = await this.pages.look(request, []);
    return this.trying(
      request,
      reply,
      async () => {
        const secret = await this.sessions.signIn(name, textIn(request.body, 'password'), addressOf(request));
        if (secret === null) throw new UnauthorizedException('the name or the password is not right');
        this.cookie.set(request, reply, secret);
        if (kept === null || !isPlace(next)) return sendOn(reply, isPlace(next) ? next : look.href('/pulpit'));
        // What was typed is no part of an address: it goes back as it came, by a form, with the new session's proof.
        void reply.status(200);
        const now = new Look({ ...look.at, proof: proofOf(secret) });
        return this.pages.send(reply, now, resumePage(now, next, kept));
      },
      (look, amiss) => signInPage(look, { name, next, kept, amiss }),
    );
  }

  @Post('wylogowanie')
  @HttpCode(303)
  @May(...READERS)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const secret = this.cookie.secretOf(request);
    if (secret !== null) await this.sessions.end(secret);
    this.cookie.clear(request, reply);
    // Whoever has left is a stranger, of whom nothing needs to be read.
    return sendOn(reply, (await this.pages.lookAtFault(request, null)).href('/logowanie'));
  }

  @Get('haslo')
  @May(...READERS)
  changing(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], (look) => (look.past ? pastPage(look) : passwordPage(look, null)));
  }

  @Post('haslo')
  @HttpCode(303)
  @May(...READERS)
  async change(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const [current, password] = [textIn(request.body, 'current'), textIn(request.body, 'password')];
    return this.trying(
      request,
      reply,
      async () => {
        const { id } = callerOf(request).actor;
        const secret = await this.sessions.choose(id, current, password, addressOf(request));
        if (secret === null) throw new Rejection('forbidden', 'the password that you have is another one');
        this.cookie.set(request, reply, secret);
        return sendOn(reply, look.href('/pulpit'));
      },
      passwordPage,
    );
  }

  /** Leads to the first administrator's account, or to a new password. */
  @Get('link/:secret')
  @Open()
  async choosing(
    @Param('secret') secret: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const account = await this.accounts.whose(secret);
    return this.pages.show(request, reply, [], (look) => choosePage(look, { secret, account, name: '' }));
  }

  @Post('link/:secret')
  @HttpCode(303)
  @Open()
  async choose(
    @Param('secret') secret: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.refuseStrangers(request);
    const look = await this.pages.look(request, []);
    const account = await this.accounts.whose(secret);
    const [name, password] = [textIn(request.body, 'name').trim(), textIn(request.body, 'password')];
    return this.trying(
      request,
      reply,
      async () => {
        const chosen = await this.accounts.choose(secret, password, name);
        this.cookie.set(request, reply, await this.sessions.open(chosen));
        return sendOn(reply, look.href('/pulpit'));
      },
      (look, amiss) => choosePage(look, { secret, account, name, amiss }),
    );
  }

  /** Does what a form asks; where it may not be, the form is drawn again with what is amiss and what was typed. */
  private async trying(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<string>,
    again: (look: Parameters<typeof signInPage>[0], amiss: Amiss) => ReturnType<typeof signInPage>,
  ): Promise<string> {
    try {
      return await work();
    } catch (error) {
      return this.pages.again(request, reply, error, again);
    }
  }

  /** Another site may send a form of its own here, to sign somebody in as somebody else. */
  private refuseStrangers(request: FastifyRequest): void {
    if (!this.cookie.isOurs(request)) throw new Rejection('forbidden', 'this did not come from a page of ours');
  }
}

/** Whoever asks, as far as the network tells: of IPv6 the network, of which one person has a whole one. */
function addressOf({ ip }: FastifyRequest): string {
  return ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip;
}

/** Where somebody was going before they signed in: a page of ours, and nowhere else. */
const isPlace = (next: string): boolean => /^\/(?![/\\])[^\s\\]{0,2000}$/.test(next);
