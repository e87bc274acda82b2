/**
 * The Polish words for what the code names in English: of every field, step and coded value. The first word of each is
 * the one that is shown; all are understood, case, accents and spaces aside. A test holds it against the payload
 * classes, so that no field, step or value is without a word.
 */

export type Words = readonly [shown: string, ...understood: string[]];

/** By field name; `kind.field` where a kind calls it otherwise. */
const FIELDS: Readonly<Record<string, Words>> = {
  title: ['tytuł', 'temat', 'nazwa'],
  description: ['opis', 'uwagi'],
  occurredOn: ['data', 'data od', 'od', 'dnia', 'od dnia', 'data rozpoczęcia'],
  occurredUntil: ['data do', 'do', 'do dnia', 'data zakończenia'],
  occurredPrecision: ['dokładność daty'],
  scope: ['zasięg'],
  gminas: ['gminy', 'gmina'],
  otherGminas: ['inne gminy', 'gminy spoza powiatu'],
  strategyItems: ['pozycje strategii', 'cele strategii', 'cel strategii', 'zadania strategii', 'zadanie strategii'],
  strategy: ['strategia'],
  units: ['jednostki', 'jednostka', 'jednostki organizacyjne', 'jednostka organizacyjna'],
  place: ['miejsce'],
  caseSigns: ['znaki spraw', 'znak sprawy'],
  documents: ['dokumenty', 'dokument'],
  links: ['powiązania', 'powiązane'],
  performedBy: ['kto wykonał', 'osoba prowadząca'],
  on: ['data', 'z dnia', 'dnia'],

  id: ['id'],
  name: ['nazwa'],
  'person.name': ['imię i nazwisko'],
  'person.phone': ['telefon'],
  'person.email': ['adres e-mail'],
  'person.confirmed': ['potwierdzenie'],
  kind: ['rodzaj'],
  gmina: ['gmina'],
  locality: ['miejscowość'],
  official: ['osoba', 'urzędnik'],
  function: ['funkcja', 'stanowisko'],
  person: ['identyfikator osoby'],
  sign: ['znak'],
  date: ['data', 'z dnia'],
  sha256: ['sha256', 'skrót sha256'],
  organisation: ['organizacja'],
  reason: ['powód', 'przyczyna', 'uzasadnienie'],
  replacedBy: ['zastąpiony przez'],
  url: ['adres www', 'www', 'link', 'adres strony'],
  amount: ['kwota'],
  cost: ['koszt'],

  channel: ['kanał', 'forma kontaktu', 'sposób kontaktu'],
  direction: ['kierunek'],
  counterparts: ['rozmówcy', 'rozmówca', 'z kim'],
  followUpDue: ['termin dalszego kontaktu', 'termin dalszych działań', 'termin załatwienia', 'do załatwienia do'],
  outcome: ['wynik', 'ustalenia'],
  due: ['termin'],

  eventType: ['rodzaj wydarzenia', 'rodzaj'],
  organisers: ['organizatorzy', 'organizator'],
  startsAt: ['godzina'],
  receivedOn: ['data wpływu zaproszenia', 'data zaproszenia', 'zaproszenie z dnia'],
  replyBy: ['odpowiedź do', 'termin odpowiedzi'],
  representatives: ['reprezentanci', 'reprezentant', 'kto reprezentował', 'uczestnik ze strony powiatu'],
  inPlaceOf: ['w zastępstwie', 'za kogo', 'w imieniu'],
  parts: ['rola', 'role'],

  beneficiary: ['beneficjent', 'dla kogo'],
  form: ['forma'],
  'support-action.form': ['forma wsparcia', 'forma'],
  'publication.form': ['forma publikacji', 'forma', 'rodzaj publikacji'],
  requestedAmount: ['kwota wnioskowana', 'wnioskowana kwota'],
  budgetClass: ['klasyfikacja budżetowa'],
  decision: ['decyzja', 'uchwała'],
  organ: ['organ'],
  number: ['numer', 'nr'],
  promisedBy: ['termin zobowiązania', 'obiecane do', 'termin przekazania'],
  tranche: ['transza', 'numer transzy', 'nr transzy'],
  final: ['ostatnia', 'ostatnia transza'],
  accepted: ['kwota uznana', 'uznano'],
  returned: ['kwota zwrócona', 'zwrócono', 'zwrot'],

  aim: ['cel kampanii', 'cel'],
  measure: ['miernik', 'wskaźnik'],
  baseline: ['wartość początkowa', 'wartość wyjściowa', 'wartość bazowa'],
  target: ['wartość docelowa'],
  channels: ['kanały', 'środki przekazu'],
  audience: ['odbiorcy', 'grupa docelowa'],
  budget: ['budżet'],
  value: ['wartość'],
  result: ['wynik', 'rezultat'],
  assessment: ['opinia', 'ocena opisowa'],

  investmentKind: ['rodzaj inwestycji', 'rodzaj'],
  roadNumber: ['numer drogi', 'nr drogi'],
  plannedLength: ['planowana długość', 'długość planowana'],
  plannedCost: ['planowany koszt', 'koszt planowany'],
  partners: ['partnerzy', 'partner'],
  share: ['udział', 'wkład'],
  sources: ['źródła', 'źródło'],
  contractor: ['wykonawca'],
  length: ['długość'],
  partial: ['częściowy', 'odbiór częściowy'],

  initiativeKind: ['rodzaj inicjatywy', 'rodzaj'],
  coOrganisers: ['współorganizatorzy', 'współorganizator'],
  participants: ['uczestnicy', 'liczba uczestników'],

  competition: ['konkurs', 'nazwa konkursu'],
  competitionScope: ['zasięg konkursu'],
  category: ['kategoria'],
  subject: ['przedmiot zgłoszenia', 'przedmiot', 'obiekt'],
  award: ['nagroda', 'wyróżnienie'],

  localities: ['miejscowości', 'miejscowość'],
  issn: ['issn'],
  circulation: ['nakład'],

  outlet: ['redakcja', 'tytuł mediów', 'nazwa mediów'],
  medium: ['rodzaj mediów', 'medium'],
  tone: ['wydźwięk', 'ton'],
  jointMessage: ['wspólny przekaz'],
  promptedBy: ['wynika z', 'dotyczy działania'],
};

/** By step name; `kind.step` where a kind calls it otherwise. */
const STEPS: Readonly<Record<string, Words>> = {
  record: ['zapis', 'wpis'],
  'attendance.record': ['udział'],
  'support-action.record': ['udzielenie', 'udzielenie wsparcia'],
  'close-follow-up': ['zamknięcie sprawy', 'załatwienie sprawy'],
  'plan-follow-up': ['kolejny termin', 'nowy termin'],
  invite: ['zaproszenie'],
  confirm: ['potwierdzenie'],
  decline: ['odmowa udziału', 'odmowa'],
  attend: ['obecność'],
  miss: ['nieobecność'],
  cancel: ['odwołanie', 'anulowanie'],
  request: ['wniosek'],
  grant: ['przyznanie'],
  refuse: ['odmowa'],
  deliver: ['przekazanie', 'wypłata'],
  settle: ['rozliczenie'],
  plan: ['planowanie', 'plan'],
  launch: ['uruchomienie', 'start'],
  measure: ['pomiar'],
  conclude: ['zakończenie', 'podsumowanie'],
  evaluate: ['ocena', 'ewaluacja'],
  propose: ['propozycja'],
  agree: ['porozumienie', 'uzgodnienie'],
  fund: ['finansowanie'],
  contract: ['umowa'],
  'start-works': ['rozpoczęcie robót'],
  accept: ['odbiór'],
  suspend: ['wstrzymanie', 'zawieszenie'],
  resume: ['wznowienie'],
  hold: ['przeprowadzenie', 'realizacja'],
  prepare: ['przygotowanie'],
  submit: ['zgłoszenie', 'złożenie'],
  shortlist: ['nominacja'],
  announce: ['ogłoszenie wyników', 'wyniki'],
  withdraw: ['wycofanie'],
  draft: ['projekt', 'szkic'],
  approve: ['zatwierdzenie'],
  publish: ['wydanie', 'ukazanie się'],
  abandon: ['rezygnacja', 'zaniechanie'],
};

const OTHER: Words = ['inne', 'inny', 'inna'];

/** The coded values of a field, by its name; `kind.field` where two kinds have different ones. */
const VALUES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  occurredPrecision: { day: ['dzień'], month: ['miesiąc'], year: ['rok'] },
  scope: {
    gminas: ['gminy', 'gmina'],
    county: ['powiat', 'cały powiat'],
    outside: ['poza powiatem', 'spoza powiatu'],
  },
  kind: {
    gmina: ['gmina'],
    'auxiliary-unit': ['sołectwo', 'osiedle', 'jednostka pomocnicza'],
    'rural-housewives-circle': ['KGW', 'koło gospodyń wiejskich'],
    'volunteer-fire-brigade': ['OSP', 'ochotnicza straż pożarna'],
    'resident-group': ['grupa mieszkańców', 'grupa nieformalna'],
    school: ['szkoła'],
    ngo: ['organizacja pozarządowa', 'NGO', 'stowarzyszenie', 'fundacja'],
    parish: ['parafia'],
    county: ['powiat'],
    voivodeship: ['województwo'],
    company: ['firma', 'przedsiębiorstwo', 'spółka'],
    media: ['media', 'redakcja'],
    other: OTHER,
  },
  channel: {
    phone: ['telefon', 'telefonicznie', 'tel', 'rozmowa telefoniczna'],
    email: ['e-mail', 'mail', 'mailowo', 'poczta elektroniczna'],
    meeting: ['spotkanie', 'osobiście'],
    letter: ['pismo', 'list', 'pisemnie'],
    video: ['wideo', 'wideokonferencja', 'online'],
    other: OTHER,
  },
  direction: {
    incoming: ['przychodzący', 'przychodzące', 'przychodząca'],
    outgoing: ['wychodzący', 'wychodzące', 'wychodząca'],
  },
  eventType: {
    'harvest-festival': ['dożynki'],
    anniversary: ['jubileusz', 'rocznica'],
    opening: ['otwarcie'],
    sport: ['sport', 'sportowe', 'wydarzenie sportowe'],
    culture: ['kultura', 'kulturalne', 'wydarzenie kulturalne'],
    school: ['szkolne', 'szkoła', 'uroczystość szkolna'],
    session: ['sesja', 'sesja rady'],
    patriotic: ['patriotyczne', 'uroczystość patriotyczna'],
    other: OTHER,
  },
  parts: {
    guest: ['gość', 'udział'],
    speech: ['przemówienie', 'wystąpienie'],
    patronage: ['patronat'],
    award: ['wręczenie nagród', 'nagroda'],
  },
  'support-action.form': {
    grant: ['dotacja'],
    'in-kind': ['rzeczowa', 'wsparcie rzeczowe', 'rzeczowo'],
    promotion: ['promocja', 'promocyjna'],
    patronage: ['patronat'],
    organisational: ['organizacyjna', 'pomoc organizacyjna', 'organizacyjnie'],
    expert: ['ekspercka', 'pomoc ekspercka', 'doradztwo'],
  },
  investmentKind: {
    'bike-path': ['ścieżka rowerowa', 'droga rowerowa', 'droga dla rowerów'],
    'road-renovation': ['remont drogi'],
    'road-modernisation': ['modernizacja drogi', 'przebudowa drogi'],
    bridge: ['most'],
    building: ['budynek'],
    other: OTHER,
  },
  initiativeKind: {
    event: ['wydarzenie', 'impreza'],
    competition: ['konkurs'],
    scholarship: ['stypendium'],
    award: ['nagroda'],
    training: ['szkolenie'],
    other: OTHER,
  },
  competitionScope: {
    regional: ['regionalny', 'wojewódzki'],
    national: ['ogólnopolski', 'krajowy'],
  },
  'publication.form': {
    booklet: ['folder', 'broszura', 'ulotka'],
    album: ['album'],
    map: ['mapa'],
    periodical: ['czasopismo', 'gazeta', 'biuletyn'],
    film: ['film', 'spot'],
    web: ['strona internetowa', 'internet', 'www'],
    'press-release': ['informacja prasowa', 'komunikat prasowy'],
    conference: ['konferencja prasowa', 'konferencja'],
    'social-post': ['post w mediach społecznościowych', 'post', 'facebook'],
    other: OTHER,
  },
  medium: {
    press: ['prasa'],
    portal: ['portal', 'portal internetowy'],
    radio: ['radio'],
    tv: ['telewizja', 'tv'],
    social: ['media społecznościowe'],
  },
  tone: {
    positive: ['pozytywny', 'pozytywna'],
    neutral: ['neutralny', 'neutralna'],
    negative: ['negatywny', 'negatywna'],
  },
};

const own = <T>(map: Readonly<Record<string, T>>, kind: string, name: string): T | undefined => {
  const qualified = `${kind}.${name}`;
  return Object.hasOwn(map, qualified) ? map[qualified] : Object.hasOwn(map, name) ? map[name] : undefined;
};

/** @throws Error for what has no Polish word: the glossary is behind the code */
function found<T>(words: T | undefined, what: string): T {
  if (words === undefined) throw new Error(`the glossary has no Polish word for ${what}`);
  return words;
}

export const fieldWords = (kind: string, field: string): Words => found(own(FIELDS, kind, field), `${kind}.${field}`);
export const stepWords = (kind: string, step: string): Words => found(own(STEPS, kind, step), `${kind}.${step}`);

/** The coded values of a field with their words; undefined where it holds no codes. */
export const valueWords = (kind: string, field: string): Readonly<Record<string, Words>> | undefined =>
  own(VALUES, kind, field);
