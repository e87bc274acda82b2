/** Where a place lies in a JSON text. Engines say otherwise each, or not at all, why a text is none: this says it the same. */
export interface Place {
  /** Characters from the beginning of the text. */
  readonly at: number;
  /** JSON Pointer (RFC 6901) to the innermost value around it, as far as the text could be followed. */
  readonly pointer: string;
}

interface Around {
  readonly array: boolean;
  /** Null between members of an object: no value of its own is there. */
  key: string | number | null;
}

/** What may stand next. `first` is what may stand after an opening bracket, `after` what may stand after a value. */
type Next = 'value' | 'first' | 'name' | 'colon' | 'after' | 'nothing';

const BLANK = /[ \t\n\r]/;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Follows a text as JSON (RFC 8259), to a place in it or to where it is none: from there on nothing can be made of it.
 *
 * @param to where to stop; left out, at the end
 */
export function follow(text: string, to = text.length): Place {
  const end = Math.min(to, text.length);
  const path: Around[] = [];
  const placed = (at: number): Place => ({
    at,
    pointer: path
      .flatMap(({ key }) => (key === null ? [] : `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`))
      .join(''),
  });
  let at = 0;
  let next: Next = 'value';
  for (;;) {
    while (at < end && BLANK.test(text.charAt(at))) at++;
    if (at >= end) return placed(end);
    const sign = text.charAt(at);
    const inside = path[path.length - 1];
    const closes =
      inside !== undefined && sign === (inside.array ? ']' : '}') && (next === 'first' || next === 'after');
    if (closes) {
      if (at + 1 >= end) return placed(end);
      path.pop();
      at++;
      next = path.length === 0 ? 'nothing' : 'after';
      continue;
    }
    if (next === 'after' && inside !== undefined && sign === ',') {
      if (at + 1 >= end) return placed(end);
      inside.key = typeof inside.key === 'number' ? inside.key + 1 : null;
      at++;
      next = inside.array ? 'value' : 'name';
      continue;
    }
    if (next === 'colon' && sign === ':') {
      at++;
      next = 'value';
      continue;
    }
    const named: boolean = next === 'name' || (next === 'first' && inside?.array === false);
    const valued: boolean = next === 'value' || (next === 'first' && inside?.array === true);
    if (named && sign === '"') {
      const read = textFrom(text, at);
      if (inside !== undefined) inside.key = read.whole ? (JSON.parse(text.slice(at, read.at)) as string) : null;
      if (!read.whole || read.at >= end) return placed(Math.min(read.at, end));
      at = read.at;
      next = 'colon';
      continue;
    }
    if (!valued) return placed(at);
    if (sign === '{' || sign === '[') {
      if (at + 1 >= end) return placed(end);
      path.push({ array: sign === '[', key: sign === '[' ? 0 : null });
      at++;
      next = 'first';
      continue;
    }
    const read = sign === '"' ? textFrom(text, at) : scalarFrom(text, at);
    if (!read.whole || read.at >= end) return placed(Math.min(read.at, end));
    at = read.at;
    next = path.length === 0 ? 'nothing' : 'after';
  }
}

/** How far a token goes, and whether it is a whole one. */
interface Token {
  readonly at: number;
  readonly whole: boolean;
}

function textFrom(text: string, from: number): Token {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '"') return { at: at + 1, whole: true };
    // Control characters have to be escaped.
    if (sign < ' ') return { at, whole: false };
    if (sign !== '\\') continue;
    ESCAPE.lastIndex = at;
    const [escaped] = ESCAPE.exec(text) ?? [];
    if (escaped === undefined) return { at, whole: false };
    at += escaped.length - 1;
  }
  return { at: text.length, whole: false };
}

function scalarFrom(text: string, from: number): Token {
  SCALAR.lastIndex = from;
  const [scalar] = SCALAR.exec(text) ?? [];
  return scalar === undefined ? { at: from, whole: false } : { at: from + scalar.length, whole: true };
}
