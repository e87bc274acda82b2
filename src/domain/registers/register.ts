import type { Payload } from '../kernel/check.js';
import type { RecordedEvent } from '../kernel/event.js';
import type { JsonObject } from '../kernel/json.js';
import type { Doc } from '../kernel/view.js';
import { wordsOf } from '../kernel/words.js';

/** An entry of a register: a gmina, an organisation, an official, a unit, a strategy, a measure, the ledger itself. */
export interface Entry extends Doc {
  /** `organisation/018f...` */
  readonly id: string;
  readonly register: string;
  /** The part of `id` after the slash. */
  readonly key: string;
  readonly details: JsonObject;
  /** Another entry that this one was merged into. */
  readonly mergedInto?: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
  /** Of the last change. */
  readonly position: number;
  /** Searched: the kind and gmina in the details, and the folded words of name and aliases. */
  readonly kind: string | null;
  readonly gmina: string | null;
  readonly name: string;
  readonly words: readonly string[];
}

/** A register: what its entries hold, and the events that alter them. */
export interface Register {
  readonly name: string;
  readonly path: string;
  readonly details: Payload<object>;
  /** The event that makes an entry; its data are the details. */
  readonly made: string;
  /** How its other events alter the details; their data were checked by the class beside. */
  readonly changes: Readonly<Record<string, RegisterChange>>;
  readonly example: object;
}

export interface RegisterChange {
  readonly payload: Payload<object>;
  apply(details: JsonObject, data: JsonObject): JsonObject;
}

/** What a correction of a register's entry holds: new values by field, null clears. */
export interface EntryCorrected {
  readonly changes: JsonObject;
  readonly reason: string;
}

export function corrected(details: JsonObject, changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...details, ...changes }).filter(([, value]) => value !== null));
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An entry after an event. */
export function evolveEntry(
  register: Register,
  key: string,
  before: Entry | null,
  event: RecordedEvent,
  position: number,
): Entry {
  const { type, data, metadata, revision } = event;
  const change = register.changes[type];
  if (before === null && type !== register.made) throw new Error(`${type} before ${register.made}`);
  const details = change === undefined ? data : change.apply(before?.details ?? {}, data);
  const name = text(details['name']) ?? text(details['title']) ?? key;
  const aliases = (details['aliases'] ?? []) as readonly string[];
  return {
    ...before,
    id: `${register.name}/${key}`,
    register: register.name,
    key,
    details,
    ...(type === 'OrganisationMerged' ? { mergedInto: text(data['into']) ?? '' } : {}),
    revision,
    recordedAt: before?.recordedAt ?? metadata.recordedAt,
    recordedBy: before?.recordedBy ?? metadata.actor.id,
    lastChangedAt: metadata.recordedAt,
    lastChangedBy: metadata.actor.id,
    position,
    kind: text(details['kind']) ?? text(details['function']),
    gmina: text(details['gmina']),
    name,
    words: wordsOf(name, ...aliases),
  };
}
