/** Where things happen in the demonstration. Gminas and their seats are real; every other locality is made up. */

export interface Locality {
  readonly name: string;
  /** "w Zmyślewie": where something takes place. */
  readonly at: string;
}

export interface Place {
  readonly terc: string;
  /** The gmina's office in the register of organisations. */
  readonly office: string;
  /** "gmina Łubianka", "miasto Chełmża": in a title. */
  readonly title: string;
  /** "gminy Łubianka": of whom. */
  readonly of: string;
  readonly seat: Locality;
  readonly villages: readonly Locality[];
}

const locality = (name: string, at: string): Locality => ({ name, at });

const rural = (terc: string, name: string, seat: Locality, villages: readonly Locality[]): Place => ({
  terc,
  office: `Gmina ${name}`,
  title: `gmina ${name}`,
  of: `gminy ${name}`,
  seat,
  villages,
});

export const CHELMZA_TOWN: Place = {
  terc: '0415011',
  office: 'Gmina Miasto Chełmża',
  title: 'miasto Chełmża',
  of: 'miasta Chełmża',
  seat: locality('Chełmża', 'w Chełmży'),
  // A town has housing estates: auxiliary units too.
  villages: [locality('Osiedle Bajkowe', 'na Osiedlu Bajkowym'), locality('Osiedle Zmyślone', 'na Osiedlu Zmyślonym')],
};
export const CHELMZA = rural('0415022', 'Chełmża', locality('Chełmża', 'w Chełmży'), [
  locality('Zmyślewo', 'w Zmyślewie'),
  locality('Urojewo', 'w Urojewie'),
  locality('Baśniowice', 'w Baśniowicach'),
]);
export const CZERNIKOWO = rural('0415032', 'Czernikowo', locality('Czernikowo', 'w Czernikowie'), [
  locality('Przykładowo', 'w Przykładowie'),
  locality('Mrzonki', 'w Mrzonkach'),
  locality('Gdybanowo', 'w Gdybanowie'),
]);
export const LUBICZ = rural('0415042', 'Lubicz', locality('Lubicz Dolny', 'w Lubiczu Dolnym'), [
  locality('Fikcyjnowo', 'w Fikcyjnowie'),
  locality('Wydumki', 'w Wydumkach'),
  locality('Nibyłąki', 'w Nibyłąkach'),
]);
export const LUBIANKA = rural('0415052', 'Łubianka', locality('Łubianka', 'w Łubiance'), [
  locality('Niebywałki', 'w Niebywałkach'),
  locality('Pozorzyn', 'w Pozorzynie'),
  locality('Legendowo', 'w Legendowie'),
]);
export const LYSOMICE = rural('0415062', 'Łysomice', locality('Łysomice', 'w Łysomicach'), [
  locality('Bujdowo', 'w Bujdowie'),
  locality('Marzeniec', 'w Marzeńcu'),
  locality('Domniemanki', 'w Domniemankach'),
]);
export const OBROWO = rural('0415072', 'Obrowo', locality('Obrowo', 'w Obrowie'), [
  locality('Nigdziewo', 'w Nigdziewie'),
  locality('Fantazyno', 'w Fantazynie'),
  locality('Udawanki', 'w Udawankach'),
]);
export const NIESZAWKA = rural('0415082', 'Wielka Nieszawka', locality('Wielka Nieszawka', 'w Wielkiej Nieszawce'), [
  locality('Złudzin', 'w Złudzinie'),
  locality('Pozorne', 'w Pozornem'),
]);
export const ZLAWIES = rural('0415092', 'Zławieś Wielka', locality('Zławieś Wielka', 'w Złejwsi Wielkiej'), [
  locality('Mirażowo', 'w Mirażowie'),
  locality('Przypuszczewo', 'w Przypuszczewie'),
  locality('Nierealne', 'w Nierealnem'),
]);

export const PLACES: readonly Place[] = [
  CHELMZA_TOWN,
  CHELMZA,
  CZERNIKOWO,
  LUBICZ,
  LUBIANKA,
  LYSOMICE,
  OBROWO,
  NIESZAWKA,
  ZLAWIES,
];

/** Kijewo Królewskie in powiat chełmiński: a neighbour, no member. */
export const KIJEWO_KROLEWSKIE = '0404032';
