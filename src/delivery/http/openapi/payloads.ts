import { targetConstructorToSchema, validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { Payload } from '../../../domain/kernel/check.js';
import { named, type Schema, SCHEMAS } from './schema.js';

const OPTIONS = { refPointerPrefix: SCHEMAS };

/** A payload class takes the fields that it declares and no others (domain/kernel/check.ts). */
const closed = (schema: object): Schema => ({ ...schema, additionalProperties: false });

/** The schema of a payload class, as its own decorators tell it. */
const schemaOf = (payload: Payload<object>): Schema => closed(targetConstructorToSchema(payload, OPTIONS));

/** @param example a whole one; left out where nothing is asked to show it */
export const payload = (of: Payload<object>, example?: object): Schema =>
  named(of.name, { ...schemaOf(of), ...(example !== undefined && { examples: [example] }) });

/** The schemas of all payload classes by name: parts of payloads are told by name alone. */
export function allPayloads(): ReadonlyMap<string, Schema> {
  const schemas = Object.entries(validationMetadatasToSchemas(OPTIONS));
  return new Map(schemas.map(([name, schema]) => [name, closed(schema)]));
}

interface Fields {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

/** The fields of a payload class, to be put beside those of another. */
export function fieldsOf(of: Payload<object>): Fields {
  // The reader of the decorators gives every class its properties, and `required` where it has such.
  const { properties, required = [] } = schemaOf(of) as unknown as Partial<Fields>;
  return { properties: properties ?? {}, required };
}
