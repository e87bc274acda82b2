import { STATUSES, PHASES } from '../../domain/activities/phase.js';
import { KINDS } from '../../domain/catalogue.js';
import { type Day, firstOf, isDay, isMonth, lastOf, type Month, monthsBetween } from '../../domain/kernel/day.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import { COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Condition, Where } from '../ports/view-store.js';
import type { RegisterBook } from '../registers.js';
import type { RegisterParam, RegisterParams } from './register-link.js';

const WAITS_FOR = ['followUp', 'promise', 'reply'];
const MARKS = ['yearOnly', 'monthKnown', 'shared', 'invited', 'attended', 'inPlace'];
const ANNULLED = 'annulled';
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Reads the register's parameters, gathering every fault before it says so. */
class RegisterReader {
  readonly faults: Fault[] = [];
  readonly clauses: Where[] = [];

  constructor(
    private readonly params: RegisterParams,
    private readonly book: RegisterBook,
    /** The day on which the reading stands. */
    private readonly day: Day,
  ) {}

  private bad(name: RegisterParam, must: string): null {
    this.faults.push({ pointer: name, detail: `${name}: ${must}` });
    return null;
  }

  private add(field: string, condition: Condition | string): void {
    this.clauses.push({ [field]: condition });
  }

  /** One of a closed list, or several with commas between. */
  choices(name: RegisterParam, field: string, allowed: readonly string[]): void {
    const values = this.params[name]?.split(',');
    if (values === undefined) return;
    if (values.every((value) => allowed.includes(value))) this.add(field, { $in: values });
    else this.bad(name, `must be one or more of ${allowed.join(', ')}`);
  }

  text(name: RegisterParam, field: string): void {
    const value = this.params[name];
    if (value !== undefined) this.add(field, value);
  }

  flag(name: RegisterParam): boolean | null {
    const value = this.params[name];
    if (value === undefined) return null;
    return value === 'true' ? true : value === 'false' ? false : this.bad(name, 'must be true or false');
  }

  days(name: RegisterParam): number | null {
    const value = this.params[name];
    if (value === undefined) return null;
    return /^\d{1,5}$/.test(value) ? Number(value) : this.bad(name, 'must be a number of days');
  }

  gmina(): void {
    const terc = this.params.gmina;
    if (terc === undefined) return;
    const row = terc === COUNTY || terc === OUTSIDE ? terc : this.book.gminaByTerc(terc)?.id;
    if (row === undefined)
      this.bad('gmina', `${terc} is not the TERC of a gmina of this county; county and outside are rows too`);
    else this.add('gminas', row);
  }

  item(): void {
    const { item, strategy: id } = this.params;
    const on = this.params.countsFrom ?? this.params.occurredFrom ?? this.params.startedFrom;
    const from = on === undefined ? this.day : (this.edge(on, firstOf) ?? this.day);
    const strategy =
      id === undefined
        ? (this.book.strategyOn(from) ?? this.book.strategies()[0])
        : this.book.strategies().find((each) => each.id === id);
    if (id !== undefined && strategy === undefined) {
      this.bad('strategy', `there is no strategy ${id}`);
      return;
    }
    if (item === undefined) return;
    if (item === OUTSIDE_STRATEGY) this.add('items', OUTSIDE_STRATEGY);
    else if (strategy?.items.some(({ code }) => code === item) === true) this.add('items', itemKey(strategy.id, item));
    else this.bad('item', `${item} is not an item of the strategy ${strategy?.id ?? ''}`);
  }

  organisation(): void {
    const id = this.params.organisation;
    // Entries merged into it were named under their own ids.
    if (id !== undefined) this.add('organisations', { $in: this.book.idsOf(id) });
  }

  number(): void {
    const number = this.params.number;
    if (number === undefined) return;
    if (/^[A-Z]{2}\/\d{4}\/\d{1,7}$/.test(number)) this.add('number', number);
    else this.bad('number', 'must be a number such as KT/2023/0417');
  }

  words(): void {
    const { q } = this.params;
    if (q === undefined) return;
    const words = fold(q).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) this.bad('q', 'must hold a word');
    for (const word of words) this.add('words', { $regex: `^${word}` });
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
  between(from: RegisterParam, to: RegisterParam, field: string): void {
    const [least, most] = [this.bound(from, firstOf), this.bound(to, lastOf)];
    if (least !== null || most !== null) {
      this.add(field, { ...(least !== null && { $gte: least }), ...(most !== null && { $lte: most }) });
    }
  }

  /** Those that were underway or done at some time between two days or months. */
  counting(): void {
    const [from, to] = [this.bound('countsFrom', firstOf), this.bound('countsTo', lastOf)];
    if (from !== null) this.add('countsUntil', { $gte: from });
    if (to !== null) this.add('countsFrom', { $lte: to });
  }

  recorded(): void {
    const read = (name: RegisterParam, on: 'recordedOn' | 'recordedAt', operator: '$gte' | '$lte'): void => {
      const value = this.params[name];
      if (value === undefined) return;
      if (isDay(value)) this.add('recordedOn', { [operator]: value });
      else if (INSTANT.test(value) && !Number.isNaN(Date.parse(value)))
        this.add('recordedAt', { [operator]: new Date(value).toISOString() });
      else this.bad(name, 'must be a day (2023-05-31) or an instant (2023-05-31T12:00:00Z)');
    };
    read('recordedFrom', 'recordedOn', '$gte');
    read('recordedTo', 'recordedOn', '$lte');
  }

  figure(): void {
    const { figure, figureFrom, figureTo } = this.params;
    if (figure === undefined) {
      if (figureFrom !== undefined || figureTo !== undefined)
        this.bad('figure', 'must be named with figureFrom and figureTo');
      return;
    }
    if (
      figureFrom === undefined ||
      figureTo === undefined ||
      !isMonth(figureFrom) ||
      !isMonth(figureTo) ||
      figureTo < figureFrom
    ) {
      this.bad('figureFrom', 'and figureTo must be months in order, such as figureFrom=2023-01&figureTo=2023-12');
      return;
    }
    this.add('amounts', { $in: monthsBetween(figureFrom, figureTo).map((month) => `${figure}/${month}`) });
  }

  late(): void {
    const [late, backfilled] = [this.days('lateDays'), this.days('backfilledDays')];
    if (late !== null) this.add('lateDays', { $gt: late });
    if (backfilled !== null) this.add('backfilledDays', { $gt: backfilled });
  }

  waiting(): void {
    this.choices('waitsFor', 'waitsFor', WAITS_FOR);
    const overdue = this.flag('overdue');
    if (overdue === null) return;
    if (overdue) this.add('due', { $lt: this.day });
    else this.clauses.push({ $or: [{ due: null }, { due: { $gte: this.day } }] });
  }

  read(): Where {
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
    this.text('unit', 'units');
    this.organisation();
    this.text('representative', 'representatives');
    this.text('caseSign', 'caseSigns');
    this.text('link', 'links');
    this.text('recordedBy', 'recordedBy');
    this.number();
    this.words();
    this.between('occurredFrom', 'occurredTo', 'occurredOn');
    this.between('startedFrom', 'startedTo', 'countsFrom');
    this.between('completedFrom', 'completedTo', 'countsUntil');
    this.counting();
    this.recorded();
    this.figure();
    this.late();
    this.waiting();
    const approved = this.flag('selfApproved');
    if (approved !== null) this.add('selfApproved', String(approved));
    if (this.faults.length > 0)
      throw new Rejection('bad-query', this.faults.map(({ detail }) => detail).join(' '), this.faults);
    return this.clauses.length === 0 ? {} : { $and: this.clauses };
  }
}

/** The register's query as the views take it. @throws Rejection `bad-query` naming every parameter that can't be */
export function registerWhere(params: RegisterParams, book: RegisterBook, day: Day): Where {
  return new RegisterReader(params, book, day).read();
}
