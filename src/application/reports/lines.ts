import { times } from '../../domain/activities/activity.js';
import { type CampaignDetails, ConcludeCampaign, MeasureCampaign } from '../../domain/activities/campaign/campaign.js';
import {
  AcceptWorks,
  ContractInvestment,
  FundInvestment,
  type JointInvestmentDetails,
  SettleInvestment,
  sharesAgreed,
} from '../../domain/activities/joint-investment/joint-investment.js';
import { firstOf, lastOf } from '../../domain/kernel/day.js';
import { register, type ActivityDoc } from '../../domain/views/register.js';
import type { Reading } from '../as-of.js';
import type { Period } from '../queries/period.js';
import { concernsWhere } from '../queries/register-where.js';
import type { Summary } from '../queries/summary.js';

/** A report lists so many of a kind; whoever wants more follows the link to the register. */
const MOST = 200;

export interface Listed<L> {
  /** How many there are, of which `lines` are the first by date. */
  readonly total: number;
  readonly lines: readonly L[];
}

interface Line {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly gminas: readonly string[];
}

/** Planned against actual cost, partners' shares, sources (question 9 of DOMAIN.md section 5). Grosze and metres. */
export interface InvestmentLine extends Line {
  readonly investmentKind: string;
  readonly roadNumber: string | null;
  readonly plannedCost: number | null;
  readonly contracted: number;
  readonly cost: number | null;
  /** Cost, or else what was contracted, less what was planned; null where one of them is not known. */
  readonly overPlan: number | null;
  readonly plannedLength: number | null;
  readonly length: number;
  /** The shares in force: a later agreement replaces those of the partners it names. */
  readonly partners: readonly { readonly organisation?: string; readonly gmina?: string; readonly share: number }[];
  readonly sources: readonly { readonly name: string; readonly amount: number }[];
}

/** A campaign's aim, measure, baseline, target and result (question 12 of DOMAIN.md section 5; P/19/072). */
export interface CampaignLine extends Line {
  readonly aim: string | null;
  readonly measure: string | null;
  readonly baseline: number | null;
  readonly target: number | null;
  /** The last value measured. */
  readonly measured: number | null;
  readonly result: string | null;
  readonly budget: number | null;
  readonly cost: number | null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @param all of all activities: it tells how many there are; to count them in the register takes the longer the more there are */
async function listed<L>(
  reading: Reading,
  kind: string,
  period: Period,
  all: Summary,
  line: (doc: ActivityDoc) => L,
): Promise<Listed<L>> {
  const where = { $and: [{ kind }, concernsWhere(firstOf(period.from), lastOf(period.to))] };
  // The register holds activities only.
  const docs = (await reading.find(register.name, { where, limit: MOST })) as readonly ActivityDoc[];
  return { total: all.concerning(kind), lines: docs.map(line) };
}

/** What lines are told from. */
export type LineDoc = Pick<ActivityDoc, 'id' | 'number' | 'details' | 'taken' | 'status' | 'gminas'>;

const common = ({ id, number, details, status, gminas }: LineDoc): Line => ({
  id,
  number,
  title: details.title,
  status,
  gminas,
});

export const investmentLines = (reading: Reading, period: Period, all: Summary): Promise<Listed<InvestmentLine>> =>
  listed(reading, 'joint-investment', period, all, investmentLine);

export function investmentLine(doc: LineDoc): InvestmentLine {
  // Checked as such when it was recorded.
  const { investmentKind, roadNumber, plannedCost, plannedLength } = doc.details as JointInvestmentDetails;
  const contracted = sum(times(doc, 'contract', ContractInvestment).map(({ amount }) => amount));
  const cost = times(doc, 'settle', SettleInvestment).at(-1)?.cost ?? null;
  const actual = cost ?? (contracted > 0 ? contracted : null);
  return {
    ...common(doc),
    investmentKind,
    roadNumber: roadNumber ?? null,
    plannedCost: plannedCost ?? null,
    contracted,
    cost,
    overPlan: actual === null || plannedCost === undefined ? null : actual - plannedCost,
    plannedLength: plannedLength ?? null,
    length: sum(times(doc, 'accept', AcceptWorks).map(({ length }) => length ?? 0)),
    partners: sharesAgreed(doc.taken).map(({ organisation, gmina, share }) => ({
      ...(organisation?.name !== undefined && { organisation: organisation.name }),
      ...(gmina !== undefined && { gmina }),
      share,
    })),
    sources: times(doc, 'fund', FundInvestment).flatMap(({ sources }) =>
      sources.map(({ name, amount }) => ({ name, amount })),
    ),
  };
}

export const campaignLines = (reading: Reading, period: Period, all: Summary): Promise<Listed<CampaignLine>> =>
  listed(reading, 'campaign', period, all, campaignLine);

export function campaignLine(doc: LineDoc): CampaignLine {
  const { aim, measure, baseline, target, budget } = doc.details as CampaignDetails;
  const concluded = times(doc, 'conclude', ConcludeCampaign).at(-1);
  return {
    ...common(doc),
    aim: aim ?? null,
    measure: measure ?? null,
    baseline: baseline ?? null,
    target: target ?? null,
    measured: times(doc, 'measure', MeasureCampaign).at(-1)?.value ?? null,
    result: concluded?.result ?? null,
    budget: budget ?? null,
    cost: concluded?.cost ?? null,
  };
}
