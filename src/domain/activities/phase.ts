/**
 * Where an activity stands, whatever its kind (DOMAIN.md section 3, figures). An annulled one is in no phase.
 * A status means the same in every kind that has it.
 */
export const PHASES = {
  ahead: [
    'invited',
    'confirmed',
    'requested',
    'granted',
    'planned',
    'proposed',
    'agreed',
    'funded',
    'prepared',
    'draft',
    'approved',
  ],
  underway: [
    'follow-up-open',
    'in-delivery',
    'running',
    'contracted',
    'in-works',
    'suspended',
    'submitted',
    'shortlisted',
  ],
  done: [
    'recorded',
    'closed',
    'attended',
    'delivered',
    'settled',
    'concluded',
    'evaluated',
    'accepted',
    'held',
    'awarded',
    'not-awarded',
    'published',
  ],
  dropped: ['declined', 'missed', 'refused', 'cancelled', 'withdrawn', 'abandoned'],
} as const;

export type Phase = keyof typeof PHASES;
export type Status = (typeof PHASES)[Phase][number];
export const ANNULLED = 'annulled';

const phases = new Map<string, Phase>(
  (Object.keys(PHASES) as Phase[]).flatMap((phase) => PHASES[phase].map((status) => [status, phase] as const)),
);

export const STATUSES: readonly Status[] = Object.values(PHASES).flat();

/** The phase of a status; null when annulled. */
export function phaseOf(status: Status | typeof ANNULLED): Phase | null {
  return phases.get(status) ?? null;
}

export const counts = (phase: Phase | null): boolean => phase === 'underway' || phase === 'done';
