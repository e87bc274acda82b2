import type { Cursor } from '../../application/ports/event-store.js';

/** A place in the server's log of all streams, as the server tells it. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export const isAfter = (one: Position, other: Position): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);

export const toCursor = ({ commit, prepare }: Position): Cursor => `${String(commit)}/${String(prepare)}`;

/** @throws RangeError when the cursor is not one of this adapter's */
export function toPosition(cursor: Cursor): Position {
  const [, commit, prepare] = /^(\d{1,19})\/(\d{1,19})$/.exec(cursor) ?? [];
  if (commit === undefined || prepare === undefined) throw new RangeError(`not a cursor of this ledger: ${cursor}`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
