import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { CONTRACTORS } from './organisations.js';
import { MANAGER_2, ROADS_CLERK } from './people.js';
import {
  CHELMZA,
  CHELMZA_TOWN,
  CZERNIKOWO,
  LUBIANKA,
  LUBICZ,
  LYSOMICE,
  NIESZAWKA,
  OBROWO,
  type Place,
  ZLAWIES,
} from './places.js';
import type { Chapter, Thread } from './story.js';

/** How far an investment got before the ledger ends, or how it stopped. */
type Until =
  | 'proposed'
  | 'agreed'
  | 'funded'
  | 'contracted'
  | 'in-works'
  | 'accepted'
  | 'settled'
  | { readonly cancelledAfter: 'proposed' | 'agreed' | 'in-works'; readonly reason: string };

interface Invented {
  readonly title: string;
  readonly kind: 'bike-path' | 'road-renovation' | 'road-modernisation' | 'bridge' | 'building' | 'other';
  readonly road?: string;
  readonly places: readonly Place[];
  readonly from: Day;
  /** In grosze, and metres. */
  readonly cost: number;
  readonly length?: number;
  readonly until: Until;
  /** Stood still for some months while it was built. */
  readonly pause?: string;
}

const INVESTMENTS: readonly Invented[] = [
  {
    title: 'Remont drogi powiatowej w Przykładowie',
    kind: 'road-renovation',
    road: '9944C',
    places: [CZERNIKOWO],
    from: '2022-01-24',
    cost: 90_000_000,
    length: 1200,
    until: 'settled',
  },
  {
    title: 'Most w Bujdowie',
    kind: 'bridge',
    road: '9913C',
    places: [LYSOMICE],
    from: '2022-03-14',
    cost: 260_000_000,
    until: 'settled',
    pause: 'Wysoki stan wody',
  },
  {
    title: 'Ścieżka rowerowa Fikcyjnowo-Wydumki',
    kind: 'bike-path',
    places: [LUBICZ],
    from: '2022-05-09',
    cost: 140_000_000,
    length: 1650,
    until: 'settled',
  },
  {
    title: 'Chodnik i zatoka autobusowa w Nigdziewie',
    kind: 'other',
    road: '9935C',
    places: [OBROWO],
    from: '2022-06-27',
    cost: 48_000_000,
    length: 420,
    until: 'settled',
  },
  {
    title: 'Droga powiatowa Mirażowo-Przypuszczewo',
    kind: 'road-modernisation',
    road: '9908C',
    places: [ZLAWIES],
    from: '2022-09-05',
    cost: 380_000_000,
    length: 3100,
    until: 'settled',
    pause: 'Znalezisko archeologiczne',
  },
  {
    title: 'Ścieżka rowerowa Złudzin-Pozorne',
    kind: 'bike-path',
    places: [NIESZAWKA],
    from: '2022-10-10',
    cost: 120_000_000,
    length: 1400,
    until: 'settled',
  },
  {
    title: 'Sala gimnastyczna dla uczniów miasta i gminy',
    kind: 'building',
    places: [CHELMZA_TOWN, CHELMZA],
    from: '2023-01-30',
    cost: 620_000_000,
    until: 'accepted',
  },
  {
    title: 'Remont drogi w Gdybanowie',
    kind: 'road-renovation',
    road: '9947C',
    places: [CZERNIKOWO],
    from: '2023-03-20',
    cost: 75_000_000,
    length: 900,
    until: 'settled',
  },
  {
    title: 'Ścieżka rowerowa Niebywałki-Legendowo',
    kind: 'bike-path',
    places: [LUBIANKA, ZLAWIES],
    from: '2023-05-22',
    cost: 210_000_000,
    length: 2400,
    until: 'accepted',
  },
  {
    title: 'Rondo w Fantazynie',
    kind: 'road-modernisation',
    road: '9936C',
    places: [OBROWO],
    from: '2023-06-19',
    cost: 310_000_000,
    until: { cancelledAfter: 'agreed', reason: 'Gmina wycofała się z udziału w kosztach' },
  },
  {
    title: 'Kładka pieszo-rowerowa w Marzeńcu',
    kind: 'bridge',
    places: [LYSOMICE],
    from: '2023-08-28',
    cost: 95_000_000,
    until: { cancelledAfter: 'in-works', reason: 'Upadłość wykonawcy, zadanie wraca do planów' },
  },
  {
    title: 'Droga powiatowa Urojewo-Baśniowice',
    kind: 'road-modernisation',
    road: '9916C',
    places: [CHELMZA],
    from: '2023-11-13',
    cost: 450_000_000,
    length: 3600,
    until: 'in-works',
  },
  {
    title: 'Ścieżka rowerowa Udawanki-Mrzonki',
    kind: 'bike-path',
    places: [OBROWO, CZERNIKOWO],
    from: '2024-01-22',
    cost: 330_000_000,
    length: 3900,
    until: 'contracted',
  },
  {
    title: 'Remont drogi w Domniemankach',
    kind: 'road-renovation',
    road: '9914C',
    places: [LYSOMICE],
    from: '2024-04-15',
    cost: 110_000_000,
    length: 1300,
    until: 'funded',
  },
  {
    title: 'Obwodnica Pozorzyna',
    kind: 'road-modernisation',
    road: '9921C',
    places: [LUBIANKA],
    from: '2024-05-27',
    cost: 900_000_000,
    until: { cancelledAfter: 'proposed', reason: 'Niekorzystna opinia środowiskowa' },
  },
  {
    title: 'Parking przy stacji na Osiedlu Zmyślonym',
    kind: 'other',
    places: [CHELMZA_TOWN],
    from: '2024-07-08',
    cost: 130_000_000,
    until: 'agreed',
  },
  {
    title: 'Ścieżka rowerowa Nierealne-Złudzin',
    kind: 'bike-path',
    places: [ZLAWIES, NIESZAWKA],
    from: '2024-10-21',
    cost: 280_000_000,
    length: 3000,
    until: 'proposed',
  },
];

/** What campaigns and competition entries are about, besides the real ones. */
export function tellInvestments(chapter: Chapter): ReadonlyMap<string, Thread> {
  return new Map(INVESTMENTS.map((each) => [each.title, tellInvestment(chapter, each)]));
}

const ORDER = ['proposed', 'agreed', 'funded', 'contracted', 'in-works', 'accepted', 'settled'] as const;

function tellInvestment(chapter: Chapter, invented: Invented): Thread {
  const { dice } = chapter;
  const { title, kind, road, places, from, cost, length, until, pause } = invented;
  const thread = chapter.begin(from, dice.chance(70) ? ROADS_CLERK : MANAGER_2, 'joint-investment', {
    title,
    occurredOn: from,
    gminas: places.map(({ terc }) => terc),
    strategyItems: kind === 'building' ? ['G2'] : ['G2', 'G3.2'],
    units: [kind === 'building' ? 'zs-ue-chelmza' : 'pzd'],
    investmentKind: kind,
    ...(road === undefined ? {} : { roadNumber: road }),
    ...(length === undefined ? {} : { plannedLength: length }),
    plannedCost: cost,
  });
  const contracted = Math.round((cost * dice.between(92, 106)) / 100);
  const contractor = dice.one(CONTRACTORS);
  const share = Math.round((cost * 3) / 10 / places.length);
  const fund = Math.round(cost / 2);
  const steps: Record<(typeof ORDER)[number], (on: Day) => unknown> = {
    proposed: () => thread,
    agreed: (on) => step(on, 'agree', { partners: places.map(({ terc }) => ({ gmina: terc, share })) }),
    funded: (on) =>
      step(on, 'fund', {
        sources: [
          {
            name: dice.one(['Rządowy Fundusz Rozwoju Dróg', 'Fundusze europejskie dla regionu', 'Budżet województwa']),
            amount: fund,
          },
          { name: 'Budżet powiatu', amount: cost - fund - share * places.length },
        ],
      }),
    contracted: (on) => step(on, 'contract', { contractor, amount: contracted }),
    'in-works': (on) => step(on, 'start-works', {}),
    accepted: (on) => {
      if (pause !== undefined) {
        step(plusDays(on, -90), 'suspend', { reason: pause });
        step(plusDays(on, -45), 'resume', {});
      }
      return step(on, 'accept', length === undefined ? {} : { length: length + dice.between(-2, 3) * 10 });
    },
    settled: (on) => step(on, 'settle', { cost: Math.round((contracted * dice.between(98, 105)) / 100) }),
  };
  const step = (on: Day, name: string, body: JsonObject): Thread =>
    thread.step(on, ROADS_CLERK, name, body, dice.one([0, 1, 3]));
  const last = typeof until === 'string' ? until : until.cancelledAfter;
  let on = from;
  for (const status of ORDER.slice(1, ORDER.indexOf(last) + 1)) {
    on = plusDays(on, status === 'accepted' ? dice.between(130, 170) : dice.between(25, 55));
    steps[status](on);
  }
  if (typeof until !== 'string') thread.step(plusDays(on, 40), MANAGER_2, 'cancel', { reason: until.reason });
  return thread;
}
