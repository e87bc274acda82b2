import { toJson } from '../../domain/kernel/check.js';
import type { NewEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { streamOf } from '../../domain/subjects.js';
import { hashedId, newEvent, type Request } from '../commands/request.js';
import type { NewOrganisation } from '../commands/resolve.js';
import type { EventStore } from '../ports/event-store.js';
import type { Prepared } from './prepare.js';

/** The event that registers an organisation which a row brings along; the same one for the same organisation. */
const registration = ({ id, details }: NewOrganisation, request: Request): NewEvent =>
  newEvent(request, hashedId('import', 'registered', id), ORGANISATION.made, toJson(details));

/** An organisation that a row brings along, as its register will have it. */
export function entered(organisation: NewOrganisation, request: Request): Entry {
  const event = registration(organisation, request);
  const stream = streamOf(ORGANISATION.name, organisation.id);
  const recorded = { ...event, stream, revision: 0, metadata: { ...event.metadata, recordedAt: '' } };
  return evolveEntry(ORGANISATION, organisation.id, null, recorded, 0);
}

/**
 * Appends prepared rows, many at once: they share commits. A row follows those that it names, so that however far it
 * gets, what is recorded names nothing that is not there; only rows that name each other go together.
 */
export class Recording<R extends { readonly prepared: Prepared; readonly request: Request }> {
  private pending: { readonly row: R; readonly appended: Promise<unknown> }[] = [];
  private readonly waiting = new Map<string, R[]>();
  private readonly added = new Set<string>();

  /** @param awaited whether a ref's row is still to come */
  constructor(
    private readonly ledger: EventStore,
    private readonly awaited: (ref: string) => boolean,
  ) {}

  add(row: R): void {
    const missing = row.prepared.refs.find(
      (ref) => ref !== row.prepared.ref && this.awaited(ref) && !this.added.has(ref),
    );
    if (missing === undefined) this.append(row);
    else this.waiting.set(missing, [...(this.waiting.get(missing) ?? []), row]);
  }

  /**
   * Waits until all that was added is recorded, but for what still waits for others.
   *
   * @returns the rows that were recorded, and those that somebody else recorded otherwise meanwhile
   * @throws Rejection `unavailable` and the like: then run the import again
   */
  async settle(): Promise<{ readonly recorded: readonly R[]; readonly taken: readonly R[] }> {
    const { pending } = this;
    this.pending = [];
    const outcomes = await Promise.allSettled(pending.map(({ appended }) => appended));
    const [recorded, taken]: [R[], R[]] = [[], []];
    outcomes.forEach((outcome, index) => {
      const row = pending[index]?.row;
      if (row === undefined) return;
      if (outcome.status === 'fulfilled') recorded.push(row);
      else if (outcome.reason instanceof Rejection && outcome.reason.code === 'conflict') taken.push(row);
      else throw outcome.reason;
    });
    return { recorded, taken };
  }

  /** Adds what waits for rows that will not come before it: they wait for each other. */
  addWaiting(): void {
    const left = [...this.waiting.values()].flat();
    this.waiting.clear();
    for (const row of left) this.append(row);
  }

  private append(row: R): void {
    const { stream, events, organisations, ref } = row.prepared;
    const registered = organisations.map((each) =>
      this.ledger.append(streamOf(ORGANISATION.name, each.id), 'none', [registration(each, row.request)]),
    );
    const appended = Promise.all([...registered, this.ledger.append(stream, 'none', events)]);
    this.pending.push({ row, appended });
    if (ref === null) return;
    this.added.add(ref);
    const released = this.waiting.get(ref) ?? [];
    this.waiting.delete(ref);
    for (const each of released) this.add(each);
  }
}
