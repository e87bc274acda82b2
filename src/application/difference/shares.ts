import { percentOf, perThousandOf, rankOf, type Shares } from '../queries/gminas.js';
import type { Figure, Source } from './figure.js';

type Of<V> = Readonly<Record<keyof Shares, V>>;
type FigureAt = (path: string) => Figure;

/** The sums of a row of which shares are told, by their paths below it. */
const SUMS: Of<string> = {
  activities: 'activities/total',
  supportDelivered: 'money/support/delivered',
  investmentShare: 'money/investments/share',
};
const ITSELF: Of<string> = {
  activities: 'activities',
  supportDelivered: 'supportDelivered',
  investmentShare: 'investmentShare',
};

const at = (figure: FigureAt, path: string, below: Of<string>): Of<Figure> => ({
  activities: figure(`${path}/${below.activities}`),
  supportDelivered: figure(`${path}/${below.supportDelivered}`),
  investmentShare: figure(`${path}/${below.investmentShare}`),
});

const amounts = (figures: Of<Figure>): Shares => ({
  activities: figures.activities.amount,
  supportDelivered: figures.supportDelivered.amount,
  investmentShare: figures.investmentShare.amount,
});

function setShares(figures: Of<Figure>, shares: Shares, source: Source): void {
  figures.activities.set(shares.activities, source);
  figures.supportDelivered.set(shares.supportDelivered, source);
  figures.investmentShare.set(shares.investmentShare, source);
}

/** The figures of a gmina that are told from its sums and those of all. */
interface Told {
  readonly own: Of<Figure>;
  readonly percent: Of<Figure>;
  readonly perThousand: Of<Figure>;
  readonly rank: Figure;
  readonly residents: number | null;
}

/** The shares and ranks of the gminas, told anew when a sum changed. */
export class GminaShares {
  private readonly whole: Of<Figure>;
  private readonly gminas: readonly Told[];

  constructor(figure: FigureAt, gminas: ReadonlyMap<string, { readonly residents: number | null }>) {
    this.whole = at(figure, '/totals', SUMS);
    this.gminas = [...gminas].map(([key, { residents }]) => ({
      own: at(figure, `/gminas/${key}`, SUMS),
      percent: at(figure, `/gminas/${key}/percentOfAll`, ITSELF),
      perThousand: at(figure, `/gminas/${key}/perThousand`, ITSELF),
      rank: figure(`/gminas/${key}/rank`),
      residents,
    }));
  }

  /** The sums from which shares are told. Ranks are told from those of activities. */
  sums(): readonly Of<Figure>[] {
    return [this.whole, ...this.gminas.map(({ own }) => own)];
  }

  tellShares(source: Source): void {
    const all = amounts(this.whole);
    for (const { own, percent, perThousand, residents } of this.gminas) {
      const its = amounts(own);
      setShares(percent, percentOf(its, all), source);
      const perHead = perThousandOf(its, residents);
      if (perHead !== null) setShares(perThousand, perHead, source);
    }
  }

  tellRanks(source: Source): void {
    const totals = this.gminas.map(({ own }) => own.activities.amount);
    this.gminas.forEach(({ rank }, index) => {
      rank.set(rankOf(totals[index] ?? 0, totals), source);
    });
  }
}
