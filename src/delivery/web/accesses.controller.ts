import { Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessReading } from '../../application/access/access-reading.js';
import { ACCESS_READERS } from '../http/auditors.js';
import { readerOf } from '../http/request.js';
import { May } from '../http/rights.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { accessesPage } from './pages/accesses.js';

const PARAMS = ['by', 'action', 'subject', 'from', 'to', 'cursor'] as const;

/** The access log, for whoever audits: whoever reads it here is on record as well. */
@PageController()
export class AccessPages {
  constructor(
    @Inject(AccessReading) private readonly reading: AccessReading,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('audyt/dostepy')
  @May(...ACCESS_READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, PARAMS, async (look, asked) => {
      const { asOf } = look.at;
      const params = { ...asked, ...(asOf !== undefined && { asOf }) };
      const { value } = await this.reading.page(params, [], readerOf(request));
      return accessesPage(look, asked, value);
    });
  }
}
