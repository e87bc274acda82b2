import {
  BACKWARDS,
  END,
  ErrorType,
  type EventStoreDBClient,
  FORWARDS,
  START,
  type StreamingRead,
} from '@eventstore/db-client';
import type { Connection } from './connection.js';
import type { KnownIds } from './known-ids.js';
import { damaged, isOf, NoAnswer, patiently } from './ledger-errors.js';
import type { ServerEvent } from './ledger-events.js';
import type { Position } from './positions.js';

/** What the client is told with every call: by credentials of its own it calls the plain way, see LedgerAppender. */
export const asLeader = ({ credentials }: Connection) => ({ credentials, requiresLeader: true }) as const;

/**
 * Reads pages, each a call of its own that is over when the page is there: none stays open while its reader thinks, and
 * each has a deadline. The client gives its reads none.
 */
export class LedgerReader {
  /** What the names of the ledger's streams begin with. */
  readonly prefix: string;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly connection: Connection,
    private readonly known: KnownIds,
  ) {
    this.prefix = `kronika.${connection.ledger}.`;
  }

  /**
   * Events of one of the ledger's streams; nothing where it is not there, as far as can be told: the server says the same
   * of one whose events were deleted.
   *
   * @param from the first one wanted; null is the stream's end, to read backwards from. Backwards from beyond the end is
   * nothing that servers agree on, and not to be asked.
   * @throws Rejection `unavailable` when events are missing that were there
   */
  async stream(
    name: string,
    count: number,
    from: number | null,
    backwards = from === null,
  ): Promise<readonly ServerEvent[]> {
    // As of now: the stream may be begun before the answer is here.
    const held = this.known.of(name).length;
    const page = await this.page(() =>
      this.client.readStream(this.prefix + name, {
        ...asLeader(this.connection),
        maxCount: count,
        direction: backwards ? BACKWARDS : FORWARDS,
        fromRevision: from === null ? END : BigInt(from),
      }),
    );
    if (isCutOff(page, { count, from, backwards, held })) throw damaged(name);
    for (const { revision, id } of page) this.known.note(name, Number(revision), id);
    return page;
  }

  /** Events of all streams of the server, of `from` and after: the one that stands there comes too, or not. */
  all(count: number, from: Position | null): Promise<readonly ServerEvent[]> {
    return this.page(() =>
      this.client.readAll({ ...asLeader(this.connection), maxCount: count, fromPosition: from ?? START }),
    );
  }

  /** The same from before `from`, the latest first; null is the end. */
  allBackwards(count: number, from: Position | null): Promise<readonly ServerEvent[]> {
    return this.page(() =>
      this.client.readAll({
        ...asLeader(this.connection),
        maxCount: count,
        direction: BACKWARDS,
        fromPosition: from ?? END,
      }),
    );
  }

  isOurs({ streamId }: ServerEvent): boolean {
    return streamId.startsWith(this.prefix);
  }

  private page(read: () => StreamingRead<{ readonly event?: ServerEvent }>): Promise<readonly ServerEvent[]> {
    return patiently((milliseconds) => collect(read(), milliseconds), this.connection.patience);
  }
}

interface Asked {
  readonly count: number;
  readonly from: number | null;
  readonly backwards: boolean;
  /** How many events the stream had at least. */
  readonly held: number;
}

/**
 * Whether a page shows that the stream's first events are gone, by deletion or by `$tb`, `$maxCount` or `$maxAge` in its
 * metadata: from within a stream no others can be.
 */
function isCutOff(page: readonly ServerEvent[], { count, from, backwards, held }: Asked): boolean {
  const [first] = page;
  if (first === undefined) return backwards ? from !== null || held > 0 : (from ?? 0) < held;
  if (from !== null && first.revision !== BigInt(from)) return true;
  return backwards && page.length < count && page.at(-1)?.revision !== 0n;
}

async function collect(
  stream: StreamingRead<{ readonly event?: ServerEvent }>,
  milliseconds: number,
): Promise<readonly ServerEvent[]> {
  const events: ServerEvent[] = [];
  // The last word on the stream's errors is the loop's; one that comes after it is nobody's.
  stream.on('error', () => undefined);
  const timer = setTimeout(() => stream.destroy(new NoAnswer('no answer')), milliseconds);
  try {
    for await (const { event } of stream) if (event !== undefined) events.push(event);
    return events;
  } catch (error) {
    if (isOf(error, ErrorType.STREAM_NOT_FOUND)) return [];
    throw error;
  } finally {
    clearTimeout(timer);
    // What the client has piped into the stream goes on without it, unless it is told. Never opened, it throws.
    stream.cancel().catch(() => undefined);
  }
}
