/** What a verifier looks at, in its order. */
const CHECKS = ['form', 'keys', 'seal', 'checkpoint', 'events', 'streams', 'rows', 'figures'] as const;
export type CheckName = (typeof CHECKS)[number];

/** What can be wrong with a pack: delivery/evidence/words.ts says it in both languages. */
export type FaultCode =
  | 'not-json'
  | 'not-canonical'
  | 'format'
  | 'shape'
  | 'unknown-member'
  | 'page'
  | 'no-ledger'
  | 'key-foreign'
  | 'key-unendorsed'
  | 'key-not-last'
  | 'key-not-noted'
  | 'seal-unreadable'
  | 'seal-signature'
  | 'seal-part'
  | 'checkpoint-unreadable'
  | 'checkpoint-signature'
  | 'checkpoint-foreign'
  | 'checkpoint-short'
  | 'order'
  | 'event-altered'
  | 'event-unproven'
  | 'hash-altered'
  | 'hash-missing'
  | 'hash-idle'
  | 'stream-gap'
  | 'stream-late'
  | 'row-unproven'
  | 'row-missing'
  | 'row-differs'
  | 'number'
  | 'figure'
  | 'other-version'
  | 'digest'
  | 'frozen'
  | 'uncountable';

export interface Fault {
  readonly code: FaultCode;
  /** JSON Pointer (RFC 6901) into the pack. */
  readonly where: string;
  /** What the pack says there, and what it should be, where that can be told shortly. */
  readonly said?: string;
  readonly is?: string;
}

/** What need not be wrong, but must be known. */
export type NoteCode =
  'complete' | 'numbers' | 'key' | 'truth' | 'page' | 'demonstration' | 'key-lost' | 'counted-otherwise';

export interface Note {
  readonly code: NoteCode;
  readonly value?: string;
}

export interface Check {
  readonly name: CheckName;
  /** Null where what was found before left nothing to look at; else how many things were looked at. */
  readonly of: number | null;
  /** The first of them. */
  readonly faults: readonly Fault[];
  /** How many more there are. */
  readonly untold: number;
}

export interface Verdict {
  /** Nothing is wrong, and everything was looked at. */
  readonly sound: boolean;
  readonly checks: readonly Check[];
  readonly notes: readonly Note[];
}

/** Faults told of one check. */
const MOST = 20;

/** Gathers what a verifier finds. */
export class Findings {
  private readonly found = new Map<CheckName, { of: number | null; faults: Fault[]; untold: number }>(
    CHECKS.map((name) => [name, { of: null, faults: [], untold: 0 }]),
  );
  readonly notes: Note[] = [];

  /** Says that so many things were looked at. */
  looked(name: CheckName, of: number): void {
    this.at(name).of = of;
  }

  add(name: CheckName, fault: Fault): void {
    const at = this.at(name);
    if (at.faults.length < MOST) at.faults.push(fault);
    else at.untold++;
  }

  note(code: NoteCode, value?: string): void {
    this.notes.push({ code, ...(value !== undefined && { value }) });
  }

  get verdict(): Verdict {
    const checks = [...this.found].map(([name, found]) => ({ name, ...found }));
    const sound = checks.every(({ of, faults }) => of !== null && faults.length === 0);
    return { sound, checks, notes: this.notes };
  }

  private at(name: CheckName): { of: number | null; faults: Fault[]; untold: number } {
    const at = this.found.get(name);
    if (at === undefined) throw new Error(`no check ${name}`);
    return at;
  }
}
