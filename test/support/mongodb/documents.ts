import { type Document, ObjectId } from 'bson';
import { isPlain, leadsOf, matcherOf, scalarAt } from './matching.js';
import { Refusal, ServerError } from './refusal.js';

interface Version {
  readonly time: number;
  /** Null: deleted. */
  readonly doc: Document | null;
}

interface Index {
  readonly name: string;
  readonly key: Document;
  readonly unique: boolean;
}

export interface Collection {
  readonly name: string;
  readonly born: number;
  readonly versions: Map<string, Version[]>;
  readonly indexes: Index[];
}

/** Writes that are not committed yet: by collection and document. */
export interface Transaction {
  /** What it reads: the database as it stood then, and its own writes. */
  readonly snapshot: number;
  readonly writes: Map<string, Map<string, Document | null>>;
  state: 'open' | 'committed' | 'aborted';
}

/** As of when one reads, and in which transaction if any. */
export interface Sight {
  readonly time: number;
  readonly transaction: Transaction | null;
}

/**
 * The documents of a replica set, in versions: each commit has a time, so that any past moment can be read. Whoever
 * writes a document that another transaction has written, or that was written since its own snapshot, has a conflict.
 */
export class Documents {
  time = 1;
  /** Filters that no index serves, as `collection: filter`. */
  readonly scans = new Set<string>();
  private readonly collections = new Map<string, Collection>();
  private readonly dropped = new Map<string, number>();
  private readonly open = new Set<Transaction>();

  names(database: string): string[] {
    const prefix = `${database}.`;
    return [...this.collections.keys()].filter((ns) => ns.startsWith(prefix)).map((ns) => ns.slice(prefix.length));
  }

  /** The keys of all indexes, by collection without database and tag, and by name. */
  indexes(): Record<string, Record<string, Document>> {
    return Object.fromEntries(
      Array.from(this.collections.values(), ({ name, indexes }) => [
        untagged(name).slice(name.indexOf('.') + 1),
        Object.fromEntries(indexes.map((index) => [index.name, index.key])),
      ]),
    );
  }

  begin(snapshot: number): Transaction {
    const transaction: Transaction = { snapshot, writes: new Map(), state: 'open' };
    this.open.add(transaction);
    return transaction;
  }

  commit(transaction: Transaction): void {
    this.open.delete(transaction);
    transaction.state = 'committed';
    this.time++;
    for (const [ns, docs] of transaction.writes) {
      const { versions } = this.collection(ns);
      for (const [key, doc] of docs) {
        const history = versions.get(key);
        if (history === undefined) versions.set(key, [{ time: this.time, doc }]);
        else history.push({ time: this.time, doc });
      }
    }
  }

  abort(transaction: Transaction): void {
    this.open.delete(transaction);
    transaction.state = 'aborted';
  }

  createIndex(ns: string, { name, key, unique = false, ...rest }: Document): boolean {
    if (Object.keys(rest).length > 0) throw new Refusal(`an index with ${Object.keys(rest).join(', ')}`);
    if (typeof name !== 'string' || !isPlain(key)) throw new Refusal('an index without a name or key');
    const { indexes, versions } = this.collection(ns);
    const standing = indexes.find((each) => each.name === name);
    if (standing !== undefined) {
      if (JSON.stringify(standing.key) === JSON.stringify(key) && standing.unique === unique) return false;
      throw new ServerError(86, 'IndexKeySpecsConflict', `another index is called ${name}`);
    }
    if (unique === true && versions.size > 0) throw new Refusal('a unique index on what is there already');
    if (indexes.length >= 64) throw new ServerError(67, 'CannotCreateIndex', 'more than 64 indexes');
    indexes.push({ name, key, unique: unique === true });
    return true;
  }

  drop(ns: string): boolean {
    if (!this.collections.delete(ns)) return false;
    for (const { writes } of this.open) if (writes.has(ns)) throw new Refusal('a drop beside a transaction');
    this.dropped.set(ns, ++this.time);
    return true;
  }

  /** What meets a filter, in the order of insertion. */
  find(ns: string, filter: Document, sight: Sight, sort: Document = {}): Document[] {
    const collection = this.collections.get(ns);
    const missing = collection === undefined ? (this.dropped.get(ns) ?? 0) : collection.born;
    // What stood there at that time is not known any more; older servers say so, too.
    if (missing > sight.time) throw new ServerError(246, 'SnapshotUnavailable', `${ns} cannot be read as of that time`);
    if (collection === undefined) return [];
    this.noteScan(collection, filter, sort);
    const matches = matcherOf(filter);
    const found: Document[] = [];
    for (const key of this.candidates(collection, filter, sight)) {
      const doc = this.visible(collection, key, sight);
      if (doc !== null && matches(doc)) found.push(doc);
    }
    return found;
  }

  /** @throws ServerError for a duplicate key, or a conflict with another transaction */
  insert(ns: string, doc: Document, transaction: Transaction): void {
    const collection = this.collection(ns);
    const key = keyOf(doc['_id']);
    this.lock(collection, key, transaction);
    if (this.visible(collection, key, sightOf(transaction)) !== null) throw duplicate(ns, '_id_');
    this.write(collection, key, doc, transaction);
  }

  replace(ns: string, doc: Document, transaction: Transaction): void {
    const collection = this.collection(ns);
    const key = keyOf(doc['_id']);
    this.lock(collection, key, transaction);
    this.write(collection, key, doc, transaction);
  }

  remove(ns: string, doc: Document, transaction: Transaction): void {
    const collection = this.collection(ns);
    const key = keyOf(doc['_id']);
    this.lock(collection, key, transaction);
    writesIn(transaction, ns).set(key, null);
  }

  private write(collection: Collection, key: string, doc: Document, transaction: Transaction): void {
    checkNames(doc);
    for (const index of collection.indexes)
      if (index.unique) this.checkUnique(collection, index, key, doc, transaction);
    writesIn(transaction, collection.name).set(key, doc);
  }

  private collection(ns: string): Collection {
    let collection = this.collections.get(ns);
    if (collection === undefined) {
      collection = { name: ns, born: ++this.time, versions: new Map(), indexes: [] };
      this.collections.set(ns, collection);
    }
    return collection;
  }

  private lock({ name, versions }: Collection, key: string, transaction: Transaction): void {
    const last = versions.get(key)?.at(-1)?.time ?? 0;
    const others = [...this.open].some((each) => each !== transaction && each.writes.get(name)?.has(key) === true);
    if (others || last > transaction.snapshot) throw conflict();
  }

  private checkUnique(
    collection: Collection,
    index: Index,
    key: string,
    doc: Document,
    transaction: Transaction,
  ): void {
    const { name } = collection;
    const value = indexed(doc, index);
    const own = transaction.writes.get(name);
    for (const [other, history] of collection.versions) {
      const standing = history.at(-1);
      if (other === key || own?.has(other) === true || standing === undefined || standing.doc === null) continue;
      if (indexed(standing.doc, index) !== value) continue;
      throw standing.time > transaction.snapshot ? conflict() : duplicate(name, index.name);
    }
    for (const each of this.open) {
      for (const [other, pending] of each.writes.get(name) ?? []) {
        if (other === key || pending === null || indexed(pending, index) !== value) continue;
        throw each === transaction ? duplicate(name, index.name) : conflict();
      }
    }
  }

  private visible({ name, versions }: Collection, key: string, { time, transaction }: Sight): Document | null {
    const own = transaction?.writes.get(name)?.get(key);
    if (own !== undefined) return own;
    return versions.get(key)?.findLast((version) => version.time <= time)?.doc ?? null;
  }

  private candidates({ name, versions }: Collection, filter: Document, { transaction }: Sight): Iterable<string> {
    const id: unknown = filter['_id'];
    if (typeof id === 'string') return [keyOf(id)];
    return new Set([...versions.keys(), ...(transaction?.writes.get(name)?.keys() ?? [])]);
  }

  private noteScan({ name, indexes }: Collection, filter: Document, sort: Document): void {
    const first = new Set(['_id', ...indexes.map(({ key }) => Object.keys(key)[0])]);
    const [by] = Object.keys(sort);
    if (Object.keys(filter).length === 0 || (by !== undefined && first.has(by))) return;
    if (leadsOf(filter).every((fields) => fields.some((field) => first.has(field)))) return;
    this.scans.add(`${untagged(name)}: ${JSON.stringify(filter)}`);
  }
}

/** A collection's name, the same for every generation. */
const untagged = (name: string): string => name.replace(/\.[0-9a-f]{24}/, '');

const sightOf = (transaction: Transaction): Sight => ({ time: transaction.snapshot, transaction });

function writesIn({ writes }: Transaction, ns: string): Map<string, Document | null> {
  let docs = writes.get(ns);
  if (docs === undefined) writes.set(ns, (docs = new Map<string, Document | null>()));
  return docs;
}

function keyOf(id: unknown): string {
  if (typeof id === 'string') return `s${id}`;
  if (id instanceof ObjectId) return `o${id.toHexString()}`;
  // The server tells no 1 from 1.0.
  if (typeof id === 'number' && Number.isSafeInteger(id)) return `n${id}`;
  throw new Refusal('an _id that is neither text nor a whole number nor an ObjectId');
}

const indexed = (doc: Document, { key }: Index): string =>
  JSON.stringify(Object.keys(key).map((path) => (path === '_id' ? keyOf(doc['_id']) : scalarAt(doc, path))));

/** MongoDB takes some of these in some places; Kronika promises to have none. */
function checkNames(value: unknown): void {
  if (value === undefined) throw new Refusal('an undefined value');
  if (Array.isArray(value)) value.forEach(checkNames);
  if (!isPlain(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name.startsWith('$') || name.includes('.')) throw new Refusal(`a field of the name ${name}`);
    checkNames(member);
  }
}

const duplicate = (ns: string, index: string): ServerError =>
  new ServerError(11000, 'DuplicateKey', `E11000 duplicate key error collection: ${ns} index: ${index}`);

const conflict = (): ServerError => new ServerError(112, 'WriteConflict', 'another transaction writes this document');
