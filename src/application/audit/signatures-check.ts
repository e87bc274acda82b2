import type { RecordedEvent } from '../../domain/kernel/event.js';
import { isDay } from '../../domain/kernel/day.js';
import { textOf } from '../../domain/kernel/json.js';
import { type Checkpoint, originOf } from '../../domain/proof/checkpoint.js';
import { isSignedBy, readNote, readVerifierKey, type VerifierKey } from '../../domain/proof/note.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { SIGNING_KEY_ADOPTED } from '../../domain/registers/signing-key.js';
import { DAY_CLOSED, type ViewsOfDay } from '../../domain/views/days.js';
import type { AccessAtClose } from './access-check.js';
import { checkClose } from './close-check.js';
import { closeIn } from './day-closes.js';
import type { Findings } from './finding.js';
import type { RootsCheck } from './roots-check.js';
import { endorsementText, keyIn } from './signing.js';

/** A checkpoint under which everything is as it was signed. */
export interface Good {
  readonly size: number;
  readonly day: string | null;
}

/** A key on record: it is in force from there to the next. */
export interface KeyInForce {
  readonly key: VerifierKey;
  readonly position: number;
  readonly since: string;
  /** Whether it bears the word of the one before it. */
  readonly follows: boolean;
}

/** A close whose record of the views is chained rightly. */
export interface ChainedClose {
  readonly day: string;
  readonly position: number;
  readonly since: string;
  readonly views: ViewsOfDay;
}

/** The keys, each with the word of the one before; and each day's close: its checkpoint, and its link in the views' chain. */
export class SignaturesCheck {
  readonly keys: KeyInForce[] = [];
  readonly good: Good[] = [];
  readonly chained: ChainedClose[] = [];
  /** What the closes say of the access log. */
  readonly access: AccessAtClose[] = [];
  origin = '';
  /** Checkpoints met, good or not. */
  checkpoints = 0;
  private broken = false;
  private last: ViewsOfDay | null = null;

  constructor(
    private readonly roots: RootsCheck,
    private readonly findings: Findings,
  ) {}

  take(event: RecordedEvent, position: number): void {
    if (event.type === LEDGER.made) this.origin = originOf(textOf(event.data['ledger']));
    else if (event.type === SIGNING_KEY_ADOPTED) this.key(event, position);
    else if (event.type === DAY_CLOSED) this.close(event, position);
  }

  private key(event: RecordedEvent, position: number): void {
    const { key, endorsement, by, reason, recordedAt } = keyIn(event);
    const wrong = (says: string): void => {
      this.findings.add('key', says, position, recordedAt);
    };
    const before = this.keys.at(-1)?.key;
    const note = readNote(endorsement ?? '');
    const follows =
      before !== undefined && note !== null && note.text === endorsementText(key) && isSignedBy(note, before);
    this.keys.push({ key, position, since: recordedAt, follows });
    if (readVerifierKey(key)?.name !== this.origin) wrong(`${key} is no key of this ledger`);
    if (before === undefined) return;
    if (endorsement === undefined)
      this.findings.note(
        `From position ${String(position)} (${recordedAt}) another key signs, for which the key before it has not signed: ` +
          `${by} recorded that it was lost (${reason ?? 'no reason given'}). What is signed since is worth what that word is worth.`,
      );
    else if (!follows) wrong(`${key} does not bear the word of the key before it`);
  }

  private close({ data, metadata }: RecordedEvent, position: number): void {
    const close = closeIn(data);
    const { day, views, access } = close;
    const since = metadata.recordedAt;
    const standing = { origin: this.origin, key: this.keys.at(-1)?.key, before: this.last };
    const { checkpoint, chained } = checkClose(close, position, standing, (what, says) => {
      this.findings.add(what, says, position, since);
    });
    if (close.checkpoint !== undefined) this.checkpoints++;
    if (checkpoint !== null) this.compare(checkpoint, day, since);
    // One of no day is found wrong as it is; nothing can be reckoned from it.
    if (access !== undefined && isDay(day)) this.access.push({ day, since, ...access });
    if (chained !== null) this.chained.push({ day, position, since, views: chained });
    this.last = views ?? this.last;
  }

  private compare({ size, root }: Checkpoint, day: string, since: string): void {
    if (this.roots.at(size)?.equals(root) === true) {
      this.good.push({ size, day });
      return;
    }
    // All that follow are wrong for the same reason.
    if (this.broken) return;
    this.broken = true;
    const before = this.good.at(-1)?.size ?? 0;
    this.findings.add(
      'checkpoint',
      `the events from ${String(before + 1)} to ${String(size)} are not those that were signed at the close of ${day}`,
      before + 1,
      this.roots.since(before + 1) ?? since,
    );
  }
}
