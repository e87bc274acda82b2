import type { LedgerEvent } from '../../domain/kernel/event.js';
import type { Doc } from '../../domain/kernel/view.js';
import { originOf, readCheckpoint } from '../../domain/proof/checkpoint.js';
import type { Hash } from '../../domain/proof/hashing.js';
import { isSignedBy, readNote } from '../../domain/proof/note.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { DAY_CLOSED } from '../../domain/views/days.js';
import { canonical } from '../canonical.js';
import { type EventStore, UnreadableEvent } from '../ports/event-store.js';
import type { ViewStore } from '../ports/view-store.js';
import { closeIn } from './day-closes.js';
import { type Findings, ofDifference } from './finding.js';
import { leafHashOf } from './leaf.js';
import type { LedgerTree } from './ledger-tree.js';
import { refold, type Refolded } from './refold.js';
import type { Signing } from './signing.js';

/** Documents compared at a time; the event loop has its turn in between. */
const AT_ONCE = 100;

/** What a look at one segment needs. */
export interface Sampled {
  readonly ledger: EventStore;
  readonly store: ViewStore;
  readonly tree: LedgerTree;
  readonly signing: Signing;
}

export interface Counted {
  readonly events: number;
  readonly editions: number;
}

/**
 * Holds one segment of the ledger against what was made of it: its events against the tree of hashes, its closes'
 * checkpoints against the tree and the keys, and every edition that begins with it against a fold of its events.
 *
 * @param first position of its first event, @param last of its last
 */
export async function checkSegment(
  sampled: Sampled,
  generation: string,
  first: number,
  last: number,
  findings: Findings,
  signal?: AbortSignal,
): Promise<Counted> {
  let [events, editions] = [0, 0];
  try {
    for await (const refolded of refold(sampled.ledger, sampled.store, generation, first - 1, last, signal)) {
      events += refolded.events.length;
      await checkLeaves(sampled.tree, refolded.events, findings);
      await checkCloses(sampled, refolded.events, findings);
      editions += await checkEditions(sampled.store, generation, refolded, findings);
    }
  } catch (fault) {
    if (signal?.aborted === true || fault instanceof Rejection) throw fault;
    const stretch = `from ${String(first)} to ${String(last)}`;
    if (fault instanceof UnreadableEvent)
      findings.add('unreadable', `one of the events ${stretch} cannot be read`, first);
    else findings.add('replay', `the events ${stretch} cannot be folded`, first);
  }
  return { events, editions };
}

async function checkLeaves(tree: LedgerTree, events: readonly LedgerEvent[], findings: Findings): Promise<void> {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return;
  const kept = await leavesOf(tree, first.position - 1, last.position);
  if (kept === null) {
    const stretch = `from ${String(first.position)} to ${String(last.position)}`;
    findings.add('tree', `the tree of hashes lacks events ${stretch}: its file was damaged`);
    return;
  }
  for (const [index, event] of events.entries()) {
    const leaf = kept[index];
    if (leaf !== undefined && !leaf.equals(leafHashOf(recorded(event))))
      findings.add(
        'altered',
        `the event at ${String(event.position)} is not what was recorded there`,
        event.position,
        event.metadata.recordedAt,
      );
  }
}

/** Null where tiles are missing. */
async function leavesOf(tree: LedgerTree, from: number, to: number): Promise<readonly Hash[] | null> {
  try {
    return await tree.leaves(from, Math.min(to, await tree.size()));
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

async function checkCloses(
  { tree, signing }: Sampled,
  events: readonly LedgerEvent[],
  findings: Findings,
): Promise<void> {
  const closes = events.filter(({ type }) => type === DAY_CLOSED);
  if (closes.length === 0) return;
  const [keys, ledger, reached] = [await signing.keys(), await signing.ledgerId(), await tree.size()];
  for (const { data, position, metadata } of closes) {
    const { day, checkpoint: text } = closeIn(data);
    if (text === undefined) continue;
    const note = readNote(text);
    const checkpoint = readCheckpoint(note?.text ?? '');
    const wrong = (what: 'checkpoint' | 'signature', says: string): void => {
      findings.add(what, `the checkpoint of ${day} ${says}`, position, metadata.recordedAt);
    };
    if (note === null || checkpoint?.origin !== originOf(ledger)) wrong('checkpoint', 'is none of this ledger');
    else if (!keys.some(({ key }) => isSignedBy(note, key))) wrong('signature', 'is signed by no key on record');
    else if (checkpoint.size > reached) continue;
    else if (!(await tree.root(checkpoint.size)).equals(checkpoint.root))
      wrong('checkpoint', `is not over the ${String(checkpoint.size)} events that the tree of hashes has`);
  }
}

async function checkEditions(
  store: ViewStore,
  generation: string,
  { segment, touched }: Refolded,
  findings: Findings,
): Promise<number> {
  let editions = 0;
  for (const [view, docs] of touched) {
    const ids = [...docs.keys()];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE);
      const found = await store.inForce(generation, view, some, { through: segment });
      for (const id of some) {
        editions++;
        const kept = found.get(id);
        const what = kept?.from !== segment ? 'is missing' : same(kept.doc, docs.get(id)) ? null : ('differs' as const);
        if (what !== null) findings.add('edition', ofDifference({ view, id, from: segment, what }));
      }
      await new Promise(setImmediate);
    }
  }
  return editions;
}

const same = (kept: Doc, made: Doc | undefined): boolean => canonical(kept) === canonical(made ?? null);

/** Without its place, which is no part of the leaf. */
const recorded = ({ id, stream, revision, type, schema, data, metadata }: LedgerEvent) => ({
  id,
  stream,
  revision,
  type,
  schema,
  data,
  metadata,
});
