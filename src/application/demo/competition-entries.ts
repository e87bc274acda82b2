import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { CLERK_2, ROADS_CLERK } from './people.js';
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

/** Item G3.3 has no activity in all of 2022: the gap that question 6 of DOMAIN.md section 5 is to find. */
export const IDLE_ITEM = { code: 'G3.3', year: '2022' } as const;

interface Entry {
  readonly title: string;
  /** Another activity, or words. */
  readonly subject: Thread | string;
  readonly places: readonly Place[];
  readonly national?: true;
  readonly from: Day;
  readonly result: 'prepared' | 'submitted' | 'shortlisted' | 'not-awarded' | 'withdrawn' | { readonly award: string };
}

const REGIONAL = {
  competition: 'Wymyślona Budowa Regionu',
  organisers: [{ name: 'Izba Budownictwa na Niby', kind: 'ngo' }],
};
const NATIONAL = {
  competition: 'Ogólnopolski Konkurs Dróg, Których Nie Ma',
  organisers: [{ name: 'Federacja Zmyślonych Drogowców', kind: 'ngo' }],
};

/** Entries for the best building project or its realisation (strategy: G3.3). */
export function tellCompetitionEntries(
  chapter: Chapter,
  investments: ReadonlyMap<string, Thread>,
  brachnowo: Thread,
  road: Thread,
): void {
  const of = (title: string): Thread | string => investments.get(title) ?? title;
  const entries: readonly Entry[] = [
    {
      title: 'Ścieżka rowerowa Fikcyjnowo-Wydumki',
      subject: of('Ścieżka rowerowa Fikcyjnowo-Wydumki'),
      places: [LUBICZ],
      from: '2023-02-20',
      result: { award: 'II miejsce' },
    },
    {
      title: 'Remont drogi w Przykładowie',
      subject: of('Remont drogi powiatowej w Przykładowie'),
      places: [CZERNIKOWO],
      from: '2023-03-06',
      result: 'not-awarded',
    },
    {
      title: 'Most w Bujdowie',
      subject: of('Most w Bujdowie'),
      places: [LYSOMICE],
      national: true,
      from: '2023-09-11',
      result: 'not-awarded',
    },
    {
      title: 'Ścieżka rowerowa w Brąchnowie',
      subject: brachnowo,
      places: [CHELMZA, LYSOMICE, LUBIANKA],
      from: '2023-10-02',
      result: { award: 'wyróżnienie' },
    },
    {
      title: 'Chodnik i zatoka w Nigdziewie',
      subject: of('Chodnik i zatoka autobusowa w Nigdziewie'),
      places: [OBROWO],
      from: '2023-11-06',
      result: 'withdrawn',
    },
    {
      title: 'Droga 2020C',
      subject: road,
      places: [LUBIANKA, LYSOMICE],
      national: true,
      from: '2024-01-15',
      result: { award: 'nagroda w kategorii dróg lokalnych' },
    },
    {
      title: 'Droga Mirażowo-Przypuszczewo',
      subject: of('Droga powiatowa Mirażowo-Przypuszczewo'),
      places: [ZLAWIES],
      from: '2024-02-26',
      result: 'not-awarded',
    },
    {
      title: 'Ścieżka rowerowa Złudzin-Pozorne',
      subject: of('Ścieżka rowerowa Złudzin-Pozorne'),
      places: [NIESZAWKA],
      from: '2024-05-13',
      result: { award: 'nagroda publiczności' },
    },
    {
      title: 'Sala gimnastyczna',
      subject: of('Sala gimnastyczna dla uczniów miasta i gminy'),
      places: [CHELMZA_TOWN, CHELMZA],
      from: '2024-09-16',
      result: 'shortlisted',
    },
    {
      title: 'Ścieżka rowerowa Niebywałki-Legendowo',
      subject: of('Ścieżka rowerowa Niebywałki-Legendowo'),
      places: [LUBIANKA, ZLAWIES],
      from: '2024-10-21',
      result: 'submitted',
    },
    {
      title: 'Program budowy ścieżek rowerowych',
      subject: 'Program budowy ścieżek rowerowych 2022-2024',
      places: [],
      national: true,
      from: '2024-12-09',
      result: 'prepared',
    },
    {
      title: 'Remont drogi w Gdybanowie',
      subject: of('Remont drogi w Gdybanowie'),
      places: [CZERNIKOWO],
      from: '2024-03-18',
      result: 'withdrawn',
    },
  ];
  for (const entry of entries) tellEntry(chapter, entry);
}

function tellEntry(chapter: Chapter, { title, subject, places, national, from, result }: Entry): void {
  const { dice } = chapter;
  const clerk = dice.one([ROADS_CLERK, CLERK_2]);
  const body: JsonObject = {
    title: `Zgłoszenie do konkursu: ${title}`,
    occurredOn: from,
    ...(places.length === 0 ? { scope: 'county' } : { gminas: places.map(({ terc }) => terc) }),
    strategyItems: ['G3.3'],
    ...(national ? NATIONAL : REGIONAL),
    competitionScope: national ? 'national' : 'regional',
    category: 'obiekty drogowe i rowerowe',
    subject: typeof subject === 'string' ? subject : subject.ref,
  };
  const prepared = result === 'prepared' || dice.chance(60);
  const thread = chapter.begin(from, clerk, 'competition-entry', { ...body, step: prepared ? 'prepare' : 'submit' });
  if (result === 'prepared') return;
  if (prepared) thread.step(plusDays(from, 14), clerk, 'submit');
  if (result === 'submitted') return;
  if (result === 'withdrawn') {
    thread.step(plusDays(from, 30), clerk, 'withdraw', { reason: 'Regulamin wyłącza zadania z tym źródłem środków' });
    return;
  }
  if (result === 'shortlisted' || dice.chance(60)) thread.step(plusDays(from, 50), clerk, 'shortlist');
  if (result !== 'shortlisted')
    thread.step(plusDays(from, 80), clerk, 'announce', typeof result === 'string' ? {} : result);
}
