import type { Strategy, StrategyItem } from './strategy.js';

/** The goal that every other serves, in its section's own words. */
const GOAL: StrategyItem = {
  code: 'S',
  text: 'Utrzymanie dobrych stosunków między samorządem Powiatu Toruńskiego a samorządami gmin leżących w granicach powiatu',
};

const IMAGE: readonly StrategyItem[] = [
  { code: 'G1', parent: 'S', text: 'Kreowanie wizerunku Powiatu Toruńskiego wśród mieszkańców gmin' },
  {
    code: 'T1',
    parent: 'G1',
    text: 'Kontakt z pracownikami urzędów gmin i urzędu miejskiego',
    realisedBy: [{ kind: 'contact' }],
  },
  {
    code: 'T2',
    parent: 'G1',
    text: 'Udział przedstawicieli władz samorządowych Powiatu w wydarzeniach i uroczystościach organizowanych przez władze gmin',
    realisedBy: [{ kind: 'attendance' }],
    needs: { organisation: ['gmina'], representative: 'authority' },
  },
  {
    code: 'T3',
    parent: 'G1',
    text: 'Wspieranie działań wizerunkowych i kreowania marki samorządów gmin leżących na terenie powiatu',
    realisedBy: [{ kind: 'support-action' }, { kind: 'campaign' }, { kind: 'publication' }],
  },
  {
    code: 'G1.1',
    parent: 'G1',
    text: 'promowania działalności jednostek organizacyjnych Powiatu i podkreślanie ich roli w życiu mieszkańców',
    realisedBy: [
      { kind: 'campaign' },
      { kind: 'publication' },
      { kind: 'media-coverage' },
      { kind: 'joint-initiative' },
    ],
    needs: { units: 1 },
  },
  {
    code: 'G1.2',
    parent: 'G1',
    text: 'wspieranie inicjatyw gminnych o potencjale ponadgminnym',
    realisedBy: [{ kind: 'support-action' }, { kind: 'joint-initiative' }],
  },
  {
    code: 'G1.3',
    parent: 'G1',
    text: 'przygotowywanie materiałów i publikacji poświęconych gminom i poszczególnym miejscowościom',
    realisedBy: [{ kind: 'publication' }],
    needs: { gminas: 1 },
  },
  {
    code: 'G1.4',
    parent: 'G1',
    text: 'wspieranie inicjatyw sołectw, kół gospodyń wiejskich i jednostek Ochotniczej Straży Pożarnej',
    realisedBy: [{ kind: 'support-action' }, { kind: 'attendance' }],
    needs: { organisation: ['auxiliary-unit', 'rural-housewives-circle', 'volunteer-fire-brigade'] },
  },
];

const TOGETHER: readonly StrategyItem[] = [
  {
    code: 'G2',
    parent: 'S',
    text: 'Realizowanie wspólnych zadań inwestycyjnych i innych inicjatyw',
    defaultFor: ['joint-investment'],
  },
  {
    code: 'G2.1',
    parent: 'G2',
    text: 'inicjowanie i prowadzenie kampanii o charakterze ponadgminnym',
    realisedBy: [{ kind: 'campaign' }],
    needs: { gminas: 2 },
  },
  {
    code: 'G2.2',
    parent: 'G2',
    text: 'promowanie integracji mieszkańców',
    realisedBy: [{ kind: 'joint-initiative' }, { kind: 'attendance' }],
  },
  {
    code: 'G2.3',
    parent: 'G2',
    text: 'dbałość o właściwy przekaz medialny - podkreślający działania wspólne samorządu Powiatu i samorządów gminnych',
    realisedBy: [
      { kind: 'media-coverage', field: 'jointMessage', values: ['true'] },
      { kind: 'publication', field: 'form', values: ['press-release', 'conference', 'social-post'] },
    ],
  },
  {
    code: 'G2.4',
    parent: 'G2',
    text: 'promowanie akcji wizerunkowych promujących mieszkańców Powiatu',
    realisedBy: [{ kind: 'campaign' }, { kind: 'publication' }, { kind: 'joint-initiative' }],
  },
];

const INVESTMENTS: readonly StrategyItem[] = [
  {
    code: 'G3',
    parent: 'S',
    text: 'Promocja nowoczesnej polityki inwestycyjnej władz samorządowych Powiatu Toruńskiego',
  },
  {
    code: 'G3.1',
    parent: 'G3',
    text: 'promowanie inwestycji jako głównej wizytówki Powiatu Toruńskiego',
    realisedBy: [{ kind: 'campaign' }, { kind: 'publication' }, { kind: 'media-coverage' }],
  },
  {
    code: 'G3.2',
    parent: 'G3',
    text: 'kontynuowanie programu budowy ścieżek rowerowych w ramach współpracy samorządów oraz remontów, modernizacji dróg powiatowych',
    realisedBy: [{ kind: 'joint-investment' }],
  },
  {
    code: 'G3.3',
    parent: 'G3',
    text: 'udział w regionalnych i ogólnopolskich konkursach na najlepszy projekt budowlany, realizację',
    realisedBy: [{ kind: 'competition-entry' }],
  },
  {
    code: 'G3.4',
    parent: 'G3',
    text: 'przeprowadzanie kampanii promujących nowe inwestycje na terenie powiatu',
    realisedBy: [{ kind: 'campaign' }],
    needs: { linkedTo: 'joint-investment' },
  },
];

/**
 * The strategy of powiat toruński for 2022-2024: its wording, with the scanner's faults mended, and its items' rules
 * as DOMAIN.md section 1 lays them down. The next strategy comes from a file of this form.
 */
export const COUNTY_STRATEGY_2022_2024: Strategy = {
  id: '2022-2024',
  title: 'Strategia współpracy z gminami powiatu toruńskiego',
  from: '2022-01-01',
  until: '2024-12-31',
  items: [GOAL, ...IMAGE, ...TOGETHER, ...INVESTMENTS],
};
