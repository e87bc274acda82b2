import type { LedgerEvent } from '../../domain/kernel/event.js';
import { effectOf } from '../../domain/subjects.js';
import { lateness } from '../../domain/views/register.js';
import type { Class, Source } from './figure.js';

export const TIME: Source = { position: null, event: null, class: 'time' };
export const CODE: Source = { position: null, event: null, class: 'code' };

export const sourceOf = ({ position, id }: LedgerEvent, as: Class): Source => ({
  position: String(position),
  event: id,
  class: as,
});

/** The same of what was done to an activity. */
export const sourceIn = (
  { position, id }: LedgerEvent,
  as: Class,
  activity: { readonly id: string; readonly number: string },
): Source => ({ position: String(position), event: id, class: as, activity: activity.id, number: activity.number });

/** @param first whether the event began the activity */
export function classOf(event: LedgerEvent, first: boolean): Class {
  const effect = effectOf(event.type);
  if (effect !== 'stepped') return effect;
  return lateness(event)?.key ?? (first ? 'new' : 'step');
}
