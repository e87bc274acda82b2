import { type Day, plusDays } from '../../domain/kernel/day.js';
import { COUNTY, office, school, societiesOf } from './organisations.js';
import { CLERK_1, CLERK_2, SOCIAL_CLERK } from './people.js';
import { KIJEWO_KROLEWSKIE, LUBICZ, OBROWO, PLACES } from './places.js';
import type { Chapter } from './story.js';

interface Yearly {
  readonly title: string;
  readonly on: string;
  readonly kind: 'event' | 'competition' | 'scholarship' | 'award' | 'training' | 'other';
  readonly items: readonly string[];
  readonly units?: readonly string[];
  /** How many gminas; none: the whole county. */
  readonly gminas?: number;
  readonly participants: number;
  /** In grosze. */
  readonly cost: number;
}

const YEARLY: readonly Yearly[] = [
  {
    title: 'Stypendia starosty dla uczniów',
    on: '02-24',
    kind: 'scholarship',
    items: ['G2.4'],
    participants: 38,
    cost: 7_600_000,
  },
  {
    title: 'Szkolenie dla liderów wiejskich',
    on: '03-18',
    kind: 'training',
    items: ['G1.2'],
    gminas: 3,
    participants: 45,
    cost: 420_000,
  },
  {
    title: 'Dzień otwarty szkół powiatu',
    on: '04-08',
    kind: 'event',
    items: ['G1.1'],
    units: ['zsp-chelmza', 'zs-cku-gronowo'],
    participants: 520,
    cost: 310_000,
  },
  {
    title: 'Powiatowy przegląd piosenki szkolnej',
    on: '05-20',
    kind: 'competition',
    items: ['G2.2'],
    gminas: 4,
    participants: 90,
    cost: 250_000,
  },
  {
    title: 'Spartakiada gmin',
    on: '06-10',
    kind: 'event',
    items: ['G2.2', 'G1.2'],
    gminas: 6,
    participants: 310,
    cost: 900_000,
  },
  {
    title: 'Rodzinny rajd rowerowy',
    on: '07-09',
    kind: 'event',
    items: ['G2.2'],
    gminas: 3,
    participants: 180,
    cost: 260_000,
  },
  {
    title: 'Plener malarski nad jeziorem',
    on: '08-12',
    kind: 'other',
    items: ['G2.2'],
    gminas: 2,
    participants: 24,
    cost: 150_000,
  },
  {
    title: 'Targi pracy i zawodów',
    on: '09-23',
    kind: 'event',
    items: ['G1.1', 'G2.2'],
    units: ['pup'],
    participants: 640,
    cost: 780_000,
  },
  {
    title: 'Koncert uczniów szkoły muzycznej w gminach',
    on: '10-14',
    kind: 'event',
    items: ['G1.1', 'G2.2'],
    units: ['sm-chelmza'],
    gminas: 3,
    participants: 220,
    cost: 190_000,
  },
  { title: 'Nagroda „Sąsiad roku”', on: '11-18', kind: 'award', items: ['G2.4'], participants: 12, cost: 600_000 },
  {
    title: 'Szkolenie z ekonomii społecznej',
    on: '11-25',
    kind: 'training',
    items: ['G1.2'],
    gminas: 2,
    participants: 30,
    cost: 340_000,
  },
  {
    title: 'Powiatowy konkurs szopek',
    on: '12-09',
    kind: 'competition',
    items: ['G2.2', 'G2.4'],
    participants: 75,
    cost: 210_000,
  },
];

/** What county and gminas do together for residents (strategy: G1.1, G1.2, G2.2, G2.4). */
export function tellInitiatives(chapter: Chapter): void {
  const { dice } = chapter;
  for (const year of ['2022', '2023', '2024']) {
    for (const each of YEARLY) {
      const on = plusDays(`${year}-${each.on}`, dice.between(0, 4));
      const places = each.gminas === undefined ? [] : dice.some(each.gminas, PLACES);
      const partners = dice.some(3, places.length === 0 ? PLACES : places);
      const body = {
        title: `${each.title}, ${year}`,
        occurredOn: on,
        ...(places.length === 0 ? { scope: 'county' } : { gminas: places.map(({ terc }) => terc) }),
        strategyItems: each.items,
        ...(each.units === undefined ? {} : { units: each.units }),
        initiativeKind: each.kind,
        coOrganisers: partners.map((place) =>
          dice.one([office(place), school(place, place.villages[0] ?? place.seat), ...societiesOf(place)]),
        ),
      };
      const held = {
        participants: Math.round((each.participants * dice.between(85, 120)) / 100),
        cost: Math.round((each.cost * dice.between(90, 112)) / 100),
      };
      const clerk = dice.one([CLERK_1, CLERK_2, SOCIAL_CLERK]);
      if (dice.chance(45)) {
        chapter.begin(plusDays(on, dice.between(1, 5)), clerk, 'joint-initiative', { ...body, ...held });
        continue;
      }
      const thread = chapter.begin(plusDays(on, -40), clerk, 'joint-initiative', { ...body, step: 'plan' });
      if (dice.chance(12)) thread.step(plusDays(on, -5), clerk, 'cancel', { reason: 'Za mało zgłoszeń' });
      else thread.step(on, clerk, 'hold', held, dice.between(1, 4));
    }
    tellBeyondTheCounty(chapter, year);
  }
  chapter.begin('2024-12-05', CLERK_2, 'joint-initiative', {
    title: 'Bal karnawałowy gmin, 2025',
    occurredOn: '2025-02-08',
    gminas: [OBROWO.terc, LUBICZ.terc],
    // Named before the next strategy was adopted: this one stays in force until then.
    strategyItems: ['G2.2'],
    initiativeKind: 'event',
    coOrganisers: [office(OBROWO), office(LUBICZ)],
    step: 'plan',
  });
}

/** Activities outside the county, with a neighbour's gmina or with none that is known. */
function tellBeyondTheCounty(chapter: Chapter, year: string): void {
  const visit: Day = `${year}-09-08`;
  chapter.begin(plusDays(visit, 4), CLERK_1, 'joint-initiative', {
    title: `Wizyta studyjna u sąsiadów, ${year}`,
    occurredOn: visit,
    occurredUntil: plusDays(visit, 1),
    scope: 'outside',
    otherGminas: [KIJEWO_KROLEWSKIE],
    strategyItems: ['G2.2'],
    initiativeKind: 'training',
    coOrganisers: [COUNTY],
    participants: 18,
    cost: 480_000,
  });
  chapter.begin(`${year}-05-23`, CLERK_2, 'joint-initiative', {
    title: `Stoisko powiatu na targach turystycznych, ${year}`,
    occurredOn: `${year}-05-20`,
    scope: 'outside',
    initiativeKind: 'other',
    coOrganisers: [COUNTY],
    cost: 950_000,
  });
}
