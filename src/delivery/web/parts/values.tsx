import type { VNode } from 'preact';
import { formsOf, type FieldForm } from '../../../domain/kernel/field-forms.js';
import type { Payload } from '../../../domain/kernel/check.js';
import type { Mention } from '../../../application/queries/mentions.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { rowOf } from '../../../domain/activities/kind.js';
import { isObject, type Json, type JsonObject } from '../../../domain/kernel/json.js';
import { PERSON_READERS } from '../../http/rights.js';
import { personPath } from '../forms/addresses.js';
import type { Look } from '../look.js';

/** What other activities are called, by id: an entry names them by id. */
export type Linked = ReadonlyMap<string, Mention>;

export interface Shown {
  readonly look: Look;
  readonly kind: Kind;
  readonly linked: Linked;
}

/** A field's value in words: what it holds is told by the same decorators that check it. */
export function Value({
  field,
  value,
  form,
  ...shown
}: Shown & { readonly field: string; readonly value: Json; readonly form: FieldForm | undefined }): VNode {
  const { look, linked } = shown;
  if (value === null) return <>{look.t.none}</>;
  if (isList(value)) {
    if (value.length === 0) return <>{look.t.none}</>;
    const each = value.map((one: Json) => <Value {...shown} field={field} value={one} form={form} />);
    // Short ones stand in a line; objects, each under the other.
    return value.some((one: Json) => isObject(one)) ? (
      <ul class="values">
        {each.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    ) : (
      <>{each.flatMap((one, index) => (index === 0 ? [one] : [', ', one]))}</>
    );
  }
  if (isObject(value)) return <Part {...shown} value={value} part={form?.part?.()} />;
  if (typeof value === 'string' && linked.has(value))
    return <Named look={look} id={value} mention={linked.get(value)} />;
  if (field === 'person' && typeof value === 'string') return <Person look={look} id={value} />;
  if (field === 'url' && typeof value === 'string')
    return (
      <a href={value} rel="noreferrer">
        {value}
      </a>
    );
  return <>{plain(shown, field, value, form)}</>;
}

/** A person of the register, for whoever may read them the way there: an entry holds no more than the id. */
function Person({ look, id }: { readonly look: Look; readonly id: string }): VNode {
  const { t } = look;
  if (look.may(...PERSON_READERS)) return <a href={look.href(personPath(id))}>{t.persons.one}</a>;
  return (
    <>
      {t.persons.one} <code>{id}</code>
    </>
  );
}

/** Another activity, by number and title; one that is not there yet, by its id. */
export function Named({
  look,
  id,
  mention,
}: {
  readonly look: Look;
  readonly id: string;
  readonly mention: Mention | undefined;
}): VNode {
  if (mention === undefined) return <code>{id}</code>;
  return (
    <a href={look.href(`/rejestr/${id}`)}>
      {mention.number} {mention.title}
    </a>
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function plain({ look, kind }: Shown, field: string, value: string | number | boolean, form?: FieldForm): string {
  const { words, f, t } = look;
  const { description, format } = form?.schema ?? {};
  switch (typeof value) {
    case 'boolean':
      return value ? t.yes : t.no;
    case 'number':
      return description === 'grosze' ? f.zloty(value) : description === 'metres' ? f.length(value) : f.number(value);
    default:
      break;
  }
  if (format === 'date') return f.day(value);
  switch (field) {
    case 'gminas':
    case 'otherGminas':
    case 'gmina':
      return `${look.gmina(value)} (${value})`;
    case 'units':
      return look.unit(value);
    case 'official':
    case 'function':
    case 'inPlaceOf':
      return look.official(value);
    case 'strategyItems': {
      const text = look.item(value);
      return text === undefined ? value : `${value} ${text}`;
    }
    case 'status':
      return words.status(value);
    default:
      return words.value(kind.name, field, value);
  }
}

/** An object on one line: an organisation by name, anything else field by field. */
function Part({
  value,
  part,
  ...shown
}: Shown & { readonly value: JsonObject; readonly part: Payload<object> | undefined }): VNode {
  const { look, kind } = shown;
  const forms = part === undefined ? new Map<string, FieldForm>() : formsOf(part);
  const { id, name, ...rest } = value;
  const organisation = typeof id === 'string' && typeof name === 'string';
  const fields = Object.entries(organisation ? omitted(rest, ['kind', 'gmina', 'locality']) : value).filter(
    ([, each]) => each !== null,
  );
  return (
    <>
      {organisation && <a href={look.href(`/organizacje/${id}`)}>{name}</a>}
      {fields.map(([each, one], index) => (
        <>
          {(index > 0 || organisation) && '; '}
          {single(each) ? '' : `${look.words.field(kind.name, each)}: `}
          <Value {...shown} field={each} value={one ?? null} form={forms.get(each)} />
        </>
      ))}
    </>
  );
}

/** What needs no word of its own beside it. */
const single = (field: string): boolean =>
  ['official', 'function', 'gmina', 'organisation', 'name', 'title', 'person'].includes(field);

const omitted = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** What a path of a change is called (`steps.grant.amount`, `place`), and the form of what stands there. */
export function placeOf(
  look: Look,
  kind: Kind,
  path: string,
): { readonly words: string; readonly field: string; readonly form: FieldForm | undefined } {
  const { t, words } = look;
  if (path === 'status') return { words: t.register.state, field: 'status', form: undefined };
  if (path === 'replacedBy') return { words: t.entry.replacedBy, field: path, form: undefined };
  const parts = path.split('.');
  if (parts[0] !== 'steps')
    return { words: words.field(kind.name, path), field: path, form: formsOf(kind.details).get(path) };
  const step = parts[1] ?? '';
  const field = parts.at(-1) ?? '';
  const nth = parts.length === 4 ? ` ${String(Number(parts[2]) + 1)}` : '';
  const row = rowOf(kind, step);
  return {
    words: `${words.step(kind.name, step)}${nth}: ${words.field(kind.name, field)}`,
    field,
    form: row === undefined ? undefined : formsOf(row.fields).get(field),
  };
}
