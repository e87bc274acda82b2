import type { Mark, Progress } from '../../application/ports/view-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { EditionRows } from './edition-rows.js';
import { EditionWriter } from './edition-writer.js';
import type { ViewFile } from './view-file.js';
import type { ViewGenerations } from './view-generations.js';
import type { ViewTables } from './view-tables.js';

/** What one commit writes. */
export interface Commit {
  readonly generation: string;
  readonly expectedPosition: number;
  readonly next: Progress;
  readonly rows: readonly EditionRows[];
  readonly marks: readonly Mark[];
}

/** Writes commits into the file of views, each in one transaction. */
export class ViewCommits {
  private readonly writers = new Map<string, EditionWriter>();

  constructor(
    private readonly file: ViewFile,
    private readonly known: ViewGenerations,
  ) {}

  /** @throws Rejection `conflict` when the generation is not at the expected position; RangeError when editions don't follow */
  async write({ generation, expectedPosition, next, rows, marks }: Commit): Promise<void> {
    await this.file.write(() => {
      const { position, cursor, effectiveAt, segment } = next;
      const { changes } = this.file
        .statement(
          `UPDATE generations SET position = ?, cursor = ?, effectiveAt = ?, segment = ? WHERE id = ? AND position = ?`,
        )
        .run(position, cursor, effectiveAt, segment, generation, expectedPosition);
      if (changes === 0) {
        throw new Rejection('conflict', `Views are not at position ${expectedPosition}: somebody else projects.`);
      }
      const { number } = this.known.row(generation);
      const views = this.known.tables(number);
      for (const edition of rows) {
        const tables = views.get(edition.view);
        if (tables === undefined) throw new RangeError(`no such view: ${edition.view}`);
        this.writer(tables).write(edition);
      }
      const mark = this.file.statement('INSERT INTO marks VALUES (?, ?, ?, ?, ?)');
      for (const one of marks) mark.run(number, one.segment, one.position, one.effectiveAt, one.after);
    });
  }

  /** Lets go of statements on tables that may be gone. */
  forget(): void {
    this.writers.clear();
  }

  private writer(tables: ViewTables): EditionWriter {
    let writer = this.writers.get(tables.editions);
    if (writer === undefined) {
      writer = new EditionWriter(this.file.database, tables);
      this.writers.set(tables.editions, writer);
    }
    return writer;
  }
}
