import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { Actor } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { brigade, circle, COUNTYWIDE_SOCIETIES, isEstate, type Named, societiesOf } from './organisations.js';
import { CLERK_2, MANAGER_1, SOCIAL_CLERK } from './people.js';
import { type Place, PLACES } from './places.js';
import type { Chapter, Thread } from './story.js';

/**
 * The open competition of offers for NGOs. Real are the figures of 2023 (150 offers and more, 99 funded, 375,000 zł) and
 * the sum of 2024 (452,000 zł; DOMAIN.md section 8). They are told offer by offer, by organisations that do not exist
 * and with amounts that add up to them, so that a report finds the real sums in the entries themselves. 2022 is invented.
 */
interface Competition {
  readonly year: string;
  readonly offers: number;
  readonly funded: number;
  /** In grosze. */
  readonly total: number;
  readonly real?: string;
}

export const COMPETITIONS: readonly Competition[] = [
  { year: '2022', offers: 71, funded: 46, total: 21_000_000 },
  {
    year: '2023',
    offers: 154,
    funded: 99,
    total: 37_500_000,
    real: 'Prawdziwe: ponad 150 ofert, 99 dofinansowanych na łącznie 375 000 zł. Oferent i kwota tej oferty są wymyślone.',
  },
  {
    year: '2024',
    offers: 148,
    funded: 104,
    total: 45_200_000,
    real: 'Prawdziwa jest łączna kwota dotacji: 452 000 zł. Liczba ofert, oferent i kwota tej oferty są wymyślone.',
  },
];

const PURPOSES = [
  'zajęcia sportowe dla dzieci',
  'warsztaty rękodzieła',
  'rajd rowerowy po gminie',
  'spotkania dla seniorów',
  'koncert w świetlicy',
  'turniej szachowy',
  'kurs pierwszej pomocy',
  'wycieczka szlakiem zabytków',
  'festiwal potraw regionalnych',
  'półkolonie letnie',
];

const REFUSALS = ['Zbyt mała liczba punktów', 'Braki formalne nieuzupełnione w terminie', 'Wyczerpana pula środków'];

interface Bidder {
  readonly named: Named;
  readonly place: Place | null;
}

const BIDDERS: readonly Bidder[] = [
  ...PLACES.flatMap((place) =>
    [
      ...societiesOf(place),
      ...place.villages.flatMap((at) => (isEstate(at) ? [] : [circle(place, at), brigade(place, at)])),
    ].map((named) => ({ named, place })),
  ),
  ...COUNTYWIDE_SOCIETIES.map((named) => ({ named, place: null })),
];

export function tellGrants(chapter: Chapter): void {
  for (const competition of COMPETITIONS) tellCompetition(chapter, competition);
}

/** Titles begin so: whoever counts the offers finds them by it. */
export const offerTitle = (year: string): string => `Otwarty konkurs ofert ${year}`;

function tellCompetition(chapter: Chapter, { year, offers, funded, total, real }: Competition): void {
  const { dice } = chapter;
  const winners = new Set(
    dice.some(
      funded,
      Array.from({ length: offers }, (_, index) => index),
    ),
  );
  const amounts = dice.shares(total, funded, 120_000, 10_000);
  for (let offer = 0; offer < offers; offer++) {
    const { named, place } = dice.one(BIDDERS);
    const submitted = plusDays(`${year}-01-10`, dice.between(0, 24));
    const amount = winners.has(offer) ? amounts.pop() : undefined;
    const village = named.kind !== 'ngo';
    const thread = chapter.begin(submitted, dice.one([SOCIAL_CLERK, SOCIAL_CLERK, CLERK_2]), 'support-action', {
      title: `${offerTitle(year)}, oferta ${String(offer + 1)}: ${dice.one(PURPOSES)}`,
      ...(real === undefined ? {} : { description: real }),
      occurredOn: submitted,
      ...(place === null ? { scope: 'county' } : { gminas: [place.terc] }),
      strategyItems: village ? ['G1.4'] : ['G1.2'],
      caseSigns: [`WSS.524.${String(offer + 1)}.${year}`],
      beneficiary: named,
      form: 'grant',
      requestedAmount: (amount ?? 250_000) + dice.between(0, 12) * 10_000,
      budgetClass: village ? '921-92105-2360' : '926-92605-2360',
      step: 'request',
    });
    const decided = plusDays(`${year}-03-08`, dice.between(1, 12));
    if (amount === undefined) thread.step(decided, SOCIAL_CLERK, 'refuse', { reason: dice.one(REFUSALS) });
    else tellFunded(chapter, thread, year, decided, amount);
  }
}

function tellFunded(chapter: Chapter, thread: Thread, year: string, decided: Day, amount: number): void {
  const { dice } = chapter;
  const number = { '2022': '512/2022', '2023': '704/2023' }[year] ?? '903/2024';
  const decision: JsonObject = {
    organ: 'Zarząd Powiatu Toruńskiego',
    number: `uchwała nr ${number}`,
    date: `${year}-03-08`,
  };
  thread.step(decided, MANAGER_1, 'grant', { decision, amount, promisedBy: `${year}-06-30` });
  const paid = plusDays(`${year}-04-04`, dice.between(0, 30));
  thread.step(paid, SOCIAL_CLERK, 'deliver', { amount });
  // Accounts come in from the autumn on; those of 2024 are not all in when the ledger ends.
  const settled = plusDays(`${year}-10-20`, dice.between(0, 100));
  const returned = dice.chance(12) ? dice.between(1, 9) * 5_000 : 0;
  settle(thread, settled, SOCIAL_CLERK, amount, returned);
}

function settle(thread: Thread, on: Day, by: Actor, amount: number, returned: number): void {
  thread.step(on, by, 'settle', { accepted: amount - returned, ...(returned === 0 ? {} : { returned }) });
}
