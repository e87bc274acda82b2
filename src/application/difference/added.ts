import { additions, type AdditionsDoc, blockOf } from '../../domain/views/additions.js';
import type { ViewStore } from '../ports/view-store.js';

/** Documents read at once: some thousand events. */
const PAGE = 20;

/**
 * What the events of a stretch of the ledger added to the counters, in its order: the documents, with the lines of those
 * events alone. It costs the stretch, whatever came before.
 *
 * @param from,to positions: the events after the one, up to the other
 */
export async function* additionsBetween(
  store: ViewStore,
  generation: string,
  from: number,
  to: number,
): AsyncGenerator<readonly AdditionsDoc[]> {
  if (from >= to) return;
  let last: AdditionsDoc | undefined;
  do {
    // As of now, and not of the second point: a document only grows, and lines beyond that point are left out.
    const page = (await store.find(generation, additions.name, {
      at: 'now',
      where: { block: { $gte: last?.block ?? blockOf(from + 1), $lte: blockOf(to) } },
      limit: PAGE,
      ...(last !== undefined && { after: { sort: last.block, id: last.id } }),
      // The view holds nothing else.
    })) as readonly AdditionsDoc[];
    yield page.map((doc) => ({
      ...doc,
      lines: doc.lines.filter(({ position }) => position > from && position <= to),
    }));
    last = page.length === PAGE ? page.at(-1) : undefined;
  } while (last !== undefined);
}
