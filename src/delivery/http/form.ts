import type { FastifyRequest } from 'fastify';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** More than any form of ours has; whoever sends more means to keep the program busy, and needs no account to try. */
export const MOST_FIELDS = 5000;

/** Reads what a form of a page sends: each field's text, or texts. Programs send JSON, and nothing but JSON is taken. */
export function readForm(
  { url }: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, fields?: Fields) => void,
): void {
  const refuse = (statusCode: number, says: string): void => {
    done(Object.assign(new Error(says), { statusCode }));
  };
  if (url.startsWith('/v1/')) {
    refuse(415, 'Unsupported Media Type: send application/json');
    return;
  }
  const sent = new URLSearchParams(body.toString('utf8'));
  if (sent.size > MOST_FIELDS) {
    refuse(413, `a form has at most ${String(MOST_FIELDS)} fields`);
    return;
  }
  const fields = new Map<string, string[]>();
  for (const [name, text] of sent) {
    const texts = fields.get(name);
    if (texts === undefined) fields.set(name, [text]);
    else texts.push(text);
  }
  done(
    null,
    Object.fromEntries([...fields].map(([name, texts]) => [name, texts.length === 1 ? (texts[0] ?? '') : texts])),
  );
}

/** The one text of a field of a form; empty where there is none. */
export function textIn(form: unknown, name: string): string {
  const [first] = textsIn(form, name);
  return first ?? '';
}

/** The texts of a field of a form. */
export function textsIn(form: unknown, name: string): readonly string[] {
  if (typeof form !== 'object' || form === null || !Object.hasOwn(form, name)) return [];
  const value = (form as Readonly<Record<string, unknown>>)[name];
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}
