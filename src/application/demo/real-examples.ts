import { brigade, circle, COUNTY, MEDIA, office, school } from './organisations.js';
import { BOARD_CLERK, CLERK_1, CLERK_2, CLERK_3 } from './people.js';
import { LUBIANKA, PLACES } from './places.js';
import type { Chapter } from './story.js';

/** The harvest festival and the competitions of DOMAIN.md section 8; who was there is told by function, as it stands there. */
export function tellRealExamples(chapter: Chapter): void {
  tellHarvestFestival(chapter);
  tellCompetitions(chapter);
}

function tellHarvestFestival(chapter: Chapter): void {
  const festival = chapter
    .begin('2022-07-25', BOARD_CLERK, 'attendance', {
      title: 'Dożynki powiatowo-gminne w Łubiance',
      description:
        'Prawdziwe: miejsce, data i to, że zarząd powiatu reprezentował wicestarosta w zastępstwie starosty. Wymyślone: przebieg przygotowań.',
      occurredOn: '2022-08-20',
      gminas: [LUBIANKA.terc],
      strategyItems: ['T2', 'G2.2'],
      place: 'Łubianka',
      eventType: 'harvest-festival',
      organisers: [COUNTY, office(LUBIANKA)],
      receivedOn: '2022-07-22',
      replyBy: '2022-08-12',
      step: 'invite',
    })
    .step('2022-08-03', BOARD_CLERK, 'confirm', { representatives: [{ function: 'starosta' }] })
    .step(
      '2022-08-20',
      BOARD_CLERK,
      'attend',
      { representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta', parts: ['guest', 'speech'] }] },
      2,
    );
  chapter.begin('2022-08-24', CLERK_3, 'media-coverage', {
    title: 'Relacja z dożynek powiatowo-gminnych w Łubiance',
    occurredOn: '2022-08-23',
    gminas: [LUBIANKA.terc],
    strategyItems: ['G2.3'],
    outlet: MEDIA.pozaTorun,
    medium: 'portal',
    tone: 'positive',
    jointMessage: true,
    promptedBy: festival.ref,
  });
}

function tellCompetitions(chapter: Chapter): void {
  const schools = PLACES.map((place) => school(place, place.villages[0] ?? place.seat));
  chapter
    .begin('2022-05-16', CLERK_2, 'joint-initiative', {
      title: 'Quiz „Co wiecie o powiecie?”',
      description: 'Prawdziwe: nazwa i miesiąc, czerwiec 2022. Wymyślone: liczba uczestników i koszt.',
      occurredOn: '2022-06-01',
      occurredPrecision: 'month',
      scope: 'county',
      strategyItems: ['G2.2', 'G2.4'],
      initiativeKind: 'competition',
      coOrganisers: schools.slice(0, 4),
      step: 'plan',
    })
    .step('2022-06-24', CLERK_2, 'hold', { participants: 120, cost: 180_000 }, 3);
  chapter.begin('2023-01-31', CLERK_2, 'joint-initiative', {
    title: 'Konkurs „Mieszkam w ciekawym miejscu”, edycja XIV',
    description: 'Prawdziwe: nazwa, czternasta edycja, styczeń 2023 i około 400 prac. Wymyślone: szkoły i koszt.',
    occurredOn: '2023-01-01',
    occurredPrecision: 'month',
    scope: 'county',
    strategyItems: ['G2.2', 'G2.4'],
    initiativeKind: 'competition',
    coOrganisers: schools,
    on: '2023-01-31',
    participants: 400,
    cost: 350_000,
  });
  // The same circle and brigade helped out: what real examples set off is invented.
  const [village = LUBIANKA.seat] = LUBIANKA.villages;
  for (const beneficiary of [circle(LUBIANKA, village), brigade(LUBIANKA, village)]) {
    chapter.begin('2022-08-29', CLERK_1, 'support-action', {
      title: `Podziękowanie i upominki za pomoc przy dożynkach: ${beneficiary.name}`,
      occurredOn: '2022-08-26',
      gminas: [LUBIANKA.terc],
      strategyItems: ['G1.4'],
      beneficiary,
      form: 'in-kind',
      amount: 30_000,
    });
  }
}
