import type { Day } from '../kernel/day.js';
import { check } from '../kernel/check.js';
import { Choice, Choices, Count, Means, OnDay, Optional, Part, Parts, Pattern, Text, Texts } from '../kernel/fields.js';
import type { Fault } from '../kernel/rejection.js';
import { asked, members, readOr } from '../kernel/unreadable.js';
import { ORGANISATION_KINDS, type OrganisationKind } from '../registers/organisation.js';

/** A kind that realises an item, perhaps only where some of its fields have one of these values. */
export class Realisation {
  @Text(40) kind!: string;
  @Optional() @Text(40) field?: string;
  @Optional() @Texts(40, { min: 1, max: 20 }) values?: string[];
}

/** What an activity must have besides to count for an item. */
export class Needs {
  @Means('At least so many gminas, of the county or others; an activity of the whole county has them all.')
  @Optional()
  @Count()
  gminas?: number;
  @Means("At least so many of the county's organisational units.")
  @Optional()
  @Count()
  units?: number;
  @Means('A beneficiary or organiser of one of these kinds.')
  @Optional()
  @Choices(ORGANISATION_KINDS)
  organisation?: OrganisationKind[];
  @Means('A representative who is an authority.')
  @Optional()
  @Choice(['authority'])
  representative?: 'authority';
  @Means('A link to an activity of this kind.')
  @Optional()
  @Text(40)
  linkedTo?: string;
}

export class StrategyItem {
  @Pattern(/^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*$/, 'a code of capital letters, digits and dots', 'G1.1') code!: string;
  @Text(1000) text!: string;
  @Optional() @Text(40) parent?: string;
  @Means('The kinds that realise it; left out: any kind may.')
  @Optional()
  @Parts(() => Realisation, { min: 1, max: 30 })
  realisedBy?: Realisation[];
  @Optional() @Part(() => Needs) needs?: Needs;
  @Means('The kinds that name it when the clerk names nothing.')
  @Optional()
  @Texts(40, { max: 20 })
  defaultFor?: string[];
}

/** A period and a tree of items, as its file holds it (docs/operating.md tells how to write one). */
export class Strategy {
  @Pattern(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'an id of letters, digits and hyphens', '2022-2024') id!: string;
  @Text(300) title!: string;
  @OnDay() from!: Day;
  @OnDay() until!: Day;
  @Parts(() => StrategyItem, { min: 1, max: 500 }) items!: StrategyItem[];
}

/**
 * Checks a strategy file: its fields, that its items make one tree, and that their rules speak of what there is.
 * Pointers are those of the file.
 *
 * @param kinds the names of the kinds of activity, with the fields of their details
 */
export function readStrategy(
  file: unknown,
  kinds: ReadonlyMap<string, ReadonlySet<string>>,
): { strategy: Strategy | null; faults: readonly Fault[] } {
  const { value, faults } = check(Strategy, file);
  return value === null
    ? { strategy: null, faults }
    : { strategy: value, faults: [...faults, ...treeFaults(value, kinds)] };
}

function treeFaults(strategy: Strategy, kinds: ReadonlyMap<string, ReadonlySet<string>>): Fault[] {
  const items = readOr(() => strategy.items, []);
  // Null after an item whose code could not be read: it may be any.
  let codes: Set<string> | null = new Set();
  const faults = asked(() =>
    strategy.until < strategy.from ? [{ pointer: '/until', detail: 'must not be before from' }] : [],
  );
  for (const index of items.keys()) {
    const [item] = asked(() => [items[index]]);
    if (item !== undefined) faults.push(...itemFaults(item, `/items/${String(index)}`, codes, kinds));
    codes = readOr(() => (item === undefined ? null : (codes?.add(item.code) ?? null)), null);
  }
  return faults;
}

/** @param above the codes of the items before it: parents stand first, so the list is a tree, and has no cycles */
function itemFaults(
  item: StrategyItem,
  pointer: string,
  above: ReadonlySet<string> | null,
  kinds: ReadonlyMap<string, ReadonlySet<string>>,
): Fault[] {
  const unknown = (kind: string): Fault[] =>
    kinds.has(kind) ? [] : [{ pointer, detail: `${kind} is not a kind of activity` }];
  return [
    ...asked(
      () =>
        above?.has(item.code) === true ? [{ pointer: `${pointer}/code`, detail: `${item.code} stands twice` }] : [],
      () =>
        item.parent !== undefined && above?.has(item.parent) === false
          ? [{ pointer: `${pointer}/parent`, detail: `${item.parent} does not stand before ${item.code}` }]
          : [],
    ),
    ...members(() => item.realisedBy).flatMap(([each]) => asked(() => unknown(each.kind))),
    ...members(() => item.defaultFor).flatMap(([kind]) => unknown(kind)),
    ...asked(() => (item.needs?.linkedTo === undefined ? [] : unknown(item.needs.linkedTo))),
    ...members(() => item.realisedBy).flatMap(([each, nth]) =>
      asked(() => {
        const found = conditionFault(each, kinds.get(each.kind));
        return found === null ? [] : [{ ...found, pointer: `${pointer}/realisedBy/${String(nth)}${found.pointer}` }];
      }),
    ),
  ];
}

/** A field that its kind does not have, or that may have no value, would keep every activity out in silence. */
function conditionFault({ kind, field, values }: Realisation, known?: ReadonlySet<string>): Fault | null {
  if (field === undefined)
    return values === undefined ? null : { pointer: '/field', detail: 'is missing: values of what?' };
  if (known !== undefined && !known.has(field))
    return { pointer: '/field', detail: `${field} is not a field of a ${kind}` };
  return values === undefined ? { pointer: '/values', detail: `is missing: which values of ${field}?` } : null;
}

/** Codes above an item, nearest first. */
export function ancestorsOf(strategy: Strategy, code: string): readonly string[] {
  const above: string[] = [];
  let item = strategy.items.find((each) => each.code === code);
  while (item?.parent !== undefined) {
    above.push(item.parent);
    item = strategy.items.find((each) => each.code === item?.parent);
  }
  return above;
}
