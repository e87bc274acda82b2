import type { Day } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { OFFICIAL } from '../../domain/registers/registers.js';
import { ADMINISTRATOR, BOARD_CLERK } from './people.js';
import type { Chapter } from './story.js';

/** The elections of April 2024 changed the board: from this day on there is another wicestarosta. */
const NEW_TERM: Day = '2024-05-07';
const TERM: Day = '2018-11-20';

interface Invented {
  readonly name: string;
  readonly function: string;
  readonly authority: boolean;
  readonly from?: Day;
  readonly until?: Day;
}

const STAROSTA: Invented = { name: 'Teodor Niezaistniały', function: 'starosta', authority: true };
const VICE: Invented = { name: 'Zofia Wymyślona', function: 'wicestarosta', authority: true, until: '2024-05-06' };
const NEXT_VICE: Invented = {
  name: 'Wincenty Nieprawdziwy',
  function: 'wicestarosta',
  authority: true,
  from: NEW_TERM,
};

/** Names that nobody bears: public functions stay named, and these are to be seen at once to be made up. */
const OFFICIALS: readonly Invented[] = [
  STAROSTA,
  VICE,
  { name: 'Bogumił Niebyły', function: 'board-member', authority: true },
  { name: 'Kunegunda Przykładowa', function: 'board-member', authority: true },
  { name: 'Ambroży Zmyślony', function: 'council-chair', authority: true },
  { name: 'Filomena Fikcyjna', function: 'council-vice-chair', authority: true },
  { name: 'Hilary Urojony', function: 'councillor', authority: true },
  { name: 'Gertruda Niebywała', function: 'skarbnik', authority: false },
  { name: 'Wit Wydumany', function: 'sekretarz', authority: false },
  { name: 'Eulalia Pozorna', function: 'unit-director', authority: false },
  { name: 'Kosma Domniemany', function: 'department-head', authority: false },
];

const inOffice = (day: Day, { from = TERM, until = '9999' }: Invented): boolean => from <= day && day <= until;

/** Whoever may represent the county in authority on a day. */
export const authoritiesOn = (day: Day): readonly string[] =>
  [...OFFICIALS, NEXT_VICE].filter((each) => each.authority && inOffice(day, each)).map(({ name }) => name);

const viceOn = (day: Day): string => (inOffice(day, VICE) ? VICE : NEXT_VICE).name;

/** Nobody stands in for the starosta but the wicestarosta. */
export const standIn = (day: Day): JsonObject => ({ official: viceOn(day), inPlaceOf: 'starosta' });

export function tellOfficials(chapter: Chapter): void {
  const entries = new Map(
    OFFICIALS.map(({ name, function: its }) => [
      name,
      chapter.enter('2022-01-03', ADMINISTRATOR, OFFICIAL, { name, function: its, from: TERM }),
    ]),
  );
  entries.get(VICE.name)?.deed('2024-05-08', BOARD_CLERK, 'OfficialCorrected', {
    changes: { until: '2024-05-06' },
    reason: 'Koniec kadencji zarządu powiatu',
  });
  const { name, function: its } = NEXT_VICE;
  chapter.enter('2024-05-07', BOARD_CLERK, OFFICIAL, { name, function: its, from: NEW_TERM });
}
