import type { FastifyReply } from 'fastify';
import type { Format } from '../reports/formats.js';

/** What a page shows, as a file to keep. @param position at which it stands */
export function sendFile<T>(
  reply: FastifyReply,
  told: T,
  format: Format<T>,
  name: string,
  position: string,
): string | Buffer {
  const { mediaType } = format;
  const content = format.render(told);
  void reply
    .header('Content-Type', typeof content === 'string' ? `${mediaType}; charset=utf-8` : mediaType)
    .header('Content-Disposition', `attachment; filename="${name}"`)
    .header('Kronika-As-Of', position);
  return content;
}
