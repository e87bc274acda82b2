import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Schema = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, Content>>;
}

export interface Content {
  readonly schema: Schema;
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security?: readonly unknown[];
  readonly 'x-kronika-roles'?: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required?: boolean;
    readonly schema: Schema;
    readonly explode?: boolean;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': Content } };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<'get' | 'post', Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One operation of the document, with where it lies. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly operation: Operation;
}

/** The document with its shared parameters, headers and answers in their places; schemas stay references. */
function resolved(document: OpenApi): OpenApi {
  const components = document.components as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const [, section = '', name = ''] =
      /^#\/components\/(responses|parameters|headers)\/(.+)$/.exec(String((value as { $ref?: string }).$ref)) ?? [];
    if (section !== '') return walk(components[section]?.[name]);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
  };
  return walk(document) as OpenApi;
}

export const callsOf = (document: OpenApi): Call[] =>
  Object.entries(resolved(document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      // The description has no others.
      method: method.toUpperCase() as Call['method'],
      path,
      operation,
    })),
  );

/** The usual answer of an operation: its first below 300. */
export function successOf({ operation, path }: Call): { readonly status: number; readonly type: string } & Content {
  const found = Object.entries(operation.responses).find(([status]) => Number(status) < 300);
  const [type, content] = Object.entries(found?.[1].content ?? {})[0] ?? [];
  if (found === undefined || type === undefined || content === undefined) throw new Error(`${path} never succeeds`);
  return { status: Number(found[0]), type, ...content };
}

/** Checks values against the schemas of a document, strictly. */
export class Schemas {
  // Keywords that it does not know are refused, as are formats.
  private readonly ajv = new Ajv2020({ strict: true, inlineRefs: false });
  private readonly known = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    formats.default(this.ajv);
    // OpenAPI's own, of no weight in a check.
    this.ajv.addKeyword('discriminator');
    this.ajv.addSchema(JSON.parse(within({ $id: 'document', $defs: document.components.schemas })) as object);
  }

  /** What is wrong with a value; empty when nothing is. */
  faults(schema: Schema, value: unknown): string[] {
    const text = within(schema);
    let validate = this.known.get(text);
    if (validate === undefined) this.known.set(text, (validate = this.ajv.compile(JSON.parse(text) as object)));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

/** A schema whose references go to the document's schemas. */
const within = (schema: Schema): string =>
  JSON.stringify(schema).replaceAll('"#/components/schemas/', '"document#/$defs/');
