import type { Segment } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import type { Doc } from '../../domain/kernel/view.js';
import { Folding } from '../folding.js';
import { BEGINNING, Placing } from '../placing.js';
import type { Cursor, EventStore, StoredEvent } from '../ports/event-store.js';
import type { Mark, ViewStore } from '../ports/view-store.js';
import { baseOf } from '../views.js';

/** What the events of one segment make of the editions before it. */
export interface Refolded {
  readonly segment: Segment;
  /** By view and id: the documents that they touched, as they left them. */
  readonly touched: Touched;
  readonly events: readonly LedgerEvent[];
}

type Touched = ReadonlyMap<string, ReadonlyMap<string, Doc>>;

/** Events folded at a time; the event loop has its turn in between. */
const BATCH = 50;

/**
 * Folds the events after one position, up to another, again, from the editions before their segment: it costs those
 * segments' events, whatever the ledger's size. Breaks off when `signal` aborts, throwing its reason.
 */
export async function* refold(
  ledger: EventStore,
  store: ViewStore,
  generation: string,
  after: number,
  upTo: number,
  signal?: AbortSignal,
): AsyncGenerator<Refolded> {
  if (after >= upTo) return;
  const mark = (await store.marks(generation)).findLast(({ position }) => position <= after + 1);
  if (mark === undefined) throw new Error(`no segment begins at or before position ${String(after + 1)}`);
  const placing = placingFrom(mark);
  let segment: Segment | null = null;
  let folding = new Folding(baseOf(store, generation, { before: mark.segment }), true);
  let touched = new Map<string, Map<string, Doc>>();
  let events: LedgerEvent[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const { position: reached, cursor } = placing.reached;
    // No further than asked: what comes after may be damaged, and that is told of where it stands.
    const batch = await firstBatch(ledger, cursor, Math.min(BATCH, upTo - reached));
    const placed = batch.map((event) => placing.place(event));
    for (const stretch of stretches(placed, after)) {
      const now = stretch[0]?.segment ?? '';
      if (now !== segment) {
        if (segment !== null && events.length > 0) yield { segment, touched, events };
        [segment, touched, events] = [now, new Map<string, Map<string, Doc>>(), []];
        folding = new Folding(baseOf(store, generation, { before: now }), true);
      }
      const editions = await folding.fold(stretch);
      if ((stretch[0]?.position ?? 0) <= after) continue;
      events.push(...stretch);
      note(touched, editions);
    }
    if (batch.length === 0 || placing.reached.position >= upTo) break;
    await new Promise(setImmediate);
  }
  if (segment !== null && events.length > 0) yield { segment, touched, events };
}

async function firstBatch(ledger: EventStore, after: Cursor | null, limit: number): Promise<readonly StoredEvent[]> {
  for await (const batch of ledger.readAll({ after, limit })) return batch;
  return [];
}

/** Adds what was made to what was touched before in the same segment. */
export function note(
  touched: Map<string, Map<string, Doc>>,
  editions: readonly { readonly view: string; readonly doc: Doc }[],
): void {
  for (const { view, doc } of editions) {
    let docs = touched.get(view);
    if (docs === undefined) touched.set(view, (docs = new Map<string, Doc>()));
    docs.set(doc.id, doc);
  }
}

const placingFrom = (mark: Mark): Placing =>
  new Placing({ ...BEGINNING, position: mark.position - 1, cursor: mark.after, effectiveAt: mark.effectiveAt }, mark);

/** Cut where a segment begins, and behind a position. */
function stretches(events: readonly LedgerEvent[], after: number): readonly LedgerEvent[][] {
  const cut: LedgerEvent[][] = [];
  for (const event of events) {
    const last = cut.at(-1);
    if (last?.[0]?.segment === event.segment && event.position !== after + 1) last.push(event);
    else cut.push([event]);
  }
  return cut;
}
