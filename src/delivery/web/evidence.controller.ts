import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Evidence, EvidenceQuery } from '../../application/evidence/evidence.js';
import type { Answer } from '../../application/queries/figures.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { evidenceFileName, EvidencePage } from '../evidence/page.js';
import { AUDITORS } from '../http/auditors.js';
import { evidenceAsked } from '../http/evidence-asked.js';
import { OnRecord } from '../http/on-record.js';
import { callerOf, May } from '../http/rights.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { packsPage } from './pages/packs.js';
import { yearOf } from './periods.js';
import { REPORT_PARAMS, reportOf } from './report-addresses.js';

/** `roczny.html`: a browser says of a form no other type that it likes, so that the address has to. */
const ADDRESS = /^(roczny|okresowy)\.(html|json)$/;
const TYPES = { html: 'text/html', json: 'application/json' } as const;

/** Evidence packs, to take away. */
@PageController()
export class EvidencePages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(EvidencePage) private readonly shell: EvidencePage,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('audyt/pakiety')
  @May(...AUDITORS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], (look) => packsPage(look, yearOf(look.at.directory, undefined).year));
  }

  @Get('audyt/pakiety/:pack')
  @May(...AUDITORS)
  @OnRecord('evidence-taken', ({ params }) => `evidence/${reportOf((params as { readonly pack: string }).pack)}`)
  async take(
    @Param('pack') address: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const [, kind, extension] = ADDRESS.exec(address) ?? [];
    if ((kind !== 'roczny' && kind !== 'okresowy') || (extension !== 'html' && extension !== 'json'))
      throw new Rejection('not-found', `there is no pack ${address}`);
    const { at } = await this.pages.look(request, [...REPORT_PARAMS[kind], 'freezing']);
    // A frozen report stands where it was frozen, wherever the application is set back to.
    const point = at.asked['freezing'] === undefined && at.asOf !== undefined ? { asOf: at.asOf } : {};
    const of = evidenceAsked({ ...at.asked, report: reportOf(kind), ...point }, []);
    const { value, position } = await this.queries.execute<EvidenceQuery, Answer<Evidence>>(
      new EvidenceQuery(of, callerOf(request).actor.id, this.shell.digest),
    );
    void reply
      .header('Content-Type', `${TYPES[extension]}; charset=utf-8`)
      .header('Content-Disposition', `attachment; filename="${evidenceFileName(value.pack, extension)}"`)
      .header('Cache-Control', 'no-store')
      .header('Kronika-As-Of', String(position));
    return extension === 'html' ? this.shell.render(value.text) : value.text;
  }
}
