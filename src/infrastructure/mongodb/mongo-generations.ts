import { type ClientSession, ObjectId } from 'mongodb';
import { checkShape } from '../../application/ports/view-query.js';
import type { Generation, Progress, ViewShape } from '../../application/ports/view-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { isDuplicate } from './mongo-errors.js';
import {
  closedIndexes,
  closedOf,
  GENERATIONS,
  MARK_INDEXES,
  marksOf,
  openIndexes,
  openOf,
  PREFIXES,
  type StoredGeneration,
  tagIn,
} from './view-collections.js';

/** The generations of a database: one document each, and the collections that it names. */
export class MongoGenerations {
  constructor(private readonly connection: MongoConnection) {}

  async list(): Promise<readonly Generation[]> {
    const found = await this.generations.find({}, { sort: { tag: 1 } }).toArray();
    return found.map(({ _id, current, views }) => ({
      id: _id,
      current,
      versions: Object.fromEntries(views.map(({ name, version }) => [name, version])),
    }));
  }

  /** As the primary has it, with a majority's word. */
  get(id: string): Promise<StoredGeneration | null> {
    return this.generations.findOne({ _id: id });
  }

  /** @throws RangeError when a view cannot be stored as it is declared, or the generation of that name is current */
  async create(id: string, views: readonly ViewShape[]): Promise<StoredGeneration> {
    views.forEach(checkShape);
    const tag = new ObjectId().toHexString();
    const shapes = views.map(({ name, version, fields, sort }) => ({ name, version, fields, sort }));
    const beginning = { position: 0, cursor: null, effectiveAt: null, segment: null };
    const begun = { tag, current: false, ...beginning, views: shapes };
    const stored = { _id: id, ...begun };
    try {
      // Where the one of that name is current, this one would be a second of that name.
      await this.generations.replaceOne({ _id: id, current: false }, begun, { upsert: true });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new RangeError(`generation ${id} is the current one`, { cause: error });
    }
    await this.index(stored);
    await this.sweep();
    return stored;
  }

  /** Takes the others away in the same step. @throws Rejection `unsettled`; `conflict` when the current one has folded more */
  async makeCurrent(id: string): Promise<void> {
    await this.connection.projecting.run(async (session) => {
      const next = await this.generations.findOne({ _id: id }, { session });
      if (next === null) throw gone(id);
      const standing = await this.generations.findOne({ current: true }, { session });
      if (standing !== null && standing.position > next.position)
        throw new Rejection('conflict', `Views of generation ${id} are behind the current ones.`);
      await this.generations.updateOne({ _id: id }, { $set: { current: true } }, { session });
      await this.generations.deleteMany({ _id: { $nin: [id] } }, { session });
    });
    await this.sweep();
  }

  async drop(id: string): Promise<void> {
    await this.generations.deleteOne({ _id: id });
    await this.sweep();
  }

  /** @throws Rejection `conflict` when the generation is not at the expected position any more */
  async advance(id: string, expected: number, next: Progress, session: ClientSession): Promise<StoredGeneration> {
    const filter = { _id: id, position: expected };
    const stored = await this.generations.findOneAndUpdate(
      filter,
      { $set: next },
      { session, returnDocument: 'after' },
    );
    if (stored === null)
      throw new Rejection('conflict', `Views are not at position ${expected}: somebody else projects.`);
    return stored;
  }

  async ensureIndexes(): Promise<void> {
    for (const stored of await this.generations.find({}).toArray()) await this.index(stored);
  }

  private async index({ tag, views }: StoredGeneration): Promise<void> {
    await this.connection.collection(marksOf(tag)).createIndexes([...MARK_INDEXES]);
    for (const shape of views) {
      await this.connection.collection(openOf(tag, shape.name)).createIndexes([...openIndexes(shape)]);
      await this.connection.collection(closedOf(tag, shape.name)).createIndexes([...closedIndexes(shape)]);
    }
  }

  /**
   * Drops the collections of generations that are gone. They are listed first: each that is listed had its generation
   * before it, so that one whose generation is not there now will not have any.
   */
  private async sweep(): Promise<void> {
    const names = await this.connection.names(PREFIXES);
    const tags = new Set((await this.generations.find({}).toArray()).map(({ tag }) => tag));
    for (const name of names) if (!tags.has(tagIn(name))) await this.connection.drop(name);
  }

  private get generations() {
    return this.connection.collection<StoredGeneration>(GENERATIONS);
  }
}

const gone = (id: string): Rejection => new Rejection('unsettled', `Views of generation ${id} are gone; ask again.`);
