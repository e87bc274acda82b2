/**
 * The Polish words of whatever people read: reports, pages, printed documents. One word for one thing everywhere.
 * The strategy's own words are those of the strategy (seed: "cel strategiczny", "cele szczegółowe", "zadania",
 * "realizacja celu odbywa się przez").
 */
import type { Class } from '../../application/difference/figure.js';
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

/** A figure or fact of a report. `of`: what the last part of its path is a word of. */
export interface FigureWords {
  readonly words: string;
  readonly as: Shown;
  readonly of?: 'kind' | 'phase' | 'status' | 'month' | 'itself';
}

const say = (words: string, as: Shown = 'number', of?: FigureWords['of']): FigureWords => ({
  words,
  as,
  ...(of !== undefined && { of }),
});

/** By path within a report, a row, a strategy's item, an investment or a campaign; `*` is any one name. */
const FIGURES: Readonly<Record<string, FigureWords>> = {
  report: say('rodzaj raportu', 'report'),
  from: say('okres od', 'month'),
  to: say('okres do', 'month'),
  day: say('stan na dzień', 'day'),
  ahead: say('okres po dniu, na który jest stan', 'ahead'),
  asOf: say('stan, o który pytano', 'text'),
  position: say('pozycja w dzienniku', 'text'),
  digest: say('skrót SHA-256 danych raportu', 'text'),
  'viewVersions/*': say('wersja widoku', 'number', 'itself'),
  demonstration: say('dane demonstracyjne', 'flag'),
  county: say('powiat', 'text'),
  'county/terc': say('kod powiatu', 'terc'),
  'county/name': say('powiat', 'text'),
  strategy: say('strategia', 'text'),
  'strategy/id': say('strategia', 'text'),
  'strategy/title': say('tytuł strategii', 'text'),
  'strategy/from': say('strategia obowiązuje od', 'day'),
  'strategy/until': say('okres strategii do', 'day'),
  'strategy/ranOut': say('okres strategii minął', 'flag'),
  gaps: say('cele i zadania bez działań', 'text'),
  'investments/total': say('inwestycje w okresie'),
  'campaigns/total': say('kampanie w okresie'),

  total: say('działania razem'),
  started: say('działania rozpoczęte'),
  completed: say('działania zakończone'),
  'activities/total': say('działania razem'),
  'activities/started': say('działania rozpoczęte'),
  'activities/completed': say('działania zakończone'),
  'activities/byPhase/*': say('działania według etapu', 'number', 'phase'),
  'activities/byStatus/*': say('działania według stanu', 'number', 'status'),
  'activities/byKind/*': say('działania według rodzaju', 'number', 'kind'),
  'activities/byMonth/*': say('działania według miesiąca', 'number', 'month'),
  'attendance/invited': say('wydarzenia: zaproszenia'),
  'attendance/attended': say('wydarzenia: udział'),
  'attendance/inPlace': say('wydarzenia: udział w zastępstwie'),
  'money/support/requested': say('wsparcie wnioskowane', 'grosze'),
  'money/support/granted': say('wsparcie przyznane', 'grosze'),
  'money/support/delivered': say('wsparcie przekazane', 'grosze'),
  'money/support/settled': say('wsparcie rozliczone', 'grosze'),
  'money/support/returned': say('wsparcie zwrócone', 'grosze'),
  'money/support/shared': say('wsparcie przekazane wspólnie kilku gminom', 'grosze'),
  'money/investments/planned': say('inwestycje: koszt planowany', 'grosze'),
  'money/investments/contracted': say('inwestycje: wartość umów', 'grosze'),
  'money/investments/cost': say('inwestycje: koszt poniesiony', 'grosze'),
  'money/investments/share': say('inwestycje: udział własny gmin', 'grosze'),
  length: say('długość odebrana', 'metres'),
  lastContactOn: say('ostatni kontakt', 'day'),
  'openFollowUps/count': say('sprawy do dalszego kontaktu'),
  'openFollowUps/overdue': say('sprawy do dalszego kontaktu po terminie'),
  'openPromises/count': say('otwarte wnioski i przyrzeczenia'),
  'openPromises/overdue': say('otwarte wnioski i przyrzeczenia po terminie'),
  late: say('wpisy spóźnione'),
  backfilled: say('wpisy uzupełnione wstecz'),

  terc: say('kod gminy', 'terc'),
  key: say('klucz gminy', 'terc'),
  name: say('nazwa', 'text'),
  kind: say('rodzaj gminy', 'gminaKind'),
  rank: say('miejsce według liczby działań'),
  residents: say('mieszkańcy'),
  residentsYear: say('mieszkańcy: rok danych'),
  residentsSource: say('mieszkańcy: źródło danych', 'text'),
  perThousand: say('na 1000 mieszkańców'),
  'perThousand/activities': say('działania na 1000 mieszkańców'),
  'perThousand/supportDelivered': say('wsparcie przekazane na 1000 mieszkańców', 'grosze'),
  'perThousand/investmentShare': say('udział własny w inwestycjach na 1000 mieszkańców', 'grosze'),
  'percentOfAll/activities': say('procent wszystkich działań'),
  'percentOfAll/supportDelivered': say('procent wsparcia przekazanego'),
  'percentOfAll/investmentShare': say('procent udziałów własnych gmin w inwestycjach'),
  tile: say('miejsce na mapie'),
  'tile/row': say('miejsce na mapie: wiersz'),
  'tile/x': say('miejsce na mapie: kolumna'),

  code: say('kod celu', 'text'),
  text: say('treść celu', 'text'),
  parent: say('kod celu nadrzędnego', 'text'),
  gminas: say('gminy', 'gminas'),
  item: say('kod celu', 'text'),
  unit: say('jednostka miernika', 'text'),
  by: say('termin osiągnięcia', 'day'),
  reached: say('wartość osiągnięta'),
  'reached/value': say('wartość osiągnięta'),
  'reached/on': say('wartość osiągnięta: stan na dzień', 'day'),

  id: say('identyfikator', 'text'),
  number: say('numer', 'text'),
  title: say('tytuł', 'text'),
  status: say('stan', 'status'),
  investmentKind: say('rodzaj inwestycji', 'investmentKind'),
  roadNumber: say('numer drogi', 'text'),
  plannedCost: say('koszt planowany', 'grosze'),
  contracted: say('wartość umów', 'grosze'),
  cost: say('koszt poniesiony', 'grosze'),
  overPlan: say('różnica wobec planu', 'grosze'),
  plannedLength: say('długość planowana', 'metres'),
  organisation: say('partner', 'text'),
  gmina: say('partner', 'gminas'),
  share: say('udział', 'grosze'),
  amount: say('kwota', 'grosze'),
  aim: say('cel kampanii', 'text'),
  measure: say('miernik', 'text'),
  baseline: say('wartość wyjściowa'),
  target: say('wartość docelowa'),
  measured: say('ostatni pomiar'),
  result: say('wynik', 'text'),
  budget: say('budżet', 'grosze'),
};

/** The words of a path; undefined for what nobody has named yet. */
export const figureWords = (path: string): FigureWords | undefined =>
  ownOf(FIGURES, path) ?? ownOf(FIGURES, path.replace(/[^/]+$/, '*'));

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

export const FAULTS: Forms = ['rzecz', 'rzeczy', 'rzeczy'];
export const ENTRIES: Forms = ['wpis', 'wpisy', 'wpisów'];
export const EVENTS: Forms = ['zdarzenie', 'zdarzenia', 'zdarzeń'];
export const DAYS: Forms = ['dzień', 'dni', 'dni'];
export const GMINAS: Forms = ['gmina', 'gminy', 'gmin'];
