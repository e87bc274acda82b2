import { Injectable } from '@nestjs/common';
import type { Day } from '../../domain/kernel/day.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { checkpointText, readCheckpoint } from '../../domain/proof/checkpoint.js';
import { readNote } from '../../domain/proof/note.js';
import { limitOf } from '../queries/paging.js';
import { EventStore } from '../ports/event-store.js';
import { closesBackwards } from './day-closes.js';
import { Roots } from './roots.js';
import { Signing } from './signing.js';

/** A signed checkpoint: the note, and what it says. */
export interface SignedCheckpoint {
  /** Of which log: `urn:uuid:` and the ledger's id. */
  readonly origin: string;
  /** Events under it: the position of the last. */
  readonly size: number;
  /** SHA-256, hex. */
  readonly root: string;
  /** The chain over what the views said, where it is of a day's close. */
  readonly views?: string;
  /** The day at whose close it was made. */
  readonly day?: Day;
  /** C2SP signed note. */
  readonly note: string;
}

export interface CheckpointPage {
  readonly items: readonly SignedCheckpoint[];
  /** The `cursor` of the next page; null at the end. */
  readonly next: string | null;
}

export const CHECKPOINT_PARAMS = ['limit', 'cursor'] as const;
const LENGTHS = { most: 200, usual: 50 };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Checkpoints over the ledger: made at each day's close, and whenever somebody asks. */
@Injectable()
export class Checkpoints {
  constructor(
    private readonly ledger: EventStore,
    private readonly roots: Roots,
    private readonly signing: Signing,
  ) {}

  /**
   * Signs the ledger as it stands.
   *
   * @param views the chain over what the views said, for a day's close
   * @throws Rejection `unavailable` when it cannot be signed: the key is not the one on record
   */
  async make(views?: string): Promise<SignedCheckpoint> {
    const note = await this.signing.sign(async (origin) =>
      checkpointText({ origin, ...(await this.roots.now()), ...(views !== undefined && { views }) }),
    );
    const made = signedOf(note);
    if (made === null) throw new Error('a checkpoint that cannot be read');
    return made;
  }

  /**
   * Those of the days' closes, the last first.
   *
   * @param end a position of the ledger: those that came later are left out
   * @throws Rejection `bad-query`
   */
  async page(
    params: Readonly<Partial<Record<(typeof CHECKPOINT_PARAMS)[number], string>>>,
    end = Infinity,
  ): Promise<CheckpointPage> {
    const { limit, faults: wrong } = limitOf(params.limit, LENGTHS);
    const { cursor } = params;
    const faults: readonly Fault[] =
      cursor === undefined || DAY.test(cursor) ? [] : [queryFault('cursor', 'is not one')];
    refuseQuery([...wrong, ...faults]);
    const items: SignedCheckpoint[] = [];
    for await (const checkpoint of this.all()) {
      if (checkpoint.size >= end || (cursor !== undefined && (checkpoint.day ?? '') >= cursor)) continue;
      if (items.length === limit) return { items, next: items.at(-1)?.day ?? null };
      items.push(checkpoint);
    }
    return { items, next: null };
  }

  /** The last of the days' closes that is as asked; null where none is. */
  async last(is: (checkpoint: SignedCheckpoint) => boolean): Promise<SignedCheckpoint | null> {
    for await (const checkpoint of this.all()) if (is(checkpoint)) return checkpoint;
    return null;
  }

  /** Those of the days' closes, the last first. */
  async *all(): AsyncGenerator<SignedCheckpoint> {
    for await (const { day, checkpoint } of closesBackwards(this.ledger)) {
      const signed = checkpoint === undefined ? null : signedOf(checkpoint);
      if (signed !== null) yield { ...signed, day };
    }
  }
}

/** What a note says that is a checkpoint; null for what is none. Whether it is rightly signed is not asked here. */
function signedOf(note: string): SignedCheckpoint | null {
  const checkpoint = readCheckpoint(readNote(note)?.text ?? '');
  if (checkpoint === null) return null;
  const { origin, size, root, views } = checkpoint;
  return { origin, size, root: root.toString('hex'), ...(views !== undefined && { views }), note };
}
