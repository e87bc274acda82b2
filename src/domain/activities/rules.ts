import type { Fault } from '../kernel/rejection.js';
import { type Day, earlier, later } from '../kernel/day.js';
import { type Activity, activityPhase } from './activity.js';
import type { Context } from './context.js';
import { type ActivityDetails, daysOf, type OrganisationRef } from './details.js';
import type { Kind } from './kind.js';
import { spanOf } from './span.js';
import type { Strategy, StrategyItem } from '../strategy/strategy.js';

/** Functions whose holders are the county's authorities: its board and its council. */
export const AUTHORITY_FUNCTIONS: readonly string[] = [
  'starosta',
  'wicestarosta',
  'board-member',
  'council-chair',
  'council-vice-chair',
  'councillor',
];

/** The same as people write them. A "starosta dożynek" is no authority: only the county's name may follow. */
const AUTHORITY_WORDS =
  /^(?:(?:wice)?starosta(?: [\p{L}-]+ski)?|człon(?:ek|kini) zarządu|(?:wice)?przewodnicząc[ya] rady|radn[ya])(?: powiatu(?: [\p{L}-]+)?)?$/u;

/** Whether a function, in the register's word or in Polish, is one of the county's authorities. */
export function isAuthorityFunction(named: string): boolean {
  const word = named.trim().toLocaleLowerCase('pl');
  return AUTHORITY_FUNCTIONS.includes(word) || AUTHORITY_WORDS.test(word);
}

/** Every rule that an activity breaks, as it would stand; empty when it may stand so. Pointers are those of the details. */
export function brokenRules(kind: Kind, activity: Activity, context: Context): Fault[] {
  const { details } = activity;
  return [
    ...dateFaults(activity, context),
    ...scopeFaults(details, context),
    ...linkFaults(kind, details, context),
    ...(kind.rules?.(details) ?? []),
    ...strategyFaults(kind, activity, context),
  ];
}

function dateFaults(activity: Activity, { today }: Context): Fault[] {
  const { details, taken } = activity;
  const faults: Fault[] = [];
  if (details.occurredUntil !== undefined && details.occurredUntil < details.occurredOn) {
    faults.push({ pointer: '/occurredUntil', detail: 'must not be before occurredOn' });
  }
  // What is recorded as done can't lie after today; a plan may. A contact that awaits its follow-up has been had, too.
  const done = activityPhase(activity) === 'done' || taken[0]?.step === 'record';
  if (done && begins(details, details.occurredOn) > today) {
    faults.push({ pointer: '/occurredOn', detail: `what is done can't lie after today, ${today}` });
  } else if (done && details.occurredUntil !== undefined && begins(details, details.occurredUntil) > today) {
    faults.push({ pointer: '/occurredUntil', detail: `what is done can't last beyond today, ${today}` });
  }
  taken.forEach((each, index) => {
    const before = taken[index - 1];
    const pointer = index === taken.length - 1 ? '/on' : `/taken/${String(index)}/on`;
    if (each.on > today) faults.push({ pointer, detail: `a step can't be taken after today, ${today}` });
    else if (before !== undefined && each.on < before.on) {
      faults.push({ pointer, detail: `must not be before the step before it (${before.step} on ${before.on})` });
    }
  });
  return faults;
}

/** The first day that a date of the details may mean: "May 2022" is past on its first. */
const begins = ({ occurredPrecision }: ActivityDetails, day: Day): Day =>
  daysOf({ title: '', occurredOn: day, occurredPrecision }).from;

function scopeFaults({ scope, gminas = [], otherGminas = [] }: ActivityDetails, { registers }: Context): Fault[] {
  const faults: Fault[] = [];
  if (scope === 'gminas' && gminas.length === 0)
    faults.push({ pointer: '/gminas', detail: 'must name at least one gmina of the county' });
  if (scope === 'county' && gminas.length > 0)
    faults.push({ pointer: '/gminas', detail: 'must be empty for an activity of the whole county' });
  gminas.forEach((terc, index) => {
    if (registers.gminaByTerc(terc) === null) {
      faults.push({ pointer: `/gminas/${String(index)}`, detail: `${terc} is not the TERC of a gmina of this county` });
    }
  });
  otherGminas.forEach((terc, index) => {
    if (registers.gminaByTerc(terc) !== null) {
      faults.push({
        pointer: `/otherGminas/${String(index)}`,
        detail: `${terc} is a gmina of this county: name it in gminas`,
      });
    }
  });
  return faults;
}

function linkFaults(kind: Kind, details: ActivityDetails, { linked, subject }: Context): Fault[] {
  const named = [
    ...(details.links ?? []).map((id, index) => ({ id, pointer: `/links/${String(index)}` })),
    ...(kind.linked?.(details) ?? []).map((id) => ({ id, pointer: `/${fieldHolding(details, id)}` })),
  ];
  return named.flatMap(({ id, pointer }) => {
    if (id === subject) return [{ pointer, detail: 'must be another activity' }];
    return linked.has(id) ? [] : [{ pointer, detail: `there is no activity ${id}` }];
  });
}

const fieldHolding = (details: ActivityDetails, value: string): string =>
  Object.entries(details).find(([, each]) => each === value)?.[0] ?? '';

function strategyFaults(kind: Kind, activity: Activity, context: Context): Fault[] {
  const { details } = activity;
  const inForce = strategiesFor(activity, context);
  return (details.strategyItems ?? []).flatMap((named, index) => {
    const pointer = `/strategyItems/${String(index)}`;
    const found = findItem(inForce, details.strategy, named);
    if (found === null) return [{ pointer, detail: `${named} is not an item of a strategy in force then` }];
    return ruleFaults(kind, activity, found, context).map((detail) => ({ pointer, detail }));
  });
}

/** The strategies whose items an activity may name: those in force at any time of its span (DOMAIN.md section 1). */
export function strategiesFor(activity: Activity, { registers }: Pick<Context, 'registers'>): readonly Strategy[] {
  const { from, until } = daysOf(activity.details);
  if (activityPhase(activity) !== 'done') return registers.strategiesInForce(from, null);
  const span = spanOf(activity);
  return registers.strategiesInForce(earlier(from, span?.from ?? from), later(until, span?.until ?? until));
}

/**
 * The strategy whose codes are meant where nobody said: the one said before, if it has them; else the first of the
 * activity's span that does; else the first.
 */
export function strategyMeant(
  items: readonly string[],
  inForce: readonly Strategy[],
  said?: string,
): string | undefined {
  const codes = items.filter((each) => !each.includes('/'));
  const has =
    ({ items: known }: Strategy) =>
    (code: string): boolean =>
      known.some((item) => item.code === code);
  const before = inForce.find(({ id }) => id === said);
  if (before !== undefined && codes.every(has(before))) return said;
  const found = inForce.find((each) => codes.every(has(each))) ?? inForce.find((each) => codes.some(has(each)));
  return (found ?? before ?? inForce[0])?.id;
}

/** An item by its code, in the activity's strategy; or in another by `strategy/code`. */
export function findItem(
  strategies: readonly Strategy[],
  strategy: string | undefined,
  named: string,
): StrategyItem | null {
  const { strategy: id, code } = itemRef(named, strategy);
  return strategies.find((each) => each.id === id)?.items.find((item) => item.code === code) ?? null;
}

export function itemRef(
  named: string,
  strategy: string | undefined,
): { readonly strategy: string; readonly code: string } {
  const slash = named.lastIndexOf('/');
  return slash < 0
    ? { strategy: strategy ?? '', code: named }
    : { strategy: named.slice(0, slash), code: named.slice(slash + 1) };
}

/** What an item's own rules say against an activity (DOMAIN.md section 1). */
function ruleFaults(
  kind: Kind,
  { details, taken }: Activity,
  { code, realisedBy, needs = {} }: StrategyItem,
  context: Context,
): string[] {
  if (
    realisedBy !== undefined &&
    !realisedBy.some((each) => each.kind === kind.name && hasValue(details, each.field, each.values))
  ) {
    const kinds = realisedBy.map((each) =>
      each.field === undefined ? each.kind : `${each.kind} (${each.field}: ${(each.values ?? []).join(', ')})`,
    );
    // What it needs besides is no matter then.
    return [`${code} is realised by ${kinds.join(', ')}; not by this ${kind.name}`];
  }
  const faults: string[] = [];
  const gminas = (details.gminas ?? []).length + (details.otherGminas ?? []).length;
  if (needs.gminas !== undefined && details.scope !== 'county' && gminas < needs.gminas) {
    faults.push(`${code} needs ${needs.gminas === 1 ? 'a gmina' : `${String(needs.gminas)} gminas or more`}`);
  }
  if (needs.units !== undefined && (details.units ?? []).length < needs.units) {
    faults.push(`${code} needs an organisational unit of the county`);
  }
  const kinds = needs.organisation;
  if (kinds !== undefined) {
    const has = named(kind, details, taken).some((each) => {
      const its = each.id === undefined ? null : context.registers.organisationKind(each.id);
      return its !== null && kinds.includes(its);
    });
    if (!has) faults.push(`${code} needs an organiser or beneficiary of kind ${kinds.join(' or ')}`);
  }
  if (needs.representative === 'authority') {
    const who = kind.representatives?.(taken) ?? [];
    // An invitation names nobody yet.
    const has = who.some(({ official, function: its }) =>
      official === undefined
        ? isAuthorityFunction(its ?? '')
        : context.registers.isAuthority(official, details.occurredOn),
    );
    if (who.length > 0 && !has) faults.push(`${code} needs a representative who is an authority of the county`);
  }
  if (needs.linkedTo !== undefined && !(details.links ?? []).some((id) => context.linked.get(id) === needs.linkedTo)) {
    faults.push(`${code} needs a link to an activity of kind ${needs.linkedTo}`);
  }
  return faults;
}

function named(kind: Kind, details: ActivityDetails, taken: Activity['taken']): OrganisationRef[] {
  return (kind.organisations?.(details, taken) ?? []).filter((each) => each !== undefined);
}

function hasValue(details: ActivityDetails, field: string | undefined, values: readonly string[] | undefined): boolean {
  if (field === undefined) return true;
  return (values ?? []).includes(String((details as unknown as Record<string, unknown>)[field]));
}
