import { Rejection } from '../../domain/kernel/rejection.js';
import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { streamOf } from '../../domain/subjects.js';
import { type NewOrganisation, register, registration } from '../commands/registration.js';
import type { Request } from '../commands/request.js';
import type { EventStore } from '../ports/event-store.js';
import type { Prepared } from './prepare.js';

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
  /** Settles when every organisation that was brought along so far is registered: a row may name one of any row before. */
  private registered: Promise<unknown> = Promise.resolve();

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
    const { ref } = row.prepared;
    this.pending.push({ row, appended: this.appended(row) });
    if (ref === null) return;
    this.added.add(ref);
    const released = this.waiting.get(ref) ?? [];
    this.waiting.delete(ref);
    for (const each of released) this.add(each);
  }

  /** Activities are appended in the order in which their rows were added, each once its organisations are there. */
  private async appended({ prepared: { stream, events, organisations }, request }: R): Promise<void> {
    if (organisations.length > 0)
      this.registered = Promise.all([
        this.registered,
        ...organisations.map((each) => register(this.ledger, each, request)),
      ]);
    await this.registered;
    await this.ledger.append(stream, 'none', events);
  }
}
