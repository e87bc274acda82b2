import { randomBytes } from 'node:crypto';
import { ErrorType, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { Appended } from '../../application/ports/event-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Connection } from './connection.js';
import type { KnownIds } from './known-ids.js';
import type { LatestTime } from './latest-time.js';
import { asTooLarge, isOf, patiently } from './ledger-errors.js';
import { type Draft, markOf, type ServerEvent, stamped, timeOf } from './ledger-events.js';
import { asLeader, type LedgerReader } from './ledger-reader.js';

/** Events read in one go to see what stands in a stream. */
const PAGE = 500;

/** A sent append: where its events are to stand, and the mark by which their sender knows them again. */
interface Sent {
  readonly stream: string;
  /** Revision of the first event. */
  readonly first: number;
  readonly drafts: readonly Draft[];
  readonly mark: string;
}

/**
 * Writes events, each append in one call, at an explicit revision: so the server itself records none of them twice, and
 * an answer that was lost is simply asked for again.
 *
 * Each call carries the account's credentials. Without them the client would put all appends of the process into one
 * stream of calls, and there an answer that comes after an error, or an error while some are waiting to be sent, ends
 * the process (docs/adr/0018).
 */
export class LedgerAppender {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly connection: Connection,
    private readonly reader: LedgerReader,
    private readonly latest: LatestTime,
    private readonly known: KnownIds,
  ) {}

  /** @param first revision of the first event. @throws Rejection `conflict`, `too-large`, `unavailable` */
  async append(stream: string, first: number, drafts: readonly Draft[]): Promise<Appended> {
    const standing = await this.refuseOutOfPlace(stream, first, drafts);
    if (standing !== null) return standing;
    const now = await this.latest.stamp();
    const mark = randomBytes(9).toString('base64url');
    return this.send({ stream, first, drafts: drafts.map((draft) => stamped(draft, now, mark)), mark });
  }

  /** Writes events of a copy, with their own times. */
  async copy(stream: string, first: number, drafts: readonly Draft[]): Promise<void> {
    await this.send({ stream, first, drafts, mark: '' });
  }

  /**
   * Answers when the events stand there already; refuses when they cannot stand there. The server looks for an event's id
   * only in the place where it is to stand, so that one which came before in the stream must be found here: what stands
   * before `first` does not change any more, so there is no race to be lost, and whoever has just read the stream need not
   * read it again: where it is longer by now the server says so.
   */
  private async refuseOutOfPlace(stream: string, first: number, drafts: readonly Draft[]): Promise<Appended | null> {
    const wanted = new Set(drafts.map(({ id }) => id));
    if (wanted.size < drafts.length) throw recorded(stream);
    if (first === 0) return null;
    const known = this.known.of(stream);
    if (known.length === first) {
      if (known.some((id) => wanted.has(id))) throw recorded(stream);
      return null;
    }
    const standing = await this.standing(stream, 0, first + drafts.length);
    if (isThere(standing, first, drafts)) return { revision: first + drafts.length - 1, repeated: true };
    if (standing.length !== first) throw await this.conflict(stream, first);
    if (standing.some(({ id }) => wanted.has(id))) throw recorded(stream);
    return null;
  }

  private async send(sent: Sent): Promise<Appended> {
    const { stream, first, drafts } = sent;
    const revision = first + drafts.length - 1;
    try {
      const { nextExpectedRevision } = await patiently(
        (milliseconds) =>
          this.client
            .appendToStream(this.reader.prefix + stream, [...drafts], {
              ...asLeader(this.connection),
              expectedRevision: first === 0 ? NO_STREAM : BigInt(first - 1),
              deadline: milliseconds,
            })
            .catch((error: unknown) => {
              throw asTooLarge(error);
            }),
        this.connection.patience,
      );
      if (Number(nextExpectedRevision) !== revision) throw displaced(stream, nextExpectedRevision);
    } catch (error) {
      if (!isOf(error, ErrorType.WRONG_EXPECTED_VERSION)) throw error;
      const standing = await this.standing(stream, first, drafts.length);
      if (!isThere(standing, 0, drafts)) throw await this.conflict(stream, first);
    }
    for (const [index, draft] of drafts.entries()) {
      this.latest.note(timeOf(draft));
      this.known.note(stream, first + index, draft.id);
    }
    return (await this.isOwn(sent)) ? { revision } : { revision, repeated: true };
  }

  /** The server does not say whether it has recorded events now or had them already: the mark on the first one does. */
  private async isOwn({ stream, first, mark }: Sent): Promise<boolean> {
    if (mark === '') return true;
    try {
      const [standing] = await this.reader.stream(stream, 1, first);
      return standing === undefined || markOf(standing) === mark;
    } catch (error) {
      // They are recorded: that alone is not worth a refusal.
      if (error instanceof Rejection) return true;
      throw error;
    }
  }

  private async standing(stream: string, from: number, count: number): Promise<readonly ServerEvent[]> {
    const events: ServerEvent[] = [];
    while (events.length < count) {
      const asked = Math.min(PAGE, count - events.length);
      const page = await this.reader.stream(stream, asked, from + events.length);
      events.push(...page);
      if (page.length < asked) break;
    }
    return events;
  }

  private async conflict(stream: string, first: number): Promise<Rejection> {
    const [last] = await this.reader.stream(stream, 1, null);
    const stands = last === undefined ? 'does not exist' : `is at revision ${String(last.revision)}`;
    const expected = first === 0 ? 'not exist' : `be at ${String(first - 1)}`;
    return new Rejection('conflict', `${stream} ${stands}; it was expected to ${expected}.`);
  }
}

const isThere = (standing: readonly ServerEvent[], at: number, drafts: readonly Draft[]): boolean =>
  drafts.every(({ id }, index) => standing[at + index]?.id === id);

const recorded = (stream: string): Rejection =>
  new Rejection('conflict', `An event for ${stream} is recorded already, in another place.`);

/** A stream that somebody had deleted on the server begins anew at the revision after its last. */
const displaced = (stream: string, revision: bigint): Rejection =>
  new Rejection(
    'unavailable',
    `The ledger is damaged: ${stream} was deleted on its server. What was recorded now stands at ${String(revision)}.`,
  );
