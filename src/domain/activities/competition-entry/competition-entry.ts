import { Choice, Means, Optional, Parts, Text, UUID } from '../../kernel/fields.js';
import { ActivityDetails, OrganisationRef, ReasonedStep, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const COMPETITION_SCOPES = ['regional', 'national'] as const;

export class CompetitionEntryDetails extends ActivityDetails {
  @Text(300) competition!: string;
  @Parts(() => OrganisationRef, { min: 1, max: 30 }) organisers!: OrganisationRef[];
  @Choice(COMPETITION_SCOPES) competitionScope!: (typeof COMPETITION_SCOPES)[number];
  @Optional() @Text(300) category?: string;
  @Means('What competes: in words, or the id of the activity that made it.')
  @Text(500)
  subject!: string;
}

export class PrepareEntry extends StepFields {}

export class SubmitEntry extends StepFields {}

export class ShortlistEntry extends StepFields {}

export class AnnounceResult extends StepFields {
  @Means('What was won; left out: nothing.')
  @Optional()
  @Text(300)
  award?: string;
}

/** Entries for the best building project or its realisation (strategy: G3.3). */
export const competitionEntry = defineKind<CompetitionEntryDetails>({
  name: 'competition-entry',
  path: 'competition-entries',
  letters: 'ZK',
  polish: 'zgłoszenie do konkursu',
  noun: 'CompetitionEntry',
  details: CompetitionEntryDetails,
  steps: {
    prepare: step<CompetitionEntryDetails, PrepareEntry>({
      event: 'EntryPrepared',
      starts: true,
      from: [],
      to: 'prepared',
      fields: PrepareEntry,
    }),
    submit: step<CompetitionEntryDetails, SubmitEntry>({
      event: 'EntrySubmitted',
      starts: true,
      from: ['prepared'],
      to: 'submitted',
      fields: SubmitEntry,
    }),
    shortlist: step<CompetitionEntryDetails, ShortlistEntry>({
      event: 'EntryShortlisted',
      from: ['submitted'],
      to: 'shortlisted',
      fields: ShortlistEntry,
    }),
    announce: step<CompetitionEntryDetails, AnnounceResult>({
      event: 'ResultAnnounced',
      from: ['submitted', 'shortlisted'],
      to: {
        among: ['awarded', 'not-awarded'],
        choose: (_details, { award }) => (award === undefined ? 'not-awarded' : 'awarded'),
      },
      fields: AnnounceResult,
      example: { award: 'II miejsce w kategorii obiektów drogowych' },
    }),
    withdraw: step<CompetitionEntryDetails, ReasonedStep>({
      event: 'EntryWithdrawn',
      from: ['prepared', 'submitted'],
      to: 'withdrawn',
      fields: ReasonedStep,
      example: { reason: 'Odbiór robót nastąpi po terminie konkursu.' },
    }),
  },
  example: {
    title: 'Zgłoszenie ścieżki rowerowej w Brąchnowie',
    occurredOn: '2023-03-31',
    gminas: ['0415052', '0415062'],
    strategyItems: ['G3.3'],
    competition: 'Budowa Roku Kujaw i Pomorza',
    organisers: [{ name: 'Izba Budownictwa w Przykładowie', kind: 'ngo' }],
    competitionScope: 'regional',
    category: 'obiekty drogowe',
    subject: 'Ścieżka rowerowa w Brąchnowie, 2,08 km',
    step: 'submit',
    on: '2023-03-31',
  },
  organisations: ({ organisers }) => organisers,
  linked: ({ subject }) => (UUID.test(subject) ? [subject] : []),
});
