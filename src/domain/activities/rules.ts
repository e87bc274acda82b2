import type { Fault } from '../kernel/rejection.js';
import { asked, members, readOr, whole } from '../kernel/unreadable.js';
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

/**
 * Every rule that an activity breaks, as it would stand; empty when it may stand so. Pointers are those of the details.
 * Where it could be read only in part, every rule that asks for none of the rest.
 */
export function brokenRules(kind: Kind, activity: Activity, context: Context): Fault[] {
  return [
    ...dateFaults(activity, context),
    ...scopeFaults(activity.details, context),
    ...linkFaults(kind, activity.details, context),
    ...strategyFaults(kind, activity, context),
  ];
}

function dateFaults(activity: Activity, { today }: Context): Fault[] {
  const { details, taken } = activity;
  // What is recorded as done can't lie after today; a plan may. A contact that awaits its follow-up has been had, too.
  const done = (): boolean => activityPhase(activity) === 'done' || taken[0]?.step === 'record';
  const ahead = (day: Day): boolean => begins(details, day) > today;
  return asked(
    () =>
      details.occurredUntil !== undefined && details.occurredUntil < details.occurredOn
        ? [{ pointer: '/occurredUntil', detail: 'must not be before occurredOn' }]
        : [],
    () =>
      done() && ahead(details.occurredOn)
        ? [{ pointer: '/occurredOn', detail: `what is done can't lie after today, ${today}` }]
        : [],
    () =>
      done() &&
      details.occurredUntil !== undefined &&
      ahead(details.occurredUntil) &&
      !readOr(() => ahead(details.occurredOn), false)
        ? [{ pointer: '/occurredUntil', detail: `what is done can't last beyond today, ${today}` }]
        : [],
    ...taken.map((each, index) => (): Fault[] => {
      const before = taken[index - 1];
      const pointer = index === taken.length - 1 ? '/on' : `/taken/${String(index)}/on`;
      if (each.on > today) return [{ pointer, detail: `a step can't be taken after today, ${today}` }];
      return before !== undefined && each.on < before.on
        ? [{ pointer, detail: `must not be before the step before it (${before.step} on ${before.on})` }]
        : [];
    }),
  );
}

/** The first day that a date of the details may mean: "May 2022" is past on its first. */
const begins = ({ occurredPrecision }: ActivityDetails, day: Day): Day =>
  daysOf({ title: '', occurredOn: day, occurredPrecision }).from;

function scopeFaults(details: ActivityDetails, { registers }: Context): Fault[] {
  const ours = (terc: string): boolean => registers.gminaByTerc(terc) !== null;
  return [
    ...asked(
      () =>
        details.scope === 'gminas' && (details.gminas ?? []).length === 0
          ? [{ pointer: '/gminas', detail: 'must name at least one gmina of the county' }]
          : [],
      () =>
        details.scope === 'county' && (details.gminas ?? []).length > 0
          ? [{ pointer: '/gminas', detail: 'must be empty for an activity of the whole county' }]
          : [],
    ),
    ...members(() => details.gminas).flatMap(([terc, index]) =>
      ours(terc)
        ? []
        : [{ pointer: `/gminas/${String(index)}`, detail: `${terc} is not the TERC of a gmina of this county` }],
    ),
    ...members(() => details.otherGminas).flatMap(([terc, index]) =>
      ours(terc)
        ? [{ pointer: `/otherGminas/${String(index)}`, detail: `${terc} is a gmina of this county: name it in gminas` }]
        : [],
    ),
  ];
}

function linkFaults(kind: Kind, details: ActivityDetails, { linked, subject }: Context): Fault[] {
  const named = [
    ...members(() => details.links).map(([id, index]) => ({ id, pointer: `/links/${String(index)}` })),
    ...members(() => kind.linked?.(details)).map(([id]) => ({ id, pointer: `/${fieldHolding(details, id)}` })),
  ];
  return named.flatMap(({ id, pointer }) => {
    if (id === subject) return [{ pointer, detail: 'must be another activity' }];
    return linked.has(id) ? [] : [{ pointer, detail: `there is no activity ${id}` }];
  });
}

const fieldHolding = (details: ActivityDetails, value: string): string =>
  Object.entries(whole(details)).find(([, each]) => each === value)?.[0] ?? '';

function strategyFaults(kind: Kind, activity: Activity, context: Context): Fault[] {
  const { details } = activity;
  const inForce = readOr(() => strategiesFor(activity, context), null);
  if (inForce === null) return [];
  return members(() => details.strategyItems).flatMap(([named, index]) => {
    const pointer = `/strategyItems/${String(index)}`;
    return asked(() => {
      const found = findItem(inForce, details.strategy, named);
      if (found === null) return [{ pointer, detail: `${named} is not an item of a strategy in force then` }];
      return ruleFaults(kind, activity, found, context).map((detail) => ({ pointer, detail }));
    });
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
  const { gminas, units, organisation, representative, linkedTo } = needs;
  return asked(
    () => {
      const many = (details.gminas ?? []).length + (details.otherGminas ?? []).length;
      return gminas === undefined || details.scope === 'county' || many >= gminas
        ? []
        : [`${code} needs ${gminas === 1 ? 'a gmina' : `${String(gminas)} gminas or more`}`];
    },
    () =>
      units === undefined || (details.units ?? []).length >= units
        ? []
        : [`${code} needs an organisational unit of the county`],
    () => {
      if (organisation === undefined) return [];
      const has = named(kind, details, taken).some((each) => {
        const its = each.id === undefined ? null : context.registers.organisationKind(each.id);
        return its !== null && organisation.includes(its);
      });
      return has ? [] : [`${code} needs an organiser or beneficiary of kind ${organisation.join(' or ')}`];
    },
    () => {
      if (representative !== 'authority') return [];
      const who = kind.representatives?.(taken) ?? [];
      const has = who.some(({ official, function: its }) =>
        official === undefined
          ? isAuthorityFunction(its ?? '')
          : context.registers.isAuthority(official, details.occurredOn),
      );
      // An invitation names nobody yet.
      return who.length === 0 || has ? [] : [`${code} needs a representative who is an authority of the county`];
    },
    () => {
      const links = details.links ?? [];
      // What is linked to something that is not there is told of that.
      const told = links.some((id) => context.linked.get(id) === linkedTo || !context.linked.has(id));
      return linkedTo === undefined || told ? [] : [`${code} needs a link to an activity of kind ${linkedTo}`];
    },
  );
}

function named(kind: Kind, details: ActivityDetails, taken: Activity['taken']): OrganisationRef[] {
  return (kind.organisations?.(details, taken) ?? []).filter((each) => each !== undefined);
}

function hasValue(details: ActivityDetails, field: string | undefined, values: readonly string[] | undefined): boolean {
  if (field === undefined) return true;
  return (values ?? []).includes(String((details as unknown as Record<string, unknown>)[field]));
}
