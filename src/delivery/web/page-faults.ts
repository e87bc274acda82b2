import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Rejection, TooMany } from '../../domain/kernel/rejection.js';
import { type Problem, problemOf, ProblemFilter, sendProblem } from '../http/problem.js';
import { type Caller, isOfOldPage, knownCaller } from '../http/rights.js';
import { SessionCookie } from '../http/session-cookie.js';
import { keptOf } from './kept.js';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import { faultPage } from './pages/fault.js';
import { resumePage, signInPage } from './pages/session.js';
import { Pages } from './pages.js';

/** Tells people what went wrong with a page, and what they can do. */
@Injectable()
@Catch()
export class PageFaults implements ExceptionFilter {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const problem = problemOf(error);
    const late = error instanceof Rejection && error.code === 'unsettled';
    if (problem.status >= 500 && !late) request.log.error({ err: error }, problem.title);
    if (error instanceof TooMany) void reply.header('Retry-After', String(error.seconds));
    await this.tell(problem, knownCaller(request), request, reply);
  }

  async tell(problem: Problem, caller: Caller | null, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const look = await this.pages.lookAtFault(request, caller);
      const html = this.pages.send(reply, look, this.drawn(look, problem, request));
      if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
      if (problem.status === 503) void reply.header('Retry-After', '5');
      void reply.status(problem.status).send(html);
    } catch (fault) {
      request.log.error({ err: fault }, 'the page that tells a fault could not be drawn');
      sendProblem(reply, problem);
    }
  }

  /** What was typed into a form of ours is not lost because its sender has to sign in first. */
  private drawn(look: Look, problem: Problem, request: FastifyRequest): Drawn {
    const kept = this.cookie.isOurs(request) ? keptOf(request) : null;
    const next = request.url;
    if (kept !== null && problem.status === 401) return signInPage(look, { name: '', next, kept });
    if (kept !== null && isOfOldPage(request)) return resumePage(look, next, kept);
    return faultPage(look, problem, request.id, request.method === 'GET' ? next : '/pulpit');
  }
}

/** Everywhere else: problem details for programs, and a page for people who asked for an address that is none. */
@Injectable()
@Catch()
export class Faults implements ExceptionFilter {
  constructor(
    @Inject(ProblemFilter) private readonly problems: ProblemFilter,
    @Inject(PageFaults) private readonly pages: PageFaults,
  ) {}

  catch(error: unknown, host: ArgumentsHost): Promise<void> | undefined {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.is404 && request.method === 'GET' && readByPeople(request)) return this.pages.catch(error, host);
    this.problems.catch(error, host);
    return undefined;
  }
}

const readByPeople = ({ headers, url }: FastifyRequest): boolean =>
  !url.startsWith('/v1') && (headers.accept ?? '').includes('text/html');
