/**
 * The Polish words of whatever people read: reports, pages, printed documents. One word for one thing everywhere.
 * The strategy's own words are those of the strategy (seed: "cel strategiczny", "cele szczegółowe", "zadania",
 * "realizacja celu odbywa się przez").
 */
import type { Class, Moved } from '../../application/difference/figure.js';
import type { Part } from '../../application/difference/places.js';
import { valueWords } from '../../application/import/glossary.js';
import type { ANNULLED, Phase, Status } from '../../domain/activities/phase.js';
import type { Role } from '../../domain/kernel/event.js';
import { ownOf } from '../../domain/kernel/own.js';
import type { FUNCTIONS, GminaKind } from '../../domain/registers/registers.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';

/** Kinds of activity, as headings name them: many of a kind. */
export const KINDS_MANY: Readonly<Record<string, string>> = {
  contact: 'kontakty',
  attendance: 'udział w wydarzeniach',
  'support-action': 'działania wspierające',
  campaign: 'kampanie',
  'joint-investment': 'wspólne inwestycje',
  'joint-initiative': 'wspólne inicjatywy',
  'competition-entry': 'zgłoszenia do konkursów',
  publication: 'publikacje',
  'media-coverage': 'wzmianki w mediach',
};

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  ahead: 'przed rozpoczęciem',
  underway: 'w toku',
  done: 'wykonane',
  dropped: 'niezrealizowane',
};

/** Said of an activity (działanie), so in the neuter. */
export const STATUS_WORDS: Readonly<Record<Status | typeof ANNULLED, string>> = {
  invited: 'zaproszenie otrzymane',
  confirmed: 'udział potwierdzony',
  requested: 'wniosek złożony',
  granted: 'wsparcie przyznane',
  planned: 'zaplanowane',
  proposed: 'zaproponowane',
  agreed: 'udziały uzgodnione',
  funded: 'finansowanie zapewnione',
  prepared: 'zgłoszenie przygotowane',
  draft: 'w opracowaniu',
  approved: 'zatwierdzone',
  'follow-up-open': 'do dalszego kontaktu',
  'in-delivery': 'w trakcie przekazywania',
  running: 'prowadzone',
  contracted: 'umowa podpisana',
  'in-works': 'w trakcie robót',
  suspended: 'wstrzymane',
  submitted: 'zgłoszone do konkursu',
  shortlisted: 'zakwalifikowane do finału',
  recorded: 'odnotowane',
  closed: 'dalszy kontakt zakończony',
  attended: 'wzięto udział',
  delivered: 'wsparcie przekazane',
  settled: 'rozliczone',
  concluded: 'zakończone',
  evaluated: 'ocenione',
  accepted: 'odebrane',
  held: 'przeprowadzone',
  awarded: 'nagrodzone',
  'not-awarded': 'bez nagrody',
  published: 'opublikowane',
  declined: 'odmówiono udziału',
  missed: 'nie wzięto udziału',
  refused: 'odmówiono wsparcia',
  cancelled: 'odwołane',
  withdrawn: 'wycofane',
  abandoned: 'zaniechane',
  annulled: 'unieważnione',
};

export const GMINA_KIND_WORDS: Readonly<Record<GminaKind, string>> = {
  urban: 'gmina miejska',
  rural: 'gmina wiejska',
  'urban-rural': 'gmina miejsko-wiejska',
};

/** Tells two gminas of one name apart: `Chełmża (miasto)`, `Chełmża (gmina)`. */
export const GMINA_SUFFIX: Readonly<Record<GminaKind, string>> = {
  urban: 'miasto',
  rural: 'gmina',
  'urban-rural': 'gmina miejsko-wiejska',
};

/** As a spreadsheet names them too. */
export const INVESTMENT_KIND_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(valueWords('joint-investment', 'investmentKind') ?? {}).map(([code, [shown]]) => [code, shown]),
);

export const REPORT_WORDS: Readonly<Record<string, string>> = { period: 'raport okresowy', annual: 'raport roczny' };
export const AHEAD_WORDS: Readonly<Record<string, string>> = { none: 'nie', part: 'częściowo', all: 'w całości' };

/** Why a figure changed (API.md, difference). */
export const CLASS_WORDS: Readonly<Record<Class, string>> = {
  new: 'nowe działanie',
  late: 'wpis spóźniony',
  backfilled: 'wpis uzupełniony wstecz',
  step: 'kolejny krok',
  corrected: 'poprawka',
  undone: 'cofnięcie ostatniego kroku',
  annulled: 'unieważnienie',
  restored: 'przywrócenie',
  reference: 'zmiana w rejestrach',
  time: 'upływ terminu',
  code: 'zmiana programu',
};

/** What came into a set, and what went from it. */
export const MOVED_WORDS: Readonly<Record<keyof Moved, string>> = { came: 'przybyło', went: 'ubyło' };

export const PART_WORDS: Readonly<Record<Part, string>> = {
  report: 'Raport',
  totals: 'Razem',
  countyWide: 'Cały powiat',
  outside: 'Poza powiatem',
  gminas: 'Gminy',
  items: 'Cele strategii',
  measures: 'Mierniki celów',
  kinds: 'Rodzaje działań',
  investments: 'Inwestycje',
  campaigns: 'Kampanie',
};

/** Lists of a report, by path within what they are of. */
export const LIST_WORDS: Readonly<Record<string, string>> = {
  gminas: 'gminy',
  items: 'cele i zadania strategii',
  measures: 'mierniki',
  'investments/lines': 'wykaz inwestycji',
  'campaigns/lines': 'wykaz kampanii',
  partners: 'partnerzy',
  sources: 'źródła finansowania',
};

/**
 * What an item of the strategy is in it.
 *
 * @param depth how many items stand above it
 */
export function itemLevel(code: string, depth: number): string {
  if (code === OUTSIDE_STRATEGY) return 'poza strategią';
  if (depth === 0) return 'cel strategiczny';
  if (depth === 1) return 'cel szczegółowy';
  return code.startsWith('T') ? 'zadanie' : 'sposób realizacji';
}

export const DEMONSTRATION =
  'Dane demonstracyjne: dziennik jest pokazowy, a jego treść, poza nielicznymi prawdziwymi przykładami, zmyślona.';

/** A word of one of the lists above; what nobody has named stands as it is. */
export const wordOf = (words: Readonly<Record<string, string>>, key: string): string => ownOf(words, key) ?? key;

/** One, few (2-4) and many (0, 5 and more) of a thing. */
export type Forms = readonly [one: string, few: string, many: string];

export const ACTIVITIES: Forms = ['działanie', 'działania', 'działań'];
export const INVESTMENTS: Forms = ['inwestycja', 'inwestycje', 'inwestycji'];
export const CAMPAIGNS: Forms = ['kampania', 'kampanie', 'kampanii'];
export const ITEMS: Forms = ['pozycja strategii', 'pozycje strategii', 'pozycji strategii'];
export const UNITS: Forms = ['jednostka powiatu', 'jednostki powiatu', 'jednostek powiatu'];

/** How a figure is written: an amount in grosze, metres, a day, a word of one of the lists above, and so on. */
export type Shown =
  | 'number'
  | 'grosze'
  | 'metres'
  | 'day'
  | 'month'
  | 'text'
  | 'flag'
  | 'terc'
  | 'gminas'
  | 'status'
  | 'gminaKind'
  | 'investmentKind'
  | 'report'
  | 'ahead';

/** Public functions of officials, by code. */
export const FUNCTION_WORDS: Readonly<Record<(typeof FUNCTIONS)[number], string>> = {
  starosta: 'starosta',
  wicestarosta: 'wicestarosta',
  'board-member': 'członek zarządu powiatu',
  'council-chair': 'przewodniczący rady powiatu',
  'council-vice-chair': 'wiceprzewodniczący rady powiatu',
  councillor: 'radny powiatu',
  skarbnik: 'skarbnik powiatu',
  sekretarz: 'sekretarz powiatu',
  'unit-director': 'kierownik jednostki',
  'department-head': 'naczelnik wydziału',
  employee: 'pracownik',
};

/** What an account may do (DOMAIN.md section 5). */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  recorder: 'pracownik',
  manager: 'kierownictwo',
  auditor: 'audytor',
  administrator: 'administrator',
};

export const FAULTS: Forms = ['pole', 'pola', 'pól'];
/** One of those that a field of an entry holds. */
export const ONE_WORDS: Readonly<Record<string, string>> = {
  documents: 'dokument',
  counterparts: 'rozmówca',
  organisers: 'organizator',
  coOrganisers: 'współorganizator',
  representatives: 'reprezentant',
  partners: 'partner',
  sources: 'źródło',
};

/** Position in the ledger, as what it has: accusative. */
export const POSITIONS: Forms = ['pozycję', 'pozycje', 'pozycji'];
export const ENTRIES: Forms = ['wpis', 'wpisy', 'wpisów'];
export const EVENTS: Forms = ['zdarzenie', 'zdarzenia', 'zdarzeń'];
export const DAYS: Forms = ['dzień', 'dni', 'dni'];
export const GMINAS: Forms = ['gmina', 'gminy', 'gmin'];
export const ORGANISATIONS: Forms = ['organizacja', 'organizacje', 'organizacji'];
