import { isAfter, type Kept, type Log } from './log.js';
import type { Reading } from './requests.js';
import { deleted, notFound, notPlayed } from './statuses.js';

/** The events that a reading asks for; null where there is no such stream and the answer is to say so. */
export function select(log: Log, reading: Reading & { readonly of: 'stream' | 'all' }): readonly Kept[] | null {
  if (reading.of === 'stream') return selectStream(log, reading);
  const { from, backwards, count } = reading;
  if (from === 'start') return log.all.slice(0, count);
  if (!backwards && from !== 'end') {
    // The one that stands there comes, too.
    const at = log.all.findIndex((event) => !isAfter(from, event));
    return at === -1 ? [] : log.all.slice(at, at + count);
  }
  return log.all
    .filter((event) => from === 'end' || isAfter(from, event))
    .reverse()
    .slice(0, count);
}

function selectStream(
  log: Log,
  { stream, from, backwards, count }: Reading & { readonly of: 'stream' },
): readonly Kept[] | null {
  if (log.isDeleted(stream)) throw deleted(stream);
  const held = log.stream(stream);
  if (held.length === 0) {
    // By a status, as older servers say it, and in the answer, as newer ones do.
    if (backwards) throw notFound(stream);
    return null;
  }
  const end = held.at(-1)?.revision ?? -1;
  const last = from === 'end' ? end : from;
  // The first ones may be gone: their places count.
  if (!backwards) return held.filter(({ revision }) => revision >= last).slice(0, count);
  if (last > end) throw notPlayed('a reading backwards from beyond the end of a stream');
  return held
    .filter(({ revision }) => revision <= last)
    .reverse()
    .slice(0, count);
}
