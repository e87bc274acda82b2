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

/** When a generation that is being built notes its index rows. */
export interface Noting {
  /** Events folded before it begins: until then the index is so small that its pages are at hand. */
  readonly from: number;
  /** Rows noted before they are filed. */
  readonly most: number;
}

export const NOTING: Noting = { from: 200_000, most: 200_000 };

/**
 * Writes commits into the file of views, each in one transaction. A generation that is not the current one is not searched
 * yet: once it is large, what its index will hold is noted, and filed when there is much of it or somebody asks.
 */
export class ViewCommits {
  private readonly writers = new Map<string, EditionWriter>();
  private noted = 0;

  constructor(
    private readonly file: ViewFile,
    private readonly known: ViewGenerations,
    private readonly noting = NOTING,
  ) {}

  /** @throws Rejection `conflict` when the generation is not at the expected position; RangeError when editions don't follow */
  async write({ generation, expectedPosition, next, rows, marks }: Commit): Promise<void> {
    if (this.noted >= this.noting.most) await this.fileNoted(generation);
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
      const { number, current } = this.known.row(generation);
      const views = this.known.tables(number);
      const atOnce = current === 1 || expectedPosition < this.noting.from;
      for (const edition of rows) {
        const tables = views.get(edition.view);
        if (tables === undefined) throw new RangeError(`no such view: ${edition.view}`);
        if (atOnce) this.writer(tables).write(edition);
        else this.noted += this.writer(tables).writeUnfiled(edition);
      }
      const mark = this.file.statement('INSERT INTO marks VALUES (?, ?, ?, ?, ?)');
      for (const one of marks) mark.run(number, one.segment, one.position, one.effectiveAt, one.after);
    });
  }

  /** @throws Rejection `conflict` when the current generation has folded more */
  async makeCurrent(generation: string): Promise<void> {
    // The long part by itself: of what others are kept from by the step, little is left then.
    await this.fileNoted(generation);
    await this.fileNoted(generation, () => {
      this.known.makeCurrent(generation);
    });
  }

  /** From now on the generation's documents are found by what they say. @param then done in the same transaction */
  async fileNoted(generation: string, then: () => void = () => undefined): Promise<void> {
    await this.file.apart((snapshot) =>
      this.file.write(() => {
        const { number, current } = this.known.row(generation);
        if (current === 0) for (const tables of this.known.tables(number).values()) this.writer(tables).file(snapshot);
        then();
      }),
    );
    this.noted = 0;
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
