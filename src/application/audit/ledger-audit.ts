import { readCheckpoint } from '../../domain/proof/checkpoint.js';
import { readNote } from '../../domain/proof/note.js';
import type { VerifierKey } from '../../domain/proof/note.js';
import { DAY_CLOSED } from '../../domain/views/days.js';
import { type Cursor, type EventStore, type StoredEvent, UnreadableEvent } from '../ports/event-store.js';
import type { OnProgress } from '../projection.js';
import type { AccessAtClose } from './access-check.js';
import { closeIn, DAYS } from './day-closes.js';
import type { Findings } from './finding.js';
import { checkKept, type Kept, readKept } from './kept-check.js';
import type { LedgerTree } from './ledger-tree.js';
import { OrderCheck } from './order-check.js';
import { checkNoted } from './noted-keys.js';
import { RootsCheck } from './roots-check.js';
import { type ChainedClose, type Good, SignaturesCheck } from './signatures-check.js';

/** What an auditor brings along: checkpoints that were kept outside, and keys. */
export interface Outside {
  readonly kept: readonly Kept[];
  readonly keys: readonly VerifierKey[];
}

export interface LedgerAudited {
  readonly events: number;
  /** In the days' closes. */
  readonly checkpoints: number;
  /** Of the closes, and of those kept, by size. */
  readonly good: readonly Good[];
  readonly goodKept: readonly Good[];
  readonly chained: readonly ChainedClose[];
  readonly access: readonly AccessAtClose[];
  /** Whether all of it could be read. */
  readonly whole: boolean;
}

const BATCH = 500;

/** Reads the ledger once and holds it against itself: hashes, order, times, keys, signatures, the chain. Folds nothing. */
export async function auditLedger(
  ledger: EventStore,
  tree: LedgerTree,
  outside: Outside,
  findings: Findings,
  onProgress: OnProgress,
): Promise<LedgerAudited> {
  const kept = outside.kept.map(readKept);
  const wanted = new Set(kept.flatMap(({ checkpoint }) => (checkpoint === null ? [] : [checkpoint.size])));
  for (const size of await sizesOfCloses(ledger)) wanted.add(size);
  const roots = await RootsCheck.against(tree, wanted, findings);
  const order = new OrderCheck(findings);
  const signatures = new SignaturesCheck(roots, findings);
  let position = 0;
  const whole = await readEach(ledger, {
    ahead: (count) => roots.ahead(count),
    take: (event) => {
      // Roots come first: a close is compared with what stands before it, and what has no leaf cannot be read.
      roots.take(event, position + 1);
      position++;
      order.take(event, position);
      signatures.take(event, position);
    },
    told: () => {
      onProgress(position, null);
    },
  });
  if (!whole)
    findings.add(
      'unreadable',
      `the event at ${String(position + 1)} cannot be read; nothing after it was looked at`,
      position + 1,
      roots.lastAt,
    );
  await roots.end(whole);
  const { origin, keys, good, chained, access, checkpoints } = signatures;
  const known = [...keys.map(({ key }) => key), ...outside.keys];
  const goodKept = checkKept(kept, { origin, roots, whole }, known, findings);
  checkNoted(outside.keys, keys, findings);
  return { events: position, checkpoints, good, goodKept, chained, access, whole };
}

/** What is told of the ledger as it is read. */
interface Reader {
  /** Before the events of a batch. */
  readonly ahead: (count: number) => Promise<void>;
  /** @throws UnreadableEvent for one that it has not taken */
  readonly take: (event: StoredEvent) => void;
  readonly told: () => void;
}

/** Hands over the ledger's events. @returns false where one could not be read: those before it were handed over */
async function readEach(ledger: EventStore, { ahead, take, told }: Reader): Promise<boolean> {
  let after: Cursor | null = null;
  for (const limit of [BATCH, 1]) {
    try {
      for await (const batch of ledger.readAll({ after, limit })) {
        await ahead(batch.length);
        for (const event of batch) {
          take(event);
          after = event.cursor;
        }
        told();
        if (limit > 1) await new Promise(setImmediate);
      }
      return true;
    } catch (fault) {
      if (!(fault instanceof UnreadableEvent)) throw fault;
    }
  }
  return false;
}

/** What the checkpoints of closes are over, up to the first close that cannot be read: that is found where it stands. */
async function sizesOfCloses(ledger: EventStore): Promise<number[]> {
  const sizes: number[] = [];
  let from = 0;
  for (const limit of [Infinity, 1]) {
    try {
      for (let before = -1; before < from;) {
        before = from;
        for await (const { type, data, revision } of ledger.readStream(DAYS, { from, limit })) {
          from = revision + 1;
          const { checkpoint } = type === DAY_CLOSED ? closeIn(data) : {};
          const read = readCheckpoint(readNote(checkpoint ?? '')?.text ?? '');
          if (read !== null) sizes.push(read.size);
        }
      }
      return sizes;
    } catch (fault) {
      if (!(fault instanceof UnreadableEvent)) throw fault;
    }
  }
  return sizes;
}
