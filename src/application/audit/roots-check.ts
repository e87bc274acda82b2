import { Frontier } from '../../domain/proof/frontier.js';
import type { Hash } from '../../domain/proof/hashing.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
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
  private readonly frontier = new Frontier();
  private readonly roots = new Map<number, Hash>();
  private readonly altered: Altered[] = [];
  private kept: readonly Hash[] = [];
  private first = 0;
  private damaged = false;

  constructor(
    private readonly tree: LedgerTree,
    /** Leaves of the kept tree. */
    private readonly size: number,
    /** Sizes whose roots will be asked for. */
    private readonly wanted: ReadonlySet<number>,
    private readonly findings: Findings,
  ) {}

  get events(): number {
    return this.frontier.size;
  }

  /** To be called before the events of a batch, with how many there are. */
  async ahead(count: number): Promise<void> {
    this.first = this.frontier.size;
    try {
      this.kept = await this.tree.leaves(this.first, Math.min(this.first + count, this.size));
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault;
      this.kept = [];
      this.damaged = true;
    }
  }

  take(event: RecordedEvent, position: number): void {
    const leaf = leafHashOf(event);
    const kept = this.kept[this.frontier.size - this.first];
    if (kept !== undefined && !kept.equals(leaf)) this.differs(position, event.metadata.recordedAt);
    this.frontier.push(leaf);
    if (this.wanted.has(position)) this.roots.set(position, this.frontier.root());
  }

  /** The root over so many events; undefined where it was not asked for, or there are fewer. */
  at(size: number): Hash | undefined {
    return size === 0 ? new Frontier().root() : this.roots.get(size);
  }

  end(): void {
    if (this.damaged)
      this.findings.note('The kept tree of hashes is damaged, so that altered events can be told by checkpoints only.');
    for (const { from, to, since } of this.altered) {
      const where =
        from === to
          ? `the event at ${String(from)} is not`
          : `the events from ${String(from)} to ${String(to)} are not`;
      this.findings.add('altered', `${where} what was recorded there`, from, since);
    }
    if (this.size > this.events)
      this.findings.add(
        'cut',
        `${String(this.size)} events were recorded, and ${String(this.events)} are there`,
        this.events + 1,
      );
  }

  private differs(position: number, since: string): void {
    const last = this.altered.at(-1);
    if (last?.to === position - 1) last.to = position;
    else this.altered.push({ from: position, to: position, since });
  }
}
