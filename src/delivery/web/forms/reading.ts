import { readCell } from '../../../application/import/cells.js';
import { typeOf } from '../../../application/import/leaves.js';
import { OrganisationRef } from '../../../domain/activities/details.js';
import type { Payload } from '../../../domain/kernel/check.js';
import { type FieldForm, formsOf } from '../../../domain/kernel/field-forms.js';
import { isObject, type Json, type JsonObject } from '../../../domain/kernel/json.js';
import { plainZloty } from '../../polish/formats.js';
import { inputOf } from './inputs.js';
import { rowsOf, tidied, type Typed } from './typed.js';

/** What names and numbers stand for, and what ids are called: the registers, for forms. */
export interface Names {
  /** The name of an organisation of the register; null for an id that is none. */
  organisation(id: string): string | null;
  /** The id of the activity of a number, as it was typed; null where there is none. */
  activity(number: string): string | null;
  numberOf(id: string): string | null;
  /** An official of the register or a function, as a form shows it. */
  official(value: string): string;
  /** The same back: the id or the code; what is neither stays as it was typed. */
  officialNamed(shown: string): string;
  functionNamed(shown: string): string;
}

/** Reads forms of one kind, and fills them in. Money is typed in złoty and kept in grosze. */
export class FormReader {
  constructor(
    private readonly kind: string,
    private readonly names: Names,
  ) {}

  /** The body that the interface takes, of one payload. What cannot be read stays as it was typed: its check says so. */
  body(payload: Payload<object>, typed: Typed, prefix: string): JsonObject {
    const fields = [...formsOf(payload).keys()].map(
      (name) => [name, this.value(payload, name, typed, prefix)] as const,
    );
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }

  /** What is typed for one field; undefined for nothing. */
  value(payload: Payload<object>, name: string, typed: Typed, prefix: string): Json | undefined {
    const form = formsOf(payload).get(name);
    if (form === undefined) return undefined;
    const pointer = `${prefix}${name}`;
    const part = form.part?.();
    if (part !== undefined && form.many) {
      const rows = Array.from({ length: rowsOf(typed, pointer) }, (_, row) =>
        this.part(part, typed, `${pointer}/${String(row)}/`),
      );
      return rows.length === 0 ? undefined : rows;
    }
    if (part !== undefined) {
      const object = this.part(part, typed, `${pointer}/`);
      return Object.keys(object).length === 0 ? undefined : object;
    }
    const texts = (typed.get(pointer) ?? []).map(tidied).filter((text) => text !== '');
    if (form.many) {
      const each = texts.flatMap((text) => text.split('\n').map(tidied)).filter((text) => text !== '');
      return each.length === 0 ? undefined : each.map((text) => this.leaf(payload, name, form, text));
    }
    const [text] = texts;
    return text === undefined ? undefined : this.leaf(payload, name, form, text);
  }

  private part(part: Payload<object>, typed: Typed, prefix: string): JsonObject {
    const object = this.body(part, typed, prefix);
    if (part !== OrganisationRef) return object;
    const { id, name, ...more } = object;
    // The name may have been typed over: then another one is meant.
    if (typeof id === 'string' && typeof name === 'string' && this.names.organisation(id) === name) return { id };
    return name === undefined ? more : { name, ...more };
  }

  private leaf(payload: Payload<object>, name: string, form: FieldForm, text: string): Json {
    switch (inputOf(name, form)) {
      case 'activity':
      case 'activities':
        return this.names.activity(text) ?? text;
      case 'money':
      case 'metres':
      case 'count':
      case 'quantity':
      case 'flag':
      case 'day':
      case 'time': {
        const leaf = {
          path: [name],
          into: [name],
          type: typeOf(name, form),
          rows: false,
          list: false,
          required: false,
        };
        const read = readCell(this.kind, leaf, text, undefined);
        return 'value' in read ? read.value : text;
      }
      default:
        if (name === 'inPlaceOf') return this.names.officialNamed(text);
        return name === 'function' && namesOfficials(payload) ? this.names.functionNamed(text) : text;
    }
  }

  /** What a form shows of what is recorded. */
  typed(payload: Payload<object>, recorded: JsonObject, prefix: string): Typed {
    const typed = new Map<string, readonly string[]>();
    for (const [name, form] of formsOf(payload)) {
      const value = recorded[name];
      if (value !== undefined && value !== null) this.fill(typed, payload, name, form, value, `${prefix}${name}`);
    }
    return typed;
  }

  private fill(
    typed: Map<string, readonly string[]>,
    payload: Payload<object>,
    name: string,
    form: FieldForm,
    value: Json,
    at: string,
  ): void {
    const part = form.part?.();
    if (part === undefined) {
      const texts = (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((each) =>
        this.shown(payload, name, form, each),
      );
      if (texts.length === 0) return;
      const lines = inputOf(name, form) === 'lines' || inputOf(name, form) === 'activities';
      typed.set(at, lines ? [texts.join('\n')] : texts);
      return;
    }
    (Array.isArray(value) ? (value as readonly Json[]) : [value]).forEach((each, row) => {
      if (!isObject(each)) return;
      const object = part === OrganisationRef ? this.organisation(each) : each;
      const below = this.typed(part, object, form.many ? `${at}/${String(row)}/` : `${at}/`);
      for (const [pointer, texts] of below) typed.set(pointer, texts);
    });
  }

  /** By the name that it has now. */
  private organisation({ id, name }: JsonObject): JsonObject {
    return typeof id === 'string' ? { id, name: this.names.organisation(id) ?? name } : { name };
  }

  private shown(payload: Payload<object>, name: string, form: FieldForm, value: Json): string {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    switch (inputOf(name, form)) {
      case 'activity':
      case 'activities':
        return this.names.numberOf(text) ?? text;
      case 'money':
        return typeof value === 'number' ? plainZloty(value) : text;
      case 'quantity':
        return text.replace('.', ',');
      default:
        return name === 'inPlaceOf' || (name === 'function' && namesOfficials(payload))
          ? this.names.official(text)
          : text;
    }
  }
}

/** Whether its `function` is one of the county's own: that of a counterpart is somebody else's. */
export const namesOfficials = (payload: Payload<object>): boolean => formsOf(payload).has('official');
