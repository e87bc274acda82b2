import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { toJson } from '../../domain/kernel/check.js';
import { Calendar } from '../../domain/kernel/day.js';
import { textOf } from '../../domain/kernel/json.js';
import { type Fault, refuseFaults, Rejection } from '../../domain/kernel/rejection.js';
import { readOr, whole } from '../../domain/kernel/unreadable.js';
import { type Entry, evolveEntry, type Register } from '../../domain/registers/register.js';
import { ORGANISATION, STRATEGY } from '../../domain/registers/registers.js';
import { STRATEGY_START_TAKEN } from '../../domain/registers/strategy-changes.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import { Clock } from '../ports/clock.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { Ids } from '../ports/ids.js';
import { ZONE } from '../placing.js';
import { RegisterDesk } from '../registers.js';
import { entryFaults, entryKey, keyOf } from './entry-rules.js';
import { freeText, personalData, refuseAll, refuseOfficesOwn } from './personal-data.js';
import { keyedId, keyReused, newEvent, type Request } from './request.js';
import { sameStart, startTaken } from './strategy-starts.js';

/** Something entered in a register. `key` null: a new entry. */
export class Enter {
  constructor(
    readonly register: Register,
    readonly key: string | null,
    /** The event's name: the register's `made`, or one of its `changes`. */
    readonly type: string,
    readonly payload: object,
    readonly request: Request,
    /** What is wrong with the form of what was sent: told with what the rest of it breaks. */
    readonly form: readonly Fault[] = [],
  ) {}
}

export interface Entered {
  readonly id: string;
  readonly register: string;
  readonly revision: number;
  readonly event: string;
}

/** Records what is entered in registers: the one handler for all of them. */
@CommandHandler(Enter)
export class EnterHandler implements ICommandHandler<Enter, Entered> {
  private readonly calendar = new Calendar(ZONE);
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: EventStore,
    private readonly desk: RegisterDesk,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** One after the other: a rule may look at other entries than the one that is written. */
  execute(enter: Enter): Promise<Entered> {
    const entered = this.last.then(() => this.enter(enter));
    this.last = entered.catch(() => undefined);
    return entered;
  }

  private async enter(enter: Enter): Promise<Entered> {
    const { register, key: subject, type, payload, request, form } = enter;
    const data = toJson(payload);
    const book = await this.desk.current();
    const key =
      keyOf(register, subject, book) ??
      readOr(() => entryKey(register, data), null) ??
      keyedId(request, 'subject') ??
      this.ids.next();
    const stream = streamOf(register.name, key);
    const events: StoredEvent[] = [];
    for await (const event of this.ledger.readStream(stream)) events.push(upcast(event));
    const eventId = keyedId(request, 'event') ?? this.ids.next();
    const repeated = events.findIndex((event) => event.id === eventId);
    if (repeated >= 0) {
      if (events[repeated]?.metadata.request !== request.key?.digest) throw keyReused();
      return { id: key, register: register.name, revision: endOf(events, repeated), event: eventId };
    }
    const before = events.reduce<Entry | null>((entry, event) => evolveEntry(register, key, entry, event, 0), null);
    if (subject !== null && before === null) throw new Rejection('not-found', `there is no such ${register.name}`);
    if (form.length === 0 && request.expected !== undefined && before?.revision !== request.expected) {
      throw new Rejection(
        'conflict',
        `somebody changed it meanwhile: it is at revision ${String(before?.revision)}; read it again`,
      );
    }
    const broken = entryFaults(register, key, type, data, before, {
      book,
      today: this.calendar.dayOf(this.clock.now()),
    });
    if (form.length === 0) refuseState(enter, key, before);
    const written = { payload: whole(data), pointer: '', free: freeText(register, whole(data)) };
    refuseAll(form, personalData([written], book, request), broken);
    if (type === 'OrganisationMerged') await this.refuseChain(textOf(data['into']));
    const recording = [newEvent(request, eventId, type, data)];
    if (register === STRATEGY)
      recording.push(...(await startTaken(key, data, before, { ledger: this.ledger, book, request })));
    try {
      const { revision, repeated: already } = await this.ledger.append(stream, before?.revision ?? 'none', recording);
      // The same request came twice at once: it is answered by what the first recorded.
      if (already === true) return await this.enter(enter);
      return { id: key, register: register.name, revision, event: eventId };
    } catch (fault) {
      if (!(fault instanceof Rejection && fault.code === 'conflict')) throw fault;
      // Where the stream stands as it was expected to, an id of these events is recorded elsewhere.
      for await (const last of this.ledger.readStream(stream, { backwards: true, limit: 1 }))
        if (last.revision !== before?.revision) return this.enter(enter);
      if (recording.length > 1) await this.refuseSameStart(key, textOf(data['from']), request);
      throw request.key === undefined ? fault : keyReused();
    }
  }

  /** Another strategy has taken the day meanwhile. Under a key, only that one, where the register shows it by now. */
  private async refuseSameStart(key: string, from: string, request: Request): Promise<void> {
    const other = (await this.desk.current()).strategies().find((each) => each.id !== key && each.from === from);
    if (other !== undefined) refuseFaults([sameStart(other.id)]);
    if (request.key === undefined)
      refuseFaults([{ pointer: '/from', detail: 'another strategy that begins on that day was adopted just now' }]);
  }

  /** The views may not have it yet that an organisation was itself merged: the ledger does. */
  private async refuseChain(into: string): Promise<void> {
    const last = this.ledger.readStream(streamOf(ORGANISATION.name, into), { backwards: true, limit: 1 });
    for await (const { type, data } of last) {
      if (type === 'OrganisationMerged')
        refuseFaults([{ pointer: '/into', detail: `it was itself merged into ${textOf(data['into'])}` }]);
    }
  }
}

/** What the state of an entry forbids, or the rights of who asks. @throws Rejection `state` or `forbidden` */
function refuseState({ register, type, payload, request }: Enter, key: string, before: Entry | null): void {
  if (before !== null && type === register.made)
    throw new Rejection('state', `there is a ${register.name} ${key} already`);
  if (before?.mergedInto !== undefined) throw new Rejection('state', `it was merged into ${before.mergedInto}`);
  refuseOfficesOwn(register, toJson(payload), request);
}

/** The revision to which the append of an event led: the first day of a strategy goes along with what gives it that day. */
const endOf = (events: readonly StoredEvent[], index: number): number =>
  index + (events[index + 1]?.type === STRATEGY_START_TAKEN ? 1 : 0);
