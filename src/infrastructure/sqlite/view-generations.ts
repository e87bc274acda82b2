import { setImmediate } from 'node:timers/promises';
import type { Generation, Progress, ViewShape } from '../../application/ports/view-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { FieldType } from '../../domain/kernel/view.js';
import type { ViewFile } from './view-file.js';
import { createView, isTableOf, tablesOf } from './view-tables.js';
import type { ViewTables } from './view-tables.js';

interface GenerationRow extends Progress {
  readonly number: number;
  readonly id: string;
  readonly current: number;
}

/** What was read when the file stood at `state`; null: while it was being written. */
interface Known {
  readonly state: number | null;
  readonly rows: readonly GenerationRow[];
  readonly list: readonly Generation[];
}

export const generationGone = (id: string): Rejection =>
  new Rejection('unsettled', `Views of generation ${id} are gone; ask again.`);

/**
 * The generations in a file of views. The rows are remembered until the file changes, so that what other processes do is
 * seen at once; the shapes for good, under a number that is never given twice. To be called inside a transaction of the
 * file, but for {@link list}, {@link row} and {@link sweep}.
 */
export class ViewGenerations {
  private readonly views = new Map<number, ReadonlyMap<string, ViewTables>>();
  private remembered: Known | null = null;

  constructor(private readonly file: ViewFile) {}

  list(): readonly Generation[] {
    return this.known().list;
  }

  /** @throws Rejection `unsettled` when there is no such generation (any more) */
  row(id: string): GenerationRow {
    const row = this.find(id);
    if (row === undefined) throw generationGone(id);
    return row;
  }

  /** @throws Rejection `unsettled`; RangeError when the generation has no such view */
  view(id: string, name: string): ViewTables {
    const tables = this.tables(this.row(id).number).get(name);
    if (tables === undefined) throw new RangeError(`no such view: ${name}`);
    return tables;
  }

  /** The views of a generation by name; null when there is no such generation (any more). */
  shapes(id: string): ReadonlyMap<string, ViewShape> | null {
    const row = this.find(id);
    return row === undefined ? null : new Map([...this.tables(row.number)].map(([name, { shape }]) => [name, shape]));
  }

  /** @throws RangeError when a view cannot be stored as it is declared, or the generation of that name is current */
  create(id: string, shapes: readonly ViewShape[]): void {
    if (this.find(id)?.current === 1) throw new RangeError(`generation ${id} is the current one`);
    this.remove(id);
    const { lastInsertRowid } = this.file
      .statement('INSERT INTO generations (id, current, position) VALUES (?, 0, 0)')
      .run(id);
    const number = Number(lastInsertRowid);
    for (const shape of shapes) {
      createView(this.file.database, tablesOf(number, shape));
      this.file
        .statement('INSERT INTO views (generation, name, version, fields, sort) VALUES (?, ?, ?, ?, ?)')
        .run(number, shape.name, shape.version, JSON.stringify(shape.fields), shape.sort);
    }
  }

  /** Takes the others away in the same step; nothing may be unfiled. @throws Rejection `conflict` when the current one has folded more */
  makeCurrent(id: string): void {
    const { number, position } = this.row(id);
    const standing = this.file.statement<GenerationRow>('SELECT * FROM generations WHERE current = 1').get();
    if (standing !== undefined && standing.position > position)
      throw new Rejection('conflict', `Views of generation ${id} are behind the current ones.`);
    this.file.statement('UPDATE generations SET current = 1 WHERE number = ?').run(number);
    this.file.statement('DELETE FROM generations WHERE number <> ?').run(number);
    for (const { unfiled } of this.tables(number).values()) this.file.database.exec(`DROP TABLE IF EXISTS ${unfiled}`);
  }

  remove(id: string): void {
    this.file.statement('DELETE FROM generations WHERE id = ?').run(id);
  }

  /** Drops the tables of generations that are gone, one at a time, so that others get their turn in between. */
  async sweep(): Promise<void> {
    this.views.clear();
    while (await this.file.write(() => this.dropOne())) await setImmediate();
  }

  private dropOne(): boolean {
    const numbers = new Set(
      this.file
        .statement<{ number: number }>('SELECT number FROM generations')
        .all()
        .map(({ number }) => number),
    );
    const table = this.file
      .statement<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all()
      .find(({ name }) => isTableOf(name, (number) => !numbers.has(number)));
    if (table !== undefined) this.file.database.exec(`DROP TABLE "${table.name}"`);
    return table !== undefined;
  }

  private find(id: string): GenerationRow | undefined {
    return this.known().rows.find((row) => row.id === id);
  }

  private known(): Known {
    const { remembered } = this;
    if (remembered !== null && remembered.state !== null && remembered.state === this.file.state()) return remembered;
    return this.file.snapshot(() => {
      const state = this.file.state();
      const rows = this.file.statement<GenerationRow>('SELECT * FROM generations ORDER BY number').all();
      const list = rows.map(({ number, id, current }) => ({
        id,
        current: current === 1,
        versions: Object.fromEntries(Array.from(this.tables(number), ([name, { shape }]) => [name, shape.version])),
      }));
      return (this.remembered = { state, rows, list });
    });
  }

  tables(generation: number): ReadonlyMap<string, ViewTables> {
    let views = this.views.get(generation);
    if (views === undefined) {
      const rows = this.file
        .statement<{ name: string; version: number; fields: string; sort: string }>(
          'SELECT * FROM views WHERE generation = ? ORDER BY name',
        )
        .all(generation);
      views = new Map(
        rows.map(({ name, version, sort, fields }) => [
          name,
          // The fields as create() wrote them.
          tablesOf(generation, { name, version, sort, fields: JSON.parse(fields) as Record<string, FieldType> }),
        ]),
      );
      this.views.set(generation, views);
    }
    return views;
  }
}
