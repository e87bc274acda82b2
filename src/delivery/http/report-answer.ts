import { NotAcceptableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Report } from '../../application/reports/report.js';
import { REPORT_FORMATS, reportFileName, type ReportFormat } from '../reports/formats.js';

const FORMATS: readonly ReportFormat[] = Object.values(REPORT_FORMATS);

/**
 * The form of a report that the request likes best (RFC 9110 section 12.5.1); JSON where it likes all alike or says
 * nothing. Whatever comes of the request, caches are told that it hangs on `Accept`.
 *
 * @throws NotAcceptableException naming the forms that there are
 */
export function formatAsked(request: FastifyRequest, reply: FastifyReply): ReportFormat {
  void reply.header('Vary', 'Accept');
  const types = FORMATS.map(({ mediaType }) => mediaType);
  const asked = request.accepts().type(types);
  const format = FORMATS.find(({ mediaType }) => mediaType === asked);
  if (format === undefined)
    throw new NotAcceptableException(`a report comes as ${types.join(', ')}: ask for one of them`);
  return format;
}

/** The content of a report in a form, with the headers that say what it is; CSV is a file to keep, under its own name. */
export function reportAnswer(report: Report, format: ReportFormat, reply: FastifyReply): string {
  const content = format.render(report);
  void reply.header('Content-Type', `${format.mediaType}; charset=utf-8`);
  if (format === REPORT_FORMATS.csv)
    void reply.header('Content-Disposition', `attachment; filename="${reportFileName(report, format)}"`);
  return content;
}
