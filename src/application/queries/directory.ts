import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '../../domain/kernel/day.js';
import {
  GminaDetails,
  GMINA,
  type LedgerDetails,
  OFFICIAL,
  OfficialDetails,
  STRATEGY,
  UNIT,
  UnitDetails,
} from '../../domain/registers/registers.js';
import type { Strategy } from '../../domain/strategy/strategy.js';
import { days, type DayDoc } from '../../domain/views/days.js';
import { AsOf } from '../as-of.js';
import { ledgerAt } from '../reports/report.js';
import { detailsOf } from '../registers.js';
import type { Answer } from './figures.js';
import { gminaEntries } from './gminas.js';
import { bookAt } from './known.js';

/** What everything on a page is named by, as the registers stood at a point; and where that point is. */
export interface Directory {
  /** The day on which the point stands. */
  readonly day: Day;
  readonly today: Day;
  /** The last day, up to the point, on which anything was recorded; null before the first. */
  readonly lastDay: Day | null;
  /** Of the ledger as it was opened, also as of a day before that; null for an empty one. */
  readonly ledger: LedgerDetails | null;
  /** By TERC. */
  readonly gminas: readonly (Pick<GminaDetails, 'terc' | 'label'> & {
    readonly key: string;
    /** Every code that it ever had. */
    readonly codes: readonly string[];
  })[];
  readonly units: Readonly<Record<string, string>>;
  readonly officials: Readonly<Record<string, { readonly name: string; readonly function: string }>>;
  /** By the day they come into force. */
  readonly strategies: readonly Strategy[];
  /** Id of the strategy in force on the day; null while there is none. */
  readonly inForce: string | null;
}

export class DirectoryQuery {
  constructor(readonly asOf: string | undefined) {}
}

const NAMED = [GMINA, UNIT, OFFICIAL, STRATEGY].map(({ name }) => name);

@QueryHandler(DirectoryQuery)
export class DirectoryHandler implements IQueryHandler<DirectoryQuery, Answer<Directory>> {
  constructor(private readonly asOf: AsOf) {}

  async execute({ asOf }: DirectoryQuery): Promise<Answer<Directory>> {
    const { value: ledger } = await this.asOf.read(undefined, ledgerAt);
    return this.asOf.read(asOf, async (reading) => {
      const book = await bookAt(reading, NAMED);
      // The view of days holds nothing else.
      const [last] = (await reading.find(days.name, { sort: 'day', descending: true, limit: 1 })) as readonly DayDoc[];
      const gminas = (await gminaEntries(reading)).map((entry) => {
        const { terc, label, formerCodes = [] } = detailsOf(entry, GminaDetails);
        return {
          terc,
          label,
          key: entry.key,
          codes: [...new Set([terc, entry.key, ...formerCodes.map((each) => each.terc)])],
        };
      });
      return {
        day: reading.day,
        today: this.asOf.today(),
        lastDay: last?.id ?? null,
        ledger,
        gminas: gminas.sort((a, b) => (a.terc < b.terc ? -1 : 1)),
        units: Object.fromEntries(
          book.all(UNIT.name).map((entry) => [entry.key, detailsOf(entry, UnitDetails).short ?? entry.name]),
        ),
        officials: Object.fromEntries(
          book.all(OFFICIAL.name).map((entry) => {
            const { name, function: its } = detailsOf(entry, OfficialDetails);
            return [entry.key, { name, function: its }];
          }),
        ),
        strategies: book.strategies(),
        inForce: book.strategyOn(reading.day)?.id ?? null,
      };
    });
  }
}
