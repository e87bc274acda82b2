import { behind, type Schema } from './schema.js';

/** Makes a value of a schema out of the examples that its parts bring along. @throws TypeError where a part brings none */
export function example(schema: Schema): unknown {
  const hidden = behind(schema);
  if (hidden !== undefined) return example(hidden);
  const { examples, type } = schema;
  if (Array.isArray(examples)) return examples[0];
  if ('const' in schema) return schema['const'];
  for (const name of ['enum', 'anyOf', 'oneOf'] as const) {
    const first = Array.isArray(schema[name]) ? (schema[name] as readonly unknown[])[0] : undefined;
    if (first !== undefined) return name === 'enum' ? first : example(first as Schema);
  }
  switch (type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return [example(schema['items'] as Schema)];
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      throw new TypeError(`no example of ${JSON.stringify(schema)}`);
  }
}

function objectOf({ properties = {}, additionalProperties, propertyNames }: Schema): object {
  const fields = Object.entries(properties as Readonly<Record<string, Schema>>);
  const known = Object.fromEntries(fields.map(([name, field]) => [name, example(field)]));
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return known;
  return { ...known, [String(example(propertyNames as Schema))]: example(additionalProperties as Schema) };
}
