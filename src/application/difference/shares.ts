import { isPopulated, PER_THOUSAND, percent, rankOf, type Shares } from '../queries/gminas.js';
import type { Figure, Source } from './figure.js';

type FigureAt = (path: string) => Figure;

/** The sums of a row of which shares are told, by their paths below it. */
const SUMS: Readonly<Record<keyof Shares, string>> = {
  activities: 'activities/total',
  supportDelivered: 'money/support/delivered',
  investmentShare: 'money/investments/share',
};

const NAMES = ['activities', 'supportDelivered', 'investmentShare'] as const;

/** A gmina's figures that are told from a sum of its own and that of all. */
interface Told {
  readonly own: Figure;
  readonly percent: Figure;
  readonly perThousand: Figure;
  readonly residents: number | null;
}

/** A sum of all, and what gminas have of it. */
interface Sum {
  readonly whole: Figure;
  readonly gminas: readonly Told[];
}

/** The shares and ranks of the gminas, told anew when a sum changed. */
export class GminaShares {
  private readonly of: Readonly<Record<keyof Shares, Sum>>;
  private readonly ranks: readonly Figure[];

  constructor(figure: FigureAt, gminas: ReadonlyMap<string, { readonly residents: number | null }>) {
    const sumOf = (name: keyof Shares): Sum => ({
      whole: figure(`/totals/${SUMS[name]}`),
      gminas: [...gminas].map(([key, { residents }]) => ({
        own: figure(`/gminas/${key}/${SUMS[name]}`),
        percent: figure(`/gminas/${key}/percentOfAll/${name}`),
        perThousand: figure(`/gminas/${key}/perThousand/${name}`),
        residents,
      })),
    });
    this.of = {
      activities: sumOf('activities'),
      supportDelivered: sumOf('supportDelivered'),
      investmentShare: sumOf('investmentShare'),
    };
    this.ranks = [...gminas.keys()].map((key) => figure(`/gminas/${key}/rank`));
  }

  /** The figures from which others are told. */
  sums(): readonly (readonly [keyof Shares, Figure])[] {
    return NAMES.flatMap((name) => {
      const { whole, gminas } = this.of[name];
      return [whole, ...gminas.map(({ own }) => own)].map((figure) => [name, figure] as const);
    });
  }

  tell(name: keyof Shares, source: Source): void {
    const { whole, gminas } = this.of[name];
    for (const { own, percent: share, perThousand, residents } of gminas) {
      share.set(percent(own.amount, whole.amount), source);
      if (isPopulated(residents)) perThousand.set(PER_THOUSAND[name](own.amount, residents), source);
    }
    if (name === 'activities') this.tellRanks(gminas, source);
  }

  private tellRanks(gminas: readonly Told[], source: Source): void {
    const totals = gminas.map(({ own }) => own.amount);
    this.ranks.forEach((rank, index) => {
      rank.set(rankOf(totals[index] ?? 0, totals), source);
    });
  }
}
