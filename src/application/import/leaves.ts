import { TERC, OfficialRef, OrganisationRef, DocumentRef } from '../../domain/activities/details.js';
import { Representative } from '../../domain/activities/attendance/attendance.js';
import { Counterpart } from '../../domain/activities/contact/contact.js';
import { Partner, Source } from '../../domain/activities/joint-investment/joint-investment.js';
import type { Payload } from '../../domain/kernel/check.js';
import { type FieldForm, formsOf } from '../../domain/kernel/field-forms.js';
import { TIME } from '../../domain/kernel/fields.js';

/** What one cell may hold. */
export type CellType = 'text' | 'codes' | 'day' | 'time' | 'money' | 'metres' | 'count' | 'quantity' | 'flag' | 'gmina';

/** A value that has a column of its own: a field of a payload, or of an object in it. */
export interface Leaf {
  /** Names from the payload down: `decision`, `organ`. */
  readonly path: readonly string[];
  /** Where the value goes, when that is further down: a name alone stands for the object that it is the name of. */
  readonly into: readonly string[];
  readonly type: CellType;
  /** The payload's field is a list of objects: the cell holds this value of each. */
  readonly rows: boolean;
  /** The value itself is a list. */
  readonly list: boolean;
  /** It must be said, wherever its payload is. */
  readonly required: boolean;
}

/** The objects that are told by one text alone, and the field below them that it fills. */
const TOLD_BY = new Map<Payload<object>, readonly string[]>([
  [OrganisationRef, ['name']],
  [Counterpart, ['organisation', 'name']],
  [DocumentRef, ['title']],
  [Source, ['name']],
  // Whether it is an official's name or a function, a gmina or an organisation, is settled with the registers at hand.
  [OfficialRef, ['official']],
  [Representative, ['official']],
  [Partner, ['organisation', 'name']],
]);

const known = new Map<Payload<object>, readonly Leaf[]>();

/** Everything of a payload class that can have a column. */
export function payloadLeaves(payload: Payload<object>): readonly Leaf[] {
  let leaves = known.get(payload);
  if (leaves === undefined) known.set(payload, (leaves = below(payload, [], false, true)));
  return leaves;
}

function below(payload: Payload<object>, above: readonly string[], rows: boolean, required: boolean): Leaf[] {
  return [...formsOf(payload)].flatMap(([name, form]) => {
    const path = [...above, name];
    const needed = required && !form.optional;
    const part = form.part?.();
    if (part === undefined) {
      return [{ path, into: path, type: typeOf(name, form), rows, list: form.many, required: needed }];
    }
    const toldBy = TOLD_BY.get(part);
    const inRows = rows || form.many;
    const short: Leaf[] =
      toldBy === undefined
        ? []
        : [{ path, into: [...path, ...toldBy], type: 'text', rows: inRows, list: false, required: needed }];
    return [...short, ...below(part, path, inRows, false)];
  });
}

/** Fields that hold a code although any text passes their own check: the register's look-up refuses what is none. */
const CODED = new Set(['kind']);

/** What a field's text is read as. */
export function typeOf(name: string, { schema }: Pick<FieldForm, 'schema'>): CellType {
  if (schema.enum !== undefined || CODED.has(name)) return 'codes';
  if (schema.format === 'date') return 'day';
  if (schema.pattern === TIME.source) return 'time';
  if (schema.pattern === TERC.source) return 'gmina';
  switch (schema.type) {
    case 'boolean':
      return 'flag';
    case 'integer':
      return schema.description === 'grosze' ? 'money' : schema.description === 'metres' ? 'metres' : 'count';
    case 'number':
      return 'quantity';
    default:
      return 'text';
  }
}
