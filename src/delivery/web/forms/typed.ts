import { LONGEST } from '../../../domain/kernel/check.js';
import { textsIn } from '../../http/form.js';

/**
 * What stands in the inputs of a form, by name. A field's name is its JSON Pointer in the body that the interface takes,
 * so that what is wrong with the body is what is wrong with an input.
 */
export type Typed = ReadonlyMap<string, readonly string[]>;

/** What else a form of an entry sends: which form it is, what it was drawn from, and what its reader has seen. */
export const META = ['key', 'step', 'revision', 'was', 'acknowledge', 'duplicate'] as const;
type Meta = (typeof META)[number];

/** A form as it was sent. */
export interface Sent {
  readonly typed: Typed;
  readonly meta: Readonly<Record<Meta, string>>;
  /** Which button was pressed; empty where none was: then the form is drawn once more, with what was typed. */
  readonly pressed: string;
}

/** A field of a row: `/counterparts/0/function`. */
const IN_ROW = /^(.*)\/(\d{1,3})\/([^\d].*)$/;

/** A row that no list has: whoever names one wants all the rows before it. */
const FAR_ROW = /\/\d{4,}(?:\/|$)/;

/** Longer than the name of any field, so that none has to be searched for rows at length. */
const LONGEST_NAME = 200;

const isField = (name: string): boolean => name.startsWith('/') && name.length <= LONGEST_NAME && !FAR_ROW.test(name);

const said = (texts: readonly string[] | undefined): boolean => (texts ?? []).some((text) => text.trim() !== '');

export function sentIn(body: unknown): Sent {
  const fields = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const named = fields.filter(isField).map((name) => [name, textsIn(body, name)] as const);
  const meta = Object.fromEntries(META.map((name) => [name, textsIn(body, name)[0] ?? '']));
  return {
    typed: closedUp(new Map(named)),
    // One a name of the list above.
    meta: meta as Record<Meta, string>,
    pressed: textsIn(body, 'do')[0] ?? '',
  };
}

/** Without the rows in which nothing stands: those below move up, as they will in the body. */
function closedUp(typed: Typed): Typed {
  const filled = new Map<string, Set<number>>();
  for (const [name, texts] of typed) {
    const [, list = '', nth = '', rest = ''] = IN_ROW.exec(name) ?? [];
    // What a row was drawn with (an organisation's id) is nothing that anybody typed.
    if (list !== '' && said(texts) && !/(?:^|\/)id$/.test(rest))
      filled.set(list, (filled.get(list) ?? new Set()).add(Number(nth)));
  }
  const moved = new Map(
    [...filled].map(([list, rows]) => [
      list,
      new Map([...rows].sort((a, b) => a - b).map((nth, row) => [nth, row] as const)),
    ]),
  );
  const placed = new Map<string, readonly string[]>();
  for (const [name, texts] of typed) {
    const [, list = '', nth = '', rest = ''] = IN_ROW.exec(name) ?? [];
    const row = moved.get(list)?.get(Number(nth));
    if (list === '') placed.set(name, texts);
    else if (row !== undefined) placed.set(`${list}/${String(row)}/${rest}`, texts);
  }
  return placed;
}

/** How many rows of a list something stands in; never more than a list may have. */
export function rowsOf(typed: Typed, list: string): number {
  let rows = 0;
  for (const name of typed.keys()) {
    const found = name.startsWith(`${list}/`) ? /^(\d+)\//.exec(name.slice(list.length + 1)) : null;
    if (found !== null) rows = Math.max(rows, Number(found[1]) + 1);
  }
  return Math.min(rows, LONGEST);
}

/** Whether anything stands in a field, or in what it holds. */
export const filledIn = (typed: Typed, pointer: string): boolean =>
  [...typed].some(([name, texts]) => (name === pointer || name.startsWith(`${pointer}/`)) && said(texts));

/** Whether two forms say the same in a field; spaces at the ends of what is typed say nothing. */
export function sameIn(a: Typed, b: Typed, pointer: string): boolean {
  const of = (typed: Typed): string =>
    JSON.stringify(
      [...typed]
        .filter(([name, texts]) => (name === pointer || name.startsWith(`${pointer}/`)) && said(texts))
        .map(([name, texts]) => [name, texts.map(tidied).filter((text) => text !== '')])
        .sort(),
    );
  return of(a) === of(b);
}

/** A browser sends line breaks as two signs, and people leave spaces. */
export const tidied = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
