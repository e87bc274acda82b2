import { evolve, type Effect } from './activities/activity.js';
import { effectsOf, type Kind } from './activities/kind.js';
import { KINDS } from './catalogue.js';
import type { Ancestry } from './kernel/view.js';
import type { LedgerEvent, RecordedEvent } from './kernel/event.js';
import type { Doc } from './kernel/view.js';
import { evolveEntry, type Register } from './registers/register.js';
import { MEASURE, REGISTERS } from './registers/registers.js';
import { isEntry, measures, registers } from './views/registers.js';
import { describe, isActivity, register } from './views/register.js';

/** What an event is about: the kind or register, and the view's document that holds its state. */
export type Subject =
  | { readonly of: 'activity'; readonly kind: Kind; readonly view: string; readonly id: string }
  | {
      readonly of: 'register';
      readonly register: Register;
      readonly view: string;
      readonly id: string;
      readonly key: string;
    };

const UUID_LENGTH = 36;
const kinds = new Map(KINDS.map((kind) => [kind.name, kind]));
const byName = new Map(REGISTERS.map((each) => [each.name, each]));
const effects = new Map<string, Effect>(KINDS.flatMap((kind) => [...effectsOf(kind)]));

export const streamOf = (subject: string, id: string): string => `${subject}-${id}`;

/** The subject of a stream; null for what has none, such as the days. */
export function subjectOf(stream: string): Subject | null {
  const kind = kinds.get(stream.slice(0, -UUID_LENGTH - 1));
  if (kind !== undefined) return { of: 'activity', kind, view: register.name, id: stream.slice(-UUID_LENGTH) };
  const dash = stream.indexOf('-');
  const entry = byName.get(stream.slice(0, dash));
  if (entry === undefined) return null;
  const key = stream.slice(dash + 1);
  return {
    of: 'register',
    register: entry,
    view: (entry === MEASURE ? measures : registers).name,
    id: `${entry.name}/${key}`,
    key,
  };
}

/** How an event alters an activity. */
export function effectOf(type: string): Effect {
  const effect = effects.get(type);
  if (effect === undefined) throw new Error(`unknown event type ${type}: was it recorded by a later version?`);
  return effect;
}

/** The subject after an event. `numbered` gives the next number of the kind, and is asked only for a new activity. */
export function advance(
  subject: Subject,
  event: LedgerEvent,
  before: Doc | null,
  numbered: (kind: Kind) => string,
  ancestry: Ancestry,
): Doc {
  if (subject.of === 'register') {
    return evolveEntry(subject.register, subject.key, isEntry(before) ? before : null, event, event.position);
  }
  const entry = isActivity(before) ? before : null;
  const { kind, id } = subject;
  const after = evolve(kind.name, effectOf(event.type), entry, event);
  return describe(kind, id, after, event, entry, () => numbered(kind), ancestry);
}

/**
 * Brings an event's data to the shape of today. Data are checked on the way in, once; when a payload's shape changes,
 * its `schema` number goes up and the step from the one before is written here.
 *
 * @throws Error for a schema of a later version
 */
export function upcast<E extends Pick<RecordedEvent, 'type' | 'schema'>>(event: E): E {
  if (event.schema !== SCHEMA)
    throw new Error(`${event.type} has schema ${String(event.schema)}: it was recorded by a later version`);
  return event;
}

/** The schema of every event recorded by this version. */
export const SCHEMA = 1;
