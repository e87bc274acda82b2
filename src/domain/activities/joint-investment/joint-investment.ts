import type { Fault } from '../../kernel/rejection.js';
import { asked, members } from '../../kernel/unreadable.js';
import { Choice, Flag, Means, Metres, Money, Optional, Part, Parts, Pattern, Text } from '../../kernel/fields.js';
import type { Day } from '../../kernel/day.js';
import { type Taken, times } from '../activity.js';
import { ActivityDetails, OrganisationRef, ReasonedStep, StepFields, TERC } from '../details.js';
import { type Amount, defineKind, step } from '../kind.js';

const INVESTMENT_KINDS = ['bike-path', 'road-renovation', 'road-modernisation', 'bridge', 'building', 'other'] as const;

export class JointInvestmentDetails extends ActivityDetails {
  @Choice(INVESTMENT_KINDS) investmentKind!: (typeof INVESTMENT_KINDS)[number];
  @Means("Of a county road `2020C`, of a gmina's `100123C`, of a voivodeship's `551`.")
  @Optional()
  @Pattern(/^\d{1,6}[A-Z]?$/, 'the number of a road', '2020C')
  roadNumber?: string;
  @Optional() @Metres() plannedLength?: number;
  @Optional() @Money() plannedCost?: number;
}

/** Who shares the cost: an organisation, or a gmina of this county or another. */
export class Partner {
  @Means('A gmina of the county may be told here too, by its name or its office: it is kept as `gmina`.')
  @Optional()
  @Part(() => OrganisationRef)
  organisation?: OrganisationRef;
  @Optional() @Pattern(TERC, 'the TERC of a gmina', '0415052') gmina?: string;
  @Money() share!: number;
}

/** Where money comes from besides the partners: a fund, a programme, the budget. */
export class Source {
  @Text(300) name!: string;
  @Money() amount!: number;
}

export class ProposeInvestment extends StepFields {}

export class AgreeInvestment extends StepFields {
  @Parts(() => Partner, { min: 1, max: 30 }) partners!: Partner[];
}

export class FundInvestment extends StepFields {
  @Parts(() => Source, { min: 1, max: 30 }) sources!: Source[];
}

export class ContractInvestment extends StepFields {
  @Part(() => OrganisationRef) contractor!: OrganisationRef;
  @Money() amount!: number;
}

export class StartWorks extends StepFields {}

export class AcceptWorks extends StepFields {
  @Optional() @Metres() length?: number;
  @Means('True: the rest is still being built.')
  @Optional()
  @Flag()
  partial?: boolean;
}

export class SettleInvestment extends StepFields {
  @Money() cost!: number;
}

export class ResumeInvestment extends StepFields {}

/** A partner is one of the two, and once: else whose share it is, or which one, would be anybody's guess. */
function ambiguous({ partners }: AgreeInvestment): Fault[] {
  const told = new Set<string>();
  return members(() => partners).flatMap(([partner, index]) =>
    asked(() => {
      const pointer = `/partners/${String(index)}`;
      if ((partner.organisation === undefined) === (partner.gmina === undefined)) {
        return [{ pointer, detail: 'must name either an organisation or a gmina' }];
      }
      const whose = whoseShare(partner);
      if (told.has(whose)) return [{ pointer, detail: `${partner.organisation?.name ?? whose} stands twice` }];
      told.add(whose);
      return [];
    }),
  );
}

const whoseShare = ({ organisation, gmina }: Partner): string => gmina ?? organisation?.id ?? organisation?.name ?? '';

/** The shares in force, each with the day of its agreement: a later one replaces those of the partners that it names. */
export function sharesAgreed(taken: readonly Taken[]): readonly (Partner & { readonly on: Day })[] {
  const shares = new Map<string, Partner & { readonly on: Day }>();
  for (const { on, partners } of times({ taken }, 'agree', AgreeInvestment)) {
    for (const partner of partners) shares.set(whoseShare(partner), { ...partner, on });
  }
  return [...shares.values()];
}

function amounts({ plannedCost }: JointInvestmentDetails, taken: readonly Taken[]): Amount[] {
  const found: Amount[] = [];
  const [first] = taken;
  if (first !== undefined && plannedCost !== undefined) {
    found.push({ figure: 'investments.planned', on: first.on, value: plannedCost });
  }
  for (const { on, gmina, share } of sharesAgreed(taken)) {
    if (gmina !== undefined) found.push({ figure: 'investments.share', on, value: share, gmina });
  }
  for (const { on, amount } of times({ taken }, 'contract', ContractInvestment)) {
    found.push({ figure: 'investments.contracted', on, value: amount });
  }
  for (const { on, length } of times({ taken }, 'accept', AcceptWorks)) {
    if (length !== undefined) found.push({ figure: 'length', on, value: length });
  }
  for (const { on, cost } of times({ taken }, 'settle', SettleInvestment)) {
    found.push({ figure: 'investments.cost', on, value: cost });
  }
  return found;
}

/** Investments that the county and its gminas carry together (strategy: G2, G3.2). */
export const jointInvestment = defineKind<JointInvestmentDetails>({
  name: 'joint-investment',
  path: 'joint-investments',
  letters: 'IN',
  polish: 'wspólna inwestycja',
  noun: 'JointInvestment',
  details: JointInvestmentDetails,
  steps: {
    propose: step<JointInvestmentDetails, ProposeInvestment>({
      event: 'InvestmentProposed',
      starts: true,
      from: [],
      to: 'proposed',
      fields: ProposeInvestment,
    }),
    agree: step<JointInvestmentDetails, AgreeInvestment>({
      event: 'SharesAgreed',
      from: ['proposed', 'agreed'],
      to: 'agreed',
      fields: AgreeInvestment,
      example: {
        partners: [
          { gmina: '0415052', share: 100000000 },
          { organisation: { name: 'Województwo Kujawsko-Pomorskie', kind: 'voivodeship' }, share: 50000000 },
        ],
      },
      needs: (_details, fields) => ambiguous(fields),
    }),
    fund: step<JointInvestmentDetails, FundInvestment>({
      event: 'FundsSecured',
      from: ['proposed', 'agreed', 'funded'],
      to: 'funded',
      fields: FundInvestment,
      example: { sources: [{ name: 'Rządowy Fundusz Rozwoju Dróg', amount: 215000000 }] },
    }),
    contract: step<JointInvestmentDetails, ContractInvestment>({
      event: 'ContractSigned',
      from: ['agreed', 'funded', 'contracted'],
      to: 'contracted',
      fields: ContractInvestment,
      example: { contractor: { name: 'Przykładowe Drogi sp. z o.o.', kind: 'company' }, amount: 421500000 },
    }),
    'start-works': step<JointInvestmentDetails, StartWorks>({
      event: 'WorksStarted',
      from: ['contracted'],
      to: 'in-works',
      fields: StartWorks,
    }),
    accept: step<JointInvestmentDetails, AcceptWorks>({
      event: 'WorksAccepted',
      from: ['in-works'],
      to: {
        among: ['accepted', 'in-works'],
        choose: (_details, { partial = false }) => (partial ? 'in-works' : 'accepted'),
      },
      fields: AcceptWorks,
      example: { length: 2900, partial: false },
    }),
    settle: step<JointInvestmentDetails, SettleInvestment>({
      event: 'InvestmentSettled',
      from: ['accepted'],
      to: 'settled',
      fields: SettleInvestment,
      example: { cost: 419800000 },
    }),
    suspend: step<JointInvestmentDetails, ReasonedStep>({
      event: 'InvestmentSuspended',
      from: ['agreed', 'funded', 'contracted', 'in-works'],
      to: 'suspended',
      fields: ReasonedStep,
      example: { reason: 'Przerwa zimowa w robotach.' },
    }),
    resume: step<JointInvestmentDetails, ResumeInvestment>({
      event: 'InvestmentResumed',
      from: ['suspended'],
      to: 'back',
      fields: ResumeInvestment,
    }),
    cancel: step<JointInvestmentDetails, ReasonedStep>({
      event: 'InvestmentCancelled',
      from: ['proposed', 'agreed', 'funded', 'contracted', 'in-works', 'suspended'],
      to: 'cancelled',
      fields: ReasonedStep,
      example: { reason: 'Wniosek o dofinansowanie odrzucono.' },
    }),
  },
  example: {
    title: 'Przebudowa drogi powiatowej 2020C Brąchnowo-Kowróz',
    occurredOn: '2023-01-16',
    gminas: ['0415052', '0415062'],
    strategyItems: ['G2', 'G3.2'],
    units: ['Powiatowy Zarząd Dróg'],
    caseSigns: ['PZD.7011.3.2023'],
    investmentKind: 'road-modernisation',
    roadNumber: '2020C',
    plannedLength: 2900,
    plannedCost: 430000000,
    step: 'propose',
    on: '2023-01-16',
  },
  organisations: (_details, taken) => [
    ...times({ taken }, 'agree', AgreeInvestment).flatMap(({ partners }) => partners.map((each) => each.organisation)),
    ...times({ taken }, 'contract', ContractInvestment).map(({ contractor }) => contractor),
  ],
  amounts,
});
