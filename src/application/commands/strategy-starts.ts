import { type JsonObject, textOf } from '../../domain/kernel/json.js';
import { type Fault, refuseFaults, Rejection } from '../../domain/kernel/rejection.js';
import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { STRATEGY } from '../../domain/registers/registers.js';
import { START, STRATEGY_START_TAKEN, type StrategyStart } from '../../domain/registers/strategy-changes.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import type { EventStore, StoredEvent } from '../ports/event-store.js';
import { hashedId, newEvent, type Request } from './request.js';

export const sameStart = (other: string): Fault => ({
  pointer: '/from',
  detail: `strategy ${other} begins on that day`,
});

/**
 * Takes the first day of a strategy, where what is about to be recorded gives it one. Two strategies never begin on one
 * day, and two processes may each adopt one at the same moment: so each day has a stream, whose expected revision lets one
 * of them in, on every engine. Who holds a day says at which revision his strategy was: there he is still about to record
 * it, and when it has gone on from there he can't any more, so the day is free unless it begins on it (docs/adr/0004).
 *
 * @param data what is about to be recorded at the revision after `before`
 * @throws Rejection `invalid` where another strategy begins on that day, or is about to
 */
export async function takeStart(
  key: string,
  data: JsonObject,
  before: Entry | null,
  { ledger, ledgerId, request }: { readonly ledger: EventStore; readonly ledgerId: string; readonly request: Request },
): Promise<void> {
  const from = textOf(data['from']);
  if (before?.details['from'] === from) return;
  const at = before?.revision;
  const stream = streamOf(START, from);
  for (;;) {
    const last = await lastOf(ledger, stream);
    if (last !== null) {
      // Checked when it was recorded.
      const held = last.data as unknown as StrategyStart;
      if (held.strategy === key && held.at === at) return;
      if (held.strategy !== key) await refuseHeld(ledger, held);
    }
    const id = hashedId(ledgerId, STRATEGY_START_TAKEN, from, key, String(at ?? 'none'));
    const taken = newEvent(request, id, STRATEGY_START_TAKEN, { from, strategy: key, ...(at !== undefined && { at }) });
    try {
      await ledger.append(stream, last?.revision ?? 'none', [taken]);
      return;
    } catch (fault) {
      // Somebody else was faster: who holds it now?
      if (!(fault instanceof Rejection && fault.code === 'conflict')) throw fault;
    }
  }
}

async function lastOf(ledger: EventStore, stream: string): Promise<StoredEvent | null> {
  for await (const event of ledger.readStream(stream, { backwards: true, limit: 1 })) return upcast(event);
  return null;
}

/** What stands now must be read from the ledger: views may be late. */
async function refuseHeld(ledger: EventStore, { strategy: other = '', from, at }: StrategyStart): Promise<void> {
  let entry: Entry | null = null;
  for await (const event of ledger.readStream(streamOf(STRATEGY.name, other)))
    entry = evolveEntry(STRATEGY, other, entry, upcast(event), 0);
  if (entry?.details['from'] === from) refuseFaults([sameStart(other)]);
  if (entry?.revision === at) {
    refuseFaults([
      {
        pointer: '/from',
        detail: `strategy ${other} is about to begin on that day: try again; if it is never recorded, record it again first`,
      },
    ]);
  }
}
