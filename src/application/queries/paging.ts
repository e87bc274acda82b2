import { type Fault, queryFault } from '../../domain/kernel/rejection.js';
import { digestOf } from '../canonical.js';

/** Where a page of a list ended: the last document's sort key and id. */
export interface Place {
  readonly sort: string;
  readonly id: string;
}

export interface PageParams {
  readonly limit?: string;
  readonly cursor?: string;
}

export interface Page {
  readonly limit: number;
  /** Null on the first page. */
  readonly after: Place | null;
  /** Whether the page lies before that place and not after it. */
  readonly back: boolean;
  readonly faults: readonly Fault[];
}

/** @param most the longest page, @param usual its length where nobody says */
export function limitOf(
  text: string | undefined,
  { most, usual }: { readonly most: number; readonly usual: number },
): { readonly limit: number; readonly faults: readonly Fault[] } {
  if (text === undefined) return { limit: usual, faults: [] };
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return { limit, faults: [] };
  return { limit: usual, faults: [queryFault('limit', `must be a number from 1 to ${String(most)}`)] };
}

const LENGTHS = { most: 200, usual: 50 };

/** Reads `limit` and `cursor`. @param list tells lists apart whose parameters are the same */
export function pageOf(list: string, params: PageParams): Page {
  const { limit, faults } = limitOf(params.limit, LENGTHS);
  if (params.cursor === undefined) return { limit, after: null, back: false, faults };
  const found = placeOf(list, params, params.cursor);
  if (found !== null) return { limit, after: found.place, back: found.back, faults };
  const fault = queryFault('cursor', 'is not one of this very query; begin again without it');
  return { limit, after: null, back: false, faults: [...faults, fault] };
}

/** A cursor goes on with the query that gave it, at the same point of the ledger, and with no other. */
export const cursorOf = (list: string, params: PageParams, { sort, id }: Place, back = false): string =>
  Buffer.from(JSON.stringify([queryDigest(list, params), sort, id, ...(back ? [BACK] : [])])).toString('base64url');

const BACK = 'back';

// The length of a page may change on the way, and a total is asked for once.
function queryDigest(list: string, params: PageParams): string {
  const same = Object.entries(params).filter(([name]) => !['cursor', 'limit', 'count'].includes(name));
  return digestOf([list, Object.fromEntries(same)]).slice(0, 16);
}

function placeOf(
  list: string,
  params: PageParams,
  cursor: string,
): { readonly place: Place; readonly back: boolean } | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(place) || (place.length !== 3 && !(place.length === 4 && place[3] === BACK))) return null;
    const [digest, sort, id] = place as readonly unknown[];
    const sound = digest === queryDigest(list, params) && typeof sort === 'string' && typeof id === 'string';
    return sound ? { place: { sort, id }, back: place.length === 4 } : null;
  } catch {
    return null;
  }
}
