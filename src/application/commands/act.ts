import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Activity, evolve, statusOf } from '../../domain/activities/activity.js';
import type { Command } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { Calendar } from '../../domain/kernel/day.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { effectOf, streamOf, upcast } from '../../domain/subjects.js';
import { type ActivityDoc, register as activities } from '../../domain/views/register.js';
import { Clock } from '../ports/clock.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { Ids } from '../ports/ids.js';
import { ViewStore } from '../ports/view-store.js';
import { ZONE } from '../placing.js';
import { RegisterDesk } from '../registers.js';
import { Views } from '../views.js';
import { register } from './registration.js';
import { keyedId, keyReused, newEvent, type Request } from './request.js';
import { Resolver } from './resolve.js';
import { linksOf, settle } from './settle.js';

/** Something done with an activity, of whichever kind. `id` null: a new one. */
export class Act {
  constructor(
    readonly kind: Kind,
    readonly id: string | null,
    readonly command: Command,
    readonly request: Request,
    /** What is wrong with the form of what was sent: told with what the rest of it breaks. */
    readonly form: readonly Fault[] = [],
  ) {}
}

/** What was recorded. The number and position are counted by the views. */
export interface Recorded {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly revision: number;
  /** Id of the last event recorded. */
  readonly event: string;
}

/** Records what is done with activities: the one handler for all kinds. */
@CommandHandler(Act)
export class ActHandler implements ICommandHandler<Act, Recorded> {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly ledger: EventStore,
    private readonly views: Views,
    private readonly store: ViewStore,
    private readonly desk: RegisterDesk,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async execute({ kind, id: subject, command, request, form }: Act): Promise<Recorded> {
    const id = subject ?? keyedId(request, 'subject') ?? this.ids.next();
    const stream = streamOf(kind.name, id);
    // Nobody else can have a new id; but under a key this very request may have been here before.
    const events = subject === null && request.key === undefined ? [] : await this.read(stream);
    if (subject !== null && events.length === 0) throw new Rejection('not-found', `there is no such ${kind.name}`);
    const eventId = keyedId(request, 'event') ?? this.ids.next();
    const repeated = events.findIndex((event) => event.id === eventId);
    if (repeated >= 0) return this.answerAgain(kind, id, events.slice(0, repeated + 1), request);
    const before = this.fold(kind, events);
    if (form.length === 0 && request.expected !== undefined && before?.revision !== request.expected)
      throw changedMeanwhile(before?.revision);

    const book = await this.desk.current();
    const resolver = new Resolver(book);
    const decided = settle(kind, command, before, {
      subject,
      request,
      form,
      book,
      resolver,
      today: this.calendar.dayOf(this.clock.now()),
      recordedOn: before === null ? null : this.calendar.dayOf(before.recordedAt),
      linked: await this.linked(linksOf(kind, command, before)),
    });
    for (const organisation of resolver.organisations) await register(this.ledger, organisation, request);
    const event = newEvent(request, eventId, decided.type, decided.data);
    const { revision, repeated: already } = await this.ledger.append(stream, before?.revision ?? 'none', [event]);
    // The same request came twice at once: it is answered by what the first recorded.
    if (already === true) return this.answerAgain(kind, id, await this.upTo(stream, eventId), request);
    const after = this.evolved(kind, before, { ...event, revision, metadata: { ...event.metadata, recordedAt: '' } });
    return { id, kind: kind.name, status: statusOf(after), revision, event: eventId };
  }

  private async upTo(stream: string, event: string): Promise<StoredEvent[]> {
    const events = await this.read(stream);
    return events.slice(0, events.findIndex(({ id }) => id === event) + 1);
  }

  private async read(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.ledger.readStream(stream)) events.push(upcast(event));
    return events;
  }

  private fold(kind: Kind, events: readonly StoredEvent[]): Activity | null {
    return events.reduce<Activity | null>((before, event) => this.evolved(kind, before, event), null);
  }

  private evolved(
    kind: Kind,
    before: Activity | null,
    event: Pick<StoredEvent, 'type' | 'data' | 'metadata' | 'revision'>,
  ): Activity {
    return evolve(kind.name, effectOf(event.type), before, event);
  }

  /** The same key and body get the same answer, whatever came after. */
  private answerAgain(kind: Kind, id: string, events: readonly StoredEvent[], { key }: Request): Recorded {
    const last = events.at(-1);
    const then = this.fold(kind, events);
    if (last === undefined || then === null) throw new Error('nothing to answer again');
    if (last.metadata.request !== key?.digest) throw keyReused();
    return { id, kind: kind.name, status: statusOf(then), revision: then.revision, event: last.id };
  }

  /** The kinds of activities by id; one that is not there is left out. */
  private async linked(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    if (ids.size === 0) return new Map();
    const { id } = await this.views.current();
    const found = await this.store.inForce(id, activities.name, [...ids], 'now');
    return new Map([...found].map(([key, { doc }]) => [key, (doc as ActivityDoc).kind]));
  }
}

const changedMeanwhile = (revision: number | undefined): Rejection =>
  new Rejection('conflict', `somebody changed it meanwhile: it is at revision ${String(revision)}; read it again`);
