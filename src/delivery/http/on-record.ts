import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { AccessLog } from '../../application/access/access-log.js';
import type { AccessAction } from '../../application/ports/access-log-store.js';
import { readerOf } from './request.js';

const ON_RECORD = 'kronika:on-record';

interface Recorded {
  readonly action: AccessAction;
  readonly subjectOf: (request: FastifyRequest) => string;
}

/**
 * Says that whoever calls a route goes on record in the access log, with what was asked by its query, before it is
 * answered. What is refused is not on record.
 */
export const OnRecord = (action: AccessAction, subject: string | Recorded['subjectOf']): MethodDecorator =>
  SetMetadata(ON_RECORD, {
    action,
    subjectOf: typeof subject === 'string' ? () => subject : subject,
  } satisfies Recorded);

/** Puts on record what {@link OnRecord} says of a route: what cannot be put on record is not answered. */
@Injectable()
export class OnRecordInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AccessLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const recorded = this.reflector.get<Recorded | undefined>(ON_RECORD, context.getHandler());
    if (recorded === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.record(recorded, request);
        return answer;
      }),
    );
  }

  private record({ action, subjectOf }: Recorded, request: FastifyRequest): Promise<void> {
    return this.log.record({
      action,
      ...readerOf(request),
      subjects: [subjectOf(request)],
      // It was answered: so it has nothing but what the route knows, each once.
      details: { ...(request.query as Readonly<Record<string, string>>) },
    });
  }
}
