import type { FastifyRequest } from 'fastify';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Reads what a form of a page sends: each field's text, or texts. Programs send JSON, and nothing but JSON is taken. */
export function readForm(
  { url }: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, fields?: Fields) => void,
): void {
  if (url.startsWith('/v1/')) {
    done(Object.assign(new Error('Unsupported Media Type: send application/json'), { statusCode: 415 }));
    return;
  }
  const sent = new URLSearchParams(body.toString('utf8'));
  const fields = [...new Set(sent.keys())].map((name) => {
    const [first = '', ...more] = sent.getAll(name);
    return [name, more.length === 0 ? first : [first, ...more]] as const;
  });
  done(null, Object.fromEntries(fields));
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
