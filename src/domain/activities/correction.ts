import { check, fieldNames, tidy } from '../kernel/check.js';
import type { Json, JsonObject } from '../kernel/json.js';
import { type Fault, refuseFaults, Rejection } from '../kernel/rejection.js';
import { asked, legibleFields, readOr, unreadableAt } from '../kernel/unreadable.js';
import { type Activity, applyCorrection, type Corrected, type Taken, type Target, targetOf } from './activity.js';
import type { Context } from './context.js';
import { DEFAULTS } from './details.js';
import { type Kind, leadsTo, rowOf } from './kind.js';
import type { Status } from './phase.js';
import { brokenRules, strategiesFor, strategyMeant } from './rules.js';

/** Where the changes go, by the path as it was written. */
type Targets = ReadonlyMap<string, Target>;

/**
 * What a correction alters: fields of the details or of a step taken, and what follows from them. It is refused for
 * what it breaks, not for what was broken before. Pointers are those of the correction's body.
 *
 * @throws Rejection `invalid` for a place that is none or a value that may not stand there; `state` where the steps
 * taken since would no longer follow
 */
export function settleCorrection(
  kind: Kind,
  given: JsonObject,
  activity: Activity,
  context: Context,
  unknown: readonly string[] = [],
): Pick<Corrected, 'statuses'> & { readonly changes: JsonObject } {
  const { targets, faults } = targetsOf(kind, activity, given);
  const legible = legibleFields(given);
  const values = settledValues(legible, targets);
  const shaped = shapedBy(kind, applyCorrection(activity, { changes: values }), targets);
  const told = [...faults, ...shaped.faults];
  const unread = (part: Corrigible): Corrigible =>
    withUnread(part, [...shaped.unread, ...illegible(legible, unknown, targets)]);
  const changes = readOr(() => withStrategy(activity, values, unread, context), values);
  const changed = unread(applyCorrection(activity, { changes }));
  // What a step would then lead to is of no interest while it is not clear what should stand.
  const statuses = told.length > 0 ? null : readOr(() => statusesAfter(kind, activity, changed), null);
  const settled = statuses === null ? { changes } : { changes, statuses };
  const after: Activity = { ...activity, ...unread(applyCorrection(activity, settled)) };
  const known = new Set(standingFaults(kind, activity, context, targets).map(({ detail }) => detail));
  refuseFaults([...told, ...standingFaults(kind, after, context, targets).filter(({ detail }) => !known.has(detail))]);
  return settled;
}

/** What a correction can alter. */
type Corrigible = Pick<Activity, 'details' | 'taken'>;

/** A place in the details (`index` null) or in the step of this index; the pointer is that part's. */
interface Place {
  readonly index: number | null;
  readonly pointer: string;
}

function withUnread({ details, taken }: Corrigible, places: readonly Place[]): Corrigible {
  const within = (part: number | null): string[] =>
    places.flatMap(({ index, pointer }) => (index === part ? [pointer] : []));
  return {
    details: unreadableAt(details, within(null)),
    taken: taken.map((each, index) => unreadableAt(each, within(index))),
  };
}

/** Where the changes put what could not be read, or names that nobody knows. */
function illegible(legible: JsonObject, unknown: readonly string[], targets: Targets): Place[] {
  return [...targets].flatMap(([path, target]) => {
    const named = unknown.filter((pointer) => pointer.split('/')[1] === path);
    const below = path in legible ? named.map((pointer) => pointer.slice(`/${path}`.length)) : [''];
    const index = target.of === 'step' ? target.index : null;
    return below.map((rest) => ({ index, pointer: `/${target.field}${rest}` }));
  });
}

function targetsOf(
  kind: Kind,
  activity: Activity,
  changes: JsonObject,
): { readonly targets: Targets; readonly faults: readonly Fault[] } {
  const paths = Object.keys(changes);
  const targets = new Map<string, Target>();
  const seen = new Set<string>();
  const faults: Fault[] = paths.length === 0 ? [{ pointer: '/changes', detail: 'must name at least one field' }] : [];
  for (const path of paths) {
    const pointer = `/changes/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const target = targetOf(activity, path);
    if (target === null || !fieldsAt(kind, activity, target).has(target.field)) {
      faults.push({ pointer, detail: 'is not a field that can be corrected' });
      continue;
    }
    // `steps.grant.amount` and `steps.grant.0.amount` are one place: which of the two should stand?
    const place = pathOf(activity.taken, target);
    if (seen.has(place)) faults.push({ pointer, detail: 'is named twice' });
    else targets.set(path, target);
    seen.add(place);
  }
  return { targets, faults };
}

function fieldsAt(kind: Kind, { taken }: Activity, target: Target): ReadonlySet<string> {
  if (target.of === 'details') return fieldNames(kind.details);
  const row = rowOf(kind, taken[target.index]?.step ?? '');
  return row === undefined ? new Set() : fieldNames(row.fields);
}

/** The path of a place, where nobody wrote one. */
function pathOf(taken: readonly Taken[], target: Target): string {
  if (target.of === 'details') return target.field;
  const step = taken[target.index]?.step ?? '';
  const nth = taken.slice(0, target.index).filter((each) => each.step === step).length;
  const several = taken.filter((each) => each.step === step).length > 1;
  return several ? `steps.${step}.${String(nth)}.${target.field}` : `steps.${step}.${target.field}`;
}

/** The values as the ledger keeps them. What has a default is never empty: clearing it puts the default back. */
function settledValues(legible: JsonObject, targets: Targets): Record<string, Json> {
  const defaults: Readonly<Record<string, Json>> = DEFAULTS;
  const entries = [...targets.keys()].flatMap((path): [string, Json][] => {
    if (!(path in legible)) return [];
    const value = legible[path] ?? null;
    return value === null && Object.hasOwn(defaults, path)
      ? [[path, defaults[path] ?? null]]
      : [[path, tidy(value) ?? null]];
  });
  return Object.fromEntries(entries);
}

/** Other codes may be another strategy's: they mean what they would have meant when it was recorded. */
function withStrategy(
  activity: Activity,
  changes: Record<string, Json>,
  unread: (part: Corrigible) => Corrigible,
  context: Context,
): Record<string, Json> {
  if (!('strategyItems' in changes) || 'strategy' in changes) return changes;
  const after = { ...activity, ...unread(applyCorrection(activity, { changes })) };
  const said = activity.details.strategy;
  const meant = strategyMeant(after.details.strategyItems ?? [], strategiesFor(after, context), said);
  return meant === undefined || meant === said ? changes : { ...changes, strategy: meant };
}

/** Checks the whole payloads that a correction leaves. */
function shapedBy(
  kind: Kind,
  { details, taken }: Corrigible,
  targets: Targets,
): { readonly faults: readonly Fault[]; readonly unread: readonly Place[] } {
  const whole = check(kind.details, details);
  const faults = whole.faults.map((fault) => placed(fault, null, taken, targets));
  const unread: Place[] = whole.unread.map((pointer) => ({ index: null, pointer }));
  const touched = new Set([...targets.values()].flatMap((target) => (target.of === 'step' ? [target.index] : [])));
  for (const index of touched) {
    const each = taken[index];
    const row = rowOf(kind, each?.step ?? '');
    if (each === undefined || row === undefined) continue;
    const { step: _step, status: _status, by: _by, ...fields } = each;
    const found = check(row.fields, fields);
    // A step's day may be left out when it is taken, because today is meant; afterwards it may not be lost.
    const lost = Object.hasOwn(fields, 'on') ? [] : [{ pointer: '/on', detail: 'is missing' }];
    faults.push(...[...found.faults, ...lost].map((fault) => placed(fault, index, taken, targets)));
    unread.push(...[...found.unread, ...lost.map(({ pointer }) => pointer)].map((pointer) => ({ index, pointer })));
  }
  return { faults, unread };
}

/** A fault of the details (`index` null) or of a step, with its pointer into the correction's body. */
function placed({ pointer, detail }: Fault, index: number | null, taken: readonly Taken[], targets: Targets): Fault {
  const [, field = '', ...below] = pointer.split('/');
  const target: Target = index === null ? { of: 'details', field } : { of: 'step', index, field };
  const place = pathOf(taken, target);
  const written = [...targets].find(([, each]) => pathOf(taken, each) === place)?.[0];
  return { pointer: ['/changes', written ?? place, ...below].join('/'), detail };
}

/**
 * The statuses that the steps lead to after a correction; null where they stay as they are. Only what a corrected field
 * decides moves: a status recorded under an older table of steps stays what it was.
 *
 * @throws Rejection `state` when a step would lead where the next could not be taken from
 */
function statusesAfter(
  kind: Kind,
  before: Pick<Activity, 'details' | 'taken'>,
  after: Pick<Activity, 'details' | 'taken'>,
): readonly Status[] | null {
  const settled: Taken[] = [];
  let moved = false;
  for (const [index, each] of after.taken.entries()) {
    const row = rowOf(kind, each.step);
    const was = before.taken[index] ?? each;
    const last = settled.at(-1);
    if (moved && last !== undefined && row !== undefined && !row.from.includes(last.status)) {
      throw new Rejection(
        'state',
        `${last.step} would then have led to ${last.status}, where ${each.step} is not possible; undo the steps since first`,
      );
    }
    let status = each.status;
    if (row !== undefined && typeof row.to === 'object') {
      const now = leadsTo(row, after.details, each, settled);
      if (now !== leadsTo(row, before.details, was, before.taken.slice(0, index))) status = now;
    } else if (row?.to === 'back' && moved) status = leadsTo(row, after.details, each, settled);
    moved ||= status !== each.status;
    settled.push({ ...each, status });
  }
  return moved ? settled.map(({ status }) => status) : null;
}

/** Every rule that an activity breaks, those of the steps taken included. */
function standingFaults(kind: Kind, activity: Activity, context: Context, targets: Targets): Fault[] {
  const { taken, details } = activity;
  const rules = brokenRules(kind, activity, context).map((fault) => {
    const earlier = /^\/taken\/(\d+)(\/.*)$/.exec(fault.pointer);
    if (earlier !== null) {
      return placed({ ...fault, pointer: earlier[2] ?? '' }, Number(earlier[1]), taken, targets);
    }
    return placed(fault, fault.pointer === '/on' ? taken.length - 1 : null, taken, targets);
  });
  const needs = taken.flatMap((each, index) => {
    const row = rowOf(kind, each.step);
    const faults = asked(
      () => row?.requires?.(details) ?? [],
      () => row?.needs?.(details, each, { taken: taken.slice(0, index) }) ?? [],
    );
    // A step may need something of itself or of the details: launch needs an aim.
    return faults.map((fault) => {
      const own = row !== undefined && fieldNames(row.fields).has(fault.pointer.split('/')[1] ?? '');
      return placed(fault, own ? index : null, taken, targets);
    });
  });
  return [...rules, ...needs];
}
