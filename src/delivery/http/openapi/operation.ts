import { SetMetadata } from '@nestjs/common';
import type { Role } from '../../../domain/kernel/event.js';
import type { ProblemCode } from './problems.js';
import type { Schema } from './schema.js';

/** What a parameter of an address means. */
export interface Meaning {
  readonly description: string;
  readonly schema: Schema;
  /** Several values with commas between. */
  readonly several?: true;
  readonly required?: true;
}

export interface Parameter extends Meaning {
  readonly name: string;
}

export interface Body {
  readonly schema: Schema;
  /** By name, each with a line that says what it shows. */
  readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
  /** It may be left out: then it is empty. */
  readonly optional?: true;
}

export interface Success {
  readonly status: number;
  readonly description: string;
  /** Left out: `application/json`. */
  readonly type?: string;
  readonly schema: Schema;
  /** Left out: made of the examples in the schema. */
  readonly example?: unknown;
  /** Other forms of the same, by type, for whoever asks for them with `Accept`: the text of each begins so. */
  readonly also?: Readonly<Record<string, string>>;
  readonly headers: readonly AnswerHeader[];
}

export type AnswerHeader = 'ETag' | 'Kronika-Position' | 'Kronika-As-Of' | 'Location' | 'Link' | 'Retry-After' | 'Vary';
export type RequestHeader =
  | 'If-Match'
  | 'Idempotency-Key'
  | 'Kronika-After'
  | 'Kronika-Acknowledge'
  | 'Kronika-Actor'
  | 'Last-Event-ID'
  | 'traceparent';

/** What a route does, in the interface's own description (document.ts). */
export interface Operation {
  /** Unique; what generated clients call it. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Parameters of the route's path that stand for one value here: each such operation has a path of its own. */
  readonly at?: Readonly<Record<string, string>>;
  readonly query?: readonly Parameter[];
  readonly headers?: readonly RequestHeader[];
  readonly body?: Body;
  /** The first is the usual one. */
  readonly answers: readonly Success[];
  /** The answers that say no, besides those that follow from rights and from having a body. */
  readonly problems: readonly ProblemCode[];
  /** Fewer than the route's rights let in: a rule of the domain refuses the others. */
  readonly roles?: readonly Role[];
}

const OPERATIONS = 'kronika:operations';

/** Says what a route does; several times where a parameter of its path tells operations apart. */
export const Tells = (...operations: readonly Operation[]): MethodDecorator => SetMetadata(OPERATIONS, operations);

/** Undefined for a route that says nothing; empty for one that has nothing to do, such as the steps of a kind without. */
export const operationsOf = (handler: object): readonly Operation[] | undefined =>
  // Only `Tells` puts them there.
  Reflect.getMetadata(OPERATIONS, handler) as readonly Operation[] | undefined;

/** The parameters of these names, with their meanings. */
export const meaning = <N extends string>(names: readonly N[], of: Readonly<Record<N, Meaning>>): Parameter[] =>
  names.map((name) => ({ name, ...of[name] }));

/** What every writing route takes and refuses. */
export const WRITING = {
  headers: ['Idempotency-Key', 'Kronika-Acknowledge', 'Kronika-Actor', 'traceparent'],
  problems: ['bad-query', 'invalid', 'key-reused', 'unavailable'],
} as const satisfies Partial<Operation>;

/** What every route takes and refuses that changes what is there. */
export const CHANGING = {
  headers: ['If-Match', ...WRITING.headers],
  problems: [...WRITING.problems, 'not-found', 'state', 'conflict', 'precondition-required'],
} as const satisfies Partial<Operation>;

/** What every route takes and refuses that reads the views. */
export const READING = {
  headers: ['Kronika-After', 'Kronika-Actor'],
  problems: ['bad-query', 'unsettled', 'unavailable'],
} as const satisfies Partial<Operation>;
