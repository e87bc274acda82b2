import type { Day } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { MEASURE, ORGANISATION, STRATEGY } from '../../domain/registers/registers.js';
import { NEXT_STRATEGY } from './next-strategy.js';
import { ADMINISTRATOR, CLERK_1, CLERK_2, MANAGER_1 } from './people.js';
import { CHELMZA, CZERNIKOWO, OBROWO } from './places.js';
import type { Chapter, EntryThread } from './story.js';

/** A culture centre whose own e-mail domain is known: addresses of it may stand in texts without a warning. */
export const CULTURE_CENTRE = 'Gminny Ośrodek Kultury na Niby';

/** The long names under which the same two were registered once more, until somebody noticed. */
const CIRCLE_AGAIN = 'Koło Gospodyń Wiejskich Urojewo';
const BRIGADE_AGAIN = 'Ochotnicza Straż Pożarna w Mrzonkach';

/** Organisations with aliases, an entry put right, two pairs of duplicates merged. */
export function tellOrganisations(chapter: Chapter): void {
  const enter = (day: Day, payload: JsonObject): EntryThread => chapter.enter(day, CLERK_1, ORGANISATION, payload);
  const circle = { kind: 'rural-housewives-circle', gmina: CHELMZA.terc };
  enter('2022-01-04', {
    name: 'KGW Zmyślewo',
    aliases: ['Koło Gospodyń Wiejskich w Zmyślewie', 'Zmyślewianki'],
    ...circle,
    locality: 'Zmyślewo',
  });
  // Whose contacts pass in texts is not for a clerk to say.
  chapter.enter('2022-01-04', MANAGER_1, ORGANISATION, {
    name: CULTURE_CENTRE,
    aliases: ['GOK na Niby'],
    kind: 'other',
    gmina: OBROWO.terc,
    locality: 'Obrowo',
    contactPoints: ['@gok.example'],
  });
  enter('2022-01-04', { name: 'Bractwo Kurkowe „Na Niby”', kind: 'ngo', locality: 'Torun' }).deed(
    '2022-02-22',
    CLERK_2,
    'OrganisationCorrected',
    {
      changes: { locality: 'Toruń', aliases: ['Bractwo na Niby'] },
      reason: 'Literówka w nazwie miejscowości; nazwa potoczna',
    },
  );

  const urojewo = enter('2022-01-04', { name: 'KGW Urojewo', ...circle, locality: 'Urojewo' });
  const again = enter('2022-05-09', { name: CIRCLE_AGAIN, ...circle });
  support(chapter, '2022-05-10', CIRCLE_AGAIN, CHELMZA.terc);
  again.deed('2022-09-14', MANAGER_1, 'OrganisationMerged', {
    into: urojewo.ref,
    reason: 'To samo koło, wpisane po raz drugi pod pełną nazwą',
  });
  // Named as before the merger: it is found under what it became.
  support(chapter, '2022-10-04', CIRCLE_AGAIN, CHELMZA.terc);

  const brigade = { kind: 'volunteer-fire-brigade', gmina: CZERNIKOWO.terc };
  const mrzonki = enter('2022-01-04', { name: 'OSP Mrzonki', ...brigade, locality: 'Mrzonki' });
  const twice = enter('2023-02-20', { name: BRIGADE_AGAIN, ...brigade });
  support(chapter, '2023-02-21', BRIGADE_AGAIN, CZERNIKOWO.terc);
  twice.deed('2023-06-12', MANAGER_1, 'OrganisationMerged', {
    into: mrzonki.ref,
    reason: 'Ta sama jednostka pod dwiema nazwami',
  });
  chapter.begin('2023-08-08', CLERK_2, 'support-action', {
    title: 'Baner i namiot promocyjny na festyn Zmyślewianek',
    occurredOn: '2023-08-05',
    gminas: [CHELMZA.terc],
    strategyItems: ['G1.4'],
    // By its alias.
    beneficiary: { name: 'Zmyślewianki' },
    form: 'promotion',
  });
}

function support(chapter: Chapter, day: Day, name: string, gmina: string): void {
  chapter.begin(day, CLERK_2, 'support-action', {
    title: `Gadżety powiatowe na festyn: ${name}`,
    occurredOn: day,
    gminas: [gmina],
    strategyItems: ['G1.4', 'T3'],
    beneficiary: { name },
    form: 'promotion',
  });
}

/** Measures that management set, read from time to time. */
export function tellMeasures(chapter: Chapter): void {
  const set = (item: string, name: string, unit: string, baseline: number, target: number): EntryThread =>
    chapter.enter('2022-02-01', MANAGER_1, MEASURE, {
      ...{ item, strategy: '2022-2024', name, unit, baseline, target },
      by: '2024-12-31',
    });
  const contacts = set('T1', 'Kontakty z urzędami gmin w roku', 'kontakt', 180, 220);
  const paths = set('G3.2', 'Ścieżki rowerowe oddane od początku strategii', 'km', 0, 12);
  const circles = set('G1.4', 'KGW, OSP i sołectwa wsparte w roku', 'organizacja', 30, 45);
  const message = set('G2.3', 'Wzmianki z przekazem wspólnym w roku', 'wzmianka', 25, 40);
  const read = (of: EntryThread, day: Day, on: Day, value: number): void => {
    of.deed(day, MANAGER_1, 'MeasureRead', { value, on });
  };
  for (const [day, on, values] of [
    ['2023-01-16', '2022-12-31', [224, 2.3, 38, 32]],
    ['2024-01-15', '2023-12-31', [204, 11.57, 49, 36]],
    ['2024-12-30', '2024-12-20', [228, 13.95, 43, 43]],
  ] as const) {
    [contacts, paths, circles, message].forEach((each, index) => {
      read(each, day, on, values[index] ?? 0);
    });
  }
}

export function tellNextStrategy(chapter: Chapter): void {
  chapter.enter('2024-12-23', ADMINISTRATOR, STRATEGY, NEXT_STRATEGY);
  chapter.begin('2024-12-27', CLERK_1, 'joint-initiative', {
    title: 'Powiatowy Dzień Sąsiada',
    occurredOn: '2025-05-24',
    scope: 'county',
    // Planned for a day on which the next strategy is in force: the codes are its own.
    strategyItems: ['W1.2'],
    initiativeKind: 'event',
    step: 'plan',
  });
}
