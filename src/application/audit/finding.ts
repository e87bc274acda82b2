import { VIEWS } from '../../domain/views/catalogue.js';
import type { Difference, Differing } from '../verify.js';

/**
 * What can be wrong, by the check that found it.
 *
 * - `unreadable`: an event cannot be read at all
 * - `altered`: an event is not the one that the tree of hashes has in its place
 * - `cut`: events are missing at the end
 * - `tree`: the kept tree of hashes is damaged, so that it cannot tell which events were altered
 * - `revision`: a stream's revisions have a gap, or one comes twice
 * - `time`: a recorded time goes back, in a stream or by more than an hour, or is none; a day's close is not of its midnight
 * - `close`: a day's close lacks what it must carry, or comes out of turn; or past days stay open (the background check)
 * - `key`: a key that signs is none, or has not the word of the one before it
 * - `signature`: a checkpoint is not signed by the key in force
 * - `checkpoint`: a checkpoint is of another ledger, or the events under it are not those that were signed
 * - `kept`: the same, against a checkpoint that was kept outside, or none could be kept there (the background check)
 * - `chain`: what the views said on a day is not chained to the day before
 * - `views`: what the views said on a day is not what its events make
 * - `replay`: the events cannot be folded
 * - `edition`: an edition of a view is not what the events make
 * - `access`: the access log is not whole, or not the one that the days' closes tell of
 * - `number`: the numbers of a series have a gap, or one comes twice
 */
export const FINDINGS = [
  'unreadable',
  'altered',
  'cut',
  'tree',
  'revision',
  'time',
  'close',
  'key',
  'signature',
  'checkpoint',
  'kept',
  'chain',
  'views',
  'replay',
  'edition',
  'number',
  'access',
] as const;
export type FindingCode = (typeof FINDINGS)[number];

/** One thing that is wrong: what, where, since when. */
export interface Finding {
  readonly what: FindingCode;
  /** In a sentence. */
  readonly says: string;
  /** Where the ledger is wrong, at the earliest; null where it is not the ledger. */
  readonly position: number | null;
  /**
   * Since when: the recorded time, as the ledger tells it, of what stands there, or where nothing does of the last before it;
   * of an edition or a number, of the event that began it. RFC 3339; null where nothing tells.
   */
  readonly since: string | null;
}

/** Findings of one kind that are told one by one; the rest are counted. */
const TOLD = 10;
/** Of editions, one of each view. */
const toldOf = (what: FindingCode): number => (what === 'edition' ? Math.max(TOLD, VIEWS.length) : TOLD);

/** Gathers what is found, and what need not be wrong but must be known. */
export class Findings {
  readonly list: Finding[] = [];
  readonly notes: string[] = [];
  private readonly counts = new Map<FindingCode, number>();

  add(what: FindingCode, says: string, position: number | null = null, since: string | null = null): void {
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    if (count <= toldOf(what)) this.list.push({ what, says, position, since });
  }

  note(says: string): void {
    this.notes.push(says);
  }

  /** How many of a kind were left out of {@link list}. */
  get untold(): Readonly<Partial<Record<FindingCode, number>>> {
    return Object.fromEntries(
      [...this.counts].flatMap(([what, count]) => (count > toldOf(what) ? [[what, count - toldOf(what)]] : [])),
    );
  }
}

export const ofDifference = ({ view, id, from, what }: Difference): string => `${view} ${id} of ${from} ${what}`;

export const ofDiffering = ({ documents, ...first }: Differing): string =>
  `${ofDifference(first)}${documents > 1 ? `, the first of ${String(documents)} documents of ${first.view}` : ''}`;
