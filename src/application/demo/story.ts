import type { Kind } from '../../domain/activities/kind.js';
import { kindNamed } from '../../domain/catalogue.js';
import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { Actor, Origin } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import type { Register } from '../../domain/registers/register.js';
import { Dice } from './dice.js';
import { instantAt, workingDay } from './working-days.js';

/** The last day told: what a chapter plans for later has not happened yet, and is left out. */
const LAST_DAY: Day = '2024-12-31';

/** What somebody did. Bodies are those of the HTTP interface; `@17` in them stands for the id of subject 17. */
export type What =
  | { readonly do: 'record'; readonly kind: Kind; readonly body: JsonObject }
  | { readonly do: 'take'; readonly kind: Kind; readonly step: string; readonly body: JsonObject }
  | { readonly do: 'correct'; readonly kind: Kind; readonly changes: JsonObject; readonly reason: string }
  | { readonly do: 'undo' | 'restore'; readonly kind: Kind; readonly reason: string }
  | { readonly do: 'annul'; readonly kind: Kind; readonly reason: string; readonly replacedBy?: string }
  | { readonly do: 'enter'; readonly register: Register; readonly type: string; readonly payload: JsonObject };

/** One deed: who did what to which subject, and when it was recorded. */
export interface Deed {
  readonly at: string;
  readonly by: Actor;
  /** The subject's place in the story; its id is not known before it is recorded. */
  readonly subject: number;
  readonly what: What;
  readonly origin?: Origin;
  readonly acknowledged?: readonly string[];
}

const END = instantAt(plusDays(LAST_DAY, 1), 0);
const OPENS = 7.5 * 3_600_000;
const CLOSES = 15.5 * 3_600_000;
const MINUTE = 60_000;

/** What the chapters tell, in whatever order; {@link inOrder} puts it into the order of time. */
export class Story {
  private readonly told: Deed[] = [];
  /** When each subject was begun, and when it was last dealt with. */
  private readonly begun: string[] = [];

  /** A chapter has dice of its own: a change in one moves nothing in the others. */
  chapter(name: string): Chapter {
    return new Chapter(this, new Dice(name));
  }

  newSubject(): number {
    return this.begun.push('') - 1;
  }

  tell(deed: Deed): void {
    if (this.begun[deed.subject] === '') this.begun[deed.subject] = deed.at;
    this.told.push(deed);
  }

  /** When the last of the subjects that a body names was begun: it can't be named before. Null: one never was. */
  knownSince(body: JsonObject): string | null {
    let last = '';
    for (const ref of JSON.stringify(body).match(/"@\d+"/g) ?? []) {
      const begun = this.begun[Number(ref.slice(2, -1))] ?? '';
      if (begun === '') return null;
      if (begun > last) last = begun;
    }
    return last;
  }

  /** Deeds at the same instant stay as they were told. */
  inOrder(): Deed[] {
    return [...this.told].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }
}

export interface Circumstances {
  /** The very instant, where it matters: an import's rows follow each other in seconds. */
  readonly at?: string;
  readonly origin?: Origin;
  readonly acknowledged?: readonly string[];
}

/** Tells of one subject matter. Days on which the office is closed become the next on which it is open. */
export class Chapter {
  constructor(
    private readonly story: Story,
    readonly dice: Dice,
  ) {}

  /** Begins an activity: its body as the interface takes it. `day` is when it was recorded. */
  begin(day: Day, by: Actor, kind: string, body: JsonObject, circumstances: Circumstances = {}): Thread {
    const found = kindNamed(kind);
    if (found === undefined) throw new RangeError(`no kind ${kind}`);
    const thread = new Thread(this, this.story.newSubject(), found);
    thread.deed(day, by, { do: 'record', kind: found, body }, circumstances);
    return thread;
  }

  enter(day: Day, by: Actor, register: Register, payload: JsonObject): EntryThread {
    const thread = new EntryThread(this, this.story.newSubject(), register);
    thread.deed(day, by, register.made, payload);
    return thread;
  }

  /** @param after the instant of the deed before it; empty for the first. @returns the deed's own; null: not told */
  tell(day: Day, after: string, deed: Omit<Deed, 'at'> & Circumstances): string | null {
    const known = this.story.knownSince(bodyOf(deed.what));
    // What names a thing that has not happened yet has not happened either.
    if (known === null) return null;
    const at = deed.at ?? this.instant(day, after > known ? after : known);
    if (at >= END) return null;
    this.story.tell({ ...deed, at });
    return at;
  }

  private instant(day: Day, since: string): string {
    const at = instantAt(workingDay(day), this.dice.between(OPENS, CLOSES));
    if (at > since) return at;
    const soon = new Date(Date.parse(since) + this.dice.between(MINUTE, 20 * MINUTE)).toISOString();
    // Whoever is not done by half past three goes on next morning.
    return soon <= instantAt(soon.slice(0, 10), CLOSES)
      ? soon
      : instantAt(workingDay(plusDays(soon.slice(0, 10), 1)), OPENS + this.dice.between(0, 20 * MINUTE));
  }
}

function bodyOf(what: What): JsonObject {
  switch (what.do) {
    case 'record':
    case 'take':
      return what.body;
    case 'correct':
      return what.changes;
    case 'enter':
      return what.payload;
    case 'annul':
      return { replacedBy: what.replacedBy };
    default:
      return {};
  }
}

/** One activity through its steps. */
export class Thread {
  private last = '';

  constructor(
    private readonly chapter: Chapter,
    private readonly subject: number,
    private readonly kind: Kind,
  ) {}

  /** Stands for its id in the bodies of others. */
  get ref(): string {
    return `@${String(this.subject)}`;
  }

  /** A step taken `on` a day, and recorded so many days later. */
  step(on: Day, by: Actor, step: string, body: JsonObject = {}, recordedAfter = 0): this {
    const what: What = { do: 'take', kind: this.kind, step, body: { on, ...body } };
    return this.deed(plusDays(on, recordedAfter), by, what);
  }

  correct(day: Day, by: Actor, changes: JsonObject, reason: string): this {
    return this.deed(day, by, { do: 'correct', kind: this.kind, changes, reason });
  }

  undo(day: Day, by: Actor, reason: string): this {
    return this.deed(day, by, { do: 'undo', kind: this.kind, reason });
  }

  annul(day: Day, by: Actor, reason: string, replacedBy?: Thread): this {
    const what: What = { do: 'annul', kind: this.kind, reason };
    return this.deed(day, by, replacedBy === undefined ? what : { ...what, replacedBy: replacedBy.ref });
  }

  restore(day: Day, by: Actor, reason: string): this {
    return this.deed(day, by, { do: 'restore', kind: this.kind, reason });
  }

  deed(day: Day, by: Actor, what: What, circumstances: Circumstances = {}): this {
    this.last = this.chapter.tell(day, this.last, { by, subject: this.subject, what, ...circumstances }) ?? this.last;
    return this;
  }
}

/** One entry of a register. */
export class EntryThread {
  private last = '';

  constructor(
    private readonly chapter: Chapter,
    private readonly subject: number,
    private readonly register: Register,
  ) {}

  get ref(): string {
    return `@${String(this.subject)}`;
  }

  deed(day: Day, by: Actor, type: string, payload: JsonObject): this {
    const what: What = { do: 'enter', register: this.register, type, payload };
    this.last = this.chapter.tell(day, this.last, { by, subject: this.subject, what }) ?? this.last;
    return this;
  }
}
