import { Choice, Count, Flag, Means, Money, OnDay, Optional, Part, Pattern, Text } from '../../kernel/fields.js';
import { type Taken, times } from '../activity.js';
import { ActivityDetails, OrganisationRef, ReasonedStep, StepFields } from '../details.js';
import { type Amount, defineKind, step } from '../kind.js';

const FORMS = ['grant', 'in-kind', 'promotion', 'patronage', 'organisational', 'expert'] as const;

/** Dział-rozdział-paragraf of the budget classification; the paragraf's fourth digit (the source of money) may be left out. */
const BUDGET_CLASS = /^\d{3}-\d{5}-\d{3,4}$/;

/** The act by which support was granted. */
export class Decision {
  @Text(200) organ!: string;
  @Text(100) number!: string;
  @OnDay() date!: string;
}

export class SupportActionDetails extends ActivityDetails {
  @Part(() => OrganisationRef) beneficiary!: OrganisationRef;
  @Choice(FORMS) form!: (typeof FORMS)[number];
  @Optional() @Money() requestedAmount?: number;
  @Optional() @Pattern(BUDGET_CLASS, 'a budget classification', '921-92105-4210') budgetClass?: string;
}

export class RecordSupport extends StepFields {
  @Optional() @Money() amount?: number;
}

export class RequestSupport extends StepFields {}

export class GrantSupport extends StepFields {
  @Part(() => Decision) decision!: Decision;
  @Optional() @Money() amount?: number;
  @Means('By when it was promised.')
  @Optional()
  @OnDay()
  promisedBy?: string;
}

export class DeliverSupport extends StepFields {
  @Optional() @Money() amount?: number;
  @Means('Which instalment it is.')
  @Optional()
  @Count()
  tranche?: number;
  @Means('False: more is to follow. Left out: this was all.')
  @Optional()
  @Flag()
  final?: boolean;
}

export class SettleSupport extends StepFields {
  @Money() accepted!: number;
  @Optional() @Money() returned?: number;
}

/** What was handed over in all; null where a delivery does not say how much. */
function deliveredIn(taken: readonly Taken[]): number | null {
  const deliveries = [...times({ taken }, 'record', RecordSupport), ...times({ taken }, 'deliver', DeliverSupport)];
  let sum = 0;
  for (const { amount } of deliveries) {
    if (amount === undefined) return null;
    sum += amount;
  }
  return sum;
}

/** Whether anything was handed over, be it without a sum of money. */
export const wasHandedOver = (taken: readonly Taken[]): boolean =>
  taken.some(({ step: its }) => its === 'record' || its === 'deliver');

function amounts({ requestedAmount }: SupportActionDetails, taken: readonly Taken[]): Amount[] {
  const found: Amount[] = [];
  const add = (figure: Amount['figure'], on: string | undefined, value: number | undefined): void => {
    if (on !== undefined && value !== undefined) found.push({ figure, on, value });
  };
  const asked = taken.find((each) => each.step === 'request') ?? taken[0];
  add('support.requested', asked?.on, requestedAmount);
  for (const { on, amount } of times({ taken }, 'grant', GrantSupport)) add('support.granted', on, amount);
  for (const { on, amount } of times({ taken }, 'record', RecordSupport)) add('support.delivered', on, amount);
  for (const { on, amount } of times({ taken }, 'deliver', DeliverSupport)) add('support.delivered', on, amount);
  for (const { on, accepted, returned } of times({ taken }, 'settle', SettleSupport)) {
    add('support.settled', on, accepted);
    add('support.returned', on, returned);
  }
  return found;
}

/** Support for gminas, sołectwa, KGW, OSP and others (strategy: T3, G1.2, G1.4). */
export const supportAction = defineKind<SupportActionDetails>({
  name: 'support-action',
  path: 'support-actions',
  letters: 'WS',
  polish: 'działanie wspierające',
  noun: 'SupportAction',
  details: SupportActionDetails,
  steps: {
    record: step<SupportActionDetails, RecordSupport>({
      event: 'SupportRecorded',
      starts: true,
      from: [],
      to: 'delivered',
      fields: RecordSupport,
      example: { amount: 450000 },
    }),
    request: step<SupportActionDetails, RequestSupport>({
      event: 'SupportRequested',
      starts: true,
      from: [],
      to: 'requested',
      fields: RequestSupport,
    }),
    grant: step<SupportActionDetails, GrantSupport>({
      event: 'SupportGranted',
      starts: true,
      from: ['requested'],
      to: 'granted',
      fields: GrantSupport,
      approves: 'anyone',
    }),
    refuse: step<SupportActionDetails, ReasonedStep>({
      event: 'SupportRefused',
      from: ['requested'],
      to: 'refused',
      fields: ReasonedStep,
      example: { reason: 'Wniosek wpłynął po terminie naboru.' },
    }),
    deliver: step<SupportActionDetails, DeliverSupport>({
      event: 'SupportDelivered',
      from: ['granted', 'in-delivery'],
      to: {
        among: ['delivered', 'in-delivery'],
        choose: (_details, { final = true }) => (final ? 'delivered' : 'in-delivery'),
      },
      fields: DeliverSupport,
      example: { amount: 450000, tranche: 1, final: true },
    }),
    settle: step<SupportActionDetails, SettleSupport>({
      event: 'SupportSettled',
      from: ['delivered'],
      to: 'settled',
      fields: SettleSupport,
      example: { accepted: 430000, returned: 20000 },
      needs: (_details, { accepted, returned = 0 }, { taken }) => {
        const delivered = deliveredIn(taken);
        if (delivered === null || accepted + returned <= delivered) return [];
        const detail = `accepted and returned together must not exceed what was delivered, ${String(delivered)} grosze`;
        return [{ pointer: '/accepted', detail }];
      },
    }),
    cancel: step<SupportActionDetails, ReasonedStep>({
      event: 'SupportCancelled',
      from: ['requested', 'granted', 'in-delivery'],
      to: 'cancelled',
      fields: ReasonedStep,
      example: { reason: 'Wnioskodawca zrezygnował.' },
    }),
  },
  example: {
    title: 'Dotacja na wyposażenie sceny dożynkowej dla KGW w Pigży',
    occurredOn: '2023-06-19',
    gminas: ['0415052'],
    strategyItems: ['G1.4'],
    caseSigns: ['PE.524.18.2023'],
    beneficiary: { name: 'Koło Gospodyń Wiejskich w Pigży', kind: 'rural-housewives-circle', gmina: '0415052' },
    form: 'grant',
    requestedAmount: 600000,
    budgetClass: '921-92105-2360',
    step: 'grant',
    on: '2023-06-19',
    decision: { organ: 'Zarząd Powiatu Toruńskiego', number: 'uchwała nr 871/2023', date: '2023-06-19' },
    amount: 450000,
    promisedBy: '2023-08-31',
  },
  organisations: ({ beneficiary }) => [beneficiary],
  amounts,
  due: (_details, taken, status) => {
    if (status !== 'requested' && status !== 'granted' && status !== 'in-delivery') return null;
    return { what: 'promise', by: times({ taken }, 'grant', GrantSupport).at(-1)?.promisedBy ?? null };
  },
});
