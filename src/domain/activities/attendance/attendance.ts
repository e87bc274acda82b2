import type { Fault } from '../../kernel/rejection.js';
import { asked, members } from '../../kernel/unreadable.js';
import { AtTime, Choice, Choices, Means, OnDay, Optional, Parts, Text } from '../../kernel/fields.js';
import type { Taken } from '../activity.js';
import { ActivityDetails, OfficialRef, OrganisationRef, ReasonedStep, StepFields } from '../details.js';
import { defineKind, step } from '../kind.js';

const EVENT_TYPES = [
  'harvest-festival',
  'anniversary',
  'opening',
  'sport',
  'culture',
  'school',
  'session',
  'patriotic',
  'other',
] as const;
const PARTS = ['guest', 'speech', 'patronage', 'award'] as const;

/** Who stood there for the county: an official or a function. */
export class Representative extends OfficialRef {
  @Means('Whom they stood in for: an official of the register, or a function.')
  @Optional()
  @Text(300)
  inPlaceOf?: string;
  @Means('What they did there.')
  @Optional()
  @Choices(PARTS)
  parts?: (typeof PARTS)[number][];
}

export class AttendanceDetails extends ActivityDetails {
  @Choice(EVENT_TYPES) eventType!: (typeof EVENT_TYPES)[number];
  @Parts(() => OrganisationRef, { min: 1, max: 30 }) organisers!: OrganisationRef[];
  @Means('When it begins, by the clock on the wall.')
  @Optional()
  @AtTime()
  startsAt?: string;
  @Means('When the invitation came.')
  @Optional()
  @OnDay()
  receivedOn?: string;
  @Means('By when it asks for an answer.')
  @Optional()
  @OnDay()
  replyBy?: string;
}

/** A step that cannot do without saying who. */
export class RepresentedStep extends StepFields {
  @Parts(() => Representative, { min: 1, max: 30 }) representatives!: Representative[];
}

export class ReceiveInvitation extends StepFields {}

export class AttendEvent extends StepFields {
  @Means('May be left out where those who confirmed came.')
  @Optional()
  @Parts(() => Representative, { min: 1, max: 30 })
  representatives?: Representative[];
}

/** Somebody is an official of the register or a function: a person's name alone is neither. */
const unnamed = (representatives: readonly Representative[]): Fault[] =>
  members(() => representatives).flatMap(([each, index]) =>
    asked(() =>
      each.official === undefined && each.function === undefined
        ? [{ pointer: `/representatives/${String(index)}`, detail: 'must name an official or a function' }]
        : [],
    ),
  );

/** Those whom the last step to name anybody named: who comes may change until the day itself. */
function representativesOf(taken: readonly Taken[]): readonly Representative[] {
  const naming = taken.findLast((each) => each['representatives'] !== undefined);
  // The fields were checked against their class when they were recorded.
  return (naming?.['representatives'] ?? []) as unknown as readonly Representative[];
}

/** County authorities at events and ceremonies of others (strategy: T2, G1.4, G2.2). */
export const attendance = defineKind<AttendanceDetails>({
  name: 'attendance',
  path: 'attendances',
  letters: 'UD',
  polish: 'udział w wydarzeniu',
  noun: 'Attendance',
  details: AttendanceDetails,
  steps: {
    record: step<AttendanceDetails, RepresentedStep>({
      event: 'AttendanceRecorded',
      starts: true,
      from: [],
      to: 'attended',
      fields: RepresentedStep,
      needs: (_details, { representatives }) => unnamed(representatives),
    }),
    invite: step<AttendanceDetails, ReceiveInvitation>({
      event: 'InvitationReceived',
      starts: true,
      from: [],
      to: 'invited',
      fields: ReceiveInvitation,
    }),
    confirm: step<AttendanceDetails, RepresentedStep>({
      event: 'InvitationAccepted',
      from: ['invited'],
      to: 'confirmed',
      fields: RepresentedStep,
      example: { representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta' }] },
      needs: (_details, { representatives }) => unnamed(representatives),
    }),
    decline: step<AttendanceDetails, ReasonedStep>({
      event: 'InvitationDeclined',
      from: ['invited', 'confirmed'],
      to: 'declined',
      fields: ReasonedStep,
      example: { reason: 'W tym samym czasie odbywa się sesja rady powiatu.' },
    }),
    attend: step<AttendanceDetails, AttendEvent>({
      event: 'EventAttended',
      from: ['invited', 'confirmed'],
      to: 'attended',
      fields: AttendEvent,
      example: { representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta', parts: ['guest', 'speech'] }] },
      needs: (_details, { representatives }, { taken }) => {
        if (representatives !== undefined) return unnamed(representatives);
        if (representativesOf(taken).length > 0) return [];
        return [{ pointer: '/representatives', detail: 'must say who came, because nobody was named before' }];
      },
    }),
    miss: step<AttendanceDetails, ReasonedStep>({
      event: 'AttendanceMissed',
      from: ['confirmed'],
      to: 'missed',
      fields: ReasonedStep,
      example: { reason: 'Choroba; nie było zastępstwa.' },
    }),
    cancel: step<AttendanceDetails, ReasonedStep>({
      event: 'AttendanceCancelled',
      from: ['invited', 'confirmed'],
      to: 'cancelled',
      fields: ReasonedStep,
      example: { reason: 'Organizator odwołał uroczystość z powodu pogody.' },
    }),
  },
  example: {
    title: 'Dożynki powiatowo-gminne w Łubiance',
    occurredOn: '2022-08-20',
    gminas: ['0415052'],
    strategyItems: ['T2'],
    place: 'Łubianka',
    eventType: 'harvest-festival',
    organisers: [{ name: 'Gmina Łubianka', kind: 'gmina' }],
    startsAt: '13:00',
    receivedOn: '2022-07-25',
    replyBy: '2022-08-10',
    step: 'record',
    on: '2022-08-20',
    representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta', parts: ['guest', 'speech'] }],
  },
  organisations: ({ organisers }) => organisers,
  representatives: representativesOf,
  due: ({ replyBy }, _taken, status) => (status === 'invited' ? { what: 'reply', by: replyBy ?? null } : null),
});
