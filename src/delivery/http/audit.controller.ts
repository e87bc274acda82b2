import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  CONSISTENCY_PARAMS,
  type ConsistencyProof,
  INCLUSION_PARAMS,
  type InclusionProof,
  Proofs,
} from '../../application/audit/proofs.js';
import { AsOfHeaders } from './as-of.js';
import * as says from './openapi/audit.js';
import { Tells } from './openapi/operation.js';
import { queryOf } from './request.js';
import { May } from './rights.js';

/** What an auditor needs to trust neither the office nor the program. */
@Controller('v1/audit')
export class AuditController {
  constructor(
    @Inject(Proofs) private readonly proofs: Proofs,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get('proofs/inclusion')
  @May('auditor', 'manager')
  @Tells(says.inclusion)
  async inclusion(@Req() request: FastifyRequest): Promise<InclusionProof> {
    await this.headers.settled(request);
    return this.proofs.inclusion(queryOf(request, INCLUSION_PARAMS));
  }

  @Get('proofs/consistency')
  @May('auditor', 'manager')
  @Tells(says.consistency)
  consistency(@Req() request: FastifyRequest): Promise<ConsistencyProof> {
    return this.proofs.consistency(queryOf(request, CONSISTENCY_PARAMS));
  }
}
