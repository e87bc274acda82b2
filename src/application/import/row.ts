import { type Json, textOf } from '../../domain/kernel/json.js';
import { stepWords } from './glossary.js';
import { membersOf, placesOf, readCell } from './cells.js';
import { type Column, plain } from './columns.js';
import { readDate } from './dates.js';
import { type Amiss, Building, type Drafted } from './draft.js';
import type { Leaf } from './leaves.js';
import { type Dated, inOrder } from './order.js';
import type { Sheet } from './sheet.js';

/** A cell with something in it. */
interface Filled {
  readonly index: number;
  readonly column: Extract<Column, { leaf: Leaf }>;
  readonly text: string;
}

/** A step that the row has taken, with its fields. */
interface Taken extends Dated {
  readonly from: ReadonlyMap<string, number>;
}

/** A payload, and the columns that its values came from, by path. */
interface Filling {
  readonly building: Building;
  readonly from: Map<string, number>;
}

/** Reads a row of a sheet; null when it is empty. Faults are told all at once. */
export function readRow(sheet: Sheet, cells: readonly string[]): Drafted | null {
  return cells.every((each) => each.trim() === '') ? null : new RowReading(sheet, cells).read();
}

class RowReading {
  private readonly amiss: Amiss[] = [];
  private readonly body: Filled[] = [];
  private readonly taken = new Map<string, Filled[]>();
  private ref: string | null = null;
  private step: string | null = null;

  constructor(
    private readonly sheet: Sheet,
    private readonly cells: readonly string[],
  ) {}

  read(): Drafted {
    this.sort();
    const record = this.fill(this.body);
    const steps = [...this.taken.values()].flatMap((cells) => this.takenIn(cells));
    const { start, first, rest } = inOrder(this.sheet.kind, this.startSaid(), record.building.object(), steps);
    const from = new Map([...record.from, ...(first?.from ?? [])]);
    const draft = {
      ref: this.ref,
      body: { ...record.building.object(), ...first?.fields, step: start },
      steps: rest.map(({ step, fields }) => ({ ...fields, step })),
      place: (pointer: string) => this.place(pointer, from, start, rest),
      named: true,
    };
    return { draft, amiss: this.amiss };
  }

  /** Sorts the cells by what they tell of: the activity, or a step. */
  private sort(): void {
    const { columns, header } = this.sheet;
    const beyond = this.cells.slice(header.length).join(' ').trim();
    if (beyond !== '') this.amiss.push({ column: '', value: beyond, reason: BEYOND });
    columns.forEach((column, index) => {
      const text = this.textAt(index);
      if (column === null || text === '') return;
      if (text.includes('\uFFFD')) this.bad(index, BROKEN);
      if (column.of === 'ref') this.ref = text;
      else if (column.of === 'step') this.step = text;
      else if (column.of === 'body') this.body.push({ index, column, text });
      else {
        const key = `${column.step} ${String(column.nth)}`;
        this.taken.set(key, [...(this.taken.get(key) ?? []), { index, column, text }]);
      }
    });
  }

  private textAt(index: number): string {
    return this.cells[index]?.trim() ?? '';
  }

  private bad(index: number, reason: string): void {
    this.amiss.push({ column: this.sheet.headerAt(index), value: this.textAt(index), reason });
  }

  /** Which step the row says that it begins with; null where it does not say. */
  private startSaid(): string | null {
    if (this.step === null) return null;
    const { kind } = this.sheet;
    const said = plain(this.step);
    const starts = Object.entries(kind.steps).flatMap(([step, row]) => (row.starts ? [step] : []));
    const found = starts.find((step) => [step, ...stepWords(kind.name, step)].some((word) => plain(word) === said));
    if (found === undefined) {
      const shown = starts.map((step) => stepWords(kind.name, step)[0]).join(', ');
      this.bad(this.sheet.indexOf('step'), `działanie nie może zacząć się od tego kroku; napisz jedno z: ${shown}`);
    }
    return found ?? null;
  }

  private takenIn(cells: readonly Filled[]): Taken[] {
    const [first] = cells;
    if (first?.column.of !== 'taken') return [];
    const { step, nth } = first.column;
    const { building, from } = this.fill(cells);
    const fields = building.object();
    return [{ step, nth, on: textOf(fields['on']), fields, from }];
  }

  private fill(filled: readonly Filled[]): Filling {
    const filling: Filling = { building: new Building(), from: new Map() };
    for (const cell of filled) {
      const { leaf } = cell.column;
      if (leaf.path[0] === 'occurredOn' || leaf.path[0] === 'occurredUntil') this.fillOccurred(filling, cell);
      else if (leaf.rows) this.fillPlaces(filling, cell);
      else {
        const read = this.value(leaf, cell.text, cell.column);
        if (typeof read === 'string') this.bad(cell.index, read);
        else filling.building.put(leaf.into, read.value);
      }
      filling.from.set(leaf.path.join('.'), cell.index);
    }
    return filling;
  }

  /** When it happened may be known by its month or year alone. */
  private fillOccurred({ building }: Filling, { index, column, text }: Filled): void {
    const dated = readDate(text);
    if (dated === null) this.bad(index, NO_DATE);
    else if (column.leaf.path[0] === 'occurredUntil') building.put(['occurredUntil'], dated.until);
    else {
      building.put(['occurredOn'], dated.from);
      if (dated.precision !== 'day' && building.get('occurredPrecision') === undefined)
        building.put(['occurredPrecision'], dated.precision);
    }
  }

  /** A cell that says one thing of each object of a list. */
  private fillPlaces({ building, from }: Filling, { index, column, text }: Filled): void {
    const { leaf } = column;
    const [list = '', ...into] = leaf.into;
    const places = placesOf(text);
    const before = building.get(list);
    if (Array.isArray(before) && before.length !== places.length) {
      const other = this.sheet.headerAt([...from].find(([path]) => path.split('.')[0] === list)?.[1] ?? index);
      this.bad(
        index,
        `ma tu być tyle pozycji, ile w kolumnie „${other}” (${String(before.length)}), rozdzielonych znakiem |`,
      );
      return;
    }
    places.forEach((place, nth) => {
      if (before === undefined) building.put([list, nth], {});
      if (place === '') return;
      const read = this.value(leaf, place.replaceAll('+', leaf.list ? ',' : '+'), column);
      if (typeof read !== 'string') building.put([list, nth, ...into], read.value);
      else this.bad(index, places.length > 1 ? `„${place}”: ${read}` : read);
    });
  }

  private value(leaf: Leaf, text: string, { unit }: Filled['column']): { readonly value: Json } | string {
    const kind = this.sheet.kind.name;
    if (!leaf.list) {
      const read = readCell(kind, leaf, text, unit);
      return 'fault' in read ? read.fault : read;
    }
    const values: Json[] = [];
    for (const member of membersOf(text)) {
      const read = readCell(kind, leaf, member, unit);
      if ('fault' in read) return `„${member}”: ${read.fault}`;
      if (!values.includes(read.value)) values.push(read.value);
    }
    return { value: values };
  }

  /** Where in the row a pointer of the draft comes from. */
  private place(
    pointer: string,
    record: ReadonlyMap<string, number>,
    start: string,
    rest: readonly Taken[],
  ): Pick<Amiss, 'column' | 'value'> {
    const [, nth, below = pointer] = /^\/steps\/(\d+)(.*)$/.exec(pointer) ?? [];
    const from = nth === undefined ? record : rest[Number(nth)]?.from;
    const names = below.split('/').filter((each) => each !== '' && !/^\d+$/.test(each));
    for (let length = names.length; length > 0; length--) {
      const index = from?.get(names.slice(0, length).join('.'));
      if (index !== undefined) return { column: this.sheet.headerAt(index), value: this.textAt(index) };
    }
    const step = nth === undefined ? null : (rest[Number(nth)]?.step ?? null);
    return { column: this.sheet.wanted(step, start, names), value: '' };
  }
}

const BEYOND = 'wiersz ma więcej pól niż nagłówek; tekst ze średnikiem albo z cudzysłowem musi stać w cudzysłowie';
const BROKEN = 'zepsute znaki: plik zapisano w złym kodowaniu; zapisz go w Excelu jako „CSV UTF-8”';
const NO_DATE = 'to nie jest data; napisz dd.mm.rrrr, np. 14.06.2023, albo „maj 2022”, albo „2022”';
