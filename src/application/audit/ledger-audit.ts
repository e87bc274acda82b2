import { readCheckpoint } from '../../domain/proof/checkpoint.js';
import { readNote } from '../../domain/proof/note.js';
import type { VerifierKey } from '../../domain/proof/note.js';
import type { Cursor, EventStore, StoredEvent } from '../ports/event-store.js';
import type { OnProgress } from '../projection.js';
import type { AccessAtClose } from './access-check.js';
import { closesBackwards } from './day-closes.js';
import type { Findings } from './finding.js';
import { checkKept, type Kept, readKept } from './kept-check.js';
import type { LedgerTree } from './ledger-tree.js';
import { OrderCheck } from './order-check.js';
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
  const roots = new RootsCheck(tree, await tree.size(), wanted, findings);
  const order = new OrderCheck(findings);
  const signatures = new SignaturesCheck(roots, findings);
  let position = 0;
  const whole = await readEach(ledger, async (batch) => {
    await roots.ahead(batch.length);
    for (const event of batch) {
      position++;
      // Roots come first: a close is compared with what stands before it.
      roots.take(event, position);
      order.take(event, position);
      signatures.take(event, position);
    }
    onProgress(position, null);
  });
  if (!whole)
    findings.add(
      'unreadable',
      `the event at ${String(position + 1)} cannot be read; nothing after it was looked at`,
      position + 1,
    );
  else roots.end();
  const { origin, keys, good, chained, access, checkpoints } = signatures;
  const goodKept = checkKept(kept, { origin, roots }, [...keys, ...outside.keys], findings);
  for (const key of outside.keys.filter((each) => !keys.includes(each)))
    findings.add('key', `the key that was brought along is not on record: ${key}`);
  return { events: position, checkpoints, good, goodKept, chained, access, whole };
}

/** Hands over the ledger's batches. @returns false where an event could not be read: those before it were handed over */
async function readEach(ledger: EventStore, take: (batch: readonly StoredEvent[]) => Promise<void>): Promise<boolean> {
  let after: Cursor | null = null;
  for (const limit of [BATCH, 1]) {
    try {
      for await (const batch of ledger.readAll({ after, limit })) {
        await take(batch);
        after = batch.at(-1)?.cursor ?? after;
        if (limit > 1) await new Promise(setImmediate);
      }
      return true;
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
    }
  }
  return false;
}

/** An event's text that is no JSON any more. By its name: in a test it is of another realm. */
const isUnreadable = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && 'name' in fault && fault.name === 'SyntaxError';

async function sizesOfCloses(ledger: EventStore): Promise<number[]> {
  const sizes: number[] = [];
  try {
    for await (const { checkpoint } of closesBackwards(ledger)) {
      const read = readCheckpoint(readNote(checkpoint ?? '')?.text ?? '');
      if (read !== null) sizes.push(read.size);
    }
  } catch (fault) {
    // It is found where it stands.
    if (!isUnreadable(fault)) throw fault;
  }
  return sizes;
}
