/**
 * What happens to an activity, as the ledger holds it: its details, then its steps as [step, status, fields, days
 * later]. The weights are those of a county office's year: mostly contacts, some investments of many steps.
 */
import { kindNamed } from '../product.js';

const TITLES = [
  'Ustalenie terminu dożynek gminnych',
  'Rozmowa o remoncie drogi powiatowej',
  'Otwarcie świetlicy wiejskiej',
  'Wsparcie festynu sołeckiego',
  'Wspólna ścieżka rowerowa',
  'Konkurs fotograficzny dla mieszkańców',
  'Zawody strażackie',
];
const PLACES = ['Brąchnowo', 'Złotoria', 'Górsk', 'Grębocin', 'Mazowsze', 'Osiek nad Wisłą', 'Cierpice', 'Zelgno'];
const FUNCTIONS = ['wójt', 'sekretarz gminy', 'inspektor ds. promocji', 'dyrektor szkoły', 'sołtys'];
const AUTHORITIES = ['starosta', 'wicestarosta', 'członek zarządu'];

const reason = { reason: 'odwołane przez organizatora' };
const money = (dice) => 10_000 * (1 + dice.below(500));

/** @param organisation answers {id, name} of a registered one */
export const STORIES = [
  {
    weight: 55,
    kind: 'contact',
    tell: (dice, organisation, day) => {
      const open = dice.next() < 0.3;
      return {
        details: {
          channel: dice.pick(['phone', 'email', 'meeting', 'letter']),
          direction: dice.pick(['incoming', 'outgoing']),
          counterparts: [{ organisation: organisation('gmina'), function: dice.pick(FUNCTIONS) }],
          ...(open && { followUpDue: day(14) }),
        },
        items: ['T1'],
        steps: [
          ['record', open ? 'follow-up-open' : 'recorded', {}, 0],
          ...(open
            ? [['close-follow-up', 'closed', { outcome: 'ustalono termin spotkania' }, 5 + dice.below(20)]]
            : []),
        ],
      };
    },
  },
  {
    weight: 14,
    kind: 'attendance',
    tell: (dice, organisation, day) => {
      const representatives = [
        { function: dice.pick(AUTHORITIES), ...(dice.next() < 0.2 && { inPlaceOf: 'starosta' }) },
      ];
      const declined = dice.next() < 0.15;
      return {
        details: {
          eventType: dice.pick(['harvest-festival', 'anniversary', 'opening', 'sport', 'school']),
          organisers: [organisation('gmina')],
          receivedOn: day(0),
          replyBy: day(7),
        },
        items: ['T2'],
        steps: [
          ['invite', 'invited', {}, 0],
          ...(declined
            ? [['decline', 'declined', reason, 3]]
            : [
                ['confirm', 'confirmed', { representatives }, 3],
                ['attend', 'attended', { representatives }, 10],
              ]),
        ],
      };
    },
  },
  {
    weight: 9,
    kind: 'support-action',
    tell: (dice, organisation, day) => {
      const amount = money(dice);
      return {
        details: {
          beneficiary: organisation('company'),
          form: 'grant',
          requestedAmount: amount,
          budgetClass: '921-92105-4210',
        },
        items: ['G1.2', 'G1.4'],
        steps: [
          ['request', 'requested', {}, 0],
          [
            'grant',
            'granted',
            {
              decision: { organ: 'Zarząd Powiatu', number: `${1 + dice.below(999)}/2023`, date: day(20) },
              amount,
              promisedBy: day(60),
            },
            20,
          ],
          ['deliver', 'delivered', { amount }, 45],
          ['settle', 'settled', { accepted: amount }, 80],
        ],
      };
    },
  },
  {
    weight: 7,
    kind: 'publication',
    tell: (dice) => ({
      details: { form: dice.pick(['booklet', 'press-release', 'social-post', 'web']), localities: [dice.pick(PLACES)] },
      items: ['G1.3'],
      steps: [['record', 'published', {}, 0]],
    }),
  },
  {
    weight: 7,
    kind: 'media-coverage',
    tell: (dice, organisation) => ({
      details: {
        outlet: organisation('media'),
        medium: dice.pick(['press', 'portal', 'radio']),
        tone: dice.pick(['positive', 'neutral']),
        jointMessage: dice.next() < 0.5,
      },
      items: ['G2.3'],
      steps: [['record', 'recorded', {}, 0]],
    }),
  },
  {
    weight: 4,
    kind: 'joint-initiative',
    tell: (dice, organisation) => ({
      details: {
        initiativeKind: dice.pick(['event', 'competition', 'training']),
        coOrganisers: [organisation('gmina')],
      },
      items: ['G2.2'],
      steps: [
        ['plan', 'planned', {}, 0],
        ['hold', 'held', { participants: 20 + dice.below(400), cost: money(dice) }, 30],
      ],
    }),
  },
  {
    weight: 2,
    kind: 'campaign',
    tell: (dice) => ({
      details: {
        aim: 'więcej rowerzystów',
        measure: 'przejazdy w miesiącu',
        baseline: 4200,
        target: 6000,
        channels: ['plakaty', 'radio'],
        audience: 'mieszkańcy',
        budget: money(dice),
      },
      items: ['G2.1', 'G2.4'],
      steps: [
        ['plan', 'planned', {}, 0],
        ['launch', 'running', {}, 10],
        ['measure', 'running', { value: 4200 + dice.below(3000) }, 40],
        ['conclude', 'concluded', { result: 'cel osiągnięty', cost: money(dice) }, 70],
      ],
    }),
  },
  {
    weight: 2,
    kind: 'joint-investment',
    tell: (dice, organisation, day, gminas) => {
      const cost = 100 * money(dice);
      return {
        details: {
          investmentKind: dice.pick(['bike-path', 'road-renovation', 'road-modernisation']),
          roadNumber: '2020C',
          plannedLength: 500 + dice.below(5000),
          plannedCost: cost,
        },
        items: ['G2', 'G3.2'],
        steps: [
          ['propose', 'proposed', {}, 0],
          ['agree', 'agreed', { partners: gminas.map((gmina) => ({ gmina, share: Math.round(cost / 4) })) }, 15],
          ['fund', 'funded', { sources: [{ name: 'RFRD', amount: Math.round(cost / 2) }] }, 40],
          ['contract', 'contracted', { contractor: organisation('company'), amount: cost }, 90],
          ['start-works', 'in-works', {}, 120],
          ['accept', 'accepted', { length: 500 + dice.below(5000) }, 240],
          ['settle', 'settled', { cost }, 270],
        ],
      };
    },
  },
];

const WEIGHTS = STORIES.reduce((sum, { weight }) => sum + weight, 0);

export function storyFor(dice) {
  let rest = dice.below(WEIGHTS);
  return STORIES.find(({ weight }) => (rest -= weight) < 0);
}

export const titleFor = (dice) => `${dice.pick(TITLES)} (${dice.pick(PLACES)}, nr ${1 + dice.below(400)})`;
export const placeFor = (dice) => dice.pick(PLACES);

/** The event that a step of a kind records. */
export const eventOf = (kind, step) => kindNamed(kind).steps[step].event;
