import { expect } from '@jest/globals';
import { type Activity, type Effect, evolve, statusOf } from '../../src/domain/activities/activity.js';
import type { Context, Registers } from '../../src/domain/activities/context.js';
import { type Command, type Decided, decide, defaultStart } from '../../src/domain/activities/decide.js';
import { effectsOf, type Kind } from '../../src/domain/activities/kind.js';
import { check, fieldNames } from '../../src/domain/kernel/check.js';
import type { Actor } from '../../src/domain/kernel/event.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { type Fault, refuseFaults, Rejection, type RejectionCode } from '../../src/domain/kernel/rejection.js';
import type { OrganisationKind } from '../../src/domain/registers/organisation.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../src/domain/strategy/county-strategy-2022-2024.js';
import type { Strategy } from '../../src/domain/strategy/strategy.js';

/** Given what was done to an activity, when somebody does one thing more, then these events, or this refusal. */

export const TODAY = '2023-12-15';

export const RECORDER: Actor = { id: 'recorder', roles: ['recorder'] };
export const COLLEAGUE: Actor = { id: 'colleague', roles: ['recorder'] };
export const MANAGER: Actor = { id: 'manager', roles: ['manager'] };

/** Organisations of the register, by id. */
const ORGANISATIONS: Readonly<Record<string, OrganisationKind>> = {
  'gmina-lubianka': 'gmina',
  'kgw-pigza': 'rural-housewives-circle',
  'osp-gorsk': 'volunteer-fire-brigade',
  'solectwo-brachnowo': 'auxiliary-unit',
  'school-przyklad': 'school',
  'media-przyklad': 'media',
  'company-przyklad': 'company',
  'ngo-przyklad': 'ngo',
};

const GMINAS = ['0415011', '0415022', '0415032', '0415042', '0415052', '0415062', '0415072', '0415082', '0415092'];

/** The strategy that follows, as a file would bring it: other items under some of the same codes. */
export const NEXT_STRATEGY: Strategy = {
  id: '2025-2027',
  title: 'Strategia współpracy z gminami 2025-2027',
  from: '2025-01-01',
  until: '2027-12-31',
  items: [
    { code: 'S', text: 'Dobre stosunki z gminami' },
    { code: 'G2', parent: 'S', text: 'Wspólne zadania', defaultFor: ['joint-investment'] },
    { code: 'X1', parent: 'S', text: 'Zadanie, którego wcześniej nie było' },
  ],
};

const STRATEGIES = [COUNTY_STRATEGY_2022_2024, NEXT_STRATEGY];

/** Registers in memory: the county's gminas, a few organisations, one official in authority and one who is not. */
export const REGISTERS: Registers = {
  gminaByTerc: (terc) => (GMINAS.includes(terc) ? { id: terc, name: terc } : null),
  organisationKind: (id) => ORGANISATIONS[id] ?? null,
  isAuthority: (official, on) => official === 'official-authority' && on >= '2018-11-20' && on <= '2024-05-06',
  strategiesInForce: (from, until) =>
    STRATEGIES.filter((each, index) => {
      const next = STRATEGIES[index + 1];
      return (until === null || each.from <= until) && (next === undefined || from < next.from);
    }),
};

/** Something done, by somebody on some day. */
export interface Act {
  readonly does: (kind: Kind) => Command;
  readonly actor: Actor;
  readonly today: string;
}

const act = (does: (kind: Kind) => Command): Act => ({ does, actor: RECORDER, today: TODAY });

export const by = (actor: Actor, done: Act): Act => ({ ...done, actor });
export const onDay = (today: string, done: Act): Act => ({ ...done, today });

const checked = <T extends object>(payload: new () => T, data: object): T => {
  const { value, faults } = check(payload, data);
  refuseFaults(faults);
  return value!;
};

/** A body as the interface takes it: the details, and the step's own fields beside. */
export const record = (body: object, step?: string): Act =>
  act((kind) => {
    const begins = step ?? defaultStart(kind);
    const its = kind.steps[begins]?.fields;
    const names = its === undefined ? new Set<string>() : fieldNames(its);
    const entries = Object.entries(body);
    const details = Object.fromEntries(entries.filter(([name]) => !names.has(name)));
    const fields = Object.fromEntries(entries.filter(([name]) => names.has(name)));
    return {
      do: 'record',
      step: begins,
      details: checked(kind.details, details),
      fields: its === undefined ? {} : checked(its, fields),
    };
  });

export const take = (step: string, fields: object = {}): Act =>
  act((kind) => {
    const its = kind.steps[step]?.fields;
    return { do: 'take', step, fields: its === undefined ? {} : checked(its, fields) };
  });

export const correct = (changes: JsonObject): Act =>
  act(() => ({ do: 'correct', changes, reason: 'pomyłka w zapisie' }));
export const undo = (): Act => act(() => ({ do: 'undo', reason: 'krok zapisany omyłkowo' }));
export const annul = (replacedBy?: string): Act =>
  act(() => ({ do: 'annul', reason: 'zapisane dwa razy', ...(replacedBy === undefined ? {} : { replacedBy }) }));
export const restore = (): Act => act(() => ({ do: 'restore', reason: 'unieważnione omyłkowo' }));

/** What differs from the usual world. */
export interface World {
  readonly linked?: Readonly<Record<string, string>>;
  /** The subject's own id. */
  readonly subject?: string;
  readonly alone?: boolean;
}

/** An activity after all that was done to it. */
export class Story {
  constructor(
    readonly kind: Kind,
    private readonly world: World,
    private readonly state: Activity | null = null,
    private readonly recordedOn: string | null = null,
  ) {}

  get activity(): Activity {
    if (this.state === null) throw new Error('nothing was recorded');
    return this.state;
  }

  get status(): string {
    return statusOf(this.activity);
  }

  /** The same activity, where the world around it has changed. */
  where(world: World): Story {
    return new Story(this.kind, world, this.state, this.recordedOn);
  }

  /** @throws Rejection when it is refused */
  then(done: Act): { readonly events: readonly Decided[]; readonly story: Story } {
    const context: Context = {
      today: done.today,
      actor: done.actor,
      registers: REGISTERS,
      linked: new Map(Object.entries(this.world.linked ?? {})),
      subject: this.state === null ? null : (this.world.subject ?? null),
      recordedOn: this.recordedOn,
      alone: this.world.alone ?? false,
    };
    const events = decide(this.kind, done.does(this.kind), this.state, context);
    const effects = effectsOf(this.kind);
    let state = this.state;
    for (const { type, data } of events) {
      const effect: Effect | undefined = effects.get(type);
      if (effect === undefined) throw new Error(`${type} is none of the events of a ${this.kind.name}`);
      const revision = (state?.revision ?? -1) + 1;
      const metadata = { recordedAt: `${done.today}T10:00:00.000Z`, actor: done.actor };
      // As the ledger keeps it: text and back.
      state = evolve(this.kind.name, effect, state, {
        revision,
        data: JSON.parse(JSON.stringify(data)) as JsonObject,
        metadata,
      });
    }
    return { events, story: new Story(this.kind, this.world, state, this.recordedOn ?? done.today) };
  }

  when(done: Act): Outcome {
    try {
      return new Outcome(this.then(done));
    } catch (error) {
      if (error instanceof Rejection) return new Outcome(error);
      throw error;
    }
  }
}

export class Outcome {
  constructor(private readonly result: Rejection | { readonly events: readonly Decided[]; readonly story: Story }) {}

  private get done(): { readonly events: readonly Decided[]; readonly story: Story } {
    if (this.result instanceof Rejection) throw this.result;
    return this.result;
  }

  get story(): Story {
    return this.done.story;
  }

  get accepted(): boolean {
    return !(this.result instanceof Rejection);
  }

  /** Exactly one event of this type came of it; its data hold at least these. */
  records(type: string, data: object = {}): Story {
    const { events, story } = this.done;
    expect(events.map((each) => each.type)).toEqual([type]);
    expect(events[0]?.data).toMatchObject(data);
    return story;
  }

  leadsTo(status: string): Story {
    expect(this.story.status).toBe(status);
    return this.story;
  }

  /** It was refused with this code; `says` is found in its message. */
  refused(code: RejectionCode, says: RegExp | string = ''): readonly Fault[] {
    if (!(this.result instanceof Rejection)) {
      throw new Error(`accepted, and recorded ${this.result.events.map((each) => each.type).join(', ')}`);
    }
    expect({ code: this.result.code, message: this.result.message }).toEqual({
      code,
      message: typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
    });
    return this.result.faults;
  }

  /** It was refused as invalid, and the faults are told at these places. */
  faultsAt(...pointers: string[]): readonly Fault[] {
    const faults = this.refused('invalid');
    expect(faults.map(({ pointer }) => pointer).sort()).toEqual(pointers.sort());
    return faults;
  }
}

/** An activity to which all this was done. */
export function given(kind: Kind, acts: readonly Act[], world: World = {}): Story {
  let story = new Story(kind, world);
  for (const each of acts) story = story.then(each).story;
  return story;
}

export const nothing = (kind: Kind, world: World = {}): Story => new Story(kind, world);
