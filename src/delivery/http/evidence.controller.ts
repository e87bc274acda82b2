import { Controller, Get, Header, Inject, NotAcceptableException, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AsOf } from '../../application/as-of.js';
import { type Evidence, EvidenceQuery } from '../../application/evidence/evidence.js';
import type { Answer } from '../../application/queries/figures.js';
import { evidenceFileName, EvidencePage } from '../evidence/page.js';
import { AsOfHeaders } from './as-of.js';
import { AUDITORS } from './auditors.js';
import { evidenceAsked } from './evidence-asked.js';
import { OnRecord } from './on-record.js';
import { evidence } from './openapi/evidence.js';
import { Tells } from './openapi/operation.js';
import { EVIDENCE_PARAMS } from './questions.js';
import { paramsOf } from './request.js';
import { callerOf, May } from './rights.js';

const FORMS = { 'application/json': 'json', 'text/html': 'html' } as const;
const TYPES = Object.keys(FORMS) as readonly (keyof typeof FORMS)[];

/** Evidence packs: for those who check, and for management, as the proofs themselves. */
@Controller('v1/audit/evidence')
export class EvidenceController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(EvidencePage) private readonly page: EvidencePage,
    @Inject(AsOf) private readonly asOf: AsOf,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @May(...AUDITORS)
  @OnRecord('evidence-taken', ({ query }) => `evidence/${(query as { readonly report?: string }).report ?? 'annual'}`)
  @Tells(evidence)
  async take(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('Vary', 'Accept');
    const asked = request.accepts().type([...TYPES]);
    const type = TYPES.find((each) => each === asked);
    if (type === undefined)
      throw new NotAcceptableException(`a pack comes as ${TYPES.join(', ')}: ask for one of them`);
    const { params, faults } = paramsOf(request, EVIDENCE_PARAMS);
    const of = evidenceAsked(params, [...faults, ...this.asOf.faultsOf(params.asOf)]);
    const query = new EvidenceQuery(of, callerOf(request).actor.id, this.page.digest);
    const { text, pack } = await this.headers.answer(request, reply, () =>
      this.queries.execute<EvidenceQuery, Answer<Evidence>>(query),
    );
    void reply
      .header('Content-Type', `${type}; charset=utf-8`)
      .header('Content-Disposition', `attachment; filename="${evidenceFileName(pack, FORMS[type])}"`);
    return type === 'text/html' ? this.page.render(text) : text;
  }
}
