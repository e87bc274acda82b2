import { Choice, Flag, Identity, Means, Optional, Part, WebAddress } from '../../kernel/fields.js';
import { ActivityDetails, OrganisationRef, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const MEDIA = ['press', 'portal', 'radio', 'tv', 'social'] as const;
const TONES = ['positive', 'neutral', 'negative'] as const;

export class MediaCoverageDetails extends ActivityDetails {
  @Part(() => OrganisationRef) outlet!: OrganisationRef;
  @Choice(MEDIA) medium!: (typeof MEDIA)[number];
  @Optional() @WebAddress() url?: string;
  @Choice(TONES) tone!: (typeof TONES)[number];
  @Means('Whether it tells what county and gminas do together.')
  @Flag()
  jointMessage!: boolean;
  @Means('The activity that it came of.')
  @Optional()
  @Identity()
  promptedBy?: string;
}

export class RecordCoverage extends StepFields {}

/** What the media said (strategy: G1.1, G2.3, G3.1). */
export const mediaCoverage = defineKind<MediaCoverageDetails>({
  name: 'media-coverage',
  path: 'media-coverage',
  letters: 'ME',
  polish: 'wzmianka w mediach',
  noun: 'MediaCoverage',
  details: MediaCoverageDetails,
  steps: {
    record: step<MediaCoverageDetails, RecordCoverage>({
      event: 'MediaCoverageRecorded',
      starts: true,
      from: [],
      to: 'recorded',
      fields: RecordCoverage,
    }),
  },
  example: {
    title: 'Audycja o nowej ścieżce rowerowej z Kończewic do Chełmży',
    occurredOn: '2023-09-12',
    gminas: ['0415011', '0415022'],
    strategyItems: ['G2.3'],
    outlet: { name: 'Radio PiK', kind: 'media' },
    medium: 'radio',
    url: 'https://radio.example/audycje/sciezka-konczewice-chelmza',
    tone: 'positive',
    jointMessage: true,
  },
  organisations: ({ outlet }) => [outlet],
  linked: ({ promptedBy }) => (promptedBy === undefined ? [] : [promptedBy]),
});
