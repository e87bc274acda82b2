import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_PARAMS, type AccessPage, AccessReading } from '../../application/access/access-reading.js';
import { AsOfHeaders } from './as-of.js';
import { ACCESS_READERS } from './auditors.js';
import { accessLog } from './openapi/access-log.js';
import { Tells } from './openapi/operation.js';
import { paramsOf, readerOf } from './request.js';
import { May } from './rights.js';

/** Who read what: for whoever audits, and whoever does is on record as well. */
@Controller('v1/access-log')
export class AccessLogController {
  constructor(
    @Inject(AccessReading) private readonly reading: AccessReading,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @May(...ACCESS_READERS)
  @Tells(accessLog)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<AccessPage> {
    const { params, faults } = paramsOf(request, ACCESS_PARAMS);
    return this.headers.answer(request, reply, () => this.reading.page(params, faults, readerOf(request)));
  }
}
