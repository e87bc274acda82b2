/** The least that an activity of each kind must say, outside the strategy; and a valid body of each step. */

const common = { title: 'Zapis próbny', occurredOn: '2023-06-14', gminas: ['0415052'] };
const REASON = { reason: 'powód podany w teście' };
const WICESTAROSTA = [{ function: 'wicestarosta' }];

export const BODIES = {
  contact: {
    ...common,
    channel: 'phone',
    direction: 'outgoing',
    counterparts: [{ organisation: { id: 'gmina-lubianka' }, function: 'sekretarz' }],
  },
  attendance: { ...common, eventType: 'harvest-festival', organisers: [{ id: 'gmina-lubianka' }] },
  'support-action': { ...common, beneficiary: { id: 'kgw-pigza' }, form: 'grant', requestedAmount: 500_000 },
  campaign: {
    ...common,
    aim: 'więcej rowerzystów',
    measure: 'przejazdy w miesiącu',
    baseline: 4200,
    target: 6000,
    channels: ['plakaty'],
    audience: 'mieszkańcy',
  },
  'joint-investment': {
    ...common,
    investmentKind: 'road-modernisation',
    roadNumber: '2020C',
    plannedLength: 2900,
    plannedCost: 430_000_000,
  },
  'joint-initiative': { ...common, initiativeKind: 'event', coOrganisers: [{ id: 'school-przyklad' }] },
  'competition-entry': {
    ...common,
    competition: 'Budowa Roku',
    organisers: [{ id: 'ngo-przyklad' }],
    competitionScope: 'regional',
    subject: 'ścieżka rowerowa w Brąchnowie',
  },
  publication: { ...common, form: 'booklet', localities: ['Brąchnowo'] },
  'media-coverage': {
    ...common,
    outlet: { id: 'media-przyklad' },
    medium: 'radio',
    tone: 'neutral',
    jointMessage: false,
  },
} as const;

export const FIELDS = {
  reason: REASON,
  representatives: { representatives: WICESTAROSTA },
  grant: { decision: { organ: 'Zarząd Powiatu', number: '871/2023', date: '2023-06-14' }, amount: 450_000 },
  agree: { partners: [{ gmina: '0415052', share: 100_000_000 }] },
  fund: { sources: [{ name: 'RFRD', amount: 200_000_000 }] },
  contract: { contractor: { id: 'company-przyklad' }, amount: 420_000_000 },
  conclude: { result: 'cel osiągnięty', cost: 2_400_000 },
} as const;
