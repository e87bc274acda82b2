import type { JsonObject } from '../../domain/kernel/json.js';
import { INVENTED_OUTLET, MEDIA, office } from './organisations.js';
import { BOARD_CLERK, CLERK_1, CLERK_2, CLERK_3, MANAGER_1 } from './people.js';
import { CHELMZA, CZERNIKOWO, LUBIANKA, LUBICZ, LYSOMICE, NIESZAWKA, OBROWO, type Place, ZLAWIES } from './places.js';
import { CULTURE_CENTRE } from './register-entries.js';
import type { Chapter } from './story.js';

/**
 * What goes wrong in an office, in every kind: corrections of details and of steps, steps undone, entries annulled
 * (with and without another in their place) and restored.
 */
export function tellMistakes(chapter: Chapter): void {
  inContacts(chapter);
  inAttendances(chapter);
  inCampaigns(chapter);
  inInitiatives(chapter);
  inMedia(chapter);
}

const contactWith = (place: Place, title: string, on: string): JsonObject => ({
  title,
  occurredOn: on,
  gminas: [place.terc],
  strategyItems: ['T1'],
  channel: 'phone',
  direction: 'incoming',
  counterparts: [{ organisation: office(place), function: 'sekretarz gminy' }],
});

function inContacts(chapter: Chapter): void {
  chapter
    .begin('2022-02-09', CLERK_1, 'contact', contactWith(OBROWO, 'Oświetlenie przejścia dla pieszych', '2022-02-02'))
    .correct(
      '2022-02-10',
      CLERK_1,
      { occurredOn: '2022-02-08', channel: 'email' },
      'Pomyłka w dacie; to był e-mail, nie telefon',
    );
  const kept = chapter.begin(
    '2022-04-06',
    CLERK_1,
    'contact',
    contactWith(LUBICZ, 'Termin posiedzenia komisji', '2022-04-06'),
  );
  chapter
    .begin('2022-04-06', CLERK_2, 'contact', contactWith(LUBICZ, 'Termin posiedzenia komisji rady', '2022-04-06'))
    .annul('2022-04-06', CLERK_2, 'Wpis podwójny: tę rozmowę zapisała już koleżanka', kept);
  const follow = {
    ...contactWith(LYSOMICE, 'Wspólny wniosek o dofinansowanie', '2022-09-06'),
    followUpDue: '2022-09-20',
  };
  chapter
    .begin('2022-09-06', CLERK_2, 'contact', follow)
    .step('2022-09-16', CLERK_2, 'close-follow-up', { outcome: 'Wniosek złożony' })
    .undo('2022-09-19', CLERK_2, 'Zamknięte zbyt wcześnie: wniosek czeka jeszcze na podpis wójta')
    .step('2022-09-27', CLERK_2, 'close-follow-up', { outcome: 'Wniosek podpisany i złożony' })
    .correct(
      '2022-10-03',
      CLERK_2,
      { 'steps.close-follow-up.outcome': 'Wniosek złożony 27 września, nr wpływu w EZD' },
      'Uzupełnienie',
    );
  chapter
    .begin('2023-03-14', CLERK_1, 'contact', contactWith(ZLAWIES, 'Przystanek przy szkole', '2023-03-13'))
    .annul('2023-03-22', MANAGER_1, 'Sprawa dotyczyła drogi gminnej')
    .restore('2023-03-29', MANAGER_1, 'Rozmowa się odbyła i liczy się jako kontakt');
  chapter.begin('2022-06-02', CLERK_1, 'contact', {
    ...contactWith(CZERNIKOWO, 'Kilka rozmów o budżecie sołeckim', '2022-05-01'),
    occurredPrecision: 'month',
  });
  chapter.begin('2024-01-22', CLERK_2, 'contact', {
    ...contactWith(NIESZAWKA, 'Zaległe notatki z rozmów o turystyce', '2022-01-01'),
    // Found in a drawer: no more is known than the year.
    occurredPrecision: 'year',
  });
  chapter.begin('2022-11-16', CLERK_2, 'contact', {
    ...contactWith(OBROWO, 'Wypożyczenie sceny od ośrodka kultury', '2022-11-15'),
    description: 'Umowę prześlemy na sekretariat@gok.example.',
    counterparts: [{ organisation: { name: CULTURE_CENTRE }, function: 'dyrektor' }],
  });
  chapter.begin(
    '2023-11-22',
    CLERK_1,
    'contact',
    {
      ...contactWith(CHELMZA, 'Zgłoszenie awarii sygnalizacji', '2023-11-21'),
      description: 'Dyżurny gminy odbiera także pod adresem dyzur@zmyslewo.example.',
    },
    { acknowledged: ['contact-data'] },
  );
}

function inAttendances(chapter: Chapter): void {
  const event = (place: Place, title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [place.terc],
    strategyItems: ['T2'],
    eventType: 'culture',
    organisers: [office(place)],
  });
  const starosta = { representatives: [{ function: 'starosta', parts: ['guest'] }] };
  const vice = { representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta', parts: ['guest'] }] };
  chapter
    .begin('2022-05-16', BOARD_CLERK, 'attendance', {
      ...event(LUBICZ, 'Majowy koncert w plenerze', '2022-05-14'),
      ...starosta,
    })
    .correct(
      '2022-05-18',
      BOARD_CLERK,
      { 'steps.record.representatives': vice.representatives },
      'Był wicestarosta, nie starosta',
    );
  chapter
    .begin('2023-05-08', BOARD_CLERK, 'attendance', {
      ...event(OBROWO, 'Noc Muzeów w gminie', '2023-05-20'),
      step: 'invite',
    })
    .step('2023-05-12', BOARD_CLERK, 'confirm', starosta)
    .step('2023-05-20', BOARD_CLERK, 'attend', {}, 2)
    .undo('2023-05-24', BOARD_CLERK, 'Z relacji gminy: nikt z powiatu nie dojechał')
    .step('2023-05-20', BOARD_CLERK, 'miss', { reason: 'Kolizja na trasie' }, 4);
  chapter
    .begin('2023-09-04', BOARD_CLERK, 'attendance', {
      ...event(ZLAWIES, 'Pożegnanie lata', '2023-09-16'),
      step: 'invite',
    })
    .step('2023-09-06', BOARD_CLERK, 'decline', { reason: 'Posiedzenie zarządu' })
    .undo('2023-09-11', BOARD_CLERK, 'Posiedzenie przeniesione')
    .step('2023-09-12', BOARD_CLERK, 'confirm', starosta)
    .step('2023-09-16', BOARD_CLERK, 'attend', vice, 2);
  const right = chapter.begin('2024-06-18', CLERK_1, 'attendance', {
    ...event(CZERNIKOWO, 'Wianki nad rzeką', '2024-06-15'),
    ...vice,
  });
  chapter
    .begin('2024-06-17', BOARD_CLERK, 'attendance', { ...event(LUBICZ, 'Wianki nad rzeką', '2024-06-15'), ...vice })
    .annul('2024-06-19', MANAGER_1, 'Wpisano niewłaściwą gminę; zapis poprawny jest osobno', right);
  chapter
    .begin('2024-10-14', BOARD_CLERK, 'attendance', { ...event(LUBIANKA, 'Święto latawca', '2024-10-12'), ...starosta })
    .annul('2024-10-15', MANAGER_1, 'Wydarzenie miało się nie odbyć')
    .restore('2024-10-17', MANAGER_1, 'Odbyło się w sali: potwierdził organizator');
}

function inCampaigns(chapter: Chapter): void {
  const campaign = (title: string, from: string, until: string): JsonObject => ({
    title,
    occurredOn: from,
    occurredUntil: until,
    gminas: [OBROWO.terc, CZERNIKOWO.terc],
    strategyItems: ['G2.1'],
    aim: 'Mniej śmieci na poboczach',
    measure: 'worki zebrane w ciągu akcji',
    baseline: 400,
    target: 700,
    channels: ['plakaty', 'media społecznościowe'],
    audience: 'mieszkańcy dwóch gmin',
    budget: 350_000,
    step: 'plan',
  });
  chapter
    .begin('2023-03-06', CLERK_2, 'campaign', campaign('Czyste pobocza', '2023-04-03', '2023-05-12'))
    .step('2023-04-03', CLERK_2, 'launch')
    .step('2023-04-14', CLERK_2, 'measure', { value: 310 })
    .step('2023-04-28', CLERK_2, 'measure', { value: 5200 })
    .correct('2023-05-04', CLERK_2, { 'steps.measure.1.value': 520 }, 'Zero za dużo')
    .step('2023-05-12', CLERK_2, 'conclude', { result: '520 worków', cost: 330_000 })
    .undo('2023-05-15', CLERK_2, 'Jedna szkoła dołącza w następnym tygodniu')
    .step('2023-05-26', CLERK_2, 'measure', { value: 715 })
    .step('2023-05-29', CLERK_2, 'conclude', { result: '715 worków przy celu 700', cost: 341_000 });
  const again = chapter.begin(
    '2024-03-04',
    CLERK_2,
    'campaign',
    campaign('Czyste pobocza po raz drugi', '2024-04-08', '2024-05-10'),
  );
  chapter
    .begin('2024-03-05', CLERK_1, 'campaign', campaign('Czyste pobocza 2024', '2024-04-08', '2024-05-10'))
    .annul('2024-03-06', MANAGER_1, 'Ta sama kampania jest już zapisana', again);
  again
    .annul('2024-03-11', MANAGER_1, 'Wpis roboczy, kampanii nie uzgodniono z gminami')
    .restore('2024-03-25', MANAGER_1, 'Gminy zgodziły się na kampanię')
    .step('2024-04-08', CLERK_2, 'launch')
    .step('2024-05-10', CLERK_2, 'measure', { value: 640 })
    .step('2024-05-13', CLERK_2, 'conclude', { result: '640 worków przy celu 700', cost: 352_000 });
}

function inInitiatives(chapter: Chapter): void {
  const initiative = (title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [LYSOMICE.terc, LUBIANKA.terc],
    strategyItems: ['G2.2'],
    initiativeKind: 'event',
    coOrganisers: [office(LYSOMICE), office(LUBIANKA)],
  });
  chapter
    .begin('2022-06-20', CLERK_1, 'joint-initiative', {
      ...initiative('Noc Świętojańska dwóch gmin', '2022-06-18'),
      participants: 1500,
      cost: 420_000,
    })
    .correct(
      '2022-06-22',
      CLERK_1,
      { 'steps.record.participants': 150, place: 'polana przy szkole' },
      'Zero za dużo w liczbie uczestników',
    );
  chapter
    .begin('2023-01-09', CLERK_1, 'joint-initiative', {
      ...initiative('Zimowy marsz na orientację', '2023-01-28'),
      step: 'plan',
    })
    .step('2023-01-28', CLERK_1, 'hold', { participants: 60 }, 2)
    .undo('2023-01-31', CLERK_1, 'Marsz przełożono z powodu wichury')
    .correct('2023-01-31', CLERK_1, { occurredOn: '2023-02-11' }, 'Nowy termin')
    .step('2023-02-11', CLERK_1, 'hold', { participants: 74 }, 2);
  const kept = chapter.begin(
    '2023-06-26',
    CLERK_1,
    'joint-initiative',
    initiative('Powitanie lata dwóch gmin', '2023-06-24'),
  );
  chapter
    .begin('2023-06-27', CLERK_2, 'joint-initiative', initiative('Powitanie lata', '2023-06-24'))
    .annul('2023-06-27', CLERK_2, 'Wpis podwójny', kept);
  chapter
    .begin('2024-05-20', CLERK_1, 'joint-initiative', initiative('Mecz wójtów', '2024-05-18'))
    .annul('2024-05-21', MANAGER_1, 'Wydarzenie prywatne')
    .restore('2024-05-23', MANAGER_1, 'Powiat był współorganizatorem, jest porozumienie');
}

function inMedia(chapter: Chapter): void {
  const coverage = (title: string, on: string): JsonObject => ({
    title,
    occurredOn: on,
    gminas: [LUBICZ.terc],
    strategyItems: [],
    outlet: MEDIA.ototorun,
    medium: 'portal',
    tone: 'neutral',
    jointMessage: false,
  });
  chapter
    .begin('2022-10-12', CLERK_3, 'media-coverage', coverage('Zapowiedź kiermaszu', '2022-10-12'))
    .correct(
      '2022-10-13',
      CLERK_3,
      { outlet: { name: 'Nowości' }, medium: 'press', jointMessage: true, strategyItems: ['G2.3'] },
      'To był przedruk w gazecie',
    );
  chapter
    .begin('2023-02-15', CLERK_3, 'media-coverage', {
      ...coverage('Plotka o likwidacji linii', '2023-02-14'),
      outlet: INVENTED_OUTLET,
      tone: 'negative',
    })
    .annul('2023-02-16', MANAGER_1, 'Tekst nie dotyczy powiatu');
  const kept = chapter.begin('2023-12-05', CLERK_3, 'media-coverage', coverage('Mikołajki w gminie', '2023-12-05'));
  chapter
    .begin('2023-12-05', CLERK_3, 'media-coverage', coverage('Mikołajki', '2023-12-05'))
    .annul('2023-12-05', CLERK_3, 'Ten sam tekst dwa razy', kept)
    .restore('2023-12-07', MANAGER_1, 'To jednak były dwa teksty');
}
