import { createHash } from 'node:crypto';
import type { Origin } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { kindNamed } from '../../domain/catalogue.js';
import { brigade, COUNTY, MEDIA, office, school } from './organisations.js';
import { CLERK_1 } from './people.js';
import { CHELMZA_TOWN, CZERNIKOWO, LUBICZ, LYSOMICE, NIESZAWKA, OBROWO, ZLAWIES } from './places.js';
import type { Chapter, Thread } from './story.js';
import { instantAt } from './working-days.js';

/** The file from which history came; it does not exist, and its digest is that of its name. */
const FILE = createHash('sha256').update('historia-2021.csv (plik wymyślony)').digest('hex');

/** On the first morning at eight: later than everything else of that early, row after row. */
function circumstances(row: number): { readonly at: string; readonly origin: Origin } {
  return { at: instantAt('2022-01-03', 8 * 3_600_000 + row * 250), origin: { file: FILE, row } };
}

/** One row of the imported file: an activity with the steps it had taken. */
export function importRow(
  chapter: Chapter,
  row: number,
  kind: string,
  body: JsonObject,
  steps: readonly (readonly [string, JsonObject])[] = [],
): Thread {
  const found = kindNamed(kind);
  if (found === undefined) throw new RangeError(`no kind ${kind}`);
  const thread = chapter.begin('2022-01-03', CLERK_1, kind, body, circumstances(row));
  for (const [step, fields] of steps) {
    thread.deed('2022-01-03', CLERK_1, { do: 'take', kind: found, step, body: fields }, circumstances(row));
  }
  return thread;
}

/** History of before the strategy: outside it, and counted apart as backfilled. Row 1 is the header. */
export function tellImported(chapter: Chapter): void {
  const contact = (row: number, title: string, on: string, place: typeof LUBICZ): void => {
    importRow(chapter, row, 'contact', {
      title,
      occurredOn: on,
      gminas: [place.terc],
      channel: 'meeting',
      direction: 'outgoing',
      counterparts: [{ organisation: office(place), function: 'sekretarz gminy' }],
    });
  };
  contact(3, 'Konsultacje projektu strategii współpracy: gmina Obrowo', '2021-10-12', OBROWO);
  contact(4, 'Konsultacje projektu strategii współpracy: gmina Łysomice', '2021-10-14', LYSOMICE);
  contact(5, 'Konsultacje projektu strategii współpracy: gmina Wielka Nieszawka', '2021-11-04', NIESZAWKA);
  importRow(chapter, 6, 'attendance', {
    title: 'Dożynki gminne w Złejwsi Wielkiej',
    occurredOn: '2021-08-28',
    gminas: [ZLAWIES.terc],
    eventType: 'harvest-festival',
    organisers: [office(ZLAWIES)],
    representatives: [{ function: 'starosta', parts: ['guest', 'speech'] }],
  });
  importRow(chapter, 7, 'attendance', {
    title: 'Wybory sołeckie: kilka zebrań z udziałem radnych powiatu',
    occurredOn: '2021-09-01',
    occurredPrecision: 'month',
    gminas: [CZERNIKOWO.terc],
    eventType: 'other',
    organisers: [office(CZERNIKOWO)],
    representatives: [{ function: 'radny powiatu', parts: ['guest'] }],
  });
  const [atLubicz = LUBICZ.seat] = LUBICZ.villages;
  importRow(
    chapter,
    8,
    'support-action',
    {
      title: 'Dotacja na węże strażackie',
      occurredOn: '2021-05-17',
      gminas: [LUBICZ.terc],
      beneficiary: brigade(LUBICZ, atLubicz),
      form: 'grant',
      requestedAmount: 300_000,
      step: 'request',
    },
    [
      [
        'grant',
        {
          on: '2021-06-10',
          decision: { organ: 'Zarząd Powiatu Toruńskiego', number: 'uchwała nr 388/2021', date: '2021-06-10' },
          amount: 300_000,
        },
      ],
      ['deliver', { on: '2021-07-02', amount: 300_000 }],
    ],
  );
  importRow(chapter, 9, 'publication', {
    title: 'Folder „Gminy powiatu toruńskiego”',
    occurredOn: '2021-01-01',
    occurredPrecision: 'year',
    scope: 'county',
    form: 'booklet',
  });
  importRow(chapter, 10, 'joint-initiative', {
    title: 'Powiatowy konkurs wiedzy o regionie',
    occurredOn: '2021-11-19',
    gminas: [CHELMZA_TOWN.terc],
    initiativeKind: 'competition',
    coOrganisers: [school(CHELMZA_TOWN, CHELMZA_TOWN.villages[0] ?? CHELMZA_TOWN.seat)],
    participants: 62,
  });
  importRow(
    chapter,
    11,
    'competition-entry',
    {
      title: 'Zgłoszenie mostu w Bujdowie do konkursu',
      occurredOn: '2021-03-15',
      gminas: [LYSOMICE.terc],
      competition: 'Wymyślona Budowa Roku 2020',
      organisers: [{ name: 'Izba Budownictwa na Niby', kind: 'ngo' }],
      competitionScope: 'regional',
      subject: 'Most w Bujdowie',
      // Naming it for the strategy that was yet to come would be wrong.
      strategyItems: [],
    },
    [
      ['submit', { on: '2021-03-30' }],
      ['announce', { on: '2021-09-24', award: 'wyróżnienie' }],
    ],
  );
  importRow(chapter, 12, 'media-coverage', {
    title: 'Rozmowa o planach powiatu na nowy rok',
    occurredOn: '2021-12-29',
    scope: 'county',
    outlet: MEDIA.radioPik,
    medium: 'radio',
    tone: 'neutral',
    jointMessage: false,
  });
  importRow(chapter, 13, 'joint-initiative', {
    title: 'Wizyta studyjna w zaprzyjaźnionym powiecie',
    occurredOn: '2021-10-01',
    occurredPrecision: 'month',
    scope: 'outside',
    initiativeKind: 'training',
    coOrganisers: [COUNTY],
  });
}
