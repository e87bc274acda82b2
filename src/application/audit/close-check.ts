import type { Day } from '../../domain/kernel/day.js';
import { type Checkpoint, readCheckpoint } from '../../domain/proof/checkpoint.js';
import { isSignedBy, readNote, type VerifierKey } from '../../domain/proof/note.js';
import type { DayClosed, ViewsOfDay } from '../../domain/views/days.js';
import type { FindingCode } from './finding.js';
import { chainOf } from './views-chain.js';

/** What stands before a day's close in the ledger. */
export interface Standing {
  /** Whose ledger it is. */
  readonly origin: string;
  /** The key in force; undefined where none is on record yet. */
  readonly key: VerifierKey | undefined;
  /** What the last close that did says of the views; null where none does, undefined where it cannot be read. */
  readonly before: ViewsOfDay | null | undefined;
}

/** What of a close holds by what stands before it. */
export interface HeldClose {
  /** Of this ledger, and signed: whether its root is right is for the tree to tell. */
  readonly checkpoint: Checkpoint | null;
  /** What it says of the views, chained to the close before. */
  readonly chained: ViewsOfDay | null;
}

/** Is told what is wrong, in a sentence. */
type Wrong = (what: FindingCode, says: string) => void;

/** Holds a day's close against what stands before it: the key in force, and the close before. */
export function checkClose(close: DayClosed, position: number, standing: Standing, wrong: Wrong): HeldClose {
  const { day, checkpoint: note, views } = close;
  const { key, before } = standing;
  let checkpoint: Checkpoint | null = null;
  if (note !== undefined) checkpoint = signed(note, close, position, standing, wrong);
  else if (key !== undefined) wrong('close', `the close of ${day} carries no checkpoint`);
  if (views === undefined) {
    if (before) wrong('close', `the close of ${day} carries no record of the views`);
    return { checkpoint, chained: null };
  }
  // Where the close before cannot be read, that is told of where it stands.
  if (before === undefined || follows(day, views, before)) return { checkpoint, chained: views };
  wrong('chain', `what the views said on ${day} is not chained to the close before`);
  return { checkpoint, chained: null };
}

function signed(
  text: string,
  { day, views }: DayClosed,
  position: number,
  { origin, key }: Standing,
  wrong: Wrong,
): Checkpoint | null {
  const note = readNote(text);
  const checkpoint = readCheckpoint(note?.text ?? '');
  const not = (what: FindingCode, says: string): null => {
    wrong(what, `the checkpoint of ${day} ${says}`);
    return null;
  };
  if (note === null || checkpoint === null) return not('checkpoint', 'is none');
  if (checkpoint.origin !== origin) return not('checkpoint', `is of another ledger, ${checkpoint.origin}`);
  if (key === undefined || !isSignedBy(note, key))
    return not('signature', 'is not signed by the key that was in force');
  const { size } = checkpoint;
  if (size >= position) return not('checkpoint', `speaks of ${String(size)} events, and comes before them`);
  if (checkpoint.views !== views?.chain) return not('checkpoint', 'speaks of other views than the close');
  return checkpoint;
}

const follows = (day: Day, views: ViewsOfDay, before: ViewsOfDay | null): boolean =>
  (before === null || views.after === before.position) && views.chain === chainOf(day, views, before?.chain ?? null);
