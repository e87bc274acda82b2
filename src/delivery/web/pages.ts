import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { type Directory, DirectoryQuery } from '../../application/queries/directory.js';
import type { Answer } from '../../application/queries/figures.js';
import type { Report } from '../../application/reports/report.js';
import { type Fault, queryFault, refuseQuery, Rejection, TooMany } from '../../domain/kernel/rejection.js';
import { problemOf } from '../http/problem.js';
import { type Caller, knownCaller, proofFor } from '../http/rights.js';
import { LANGUAGES } from './language.js';
import { type Drawn, Layout } from './layout.js';
import { Look, NOTHING_KNOWN, type Standpoint } from './look.js';

/** Nothing of a page comes from elsewhere, nothing is written into it that runs, and nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What is amiss with what a form sent. */
export interface Amiss {
  readonly status: number;
  /** What is wrong as a whole. */
  readonly detail: string;
  readonly faults: readonly Fault[];
  /** Seconds after which it may be tried again; null where it may at once. */
  readonly wait: number | null;
  /** Under which the log tells a fault of ours. */
  readonly trace: string;
}

export function amissOf(error: unknown, { id }: FastifyRequest): Amiss {
  const { status, detail, errors = [] } = problemOf(error);
  return { status, detail, faults: errors, wait: error instanceof TooMany ? error.seconds : null, trace: id };
}

/** Draws pages: reads what the address asks, finds out where one stands, and sends what was drawn. */
@Injectable()
export class Pages {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /**
   * A page as its address asks for it.
   *
   * @param names what the address may ask besides the point in time and the language
   * @throws Rejection `bad-query` naming everything that the address asks and may not
   */
  async show<N extends string>(
    request: FastifyRequest,
    reply: FastifyReply,
    names: readonly N[],
    draw: (look: Look, asked: Readonly<Partial<Record<N, string>>>) => Drawn | Promise<Drawn>,
  ): Promise<string> {
    const look = await this.look(request, names);
    return this.send(reply, look, await draw(look, look.at.asked as Readonly<Partial<Record<N, string>>>));
  }

  /**
   * A form once more, with what is amiss: with what was sent, or with Kronika, which cannot record it just now.
   *
   * @param error what neither sending it otherwise nor sending it later mends is thrown again
   * @throws what keeps the form from being drawn: what was typed is not lost then either (page-faults.ts)
   */
  async again(
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
    draw: (look: Look, amiss: Amiss) => Drawn | Promise<Drawn>,
  ): Promise<string> {
    const amiss = amissOf(error, request);
    const { status, wait } = amiss;
    if (!AGAIN.includes(status) && status < 500) throw error;
    logOurs(error, request);
    const look = await this.look(request, []);
    const html = this.send(reply, look, await draw(look, amiss));
    void reply.status(status);
    if (wait !== null) void reply.header('Retry-After', String(wait));
    if (status === 503) void reply.header('Retry-After', '5');
    return html;
  }

  /** Where the reader of an address stands. */
  async look(request: FastifyRequest, names: readonly string[]): Promise<Look> {
    const { params, faults } = askedOf(request, [...names, ...CARRIED]);
    refuseQuery(faults);
    const { asOf, lang, ...asked } = params;
    const caller = knownCaller(request);
    return new Look({
      language: languageOf(lang),
      // A stranger is told nothing of the ledger, and so nothing of its points either.
      ...(await this.standing(caller === null ? undefined : asOf)),
      caller,
      proof: proofFor(request),
      path: pathOf(request),
      asked,
    });
  }

  /** The same page's words at another point: names as they were then, and links that lead to what was there then. */
  async lookAt({ at }: Look, { asOf, day }: Pick<Report, 'asOf' | 'day'>): Promise<Look> {
    const { value: directory, position } = await this.directory(asOf);
    return new Look({ ...at, asOf, directory: { ...directory, day }, position });
  }

  /**
   * Where somebody stands whose request went wrong: at the point that the address names, where there is such a point,
   * else at now. @param caller null for a stranger, who sees no names
   */
  async lookAtFault(request: FastifyRequest, caller: Caller | null): Promise<Look> {
    const { asOf, lang } = askedOf(request, CARRIED).params;
    const standing =
      caller === null ? NOWHERE : await this.standing(asOf).catch(() => this.standing(undefined).catch(() => NOWHERE));
    return new Look({
      language: languageOf(lang),
      ...standing,
      caller,
      proof: proofFor(request),
      path: '/pulpit',
      asked: {},
    });
  }

  /** @returns the page's HTML, with the headers for it set */
  send(reply: FastifyReply, look: Look, drawn: Drawn): string {
    void reply
      .header('Content-Type', 'text/html; charset=utf-8')
      .header('Content-Security-Policy', POLICY)
      .header('Cache-Control', drawn.personal === true ? 'no-store' : 'private, no-cache');
    // How much was recorded by when is nothing for strangers.
    if (look.at.caller !== null) void reply.header('Kronika-As-Of', String(look.at.position));
    return `<!doctype html>\n${renderToString(Layout({ look, ...drawn }))}`;
  }

  private async standing(asOf: string | undefined): Promise<Point> {
    const { value: directory, position } = await this.directory(asOf);
    // Today is now: nothing is set back.
    return { asOf: asOf === directory.today ? undefined : asOf, directory, position };
  }

  private directory(asOf: string | undefined): Promise<Answer<Directory>> {
    return this.queries.execute<DirectoryQuery, Answer<Directory>>(new DirectoryQuery(asOf));
  }
}

type Point = Pick<Standpoint, 'asOf' | 'directory' | 'position'>;

/** Where one stands of whom, or to whom, nothing is known. */
const NOWHERE: Point = { asOf: undefined, directory: NOTHING_KNOWN, position: 0 };

/** What the sender of a form can mend, by status: the wrong password, a rule, a name that is taken, somebody else's change, too much text, too many tries. */
const AGAIN: readonly number[] = [401, 403, 409, 412, 413, 422, 429];

/** A fault of ours goes to the log; views that are late are told by the figures. */
export function logOurs(error: unknown, request: FastifyRequest): void {
  const { status, title } = problemOf(error);
  const late = error instanceof Rejection && error.code === 'unsettled';
  if (status >= 500 && !late) request.log.error({ err: error }, title);
}

/** What every address may carry. */
const CARRIED = ['asOf', 'lang'] as const;

const languageOf = (code: string | undefined): (typeof LANGUAGES)[keyof typeof LANGUAGES] =>
  code === 'en' ? LANGUAGES.en : LANGUAGES.pl;

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '/';

/** Like a program's question (http/request.ts), but a form sends its empty fields too: those ask nothing. */
function askedOf(
  request: FastifyRequest,
  names: readonly string[],
): { readonly params: Record<string, string>; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.query as Readonly<Record<string, unknown>>)) {
    if (!names.includes(name)) faults.push(queryFault(name, 'is not a parameter here'));
    else if (typeof value !== 'string') faults.push(queryFault(name, 'is given more than once'));
    else if (value.trim() !== '') params[name] = value.trim();
  }
  return { params, faults };
}
