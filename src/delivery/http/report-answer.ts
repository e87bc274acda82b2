import { NotAcceptableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Format, REPORT_FORMATS } from '../reports/formats.js';

/**
 * The form that the request likes best (RFC 9110 section 12.5.1); JSON where it likes all alike or says nothing. Whatever
 * comes of the request, caches are told that it hangs on `Accept`.
 *
 * @throws NotAcceptableException naming the forms that there are
 */
export function formatAsked<T>(
  formats: Readonly<Record<string, Format<T>>>,
  request: FastifyRequest,
  reply: FastifyReply,
): Format<T> {
  void reply.header('Vary', 'Accept');
  const all = Object.values(formats);
  const types = all.map(({ mediaType }) => mediaType);
  const asked = request.accepts().type(types);
  const format = all.find(({ mediaType }) => mediaType === asked);
  if (format === undefined) throw new NotAcceptableException(`this comes as ${types.join(', ')}: ask for one of them`);
  return format;
}

/** The content in a form, with the headers that say what it is; a table or a file is to be kept, under its own name. */
export function answerIn<T>(
  told: T,
  format: Format<T>,
  fileName: (told: T, format: Format<T>) => string,
  reply: FastifyReply,
): string | Buffer {
  const content = format.render(told);
  const text = typeof content === 'string';
  void reply.header('Content-Type', text ? `${format.mediaType}; charset=utf-8` : format.mediaType);
  if (!text || format.mediaType === REPORT_FORMATS.csv.mediaType)
    void reply.header('Content-Disposition', `attachment; filename="${fileName(told, format)}"`);
  return content;
}
