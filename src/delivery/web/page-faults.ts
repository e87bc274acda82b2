import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { proofOf } from '../../application/access/secrets.js';
import { TooMany } from '../../domain/kernel/rejection.js';
import { type Problem, problemOf, ProblemFilter, sendProblem } from '../http/problem.js';
import { isOfOldPage, knownCaller } from '../http/rights.js';
import { SessionCookie } from '../http/session-cookie.js';
import { keptOf, unsentOf, waitingIn } from './kept.js';
import type { Drawn } from './layout.js';
import { Look } from './look.js';
import { faultPage } from './pages/fault.js';
import { resumePage, signInPage } from './pages/session.js';
import { unsentPage } from './pages/unsent.js';
import { type Amiss, amissOf, logOurs, Pages } from './pages.js';
import { isPassing } from './parts/passing.js';

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
    logOurs(error, request);
    if (error instanceof TooMany) void reply.header('Retry-After', String(error.seconds));
    try {
      const look = await this.pages.lookAtFault(request, knownCaller(request));
      const html = this.pages.send(reply, look, this.drawn(look, problem, amissOf(error, request), request));
      if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
      if (problem.status === 503) void reply.header('Retry-After', '5');
      void reply.status(problem.status).send(html);
    } catch (fault) {
      request.log.error({ err: fault }, 'the page that tells a fault could not be drawn');
      sendProblem(reply, problem);
    }
  }

  /** What was typed into a form of ours is lost neither because its sender has to sign in first, nor because of us. */
  private drawn(look: Look, problem: Problem, amiss: Amiss, request: FastifyRequest): Drawn {
    const ours = this.cookie.isOurs(request);
    const kept = ours ? keptOf(request) : null;
    const next = request.url;
    if (kept !== null && problem.status === 401) return signInPage(look, { name: '', next, kept });
    if (kept !== null && isOfOldPage(request)) return resumePage(look, next, kept);
    if (ours && isPassing(amiss)) {
      const unsent = unsentOf(request);
      if (unsent !== null) return unsentPage(this.withProof(look, request), unsent, amiss);
      const waiting = waitingIn(request);
      if (waiting !== null) return signInPage(look, { ...waiting, amiss });
    }
    return faultPage(look, problem, request.id, request.method === 'GET' ? next : '/pulpit');
  }

  /** Where the sessions cannot be read, nobody has compared the proof yet: what is sent once more shows it again. */
  private withProof(look: Look, request: FastifyRequest): Look {
    const secret = this.cookie.secretOf(request);
    return secret === null ? look : new Look({ ...look.at, proof: proofOf(secret) });
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
