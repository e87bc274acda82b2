import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { IsOptional, ValidateBy, ValidateNested, type ValidationOptions } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { OfList } from './check.js';
import { isDay, isMonth } from './day.js';
import { isPlain, note } from './field-forms.js';

/**
 * The fields that payload classes are made of. One decorator a field says what it may hold, to the reader, to the
 * check at the edge (check.ts) and to the OpenAPI document, which reads the same decorators at run time.
 */

type Describe = Extract<Parameters<typeof JSONSchema>[0], (...given: never[]) => unknown>;
type Schema = ReturnType<Describe>;
type Source = Parameters<Describe>[0];
type Test = (value: unknown) => boolean;

/** @param schema as it is, or told when it is asked for; null where another check of the field tells it */
function field(
  says: string,
  test: Test,
  schema: Schema | Describe | null,
  more: ValidationOptions = {},
): PropertyDecorator {
  const context: OfList = { isMember: test };
  const validate = ValidateBy(
    { name: says, validator: { validate: test, defaultMessage: () => `must be ${says}` } },
    more.each === true ? { ...more, context } : more,
  );
  return (target, name) => {
    validate(target, name);
    if (isPlain(schema)) note(target, name, { schema });
    // A function stands in the place of what the reader would make of the field's type in the source.
    if (schema !== null)
      JSONSchema((source, options) => told(target, name, source, options, schema))(target, name as string);
  };
}

const MEANING = 'kronika:meaning';

/** What a field means, where its name alone does not say. */
export const Means = (text: string): PropertyDecorator => Reflect.metadata(MEANING, text);

function told(
  target: object,
  name: string | symbol,
  source: Source,
  options: Parameters<Describe>[1],
  schema: Schema | Describe,
): Schema {
  const form = typeof schema === 'function' ? schema(source, options) : schema;
  const meaning = Reflect.getMetadata(MEANING, target, name) as string | undefined;
  if (meaning === undefined) return form;
  const unit = 'description' in form && form.description !== undefined ? ` In ${form.description}.` : '';
  return { ...form, description: `${meaning}${unit}` };
}

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, name) => {
    for (const decorate of decorators) decorate(target, name);
  };

/** May be left out; null means the same. */
export const Optional = (): PropertyDecorator =>
  all(IsOptional(), (target, name) => {
    note(target, name, { optional: true });
  });

// Line breaks and tabs are text; other control characters and halves of surrogate pairs are not. Those above 0x7f are
// what Windows-1250 becomes where it is read as something else.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' &&
  value.trim().length > 0 &&
  value.length <= max &&
  value.isWellFormed() &&
  !CONTROL.test(value);

/** Text with something in it, at most `max` UTF-16 units. */
export const Text = (max: number): PropertyDecorator =>
  field(`text of 1 to ${String(max)} characters`, (value) => isText(value, max), {
    type: 'string',
    minLength: 1,
    maxLength: max,
  });

/** Text of a fixed form, told in words. */
export const Pattern = (pattern: RegExp, says: string, example: string): PropertyDecorator =>
  field(
    `${says}, such as ${example}`,
    (value) => typeof value === 'string' && value.length <= 500 && pattern.test(value),
    {
      type: 'string',
      pattern: pattern.source,
      examples: [example],
    },
  );

const WEB_ADDRESS = /^https?:\/\/[^\s\p{C}"<>\\/?#@]+(?:[/?#][^\s\p{C}"<>\\]*)?$/u;
/** The address of a page, `https://powiat.example/gazeta`. */
export const WebAddress = (): PropertyDecorator =>
  Pattern(WEB_ADDRESS, 'an http or https address', 'https://powiat.example/gazeta');

export const Choice = (values: readonly string[]): PropertyDecorator =>
  field(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value), {
    type: 'string',
    enum: [...values],
  });

/** Several of a closed list, each once. */
export const Choices = (values: readonly string[]): PropertyDecorator =>
  all(
    list({ max: values.length }, { type: 'string', enum: [...values] }, EACH_ONCE),
    field(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value), null, {
      each: true,
    }),
  );

/** A calendar day, `2024-03-31`. */
export const OnDay = (): PropertyDecorator =>
  field('a day between 1900 and 2199, written 2024-03-31', (value) => typeof value === 'string' && isDay(value), {
    type: 'string',
    format: 'date',
  });

export const InMonth = (): PropertyDecorator =>
  field('a month, written 2024-03', (value) => typeof value === 'string' && isMonth(value), {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}$',
  });

export const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** A wall-clock time, `17:30`. */
export const AtTime = (): PropertyDecorator =>
  field('a time, written 17:30', (value) => typeof value === 'string' && TIME.test(value), {
    type: 'string',
    pattern: TIME.source,
  });

/** Beyond any county's budget, and sums of a million of them stay exact. */
const MOST = 1_000_000_000_000;
const isAmount: Test = (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;

/** Whole grosze, not negative. */
export const Money = (): PropertyDecorator =>
  field('a whole number of grosze, 0 or more', isAmount, {
    type: 'integer',
    minimum: 0,
    maximum: MOST,
    description: 'grosze',
  });

/** Whole metres, not negative. */
export const Metres = (): PropertyDecorator =>
  field('a whole number of metres, 0 or more', isAmount, {
    type: 'integer',
    minimum: 0,
    maximum: MOST,
    description: 'metres',
  });

export const Count = (): PropertyDecorator =>
  field('a whole number, 0 or more', isAmount, { type: 'integer', minimum: 0, maximum: MOST });

/** Any measured quantity. */
export const Quantity = (): PropertyDecorator =>
  field('a number', (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MOST, {
    type: 'number',
  });

export const Flag = (): PropertyDecorator =>
  field('true or false', (value) => typeof value === 'boolean', { type: 'boolean' });

const EACH_ONCE = ', each once';

interface Length {
  readonly min?: number;
  readonly max?: number;
}

/** @param items what each member is */
function list({ min = 0, max = 100 }: Length, items: Schema | Describe, once = ''): PropertyDecorator {
  const isList = field(
    `${min > 0 ? `a list of ${String(min)} to ${String(max)}` : `a list of at most ${String(max)}`}${once}`,
    (value) => Array.isArray(value) && value.length >= min && value.length <= max && unique(value),
    (source, options) => ({
      type: 'array',
      items: typeof items === 'function' ? items(source, options) : items,
      minItems: min,
      maxItems: max,
      ...(once !== '' && { uniqueItems: true }),
    }),
    { context: { isMember: null } satisfies OfList },
  );
  return all(isList, (target, name) => {
    note(target, name, { many: true, ...(isPlain(items) && { schema: items }) });
  });
}

function unique(values: readonly unknown[]): boolean {
  const plain = values.filter((value) => typeof value === 'string');
  return new Set(plain).size === plain.length;
}

/** A list of texts, each once. */
export const Texts = (max: number, length: Length = {}): PropertyDecorator =>
  all(
    list(length, { type: 'string', minLength: 1, maxLength: max }, EACH_ONCE),
    field(`text of 1 to ${String(max)} characters`, (value) => isText(value, max), null, { each: true }),
  );

/** A list of texts of a fixed form, each once. */
export const Patterns = (pattern: RegExp, says: string, example: string, length: Length = {}): PropertyDecorator =>
  all(
    list(length, { type: 'string', pattern: pattern.source, examples: [example] }, EACH_ONCE),
    field(
      `${says}, such as ${example}`,
      (value) => typeof value === 'string' && value.length <= 500 && pattern.test(value),
      null,
      { each: true },
    ),
  );

type ClassOf = (new () => object) & {
  /** How the object is told by a text alone, where it can be. */
  readonly ofText?: (text: string) => object;
};

const orText = (of: () => ClassOf): PropertyDecorator => {
  const read = (value: unknown): unknown => (typeof value === 'string' ? (of().ofText?.(value) ?? value) : value);
  return Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(read) : read(value)));
};

/** The schema of a payload class by its name; that of a text beside it, where a text alone tells the object. */
const schemaOf =
  (of: () => ClassOf): Describe =>
  (_source, { refPointerPrefix }) => {
    const schema = { $ref: `${refPointerPrefix}${of().name}` };
    return of().ofText === undefined ? schema : { anyOf: [schema, { type: 'string', minLength: 1, maxLength: 300 }] };
  };

const holds =
  (part: () => ClassOf): PropertyDecorator =>
  (target, name) => {
    note(target, name, { part });
  };

/** One object of a payload class. */
export const Part = (of: () => ClassOf): PropertyDecorator =>
  all(
    Type(of),
    orText(of),
    field('an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value), schemaOf(of)),
    ValidateNested(),
    holds(of),
  );

/** A list of objects of a payload class. */
export const Parts = (of: () => ClassOf, length: Length = {}): PropertyDecorator =>
  all(Type(of), orText(of), list(length, schemaOf(of)), ValidateNested({ each: true }), holds(of));

/** More than any payload has fields; each is checked with the whole payload. */
const MOST_CHANGES = 100;

/** New values by field, null to clear one: checked against the payload that they become part of. */
export const Changes = (): PropertyDecorator =>
  field(
    `an object of at most ${String(MOST_CHANGES)} new values by field`,
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= MOST_CHANGES,
    {
      type: 'object',
      maxProperties: MOST_CHANGES,
      additionalProperties: true,
    },
  );

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UUID_EXAMPLE = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
export const Identity = (): PropertyDecorator => Pattern(UUID, 'an id', UUID_EXAMPLE);
export const Identities = (length?: Length): PropertyDecorator => Patterns(UUID, 'an id', UUID_EXAMPLE, length);
