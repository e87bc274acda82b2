import { type Role } from '../../../domain/kernel/event.js';
import { OPEN } from '../rights.js';
import { collected } from './components.js';
import { example } from './example.js';
import { ANSWER_HEADERS, REQUEST_HEADERS } from './headers.js';
import { INTRODUCTION, PATH_PARAMETERS, TAGS } from './introduction.js';
import type { AnswerHeader, Body, Operation, Parameter, RequestHeader, Success } from './operation.js';
import { problemAnswers, type ProblemCode } from './problems.js';
import { type Schema, shared } from './schema.js';

/** A route as it is served: what Nest was told of it, its rights, and what it does. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** `/v1/contacts/:id/steps/:step` */
  readonly path: string;
  readonly rights: readonly Role[] | typeof OPEN;
  readonly operations: readonly Operation[];
}

/** The whole interface in OpenAPI 3.1. */
export function documentOf(routes: readonly Route[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    for (const operation of route.operations) {
      const path = pathOf(route.path, operation);
      (paths[path] ??= {})[route.method] = operationOf(route, operation, path);
    }
  }
  const { document, components } = collected({ paths });
  return {
    openapi: '3.1.1',
    info: { title: 'Kronika', version: '1', description: INTRODUCTION },
    servers: [{ url: '/', description: 'The office that serves this page.' }],
    tags: TAGS,
    security: [{ bearer: [] }, { session: [] }],
    paths: document['paths'],
    components: {
      ...components,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token, given out by `kronika token add NAME --role ROLE`. It names the account and its roles.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'kronika',
          description:
            'The session of somebody who has signed in with a browser (`__Host-kronika` over TLS). What writes shows besides, as `Kronika-Proof`, the proof that stands in each form of the pages.',
        },
      },
    },
  };
}

/** `/v1/contacts/{id}/steps/close-follow-up` */
const pathOf = (path: string, { at = {} }: Operation): string =>
  path.replace(/:(\w+)/g, (_found, name: string) => at[name] ?? `{${name}}`);

function operationOf({ method, rights }: Route, operation: Operation, path: string): Schema {
  const { id, tag, summary, description, body, answers } = operation;
  const roles = rights === OPEN ? OPEN : (operation.roles ?? rights);
  const who = roles === OPEN ? 'Open to anybody.' : `May be called by: ${roles.join(', ')}.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [...(description === undefined ? [] : [description]), who].join('\n\n'),
    ...(roles === OPEN ? { security: [] } : { 'x-kronika-roles': roles }),
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathParameter(name)),
      ...(operation.query ?? []).map(queryParameter),
      ...(operation.headers ?? []).map(headerParameter),
    ],
    ...(body !== undefined && { requestBody: bodyOf(body) }),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [String(answer.status), successOf(answer)])),
      ...withoutOwn(answers, problemAnswers(problemsOf(method, roles, operation))),
    },
  };
}

/** A status that an operation answers in its own way is not told as a problem besides. */
function withoutOwn(answers: readonly Success[], problems: Record<string, Schema>): Record<string, Schema> {
  const own = new Set(answers.map(({ status }) => String(status)));
  return Object.fromEntries(Object.entries(problems).filter(([status]) => !own.has(status)));
}

/** What follows from having rights and a body, besides what the operation refuses itself. */
function problemsOf(
  method: Route['method'],
  roles: readonly Role[] | typeof OPEN,
  { problems }: Operation,
): readonly ProblemCode[] {
  const guarded: readonly ProblemCode[] = roles === OPEN ? [] : ['unauthenticated', 'forbidden'];
  const bodied: readonly ProblemCode[] =
    method === 'get' ? [] : ['malformed', 'request-timeout', 'too-large', 'media-type'];
  const limited: readonly ProblemCode[] = method !== 'get' && roles !== OPEN ? ['too-many'] : [];
  return ['address-too-long', 'header-too-large', ...bodied, ...problems, ...guarded, ...limited, 'fault'];
}

function pathParameter(name: string): Schema {
  const found = PATH_PARAMETERS[name];
  if (found === undefined) throw new Error(`nothing says what {${name}} is`);
  return shared('parameters', name, { name, in: 'path', required: true, ...found });
}

function queryParameter({ name, description, schema, several, required }: Parameter): Schema {
  return {
    name,
    in: 'query',
    description: several ? `${description} One or more, with commas between.` : description,
    ...(required && { required }),
    ...(several
      ? { schema: { type: 'array', items: schema, minItems: 1 }, style: 'form', explode: false }
      : { schema }),
  };
}

function headerParameter(name: RequestHeader): Schema {
  const { description, schema, required } = REQUEST_HEADERS[name];
  return shared('parameters', name, { name, in: 'header', description, ...(required && { required }), schema });
}

const headerOf = (name: AnswerHeader): readonly [string, Schema] => [
  name,
  shared('headers', name, ANSWER_HEADERS[name]),
];

const bodyOf = ({ schema, examples, optional }: Body): Schema => ({
  required: optional !== true,
  content: { 'application/json': { schema, examples } },
});

/** What is no text is told by its type alone. */
const formOf = (type: string, description: string, begin: string): Schema => ({
  schema: { type: 'string', ...(!type.startsWith('text/') && { contentMediaType: type }) },
  examples: { usual: { summary: description, value: begin } },
});

function successOf({ description, type = 'application/json', schema, headers, ...own }: Success): Schema {
  const value = own.example ?? example(schema);
  return {
    description,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers.map(headerOf)) }),
    content: {
      [type]: { schema, examples: { usual: { summary: description, value } } },
      ...Object.fromEntries(
        Object.entries(own.also ?? {}).map(([form, begin]) => [form, formOf(form, description, begin)]),
      ),
    },
  };
}
