import type { JsonObject } from '../../domain/kernel/json.js';
import { brigade, circle, CONTRACTORS, village } from './organisations.js';
import { CLERK_1, CLERK_2, CLERK_3, MANAGER_1, MANAGER_2, ROADS_CLERK } from './people.js';
import { CHELMZA, CZERNIKOWO, LUBICZ, LYSOMICE, OBROWO, type Place, ZLAWIES } from './places.js';
import type { Chapter } from './story.js';

/** Mistakes among grants, investments, entries and publications: amounts and lengths move with them. */
export function tellCostlyMistakes(chapter: Chapter): void {
  inSupport(chapter);
  inInvestments(chapter);
  inEntries(chapter);
  inPublications(chapter);
}

function inSupport(chapter: Chapter): void {
  const grant = (title: string, on: string, place: Place): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [place.terc],
    strategyItems: ['G1.4'],
    beneficiary: brigade(place, place.villages[0] ?? place.seat),
    form: 'grant',
    requestedAmount: 500_000,
    step: 'request',
  });
  const decision = (number: string, date: string): JsonObject => ({
    organ: 'Zarząd Powiatu Toruńskiego',
    number,
    date,
  });
  chapter
    .begin('2022-03-28', CLERK_1, 'support-action', grant('Dotacja na agregat', '2022-03-28', LUBICZ))
    .step('2022-04-20', MANAGER_1, 'grant', {
      decision: decision('uchwała nr 541/2022', '2022-04-20'),
      amount: 4_500_000,
      promisedBy: '2022-06-30',
    })
    .correct(
      '2022-04-22',
      MANAGER_1,
      { 'steps.grant.amount': 450_000 },
      'Przesunięty przecinek: 4500 zł, nie 45 000 zł',
    )
    .step('2022-05-18', CLERK_1, 'deliver', { amount: 450_000 })
    .undo('2022-05-19', CLERK_1, 'Przelew zwrócony: błędny numer rachunku')
    .step('2022-05-25', CLERK_1, 'deliver', { amount: 450_000 })
    .step('2022-07-11', CLERK_2, 'settle', { accepted: 440_000, returned: 10_000 });
  const kept = chapter.begin(
    '2023-04-12',
    CLERK_2,
    'support-action',
    grant('Dotacja na łódź ratowniczą', '2023-04-12', OBROWO),
  );
  chapter
    .begin('2023-04-13', CLERK_1, 'support-action', grant('Dotacja na łódź', '2023-04-12', OBROWO))
    .annul('2023-04-14', MANAGER_1, 'Wniosek zarejestrowany dwa razy', kept);
  kept
    .step('2023-05-10', MANAGER_1, 'grant', {
      decision: decision('uchwała nr 733/2023', '2023-05-10'),
      amount: 500_000,
      promisedBy: '2023-07-31',
    })
    .step('2023-06-14', CLERK_1, 'deliver', { amount: 300_000, tranche: 1, final: false })
    // The second instalment never came: the first turned out to be all there was.
    .correct('2023-08-02', CLERK_1, { 'steps.deliver.final': true }, 'Transza była jedyna: gmina dołożyła resztę');
  chapter
    .begin('2023-10-17', CLERK_2, 'support-action', {
      title: 'Wsparcie doradcze przy wniosku',
      occurredOn: '2023-10-16',
      gminas: [CZERNIKOWO.terc],
      strategyItems: ['G1.4'],
      beneficiary: village(CZERNIKOWO, CZERNIKOWO.villages[0] ?? CZERNIKOWO.seat),
      form: 'expert',
    })
    .annul('2023-10-18', MANAGER_1, 'Pomocy udzieliła gmina')
    .restore('2023-10-23', MANAGER_1, 'Powiat przygotował załączniki');
  chapter
    .begin('2024-04-09', CLERK_2, 'support-action', {
      ...grant('Dotacja na kuchnię polową', '2024-04-09', ZLAWIES),
      beneficiary: circle(ZLAWIES, ZLAWIES.villages[1] ?? ZLAWIES.seat),
    })
    .step('2024-05-08', MANAGER_1, 'grant', {
      decision: decision('uchwała nr 918/2024', '2024-05-08'),
      amount: 400_000,
      promisedBy: '2024-07-31',
    })
    .step('2024-06-05', CLERK_2, 'deliver', { amount: 200_000, tranche: 1, final: false })
    .step('2024-07-22', MANAGER_1, 'cancel', { reason: 'Koło zrezygnowało z reszty dotacji' });
}

function inInvestments(chapter: Chapter): void {
  const investment = (title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [CHELMZA.terc],
    strategyItems: ['G2', 'G3.2'],
    units: ['pzd'],
    investmentKind: 'road-renovation',
    roadNumber: '9918C',
    plannedLength: 800,
    plannedCost: 60_000_000,
  });
  chapter
    .begin('2022-04-25', ROADS_CLERK, 'joint-investment', investment('Nakładka na drodze w Zmyślewie', '2022-04-25'))
    .step('2022-05-30', ROADS_CLERK, 'agree', { partners: [{ gmina: CHELMZA.terc, share: 30_000_000 }] })
    .step('2022-07-04', ROADS_CLERK, 'contract', { contractor: CONTRACTORS[0] ?? {}, amount: 5_820_000 })
    .correct(
      '2022-07-06',
      ROADS_CLERK,
      { 'steps.contract.amount': 58_200_000, plannedLength: 850 },
      'Zgubione zero; długość według projektu',
    )
    .step('2022-07-18', ROADS_CLERK, 'start-works')
    .undo('2022-07-20', ROADS_CLERK, 'Plac budowy przekazano dopiero tydzień później')
    .step('2022-07-25', ROADS_CLERK, 'start-works')
    .step('2022-09-14', ROADS_CLERK, 'accept', { length: 850, partial: true })
    .correct('2022-09-21', ROADS_CLERK, { 'steps.accept.partial': null }, 'Odbiór był końcowy')
    .step('2022-10-17', ROADS_CLERK, 'settle', { cost: 58_200_000 });
  const kept = chapter.begin(
    '2023-01-18',
    ROADS_CLERK,
    'joint-investment',
    investment('Pobocza drogi w Urojewie', '2023-01-18'),
  );
  chapter
    .begin('2023-01-18', MANAGER_2, 'joint-investment', investment('Pobocza w Urojewie', '2023-01-18'))
    .annul('2023-01-19', MANAGER_2, 'To samo zadanie zgłoszone dwa razy', kept);
  kept
    .annul('2023-02-06', MANAGER_2, 'Zadanie przejęła gmina')
    .restore('2023-02-27', MANAGER_2, 'Gmina i powiat zrobią to jednak razem')
    .step('2023-03-27', ROADS_CLERK, 'agree', { partners: [{ gmina: CHELMZA.terc, share: 20_000_000 }] })
    .step('2023-04-24', ROADS_CLERK, 'contract', { contractor: CONTRACTORS[2] ?? {}, amount: 59_000_000 })
    .step('2023-05-15', ROADS_CLERK, 'start-works')
    .step('2023-07-14', ROADS_CLERK, 'accept', { length: 800 })
    .step('2023-09-11', ROADS_CLERK, 'settle', { cost: 59_400_000 });
}

function inEntries(chapter: Chapter): void {
  const entry = (title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [CZERNIKOWO.terc],
    strategyItems: ['G3.3'],
    competition: 'Wymyślona Świetlica Roku',
    organisers: [{ name: 'Izba Budownictwa na Niby', kind: 'ngo' }],
    competitionScope: 'regional',
    subject: 'Świetlica w Mrzonkach',
  });
  chapter
    .begin('2023-04-05', CLERK_2, 'competition-entry', {
      ...entry('Zgłoszenie świetlicy w Mrzonkach', '2023-04-05'),
      step: 'submit',
    })
    .correct(
      '2023-04-06',
      CLERK_2,
      { competitionScope: 'national', category: 'małe obiekty' },
      'Konkurs jest ogólnopolski',
    )
    .step('2023-06-07', CLERK_2, 'announce', { award: 'wyróżnienie' })
    .undo('2023-06-12', CLERK_2, 'Lista wstępna, wyniki dopiero w lipcu')
    .step('2023-06-12', CLERK_2, 'shortlist')
    .step('2023-07-10', CLERK_2, 'announce', { award: 'III miejsce' });
  const kept = chapter.begin(
    '2024-04-03',
    CLERK_2,
    'competition-entry',
    entry('Zgłoszenie remizy w Przykładowie', '2024-04-03'),
  );
  chapter
    .begin('2024-04-04', CLERK_2, 'competition-entry', entry('Zgłoszenie remizy', '2024-04-03'))
    .annul('2024-04-04', CLERK_2, 'Wpis podwójny', kept);
  kept
    .annul('2024-04-10', MANAGER_1, 'Remiza nie spełnia regulaminu')
    .restore('2024-04-16', MANAGER_1, 'Organizator zmienił regulamin')
    .step('2024-04-22', CLERK_2, 'submit')
    .step('2024-07-15', CLERK_2, 'announce');
}

function inPublications(chapter: Chapter): void {
  const leaflet = (title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [LYSOMICE.terc],
    strategyItems: ['G1.3'],
    form: 'booklet',
    localities: ['Łysomice'],
  });
  chapter
    .begin('2022-03-21', CLERK_3, 'publication', {
      ...leaflet('Ulotka o szlaku kapliczek', '2022-05-02'),
      step: 'draft',
    })
    .step('2022-04-13', MANAGER_1, 'approve')
    .undo('2022-04-14', MANAGER_1, 'Zatwierdzono starą wersję')
    .correct(
      '2022-04-21',
      CLERK_3,
      { localities: ['Łysomice', 'Bujdowo'], title: 'Ulotka o szlaku kapliczek i krzyży' },
      'Uzupełniona treść',
    )
    .step('2022-04-25', MANAGER_1, 'approve')
    .step('2022-05-02', CLERK_3, 'publish', { circulation: 50_000 })
    .correct('2022-05-06', CLERK_3, { 'steps.publish.circulation': 5000 }, 'Nakład 5000, nie 50 000');
  const kept = chapter.begin('2023-08-21', CLERK_3, 'publication', leaflet('Ulotka dożynkowa', '2023-08-18'));
  chapter
    .begin('2023-08-21', CLERK_3, 'publication', leaflet('Ulotka dożynkowa, wersja druga', '2023-08-18'))
    .annul('2023-08-21', CLERK_3, 'Wersji drugiej nie wydano', kept);
  chapter
    .begin('2024-08-26', CLERK_3, 'publication', leaflet('Śpiewnik dożynkowy', '2024-08-23'))
    .annul('2024-08-27', MANAGER_1, 'Wydawcą był ośrodek kultury')
    .restore('2024-08-29', MANAGER_1, 'Powiat jest współwydawcą według stopki');
}
