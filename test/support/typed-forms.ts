import { FormReader } from '../../src/delivery/web/forms/reading.js';
import { type Kind, rowOf } from '../../src/domain/activities/kind.js';
import { formsOf } from '../../src/domain/kernel/field-forms.js';
import { type JsonObject, textOf } from '../../src/domain/kernel/json.js';
import { PLAIN } from './plain-names.js';
import type { Form } from './visitor.js';

/** A contact as somebody types it. */
export const TYPED_CONTACT = {
  '/title': 'Ustalenie terminu dożynek',
  '/occurredOn': '2025-06-14',
  '/gminas': '0415052',
  '/strategyItems': 'T1',
  '/channel': 'phone',
  '/direction': 'outgoing',
  '/counterparts/0/organisation/name': 'Gmina Łubianka',
  '/counterparts/0/organisation/kind': 'gmina',
  '/counterparts/0/organisation/gmina': '0415052',
  '/counterparts/0/function': 'sekretarz gminy',
} satisfies Form;

/** The step that a body begins with. */
export const stepIn = (kind: Kind, body: JsonObject): string =>
  textOf(body['step']) || (Object.keys(kind.steps)[0] ?? '');

/** What the form of a kind shows of a body: what somebody would type who wants to record it. */
export function typedOf(kind: Kind, body: JsonObject): Form {
  const reader = new FormReader(kind.name, PLAIN);
  const row = rowOf(kind, stepIn(kind, body));
  const typed = new Map([
    ...reader.typed(kind.details, body, '/'),
    ...(row === undefined ? [] : reader.typed(row.fields, body, '/')),
  ]);
  // A form asks for an organisation by its name, its kind and its gmina.
  for (const [field, { part, many }] of formsOf(kind.details)) {
    if (part === undefined) continue;
    for (const [index, each] of ([body[field] ?? []].flat() as JsonObject[]).entries()) {
      const nested = each['organisation'] as JsonObject | undefined;
      const [ref, at] = nested === undefined ? [each, ''] : [nested, '/organisation'];
      const base = many ? `/${field}/${String(index)}${at}` : `/${field}${at}`;
      for (const name of ['kind', 'gmina', 'locality'])
        if (typeof ref[name] === 'string') typed.set(`${base}/${name}`, [ref[name]]);
    }
  }
  return Object.fromEntries(typed);
}
