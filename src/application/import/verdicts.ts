import type { Place, Surveyed } from './survey.js';

export type Verdict = 'bad' | 'repeated';

/** What is known of the rows of an import: one without a verdict is good. */
export class Verdicts {
  private readonly byFile: ReadonlyMap<string, Map<number, Verdict>>;
  private readonly refs: ReadonlyMap<string, Place>;

  constructor(files: readonly Surveyed[]) {
    this.byFile = new Map(files.map(({ file }) => [file.name, new Map<number, Verdict>()]));
    this.refs = new Map(files.flatMap(({ refs }) => [...refs]));
  }

  of({ file, row }: Place): Verdict | undefined {
    return this.byFile.get(file)?.get(row);
  }

  put({ file, row }: Place, verdict: Verdict): void {
    this.byFile.get(file)?.set(row, verdict);
  }

  count(verdict: Verdict): number {
    return [...this.byFile.values()].flatMap((each) => [...each.values()]).filter((each) => each === verdict).length;
  }

  /** Whether a row of this import has the ref. */
  has(ref: string): boolean {
    return this.refs.has(ref);
  }

  placeOf(ref: string): Place | undefined {
    return this.refs.get(ref);
  }

  ofRef(ref: string): Verdict | undefined {
    const place = this.refs.get(ref);
    return place && this.of(place);
  }
}
