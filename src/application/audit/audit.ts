import { Injectable } from '@nestjs/common';
import { Rejection } from '../../domain/kernel/rejection.js';
import { AccessLogStore } from '../ports/access-log-store.js';
import { CheckpointShelf } from '../ports/checkpoint-shelf.js';
import { EventStore } from '../ports/event-store.js';
import { ViewStore } from '../ports/view-store.js';
import type { OnProgress } from '../projection.js';
import { Projector } from '../projector.js';
import { type Differing, type Verdict, Verify } from '../verify.js';
import { Views } from '../views.js';
import { checkAccessLog } from './access-check.js';
import { type Finding, type FindingCode, Findings, ofDiffering } from './finding.js';
import { auditLedger, type LedgerAudited, type Outside } from './ledger-audit.js';
import { LedgerTree } from './ledger-tree.js';
import { checkNumbers } from './numbers-check.js';
import { ViewsCheck } from './views-check.js';

/** What can be relied upon, by the positions up to which it can. */
interface Trust {
  /** Events that are as a signed checkpoint has them, and before everything that was found. */
  readonly signed: number;
  /** Events that are as a checkpoint has them that was kept outside: nobody in the office can have rewritten these. */
  readonly kept: number;
}

export interface AuditVerdict {
  readonly events: number;
  readonly editions: number;
  /** In the days' closes. */
  readonly checkpoints: number;
  /** Days whose views were computed again and found to be what was said. */
  readonly days: number;
  /** Entries of the access log. */
  readonly accesses: number;
  readonly findings: readonly Finding[];
  /** How many more there are of a kind. */
  readonly untold: Readonly<Partial<Record<FindingCode, number>>>;
  /** What need not be wrong, but must be known. */
  readonly notes: readonly string[];
  readonly trust: Trust;
  /** The first document of each view in which it differs from the replay, with how many do. */
  readonly differences: readonly Differing[];
}

/**
 * The whole check (`kronika verify`): the ledger against its hashes, signatures and kept checkpoints, the views against a
 * replay of it, and the access log against itself and the days' closes. Alters nothing but views that lag behind; a server may go on recording meanwhile.
 */
@Injectable()
export class Audit {
  constructor(
    private readonly ledger: EventStore,
    private readonly tree: LedgerTree,
    private readonly shelf: CheckpointShelf,
    private readonly projector: Projector,
    private readonly verify: Verify,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly access: AccessLogStore,
  ) {}

  /** @param outside checkpoints and keys besides those of the directory that the settings name */
  async run(outside: Outside, onProgress: OnProgress = () => undefined): Promise<AuditVerdict> {
    const findings = new Findings();
    const kept = [...outside.kept];
    for await (const each of this.shelf.all()) kept.push(each);
    const audited = await auditLedger(this.ledger, this.tree, { ...outside, kept }, findings, onProgress);
    const days = new ViewsCheck(audited.chained, findings);
    const { editions, differences } = await this.replayed(audited, days, findings, onProgress);
    const accesses = await checkAccessLog(this.access, audited.access, findings);
    const trust = trustIn(audited, findings.list);
    sayUnprotected(audited, trust, findings);
    return {
      events: audited.events,
      editions,
      checkpoints: audited.checkpoints,
      days: days.agreed,
      accesses,
      findings: findings.list,
      untold: findings.untold,
      notes: findings.notes,
      trust,
      differences,
    };
  }

  private async replayed(
    { whole }: LedgerAudited,
    days: ViewsCheck,
    findings: Findings,
    onProgress: OnProgress,
  ): Promise<Omit<Verdict, 'events'>> {
    const none = { editions: 0, differences: [] };
    if (!whole) return none;
    try {
      await this.projector.catchUp();
      const verdict = await this.verify.run(onProgress, days);
      const { id: generation } = await this.views.current();
      const began = new Map(
        (await this.store.marks(generation)).map(({ segment, effectiveAt }) => [segment, effectiveAt]),
      );
      const { differences } = verdict;
      for (const each of differences) findings.add('edition', ofDiffering(each), null, began.get(each.from));
      await checkNumbers(this.store, generation, began, findings).catch((fault: unknown) => {
        // A document that somebody altered until it cannot be read is told already.
        if (fault instanceof Rejection || differences.length === 0) throw fault;
        findings.note('The numbers were not checked to their end: a document of the register cannot be read.');
      });
      return verdict;
    } catch (fault) {
      // A store that cannot be reached says nothing about the ledger.
      if (fault instanceof Rejection) throw fault;
      findings.add('replay', `the events cannot be folded: ${fault instanceof Error ? fault.message : String(fault)}`);
      return none;
    }
  }
}

function trustIn({ good, goodKept }: LedgerAudited, findings: readonly Finding[]): Trust {
  const wrong = Math.min(Infinity, ...findings.flatMap(({ position }) => (position === null ? [] : [position])));
  const upTo = (checkpoints: LedgerAudited['good']): number =>
    Math.max(0, ...checkpoints.map(({ size }) => size).filter((size) => size < wrong));
  return { signed: Math.max(upTo(good), upTo(goodKept)), kept: upTo(goodKept) };
}

function sayUnprotected({ events }: LedgerAudited, { signed, kept }: Trust, findings: Findings): void {
  const after = (position: number): string =>
    `After position ${String(position)} (events: ${String(events - position)})`;
  if (kept === 0)
    findings.note(
      'No checkpoint that was kept outside vouches for this ledger: whoever can write its files and has its key could have rewritten all of it.',
    );
  else if (kept < events)
    findings.note(
      `${after(kept)} nothing that was kept outside protects the ledger: whoever can write the files and has the key could have rewritten it from there.`,
    );
  if (signed < events) findings.note(`${after(signed)} no good checkpoint is over the ledger.`);
}
