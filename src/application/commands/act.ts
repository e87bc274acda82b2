import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Activity, applyChanges, evolve, statusOf, targetOf } from '../../domain/activities/activity.js';
import type { Context, Registers } from '../../domain/activities/context.js';
import { type Command, decide } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { check, type Payload, toJson } from '../../domain/kernel/check.js';
import { Calendar } from '../../domain/kernel/day.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import { contactFaults, peselFaults } from '../../domain/kernel/personal-data.js';
import { refuseFaults, Rejection } from '../../domain/kernel/rejection.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { effectOf, streamOf, upcast } from '../../domain/subjects.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { Clock } from '../ports/clock.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { Ids } from '../ports/ids.js';
import { ViewStore } from '../ports/view-store.js';
import { ZONE } from '../placing.js';
import { type RegisterBook, RegisterDesk } from '../registers.js';
import { Views } from '../views.js';
import { keyedId, newEvent, type Request } from './request.js';
import { type NewOrganisation, Resolver } from './resolve.js';

/** Something done with an activity, of whichever kind. `id` null: a new one. Payloads passed their class's check. */
export class Act {
  constructor(
    readonly kind: Kind,
    readonly id: string | null,
    readonly command: Command,
    readonly request: Request,
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

export const CONTACT_DATA = 'contact-data';

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

  async execute({ kind, id: subject, command, request }: Act): Promise<Recorded> {
    const id = subject ?? keyedId(request, 'subject') ?? this.ids.next();
    const stream = streamOf(kind.name, id);
    // Nobody else can have a new id; but under a key this very request may have been here before.
    const events = subject === null && request.key === undefined ? [] : await this.read(stream);
    if (subject !== null && events.length === 0) throw new Rejection('not-found', `there is no such ${kind.name}`);
    const eventId = keyedId(request, 'event') ?? this.ids.next();
    const repeated = events.findIndex((event) => event.id === eventId);
    if (repeated >= 0) return this.answerAgain(kind, id, events.slice(0, repeated + 1), request);
    const before = this.fold(kind, events);
    if (request.expected !== undefined && before?.revision !== request.expected)
      throw changedMeanwhile(before?.revision);

    const book = await this.desk.current();
    const resolver = new Resolver(book, (name) => keyedId(request, `organisation ${name}`) ?? this.ids.next());
    const settled = resolve(kind, command, before, resolver);
    const payload = payloadOf(settled);
    refuseFaults([...resolver.faults, ...peselFaults(payload)]);
    if (!request.acknowledged?.includes(CONTACT_DATA)) refuseContacts(payload, book);

    const registers = including(resolver.organisations, book);
    const context = await this.context(kind, settled, subject, before, request, registers);
    const [decided] = decide(kind, settled, before, context);
    if (decided === undefined) throw new Error('a decision without an event');
    for (const { id: organisation, details } of resolver.organisations) {
      const registered = newEvent(
        request,
        keyedId(request, `registered ${organisation}`) ?? this.ids.next(),
        ORGANISATION.made,
        toJson(details),
      );
      await this.ledger.append(streamOf(ORGANISATION.name, organisation), 'none', [registered]);
    }
    const event = newEvent(request, eventId, decided.type, decided.data);
    const { revision } = await this.ledger.append(stream, before?.revision ?? 'none', [event]);
    const after = this.evolved(kind, before, { ...event, revision, metadata: { ...event.metadata, recordedAt: '' } });
    return { id, kind: kind.name, status: statusOf(after), revision, event: eventId };
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
    if (last.metadata.request !== key?.digest) {
      throw new Rejection(
        'key-reused',
        'this Idempotency-Key was used with another body; use a new key for a new request',
      );
    }
    return { id, kind: kind.name, status: statusOf(then), revision: then.revision, event: last.id };
  }

  private async context(
    kind: Kind,
    command: Command,
    subject: string | null,
    before: Activity | null,
    request: Request,
    registers: Registers,
  ): Promise<Context> {
    return {
      subject,
      today: this.calendar.dayOf(this.clock.now()),
      actor: request.actor,
      alone: request.alone,
      registers,
      linked: await this.linked(kind, command, before),
      recordedOn: before === null ? null : this.calendar.dayOf(before.recordedAt),
    };
  }

  /** The kinds of the activities that the activity names, as it stands or would stand. */
  private async linked(kind: Kind, command: Command, before: Activity | null): Promise<ReadonlyMap<string, string>> {
    const details = command.do === 'record' ? command.details : before?.details;
    const named = new Set<string>([
      ...(details?.links ?? []),
      ...(details === undefined ? [] : (kind.linked?.(details) ?? [])),
    ]);
    if (command.do === 'annul' && command.replacedBy !== undefined) named.add(command.replacedBy);
    if (command.do === 'correct' && before !== null) {
      const changed = applyChanges(before, command.changes).details;
      for (const id of [...(Array.isArray(changed.links) ? changed.links : []), ...(kind.linked?.(changed) ?? [])])
        named.add(id);
    }
    if (named.size === 0) return new Map();
    const { id } = await this.views.current();
    const found = await this.store.inForce(id, register.name, [...named], 'now');
    return new Map([...found].map(([key, { doc }]) => [key, (doc as ActivityDoc).kind]));
  }
}

/** The registers with the organisations that the request brings along: a rule may ask of what kind they are. */
const including = (brought: readonly NewOrganisation[], book: RegisterBook): Registers => ({
  gminaByTerc: (terc) => book.gminaByTerc(terc),
  organisationKind: (id) => brought.find((each) => each.id === id)?.details.kind ?? book.organisationKind(id),
  isAuthority: (official, on) => book.isAuthority(official, on),
  strategiesInForce: (from, until) => book.strategiesInForce(from, until),
});

const changedMeanwhile = (revision: number | undefined): Rejection =>
  new Rejection('conflict', `somebody changed it meanwhile: it is at revision ${String(revision)}; read it again`);

/** The command with names turned into ids. */
function resolve(kind: Kind, command: Command, before: Activity | null, resolver: Resolver): Command {
  switch (command.do) {
    case 'record':
      resolver.details(command.details);
      resolver.walk(command.fields);
      return command;
    case 'take':
      resolver.walk(command.fields);
      return command;
    case 'correct':
      return before === null
        ? command
        : { ...command, changes: resolveChanges(kind, command.changes, before, resolver) };
    default:
      return command;
  }
}

/** A correction's values pass through the payload that they become part of; what doesn't fit is left to the decision. */
function resolveChanges(kind: Kind, changes: JsonObject, before: Activity, resolver: Resolver): JsonObject {
  const resolved: Record<string, Json | undefined> = { ...changes };
  const after = applyChanges(before, changes);
  for (const [path, value] of Object.entries(changes)) {
    const target = targetOf(before, path);
    if (target === null || value === null) continue;
    const payload: Payload<object> | undefined =
      target.of === 'details' ? kind.details : kind.steps[after.taken[target.index]?.step ?? '']?.fields;
    const owner = target.of === 'details' ? after.details : after.taken[target.index];
    if (payload === undefined || owner === undefined) continue;
    const { step: _step, status: _status, by: _by, ...fields } = owner as unknown as Record<string, unknown>;
    const checked = check(payload, target.of === 'details' ? owner : fields);
    if (checked.value === null) continue;
    // Only this field's own names are looked up: the rest was, when it was recorded.
    const alone = { [target.field]: (checked.value as Record<string, unknown>)[target.field] };
    if (target.of === 'details') resolver.details(alone as never, '/changes');
    resolver.walk(alone, '/changes');
    resolved[path] = toJson(alone)[target.field];
  }
  return resolved;
}

function payloadOf(command: Command): object {
  const { do: _do, ...rest } = command;
  if (command.do === 'record') return { ...toJson(command.details), ...toJson(command.fields) };
  return command.do === 'take' ? command.fields : rest;
}

function refuseContacts(payload: object, book: RegisterBook): void {
  const own = new Set(
    book.all('organisation').flatMap((entry) => (entry.details['contactPoints'] ?? []) as readonly string[]),
  );
  const plain = (contact: string): string => contact.replace(/[ ()-]/g, '').toLowerCase();
  const known = new Set([...own].map(plain));
  const isOffices = (contact: string): boolean =>
    known.has(plain(contact)) || known.has(plain(contact.slice(contact.indexOf('@'))));
  const faults = contactFaults(payload, isOffices);
  if (faults.length > 0) {
    throw new Rejection(
      'invalid',
      'Free text holds contact data. Take it out, or send the header Kronika-Acknowledge: contact-data.',
      faults,
    );
  }
}
