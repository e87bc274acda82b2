import { Choice, Count, Money, Optional, Parts } from '../../kernel/fields.js';
import { ActivityDetails, OrganisationRef, ReasonedStep, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const INITIATIVE_KINDS = ['event', 'competition', 'scholarship', 'award', 'training', 'other'] as const;

export class JointInitiativeDetails extends ActivityDetails {
  @Choice(INITIATIVE_KINDS) initiativeKind!: (typeof INITIATIVE_KINDS)[number];
  @Optional() @Parts(() => OrganisationRef, { max: 30 }) coOrganisers?: OrganisationRef[];
}

/** How it went, where that is known. */
export class HoldInitiative extends StepFields {
  @Optional() @Count() participants?: number;
  @Optional() @Money() cost?: number;
}

export class PlanInitiative extends StepFields {}

/** What county and gminas do together for residents (strategy: G1.1, G1.2, G2.2, G2.4). */
export const jointInitiative = defineKind<JointInitiativeDetails>({
  name: 'joint-initiative',
  path: 'joint-initiatives',
  letters: 'IC',
  polish: 'wspólna inicjatywa',
  noun: 'JointInitiative',
  details: JointInitiativeDetails,
  steps: {
    record: step<JointInitiativeDetails, HoldInitiative>({
      event: 'InitiativeRecorded',
      starts: true,
      from: [],
      to: 'held',
      fields: HoldInitiative,
    }),
    plan: step<JointInitiativeDetails, PlanInitiative>({
      event: 'InitiativePlanned',
      starts: true,
      from: [],
      to: 'planned',
      fields: PlanInitiative,
    }),
    hold: step<JointInitiativeDetails, HoldInitiative>({
      event: 'InitiativeHeld',
      from: ['planned'],
      to: 'held',
      fields: HoldInitiative,
      example: { participants: 400, cost: 350000 },
    }),
    cancel: step<JointInitiativeDetails, ReasonedStep>({
      event: 'InitiativeCancelled',
      from: ['planned'],
      to: 'cancelled',
      fields: ReasonedStep,
      example: { reason: 'Zgłosiło się zbyt mało szkół.' },
    }),
  },
  example: {
    title: 'Konkurs „Mieszkam w ciekawym miejscu”, edycja XIV',
    occurredOn: '2023-01-20',
    scope: 'county',
    strategyItems: ['G2.2', 'G2.4'],
    initiativeKind: 'competition',
    coOrganisers: [{ name: 'Szkoła Podstawowa w Przykładowie', kind: 'school', gmina: '0415072' }],
    step: 'record',
    on: '2023-01-20',
    participants: 400,
    cost: 350000,
  },
  organisations: ({ coOrganisers = [] }) => coOrganisers,
});
