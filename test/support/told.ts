import { KINDS } from '../../src/domain/catalogue.js';
import { PHASES } from '../../src/domain/activities/phase.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';

/** The ledger's raw events told once more, without the code that folds them: what the program says is held against it. */

interface ToldStep extends JsonObject {
  readonly step: string;
  readonly on: string;
  readonly status: string;
  readonly by: string;
}

export interface Told {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly recordedBy: string;
  /** Day. */
  readonly recordedOn: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly steps: readonly ToldStep[];
  readonly annulled: boolean;
  /** How many days after its `on` each step was recorded, that of an import apart. */
  readonly lateness: readonly { readonly days: number; readonly imported: boolean }[];
}

const warsaw = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw' });
export const dayOf = (instant: string): string => warsaw.format(new Date(instant));
const days = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const LETTERS = new Map(KINDS.map(({ name, letters }) => [name, letters]));

/** Events up to the end of a day. */
export const upTo = (events: readonly RecordedEvent[], day: string): readonly RecordedEvent[] =>
  events.filter(({ metadata }) => dayOf(metadata.recordedAt) <= day);

/** Every activity, as the events up to the end of a day tell it. */
export function toldAt(events: readonly RecordedEvent[], day: string): readonly Told[] {
  const told = new Map<string, Told>();
  const ordinals = new Map<string, number>();
  for (const { stream, type, data, metadata } of upTo(events, day)) {
    const kind = KINDS.find(({ name }) => stream.startsWith(`${name}-`) && stream.length === name.length + 37)?.name;
    if (kind === undefined) continue;
    const before = told.get(stream);
    const recordedOn = dayOf(metadata.recordedAt);
    if (before === undefined) {
      const series = `${LETTERS.get(kind) ?? ''}/${recordedOn.slice(0, 4)}`;
      const ordinal = (ordinals.get(series) ?? 0) + 1;
      ordinals.set(series, ordinal);
      told.set(stream, {
        id: stream.slice(kind.length + 1),
        kind,
        number: `${series}/${String(ordinal).padStart(4, '0')}`,
        recordedBy: metadata.actor.id,
        recordedOn,
        details: data['details'] as JsonObject,
        steps: [],
        annulled: false,
        lateness: [],
      });
    }
    const now = told.get(stream)!;
    const { step, status, fields } = data as { step?: string; status?: string; fields?: { on: string } };
    if (step !== undefined && status !== undefined && fields !== undefined) {
      const imported = metadata.origin !== undefined;
      told.set(stream, {
        ...now,
        steps: [...now.steps, { ...fields, step, status, by: metadata.actor.id }],
        lateness: [...now.lateness, { days: days(fields.on, recordedOn), imported }],
      });
    } else if (type.endsWith('StepUndone')) told.set(stream, { ...now, steps: now.steps.slice(0, -1) });
    else if (type.endsWith('Annulled')) told.set(stream, { ...now, annulled: true });
    else if (type.endsWith('Restored')) told.set(stream, { ...now, annulled: false });
    else told.set(stream, corrected(now, data));
  }
  return [...told.values()];
}

function corrected(told: Told, data: JsonObject): Told {
  const { changes, statuses } = data as { changes: JsonObject; statuses?: readonly string[] };
  const details: Record<string, unknown> = { ...told.details };
  const steps: Record<string, unknown>[] = told.steps.map((each, index) => ({
    ...each,
    status: statuses?.[index] ?? each.status,
  }));
  for (const [path, value] of Object.entries(changes)) {
    const [, step, nth, field] = /^steps\.([^.]+)(?:\.(\d+))?\.(.+)$/.exec(path) ?? [];
    const owner = step === undefined ? details : steps.filter((each) => each['step'] === step)[Number(nth ?? 0)]!;
    owner[field ?? path] = value ?? undefined;
  }
  // As steps they were checked when they were recorded.
  return { ...told, details, steps: steps as unknown as readonly ToldStep[] };
}

export const statusOf = ({ annulled, steps }: Told): string => (annulled ? 'annulled' : steps.at(-1)!.status);

const isIn = (phase: keyof typeof PHASES, status: string): boolean =>
  (PHASES[phase] as readonly string[]).includes(status);
export const phaseOf = (told: Told): string | null =>
  (Object.keys(PHASES) as (keyof typeof PHASES)[]).find((phase) => isIn(phase, statusOf(told))) ?? null;

/** The first day that the day told may mean, which may be known by its month or year alone. */
export function firstDayOf({
  occurredOn,
  occurredPrecision,
}: {
  occurredOn?: unknown;
  occurredPrecision?: unknown;
}): string {
  const length = occurredPrecision === 'year' ? 4 : occurredPrecision === 'month' ? 7 : 10;
  return String(occurredOn).slice(0, length).padEnd(7, '-01').padEnd(10, '-01');
}

/** The days over which it counts (DOMAIN.md section 3, figures); null where it counts nowhere. */
function spanOf(told: Told): { readonly from: string; readonly until: string } | null {
  const phase = phaseOf(told);
  if (phase !== 'underway' && phase !== 'done') return null;
  const { steps, details } = told;
  const { occurredOn, occurredUntil, occurredPrecision } = details as Readonly<Record<string, string>>;
  const ahead = steps.findLastIndex(({ status }) => isIn('ahead', status));
  const length = occurredPrecision === 'year' ? 4 : occurredPrecision === 'month' ? 7 : 10;
  const from = ahead < 0 ? firstDayOf(details) : steps[ahead + 1]!.on;
  if (phase === 'underway') return { from, until: '9999-12-31' };
  const reached = steps.findLastIndex(({ status }) => !isIn('done', status)) + 1;
  if (occurredUntil !== undefined) return { from, until: occurredUntil };
  // A month or a year has no day 31 but for comparing.
  if (reached === 0 && length < 10)
    return { from, until: `${occurredOn!.slice(0, length)}${length === 4 ? '-12-31' : '-31'}` };
  return { from, until: steps[reached]!.on };
}

/** Whether it was underway or done at some time between two days. */
export function countsIn(told: Told, from: string, to: string): boolean {
  const span = spanOf(told);
  return span !== null && span.from <= to && span.until >= from;
}
