/**
 * JSON Schema (2020-12, as OpenAPI 3.1 takes it) for the shapes that the interface answers. What it takes in is told by
 * the payload classes themselves (payloads.ts).
 */
export type Schema = Readonly<Record<string, unknown>>;

const NAMED = Symbol('named');

/** What the document keeps once: under `#/components/` and one of these. */
export type Section = 'schemas' | 'responses' | 'parameters' | 'headers';
export const COMPONENTS = '#/components/';
export const SCHEMAS = `${COMPONENTS}schemas/`;

/** A part that the document keeps once, under a name; everywhere else it is a reference. */
export function shared(section: Section, name: string, part: Schema): Schema {
  return Object.defineProperty({ $ref: `${COMPONENTS}${section}/${name}` }, NAMED, { value: part });
}

export const named = (name: string, schema: Schema): Schema => shared('schemas', name, schema);

/** The part behind a reference made by {@link shared}; undefined for anything else. */
export const behind = (schema: object): Schema | undefined =>
  // Only `shared` puts it there.
  (schema as { readonly [NAMED]?: Schema })[NAMED];

/** A field that may be missing. */
interface Maybe {
  readonly maybe: Schema;
}
export const maybe = (schema: Schema): Maybe => ({ maybe: schema });

/** The fields that a type names, without those that it leaves open. */
type Known<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };
/** One schema a field, none left out and none besides: the compiler keeps the description abreast of the type. */
type Fields<T> = { readonly [K in keyof Known<T>]-?: undefined extends Known<T>[K] ? Maybe : Schema };

/** An object of exactly these fields. */
export function object<T extends object>(fields: Fields<T>, more: Schema = {}): Schema {
  const entries = Object.entries(fields as Readonly<Record<string, Schema | Maybe>>);
  const isMaybe = (field: Schema | Maybe): field is Maybe => 'maybe' in field;
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, isMaybe(field) ? field.maybe : field])),
    required: entries.flatMap(([name, field]) => (isMaybe(field) ? [] : [name])),
    additionalProperties: false,
    ...more,
  };
}

/** An object of any keys. @param key one of them, for the example */
export const record = (value: Schema, key: string, more: Schema = {}): Schema => ({
  type: 'object',
  additionalProperties: value,
  propertyNames: { type: 'string', examples: [key] },
  ...more,
});

export const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });

export const nullable = (schema: Schema): Schema => {
  const { description, ...rest } = schema;
  return { anyOf: [rest, { type: 'null' }], ...(description !== undefined && { description }) };
};

export const constant = (value: string | boolean): Schema => ({ const: value });
export const choice = (values: readonly string[], more: Schema = {}): Schema => ({
  type: 'string',
  enum: [...values],
  ...more,
});
export const text = (example: string, description?: string): Schema => ({
  type: 'string',
  examples: [example],
  ...(description !== undefined && { description }),
});
export const whole = (example: number, description?: string): Schema => ({
  type: 'integer',
  examples: [example],
  ...(description !== undefined && { description }),
});
export const number = (example: number): Schema => ({ type: 'number', examples: [example] });

export const FLAG: Schema = { type: 'boolean' };
export const COUNT: Schema = { type: 'integer', minimum: 0, examples: [12] };
export const GROSZE: Schema = { type: 'integer', minimum: 0, examples: [450_000], description: 'grosze' };
export const METRES: Schema = { type: 'integer', minimum: 0, examples: [2080], description: 'metres' };
export const DAY: Schema = { type: 'string', format: 'date', examples: ['2023-06-14'] };
export const MONTH: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}$', examples: ['2023-06'] };
export const INSTANT: Schema = { type: 'string', format: 'date-time', examples: ['2023-06-14T09:12:31.044Z'] };
export const POSITION: Schema = {
  type: 'string',
  pattern: '^\\d+$',
  examples: ['1234'],
  description: 'Position in the ledger: the ordinal of an event, from 1.',
};
export const REVISION: Schema = {
  type: 'integer',
  minimum: 0,
  examples: [0],
  description: "Ordinal of the subject's last event, from 0; the ETag holds it.",
};
export const ID: Schema = { type: 'string', examples: ['018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'] };
export const TERC: Schema = {
  type: 'string',
  pattern: '^\\d{6}[123]$',
  examples: ['0415052'],
  description: 'TERC of a gmina',
};
export const ACTOR: Schema = text('pracownik-1', 'Id of an account.');
export const SHA256: Schema = {
  type: 'string',
  pattern: '^[0-9a-f]{64}$',
  examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
};
