import { StepFields } from '../../domain/activities/details.js';
import { type Kind, rowOf } from '../../domain/activities/kind.js';
import { fieldNames } from '../../domain/kernel/check.js';
import { stepWords } from './glossary.js';
import { type Column, Headers, plain } from './columns.js';
import type { Amiss } from './draft.js';
import { payloadLeaves } from './leaves.js';

/** The columns of one file, by its header. */
export class Sheet {
  readonly columns: readonly (Column | null)[];
  /** What is wrong with the header: then no row can be read. */
  readonly amiss: readonly Amiss[];
  private readonly headers: Headers;

  constructor(
    readonly kind: Kind,
    readonly header: readonly string[],
  ) {
    this.headers = new Headers(kind);
    this.columns = header.map((each) => (isPassedOver(each) ? null : this.headers.column(each)));
    this.amiss = [...this.strange(), ...this.twice(), ...this.missing()];
  }

  /** A column's header as the file has it. */
  headerAt(index: number): string {
    return this.header[index]?.trim() ?? '';
  }

  indexOf(of: Column['of']): number {
    return this.columns.findIndex((column) => column?.of === of);
  }

  /**
   * The header under which a field would stand.
   *
   * @param step null for the details and the first step
   */
  wanted(step: string | null, first: string, names: readonly string[]): string {
    const details = step === null && fieldNames(this.kind.details).has(names[0] ?? '');
    const payload = details ? this.kind.details : (rowOf(this.kind, step ?? first)?.fields ?? StepFields);
    for (let length = names.length; length > 0; length--) {
      const path = names.slice(0, length).join('.');
      const leaf = payloadLeaves(payload).find((each) => each.path.join('.') === path);
      if (leaf !== undefined)
        return this.headers.shown(step === null ? { of: 'body', leaf } : { of: 'taken', step, nth: 1, leaf });
    }
    return step === null ? '' : stepWords(this.kind.name, step)[0];
  }

  private strange(): Amiss[] {
    return this.header.flatMap((header, index) =>
      this.columns[index] === null && header.trim() !== '' && !isPassedOver(header)
        ? [{ column: header.trim(), value: '', reason: STRANGE }]
        : [],
    );
  }

  private twice(): Amiss[] {
    const seen = new Map<string, string>();
    return this.columns.flatMap((column, index) => {
      if (column === null) return [];
      const [shown, header] = [this.headers.shown(column), this.headerAt(index)];
      const before = seen.get(shown);
      seen.set(shown, header);
      if (before === undefined) return [];
      return [{ column: header, value: '', reason: `to samo co kolumna „${before}”; zostaw jedną z nich` }];
    });
  }

  /** Fields without which no row can stand. */
  private missing(): Amiss[] {
    const has = new Set(this.columns.flatMap((column) => (column?.of === 'body' ? [column.leaf.path[0]] : [])));
    return payloadLeaves(this.kind.details)
      .filter(({ required, path }) => required && !has.has(path[0]))
      .map((leaf) => ({ column: this.headers.shown({ of: 'body', leaf }), value: '', reason: MISSING }));
  }
}

/** The running number that every office's table has and nobody needs here; and what a clerk marks to be left out. */
const isPassedOver = (header: string): boolean => header.trim().startsWith('#') || plain(header) === 'lp';

const STRANGE =
  'nie ma takiej kolumny w tym rodzaju działań; popraw nagłówek, a kolumnę do pominięcia oznacz znakiem # na początku';
const MISSING = 'brakuje tej kolumny, a bez niej nie da się zapisać działania';
