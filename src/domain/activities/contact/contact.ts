import { Choice, Means, OnDay, Optional, Part, Parts, Pattern, Text, UUID } from '../../kernel/fields.js';
import { ActivityDetails, OrganisationRef, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const CHANNELS = ['phone', 'email', 'meeting', 'letter', 'video', 'other'] as const;
const DIRECTIONS = ['incoming', 'outgoing'] as const;

/** With whom: an organisation, and the function or the sealed person there; never a person's name. */
export class Counterpart {
  @Part(() => OrganisationRef) organisation!: OrganisationRef;
  @Optional() @Text(200) function?: string;
  @Means('Id of a person of the register of persons.')
  @Optional()
  @Pattern(UUID, 'the id of a person', '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00')
  person?: string;
}

export class ContactDetails extends ActivityDetails {
  @Choice(CHANNELS) channel!: (typeof CHANNELS)[number];
  @Choice(DIRECTIONS) direction!: (typeof DIRECTIONS)[number];
  @Parts(() => Counterpart, { min: 1, max: 30 }) counterparts!: Counterpart[];
  @Means('By when something must follow.')
  @Optional()
  @OnDay()
  followUpDue?: string;
}

export class RecordContact extends StepFields {}

export class CloseFollowUp extends StepFields {
  @Text(2000) outcome!: string;
}

export class PlanFollowUp extends StepFields {
  @OnDay() due!: string;
}

/** Contact with the staff of gmina and town offices (strategy: T1). */
export const contact = defineKind<ContactDetails>({
  name: 'contact',
  path: 'contacts',
  letters: 'KT',
  polish: 'kontakt',
  noun: 'Contact',
  details: ContactDetails,
  steps: {
    record: step<ContactDetails, RecordContact>({
      event: 'ContactRecorded',
      starts: true,
      from: [],
      to: {
        among: ['recorded', 'follow-up-open'],
        choose: ({ followUpDue }) => (followUpDue === undefined ? 'recorded' : 'follow-up-open'),
      },
      fields: RecordContact,
    }),
    'close-follow-up': step<ContactDetails, CloseFollowUp>({
      event: 'FollowUpClosed',
      from: ['follow-up-open'],
      to: 'closed',
      fields: CloseFollowUp,
      example: { outcome: 'Dożynki odbędą się 20 sierpnia w Łubiance.' },
    }),
    'plan-follow-up': step<ContactDetails, PlanFollowUp>({
      event: 'FollowUpPlanned',
      from: ['recorded', 'closed'],
      to: 'follow-up-open',
      fields: PlanFollowUp,
      example: { due: '2023-07-14' },
    }),
  },
  example: {
    title: 'Ustalenie terminu dożynek powiatowych',
    occurredOn: '2023-06-14',
    gminas: ['0415052'],
    strategyItems: ['T1'],
    channel: 'phone',
    direction: 'outgoing',
    counterparts: [{ organisation: { name: 'Gmina Łubianka', kind: 'gmina' }, function: 'sekretarz gminy' }],
    followUpDue: '2023-06-30',
  },
  organisations: ({ counterparts }) => counterparts.map(({ organisation }) => organisation),
  due: ({ followUpDue }, taken, status) => {
    if (status !== 'follow-up-open') return null;
    const planned = taken.at(-1);
    return {
      what: 'followUp',
      by: planned?.step === 'plan-follow-up' ? (planned['due'] as string) : (followUpDue ?? null),
    };
  },
});
