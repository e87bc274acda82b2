import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { Rejection, type RejectionCode } from '../../domain/kernel/rejection.js';

/** What the log tells of an error: where it happened, not what was said to it. */
export interface Told {
  readonly [name: string]: unknown;
  readonly type: string;
  readonly code?: string;
  /** Empty where it may hold what somebody sent. */
  readonly message: string;
  /** Its frames alone, innermost first. */
  readonly stack: string;
  readonly cause?: Told;
}

/** Refusals of the engines, whose words name files and streams and nothing that people wrote. */
const OF_THE_ENGINE: ReadonlySet<RejectionCode> = new Set(['unavailable', 'unsettled', 'conflict']);
const FRAME = /^ {4}at (?:.+:\d+:\d+\)?|.+ \(<anonymous>\)|<anonymous>)$/;

/**
 * An error without its message: that may quote what somebody sent (`JSON.parse` does), and then a name would stand in
 * the log for as long as logs are kept. Its type, its code and where it was thrown lead whoever looks to the place.
 */
export function tell(error: unknown): Told {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const message = error instanceof Rejection && OF_THE_ENGINE.has(error.code) ? error.message : '';
  // A message may span lines that look like frames.
  const lines = (error.stack ?? '').replace(error.message, '').split('\n');
  const stack = lines.filter((line) => FRAME.test(line)).join('\n');
  const cause = error.cause === undefined ? {} : { cause: tell(error.cause) };
  return { type: error.name, ...code, message, stack, ...cause };
}

/** How errors and requests are written, whoever logs them: a request by its method and the pattern of its route. */
export const SERIALIZERS = {
  err: tell,
  req: ({ method, routeOptions }: FastifyRequest) => ({ method, route: routeOptions.url ?? 'none' }),
};

/** One line a request: what, how it ended, how long it took; its trace is on every line. No query, no body, no token. */
export function logRequest(request: FastifyRequest, status: number, milliseconds: number): void {
  const { method, route } = SERIALIZERS.req(request);
  request.log.info({ method, route, status, milliseconds: Math.round(milliseconds * 10) / 10 }, 'answered');
}

/** What the framework itself has to say, in the same log. */
export function frameworkLog(log: FastifyBaseLogger): LoggerService {
  const at =
    (level: 'warn' | 'error' | 'fatal') =>
    (said: unknown): void => {
      if (typeof said === 'string') log[level](said);
      else log[level]({ err: said }, 'the framework met an error');
    };
  const nothing = (): void => undefined;
  return { log: nothing, debug: nothing, verbose: nothing, warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
