import type { Segment } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import type { Doc } from '../../domain/kernel/view.js';
import { originOf } from '../../domain/proof/checkpoint.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { DAY_CLOSED, type ViewsOfDay } from '../../domain/views/days.js';
import { trail } from '../../domain/views/trail.js';
import { canonical } from '../canonical.js';
import { type EventStore, UnreadableEvent } from '../ports/event-store.js';
import type { ViewStore } from '../ports/view-store.js';
import { checkClose } from './close-check.js';
import { closeIn, DAYS } from './day-closes.js';
import { type FindingCode, type Findings, ofDifference } from './finding.js';
import { leafHashOf } from './leaf.js';
import type { LedgerTree } from './ledger-tree.js';
import { refold, type Refolded } from './refold.js';
import { keyIn, onRecord } from './signing.js';

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
  const kept = await tree.kept(first.position - 1, Math.min(last.position, await tree.size()));
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

async function checkCloses(
  { ledger, store, tree }: Sampled,
  generation: string,
  events: readonly LedgerEvent[],
  findings: Findings,
): Promise<void> {
  const closes = events.filter(({ type }) => type === DAY_CLOSED);
  if (closes.length === 0) return;
  const { origin, keys } = await keysInForce(ledger, store, generation);
  const reached = await tree.size();
  for (const { data, position, revision, metadata } of closes) {
    const close = closeIn(data);
    const wrong = (what: FindingCode, says: string): void => {
      findings.add(what, says, position, metadata.recordedAt);
    };
    const key = keys.findLast((each) => each.position < position)?.key;
    const before = await chainedBefore(ledger, revision);
    const { checkpoint } = checkClose(close, position, { origin, key, before }, wrong);
    if (checkpoint === null || checkpoint.size > reached) continue;
    if (!(await tree.root(checkpoint.size)).equals(checkpoint.root))
      wrong(
        'checkpoint',
        `the checkpoint of ${close.day} is not over the ${String(checkpoint.size)} events that the tree of hashes has`,
      );
  }
}

/** Whose ledger it is, and the keys on record with the positions from which they are in force. */
async function keysInForce(
  ledger: EventStore,
  store: ViewStore,
  generation: string,
): Promise<{ readonly origin: string; readonly keys: readonly { readonly key: string; readonly position: number }[] }> {
  const record = await onRecord(ledger);
  if (record === null) return { origin: '', keys: [] };
  const { adoptions } = record;
  const places = await store.inForce(
    generation,
    trail.name,
    adoptions.map(({ id }) => id),
    'now',
  );
  const keys = adoptions.flatMap((adoption) => {
    const position = places.get(adoption.id)?.doc['position'];
    return typeof position === 'number' ? [{ key: keyIn(adoption).key, position }] : [];
  });
  return { origin: originOf(record.ledger), keys };
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
