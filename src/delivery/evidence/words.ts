import type { CheckName, FaultCode, NoteCode } from '../../application/evidence/verdict.js';

/** What a verifier says, in one language. */
export interface EvidenceWords {
  readonly title: string;
  readonly sound: string;
  /** Where the figures of a frozen report are not those that are counted from its events. */
  readonly soundAsFrozen: string;
  readonly unsound: string;
  readonly doNotRely: string;
  readonly checking: string;
  readonly noPack: string;
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly faults: Readonly<Record<FaultCode, string>>;
  readonly notes: Readonly<Record<NoteCode, (value: string) => string>>;
  readonly verdict: string;
  readonly checked: string;
  readonly looked: string;
  readonly result: string;
  readonly right: string;
  readonly asFrozen: string;
  readonly wrong: (count: string) => string;
  readonly skipped: string;
  readonly found: string;
  readonly where: string;
  readonly what: string;
  readonly said: string;
  readonly is: string;
  readonly untold: (count: string) => string;
  readonly unproven: string;
  readonly keyLabel: string;
  readonly keyHint: string;
  readonly compare: string;
  readonly keySame: string;
  readonly keyOther: string;
  readonly made: (at: string, by: string) => string;
  readonly checkpoint: string;
  readonly checkpointMeans: (size: string) => string;
  readonly key: string;
  readonly keep: string;
  readonly rows: string;
  readonly rowsMeans: (rows: string, events: string) => string;
  readonly others: string;
  readonly othersMeans: string;
  readonly events: string;
  readonly number: string;
  readonly activity: string;
  readonly kind: string;
  readonly state: string;
  readonly on: string;
  readonly position: string;
  readonly at: string;
  readonly by: string;
  readonly event: string;
  readonly leaf: string;
}

export const EVIDENCE_WORDS: Readonly<Record<'pl' | 'en', EvidenceWords>> = {
  pl: {
    title: 'Pakiet dowodowy',
    sound: 'Dane w tym pliku są takie, jakie podpisał urząd, a liczby raportu z nich wynikają.',
    soundAsFrozen:
      'Dane w tym pliku są takie, jakie podpisał urząd. Liczby raportu są takie, jak je zamrożono w dzienniku; nie wykazano, że wynikają z tych danych.',
    unsound:
      'Dane w tym pliku nie są takie, jakie podpisał urząd, albo nie wykazano, że wynikają z nich liczby raportu.',
    doNotRely: 'Poniższym danym nie należy ufać: sprawdzenie wykazało nieprawidłowości.',
    checking:
      'Trwa sprawdzanie… Jeżeli ten napis nie znika, przeglądarka ma wyłączone skrypty albo plik uszkodzono: wtedy sprawdza go polecenie „kronika evidence verify”.',
    noPack: 'W tym pliku nie ma danych pakietu: został uszkodzony albo zmieniony.',
    checks: {
      form: 'Zapis danych ma jedyną dopuszczalną postać (RFC 8785)',
      keys: 'Klucze urzędu: każdy następny potwierdził poprzedni',
      seal: 'Pieczęć urzędu (podpis Ed25519) na każdej części pakietu',
      checkpoint: 'Punkt kontrolny dziennika podpisany kluczem urzędu',
      events: 'Każde zdarzenie prowadzi przez swój dowód do podpisanego korzenia dziennika',
      streams: 'Z historii żadnego wpisu nie wyjęto zdarzenia ze środka',
      rows: 'Wpisy rejestru wynikają ze zdarzeń',
      figures: 'Liczby raportu policzone na nowo ze zdarzeń',
    },
    faults: {
      'not-json': 'danych nie da się odczytać',
      'not-canonical': 'zapis danych nie ma jedynej dopuszczalnej postaci; pierwszy różny znak',
      format: 'to nie jest pakiet dowodowy w znanej wersji',
      shape: 'brakuje danych albo mają niewłaściwą postać',
      'unknown-member': 'część, której w pakiecie być nie może',
      page: 'strona wokół danych nie jest tą, którą wydał urząd: jej własnemu werdyktowi nie należy ufać',
      'no-ledger': 'brakuje zdarzenia otwarcia dziennika',
      'key-foreign': 'klucz nie należy do tego dziennika',
      'key-unendorsed': 'klucza nie potwierdził klucz poprzedni',
      'key-not-last': 'to nie jest klucz, który obowiązywał',
      'key-not-noted': 'zanotowany klucz nie jest kluczem tego dziennika albo obecny z niego nie wynika',
      'seal-unreadable': 'pieczęci nie da się odczytać',
      'seal-signature': 'pieczęci nie złożono kluczem urzędu',
      'seal-part': 'ta część nie jest tą, którą urząd opieczętował',
      'checkpoint-unreadable': 'punktu kontrolnego nie da się odczytać',
      'checkpoint-signature': 'punktu kontrolnego nie podpisano kluczem urzędu',
      'checkpoint-foreign': 'punkt kontrolny jest innego dziennika',
      'checkpoint-short': 'punkt kontrolny nie obejmuje wszystkich zdarzeń pakietu',
      order: 'zdarzenia nie stoją w kolejności dziennika',
      'event-altered': 'to nie jest zdarzenie, które zapisano w dzienniku na tej pozycji',
      'event-unproven':
        'zdarzenie nie prowadzi do podpisanego korzenia: zmieniono je, jego pozycję albo skrót na jego drodze',
      'hash-altered': 'zmieniony skrót dowodu',
      'hash-missing': 'brakuje skrótu dowodu',
      'hash-idle': 'skrót, który niczego nie dowodzi',
      'stream-gap': 'w historii brakuje zdarzenia albo jest podwójne',
      'stream-late': 'zdarzenie późniejsze niż stan raportu',
      'row-unproven': 'wpis bez zdarzeń albo powtórzony',
      'row-missing': 'zdarzenia, których wpisu nie pokazano',
      'row-differs': 'wpis mówi co innego niż zdarzenia',
      number: 'numer nie rośnie w swojej serii',
      figure: 'liczba nie wynika ze zdarzeń',
      'other-version':
        'raport sporządził program, który liczy inaczej, więc ten program nie może sprawdzić liczb: należy użyć weryfikatora na stronie samego pakietu albo programu z tamtego czasu',
      digest: 'skrót raportu jest inny',
      frozen: 'raport nie jest taki, jak go zamrożono w dzienniku',
      uncountable: 'zdarzeń nie da się policzyć',
    },
    notes: {
      complete: () =>
        'Pakiet dowodzi tego, co pokazuje: że te zdarzenia zapisano w dzienniku właśnie tak. Nie dowodzi, że urząd niczego nie pominął, na przykład późniejszego unieważnienia wpisu. To wykazuje polecenie „kronika verify” na całym dzienniku.',
      numbers: () =>
        'Nie policzono na nowo numerów wpisów: liczy się je w całym dzienniku. Sprawdzono, że w każdej serii rosną w kolejności zapisu.',
      key: () =>
        'Nie sprawdzono, czyj jest klucz: należy porównać go z kluczem zanotowanym wcześniej albo otrzymanym inną drogą.',
      truth: () => 'Pakiet nie dowodzi, że zapisano prawdę, tylko co zapisano, z czyjego konta i kiedy.',
      page: () =>
        'Strona nie może zaświadczyć o sobie samej. Gdy pochodzi z niepewnego źródła, należy użyć polecenia „kronika evidence verify” albo innego weryfikatora (docs/trust.md opisuje format).',
      demonstration: () => 'To dziennik pokazowy: jego klucz każdy może obliczyć, więc podpisy niczego nie dowodzą.',
      'key-lost': (position) =>
        `Na pozycji ${position} zapisano, że poprzedni klucz utracono: następnego nikt nie potwierdził. Podpisy od tego miejsca są warte tyle, co to zdarzenie.`,
      'counted-otherwise': (count) =>
        `Liczby, które ten program liczy ze zdarzeń inaczej, niż je zamrożono: ${count}. Poświadcza je tylko zdarzenie ReportFrozen, zapisane w dzienniku.`,
    },
    verdict: 'Wynik sprawdzenia',
    checked: 'Co sprawdzono',
    looked: 'Ile',
    result: 'Wynik',
    right: 'zgodne',
    asFrozen: 'jak zamrożono',
    wrong: (count) => `nieprawidłowości: ${count}`,
    skipped: 'nie sprawdzono',
    found: 'Co wykryto',
    where: 'Gdzie',
    what: 'Co',
    said: 'W pliku',
    is: 'Powinno być',
    untold: (count) => `oraz dalsze: ${count}`,
    unproven: 'Czego ten plik nie dowodzi',
    keyLabel: 'Klucz publiczny urzędu, zanotowany wcześniej',
    keyHint: 'w postaci urn:uuid:…+…+…',
    compare: 'Porównaj',
    keySame: 'To jest klucz tego dziennika.',
    keyOther: 'To nie jest klucz tego dziennika.',
    made: (at, by) => `Pakiet sporządzono ${at} czasu polskiego (konto ${by}).`,
    checkpoint: 'Punkt kontrolny i klucz',
    checkpointMeans: (size) => `Podpis urzędu pod dziennikiem, w którym było wtedy zdarzeń: ${size}.`,
    key: 'Klucz publiczny urzędu',
    keep: 'Pieczęć',
    rows: 'Wpisy rejestru, z których wynikają liczby',
    rowsMeans: (rows, events) => `Wpisy: ${rows}. Zdarzenia w pakiecie: ${events}. Wpis rozwija się w swoje zdarzenia.`,
    others: 'Zdarzenia rejestrów i dziennika',
    othersMeans: 'Strategia, gminy, mierniki, klucze: to, czym liczby są nazwane i policzone.',
    events: 'Zdarzenia',
    number: 'Numer',
    activity: 'Działanie',
    kind: 'Rodzaj',
    state: 'Stan',
    on: 'Data',
    position: 'Pozycja',
    at: 'Zapisano',
    by: 'Kto',
    event: 'Zdarzenie',
    leaf: 'Skrót liścia',
  },
  en: {
    title: 'Evidence pack',
    sound: 'The data in this file are as the office signed them, and the figures of the report follow from them.',
    soundAsFrozen:
      'The data in this file are as the office signed them. The figures of the report are as they were frozen in the ledger; it was not shown that they follow from these data.',
    unsound:
      'The data in this file are not as the office signed them, or it was not shown that the figures of the report follow from them.',
    doNotRely: 'Do not rely on what is shown below: the check found faults.',
    checking:
      'Checking… If this does not go away, the browser has scripts turned off or the file was damaged: then check it with “kronika evidence verify”.',
    noPack: 'There are no data of a pack in this file: it was damaged or altered.',
    checks: {
      form: 'The data are written in the one form allowed (RFC 8785)',
      keys: 'The keys of the office: each vouched for by the one before',
      seal: 'The seal of the office (an Ed25519 signature) over every part of the pack',
      checkpoint: 'The checkpoint of the ledger, signed with the key of the office',
      events: 'Every event leads by its proof to the signed root of the ledger',
      streams: 'No event was taken out of the midst of the history of an entry',
      rows: 'The entries of the register follow from the events',
      figures: 'The figures of the report, counted anew from the events',
    },
    faults: {
      'not-json': 'the data cannot be read',
      'not-canonical': 'the data are not written in the one form allowed; the first other character',
      format: 'this is no evidence pack of a known version',
      shape: 'data are missing, or not of their form',
      'unknown-member': 'a part that a pack does not have',
      page: 'the page around the data is not the one that the office gave out: do not rely on its own verdict',
      'no-ledger': 'the event that opened the ledger is missing',
      'key-foreign': 'the key is none of this ledger’s',
      'key-unendorsed': 'the key does not bear the word of the one before it',
      'key-not-last': 'this is not the key that was in force',
      'key-not-noted': 'the key that you noted is not this ledger’s, or the one in force does not follow from it',
      'seal-unreadable': 'the seal cannot be read',
      'seal-signature': 'the seal is not signed with the key of the office',
      'seal-part': 'this part is not the one that the office sealed',
      'checkpoint-unreadable': 'the checkpoint cannot be read',
      'checkpoint-signature': 'the checkpoint is not signed with the key of the office',
      'checkpoint-foreign': 'the checkpoint is another ledger’s',
      'checkpoint-short': 'the checkpoint is not over all events of the pack',
      order: 'the events are not in the order of the ledger',
      'event-altered': 'this is not the event that was recorded at this position',
      'event-unproven': 'the event does not lead to the signed root: it, its position or a hash on its way was altered',
      'hash-altered': 'an altered hash of a proof',
      'hash-missing': 'a hash of a proof is missing',
      'hash-idle': 'a hash that proves nothing',
      'stream-gap': 'an event of a history is missing, or there twice',
      'stream-late': 'an event later than the point of the report',
      'row-unproven': 'an entry without events, or there twice',
      'row-missing': 'events whose entry is not shown',
      'row-differs': 'the entry does not say what the events say',
      number: 'the number does not go up in its series',
      figure: 'the figure does not follow from the events',
      'other-version':
        'the report was made by a program that counts otherwise, so that this one cannot check the figures: use the verifier in the page of the pack itself, or the program of that time',
      digest: 'the digest of the report is another',
      frozen: 'the report is not as it was frozen in the ledger',
      uncountable: 'the events cannot be counted',
    },
    notes: {
      complete: () =>
        'The pack proves what it shows: that these events were recorded in the ledger like this. It does not prove that the office left nothing out, such as a later annulment of an entry. That is what “kronika verify” shows, on the whole ledger.',
      numbers: () =>
        'The numbers of entries were not counted anew: they are counted over the whole ledger. It was checked that those of a series go up in the order of recording.',
      key: () =>
        'It was not checked whose key this is: compare it with the key that you noted before, or got by another way.',
      truth: () =>
        'The pack does not prove that what was recorded is true: only what was recorded, by whose account, and when.',
      page: () =>
        'A page cannot vouch for itself. Where you doubt its source, use “kronika evidence verify” or another verifier (docs/trust.md has the format).',
      demonstration: () =>
        'This is a demonstration ledger: anybody can compute its key, so the signatures prove nothing.',
      'key-lost': (position) =>
        `At position ${position} the key before was declared lost: nobody vouched for the next. Signatures from there on are worth what that event is worth.`,
      'counted-otherwise': (count) =>
        `Figures that this program counts from the events otherwise than they were frozen: ${count}. Nothing but the event ReportFrozen in the ledger bears them out.`,
    },
    verdict: 'Result of the check',
    checked: 'What was checked',
    looked: 'How many',
    result: 'Result',
    right: 'right',
    asFrozen: 'as frozen',
    wrong: (count) => `faults: ${count}`,
    skipped: 'not checked',
    found: 'What was found',
    where: 'Where',
    what: 'What',
    said: 'In the file',
    is: 'Should be',
    untold: (count) => `and ${count} more`,
    unproven: 'What this file does not prove',
    keyLabel: 'The public key of the office, as you noted it before',
    keyHint: 'of the form urn:uuid:…+…+…',
    compare: 'Compare',
    keySame: 'This is the key of this ledger.',
    keyOther: 'This is not the key of this ledger.',
    made: (at, by) => `The pack was made on ${at}, Polish time (account ${by}).`,
    checkpoint: 'Checkpoint and key',
    checkpointMeans: (size) =>
      `The signature of the office under the ledger, which then had this many events: ${size}.`,
    key: 'Public key of the office',
    keep: 'Seal',
    rows: 'The entries from which the figures follow',
    rowsMeans: (rows, events) => `Entries: ${rows}. Events in the pack: ${events}. An entry unfolds into its events.`,
    others: 'Events of the registers and of the ledger',
    othersMeans: 'Strategy, gminas, measures, keys: what the figures are named and counted by.',
    events: 'Events',
    number: 'Number',
    activity: 'Activity',
    kind: 'Kind',
    state: 'State',
    on: 'Date',
    position: 'Position',
    at: 'Recorded',
    by: 'Who',
    event: 'Event',
    leaf: 'Leaf hash',
  },
};
