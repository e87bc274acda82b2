import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Metadata, Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from '@grpc/grpc-js';
import { clusterInfo, type Member, supportedMethods } from './cluster-info.js';
import { type Call, type Fault, Faults } from './faults.js';
import { isAfter, Log, type Position } from './log.js';
import { Outlet, type Read } from './outlet.js';
import { Relay } from './relay.js';
import {
  type Append,
  caughtUp,
  checkpoint,
  confirmation,
  notFoundAnswer,
  type Reading,
  readAppend,
  readReading,
  successAnswer,
  wrongVersionAnswer,
} from './requests.js';
import { select } from './selecting.js';
import {
  accessDenied,
  deleted,
  isNotPlayed,
  type Leader,
  notLeader,
  notPlayed,
  refusal,
  tooLarge,
  unauthenticated,
  wrongVersion,
} from './statuses.js';

const HOST = '127.0.0.1';

/** The certificate of the stand-in's servers, for 127.0.0.1, and who to trust for it: itself. */
export const CERTIFICATE = join(import.meta.dirname, 'certificate.pem');

export interface StandInOptions {
  /** Shared by the nodes of a cluster. */
  readonly log?: Log;
  /** Left out: it is its own. */
  readonly leader?: () => Leader;
  /** The nodes that it tells of; left out: itself. */
  readonly members?: () => readonly Member[];
  /** By name, with their passwords; with accounts the connection is encrypted. Who may read `$all` says so. */
  readonly accounts?: Readonly<Record<string, { readonly password: string; readonly readsAll: boolean }>>;
  /** Bytes of an append, at most: a server's default is a megabyte. */
  readonly maxAppendSize?: number;
  /** Left out: the machine chooses. */
  readonly port?: number;
}

/**
 * A node of EventStoreDB as far as its official client needs one for Kronika: appends at explicit revisions, readings of a
 * stream and of all, and subscriptions to all that are filtered by prefix; over a real socket, which it can break. What it
 * does is what the server's documentation and source say; the rest it refuses.
 */
export class StandIn {
  readonly faults = new Faults();
  /** Calls that came, by what they asked for. */
  readonly calls: {
    readonly call: Call | 'gossip' | 'features';
    readonly requiresLeader: boolean;
    readonly by: string;
  }[] = [];
  /** Where the subscriptions were to begin. */
  readonly subscribedAfter: string[] = [];
  /** What it was asked and does not play: by a mistake of Kronika's, or a gap of its own. A suite that leaves any fails. */
  readonly refusals = new Set<string>();
  private readonly server: Server;
  private readonly relay = new Relay();

  static async start(options: StandInOptions = {}): Promise<StandIn> {
    const standIn = new StandIn(options, options.log ?? new Log());
    await standIn.listen();
    return standIn;
  }

  private constructor(
    private readonly options: StandInOptions,
    readonly log: Log,
  ) {
    this.server = new Server();
    this.server.addService(streamsServices.StreamsService, {
      append: (
        call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
        answer: sendUnaryData<streams.AppendResp>,
      ) => void this.append(call, answer),
      read: (call: Read) => void this.read(call),
      // A server has these; Kronika must not come to use them unawares.
      batchAppend: (call: { emit(event: string, error: Error): void }) => {
        call.emit('error', this.refused(notPlayed('BatchAppend')));
      },
      delete: (_call: unknown, answer: sendUnaryData<never>) => {
        answer(this.refused(notPlayed('Delete')));
      },
      tombstone: (_call: unknown, answer: sendUnaryData<never>) => {
        answer(this.refused(notPlayed('Tombstone')));
      },
    });
    this.server.addService(featuresServices.ServerFeaturesService, {
      getSupportedMethods: (call: { metadata: Metadata }, answer: sendUnaryData<features.SupportedMethods>) => {
        this.note('features', call.metadata);
        answer(null, supportedMethods());
      },
    });
    this.server.addService(gossipServices.GossipService, {
      read: (call: { metadata: Metadata }, answer: sendUnaryData<gossip.ClusterInfo>) => {
        this.note('gossip', call.metadata);
        answer(null, clusterInfo(this.options.members?.() ?? [{ host: HOST, port: this.port, leads: true }]));
      },
    });
  }

  get port(): number {
    return this.relay.port;
  }

  /** Its address for Kronika; with `more` options. */
  address(ledger: string, more = ''): string {
    if (this.options.accounts === undefined) return `esdb://${HOST}:${this.port}/${ledger}?tls=false${more}`;
    const [[name, { password }] = ['', { password: '' }]] = Object.entries(this.options.accounts);
    return `esdb://${name}:${password}@${HOST}:${this.port}/${ledger}?tlsCAFile=${encodeURIComponent(CERTIFICATE)}${more}`;
  }

  /** Breaks every connection. */
  drop(): void {
    this.relay.drop();
  }

  async stop(): Promise<void> {
    await this.relay.close();
    this.server.forceShutdown();
  }

  /** The server proper listens behind a relay, whose sockets can be broken at any moment. */
  private async listen(): Promise<void> {
    const credentials =
      this.options.accounts === undefined
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(null, [
            {
              cert_chain: readFileSync(CERTIFICATE),
              private_key: readFileSync(join(import.meta.dirname, 'key.pem')),
            },
          ]);
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(`${HOST}:0`, credentials, (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    await this.relay.listen(HOST, this.options.port ?? 0, port);
  }

  private async append(
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    answer: sendUnaryData<streams.AppendResp>,
  ): Promise<void> {
    call.on('error', () => undefined);
    try {
      this.admit('append', call.metadata, false);
      const messages: streams.AppendReq[] = [];
      let size = 0;
      for await (const message of call as AsyncIterable<streams.AppendReq>) {
        const event = message.getProposedMessage();
        size += (event?.getData_asU8().length ?? 0) + (event?.getCustomMetadata_asU8().length ?? 0);
        const most = this.options.maxAppendSize ?? 1_048_576;
        if (size > most) throw tooLarge(most);
        messages.push(message);
      }
      // Cut off in the middle, it ends like a whole one here, and is told a turn later; to a server it is none.
      await setImmediate();
      if (call.cancelled) return;
      const asked = readAppend(messages);
      const fault = this.faults.take('append');
      if (fault?.is === 'held') await setTimeout(fault.milliseconds);
      const reply = this.replyTo(asked, fault);
      if (reply === null) return;
      if (fault?.is === 'late') {
        if (fault.milliseconds === null) return;
        await setTimeout(fault.milliseconds);
      }
      answer(null, reply);
    } catch (error) {
      answer(this.refused(error as Error));
    }
  }

  /** Null: nobody answers. */
  private replyTo({ stream, expected, proposed }: Append, fault: Fault | null): streams.AppendResp | null {
    if (fault?.is === 'drop' && !fault.written) {
      this.drop();
      return null;
    }
    if (fault !== null && fault.is !== 'late' && !isOwnWay(fault)) {
      throw refusal(fault.is, stream, this.leader());
    }
    const outcome = this.log.append(stream, expected, proposed);
    if (fault?.is === 'drop') {
      this.drop();
      return null;
    }
    switch (outcome.is) {
      case 'deleted':
        throw deleted(stream);
      case 'wrong-version':
        // By a status, as older servers say it, and in the answer, as newer ones do.
        if (expected % 2 === 0) throw wrongVersion(stream, expected, outcome.current);
        return wrongVersionAnswer(expected, outcome.current);
      case 'idempotent':
      case 'written':
        return successAnswer(outcome.revision, outcome.at);
    }
  }

  private async read(call: Read): Promise<void> {
    call.on('error', () => undefined);
    try {
      const reading = readReading(call.request);
      this.admit(reading.of, call.metadata, reading.of !== 'stream');
      const fault = this.faults.take(reading.of);
      const stream = reading.of === 'stream' ? reading.stream : '$all';
      const late = fault?.is === 'late' ? fault.milliseconds : 0;
      if (late === null) return;
      if (fault !== null && fault.is !== 'late' && !isOwnWay(fault)) {
        throw refusal(fault.is, stream, this.leader());
      } else if (fault?.is === 'drop') {
        this.drop();
        return;
      }
      const outlet = new Outlet(call, fault?.is === 'break' ? fault : null, () => {
        this.drop();
      });
      if (reading.of === 'subscription') await this.follow(reading, outlet, fault?.is === 'repeat');
      else await this.answer(reading, outlet, late);
      outlet.end();
    } catch (error) {
      call.emit('error', this.refused(error as Error));
    }
  }

  private async answer(
    reading: Reading & { readonly of: 'stream' | 'all' },
    outlet: Outlet,
    late: number,
  ): Promise<void> {
    const events = select(this.log, reading);
    if (late > 0) await setTimeout(late);
    if (events === null && reading.of === 'stream') outlet.tell(notFoundAnswer(reading.stream));
    for (const event of events ?? []) if (!(await outlet.send(event))) return;
  }

  private async follow(
    { from, prefixes, window }: Reading & { readonly of: 'subscription' },
    outlet: Outlet,
    repeats: boolean,
  ): Promise<void> {
    this.subscribedAfter.push(from === 'start' ? from : `${from.commit}/${from.prepare}`);
    outlet.tell(confirmation());
    let at = from === 'start' ? 0 : this.log.all.findIndex((event) => isAfter(event, from));
    if (at === -1) at = this.log.all.length;
    while (repeats && at > 0 && !isAfter(from as Position, this.log.all[at - 1]!)) at--;
    let wake = (): void => undefined;
    const off = this.log.onWrite(() => {
      wake();
    });
    outlet.onClosed(() => {
      off();
      wake();
    });
    for (let passed = 0; !outlet.closed;) {
      const event = this.log.all[at];
      if (event === undefined) {
        outlet.tell(caughtUp());
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      at++;
      if (prefixes.some((prefix) => event.stream.startsWith(prefix))) {
        if (!(await outlet.send(event))) break;
      } else if (++passed % window === 0) {
        outlet.tell(checkpoint(event));
      }
    }
    off();
  }

  /** Remembers an error that is the stand-in's own. */
  private refused(error: Error): Error {
    if (isNotPlayed(error)) this.refusals.add(error.message);
    return error;
  }

  /** Notes a call, and refuses it as a server would. */
  private admit(call: Call, metadata: Metadata, all: boolean): void {
    const by = this.note(call, metadata);
    const { accounts } = this.options;
    if (accounts !== undefined) {
      const account = accounts[by.slice(0, by.indexOf(':'))];
      if (account === undefined || !by.endsWith(`:${account.password}`)) throw unauthenticated();
      if (all && !account.readsAll) throw accessDenied();
    }
    const leader = this.leader();
    if (this.calls.at(-1)?.requiresLeader === true && leader.port !== this.port) throw notLeader(leader);
  }

  private note(call: Call | 'gossip' | 'features', metadata: Metadata): string {
    const [sent] = metadata.get('authorization');
    const by = Buffer.from(String(sent ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
    this.calls.push({ call, by, requiresLeader: metadata.get('requires-leader')[0] === 'true' });
    return by;
  }

  private leader(): Leader {
    return this.options.leader?.() ?? { host: HOST, port: this.port };
  }
}

/** Faults that are no answer of their own. */
const isOwnWay = (fault: Fault): fault is Fault & { readonly is: 'drop' | 'held' | 'break' | 'repeat' } =>
  fault.is === 'drop' || fault.is === 'held' || fault.is === 'break' || fault.is === 'repeat';
