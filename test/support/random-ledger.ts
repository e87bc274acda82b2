import fc from 'fast-check';
import type { Kind } from '../../src/domain/activities/kind.js';
import { possibleSteps } from '../../src/domain/activities/decide.js';
import { KINDS } from '../../src/domain/catalogue.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { GMINA, LEDGER, STRATEGY } from '../../src/domain/registers/registers.js';
import { COUNTY, GMINAS } from '../../src/domain/registers/torun.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../src/domain/strategy/county-strategy-2022-2024.js';
import { hashedId } from '../../src/application/commands/request.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { BODIES, FIELDS } from './bodies.js';
import {
  type Act,
  annul,
  by,
  correct,
  MANAGER,
  nothing,
  onDay,
  record,
  restore,
  type Story,
  take,
  undo,
} from './scenario.js';

/** One turn of the dice: what is done next, to which activity, how, and how much later. */
export interface Turn {
  readonly what: number;
  readonly which: number;
  readonly how: number;
  /** Minutes since the turn before; the clock may jump back. */
  readonly later: number;
}

export const turns = (maxLength: number): fc.Arbitrary<Turn[]> =>
  fc.array(
    fc.record({
      what: fc.nat(99),
      which: fc.nat(999),
      how: fc.nat(999),
      later: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 600 }) },
        { weight: 2, arbitrary: fc.integer({ min: 1000, max: 6000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -3000, max: 0 }) },
      ),
    }),
    { minLength: 1, maxLength },
  );

const START = Date.parse('2023-03-01T08:00:00.000Z');
const ACTOR = { id: 'recorder', roles: ['recorder', 'manager'] } as const;

/** Fields that make each step that needs some acceptable; the others need none. */
const STEP_FIELDS: Readonly<Record<string, object>> = {
  'close-follow-up': { outcome: 'ustalono' },
  'plan-follow-up': { due: '2023-09-01' },
  confirm: FIELDS.representatives,
  attend: FIELDS.representatives,
  grant: FIELDS.grant,
  deliver: { amount: 120_000 },
  settle: { accepted: 50_000, cost: 7_000_000 },
  measure: { value: 7 },
  conclude: FIELDS.conclude,
  evaluate: { assessment: 'dobra' },
  agree: FIELDS.agree,
  fund: FIELDS.fund,
  contract: FIELDS.contract,
  accept: { length: 900 },
};

/** A ledger that the dice wrote: what the rules refuse is passed over. */
export function randomLedger(dice: readonly Turn[]): StoredEvent[] {
  const events: StoredEvent[] = [];
  const put = (stream: string, revision: number, type: string, data: object, at: number): void => {
    events.push({
      id: hashedId(stream, String(revision)),
      stream,
      revision,
      type,
      schema: 1,
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
      metadata: { recordedAt: new Date(at).toISOString(), actor: ACTOR },
      cursor: String(events.length + 1),
    });
  };
  let now = START;
  put(
    'ledger-main',
    0,
    LEDGER.made,
    { ledger: hashedId('random'), county: COUNTY, zone: 'Europe/Warsaw', demonstration: false },
    now,
  );
  put(`strategy-${COUNTY_STRATEGY_2022_2024.id}`, 0, STRATEGY.made, COUNTY_STRATEGY_2022_2024, now);
  for (const gmina of GMINAS) put(`gmina-${gmina.terc}`, 0, GMINA.made, gmina, now);
  const stories: { story: Story; readonly id: string; readonly kind: Kind }[] = [];
  for (const turn of dice) {
    now += turn.later * 60_000;
    const today = new Date(Math.max(now, START)).toISOString().slice(0, 10);
    const fresh = turn.what < 40 || stories.length === 0;
    const at = turn.which % Math.max(1, stories.length);
    const kind = KINDS[turn.which % KINDS.length];
    if (kind === undefined) continue;
    const subject = fresh
      ? { story: nothing(kind, { alone: true }), id: hashedId('activity', String(stories.length)), kind }
      : stories[at];
    if (subject === undefined) continue;
    const done = fresh ? recording(kind, turn, today) : next(subject.story, turn);
    try {
      const { events: decided, story } = subject.story.then(onDay(today, by(MANAGER, done)));
      for (const { type, data } of decided)
        put(`${subject.kind.name}-${subject.id}`, story.activity.revision, type, data, now);
      if (fresh) stories.push({ ...subject, story });
      else stories[at] = { ...subject, story };
    } catch (fault) {
      if (!(fault instanceof Rejection)) throw fault;
    }
  }
  return events;
}

function recording(kind: Kind, { how, what }: Turn, today: string): Act {
  const day = new Date(Date.parse(today) - (how % 90) * 86_400_000).toISOString().slice(0, 10);
  const gminas = GMINAS.filter((_, index) => (how + index) % 5 === 0).map(({ terc }) => terc);
  const where =
    what % 7 === 0
      ? { scope: 'county', gminas: [] }
      : what % 11 === 0
        ? { scope: 'outside', gminas: what % 2 === 0 ? gminas : [] }
        : { gminas };
  const when = what % 13 === 0 ? { occurredPrecision: 'year' } : what % 5 === 0 ? { occurredPrecision: 'month' } : {};
  const items = how % 3 === 0 ? ['S'] : how % 3 === 1 ? ['G1', 'G2'] : [];
  const starts = Object.entries(kind.steps).filter(([, row]) => row.starts);
  const [step] = starts[how % starts.length] ?? [];
  const body = BODIES[kind.name as keyof typeof BODIES];
  const needs = kind.name === 'attendance' && step === 'record' ? FIELDS.representatives : {};
  return record(
    { ...body, occurredOn: day, ...where, ...when, strategyItems: items, ...needs, ...STEP_FIELDS[step ?? ''] },
    step,
  );
}

function next(story: Story, { what, how }: Turn): Act {
  if (what < 46) return undo();
  if (what < 52) return annul();
  if (what < 60) return restore();
  if (what < 70)
    return correct(
      how % 2 === 0
        ? { gminas: ['0415011', '0415092'], scope: 'gminas' }
        : { strategyItems: ['G3'], occurredOn: '2023-02-11' },
    );
  const possible = possibleSteps(story.kind, story.activity);
  const step = possible[how % Math.max(1, possible.length)] ?? 'none';
  const reasons = { reason: 'tak wyszło' };
  const known = STEP_FIELDS[step];
  const partial =
    step === 'accept' && how % 2 === 0
      ? { partial: true }
      : step === 'deliver' && how % 2 === 0
        ? { final: false }
        : {};
  const names = ['cancel', 'decline', 'miss', 'refuse', 'suspend', 'withdraw', 'abandon'];
  const settle =
    step === 'settle' ? (story.kind.name === 'support-action' ? { accepted: 50_000 } : { cost: 7_000_000 }) : null;
  return take(step, settle ?? { ...(names.includes(step) ? reasons : {}), ...known, ...partial });
}
