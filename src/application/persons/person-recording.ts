import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { check, toJson } from '../../domain/kernel/check.js';
import { peselFaults } from '../../domain/kernel/personal-data.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { asked, legibleFields, members, readOr, whole } from '../../domain/kernel/unreadable.js';
import { PERSON, PersonDetails, type PersonErasure } from '../../domain/registers/person.js';
import {
  decideCorrection,
  decideErasure,
  decideRegistration,
  functionFaults,
  isErased,
  type PersonDecided,
  personFaults,
} from '../../domain/registers/person-deciding.js';
import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { type EntryCorrection } from '../../domain/registers/registers.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import { AccessLog } from '../access/access-log.js';
import { personalData, refuseAll } from '../commands/personal-data.js';
import { type NewOrganisation, register } from '../commands/registration.js';
import { keyedId, keyReused, newEvent, type Request } from '../commands/request.js';
import { Resolver } from '../commands/resolve.js';
import { brokenBy, broughtAs } from '../commands/settle.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { Ids } from '../ports/ids.js';
import { RegisterDesk, ledgerId } from '../registers.js';
import { Certificates, type Erasure } from './certificate.js';
import { PersonKeys } from './person-keys.js';
import { opened, sealing } from './sealed.js';

export interface PersonRecorded {
  readonly id: string;
  readonly revision: number;
  /** Id of the event. */
  readonly event: string;
}

export interface PersonErased extends PersonRecorded {
  readonly erasure: Erasure;
}

/** A person's stream, and what the request would add to it. */
interface Standing {
  readonly id: string;
  readonly stream: string;
  readonly event: string;
  readonly before: Entry | null;
  /** This very event, where it is recorded already. */
  readonly repeated: StoredEvent | null;
}

/** Records persons: what is theirs is sealed before it goes anywhere. */
@Injectable()
export class PersonRecording {
  constructor(
    private readonly ledger: EventStore,
    private readonly desk: RegisterDesk,
    private readonly keys: PersonKeys,
    private readonly certificates: Certificates,
    private readonly ids: Ids,
    private readonly log: AccessLog,
  ) {}

  /** @throws Rejection `invalid`; `unavailable` without a master key; `key-reused`; `state` for one erased since */
  async register(details: PersonDetails, request: Request, form: readonly Fault[] = []): Promise<PersonRecorded> {
    const id = keyedId(request, 'subject') ?? this.ids.next();
    const standing = await this.standing(id, request);
    if (standing.repeated !== null)
      return answered(standing, standing.repeated, sealedRequest(request, await this.key(id)));
    const { ledger, organisations } = await this.resolved(details, '', request, form);
    // Once nothing is wrong with it: else there would be keys of nobody.
    const key = await this.keys.begin(id);
    const sealed = sealedRequest(request, key);
    for (const each of organisations) await register(this.ledger, each, sealed);
    const decided = decideRegistration(details, sealing(key, { ledger, person: id }));
    return this.append(standing, decided, sealed);
  }

  /** @throws Rejection `invalid`, `not-found`, `conflict`, `state` where the person was erased; `unavailable` */
  async correct(
    id: string,
    correction: EntryCorrection,
    request: Request,
    form: readonly Fault[] = [],
  ): Promise<PersonRecorded> {
    const standing = await this.standing(id, request);
    if (standing.before === null) throw new Rejection('not-found', 'there is no such person');
    const key = await this.key(id);
    const sealed = sealedRequest(request, key);
    if (standing.repeated !== null) return answered(standing, standing.repeated, sealed);
    const before = current(standing, request, form);
    const texts = opened(before.details, key, { ledger: ledgerId(await this.desk.current()), person: id });
    if (texts === null) throw unreadable();
    const { organisation, function: its } = before.details;
    const changes = legibleFields(readOr(() => correction.changes, {}));
    const { value, faults } = check(PersonDetails, { organisation, function: its, ...texts, ...changes }, '/changes');
    const after = value ?? new PersonDetails();
    const reasons = asked(() => peselFaults({ reason: correction.reason }));
    if (functionFaults(legible(after), '').length > 0) await this.told(id, request);
    const { ledger, organisations } = await this.resolved(after, '/changes', request, [...form, ...faults], reasons);
    for (const each of organisations) await register(this.ledger, each, sealed);
    const seal = sealing(key, { ledger, person: id });
    const decided = decideCorrection(before, after, Object.keys(changes), correction.reason, seal);
    return this.append(standing, decided, sealed);
  }

  /**
   * Erases a person: first that is recorded, then the key is destroyed. Broken off in between, the key is destroyed as
   * soon as somebody looks (`sweep`).
   *
   * @throws Rejection `invalid`, `not-found`, `conflict`, `state` for one who was erased; `unavailable`
   */
  async erase(
    id: string,
    erasure: PersonErasure,
    request: Request,
    form: readonly Fault[] = [],
  ): Promise<PersonErased> {
    const standing = await this.standing(id, request);
    if (standing.repeated !== null) return this.erased(answered(standing, standing.repeated, request));
    const before = current(standing, request, form);
    const written = [{ payload: whole(erasure), pointer: '' }];
    const personal = personalData(written, await this.desk.current(), request);
    // Without opening anything, so that nobody learns something beside a fault that keeps the erasure off.
    refuseAll(
      form,
      personal,
      brokenBy(() => decideErasure(before, null, erasure)),
    );
    const known = await this.openedIfItCan(before);
    const decide = (): PersonDecided => decideErasure(before, known, erasure);
    if (brokenBy(decide).length > 0) await this.told(id, request);
    return this.erased(await this.append(standing, decide(), request));
  }

  /** Destroys the keys of those whom the ledger says to be erased: those of an erasure broken off, or brought back. */
  async sweep(): Promise<void> {
    const erased = (await this.desk.current()).all(PERSON.name).filter(isErased);
    await this.keys.destroyLeft(erased.map(({ key }) => key));
  }

  /** A refusal because a text says who it is answers a guess: that is a reading, and goes on record like one. */
  private async told(id: string, { actor, correlation }: Request): Promise<void> {
    const subjects = [`${PERSON.name}/${id}`];
    await this.log.record({
      action: 'persons-read',
      actor,
      subjects,
      ...(correlation !== undefined && { correlation }),
    });
  }

  private async erased(recorded: PersonRecorded): Promise<PersonErased> {
    const erasure = await this.certificates.of(recorded.id, await this.keys.destroy(recorded.id));
    if (erasure === null) throw new Error(`the erasure of ${recorded.id} was just recorded`);
    return { ...recorded, erasure };
  }

  /** An erasure must not fail for want of a key. */
  private async openedIfItCan({ key: person, details }: Entry): Promise<ReturnType<typeof opened>> {
    try {
      const key = (await this.keys.of([person])).get(person);
      const ledger = ledgerId(await this.desk.current());
      return key instanceof Buffer ? opened(details, key, { ledger, person }) : null;
    } catch (fault) {
      if (fault instanceof Rejection && fault.code === 'unavailable') return null;
      throw fault;
    }
  }

  private async standing(id: string, request: Request): Promise<Standing> {
    const stream = streamOf(PERSON.name, id);
    const events: StoredEvent[] = [];
    for await (const event of this.ledger.readStream(stream)) events.push(upcast(event));
    const before = events.reduce<Entry | null>((entry, event) => evolveEntry(PERSON, id, entry, event, 0), null);
    const event = keyedId(request, 'event') ?? this.ids.next();
    return { id, stream, event, before, repeated: events.find((each) => each.id === event) ?? null };
  }

  /** @throws Rejection `state` where it was destroyed; `unavailable` where it is not here */
  private async key(person: string): Promise<Buffer> {
    const key = (await this.keys.of([person])).get(person) ?? null;
    if (key === null) throw unreadable();
    if ('destroyedAt' in key)
      throw new Rejection('state', 'this person was erased: nothing can be done with them any more');
    return key;
  }

  /**
   * Names become ids, in place.
   *
   * @returns the ledger's id, and the organisations that are to be registered first
   * @param reasons what is wrong with why it is done
   * @throws Rejection `invalid` naming everything that is wrong with a person
   */
  private async resolved(
    details: PersonDetails,
    pointer: string,
    request: Request,
    form: readonly Fault[],
    reasons: readonly Fault[] = [],
  ): Promise<{ readonly ledger: string; readonly organisations: readonly NewOrganisation[] }> {
    const book = await this.desk.current();
    const resolver = new Resolver(book);
    for (const [organisation] of members(() => [details.organisation])) resolver.walk({ organisation }, pointer);
    const { organisations, faults } = resolver;
    // What is sealed may hold an address; a function must not.
    const written = [{ payload: { function: whole(details).function }, pointer }, ...organisations.map(broughtAs)];
    const broken = personFaults(legible(details), pointer);
    refuseAll(form, personalData(written, book, request), [...faults, ...reasons, ...broken]);
    return { ledger: ledgerId(book), organisations };
  }

  private async append(
    { id, stream, event: eventId, before }: Standing,
    { type, data }: PersonDecided,
    request: Request,
  ): Promise<PersonRecorded> {
    const event = newEvent(request, eventId, type, data);
    const { revision, repeated } = await this.ledger.append(stream, before?.revision ?? 'none', [event]);
    if (repeated !== true) return { id, revision, event: eventId };
    // The same request came twice at once: it is answered by what the first recorded.
    const standing = await this.standing(id, request);
    if (standing.repeated === null) throw new Error(`${eventId} was just said to be recorded`);
    return answered(standing, standing.repeated, request);
  }
}

const legible = (details: PersonDetails): PersonDetails =>
  Object.assign(new PersonDetails(), legibleFields(toJson(details)));

/** @throws Rejection `not-found`; `conflict` */
function current({ before }: Standing, { expected }: Request, form: readonly Fault[]): Entry {
  if (before === null) throw new Rejection('not-found', 'there is no such person');
  if (form.length === 0 && expected !== undefined && before.revision !== expected)
    throw new Rejection(
      'conflict',
      `somebody changed it meanwhile: it is at revision ${String(before.revision)}; read it again`,
    );
  return before;
}

function answered({ id }: Standing, { id: event, revision, metadata }: StoredEvent, { key }: Request): PersonRecorded {
  if (metadata.request !== key?.digest) throw keyReused();
  return { id, revision, event };
}

/** The digest of a body that holds a name would tell, to whoever guesses it, whose it was: under the key it tells nothing. */
function sealedRequest(request: Request, key: Buffer): Request {
  if (request.key === undefined) return request;
  const digest = createHmac('sha256', key).update(`kronika request\n${request.key.digest}`).digest('hex');
  return { ...request, key: { ...request.key, digest } };
}

const unreadable = (): Rejection =>
  new Rejection('unavailable', 'the data of this person cannot be opened: bring back the keys that were backed up');
