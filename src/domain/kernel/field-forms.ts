import type { JSONSchema } from 'class-validator-jsonschema';
import type { Payload } from './check.js';

/** What a field holds, as its decorators say: for who reads it in another form than JSON. */
export interface FieldForm {
  /** Of the value; in a list, of each. Empty for an object. */
  readonly schema: Extract<Parameters<typeof JSONSchema>[0], { type?: unknown }>;
  readonly many: boolean;
  readonly optional: boolean;
  /** The payload class of an object. */
  readonly part?: () => Payload<object>;
}

const forms = new Map<object, Map<string, FieldForm>>();

/** Adds to what is known of a field. */
export function note(target: object, name: string | symbol, form: Partial<FieldForm>): void {
  const own = forms.get(target) ?? new Map<string, FieldForm>();
  const before = own.get(String(name)) ?? { schema: {}, many: false, optional: false };
  forms.set(target, own.set(String(name), { ...before, ...form }));
}

/** A schema that says itself what a value is. */
export const isPlain = (schema: unknown): schema is FieldForm['schema'] =>
  typeof schema === 'object' && schema !== null && !('$ref' in schema);

/** The fields of a payload class with what each holds; inherited ones first. */
export function formsOf(payload: Payload<object>): ReadonlyMap<string, FieldForm> {
  const found: [string, FieldForm][] = [];
  for (let each: unknown = payload.prototype; typeof each === 'object' && each !== null;) {
    found.unshift(...(forms.get(each) ?? []));
    each = Object.getPrototypeOf(each);
  }
  return new Map(found);
}
