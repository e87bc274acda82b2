import type { Amount } from '../../domain/activities/kind.js';
import { ANNULLED, PHASES, STATUSES } from '../../domain/activities/phase.js';
import { KINDS } from '../../domain/catalogue.js';
import { type Day, firstOf, isDay, isMonth, lastOf, type Month, monthsBetween, OPEN } from '../../domain/kernel/day.js';
import { type Fault, queryFault } from '../../domain/kernel/rejection.js';
import type { Listing } from '../../domain/views/register.js';
import { COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Condition, Where } from '../ports/view-store.js';
import { MOMENT, recordedAt, wordsWhere } from './conditions.js';
import type { Known } from './known.js';
import type { RegisterParam, RegisterParams } from './register-link.js';

const WAITS_FOR = ['followUp', 'promise', 'reply'];
const MARKS = ['yearOnly', 'monthKnown', 'shared', 'invited', 'attended', 'inPlace'];
const AMOUNTS = [
  'support.requested',
  'support.granted',
  'support.delivered',
  'support.settled',
  'support.returned',
  'investments.planned',
  'investments.contracted',
  'investments.cost',
  'investments.share',
  'length',
] as const satisfies readonly Amount['figure'][];
const FIGURES: readonly string[] = [...AMOUNTS, 'late', 'backfilled'];
/** A gmina's own share. */
const OWN_SHARE = /^investments\.share\.(\d{7})$/;

/** Reads the register's parameters, gathering every fault. */
class RegisterReader {
  readonly faults: Fault[] = [];
  readonly clauses: Where[] = [];

  constructor(
    private readonly params: RegisterParams,
    private readonly known: Known,
    /** The day on which the reading stands. */
    private readonly day: Day,
  ) {}

  private bad(name: RegisterParam, says: string): null {
    this.faults.push(queryFault(name, says));
    return null;
  }

  private add(field: string, condition: Condition | string): void {
    this.clauses.push({ [field]: condition });
  }

  /** One of a closed list, or several with commas between. */
  private choices(name: RegisterParam, field: string, allowed: readonly string[]): void {
    const values = this.params[name]?.split(',');
    if (values === undefined) return;
    if (values.every((value) => allowed.includes(value))) this.add(field, { $in: [...new Set(values)] });
    else this.bad(name, `must be one or more of ${allowed.join(', ')}`);
  }

  private text(name: RegisterParam, field: string): void {
    const value = this.params[name];
    if (value !== undefined) this.add(field, value);
  }

  private flag(name: RegisterParam): boolean | null {
    const value = this.params[name];
    if (value === undefined) return null;
    return value === 'true' ? true : value === 'false' ? false : this.bad(name, 'must be true or false');
  }

  private moreDays(name: RegisterParam, field: string): void {
    const value = this.params[name];
    if (value === undefined) return;
    if (/^\d{1,5}$/.test(value)) this.add(field, { $gt: Number(value) });
    else this.bad(name, 'must be a number of days');
  }

  private gmina(): void {
    const terc = this.params.gmina;
    if (terc === undefined) return;
    const row = terc === COUNTY || terc === OUTSIDE ? terc : this.known.gmina(terc);
    if (row === undefined)
      this.bad('gmina', `${terc} is not the TERC of a gmina of this county; county and outside are rows too`);
    else this.add('gminas', row);
  }

  private item(): void {
    const { item, strategy: id, countsFrom, occurredFrom, startedFrom, completedFrom } = this.params;
    const on = countsFrom ?? occurredFrom ?? startedFrom ?? completedFrom;
    const from = (on === undefined ? undefined : this.edge(on, firstOf)) ?? this.day;
    const strategy = id === undefined ? this.known.strategyOn(from) : this.known.strategy(id);
    if (id !== undefined && strategy === undefined) this.bad('strategy', `there is no strategy ${id}`);
    else if (item === OUTSIDE_STRATEGY) this.add('items', OUTSIDE_STRATEGY);
    else if (item === undefined) {
      // A strategy alone: whatever names an item of it.
      if (id !== undefined && strategy !== undefined)
        this.add('items', { $in: strategy.items.map(({ code }) => itemKey(id, code)) });
    } else if (strategy !== undefined && this.known.hasItem(strategy.id, item))
      this.add('items', itemKey(strategy.id, item));
    else this.bad('item', `${item} is not an item of the strategy ${strategy?.id ?? ''}`);
  }

  private named(): void {
    const { organisation, unit, representative } = this.params;
    if (organisation !== undefined) {
      // Entries merged into it were named under their own ids.
      const ids = this.known.organisations(organisation);
      if (ids === undefined) this.bad('organisation', `there is no organisation ${organisation}`);
      else this.add('organisations', { $in: ids });
    }
    if (unit !== undefined) {
      const key = this.known.unit(unit);
      if (key === undefined) this.bad('unit', `there is no unit ${unit}`);
      else this.add('units', key);
    }
    // A function is free text, and an official of the register holds one: a question for it means both.
    if (representative !== undefined)
      this.add('representatives', { $in: [representative, ...this.known.officials(representative)] });
  }

  private number(): void {
    const number = this.params.number;
    if (number === undefined) return;
    if (/^[A-Z]{2}\/\d{4}\/\d{1,7}$/.test(number)) this.add('number', number);
    else this.bad('number', 'must be a number such as KT/2023/0417');
  }

  /** A day, or the edge of a month. */
  private edge(value: string, ofMonth: (month: Month) => Day): Day | undefined {
    return isMonth(value) ? ofMonth(value) : isDay(value) ? value : undefined;
  }

  private bound(name: RegisterParam, ofMonth: (month: Month) => Day): Day | null {
    const value = this.params[name];
    if (value === undefined) return null;
    return this.edge(value, ofMonth) ?? this.bad(name, 'must be a day (2023-05-31) or a month (2023-05)');
  }

  /** A field between two days or months, both included. */
  private between(from: RegisterParam, to: RegisterParam, field: string): void {
    const [least, most] = [this.bound(from, firstOf), this.bound(to, lastOf)];
    if (least !== null || most !== null) {
      this.add(field, { ...(least !== null && { $gte: least }), ...(most !== null && { $lte: most }) });
    }
  }

  /** Those that were underway or done at some time between two days or months; those that concern them lie ahead, too. */
  private counting(): void {
    this.clauses.push(...countingWhere(this.bound('countsFrom', firstOf), this.bound('countsTo', lastOf)));
    const [from, to] = [this.bound('concernsFrom', firstOf), this.bound('concernsTo', lastOf)];
    if (from !== null || to !== null) this.clauses.push(concernsWhere(from, to));
  }

  private recorded(name: 'recordedFrom' | 'recordedTo', operator: '$gte' | '$lte'): void {
    const value = this.params[name];
    if (value === undefined) return;
    const found = recordedAt(value, operator);
    if (found === null) this.bad(name, MOMENT);
    else if ('day' in found) this.add('recordedOn', found.day);
    else this.add('recordedAt', found.instant);
  }

  private figure(): void {
    const { figure, figureFrom, figureTo } = this.params;
    if (figure === undefined && figureFrom === undefined && figureTo === undefined) return;
    const share = OWN_SHARE.exec(figure ?? '')?.[1];
    const gmina = share === undefined ? undefined : this.known.gmina(share);
    const named = gmina === undefined ? figure : `investments.share.${gmina}`;
    if (figure === undefined || !(FIGURES.includes(figure) || gmina !== undefined))
      this.bad('figure', `must be one of ${FIGURES.join(', ')}, or investments.share. with a gmina's TERC`);
    const months = figureFrom !== undefined && figureTo !== undefined ? monthsOf(figureFrom, figureTo) : [];
    if (months.length === 0)
      this.bad('figureFrom', 'and figureTo must be months in order, such as figureFrom=2023-01&figureTo=2023-12');
    else this.add('amounts', { $in: months.map((month) => `${named ?? ''}/${month}`) });
  }

  private waiting(): void {
    this.choices('waitsFor', 'waitsFor', WAITS_FOR);
    const overdue = this.flag('overdue');
    if (overdue === true) this.add('due', { $lt: this.day });
    else if (overdue === false) this.clauses.push({ $or: [{ due: null }, { due: { $gte: this.day } }] });
    this.between('dueFrom', 'dueTo', 'due');
  }

  read(): { readonly where: Where; readonly faults: readonly Fault[] } {
    this.choices(
      'kind',
      'kind',
      KINDS.map(({ name }) => name),
    );
    this.choices('status', 'status', [...STATUSES, ANNULLED]);
    this.choices('phase', 'phase', Object.keys(PHASES));
    this.choices('mark', 'marks', MARKS);
    this.gmina();
    this.item();
    this.named();
    this.text('caseSign', 'caseSigns');
    this.text('link', 'links');
    this.text('recordedBy', 'recordedBy');
    this.number();
    const words = wordsWhere(this.params.q);
    this.clauses.push(...words.clauses);
    this.faults.push(...words.faults);
    this.between('occurredFrom', 'occurredTo', 'occurredOn');
    this.between('startedFrom', 'startedTo', 'countsFrom');
    this.between('completedFrom', 'completedTo', 'countsUntil');
    this.counting();
    this.recorded('recordedFrom', '$gte');
    this.recorded('recordedTo', '$lte');
    this.figure();
    this.moreDays('lateDays', 'lateDays');
    this.moreDays('backfilledDays', 'backfilledDays');
    this.waiting();
    const approved = this.flag('selfApproved');
    if (approved !== null) this.add('selfApproved', String(approved));
    return { where: this.clauses.length === 0 ? {} : { $and: this.clauses }, faults: this.faults };
  }
}

function countingWhere(from: Day | null, to: Day | null): Where[] {
  return [
    ...(from === null ? [] : [{ countsUntil: { $gte: from } }]),
    ...(to === null ? [] : [{ countsFrom: { $lte: to } }]),
  ];
}

/** Those that were underway or done between two days, or are still ahead and were to begin by the second. */
export const concernsWhere = (from: Day | null, to: Day | null): Where => ({
  $or: [
    { $and: [{ countsFrom: { $lte: to ?? OPEN } }, ...countingWhere(from, null)] },
    { $and: [{ phase: 'ahead' }, ...(to === null ? [] : [{ occurredOn: { $lte: to } }])] },
  ],
});

/** The same of an activity at hand. */
export function concerns({ countsFrom, countsUntil, phase, occurredOn }: Listing, from: Day, to: Day): boolean {
  if (countsFrom !== null && countsUntil !== null && countsFrom <= to && countsUntil >= from) return true;
  return phase === 'ahead' && occurredOn <= to;
}

const monthsOf = (from: string, to: string): Month[] => (isMonth(from) && isMonth(to) ? monthsBetween(from, to) : []);

/** The registers in which a query looks up what it names. */
export function registersNamed(params: RegisterParams): readonly string[] {
  const { gmina, figure, item, strategy, organisation, unit, representative } = params;
  return [
    ...(gmina !== undefined || figure !== undefined ? ['gmina'] : []),
    ...(item !== undefined || strategy !== undefined ? ['strategy'] : []),
    ...(organisation !== undefined ? ['organisation'] : []),
    ...(unit !== undefined ? ['unit'] : []),
    ...(representative !== undefined ? ['official'] : []),
  ];
}

/** The register's query as the views take it, and every fault of it. @param day on which the reading stands */
export function registerWhere(
  params: RegisterParams,
  known: Known,
  day: Day,
): { readonly where: Where; readonly faults: readonly Fault[] } {
  return new RegisterReader(params, known, day).read();
}
