import { Controller, Get, Inject, NotAcceptableException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  CHECKPOINT_PARAMS,
  type CheckpointPage,
  Checkpoints,
  type SignedCheckpoint,
} from '../../application/audit/checkpoints.js';
import { Integrity, type IntegrityReport } from '../../application/audit/integrity.js';
import {
  CONSISTENCY_PARAMS,
  type ConsistencyProof,
  INCLUSION_PARAMS,
  type InclusionProof,
  Proofs,
} from '../../application/audit/proofs.js';
import { Signing } from '../../application/audit/signing.js';
import { AsOfHeaders } from './as-of.js';
import { AUDITORS, WATCHERS } from './auditors.js';
import * as says from './openapi/audit.js';
import { Tells } from './openapi/operation.js';
import { queryOf } from './request.js';
import { May, Open, READERS } from './rights.js';

const FORMS = ['application/json', 'text/plain'];

/** Whether the bare text is wanted. Says its type, and that the answer hangs on `Accept`. @throws NotAcceptableException */
function wantsText(request: FastifyRequest, reply: FastifyReply): boolean {
  void reply.header('Vary', 'Accept');
  const asked = request.accepts().type(FORMS);
  if (asked !== 'text/plain' && asked !== 'application/json')
    throw new NotAcceptableException(`this comes as ${FORMS.join(', ')}: ask for one of them`);
  void reply.header('Content-Type', `${asked}; charset=utf-8`);
  return asked === 'text/plain';
}

/** What an auditor needs to trust neither the office nor the program. */
@Controller('v1/audit')
export class AuditController {
  constructor(
    @Inject(Proofs) private readonly proofs: Proofs,
    @Inject(Checkpoints) private readonly checkpoints: Checkpoints,
    @Inject(Signing) private readonly signing: Signing,
    @Inject(Integrity) private readonly integrity: Integrity,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get('checkpoints')
  @May(...READERS)
  @Tells(says.checkpoints)
  async all(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckpointPage | string> {
    const asText = wantsText(request, reply);
    const query = queryOf(request, CHECKPOINT_PARAMS);
    const page = await this.checkpoints.page(query);
    if (page.next !== null) {
      const next = new URLSearchParams({ ...query, cursor: page.next }).toString();
      void reply.header('Link', `</v1/audit/checkpoints?${next}>; rel="next"`);
    }
    return asText ? page.items.map(({ note }) => note).join('\n') : page;
  }

  /** Signed as it is asked for, over the ledger as it then stands. */
  @Get('checkpoints/latest')
  @May(...READERS)
  @Tells(says.latestCheckpoint)
  async latest(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedCheckpoint | string> {
    const asText = wantsText(request, reply);
    queryOf(request, []);
    const checkpoint = await this.checkpoints.make();
    return asText ? checkpoint.note : checkpoint;
  }

  /** Open, because a key proves nothing to whoever must ask the office for it. */
  @Get('keys')
  @Open()
  @Tells(says.keys)
  async keys(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<says.Keys | string> {
    const asText = wantsText(request, reply);
    queryOf(request, []);
    const keys = await this.signing.keys();
    return asText ? keys.map(({ key }) => `${key}\n`).join('') : { keys };
  }

  @Get('integrity')
  @May(...WATCHERS)
  @Tells(says.integrity)
  sound(@Req() request: FastifyRequest): IntegrityReport {
    queryOf(request, []);
    return this.integrity.report();
  }

  @Get('proofs/inclusion')
  @May(...AUDITORS)
  @Tells(says.inclusion)
  async inclusion(@Req() request: FastifyRequest): Promise<InclusionProof> {
    await this.headers.settled(request);
    return this.proofs.inclusion(queryOf(request, INCLUSION_PARAMS));
  }

  @Get('proofs/consistency')
  @May(...AUDITORS)
  @Tells(says.consistency)
  consistency(@Req() request: FastifyRequest): Promise<ConsistencyProof> {
    return this.proofs.consistency(queryOf(request, CONSISTENCY_PARAMS));
  }
}
