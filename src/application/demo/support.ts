import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { brigade, circle, type Named, office, village } from './organisations.js';
import { CLERK_1, CLERK_2, MANAGER_1, MANAGER_2 } from './people.js';
import { type Locality, LUBICZ, OBROWO, type Place, PLACES, ZLAWIES } from './places.js';
import type { Chapter, Thread } from './story.js';

interface Need {
  readonly title: string;
  readonly form: 'grant' | 'in-kind' | 'promotion' | 'patronage' | 'organisational' | 'expert';
  readonly for: (place: Place, at: Locality) => Named;
  readonly items: readonly string[];
  /** About how much, in grosze; none: it cost nothing that is counted. */
  readonly amount?: number;
}

const NEEDS: readonly Need[] = [
  { title: 'Dotacja na stroje i wieniec dożynkowy', form: 'grant', for: circle, items: ['G1.4'], amount: 250_000 },
  { title: 'Dotacja na wyposażenie świetlicy', form: 'grant', for: village, items: ['G1.4'], amount: 400_000 },
  { title: 'Dotacja na sprzęt ratowniczy', form: 'grant', for: brigade, items: ['G1.4'], amount: 800_000 },
  {
    title: 'Dotacja na plenerowe wydarzenie kilku gmin',
    form: 'grant',
    for: (place) => office(place),
    items: ['G1.2', 'T3'],
    amount: 1_000_000,
  },
  { title: 'Puchary i nagrody na zawody', form: 'in-kind', for: brigade, items: ['G1.4'], amount: 60_000 },
  {
    title: 'Materiały promocyjne na festyn',
    form: 'promotion',
    for: (place) => office(place),
    items: ['T3'],
    amount: 45_000,
  },
  { title: 'Patronat starosty nad jarmarkiem', form: 'patronage', for: circle, items: ['G1.4', 'T3'] },
  {
    title: 'Scena i nagłośnienie na gminne święto',
    form: 'organisational',
    for: (place) => office(place),
    items: ['T3', 'G1.2'],
    amount: 120_000,
  },
  { title: 'Porada przy wniosku o środki unijne', form: 'expert', for: village, items: ['G1.4'] },
  { title: 'Projekt logo i księgi znaku gminy', form: 'expert', for: (place) => office(place), items: ['T3'] },
];

/** Support for circles, brigades, villages and the gminas themselves (strategy: T3, G1.2, G1.4). */
export function tellSupport(chapter: Chapter): void {
  const { dice } = chapter;
  for (const year of ['2022', '2023', '2024']) {
    for (const place of PLACES) {
      for (const need of dice.some(dice.between(3, 5), NEEDS)) {
        const on = plusDays(`${year}-01-20`, dice.between(0, 320));
        if (need.form === 'grant') tellGrant(chapter, need, place, on);
        else tellGift(chapter, need, place, on);
      }
    }
  }
  tellOpenPromises(chapter);
  tellSelfApproved(chapter);
}

function details(chapter: Chapter, need: Need, place: Place, on: Day): JsonObject {
  const at = chapter.dice.one(place.villages);
  const beneficiary = need.for(place, at);
  return {
    title: `${need.title}: ${beneficiary.name}`,
    occurredOn: on,
    gminas: [place.terc],
    strategyItems: need.items,
    beneficiary,
    form: need.form,
  };
}

function tellGift(chapter: Chapter, need: Need, place: Place, on: Day): void {
  const { dice } = chapter;
  const amount = need.amount === undefined ? {} : { amount: need.amount + dice.between(-3, 6) * 5_000 };
  const recorded = plusDays(on, dice.chance(6) ? dice.between(32, 60) : dice.between(0, 3));
  chapter.begin(recorded, dice.one([CLERK_1, CLERK_2]), 'support-action', {
    ...details(chapter, need, place, on),
    ...amount,
  });
}

const decisionOf = (on: Day, number: number): JsonObject => ({
  organ: 'Zarząd Powiatu Toruńskiego',
  number: `uchwała nr ${String(number)}/${on.slice(0, 4)}`,
  date: on,
});

function tellGrant(chapter: Chapter, need: Need, place: Place, on: Day): void {
  const { dice } = chapter;
  const amount = (need.amount ?? 0) + dice.between(-5, 10) * 10_000;
  const clerk = dice.one([CLERK_1, CLERK_2]);
  const thread = chapter.begin(on, clerk, 'support-action', {
    ...details(chapter, need, place, on),
    requestedAmount: amount + dice.between(0, 5) * 20_000,
    step: 'request',
  });
  const decided = plusDays(on, dice.between(10, 30));
  if (dice.chance(14)) {
    thread.step(decided, clerk, 'refuse', { reason: 'Brak środków w tegorocznym budżecie' });
    return;
  }
  if (dice.chance(6)) {
    thread.step(decided, clerk, 'cancel', { reason: 'Wnioskodawca wycofał wniosek' });
    return;
  }
  const promisedBy = plusDays(decided, 60);
  thread.step(decided, MANAGER_1, 'grant', {
    decision: decisionOf(decided, dice.between(400, 990)),
    amount,
    promisedBy,
  });
  deliver(chapter, thread, plusDays(decided, dice.between(12, 50)), amount);
}

/** In one go, or in two; then the account. */
function deliver(chapter: Chapter, thread: Thread, on: Day, amount: number): void {
  const { dice } = chapter;
  let last = on;
  if (dice.chance(30)) {
    const first = Math.floor(amount / 2);
    last = plusDays(on, dice.between(14, 35));
    thread.step(on, CLERK_1, 'deliver', { amount: first, tranche: 1, final: false });
    thread.step(last, CLERK_1, 'deliver', { amount: amount - first, tranche: 2, final: true });
  } else thread.step(on, CLERK_1, 'deliver', { amount });
  if (dice.chance(80)) thread.step(plusDays(last, dice.between(30, 70)), CLERK_2, 'settle', { accepted: amount });
}

/** What was promised and is open when the ledger ends: one asked, two overdue, one half paid. */
function tellOpenPromises(chapter: Chapter): void {
  const begin = (day: Day, place: Place, at: Locality | undefined, title: string, requestedAmount: number): Thread =>
    chapter.begin(day, CLERK_2, 'support-action', {
      title,
      occurredOn: day,
      gminas: [place.terc],
      strategyItems: ['G1.4'],
      beneficiary: brigade(place, at ?? place.seat),
      form: 'grant',
      requestedAmount,
      step: 'request',
    });
  const grant = (thread: Thread, on: Day, amount: number, promisedBy: Day): Thread =>
    thread.step(on, MANAGER_1, 'grant', { decision: decisionOf(on, 955), amount, promisedBy });
  const [inLubicz, inObrowo, inZlawies] = [LUBICZ.villages[0], OBROWO.villages[0], ZLAWIES.villages[0]];
  grant(
    begin('2024-06-11', LUBICZ, inLubicz, 'Dotacja na remont garażu remizy', 1_500_000),
    '2024-07-04',
    1_200_000,
    '2024-10-31',
  );
  grant(
    begin('2024-08-20', OBROWO, inObrowo, 'Dotacja na zestaw hydrauliczny', 900_000),
    '2024-09-12',
    900_000,
    '2024-11-30',
  );
  grant(
    begin('2024-07-16', ZLAWIES, inZlawies, 'Dotacja na umundurowanie', 1_000_000),
    '2024-08-08',
    1_000_000,
    '2024-11-15',
  ).step('2024-09-18', CLERK_1, 'deliver', { amount: 600_000, tranche: 1, final: false });
  grant(
    begin('2024-11-06', LUBICZ, LUBICZ.villages[1], 'Dotacja na defibrylator', 600_000),
    '2024-12-03',
    550_000,
    '2025-03-31',
  );
  begin('2024-12-10', OBROWO, OBROWO.villages[1], 'Dotacja na pompę szlamową', 700_000);
}

/** One person asked for it and granted it: allowed where the board decided, but to be seen (question 15). */
function tellSelfApproved(chapter: Chapter): void {
  for (const [day, by, place] of [
    ['2022-06-07', MANAGER_1, PLACES[2]],
    ['2023-09-19', MANAGER_2, PLACES[5]],
    ['2024-10-08', MANAGER_1, PLACES[8]],
  ] as const) {
    if (place === undefined) continue;
    const [at = place.seat] = place.villages;
    chapter
      .begin(day, by, 'support-action', {
        title: `Wsparcie obchodów jubileuszu: ${circle(place, at).name}`,
        occurredOn: day,
        gminas: [place.terc],
        strategyItems: ['G1.4'],
        beneficiary: circle(place, at),
        form: 'grant',
        requestedAmount: 200_000,
        step: 'request',
      })
      .step(plusDays(day, 8), by, 'grant', {
        decision: decisionOf(plusDays(day, 8), 640),
        amount: 200_000,
        promisedBy: plusDays(day, 60),
      })
      .step(plusDays(day, 22), CLERK_2, 'deliver', { amount: 200_000 });
  }
}
