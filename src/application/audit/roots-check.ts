import { Frontier } from '../../domain/proof/frontier.js';
import type { Hash } from '../../domain/proof/hashing.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Findings } from './finding.js';
import { leafHashOf } from './leaf.js';
import type { LedgerTree } from './ledger-tree.js';

/** A stretch of positions, both included, at which events are not those of the tree. */
interface Altered {
  readonly from: number;
  to: number;
  readonly since: string;
}

/**
 * The tree computed again from the events: against the one that was kept as they came in, which tells the very event that
 * was altered; and its roots at the sizes of checkpoints.
 */
export class RootsCheck {
  /** When the last event was recorded that was taken; null before the first. */
  lastAt: string | null = null;
  private readonly frontier = new Frontier();
  private readonly roots = new Map<number, Hash>();
  /** When the events were recorded that follow those sizes. */
  private readonly times = new Map<number, string>();
  private readonly altered: Altered[] = [];
  private kept: readonly Hash[] = [];
  private first = 0;
  private begins = true;
  /** The position from which on the kept tree lacks hashes. */
  private damaged: number | null = null;

  private constructor(
    private readonly tree: LedgerTree,
    /** Leaves of the kept tree; null where it cannot tell. */
    private readonly size: number | null,
    /** Sizes whose roots will be asked for. */
    private readonly wanted: ReadonlySet<number>,
    private readonly findings: Findings,
  ) {
    if (size === null) this.damaged = 1;
  }

  /** @param wanted sizes whose roots will be asked for */
  static async against(tree: LedgerTree, wanted: ReadonlySet<number>, findings: Findings): Promise<RootsCheck> {
    return new RootsCheck(tree, await sizeOf(tree), wanted, findings);
  }

  get events(): number {
    return this.frontier.size;
  }

  /** To be called before the events of a batch, with how many there are. */
  async ahead(count: number): Promise<void> {
    this.first = this.frontier.size;
    const kept = await this.tree.kept(this.first, Math.min(this.first + count, this.size ?? 0));
    if (kept === null) this.damaged ??= this.first + 1;
    this.kept = kept ?? [];
  }

  take(event: RecordedEvent, position: number): void {
    const leaf = leafHashOf(event);
    const kept = this.kept[this.frontier.size - this.first];
    if (kept !== undefined && !kept.equals(leaf)) this.differs(position, event.metadata.recordedAt);
    this.frontier.push(leaf);
    this.lastAt = event.metadata.recordedAt;
    if (this.begins) this.times.set(position, this.lastAt);
    this.begins = this.wanted.has(position);
    if (this.begins) this.roots.set(position, this.frontier.root());
  }

  /** The root over so many events; undefined where it was not asked for, or there are fewer. */
  at(size: number): Hash | undefined {
    return size === 0 ? new Frontier().root() : this.roots.get(size);
  }

  /** When the event at a position was recorded: the first, or the one that follows a size that was asked for; else null. */
  since(position: number): string | null {
    return this.times.get(position) ?? null;
  }

  /** @param whole whether the ledger was read to its end */
  async end(whole: boolean): Promise<void> {
    const { damaged, events, size } = this;
    if (damaged !== null)
      this.findings.add(
        'tree',
        `the kept tree of hashes is damaged from position ${String(damaged)} on: what was altered there can be told by checkpoints only`,
      );
    for (const { from, to, since } of this.altered) {
      const where =
        from === to
          ? `the event at ${String(from)} is not`
          : `the events from ${String(from)} to ${String(to)} are not`;
      this.findings.add('altered', `${where} what was recorded there`, from, since);
    }
    if (!whole || size === null) return;
    if (size > events) {
      this.findings.add(
        'cut',
        `${String(size)} events were recorded, and ${String(events)} are there`,
        events + 1,
        this.lastAt,
      );
      return;
    }
    // A server may have recorded more meanwhile, and hashed it since.
    const now = (await sizeOf(this.tree)) ?? size;
    if (now < events)
      this.findings.note(
        `The kept tree of hashes has ${String(now)} of ${String(events)} events, as where it was taken away or the ledger was copied: what was altered after them can be told by checkpoints only.`,
      );
  }

  private differs(position: number, since: string): void {
    const last = this.altered.at(-1);
    if (last?.to === position - 1) last.to = position;
    else this.altered.push({ from: position, to: position, since });
  }
}

/** Null where its file does not say: somebody wrote to it. */
async function sizeOf(tree: LedgerTree): Promise<number | null> {
  try {
    return await tree.size();
  } catch (fault) {
    if (fault instanceof Rejection) throw fault;
    return null;
  }
}
