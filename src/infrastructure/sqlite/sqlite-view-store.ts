import { setImmediate } from 'node:timers/promises';
import { readQuery } from '../../application/ports/view-query.js';
import { ViewStore } from '../../application/ports/view-store.js';
import type {
  At,
  Edition,
  EditionText,
  Generation,
  InForce,
  Mark,
  Misfiled,
  Progress,
  Query,
  ViewShape,
} from '../../application/ports/view-store.js';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import { rowsOf } from './edition-rows.js';
import { NOTING, ViewCommits } from './view-commits.js';
import { checkView, ViewCheck } from './view-check.js';
import { ViewFile } from './view-file.js';
import { ViewGenerations } from './view-generations.js';
import { GATHERED, ViewSearch } from './view-search.js';
import type { Statement } from './view-search.js';
import { ViewThread } from './view-thread.js';
import { momentOf } from './view-tables.js';

/** Editions handed over at a time for verification. */
const BATCH = 500;

/** Documents looked at in one transaction; the event loop has its turn in between. */
const AT_ONCE = 20;

/** Milliseconds that a call waits for another process in its way. */
const PATIENCE = 5_000;

/** KiB of pages that the reading connection keeps beside a thread: each commit of another connection empties it. */
const BESIDE_A_THREAD = 32_768;

/**
 * The views in one SQLite file; view-tables.ts says how they lie there. Each call is one transaction, of one connection or,
 * for commits, of a thread's. Any number of processes may have the file open: nothing about generations is remembered
 * from call to call, so each sees what the others did.
 */
export class SqliteViewStore extends ViewStore {
  private readonly known: ViewGenerations;
  private readonly commits: ViewCommits;
  private readonly checks: ViewThread | null;

  /** @throws Rejection `unavailable`; see {@link ViewFile.open} */
  static open(path: string): SqliteViewStore {
    return new SqliteViewStore(ViewFile.open(path, PATIENCE));
  }

  /**
   * Commits in a thread of its own, and checks what it finds documents by in another: whoever folds folds on while the last
   * batch is written, and whoever answers requests goes on answering.
   *
   * @param thread of the program as built
   * @throws Rejection `unavailable`
   */
  static openThreaded(path: string, thread = new ViewThread(path)): SqliteViewStore {
    return new SqliteViewStore(ViewFile.open(path, PATIENCE, BESIDE_A_THREAD), thread);
  }

  /**
   * @param file from now on this store's own
   * @param gathered rows up to which an answer is gathered and sorted; see {@link ViewSearch}
   * @param noting when index rows are noted and filed later; see {@link ViewCommits}
   */
  constructor(
    private readonly file: ViewFile,
    private readonly thread: ViewThread | null = null,
    private readonly gathered = GATHERED,
    noting = NOTING,
  ) {
    super();
    this.checks = thread?.another() ?? null;
    this.known = new ViewGenerations(file);
    this.commits = new ViewCommits(file, this.known, noting);
  }

  override async generations(): Promise<readonly Generation[]> {
    return this.file.look(() => this.known.list());
  }

  override async create(generation: string, views: readonly ViewShape[]): Promise<void> {
    await this.file.write(() => this.known.create(generation, views));
    await this.sweep();
  }

  override async makeCurrent(generation: string): Promise<void> {
    await this.commits.makeCurrent(generation);
    await this.sweep();
  }

  override async drop(generation: string): Promise<void> {
    await this.file.write(() => this.known.remove(generation));
    await this.sweep();
  }

  override async progress(generation: string): Promise<Progress> {
    return this.file.look(() => {
      const { position, cursor, effectiveAt, segment } = this.known.row(generation);
      return { position, cursor, effectiveAt, segment };
    });
  }

  override async marks(generation: string): Promise<readonly Mark[]> {
    return this.file.read(() =>
      this.file
        .statement<Mark>(
          'SELECT segment, position, effectiveAt, after FROM marks WHERE generation = ? ORDER BY segment',
        )
        .all(this.known.row(generation).number),
    );
  }

  override async inForce(
    generation: string,
    view: string,
    ids: readonly string[],
    at: At,
  ): Promise<ReadonlyMap<string, InForce>> {
    return this.file.read(() => {
      const tables = this.known.view(generation, view);
      const { edition, inForce, segment } = momentOf(at);
      const byId = this.file.statement<{ from: Segment; doc: string }>(
        `SELECT e."from", e.doc FROM ${tables.editions} e WHERE ${edition(tables, '@id')} AND ${inForce('e')}`,
      );
      const found = new Map<string, InForce>();
      for (const id of ids) {
        const row = byId.get(segment === null ? { id } : { id, segment });
        if (row !== undefined) found.set(id, { from: row.from, doc: docOf(row.doc) });
      }
      return found;
    });
  }

  override async commit(
    generation: string,
    expectedPosition: number,
    next: Progress,
    editions: readonly Edition[],
    marks: readonly Mark[],
  ): Promise<void> {
    const shapes = await this.file.read(() => this.known.shapes(generation));
    // Nothing can be made of a generation that is gone; the commit itself says so.
    const rows = shapes === null ? [] : editions.map((edition) => rowsOf(shapes, edition));
    const commit = { generation, expectedPosition, next, rows, marks };
    await (this.thread === null ? this.commits.write(commit) : this.thread.write(commit));
  }

  override async find(generation: string, view: string, query: Query): Promise<readonly Doc[]> {
    await this.filed(generation);
    return this.file.read(() => {
      const { sql, parameters } = this.search(generation, view, query).find();
      return this.file
        .statement<{ doc: string }>(sql)
        .all(parameters)
        .map(({ doc }) => docOf(doc));
    });
  }

  override async count(
    generation: string,
    view: string,
    query: Pick<Query, 'where' | 'at' | 'without'>,
  ): Promise<number> {
    await this.filed(generation);
    return this.file.read(() => this.measure(this.search(generation, view, query).count()));
  }

  override async *editions(
    generation: string,
    view: string,
    only?: string,
  ): AsyncIterable<readonly { readonly from: Segment; readonly to: Segment; readonly doc: Doc }[]> {
    for await (const batch of this.editionTexts(generation, view, only))
      yield batch.map(({ from, to, text }) => ({ from, to, doc: docOf(text) }));
  }

  override async *editionTexts(generation: string, view: string, only?: string): AsyncIterable<readonly EditionText[]> {
    for (let last = { id: only ?? '', to: '' }; ;) {
      const rows = await this.file.read(() =>
        this.file
          .statement<EditionText>(
            `SELECT id, "from", "to", doc AS text FROM ${this.known.view(generation, view).editions}
           WHERE ${only === undefined ? '(id, "to") > (?, ?)' : 'id = ? AND "to" > ?'}
           ORDER BY id, "to" LIMIT ${BATCH}`,
          )
          .all(last.id, last.to),
      );
      const end = rows.at(-1);
      if (end === undefined) return;
      yield rows;
      last = end;
    }
  }

  override async misfiled(generation: string, view: string, ids?: readonly string[]): Promise<Misfiled | null> {
    await this.filed(generation);
    if (ids !== undefined) return this.misfiledOf(generation, view, ids);
    const tables = await this.file.read(() => this.known.view(generation, view));
    const checked = { generation, tables };
    return this.checks === null ? checkView(this.file, checked) : this.checks.misfiled(checked);
  }

  private async misfiledOf(generation: string, view: string, ids: readonly string[]): Promise<Misfiled | null> {
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE);
      const found = await this.file.read(() =>
        new ViewCheck(this.file.database, this.known.view(generation, view)).of(some),
      );
      if (found !== null) return found;
      await setImmediate();
    }
    return null;
  }

  override async close(): Promise<void> {
    await this.thread?.close();
    await this.checks?.close();
    this.file.close();
  }

  /** Files what a generation has noted while it was built: the current one has filed all. */
  private async filed(generation: string): Promise<void> {
    const isCurrent = await this.file.look(() => this.known.row(generation).current === 1);
    if (!isCurrent) await this.commits.fileNoted(generation);
  }

  private search(generation: string, view: string, query: Query): ViewSearch {
    const tables = this.known.view(generation, view);
    const search = readQuery(tables.shape, query);
    return new ViewSearch(tables, search, query.at, (statement) => this.measure(statement), this.gathered);
  }

  private measure({ sql, parameters }: Statement): number {
    const row = this.file.statement<Record<string, number>>(sql).get(parameters);
    return Object.values(row ?? {})[0] ?? 0;
  }

  private async sweep(): Promise<void> {
    this.file.forget();
    this.commits.forget();
    await this.known.sweep();
  }
}

/** A document as {@link rowsOf} wrote it. */
const docOf = (text: string): Doc => JSON.parse(text) as Doc;
