import type { ActivityLine } from '../../src/application/queries/activities.js';
import { PHASES } from '../../src/domain/activities/phase.js';

/** Amounts of the register's entries, told once more from their steps alone, without the code that counts them. */

interface Moved {
  readonly figure: string;
  /** Day. */
  readonly on: string;
  readonly value: number;
  readonly gmina?: string;
}

const SUPPORT: Readonly<Record<string, readonly (readonly [field: string, figure: string])[]>> = {
  grant: [['amount', 'support.granted']],
  record: [['amount', 'support.delivered']],
  deliver: [['amount', 'support.delivered']],
  settle: [
    ['accepted', 'support.settled'],
    ['returned', 'support.returned'],
  ],
};
const INVESTMENTS: typeof SUPPORT = {
  contract: [['amount', 'investments.contracted']],
  accept: [['length', 'length']],
  settle: [['cost', 'investments.cost']],
};

/** What goes with an activity that is dropped; what had happened by then stays (docs/adr/0002). */
const PROMISES = ['support.requested', 'support.granted', 'investments.planned', 'investments.share'];

export function movedBy({ kind, details, taken }: Pick<ActivityLine, 'kind' | 'details' | 'taken'>): readonly Moved[] {
  const fields = details as unknown as Readonly<Record<string, unknown>>;
  const table = kind === 'support-action' ? SUPPORT : kind === 'joint-investment' ? INVESTMENTS : {};
  const moved: Moved[] = taken.flatMap((step) =>
    (table[step.step] ?? []).map(([field, figure]) => ({ figure, on: step.on, value: Number(step[field] ?? 0) })),
  );
  const asked = taken.find(({ step }) => step === 'request') ?? taken[0];
  const of = (name: string): number => Number(fields[name] ?? 0);
  if (kind === 'support-action')
    moved.push({ figure: 'support.requested', on: asked?.on ?? '', value: of('requestedAmount') });
  if (kind === 'joint-investment')
    moved.push({ figure: 'investments.planned', on: taken[0]?.on ?? '', value: of('plannedCost') });
  const shares: Record<string, Moved> = {};
  for (const step of taken) {
    if (step.step !== 'agree') continue;
    for (const { gmina, share } of step['partners'] as unknown as { gmina?: string; share: number }[])
      if (gmina !== undefined) shares[gmina] = { figure: 'investments.share', on: step.on, value: share, gmina };
  }
  const dropped = (PHASES.dropped as readonly string[]).includes(taken.at(-1)?.status ?? '');
  return [...moved, ...Object.values(shares)].filter(
    ({ figure, value }) => value > 0 && !(dropped && PROMISES.includes(figure)),
  );
}
