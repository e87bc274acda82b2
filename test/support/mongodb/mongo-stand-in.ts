import { Binary, type Document, Long, ObjectId } from 'bson';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Commands, type Member, nameOf } from './commands.js';
import { Refusal, ServerError } from './refusal.js';
import { type Asked, Messages, readMessage, writeReply } from './wire.js';

/** What it does to a command, instead of carrying it out and saying so. */
export type Misbehaviour =
  | { readonly how: 'drops the connection before' }
  /** The command was carried out all the same. */
  | { readonly how: 'drops the connection after' }
  | { readonly how: 'answers late'; readonly until: () => Promise<unknown> }
  | { readonly how: 'refuses'; readonly code: number; readonly codeName: string; readonly labels?: readonly string[] };

/** What an old primary says. */
export const NOT_PRIMARY = { how: 'refuses', code: 10107, codeName: 'NotWritablePrimary' } as const;
export const TRANSIENT = {
  how: 'refuses',
  code: 112,
  codeName: 'WriteConflict',
  labels: ['TransientTransactionError'],
} as const;

export interface Shape {
  /** Members of the set, the primary among them; 0 for a server that is of none. */
  readonly members?: number;
  /** Instead, the router of a sharded cluster: it is of no set, and its greeting says what it is. */
  readonly router?: boolean;
}

/** MongoDB 7.0. */
const WIRE_VERSION = 21;
/** The codes for which a server says that a write may be sent again. */
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
const TRANSIENT_CODES = new Set([...RETRYABLE, 24, 112, 246, 251]);

interface Listening extends Member {
  readonly server: Server;
  readonly address: string;
  behindAt: number | null;
}

/**
 * Stands in for a MongoDB replica set: speaks its wire protocol on real sockets to the official driver, keeps documents
 * in memory, and can misbehave. It is there to catch our mistakes: what it does not know for sure it refuses, and
 * remembers in {@link refusals}.
 */
export class MongoStandIn {
  /** Every command as it came, greetings aside, and whether the primary was asked. */
  readonly asked: { readonly name: string; readonly command: Document; readonly primary: boolean }[] = [];
  /** What it was asked and did not know. */
  readonly refusals = new Set<string>();
  private readonly commands = new Commands();
  private readonly members: Listening[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly plans: { readonly command: string; readonly plan: Misbehaviour; times: number }[] = [];
  private readonly election = new ObjectId();
  private connections = 0;

  private constructor(
    private readonly alone: boolean,
    private readonly router: boolean,
  ) {}

  static async start({ members = 1, router = false }: Shape = {}): Promise<MongoStandIn> {
    const standIn = new MongoStandIn(members === 0 || router, router);
    for (let n = 0; n < Math.max(1, members); n++) await standIn.listen(n === 0);
    return standIn;
  }

  /** @param options of the connection string, such as `readPreference=secondary` */
  url(database: string, options?: string): string {
    const hosts = this.members.map(({ address }) => address).join(',');
    return `mongodb://${hosts}/${database}${options === undefined ? '' : `?${options}`}`;
  }

  /** Filters that no index serves. */
  get scans(): readonly string[] {
    return [...this.commands.documents.scans];
  }

  /** What it was asked by our mistake, or is a gap of its own: what it refused, and filters that no index serves. */
  get mistakes(): readonly string[] {
    // Of generations there are two at most.
    return [...this.refusals, ...this.scans.filter((scan) => !/^[^.]+\.generations: /.test(scan))];
  }

  /** The keys of all indexes, by collection without its tag and then by the index's name. */
  get indexes(): Readonly<Record<string, Readonly<Record<string, Document>>>> {
    return this.commands.documents.indexes();
  }

  /** Does this to the next so many commands of a name. */
  misbehave(command: string, plan: Misbehaviour, times = 1): void {
    this.plans.push({ command, plan, times });
  }

  /** From now on the other members do not get what the primary writes; until {@link catchUp}. */
  fallBehind(): void {
    for (const member of this.members) if (!member.primary) member.behindAt = this.commands.documents.time;
  }

  catchUp(): void {
    for (const member of this.members) member.behindAt = null;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    for (const { server } of this.members) {
      server.close();
      await once(server, 'close');
    }
  }

  private async listen(primary: boolean): Promise<void> {
    const server = createServer((socket) => {
      this.serve(socket, member);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    const member: Listening = { server, primary, address: `127.0.0.1:${port}`, behindAt: null };
    this.members.push(member);
  }

  private serve(socket: Socket, member: Listening): void {
    const messages = new Messages();
    const connection = ++this.connections;
    let turn: Promise<void> = Promise.resolve();
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      // A connection's messages are answered in their order.
      for (const message of messages.take(chunk)) {
        turn = turn.then(() => this.hear(socket, message, member, connection));
      }
    });
  }

  private async hear(socket: Socket, message: Buffer, member: Listening, connection: number): Promise<void> {
    let asked: Asked;
    try {
      asked = readMessage(message);
    } catch (error) {
      this.refusals.add(String(error));
      socket.destroy();
      return;
    }
    const [name = ''] = Object.keys(asked.command);
    if (name === 'hello' || name === 'ismaster') {
      socket.write(writeReply(asked, this.greeting(member, connection)));
      return;
    }
    const plan = this.planFor(name);
    if (plan?.how === 'drops the connection before') {
      socket.destroy();
      return;
    }
    const answer = await this.answer(asked, member, plan);
    if (asked.unanswered) return;
    if (plan?.how === 'answers late') await plan.until();
    if (plan?.how === 'drops the connection after') socket.destroy();
    else if (!socket.destroyed) socket.write(writeReply(asked, answer));
  }

  private async answer(
    { database, command, kind, unanswered }: Asked,
    member: Member,
    plan: Misbehaviour | null,
  ): Promise<Document> {
    this.asked.push({ name: Object.keys(command)[0] ?? '', command, primary: member.primary });
    try {
      if (kind === 'query') throw new Refusal('an OP_QUERY that is no greeting');
      const name = nameOf(command);
      // A driver that goes says which sessions it had, and does not wait.
      if (unanswered && name !== 'endSessions') throw new Refusal(`${name} that waits for no answer`);
      if (plan?.how === 'refuses') throw new ServerError(plan.code, plan.codeName, 'as it was told', plan.labels);
      if (this.alone && (command['txnNumber'] !== undefined || command['readConcern'] !== undefined))
        throw new ServerError(20, 'IllegalOperation', `${name}: a standalone server does not do this`);
      return this.told({ ...(await this.commands.run(database, command, member)), ok: 1 });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error instanceof Refusal) this.refusals.add(error.message);
      return this.told(failure(error, command));
    }
  }

  private told(answer: Document): Document {
    if (this.alone) return answer;
    const operationTime = this.commands.timestamp();
    const signature = { hash: new Binary(Buffer.alloc(20)), keyId: Long.ZERO };
    return { ...answer, operationTime, $clusterTime: { clusterTime: operationTime, signature } };
  }

  private greeting({ primary, address }: Listening, connectionId: number): Document {
    const [first] = this.members;
    const set = {
      hosts: this.members.map((member) => member.address),
      setName: 'stand-in',
      setVersion: 1,
      secondary: !primary,
      primary: first?.address,
      me: address,
      electionId: this.election,
    };
    return this.told({
      helloOk: true,
      ismaster: primary,
      isWritablePrimary: primary,
      ...(!this.alone && set),
      ...(this.router && { msg: 'isdbgrid' }),
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      connectionId,
      minWireVersion: 0,
      maxWireVersion: WIRE_VERSION,
      readOnly: false,
      ok: 1,
    });
  }

  private planFor(command: string): Misbehaviour | null {
    const found = this.plans.find((each) => each.command === command && each.times > 0);
    if (found === undefined) return null;
    found.times--;
    return found.plan;
  }
}

/** An error as a server of this version tells it, with the labels that go with its code. */
function failure({ code, codeName, message, labels }: ServerError, command: Document): Document {
  const commits = 'commitTransaction' in command || 'abortTransaction' in command;
  const inTransaction = command['autocommit'] === false;
  const retryable = RETRYABLE.has(code) && command['txnNumber'] !== undefined && (!inTransaction || commits);
  const transient = inTransaction && TRANSIENT_CODES.has(code) && (!commits || code === 251);
  const errorLabels = [
    ...labels,
    ...(retryable ? ['RetryableWriteError'] : []),
    ...(transient ? ['TransientTransactionError'] : []),
  ];
  return {
    ok: 0,
    errmsg: message,
    code,
    codeName,
    ...(errorLabels.length > 0 && { errorLabels: [...new Set(errorLabels)] }),
  };
}
