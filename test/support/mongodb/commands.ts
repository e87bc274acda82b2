import { type Binary, calculateObjectSize, type Document, Long, Timestamp } from 'bson';
import { setTimeout } from 'node:timers/promises';
import { Documents, type Sight, type Transaction } from './documents.js';
import { isPlain, sortBy } from './matching.js';
import { Refusal, ServerError } from './refusal.js';
import { updated } from './updates.js';

/** What each command may say, besides what every command may. The first is its own name. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ping: [],
  find: ['filter', 'sort', 'limit', 'batchSize', 'singleBatch'],
  aggregate: ['pipeline', 'cursor'],
  getMore: ['collection', 'batchSize'],
  killCursors: ['cursors'],
  insert: ['documents', 'ordered'],
  update: ['updates', 'ordered'],
  delete: ['deletes', 'ordered'],
  findAndModify: ['query', 'update', 'new', 'remove', 'upsert'],
  createIndexes: ['indexes'],
  listCollections: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  drop: [],
  dropDatabase: [],
  commitTransaction: [],
  abortTransaction: [],
  endSessions: [],
  killSessions: [],
};
const EVERYWHERE = new Set([
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  '$readPreference',
  '$clusterTime',
]);
const IN_TRANSACTIONS = new Set([
  'find',
  'aggregate',
  'getMore',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'commitTransaction',
  'abortTransaction',
]);
const WRITES = new Set([
  'insert',
  'update',
  'delete',
  'findAndModify',
  'createIndexes',
  'drop',
  'dropDatabase',
  'commitTransaction',
  'abortTransaction',
]);
const FIRST_BATCH = 101;
const BATCH_BYTES = 16_000_000;

/** Where a command was asked. */
export interface Member {
  readonly primary: boolean;
  /** Up to when it has the primary's writes; null: all of them. */
  readonly behindAt: number | null;
}

interface Session {
  number: number;
  transaction: Transaction | null;
  /** The answer to the retryable write of this number. */
  answer: Document | null;
}

interface Cursor {
  readonly ns: string;
  rest: readonly Document[];
}

/** Milliseconds after which the server ends a transaction by itself. */
const LIFETIME = 60_000;

/** The commands of a replica set, as far as they are known; anything else is refused. */
export class Commands {
  readonly documents = new Documents();
  private readonly sessions = new Map<string, Session>();
  private readonly cursors = new Map<number, Cursor>();
  private lastCursor = 0;

  timestamp(time = this.documents.time): Timestamp {
    return new Timestamp({ t: 1_700_000_000, i: time });
  }

  async run(database: string, command: Document, member: Member): Promise<Document> {
    const name = nameOf(command);
    if (WRITES.has(name) && !member.primary) throw new ServerError(10107, 'NotWritablePrimary', 'not primary');
    if (name === 'find' || name === 'aggregate') this.checkMember(command, member);
    const number = command['txnNumber'] as number | undefined;
    if (number === undefined) return this.alone(database, name, command, member);
    const session = this.session(command['lsid'] as Document, number);
    if (command['autocommit'] === false) return this.inTransaction(database, name, command, session);
    if (session.answer !== null) return { ...session.answer, retriedStmtIds: [0] };
    if (statementsIn(name, command) !== 1) throw new Refusal(`a retryable ${name} of several statements`);
    const answer = await this.alone(database, name, command, member);
    if (answer['writeErrors'] === undefined) session.answer = answer;
    return answer;
  }

  /** Outside a transaction a write waits until those that are in its way have ended. */
  private async alone(database: string, name: string, command: Document, member: Member): Promise<Document> {
    for (;;) {
      const transaction = this.documents.begin(this.documents.time);
      const sight = await this.sight(command, member);
      try {
        const answer = this.perform(database, name, command, transaction, sight);
        if (transaction.writes.size > 0) this.documents.commit(transaction);
        return answer;
      } catch (error) {
        if (!(error instanceof ServerError && error.code === 112)) throw error;
      } finally {
        if (transaction.state === 'open') this.documents.abort(transaction);
      }
      await setTimeout(2);
    }
  }

  private inTransaction(database: string, name: string, command: Document, session: Session): Document {
    if (!IN_TRANSACTIONS.has(name)) throw new Refusal(`${name} in a transaction`);
    if (command['startTransaction'] !== true && command['readConcern'] !== undefined)
      throw new ServerError(72, 'InvalidOptions', 'only the first command of a transaction may say a read concern');
    if (command['startTransaction'] === true) {
      if (session.transaction !== null) throw new Refusal('a transaction begun twice');
      const level: unknown = (command['readConcern'] as Document | undefined)?.['level'];
      if (level !== 'snapshot') throw new Refusal('a transaction that reads no snapshot');
      const begun = this.documents.begin(this.documents.time);
      session.transaction = begun;
      // Nobody but the server ends the transaction of a client that is gone.
      void setTimeout(LIFETIME, null, { ref: false }).then(() => {
        if (begun.state === 'open') this.documents.abort(begun);
      });
    }
    const { transaction } = session;
    if (transaction === null) throw noTransaction();
    if (name === 'commitTransaction') {
      if (command['writeConcern'] === undefined || (command['writeConcern'] as Document)['w'] !== 'majority')
        throw new Refusal('a commit without a majority');
      if (transaction.state === 'aborted') throw noTransaction();
      if (transaction.state === 'open') this.documents.commit(transaction);
      return {};
    }
    if (transaction.state !== 'open') throw noTransaction();
    if (name === 'abortTransaction') {
      this.documents.abort(transaction);
      return {};
    }
    try {
      const answer = this.perform(database, name, command, transaction, { time: transaction.snapshot, transaction });
      if (answer['writeErrors'] !== undefined) this.documents.abort(transaction);
      return answer;
    } catch (error) {
      this.documents.abort(transaction);
      throw error;
    }
  }

  private perform(database: string, name: string, command: Document, transaction: Transaction, sight: Sight): Document {
    const ns = `${database}.${String(command[name])}`;
    switch (name) {
      case 'ping':
      case 'endSessions':
        return {};
      case 'find':
        return this.find(ns, command, sight);
      case 'aggregate':
        return this.count(ns, command, sight);
      case 'getMore':
        return this.getMore(Number(command['getMore']), command);
      case 'killCursors':
        for (const id of command['cursors'] as number[]) this.cursors.delete(id);
        return {};
      case 'insert':
        return this.each(command['documents'] as Document[], (doc) => {
          if (doc['_id'] === undefined) throw new Refusal('a document without an _id');
          this.documents.insert(ns, doc, transaction);
          return { n: 1 };
        });
      case 'update':
        return this.each(command['updates'] as Document[], (update) => this.update(ns, update, transaction, sight));
      case 'delete':
        return this.each(command['deletes'] as Document[], ({ q, limit, ...rest }) => {
          refuseMore('a delete', rest);
          const found = this.documents.find(ns, q as Document, seen(sight, transaction));
          const those = limit === 1 ? found.slice(0, 1) : found;
          for (const doc of those) this.documents.remove(ns, doc, transaction);
          return { n: those.length };
        });
      case 'findAndModify':
        return this.findAndModify(ns, command, transaction, sight);
      case 'createIndexes':
        for (const index of command['indexes'] as Document[]) this.documents.createIndex(ns, index);
        return {};
      case 'listCollections':
        return this.listed(database, command);
      case 'drop':
        if (!this.documents.drop(ns)) throw new ServerError(26, 'NamespaceNotFound', 'ns not found');
        return {};
      case 'dropDatabase':
        for (const each of this.documents.names(database)) this.documents.drop(`${database}.${each}`);
        return {};
      case 'killSessions':
        for (const id of command['killSessions'] as Document[]) this.kill(id);
        return {};
      default:
        throw new Refusal(`the command ${name}`);
    }
  }

  private find(ns: string, command: Document, sight: Sight): Document {
    const { filter = {}, sort = {}, limit = 0, batchSize = FIRST_BATCH, singleBatch = false } = command;
    const found = sortBy(this.documents.find(ns, filter as Document, sight, sort as Document), sort as Document);
    const most = Math.abs(Number(limit));
    return this.answer(
      ns,
      most === 0 ? found : found.slice(0, most),
      Number(batchSize),
      singleBatch === true,
      sight,
      command,
    );
  }

  /** What the driver's countDocuments asks. */
  private count(ns: string, { pipeline, cursor, ...command }: Document, sight: Sight): Document {
    const [match, group, ...more] = pipeline as Document[];
    const counts = JSON.stringify(group) === '{"$group":{"_id":1,"n":{"$sum":1}}}';
    if (!counts || more.length > 0 || !isPlain(match?.['$match']) || !isPlain(cursor))
      throw new Refusal('an aggregation');
    const found = this.documents.find(ns, match['$match'], sight);
    return this.answer(ns, found.length === 0 ? [] : [{ _id: 1, n: found.length }], FIRST_BATCH, true, sight, command);
  }

  private update(
    ns: string,
    { q, u, upsert = false, multi = false, ...rest }: Document,
    transaction: Transaction,
    sight: Sight,
  ): Document {
    refuseMore('an update', rest);
    if (multi === true) throw new Refusal('an update of many');
    const [standing] = this.documents.find(ns, q as Document, seen(sight, transaction));
    if (standing !== undefined) {
      const doc = updated(standing, u as Document);
      this.documents.replace(ns, doc, transaction);
      return { n: 1, nModified: JSON.stringify(doc) === JSON.stringify(standing) ? 0 : 1 };
    }
    if (upsert !== true) return { n: 0, nModified: 0 };
    const { _id } = q as Document;
    if (typeof _id !== 'string') throw new Refusal('an upsert that names no _id');
    this.documents.insert(ns, updated({ _id }, u as Document), transaction);
    return { n: 1, nModified: 0, upserted: [{ index: 0, _id }] };
  }

  private findAndModify(ns: string, command: Document, transaction: Transaction, sight: Sight): Document {
    if (command['remove'] === true || command['upsert'] === true) throw new Refusal('this findAndModify');
    const [standing] = this.documents.find(ns, command['query'] as Document, seen(sight, transaction));
    if (standing === undefined) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
    const doc = updated(standing, command['update'] as Document);
    this.documents.replace(ns, doc, transaction);
    return { lastErrorObject: { n: 1, updatedExisting: true }, value: command['new'] === true ? doc : standing };
  }

  /** Each statement's part of the answer; a duplicate key is told and the others go on, as `ordered: false` has it. */
  private each(statements: readonly Document[], perform: (statement: Document) => Document): Document {
    const answer: Document = { n: 0 };
    const errors: Document[] = [];
    for (const [index, statement] of statements.entries()) {
      try {
        const { n, nModified, upserted } = perform(statement);
        answer['n'] = Number(answer['n']) + Number(n);
        if (nModified !== undefined) answer['nModified'] = Number(answer['nModified'] ?? 0) + Number(nModified);
        if (upserted !== undefined) answer['upserted'] = [{ ...(upserted as Document[])[0], index }];
      } catch (error) {
        if (!(error instanceof ServerError && error.code === 11000)) throw error;
        errors.push({ index, code: error.code, errmsg: error.message });
      }
    }
    return errors.length === 0 ? answer : { ...answer, writeErrors: errors };
  }

  private listed(database: string, { filter = {}, nameOnly, authorizedCollections = false }: Document): Document {
    if (Object.keys(filter as Document).length > 0 || nameOnly !== true || authorizedCollections !== false)
      throw new Refusal('this listCollections');
    const names = this.documents.names(database).map((name) => ({ name, type: 'collection' }));
    return { cursor: { firstBatch: names, id: Long.ZERO, ns: `${database}.$cmd.listCollections` } };
  }

  private answer(
    ns: string,
    docs: readonly Document[],
    size: number,
    whole: boolean,
    sight: Sight,
    command: Document,
  ): Document {
    const [firstBatch, rest] = cut(docs, size);
    const id = rest.length === 0 || whole ? 0 : ++this.lastCursor;
    if (id !== 0) this.cursors.set(id, { ns, rest });
    const snapshot =
      (command['readConcern'] as Document | undefined)?.['level'] === 'snapshot' && sight.transaction === null;
    const at = snapshot ? { atClusterTime: this.timestamp(sight.time) } : {};
    return { cursor: { firstBatch, id: Long.fromNumber(id), ns, ...at } };
  }

  private getMore(id: number, { batchSize = Infinity }: Document): Document {
    const cursor = this.cursors.get(id);
    if (cursor === undefined) throw new ServerError(43, 'CursorNotFound', `cursor id ${id} not found`);
    const [nextBatch, rest] = cut(cursor.rest, Number(batchSize));
    cursor.rest = rest;
    if (rest.length === 0) this.cursors.delete(id);
    return { cursor: { nextBatch, id: Long.fromNumber(rest.length === 0 ? 0 : id), ns: cursor.ns } };
  }

  private async sight(command: Document, member: Member): Promise<Sight> {
    const { level = 'local', atClusterTime, ...rest } = (command['readConcern'] ?? {}) as Document;
    refuseMore('a read concern', rest, ['afterClusterTime']);
    if (!['local', 'majority', 'snapshot'].includes(String(level)))
      throw new Refusal(`the read concern ${String(level)}`);
    if (atClusterTime === undefined) return { time: member.behindAt ?? this.documents.time, transaction: null };
    const time = (atClusterTime as Timestamp).i;
    // A member that does not have it yet waits for it.
    while (time > (member.behindAt ?? this.documents.time)) await setTimeout(2);
    return { time, transaction: null };
  }

  private checkMember(command: Document, member: Member): void {
    const { mode = 'primary' } = (command['$readPreference'] ?? {}) as Document;
    if (!member.primary && mode === 'primary') throw new ServerError(13435, 'NotPrimaryNoSecondaryOk', 'not primary');
  }

  private session({ id }: Document, number: number): Session {
    const key = (id as Binary).toString('hex');
    const standing = this.sessions.get(key);
    if (standing !== undefined && number < standing.number)
      throw new ServerError(225, 'TransactionTooOld', `transaction ${number} is older than ${standing.number}`);
    if (standing?.number === number) return standing;
    if (standing?.transaction?.state === 'open') this.documents.abort(standing.transaction);
    const session: Session = { number, transaction: null, answer: null };
    this.sessions.set(key, session);
    return session;
  }

  private kill({ id }: Document): void {
    const session = this.sessions.get((id as Binary).toString('hex'));
    if (session?.transaction?.state === 'open') this.documents.abort(session.transaction);
  }
}

/** @throws Refusal for a command, or a field of one, that this stand-in does not know */
export function nameOf(command: Document): string {
  const [name = ''] = Object.keys(command);
  const fields = FIELDS[name];
  if (fields === undefined) throw new Refusal(`the command ${name}`);
  refuseMore(name, command, [name, ...fields, ...EVERYWHERE]);
  return name;
}

/** Outside a transaction the writes of a command are seen by what it finds next. */
const seen = ({ time }: Sight, transaction: Transaction): Sight => ({ time, transaction });

const statementsIn = (name: string, command: Document): number =>
  name === 'findAndModify'
    ? 1
    : ((command['documents'] ?? command['updates'] ?? command['deletes'] ?? []) as []).length;

const noTransaction = (): ServerError => new ServerError(251, 'NoSuchTransaction', 'there is no such transaction');

function refuseMore(what: string, fields: Document, known: readonly string[] = []): void {
  const more = Object.keys(fields).filter((field) => !known.includes(field));
  if (more.length > 0) throw new Refusal(`${what} with ${more.join(', ')}`);
}

/** A batch of so many documents and of so many bytes as a message takes, and what is left. */
function cut(docs: readonly Document[], size: number): [readonly Document[], readonly Document[]] {
  let bytes = 0;
  let count = 0;
  for (const doc of docs) {
    bytes += calculateObjectSize(doc);
    if (count >= size || (count > 0 && bytes > BATCH_BYTES)) break;
    count++;
  }
  return [docs.slice(0, count), docs.slice(count)];
}
