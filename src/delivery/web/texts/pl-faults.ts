import { ROLES } from '../../../domain/kernel/event.js';
import { counted } from '../../polish/formats.js';
import { POSITIONS } from '../../polish/glossary.js';

/** What is said of questions that cannot be asked (application/queries), and of what is refused, in Polish. */
const SAYINGS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/must be (\d+) to (\d+) characters long/, (least = '', most = '') => `Hasło ma mieć od ${least} do ${most} znaków.`],
  [
    /must not be the same few characters/,
    () => 'Hasło nie może składać się z tych samych znaków ani z ich kolejnego szeregu.',
  ],
  [/must not hold the name of the account/, () => 'Hasło nie może zawierać nazwy konta.'],
  [/is one of those that are tried first/, () => 'To hasło jest na liście często używanych: wybierz inne.'],
  [/must be letters, digits, dots and hyphens/, () => 'Nazwa może mieć litery, cyfry, kropki i łączniki.'],
  [
    /^this is the last administrator/,
    () => 'To ostatnie konto administratora: najpierw załóż drugie i poczekaj, aż jego właściciel ustali hasło.',
  ],
  [/^must be confirmed$/, () => 'Zaznacz, że konto ma być zamknięte.'],
  [/must be text of 1 to (\d+) characters/, (most = '') => `Wpisz od 1 do ${most} znaków.`],
  [/must be a day, such as/, () => 'Podaj dzień, np. 2026-12-31.'],
  [/an auditor's \w+ needs an end date/, () => 'Konto audytora musi mieć dzień, do którego jest ważne.'],
  [/^is not a parameter here/, () => 'nieznany parametr'],
  [/^is missing$/, () => 'brak wartości'],
  [/^is asked of organisations only$/, () => 'o to można pytać tylko organizacje'],
  [/is given more than once/, () => 'podano więcej niż raz'],
  [/must be a month \(2023-01\) or the (first|last)/, () => 'ma to być miesiąc, np. 2023-01'],
  [/must be a month of the report/, () => 'podaj miesiąc, np. 2023-01'],
  [/must not be before from/, () => 'koniec okresu nie może być przed jego początkiem'],
  [/must be a year, such as/, () => 'podaj rok, np. 2023'],
  [/must be months in order/, () => 'podaj dwa miesiące, pierwszy nie późniejszy niż drugi, np. 2023-01 i 2023-12'],
  [/must be a day \(2023-05-31\) or a month/, () => 'podaj dzień (2023-05-31) albo miesiąc (2023-05)'],
  [/must be a day \(2023-05-31\) or an instant/, () => 'podaj dzień, np. 2023-05-31'],
  [/must be a number such as KT/, () => 'numer wpisu wygląda tak: KT/2023/0417'],
  [/must be a number of days/, () => 'podaj liczbę dni'],
  [/must hold 1 to (\d+) words/, (most = '') => `podaj od 1 do ${most} słów`],
  [/^(\S+) is not the TERC of a gmina/, (terc = '') => `w powiecie nie ma gminy o kodzie ${terc}`],
  [/^(.+) is not an item of the strategy (.*)$/, (item = '', id = '') => `strategia ${id} nie ma pozycji ${item}`],
  [/^there is no strategy (.*)$/, (id = '') => `nie ma strategii ${id}`],
  [
    /is the name of several organisations/,
    () => 'tak nazywa się kilka organizacji: wejdź na stronę właściwej, a stamtąd do jej wpisów',
  ],
  [/^there is no organisation (.*)$/, () => 'nie ma takiej organizacji'],
  [/^there is no unit (.*)$/, (name = '') => `nie ma jednostki ${name}`],
  [/is not one of this very query/, () => 'ta strona listy nie należy do tego zapytania; zacznij od pierwszej'],
  [/^is not one$/, () => 'ta strona listy nie istnieje; zacznij od pierwszej'],
  [/must be a position$/, () => 'podaj pozycję dziennika, np. 1234'],
  [/must be a position \(1234\) or a day/, () => 'podaj pozycję dziennika (1234) albo dzień (2023-05-31)'],
  [
    /^lies before position (\d+), at which the report was frozen/,
    (position = '') => `raport zamrożono później, na pozycji ${position}: wybierz dzień, w którym był już zamrożony`,
  ],
  [
    /^lies ahead of the ledger, which is at (\d+)/,
    (last = '') => `tego w dzienniku jeszcze nie ma: ostatnia pozycja ma numer ${last}`,
  ],
  [/must be the id of an event/, () => 'podaj identyfikator zdarzenia'],
  [/^the ledger has (\d+) events/, (last = '') => `ostatnie zdarzenie w dzienniku ma numer ${last}`],
  [/^must not be larger than (\d+)/, (most = '') => `ma to być liczba nie większa niż ${most}`],
  [
    /^(\d+) activities stand behind it, and a pack holds (\d+)/,
    (total = '', most = '') =>
      `pakiet mieści wpisy w liczbie ${most}, a za tym raportem stoi ich ${total}: wybierz krótszy okres`,
  ],
  [/is not named beside a freezing/, () => 'zamrożony raport sam mówi, czego i na jaki stan dotyczy'],
  [/must be a number of events, from 1/, () => 'podaj liczbę zdarzeń, od 1'],
  [
    /must be from (\d+), where the event stands, to (\d+)/,
    (from = '', to = '') => `ma to być liczba od ${from}, gdzie stoi zdarzenie, do ${to}`,
  ],
  [
    /^a (sheet|document) has room for (\d+) rows, and there are (\d+)$/,
    (what = '', most = '', total = '') =>
      what === 'sheet'
        ? `w arkuszu mieści się ${most} wierszy, a lista ma ich ${total}: zawęź ją`
        : `w dokumencie mieści się ${most} wierszy, a lista ma ich ${total}: zawęź ją albo pobierz XLSX`,
  ],
  [/must be true or false/, () => 'wybierz tak albo nie (w adresie: true albo false)'],
  [new RegExp(`^must be one or more of ${ROLES.join(', ')}$`), () => 'Wybierz co najmniej jedną rolę.'],
  [
    /must be one of (.*), with - before it for the last first$/,
    (list = '') => `ma to być coś z listy: ${list}; znak - na początku odwraca kolejność`,
  ],
  [
    /must be one of (.*), or investments\.share\./,
    (list = '') => `ma to być coś z listy: ${list}; albo investments.share. i kod gminy`,
  ],
  [/must be a kind of activity: (.*)$/, (list = '') => `ma to być rodzaj działania: ${list}`],
  [/must be annual or period/, () => 'ma to być annual (raport roczny) albo period (raport okresowy)'],
  [/must be (?:one or more of|one of) (.*)$/, (list = '') => `ma to być coś z listy: ${list}`],
  [/must be a number from 1 to (\d+)/, (most = '') => `ma to być liczba od 1 do ${most}`],
  [
    /^(\S+) lies ahead of today, (\S+)$/,
    (day = '', today = '') => `dzień ${day} jeszcze nie nadszedł: dziś jest ${today}`,
  ],
  [/^position (\d+) lies ahead of (\d+)$/, (_, last = '') => `dziennik ma dopiero ${counted(Number(last), POSITIONS)}`],
  [/^(\S+) lies ahead of now/, (instant = '') => `chwila ${instant} jeszcze nie nadeszła`],
  [
    /must be a date \(2024-03-31\), an instant/,
    () => 'podaj dzień (2024-03-31), chwilę (2024-03-31T12:00:00Z) albo pozycję dziennika (1234)',
  ],
];

/** In Polish; what nobody has put into Polish yet stands as it is. */
export function polishFault(detail: string): string {
  // A question's own faults begin with the name of what they are about.
  const said = detail.replace(/^\w+: (?=\S)/, '');
  for (const [pattern, say] of SAYINGS) {
    const found = pattern.exec(said);
    if (found !== null) return say(...found.slice(1));
  }
  return detail;
}
