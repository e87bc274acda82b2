import type { Segment } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import { textOf } from '../../domain/kernel/json.js';
import type { Doc } from '../../domain/kernel/view.js';
import { originOf, readCheckpoint } from '../../domain/proof/checkpoint.js';
import type { Hash } from '../../domain/proof/hashing.js';
import { isSignedBy, readNote } from '../../domain/proof/note.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { SIGNING_KEY_ADOPTED } from '../../domain/registers/signing-key.js';
import { streamOf } from '../../domain/subjects.js';
import { DAY_CLOSED, type ViewsOfDay } from '../../domain/views/days.js';
import { trail } from '../../domain/views/trail.js';
import { canonical } from '../canonical.js';
import { MAIN } from '../opening.js';
import { type EventStore, UnreadableEvent } from '../ports/event-store.js';
import type { ViewStore } from '../ports/view-store.js';
import { closeIn, DAYS } from './day-closes.js';
import { type Findings, ofDifference } from './finding.js';
import { leafHashOf } from './leaf.js';
import type { LedgerTree } from './ledger-tree.js';
import { refold, type Refolded } from './refold.js';
import { chainOf } from './views-chain.js';

/** Documents compared at a time; the event loop has its turn in between. */
const AT_ONCE = 100;

/** What a look at one segment needs. */
export interface Sampled {
  readonly ledger: EventStore;
  readonly store: ViewStore;
  readonly tree: LedgerTree;
}

export interface Counted {
  readonly events: number;
  readonly editions: number;
}

/** A segment, by its first and its last position. */
export interface Looked {
  readonly generation: string;
  readonly segment: Segment;
  readonly first: number;
  readonly last: number;
  /** How many editions of each view begin with it; null where nobody has counted. */
  readonly begin: ReadonlyMap<string, number> | null;
}

/**
 * Holds one segment of the ledger against what was made of it: its events against the tree of hashes, its closes against
 * the tree, the keys and the closes before, every edition that begins with it against a fold of its events, and that no
 * others do.
 */
export async function checkSegment(
  sampled: Sampled,
  { generation, segment, first, last, begin }: Looked,
  findings: Findings,
  signal?: AbortSignal,
): Promise<Counted> {
  let [events, editions] = [0, 0];
  try {
    for await (const refolded of refold(sampled.ledger, sampled.store, generation, first - 1, last, signal)) {
      events += refolded.events.length;
      await checkLeaves(sampled.tree, refolded.events, findings);
      editions += await checkEditions(sampled.store, generation, refolded, findings);
      if (begin !== null) checkCounts(segment, refolded, begin, findings);
      await checkCloses(sampled, generation, refolded.events, findings);
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
  { ledger, store, tree }: Sampled,
  generation: string,
  events: readonly LedgerEvent[],
  findings: Findings,
): Promise<void> {
  const closes = events.filter(({ type }) => type === DAY_CLOSED);
  if (closes.length === 0) return;
  const { keys, origin } = await onRecord(ledger, store, generation);
  const reached = await tree.size();
  for (const { data, position, revision, metadata } of closes) {
    const { day, checkpoint: text, views } = closeIn(data);
    const wrong = (what: 'checkpoint' | 'signature' | 'close' | 'chain', says: string): void => {
      findings.add(what, says, position, metadata.recordedAt);
    };
    const before = await chainedBefore(ledger, revision);
    if (views === undefined) {
      if (before) wrong('close', `the close of ${day} carries no record of the views`);
    } else if (
      // Where the close before cannot be read, that is told of the segment in which it stands.
      before !== undefined &&
      ((before !== null && views.after !== before.position) ||
        views.chain !== chainOf(day, views, before?.chain ?? null))
    )
      wrong('chain', `what the views said on ${day} is not chained to the close before`);
    const key = keys.findLast((each) => each.position < position)?.key;
    if (text === undefined) {
      if (key !== undefined) wrong('close', `the close of ${day} carries no checkpoint`);
      continue;
    }
    const note = readNote(text);
    const checkpoint = readCheckpoint(note?.text ?? '');
    const its = `the checkpoint of ${day}`;
    if (note === null || checkpoint?.origin !== origin) wrong('checkpoint', `${its} is none of this ledger`);
    else if (key === undefined || !isSignedBy(note, key))
      wrong('signature', `${its} is not signed by the key that was in force`);
    else if (checkpoint.size >= position)
      wrong('checkpoint', `${its} speaks of ${String(checkpoint.size)} events, and comes before them`);
    else if (checkpoint.views !== views?.chain) wrong('checkpoint', `${its} speaks of other views than the close`);
    else if (checkpoint.size > reached) continue;
    else if (!(await tree.root(checkpoint.size)).equals(checkpoint.root))
      wrong('checkpoint', `${its} is not over the ${String(checkpoint.size)} events that the tree of hashes has`);
  }
}

/** Whose ledger it is, and the keys on record with the positions from which they are in force. */
async function onRecord(
  ledger: EventStore,
  store: ViewStore,
  generation: string,
): Promise<{ readonly origin: string; readonly keys: readonly { readonly key: string; readonly position: number }[] }> {
  let origin = '';
  const adopted = new Map<string, string>();
  for await (const { id, type, data } of ledger.readStream(streamOf(LEDGER.name, MAIN))) {
    if (type === LEDGER.made) origin = originOf(textOf(data['ledger']));
    if (type === SIGNING_KEY_ADOPTED) adopted.set(id, textOf(data['key']));
  }
  const places = await store.inForce(generation, trail.name, [...adopted.keys()], 'now');
  const keys = [...adopted].flatMap(([id, key]) => {
    const position = places.get(id)?.doc['position'];
    return typeof position === 'number' ? [{ key, position }] : [];
  });
  return { origin, keys };
}

/** What the last close before one said of the views; null where none did, undefined where it cannot be read. */
async function chainedBefore(ledger: EventStore, revision: number): Promise<ViewsOfDay | null | undefined> {
  try {
    // One at a time: the one before that may be damaged.
    for (let from = revision - 1; from >= 0; from--)
      for await (const { type, data } of ledger.readStream(DAYS, { from, backwards: true, limit: 1 })) {
        const views = type === DAY_CLOSED ? closeIn(data).views : undefined;
        if (views !== undefined) return views;
      }
  } catch (fault) {
    if (fault instanceof UnreadableEvent) return undefined;
    throw fault;
  }
  return null;
}

/** What somebody put in no event touches. That none is missing is seen where they are compared. */
function checkCounts(
  segment: Segment,
  { touched, events }: Refolded,
  begin: ReadonlyMap<string, number>,
  findings: Findings,
): void {
  for (const [view, count] of begin) {
    const made = touched.get(view)?.size ?? 0;
    if (count > made)
      findings.add(
        'edition',
        `${view} has ${String(count)} editions of ${segment}, and its events make ${String(made)}: something was put in`,
        null,
        events[0]?.effectiveAt,
      );
  }
}

async function checkEditions(
  store: ViewStore,
  generation: string,
  { segment, touched, events }: Refolded,
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
        if (what !== null)
          findings.add('edition', ofDifference({ view, id, from: segment, what }), null, events[0]?.effectiveAt);
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
