import { Reasons } from '../../../application/import/reasons.js';
import { PERSON } from '../../../domain/registers/person.js';
import { STATUS_WORDS, wordOf } from '../../polish/glossary.js';

const statusWord = (code: string): string => wordOf(STATUS_WORDS, code);

type Say = (words: Reasons, ...found: string[]) => string;

/** What is said otherwise to who fills in a form than to who imports a file; the rest is said alike (import/reasons.ts). */
const SAYINGS: readonly (readonly [RegExp, Say])[] = [
  [/^is missing$/, () => 'wypełnij to pole'],
  [/^must be an object$/, () => 'wypełnij to pole'],
  [/^must be a list of 1 to/, () => 'podaj co najmniej jedną pozycję, najwyżej kilkadziesiąt'],
  [/^(?:each )?must be one of /, () => 'wybierz jedną z podanych wartości'],
  [/^must be a day between/, () => 'podaj datę między rokiem 1900 a 2199, np. 14.06.2023'],
  [/^must be a whole number of grosze/, () => 'podaj kwotę w złotych, nieujemną, np. 1 234,56'],
  [/^must be a whole number of metres/, () => 'podaj długość w pełnych metrach, nieujemną, np. 2080 albo 2,08 km'],
  [/^must be a number$/, () => 'podaj liczbę, np. 4200 albo 12,5'],
  [/^must be a whole number/, () => 'podaj liczbę całkowitą, nieujemną'],
  [/^must be true or false$/, () => 'wybierz tak albo nie'],
  [/^(?:each )?must be an id, such as/, () => 'nie ma wpisu o takim numerze; numer wygląda tak: KT/2023/0417'],
  [/^there is no (?:activity|such) /, () => 'nie ma takiego wpisu'],
  [/^must be the id of a person, such as/, () => 'wklej identyfikator ze strony osoby do kontaktu; nie nazwisko'],
  [/^there is no person \S+$/, () => 'nie ma takiej osoby do kontaktu; podaj samą funkcję'],
  [/^there is no such person$/, () => 'nie ma takiej osoby do kontaktu'],
  [/^must be a phone number, such as (.*)$/, (_, example = '') => `to nie jest numer telefonu; napisz np. ${example}`],
  [/^must be an e-mail address, such as (.*)$/, (_, example = '') => `to nie jest adres e-mail; napisz np. ${example}`],
  [/^says who it is: /, () => 'mówi, o kogo chodzi; funkcja jest jawna i zostaje po usunięciu danych: usuń nazwisko'],
  [/^says who it was: /, () => 'mówi, o kogo chodziło; powód zostaje na zawsze, więc nie może tego mówić'],
  [/^must be confirmed$/, () => 'zaznacz to pole: usunięcia nie można cofnąć'],
  [
    /^this person was erased: nothing can be done/,
    () => 'Dane tej osoby już usunięto: nie można ich ani poprawić, ani usunąć drugi raz.',
  ],
  [
    /^somebody changed this person meanwhile/,
    () => 'Ktoś zmienił dane tej osoby, gdy formularz był otwarty. Sprawdź je i zapisz jeszcze raz.',
  ],
  [
    /no master key is set/,
    () =>
      'Kronika nie ma klucza głównego, którym otwiera się dane osób. Powiadom administratora: tworzy go polecenie „kronika master-key create PLIK”, a wskazuje ustawienie KRONIKA_MASTER_KEY_FILE.',
  ],
  [
    /wrapped by another master key/,
    () =>
      'Kronika działa z innym kluczem głównym niż ten, którym zabezpieczono klucze osób. Powiadom administratora: niech ustawi właściwy (KRONIKA_MASTER_KEY_FILE) i uruchomi Kronikę ponownie.',
  ],
  [
    /bring back the keys that were backed up/,
    () =>
      'Nie ma klucza tej osoby albo jest uszkodzony. Powiadom administratora: niech przywróci klucze osób z kopii zapasowej.',
  ],
  [
    /^holds an e-mail address or phone number/,
    () =>
      'zawiera adres e-mail albo numer telefonu, który nie należy do urzędu; usuń go albo zaznacz na końcu formularza, że może tu stać',
  ],
  [
    /^there is no organisation (.*): to register it on the way/,
    (_, name = '') =>
      `nie ma organizacji „${name}” w rejestrze; popraw nazwę, a jeżeli ma zostać dopisana, wybierz poniżej jej rodzaj`,
  ],
  [/^there is no organisation \S+$/, () => 'nie ma takiej organizacji w rejestrze; wpisz jej nazwę'],
  [
    /^(.*) stands twice$/,
    (_, name = '') => (/^\d+$/.test(name) ? `gmina o kodzie ${name} stoi dwa razy` : `„${name}” stoi dwa razy`),
  ],
  [
    /^(.*) is the name of (\d+) organisations/,
    (_, name = '', count = '') =>
      `organizacji o nazwie „${name}” jest w rejestrze ${count}; wybierz poniżej rodzaj albo gminę`,
  ],
  [
    /^(\S+) is a gmina of this county: name it in gminas$/,
    (words, terc = '') => `${terc} to gmina tego powiatu: zaznacz ją w polu ${words.field('gminas')}`,
  ],
  [
    /^must name at least one gmina of the county$/,
    () => 'zaznacz co najmniej jedną gminę albo wybierz zasięg „powiat” lub „poza powiatem”',
  ],
  [
    /^a campaign is not launched without (\w+)/,
    (words, field = '') => `kampanii nie uruchamia się bez pola ${words.field(field)}; uzupełnij je poprawką wpisu`,
  ],

  [/^must name at least one field$/, () => 'formularz niczego nie zmienia'],
  [/^is not a field that can be corrected$/, () => 'tego pola nie można poprawić'],
  [/^is named twice$/, () => 'to pole podano dwa razy'],
  [
    /^(\S+) would then have led to (\S+), where (\S+) is not possible/,
    (words, step = '', status = '', next = '') =>
      `po tej poprawce krok ${words.step(step)} prowadziłby do stanu „${statusWord(status)}”, w którym krok ${words.step(next)} nie jest możliwy; najpierw cofnij późniejsze kroki`,
  ],
  [
    /^(\S+) is not possible while it is (\S+); (.*)$/,
    (words, step = '', status = '', orElse = '') => {
      const possible = /^possible now: (.*)$/.exec(orElse)?.[1];
      const then =
        possible === undefined
          ? status === 'annulled'
            ? 'można go tylko przywrócić'
            : 'nie ma już żadnego kroku'
          : `możliwe kroki: ${words.steps(possible)}`;
      return `krok ${words.step(step)} nie jest możliwy, bo stan wpisu to „${statusWord(status)}”; ${then}`;
    },
  ],
  [/^only a manager approves$/, () => 'zatwierdza tylko kierownictwo'],
  [/^nobody approves an entry of their own$/, () => 'nikt nie zatwierdza własnego wpisu: poproś kogoś innego'],
  [/^its first step can be annulled, not undone$/, () => 'pierwszego kroku się nie cofa: wpis można unieważnić'],
  [
    /^what is (\S+) can be corrected or its last step undone, not annulled$/,
    (_, status = '') =>
      `wpisu w stanie „${statusWord(status)}” się nie unieważnia: można go poprawić albo cofnąć ostatni krok`,
  ],
  [
    /^a recorder annuls only own entries of the same day/,
    () => 'pracownik unieważnia tylko własne wpisy z tego samego dnia: poproś kierownictwo',
  ],
  [/^it is not annulled$/, () => 'wpis nie jest unieważniony'],
  [/^only a manager restores$/, () => 'wpis przywraca tylko kierownictwo'],
  [/^it is annulled: it can only be restored$/, () => 'wpis jest unieważniony: można go tylko przywrócić'],
  [
    /there is no room left on the disk/,
    () => 'Na dysku Kroniki nie ma już miejsca. Powiadom administratora: nic nie zapisze się, dopóki go nie zwolni.',
  ],
  [/^the views are (?:being built|not there yet)/, () => 'Kronika właśnie odbudowuje rejestr.'],
  [
    /^(?:An event is|The events are) larger than|takes? so much at once/,
    () => 'Tekstu jest za dużo na jeden wpis: skróć najdłuższe pola.',
  ],
  [/^somebody changed it meanwhile/, () => 'Ktoś zmienił ten wpis, gdy formularz był otwarty: zmiany widać powyżej.'],
  [
    /^this Idempotency-Key was used with another body/,
    () => 'Ten formularz był już zapisany z inną treścią. Jeżeli to ma być następny zapis, zapisz jeszcze raz.',
  ],
];

/** Why nothing can be recorded just now, in Polish: what only an engineer could read is in the log. */
export function polishOutage(detail: string): string {
  const said = polishRefusal(PERSON.name, detail);
  return said === detail ? 'Kronika nie ma teraz dostępu do swoich danych.' : said;
}

/** Why a form was refused, in Polish; what nobody has put into Polish yet stands as it is. */
export function polishRefusal(kind: string, detail: string): string {
  const reasons = new Reasons(kind);
  for (const [pattern, say] of SAYINGS) {
    const found = pattern.exec(detail);
    if (found !== null) return say(reasons, ...found.slice(1));
  }
  return reasons.polish(detail);
}
