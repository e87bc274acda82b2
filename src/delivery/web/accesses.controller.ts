import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessReading } from '../../application/access/access-reading.js';
import { ACCESS_READERS } from '../http/auditors.js';
import { readerOf } from '../http/request.js';
import { May } from '../http/rights.js';
import { accessList } from './lists/accesses.js';
import { listFormOf, refuseMore } from './lists/list-forms.js';
import { type ListAnswer, sendList } from './lists/send-list.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { accessesPage } from './pages/accesses.js';

const PARAMS = ['by', 'action', 'subject', 'from', 'to'] as const;

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
    return this.pages.show(request, reply, [...PARAMS, 'cursor'], async (look, asked) => {
      const { asOf } = look.at;
      const params = { ...asked, ...(asOf !== undefined && { asOf }) };
      const { value } = await this.reading.page(params, [], readerOf(request));
      return accessesPage(look, asked, value);
    });
  }

  @Get('audyt/dostepy.:extension')
  @May(...ACCESS_READERS)
  async file(
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListAnswer> {
    const form = listFormOf(extension);
    const look = await this.pages.look(request, PARAMS);
    const { asOf, asked } = look.at;
    const taking = {
      ...readerOf(request),
      format: extension,
      fits: (total: number) => {
        refuseMore(form, total);
      },
    };
    const read = await this.reading.whole({ ...asked, ...(asOf !== undefined && { asOf }) }, taking);
    return sendList(this.pages, reply, look, form, accessList(look, asked, read), { personal: true });
  }
}
