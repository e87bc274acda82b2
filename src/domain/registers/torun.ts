import type { GminaDetails, UnitDetails } from './registers.js';
import type { OrganisationDetails } from './organisation.js';

/** Powiat toruński as it is built in (DOMAIN.md section 2; residents: GUS, census of 2021). */
export const COUNTY = { terc: '0415', name: 'powiat toruński' } as const;

const SOURCE = 'GUS, NSP 2021';

const gmina = (
  terc: string,
  name: string,
  kind: GminaDetails['kind'],
  residents: number,
  row: number,
  x: number,
  label = name,
): GminaDetails => ({
  terc,
  name,
  label,
  kind,
  populations: [{ year: 2021, residents, source: SOURCE }],
  tile: { row, x },
});

export const GMINAS: readonly GminaDetails[] = [
  gmina('0415011', 'Chełmża', 'urban', 13_906, 0, 2.5, 'Chełmża (miasto)'),
  gmina('0415022', 'Chełmża', 'rural', 9_600, 1, 2, 'Chełmża (gmina)'),
  gmina('0415032', 'Czernikowo', 'rural', 8_966, 5, 3),
  gmina('0415042', 'Lubicz', 'rural', 21_066, 3, 2),
  gmina('0415052', 'Łubianka', 'rural', 7_769, 1, 1),
  gmina('0415062', 'Łysomice', 'rural', 10_710, 2, 1.5),
  gmina('0415072', 'Obrowo', 'rural', 19_657, 4, 2.5),
  gmina('0415082', 'Wielka Nieszawka', 'rural', 5_158, 4, 1.5),
  gmina('0415092', 'Zławieś Wielka', 'rural', 15_724, 2, 0.5),
];

/** The county's organisational units, by key. */
export const UNITS: Readonly<Record<string, UnitDetails>> = {
  pzd: { name: 'Powiatowy Zarząd Dróg', short: 'PZD' },
  pcpr: { name: 'Powiatowe Centrum Pomocy Rodzinie', short: 'PCPR' },
  pup: { name: 'Powiatowy Urząd Pracy', short: 'PUP' },
  'zs-cku-gronowo': { name: 'Zespół Szkół CKU w Gronowie', short: 'ZS CKU Gronowo' },
  'zsp-chelmza': { name: 'Zespół Szkół Ponadpodstawowych w Chełmży', short: 'ZSP Chełmża' },
  'zs-ue-chelmza': { name: 'Zespół Szkół im. Unii Europejskiej w Chełmży' },
  'sm-chelmza': { name: 'Szkoła Muzyczna I st. w Chełmży' },
  ppp: { name: 'Poradnia Psychologiczno-Pedagogiczna', short: 'PPP' },
  'dps-browina': { name: 'DPS Browina' },
  'dps-pigza': { name: 'DPS Pigża' },
  'dps-dobrzejewice': { name: 'DPS Dobrzejewice' },
};

/** The gminas' offices and the county itself, as the register of organisations names them. */
export const ORGANISATIONS: readonly OrganisationDetails[] = [
  ...GMINAS.map(({ terc, kind, name, label }): OrganisationDetails => ({
    name: kind === 'urban' ? `Gmina Miasto ${name}` : `Gmina ${name}`,
    aliases: [...(label === name ? [] : [label]), kind === 'urban' ? `Urząd Miasta ${name}` : `Urząd Gminy ${name}`],
    kind: 'gmina',
    gmina: terc,
  })),
  { name: 'Powiat Toruński', aliases: ['Starostwo Powiatowe w Toruniu'], kind: 'county' },
];
