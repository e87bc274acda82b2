import { Choice, Count, Means, Optional, Pattern, Texts, WebAddress } from '../../kernel/fields.js';
import { ActivityDetails, ReasonedStep, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const FORMS = [
  'booklet',
  'album',
  'map',
  'periodical',
  'film',
  'web',
  'press-release',
  'conference',
  'social-post',
  'other',
] as const;

export class PublicationDetails extends ActivityDetails {
  @Choice(FORMS) form!: (typeof FORMS)[number];
  @Means('The localities that it tells of.')
  @Optional()
  @Texts(200, { max: 100 })
  localities?: string[];
  @Optional() @Pattern(/^\d{4}-\d{3}[\dX]$/, 'an ISSN', '1734-2066') issn?: string;
  @Optional() @WebAddress() url?: string;
}

export class RecordPublication extends StepFields {}

export class DraftPublication extends StepFields {}

export class ApprovePublication extends StepFields {}

export class Publish extends StepFields {
  @Optional() @Count() circulation?: number;
  @Optional() @WebAddress() url?: string;
}

/** What the county publishes (strategy: T3, G1.1, G1.3, G2.3, G2.4, G3.1). */
export const publication = defineKind<PublicationDetails>({
  name: 'publication',
  path: 'publications',
  letters: 'PU',
  polish: 'publikacja',
  noun: 'Publication',
  details: PublicationDetails,
  steps: {
    record: step<PublicationDetails, RecordPublication>({
      event: 'PublicationRecorded',
      starts: true,
      from: [],
      to: 'published',
      fields: RecordPublication,
    }),
    draft: step<PublicationDetails, DraftPublication>({
      event: 'PublicationDrafted',
      starts: true,
      from: [],
      to: 'draft',
      fields: DraftPublication,
    }),
    approve: step<PublicationDetails, ApprovePublication>({
      event: 'PublicationApproved',
      from: ['draft'],
      to: 'approved',
      fields: ApprovePublication,
      approves: 'manager',
    }),
    publish: step<PublicationDetails, Publish>({
      event: 'PublicationIssued',
      from: ['draft', 'approved'],
      to: 'published',
      fields: Publish,
      example: { circulation: 5000, url: 'https://powiat.example/gazeta/2023-05' },
    }),
    abandon: step<PublicationDetails, ReasonedStep>({
      event: 'PublicationAbandoned',
      from: ['draft', 'approved'],
      to: 'abandoned',
      fields: ReasonedStep,
      example: { reason: 'Numer połączono z następnym.' },
    }),
  },
  example: {
    title: '„Powiat Toruński”, numer 5/2023: Zławieś Wielka i jej sołectwa',
    occurredOn: '2023-05-31',
    gminas: ['0415092'],
    strategyItems: ['G1.3'],
    form: 'periodical',
    localities: ['Zławieś Wielka', 'Górsk', 'Przysiek'],
    issn: '1734-2066',
    url: 'https://powiat.example/gazeta/2023-05',
    step: 'record',
    on: '2023-05-31',
  },
});
