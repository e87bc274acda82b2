import type { JsonObject } from '../../domain/kernel/json.js';
import type { OrganisationKind } from '../../domain/registers/organisation.js';
import { type Locality, type Place, PLACES } from './places.js';

/** An organisation as activities name it: with its kind, so that it is registered on the way when it is new. */
export interface Named extends JsonObject {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly gmina?: string;
  readonly locality?: string;
}

export const COUNTY: Named = { name: 'Powiat Toruński', kind: 'county' };

export const office = ({ office: name }: Place): Named => ({ name, kind: 'gmina' });

const local = (name: string, kind: OrganisationKind, { terc }: Place, { name: village }: Locality): Named => ({
  name,
  kind,
  gmina: terc,
  locality: village,
});

export const isEstate = ({ name }: Locality): boolean => name.startsWith('Osiedle');

/** A town has no circle; its estate stands in for it. */
export const circle = (place: Place, at: Locality): Named =>
  isEstate(at) ? village(place, at) : local(`KGW ${at.name}`, 'rural-housewives-circle', place, at);
export const brigade = (place: Place, at: Locality): Named =>
  local(`OSP ${at.name}`, 'volunteer-fire-brigade', place, at);
export const village = (place: Place, at: Locality): Named =>
  local(isEstate(at) ? at.name : `Sołectwo ${at.name}`, 'auxiliary-unit', place, at);
export const school = (place: Place, at: Locality): Named => local(`Szkoła Podstawowa ${at.at}`, 'school', place, at);
export const parish = (place: Place, at: Locality): Named => local(`Parafia ${at.at}`, 'parish', place, at);

/** Invented associations and clubs, two a gmina, and a few for the whole county. */
const SOCIETIES = [
  ['Stowarzyszenie „Urojone Horyzonty”', 'Klub Sportowy „Zmyślony Gol”'],
  ['Towarzystwo Miłośników Zmyślewa', 'Uczniowski Klub Sportowy „Baśń”'],
  ['Stowarzyszenie „Przykładna Wieś”', 'Klub Seniora „Mrzonka”'],
  ['Fundacja „Wydumany Most”', 'Ludowy Zespół Sportowy „Fikcja”'],
  ['Stowarzyszenie „Niebywała Łubianka”', 'Chór „Legenda”'],
  ['Stowarzyszenie „Marzenia w Łysomicach”', 'Klub Rowerowy „Bujda na Kołach”'],
  ['Fundacja „Fantazja”', 'Towarzystwo Przyjaciół Nigdziewa'],
  ['Stowarzyszenie „Złudzenie Optyczne”', 'Klub Kajakowy „Pozorna Fala”'],
  ['Stowarzyszenie „Miraż”', 'Orkiestra Dęta „Przypuszczenie”'],
] as const;
const COUNTYWIDE = [
  'Powiatowe Zrzeszenie Wymyślonych Sportów',
  'Fundacja „Nie Ma Takiej Fundacji”',
  'Stowarzyszenie Nieistniejących Rzemieślników',
  'Bractwo Kurkowe „Na Niby”',
];

export const societiesOf = (place: Place): readonly Named[] =>
  (SOCIETIES[PLACES.indexOf(place)] ?? []).map((name) => ({ name, kind: 'ngo', gmina: place.terc }));
export const COUNTYWIDE_SOCIETIES: readonly Named[] = COUNTYWIDE.map((name) => ({ name, kind: 'ngo' }));

/** Contractors, all invented. */
export const CONTRACTORS: readonly Named[] = [
  'Zmyślone Drogi sp. z o.o.',
  'Przedsiębiorstwo Robót Urojonych S.A.',
  'Zakład Brukarski „Niebyły”',
  'Mosty na Niby sp. z o.o.',
].map((name) => ({ name, kind: 'company' }));

/** Media that report from the county (DOMAIN.md section 8). What they are said to have written is invented. */
export const MEDIA = {
  nowosci: { name: 'Nowości', kind: 'media' },
  pozaTorun: { name: 'Poza Toruń', kind: 'media' },
  ototorun: { name: 'Ototoruń', kind: 'media' },
  tvTorun: { name: 'TV Toruń', kind: 'media' },
  radioPik: { name: 'Radio PiK', kind: 'media' },
  pomorska: { name: 'Gazeta Pomorska', kind: 'media' },
} as const satisfies Record<string, Named>;
/** An outlet that does not exist: no real one is to be said to have been unkind. */
export const INVENTED_OUTLET: Named = { name: 'Kurier Zmyślony', kind: 'media' };
