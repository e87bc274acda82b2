import { Act, ActHandler } from '../../src/application/commands/act.js';
import { readRecording, readStep, wellFormed } from '../../src/application/commands/bodies.js';
import { Enter, EnterHandler } from '../../src/application/commands/enter.js';
import type { Request } from '../../src/application/commands/request.js';
import { AsOf, type Reading } from '../../src/application/as-of.js';
import { Opening } from '../../src/application/opening.js';
import { Clock } from '../../src/application/ports/clock.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { Projection } from '../../src/application/projection.js';
import { RegisterDesk } from '../../src/application/registers.js';
import { Views } from '../../src/application/views.js';
import type { Command } from '../../src/domain/activities/decide.js';
import type { Kind } from '../../src/domain/activities/kind.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { check } from '../../src/domain/kernel/check.js';
import type { Actor } from '../../src/domain/kernel/event.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { type Fault, refuseFaults } from '../../src/domain/kernel/rejection.js';
import type { Register } from '../../src/domain/registers/register.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { UuidIds } from '../../src/infrastructure/system/uuid-ids.js';

const G = 'g1';
const REASON = 'powód podany w teście';
const RECORDER: Actor = { id: 'recorder', roles: ['recorder'] };
const MANAGER: Actor = { id: 'manager', roles: ['manager'] };

/** A clock that stands where it was put. */
export class SetClock extends Clock {
  constructor(private instant: string) {
    super();
  }

  /** A day at noon UTC, or an instant. */
  set(to: string): void {
    this.instant = to.length === 10 ? `${to}T12:00:00.000Z` : to;
  }

  now(): string {
    return this.instant;
  }
}

export class MemoryScratch extends Scratch {
  small(): ViewStore {
    return new MemoryViewStore();
  }

  large(): ReturnType<Scratch['large']> {
    return Promise.resolve({ store: new MemoryViewStore(), dispose: () => Promise.resolve() });
  }
}

/** What was done: enough to do the next thing with it. */
export interface Done {
  readonly id: string;
  readonly kind: Kind;
  /** Of the ledger, after it. */
  readonly position: number;
}

type Who = Partial<Pick<Request, 'actor' | 'origin' | 'acknowledged'>>;

/** The whole program in memory, its views abreast of its ledger after every write. */
export class Ledger {
  readonly views: Views;
  readonly asOf: AsOf;
  readonly desk: RegisterDesk;
  private readonly acts: ActHandler;
  private readonly enters: EnterHandler;

  private constructor(
    readonly clock: SetClock,
    readonly events: MemoryEventStore,
    readonly store: MemoryViewStore,
    private readonly projection: Projection,
  ) {
    const ids = new UuidIds();
    this.views = new Views(store);
    this.desk = new RegisterDesk(store, this.views);
    this.asOf = new AsOf(events, store, this.views, new MemoryScratch(), clock);
    this.acts = new ActHandler(events, this.views, store, this.desk, clock, ids);
    this.enters = new EnterHandler(events, this.desk, clock, ids);
  }

  /** Powiat toruński, opened on a day. */
  static async open(day: string): Promise<Ledger> {
    const ledger = await Ledger.empty();
    ledger.clock.set(day);
    await new Opening(ledger.events, new UuidIds(), ledger.clock).open({ demonstration: false });
    await ledger.settle();
    return ledger;
  }

  /** A ledger of these events, looked at on a day after them. */
  static async of(events: readonly StoredEvent[], today: string): Promise<Ledger> {
    const ledger = await Ledger.empty();
    ledger.clock.set(today);
    const recorded = events.map(({ cursor: _cursor, ...event }) => event);
    await ledger.events.restore(
      (async function* () {
        yield await Promise.resolve(recorded);
      })(),
    );
    await ledger.settle();
    return ledger;
  }

  private static async empty(): Promise<Ledger> {
    const clock = new SetClock('2022-01-03T12:00:00.000Z');
    const store = new MemoryViewStore();
    await store.create(G, VIEWS);
    await store.makeCurrent(G);
    return new Ledger(clock, new MemoryEventStore(clock), store, await Projection.resume(store, G));
  }

  get position(): number {
    return this.projection.progress.position;
  }

  /** The ledger's events so far. */
  async all(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const batch of this.events.readAll()) events.push(...batch);
    return events;
  }

  /** Answers from the views as of a point; undefined is now. */
  async read<T>(asOf: string | undefined, question: (reading: Reading) => Promise<T>): Promise<T> {
    return (await this.asOf.read(asOf, question)).value;
  }

  /** Records an activity: its kind's example where the body says nothing else. Null takes a field out. */
  async record(name: string, body: object = {}, who: Who = {}): Promise<Done> {
    const kind = kindNamed(name);
    if (kind === undefined) throw new Error(`no kind ${name}`);
    const whole = Object.entries({ ...kind.example, ...body }).filter(([, value]) => value !== null);
    return this.act(kind, null, wellFormed(readRecording(kind, Object.fromEntries(whole))), who);
  }

  step({ id, kind }: Done, step: string, fields: object = {}, who: Who = {}): Promise<Done> {
    return this.act(kind, id, wellFormed(readStep(kind, step, fields)), who);
  }

  correct({ id, kind }: Done, changes: JsonObject, who: Who = {}): Promise<Done> {
    return this.act(kind, id, { do: 'correct', changes, reason: REASON }, who);
  }

  undo({ id, kind }: Done, who: Who = {}): Promise<Done> {
    return this.act(kind, id, { do: 'undo', reason: REASON }, who);
  }

  annul({ id, kind }: Done, replacedBy?: string): Promise<Done> {
    const command: Command = { do: 'annul', reason: REASON, ...(replacedBy !== undefined && { replacedBy }) };
    return this.act(kind, id, command, { actor: MANAGER });
  }

  restore({ id, kind }: Done): Promise<Done> {
    return this.act(kind, id, { do: 'restore', reason: REASON }, { actor: MANAGER });
  }

  /** Makes an entry of a register: its example where the details say nothing else. Answers its key. */
  async enter(register: Register, details: object = {}): Promise<string> {
    const data = { ...register.example, ...details };
    const { value, faults } = check(register.details, data);
    refuseFaults(faults);
    return this.entered(new Enter(register, null, register.made, value ?? data, this.request({})));
  }

  /** Changes an entry by one of its register's events. */
  change(register: Register, key: string, type: string, payload: object): Promise<string> {
    return this.entered(new Enter(register, key, type, payload, this.request({})));
  }

  private async entered(enter: Enter): Promise<string> {
    const { id } = await this.enters.execute(enter);
    await this.settle();
    return id;
  }

  /** @param form what is wrong with the form of the command */
  async act(
    kind: Kind,
    id: string | null,
    command: Command,
    who: Who = {},
    form: readonly Fault[] = [],
  ): Promise<Done> {
    const recorded = await this.acts.execute(new Act(kind, id, command, this.request(who), form));
    await this.settle();
    return { id: recorded.id, kind, position: this.position };
  }

  private request(who: Who): Request {
    return { actor: RECORDER, alone: false, acknowledged: ['contact-data'], ...who };
  }

  /** Folds what was appended since into the views. */
  async settle(): Promise<void> {
    for await (const batch of this.events.readAll({ after: this.projection.progress.cursor })) {
      await this.projection.take(batch);
    }
  }
}
