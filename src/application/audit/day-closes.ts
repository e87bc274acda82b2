import { Calendar, type Day, plusDays, startOfDay } from '../../domain/kernel/day.js';
import { isObject, type JsonObject, textOf } from '../../domain/kernel/json.js';
import { type AccessHead, DAY_CLOSED, type DayClosed, type ViewsOfDay } from '../../domain/views/days.js';
import { streamOf } from '../../domain/subjects.js';
import { MAIN } from '../opening.js';
import { ZONE } from '../placing.js';
import type { EventStore } from '../ports/event-store.js';

/** The stream of all days' closes. */
export const DAYS = streamOf('day', MAIN);

/** The instant with which a day's close is stamped: the next midnight. */
export const endOfDay = (day: Day): string => startOfDay(plusDays(day, 1), ZONE);

export const calendar = (): Calendar => new Calendar(ZONE);

/** What a day's close holds, as far as it is of its form: somebody may have written to the ledger's file. */
export function closeIn(data: JsonObject): DayClosed {
  const { checkpoint, views, access } = data;
  return {
    day: textOf(data['day']),
    ...(checkpoint !== undefined && { checkpoint: textOf(checkpoint) }),
    ...(isRecord(views) && { views }),
    ...(isHead(access) && { access }),
  };
}

const COUNTS = ['after', 'position', 'editions'] as const;
const TEXTS = ['digest', 'chain'] as const;

const isRecord = (views: unknown): views is ViewsOfDay =>
  isObject(views) &&
  isObject(views['versions']) &&
  COUNTS.every((name) => Number.isSafeInteger(views[name])) &&
  TEXTS.every((name) => typeof views[name] === 'string');

const isHead = (access: unknown): access is AccessHead =>
  isObject(access) && Number.isSafeInteger(access['entries']) && typeof access['head'] === 'string';

/** The closes, the last first. */
export async function* closesBackwards(ledger: EventStore): AsyncGenerator<DayClosed> {
  for await (const { type, data } of ledger.readStream(DAYS, { backwards: true }))
    if (type === DAY_CLOSED) yield closeIn(data);
}
