import { Means, Money, Optional, Quantity, Text, Texts } from '../../kernel/fields.js';
import { ActivityDetails, ReasonedStep, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

export class CampaignDetails extends ActivityDetails {
  @Optional() @Text(2000) aim?: string;
  @Means('What is measured, in words: the readings and the target are numbers of it.')
  @Optional()
  @Text(500)
  measure?: string;
  @Optional() @Quantity() baseline?: number;
  @Optional() @Quantity() target?: number;
  @Texts(200, { min: 1, max: 30 }) channels!: string[];
  @Text(500) audience!: string;
  @Optional() @Money() budget?: number;
}

export class PlanCampaign extends StepFields {}

export class LaunchCampaign extends StepFields {}

export class MeasureCampaign extends StepFields {
  @Quantity() value!: number;
}

export class ConcludeCampaign extends StepFields {
  @Text(5000) result!: string;
  @Money() cost!: number;
}

export class EvaluateCampaign extends StepFields {
  @Text(5000) assessment!: string;
}

/** What a campaign must say before it is launched: the supreme audit office found gminas promoting with none (P/19/072). */
const NEEDED = ['aim', 'measure', 'target'] as const;

/** Campaigns of the county and its gminas (strategy: T3, G1.1, G2.1, G2.4, G3.1, G3.4). */
export const campaign = defineKind<CampaignDetails>({
  name: 'campaign',
  path: 'campaigns',
  letters: 'KA',
  polish: 'kampania',
  noun: 'Campaign',
  details: CampaignDetails,
  steps: {
    plan: step<CampaignDetails, PlanCampaign>({
      event: 'CampaignPlanned',
      starts: true,
      from: [],
      to: 'planned',
      fields: PlanCampaign,
    }),
    launch: step<CampaignDetails, LaunchCampaign>({
      event: 'CampaignLaunched',
      from: ['planned'],
      to: 'running',
      fields: LaunchCampaign,
      requires: (details) =>
        NEEDED.filter((name) => details[name] === undefined).map((name) => ({
          pointer: `/${name}`,
          detail: `a campaign is not launched without ${name}: correct the entry first, then launch it`,
        })),
    }),
    measure: step<CampaignDetails, MeasureCampaign>({
      event: 'CampaignMeasured',
      from: ['running'],
      to: 'running',
      fields: MeasureCampaign,
      example: { value: 5100 },
    }),
    conclude: step<CampaignDetails, ConcludeCampaign>({
      event: 'CampaignConcluded',
      from: ['running'],
      to: 'concluded',
      fields: ConcludeCampaign,
      example: { result: 'We wrześniu zliczono 6350 przejazdów: cel osiągnięty.', cost: 2380000 },
    }),
    evaluate: step<CampaignDetails, EvaluateCampaign>({
      event: 'CampaignEvaluated',
      from: ['concluded'],
      to: 'evaluated',
      fields: EvaluateCampaign,
      example: { assessment: 'Radio lokalne dotarło do największej liczby mieszkańców; plakaty do powtórzenia.' },
    }),
    cancel: step<CampaignDetails, ReasonedStep>({
      event: 'CampaignCancelled',
      from: ['planned', 'running'],
      to: 'cancelled',
      fields: ReasonedStep,
      example: { reason: 'Otwarcie odcinków przesunięto na następny rok.' },
    }),
  },
  example: {
    title: 'Rowerem po powiecie toruńskim',
    description: 'Kampania na otwarcie nowych odcinków ścieżek rowerowych.',
    occurredOn: '2023-05-01',
    occurredUntil: '2023-09-30',
    gminas: ['0415022', '0415052', '0415062'],
    strategyItems: ['G2.1'],
    aim: 'Więcej mieszkańców dojeżdża rowerem do szkoły i pracy',
    measure: 'przejazdy zliczone w miesiącu w trzech punktach pomiaru',
    baseline: 4200,
    target: 6000,
    channels: ['plakaty', 'radio lokalne', 'media społecznościowe'],
    audience: 'mieszkańcy gmin Chełmża, Łubianka i Łysomice',
    budget: 2500000,
    step: 'plan',
    on: '2023-03-15',
  },
});
