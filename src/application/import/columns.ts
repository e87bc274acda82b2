import type { Kind } from '../../domain/activities/kind.js';
import { StepFields } from '../../domain/activities/details.js';
import { fold } from '../../domain/kernel/words.js';
import { fieldWords, stepWords, type Words } from './glossary.js';
import { type Leaf, payloadLeaves } from './leaves.js';

/** How many of a unit's thousandths, hundredths... make the whole that the ledger counts: `km` is 1,000 metres. */
export interface Unit {
  readonly of: 'money' | 'metres';
  /** Grosze or metres in one. */
  readonly worth: number;
}

/** What a column of a file holds. */
export type Column =
  | { readonly of: 'ref' }
  | { readonly of: 'step' }
  /** A field of the details, or, where the details have none such, of the activity's first step. */
  | { readonly of: 'body'; readonly leaf: Leaf; readonly unit?: Unit }
  /** A field of a step, the nth time that it was taken, from 1. */
  | { readonly of: 'taken'; readonly step: string; readonly nth: number; readonly leaf: Leaf; readonly unit?: Unit };

/** Header words without case, accents, spaces and signs: `Data_od` -> `dataod`. */
export const plain = (header: string): string => fold(header).replace(/[^\p{L}\p{N}]/gu, '');

const REF: Words = ['ref', 'identyfikator'];
const STEP: Words = ['krok', 'pierwszy krok'];
const FIRST_ON: Words = ['data kroku', 'data pierwszego kroku'];

const UNITS: Readonly<Record<string, Unit>> = {
  '': { of: 'money', worth: 100 },
  zl: { of: 'money', worth: 100 },
  wzl: { of: 'money', worth: 100 },
  pln: { of: 'money', worth: 100 },
  tyszl: { of: 'money', worth: 100_000 },
  wtyszl: { of: 'money', worth: 100_000 },
  gr: { of: 'money', worth: 1 },
  grosze: { of: 'money', worth: 1 },
  m: { of: 'metres', worth: 1 },
  wm: { of: 'metres', worth: 1 },
  mb: { of: 'metres', worth: 1 },
  km: { of: 'metres', worth: 1000 },
  wkm: { of: 'metres', worth: 1000 },
};

type Place<C> = Map<string, C>;
interface Found {
  readonly leaf: Leaf;
  readonly unit?: Unit;
}

/** The headers that a file of one kind may have. */
export class Headers {
  private readonly own = new Map<string, Column>();
  /** By a step's word, the longest first. */
  private readonly steps: readonly (readonly [word: string, step: string, fields: Place<Found>])[];

  constructor(private readonly kind: Kind) {
    for (const word of ['ref', ...REF]) this.own.set(plain(word), { of: 'ref' });
    for (const word of ['step', ...STEP]) this.own.set(plain(word), { of: 'step' });
    for (const [header, found] of this.fields(payloadLeaves(kind.details)))
      this.own.set(header, { of: 'body', ...found });
    for (const leaf of this.firstStepLeaves())
      for (const [header, found] of this.fields([leaf]))
        if (!this.own.has(header)) this.own.set(header, { of: 'body', ...found });
    for (const leaf of payloadLeaves(StepFields))
      for (const word of ['on', ...FIRST_ON]) this.own.set(plain(word), { of: 'body', leaf });
    this.steps = Object.entries(kind.steps)
      .flatMap(([step, row]) => {
        const fields = this.fields(payloadLeaves(row.fields));
        // The step's name alone is its day.
        for (const leaf of payloadLeaves(StepFields)) fields.set('', { leaf });
        return [step, ...stepWords(kind.name, step)].map((word) => [plain(word), step, fields] as const);
      })
      .sort(([a], [b]) => b.length - a.length);
  }

  /** What a column of this header holds; null when it is no header of this kind. */
  column(header: string): Column | null {
    const name = plain(header);
    const own = this.own.get(name);
    if (own !== undefined) return own;
    for (const [word, step, fields] of this.steps) {
      const [, nth = '1', field = ''] =
        (name.startsWith(word) && /^(\d{1,3})?(\D.*)?$/.exec(name.slice(word.length))) || [];
      const found = name.startsWith(word) && Number(nth) > 0 ? fields.get(field) : undefined;
      if (found !== undefined) return { of: 'taken', step, nth: Number(nth), ...found };
    }
    return null;
  }

  /** The header that a column is shown under. */
  shown(column: Column): string {
    switch (column.of) {
      case 'ref':
        return REF[0];
      case 'step':
        return STEP[0];
      case 'body':
        return column.leaf.path[0] === 'on' ? FIRST_ON[0] : this.polish(column.leaf.path);
      case 'taken': {
        const nth = column.nth > 1 ? ` ${String(column.nth)}` : '';
        return `${stepWords(this.kind.name, column.step)[0]}${nth}: ${this.polish(column.leaf.path)}`;
      }
    }
  }

  /** The columns of the kind, each step's once: what a file may have. */
  all(): Column[] {
    const body = [...payloadLeaves(this.kind.details), ...this.firstStepLeaves(), ...payloadLeaves(StepFields)];
    return [
      { of: 'ref' },
      { of: 'step' },
      ...body.map((leaf): Column => ({ of: 'body', leaf })),
      ...Object.entries(this.kind.steps).flatMap(([step, row]) =>
        payloadLeaves(row.fields).map((leaf): Column => ({ of: 'taken', step, nth: 1, leaf })),
      ),
    ];
  }

  private polish(path: readonly string[]): string {
    return path
      .filter((_, index) => !goesWithoutSaying(path, index))
      .map((name) => fieldWords(this.kind.name, name)[0])
      .join(' ');
  }

  /** Fields of the steps that an activity may begin with, besides the step's day. */
  private firstStepLeaves(): Leaf[] {
    const leaves = Object.values(this.kind.steps)
      .filter((row) => row.starts)
      .flatMap((row) => payloadLeaves(row.fields).filter(({ path }) => path[0] !== 'on'));
    return [...new Map(leaves.map((leaf) => [leaf.path.join('.'), leaf])).values()];
  }

  private fields(leaves: readonly Leaf[]): Place<Found> {
    const headers: Place<Found> = new Map();
    for (const leaf of leaves) {
      for (const name of [...this.words(leaf.path, (part) => [part]), ...this.words(leaf.path)])
        for (const [suffix, unit] of suffixes(leaf))
          if (!headers.has(name + suffix)) headers.set(name + suffix, { leaf, ...(unit && { unit }) });
    }
    return headers;
  }

  /** Every way to write a path: any word of each part. */
  private words(
    path: readonly string[],
    wordsOf: (name: string) => readonly string[] = (name) => fieldWords(this.kind.name, name),
  ): string[] {
    return path.reduce<string[]>(
      (before, name, index) => {
        const words = [...wordsOf(name), ...(goesWithoutSaying(path, index) ? [''] : [])];
        return before.flatMap((each) => words.map((word) => each + plain(word)));
      },
      [''],
    );
  }
}

/** "The counterpart's organisation's kind" is said shorter. */
const goesWithoutSaying = (path: readonly string[], index: number): boolean =>
  path[0] === 'counterparts' && path[index] === 'organisation' && index < path.length - 1;

function suffixes({ type }: Leaf): readonly (readonly [string, Unit | undefined])[] {
  if (type !== 'money' && type !== 'metres') return [['', undefined]];
  const fitting = Object.entries(UNITS).filter(([, { of }]) => of === type);
  return type === 'metres' ? [['', UNITS['m']], ...fitting] : fitting;
}
