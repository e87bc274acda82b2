import type { FastifyBodyParser, FastifyInstance } from 'fastify';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body of JSON. What is not UTF-8 is refused: a lenient reader would put question marks where a letter of
 * Windows-1250 was, and those would be recorded. So are `__proto__` and `constructor.prototype` (Fastify's own parser).
 */
export function readJson(fastify: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    let text: string;
    try {
      text = UTF_8.decode(body);
    } catch {
      done(Object.assign(new Error('the body is not UTF-8'), { statusCode: 400 }));
      return;
    }
    void parse(request, text, done);
  };
}
