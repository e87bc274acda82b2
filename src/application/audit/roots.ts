import { Frontier } from '../../domain/proof/frontier.js';
import type { Hash } from '../../domain/proof/hashing.js';
import type { Cursor, EventStore } from '../ports/event-store.js';
import { leafHashOf } from './leaf.js';

/** A tree of so many leaves, by its root. */
export interface Root {
  readonly size: number;
  readonly root: Hash;
}

/** Tells the root of the ledger as it stands: what it takes to sign a checkpoint. */
export abstract class Roots {
  abstract now(): Promise<Root>;
}

/** The root of a ledger that this process alone writes, followed from its beginning: it signs, and proves nothing. */
export class RunningRoot extends Roots {
  private readonly frontier = new Frontier();
  private cursor: Cursor | null = null;

  constructor(private readonly ledger: EventStore) {
    super();
  }

  override async now(): Promise<Root> {
    for await (const batch of this.ledger.readAll({ after: this.cursor })) {
      for (const event of batch) {
        this.frontier.push(leafHashOf(event));
        this.cursor = event.cursor;
      }
    }
    return { size: this.frontier.size, root: this.frontier.root() };
  }
}
