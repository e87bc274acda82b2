import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Checkpoints, type SignedCheckpoint } from '../../application/audit/checkpoints.js';
import { Integrity } from '../../application/audit/integrity.js';
import { shelfName } from '../../application/audit/keeping.js';
import { leafHashOf } from '../../application/audit/leaf.js';
import { type InclusionProof, Proofs } from '../../application/audit/proofs.js';
import { type KeyOnRecord, Signing } from '../../application/audit/signing.js';
import { EventStore } from '../../application/ports/event-store.js';
import { type CloudEvent, Trail } from '../../application/queries/ledger.js';
import { isDay } from '../../domain/kernel/day.js';
import { UUID } from '../../domain/kernel/fields.js';
import { queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import { rootByInclusion } from '../../domain/proof/proofs.js';
import { SIGNING_KEY_ADOPTED } from '../../domain/registers/signing-key.js';
import { AUDITORS, WATCHERS } from '../http/auditors.js';
import { May, READERS } from '../http/rights.js';
import type { Look } from './look.js';
import { mentionedBy } from './mentioned.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { checkpointsPage } from './pages/checkpoints.js';
import { integrityPage } from './pages/integrity.js';
import { proofPage } from './pages/proof.js';

/** More keys than an office ever changes. */
const KEYS = '500';

/** What makes the record worth something: the check in the background, checkpoints, keys, proofs. */
@PageController()
export class ProofPages {
  constructor(
    @Inject(Integrity) private readonly integrity: Integrity,
    @Inject(Checkpoints) private readonly checkpoints: Checkpoints,
    @Inject(Signing) private readonly signing: Signing,
    @Inject(Proofs) private readonly proofs: Proofs,
    @Inject(Trail) private readonly trail: Trail,
    @Inject(EventStore) private readonly ledger: EventStore,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('audyt/spojnosc')
  @May(...WATCHERS)
  soundness(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) =>
      integrityPage(look, {
        report: look.past ? null : this.integrity.report(),
        checkpoint: await this.lastAt(look),
        keys: await this.keysAt(look),
      }),
    );
  }

  @Get('audyt/punkty')
  @May(...READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['cursor'], async (look, asked) =>
      checkpointsPage(look, await this.checkpoints.page(asked, look.at.position), asked.cursor),
    );
  }

  /** The note of a day's close; without a day, of the ledger as it stands, or as of a past point of the last close by then. */
  @Get('audyt/punkt.txt')
  @May(...READERS)
  async note(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const look = await this.pages.look(request, ['day']);
    const { day } = look.at.asked;
    if (day !== undefined && !isDay(day)) refuseQuery([queryFault('day', 'must be a day, such as 2024-03-31')]);
    const made = day === undefined && !look.past;
    const asked = (each: SignedCheckpoint): boolean => day === undefined || each.day === day;
    const checkpoint = await (made ? this.checkpoints.make() : this.lastAt(look, asked));
    if (checkpoint === null) throw new Rejection('not-found', 'there is no such checkpoint');
    void reply
      .header('Content-Type', 'text/plain; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="${shelfName(checkpoint)}.checkpoint"`)
      .header('Cache-Control', 'private, no-cache');
    return checkpoint.note;
  }

  @Get('audyt/dowody/:event')
  @May(...AUDITORS)
  proof(
    @Param('event') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, ['size'], async (look, { size }) => {
      const event = await this.eventOf(look, id);
      const checkpoint = await this.checkpointOver(look, Number(event.position), size);
      const treeSize = size ?? String(checkpoint?.size ?? look.at.position);
      const proof = await this.proofs.inclusion({ event: id, size: treeSize });
      const led = await this.rootOf(event, proof);
      const mentioned = await mentionedBy(this.queries, look, [event]);
      return proofPage(look, { proof, event, mentioned, led, checkpoint, size });
    });
  }

  /** The checkpoint of the last day's close up to the point at which one stands, of those that are as asked. */
  private lastAt(look: Look, is: (each: SignedCheckpoint) => boolean = () => true): Promise<SignedCheckpoint | null> {
    return this.checkpoints.last((each) => each.size < look.at.position && is(each));
  }

  private async keysAt({ past, at }: Look): Promise<readonly KeyOnRecord[]> {
    const keys = await this.signing.keys();
    if (!past) return keys;
    const { events } = await this.trail.latest({ type: SIGNING_KEY_ADOPTED, limit: KEYS }, at.position + 1);
    return keys.slice(0, events.length);
  }

  /** @throws Rejection `not-found` for an event that was not there at the point at which one stands */
  private async eventOf({ at }: Look, id: string): Promise<CloudEvent> {
    const position = UUID.test(id) ? await this.proofs.positionOf(id) : Infinity;
    const [event] = position > at.position ? [] : (await this.trail.latest({ limit: '1' }, position + 1)).events;
    if (event === undefined) throw new Rejection('not-found', 'there is no such event');
    return event;
  }

  /** The checkpoint to which a proof leads: of so many events, else the last, if it is over the event. */
  private async checkpointOver(look: Look, position: number, size?: string): Promise<SignedCheckpoint | null> {
    if (size !== undefined) {
      const end = look.at.position;
      if (look.past && Number(size) > end)
        refuseQuery([
          queryFault('size', `must be from ${String(position)}, where the event stands, to ${String(end)}`),
        ]);
      return this.lastAt(look, (each) => String(each.size) === size);
    }
    const last = await this.lastAt(look);
    return last !== null && last.size >= position ? last : null;
  }

  /** Where the event itself leads by the path of its proof: SHA-256, hex. Null for nowhere. */
  private async rootOf({ subject, revision }: CloudEvent, proof: InclusionProof): Promise<string | null> {
    const path = proof.path.map((hash) => Buffer.from(hash, 'hex'));
    for await (const event of this.ledger.readStream(subject, { from: revision, limit: 1 })) {
      return rootByInclusion(proof.leafIndex, proof.treeSize, leafHashOf(event), path)?.toString('hex') ?? null;
    }
    return null;
  }
}
