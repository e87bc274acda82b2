/** The texts of contact persons in Polish. */
export const plPersons = {
  persons: {
    title: 'Osoby do kontaktu',
    one: 'osoba do kontaktu',
    means:
      'Osoby w urzędach gmin i innych organizacjach, z którymi pracownicy powiatu kontaktują się służbowo. Imię i nazwisko, telefon i adres e-mail są zaszyfrowane, u każdej osoby innym kluczem.',
    listOnRecord:
      'Odczyt danych pokazanych na tej stronie zapisano w rejestrze dostępów: kto czytał, kiedy i czyje dane.',
    onRecord: 'Odczyt danych tej osoby zapisano w rejestrze dostępów: kto czytał i kiedy.',
    filters: 'Wybór osób',
    none: 'Nie zapisano żadnej takiej osoby.',
    contact: 'Telefon i adres e-mail',
    add: 'Dopisz osobę',
    atOrganisation: 'Osoby do kontaktu w tej organizacji',
    facts: 'Dane',
    id: 'identyfikator',
    changed: 'Ostatnia zmiana',
    states: {
      erased: 'dane usunięto',
      unreadable: 'danych nie można odczytać',
    },
    unreadableMeans:
      'Nie ma klucza tej osoby albo zaszyfrowane dane nie są tymi, które dla niej zapisano. Powiadom administratora Kroniki: klucze ma w kopii zapasowej.',
    unavailable: 'Danych osób nie można teraz odczytać',
    json: 'Te dane dla programów (JSON)',
    readings: 'Kto czytał dane tej osoby',
    contacts: 'Kontakty z tą osobą',
    contactsMeans: 'Kontakty, w których wskazano tę osobę, spośród 200 ostatnich z jej organizacją.',
    noContacts: 'W ostatnich kontaktach z tą organizacją nie wskazano tej osoby.',
    allContacts: 'Wszystkie kontakty z tą organizacją',
    recordContact: 'Zapisz kontakt z tą osobą',
    late: 'Zapisano',
    lateMeans: 'Osoba jest w dzienniku, ale lista jeszcze jej nie pokazuje. Nie zapisuj jej drugi raz.',
    toPerson: 'Przejdź do osoby',
    toList: 'Wszystkie osoby do kontaktu',

    register: {
      title: 'Nowa osoba do kontaktu',
      means:
        'Zapisz tylko dane służbowe, potrzebne do kontaktu. Imię i nazwisko, telefon i adres e-mail zostaną zaszyfrowane. Organizacja i funkcja pozostają jawne, także po usunięciu danych, więc funkcja nie może mówić, o kogo chodzi.',
      button: 'Zapisz osobę',
    },
    correct: {
      title: 'Poprawka danych osoby',
      link: 'Popraw dane',
      means:
        'To, co było, zostaje w dzienniku zaszyfrowane, razem z powodem poprawki. Organizacja i funkcja są jawne, więc funkcja nie może mówić, o kogo chodzi.',
      button: 'Zapisz poprawkę',
    },
    meanwhile: 'Ktoś zmienił dane tej osoby, gdy formularz był otwarty',
    meanwhileMeans: 'Formularz pokazuje już te zmiany, a to, co wpisano tutaj, zostało. Sprawdź i zapisz jeszcze raz.',
    erase: {
      title: 'Usunięcie danych osoby',
      link: 'Usuń dane osoby',
      others: 'Dane osoby usuwa kierownictwo albo administrator.',
      means:
        'Usunięcie niszczy klucz, którym zaszyfrowano imię i nazwisko, telefon i adres e-mail tej osoby. Nie można tego cofnąć. Dane wolno usunąć dopiero wtedy, gdy nie trzeba ich już przechowywać w archiwum.',
      what: 'Co się stanie',
      effects: [
        'Danych nie odczyta już nikt, także w stanie na dawny dzień.',
        'W dzienniku zostanie, że osobę zapisano, gdzie pracowała i jaką pełniła funkcję, a także kto, kiedy i dlaczego usunął jej dane. Dowody i podpisane punkty kontrolne zachowają ważność.',
        'Wpisy, w których wskazano osobę, zostaną; odsyłać będą do strony, która mówi tylko, że dane usunięto.',
        'Powód zostanie na zawsze, więc nie może mówić, o kogo chodziło.',
        'Kopia zapasowa kluczy sprzed usunięcia nadal otwiera te dane. Niszczy ją administrator, w terminie ustalonym dla takich kopii.',
        'Powstanie podpisane zaświadczenie o usunięciu.',
      ],
      whom: 'Czyje dane',
      whomMeans: 'Ta strona pokazuje tylko dane jawne. Jej otwarcie nie jest odczytem danych osoby.',
      confirmed: 'Wiem, że usunięcia danych nie można cofnąć.',
      button: 'Usuń dane na zawsze',
      leave: 'Wróć bez usuwania',
    },
    erasure: {
      title: 'Dane osoby usunięto',
      means:
        'Imienia i nazwiska, telefonu ani adresu e-mail tej osoby nikt już nie odczyta, także na żaden dawny dzień.',
      at: 'usunięto',
      by: 'kto usunął',
      reason: 'powód',
      keyDestroyedAt: 'klucz zniszczono',
      certificate: 'Zaświadczenie o usunięciu',
      certificateMeans:
        'Zaświadczenie podpisał klucz urzędu. Mówi, które zdarzenie dziennika zapisało usunięcie i kiedy zniszczono klucz; nie mówi niczego o osobie.',
      noCertificate: 'Zaświadczenia nie można teraz podpisać. Będzie tutaj, gdy wróci klucz podpisujący urzędu.',
      download: 'Pobierz zaświadczenie (tekst)',
    },
  },
};
