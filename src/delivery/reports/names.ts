import type { Report } from '../../application/reports/report.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';

/** Names what a report tells by its key: a gmina by any of its codes, the county-wide and outside rows. */
export class Names {
  constructor(private readonly byKey: ReadonlyMap<string, string>) {}

  static of({ gminas, countyWide, outside }: Pick<Report, 'gminas' | 'countyWide' | 'outside'>): Names {
    return new Names(
      new Map([
        [COUNTY, countyWide.name],
        [OUTSIDE, outside.name],
        ...gminas.flatMap(({ terc, key, name }) => [[key, name] as const, [terc, name] as const]),
      ]),
    );
  }

  /** A gmina of another county has no name here: its code tells which it is. */
  gmina(key: string): string {
    return this.byKey.get(key) ?? `gmina o kodzie ${key}`;
  }
}
