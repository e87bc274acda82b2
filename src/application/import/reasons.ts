import { kindNamed } from '../../domain/catalogue.js';
import { fieldWords, stepWords, valueWords } from './glossary.js';

/** Turns what the rules say into words for a clerk; the kind lends its own words for fields and steps. */
export class Reasons {
  constructor(private readonly kind: string) {}

  /** A reason in Polish; one that nobody has put into Polish yet stands as it is. */
  polish(detail: string): string {
    for (const [pattern, say] of SAYINGS) {
      const found = pattern.exec(detail);
      if (found !== null) return say(this, ...found.slice(1));
    }
    return detail;
  }

  field(name: string): string {
    return `„${fieldWords(this.kind, name)[0]}”`;
  }

  step(name: string): string {
    return `„${stepWords(this.kind, name)[0]}”`;
  }

  steps(list: string): string {
    return list
      .split(', ')
      .map((each) => this.step(each))
      .join(', ');
  }
}

type Say = (words: Reasons, ...found: string[]) => string;

const kindWord = (name: string): string => kindNamed(name)?.polish ?? name;

/** `publication (form: press-release, conference)` and the like. */
function realising(list: string): string {
  return list
    .split(/, (?=[a-z-]+(?: \(|,|$))/)
    .map((each) => {
      const [, name = each, field, values = ''] = /^([a-z-]+) \((\w+): (.*)\)$/.exec(each) ?? [];
      if (field === undefined) return kindWord(each);
      const words = valueWords(name, field) ?? {};
      const shown = values.split(', ').map((value) => (value === 'true' ? 'tak' : (words[value]?.[0] ?? value)));
      return `${kindWord(name)} (${fieldWords(name, field)[0]}: ${shown.join(', ')})`;
    })
    .join(', ');
}

const organisationKinds = (list: string, separator: string): string =>
  list
    .split(separator)
    .map((each) => valueWords('', 'kind')?.[each]?.[0] ?? each)
    .join(separator === ', ' ? ', ' : ' lub ');

/** What the rules and checks say (domain and application/commands), and how a clerk is told. A test holds it against them. */
const SAYINGS: readonly (readonly [RegExp, Say])[] = [
  [/^is missing$/, () => 'brakuje wartości'],
  [/^must be an object$/, () => 'ma tu stać obiekt'],
  [/^must be another activity$/, () => 'działanie nie może wskazywać na siebie; podaj inne'],
  [/^is nested too deeply$/, () => 'zbyt wiele poziomów'],
  [/^must not be a list$/, () => 'nie może być tu listy'],
  [/^is not a field of this$/, () => 'nie ma takiego pola'],
  [/^must be a list of at most (\d+)(?:, each once)?$/, (_, most = '') => `najwyżej ${most} pozycji, każda raz`],
  [
    /^must be a list of (\d+) to (\d+)(?:, each once)?$/,
    (_, least = '', most = '') => `od ${least} do ${most} pozycji, każda raz`,
  ],
  [
    /^must be text of 1 to (\d+) characters$/,
    (_, most = '') => `tekst ma mieć od 1 do ${most} znaków, bez znaków sterujących`,
  ],
  [/^must be one of (.*)$/, (_, list = '') => `ma być jedno z: ${list}`],
  [/^must be a day between/, () => 'data ma leżeć między rokiem 1900 a 2199'],
  [/^must be a month/, () => 'ma to być miesiąc, np. 2024-03'],
  [/^must be a time/, () => 'ma to być godzina, np. 17:30'],
  [/^must be a whole number of grosze/, () => 'kwota nie może być ujemna ani większa niż 10 miliardów złotych'],
  [/^must be a whole number of metres/, () => 'długość ma być w pełnych metrach, nieujemna'],
  [/^must be a whole number/, () => 'ma to być liczba całkowita, nieujemna'],
  [/^must be a number$/, () => 'ma to być liczba'],
  [/^must be true or false$/, () => 'ma to być tak albo nie'],
  [/^must be the id of a person, such as/, () => 'ma to być identyfikator osoby do kontaktu'],
  [/^must be an id, such as/, () => 'ma to być identyfikator, np. 018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'],
  [
    /^must be the TERC of a gmina, such as (\S+)$/,
    (_, example = '') => `nie ma takiej gminy; podaj nazwę gminy powiatu albo kod TERC, np. ${example}`,
  ],
  [/^must be a case sign, such as (\S+)$/, (_, example = '') => `to nie jest znak sprawy; napisz np. ${example}`],
  [
    /^must be a budget classification, such as (\S+)$/,
    (_, example = '') => `napisz dział-rozdział-paragraf: ${example}`,
  ],
  [/^must be an http or https address, such as/, () => 'adres ma zaczynać się od http:// albo https://'],
  [
    /^must be the number of a road, such as (\S+)$/,
    (_, example = '') => `to nie jest numer drogi; napisz np. ${example}`,
  ],
  [/^must be an ISSN, such as (\S+)$/, (_, example = '') => `to nie jest ISSN; napisz np. ${example}`],
  [/^must be a SHA-256 in hex/, () => 'to nie jest skrót SHA-256 (64 znaki 0-9 i a-f)'],

  [/^holds a PESEL/, () => 'zawiera numer PESEL: numerów PESEL nigdy się nie zapisuje; usuń go'],
  [
    /^holds an e-mail address or phone number/,
    () =>
      'zawiera adres e-mail albo numer telefonu, który nie należy do urzędu; usuń go albo wczytaj plik z opcją --acknowledge-contact-data',
  ],

  [/^there is no unit (.*)$/, (_, name = '') => `nie ma jednostki „${name}” w rejestrze jednostek powiatu`],
  [
    /^there is no official (.*): name a function/,
    (_, name = '') =>
      `nie ma osoby „${name}” w rejestrze osób pełniących funkcje; podaj samą funkcję (np. wicestarosta) albo dopisz osobę do rejestru`,
  ],
  [/^there is no person (\S+)$/, (_, id = '') => `nie ma osoby do kontaktu o identyfikatorze ${id}`],
  [/^this person was erased/, () => 'dane tej osoby usunięto; podaj samą funkcję'],
  [/^there is no organisation (\S+)$/, (_, id = '') => `nie ma organizacji o identyfikatorze ${id}`],
  [
    /^there is no organisation (.*): to register it on the way, give its kind \((.*)\)$/,
    (_, name = '', kinds = '') =>
      `nie ma organizacji „${name}” w rejestrze; popraw nazwę, a jeśli ma zostać dopisana, podaj jej rodzaj (${organisationKinds(kinds, ', ')}) w kolumnie z rodzajem`,
  ],
  [
    /^(.*) is the name of (\d+) organisations/,
    (_, name = '', count = '') =>
      `organizacji o nazwie „${name}” jest w rejestrze ${count}; podaj też rodzaj albo gminę`,
  ],
  [
    /^(.*) is the name of a gmina and of another organisation/,
    (_, name = '') => `nazwę „${name}” nosi i gmina, i inna organizacja; podaj kod TERC gminy albo rodzaj organizacji`,
  ],
  [
    /^(.*) is the name of (\d+) gminas: write (.*), or the TERC$/,
    (_, name = '', count = '', labels = '') =>
      `„${name}” to nazwa ${count} gmin; napisz ${labels.replace(/"([^"]*)"/g, '„$1”').replaceAll(' or ', ' albo ')} albo kod TERC`,
  ],
  [
    /^(.*) is no gmina of this county: name one of another county by its TERC/,
    (_, name = '') => `„${name}” nie jest gminą tego powiatu; gminę spoza powiatu podaj kodem TERC`,
  ],
  [/^must name an organisation by id or name$/, () => 'podaj nazwę organizacji'],
  [/^must name an official or a function$/, () => 'podaj osobę z rejestru albo funkcję'],
  [/^must name either an organisation or a gmina$/, () => 'podaj organizację albo gminę, jedno z nich'],
  [/^must say who came/, () => 'podaj, kto reprezentował powiat'],
  [
    /^a campaign is not launched without (\w+)/,
    (words, field = '') => `kampanii nie uruchamia się bez pola ${words.field(field)}; uzupełnij je`,
  ],
  [
    /^accepted and returned together must not exceed what was delivered, (\d+) grosze$/,
    (_, grosze = '') => `kwota uznana i zwrócona razem przekraczają przekazaną (${zlote(grosze)} zł)`,
  ],
  [/^(\d+) stands twice$/, (_, terc = '') => `gmina ${terc} stoi dwa razy`],

  [/^must not be before occurredOn$/, () => 'data zakończenia nie może być wcześniejsza niż data rozpoczęcia'],
  [
    /^what is done can't lie after today, (\S+)$/,
    (_, day = '') => `to, co wykonane, nie może mieć daty po dniu dzisiejszym (${day})`,
  ],
  [
    /^what is done can't last beyond today, (\S+)$/,
    (_, day = '') => `to, co wykonane, nie może trwać dłużej niż do dziś (${day})`,
  ],
  [
    /^a step can't be taken after today, (\S+)$/,
    (_, day = '') => `krok nie może mieć daty po dniu dzisiejszym (${day})`,
  ],
  [
    /^must not be before the step before it \((\S+) on (\S+)\)$/,
    (words, step = '', day = '') => `nie może być przed wcześniejszym krokiem: ${words.step(step)} z dnia ${day}`,
  ],
  [
    /^must name at least one gmina of the county$/,
    () => 'podaj co najmniej jedną gminę powiatu albo zasięg „powiat” lub „poza powiatem”',
  ],
  [/^must be empty for an activity of the whole county$/, () => 'przy zasięgu „powiat” nie podaje się gmin'],
  [
    /^must be empty for an activity outside the county$/,
    () => 'przy zasięgu „poza powiatem” nie podaje się gmin powiatu',
  ],
  [
    /^(\S+) is not the TERC of a gmina of this county$/,
    (_, terc = '') => `${terc} nie jest kodem TERC gminy tego powiatu`,
  ],
  [
    /^(\S+) is a gmina of this county: name it in gminas$/,
    (words, terc = '') => `${terc} to gmina tego powiatu: wpisz ją w kolumnie ${words.field('gminas')}`,
  ],
  [/^there is no activity (\S+)$/, (_, id = '') => `nie ma działania ${id}`],
  [
    /^(\S+) is not an item of a strategy in force then$/,
    (_, code = '') => `${code} nie jest pozycją strategii, która wtedy obowiązywała`,
  ],
  [
    /^(\S+) is realised by (.*); not by this \S+$/,
    (_, code = '', list = '') => `${code} realizuje się przez: ${realising(list)}; nie przez to działanie`,
  ],
  [/^(\S+) needs a gmina$/, (_, code = '') => `${code} wymaga podania gminy`],
  [/^(\S+) needs (\d+) gminas or more$/, (_, code = '', count = '') => `${code} wymaga co najmniej ${count} gmin`],
  [/^(\S+) needs an organisational unit of the county$/, (_, code = '') => `${code} wymaga podania jednostki powiatu`],
  [
    /^(\S+) needs an organiser or beneficiary of kind (.*)$/,
    (_, code = '', kinds = '') =>
      `${code} wymaga organizatora albo beneficjenta rodzaju: ${organisationKinds(kinds, ' or ')}`,
  ],
  [
    /^(\S+) needs a representative who is an authority of the county$/,
    (_, code = '') => `${code} wymaga, by powiat reprezentowała władza powiatu (np. starosta, członek zarządu, radny)`,
  ],
  [
    /^(\S+) needs a link to an activity of kind (\S+)$/,
    (_, code = '', kind = '') => `${code} wymaga powiązania z działaniem rodzaju: ${kindWord(kind)}`,
  ],

  [
    /^(\S+) is not possible while it is \S+; possible now: (.*)$/,
    (words, step = '', possible = '') =>
      `krok ${words.step(step)} nie może tu nastąpić; po poprzednim kroku możliwe są: ${words.steps(possible)}`,
  ],
  [
    /^(\S+) is not possible while it is \S+; no step is$/,
    (words, step = '') => `krok ${words.step(step)} nie może nastąpić: po poprzednim kroku nie ma już żadnego`,
  ],
  [/^only a manager approves$/, () => NOT_APPROVED],
  [/^nobody approves an entry of their own$/, () => NOT_APPROVED],
  // What a step breaks of the details is told with the fields' names.
  [/^(\w+)(?:\/\d+)*: (.*)$/s, (words, field = '', rest = '') => `${words.field(field)}: ${words.polish(rest)}`],
];

const NOT_APPROVED =
  'zatwierdzenia nie można wczytać z pliku: nikt nie zatwierdza własnego wpisu; usuń ten krok, wydanie może nastąpić bez niego';

const zlote = (grosze: string): string => (Number(grosze) / 100).toFixed(2).replace('.', ',');
