import { describe, expect, it } from '@jest/globals';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { BODIES } from '../../support/bodies.js';
import { given, nothing, record, take } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES.contact;
const open = { ...body, followUpDue: '2023-07-01' };

describe('contact (KT)', () => {
  followsTable(contact, body, [
    ['record', ['*'], 'recorded'],
    ['record', ['*'], 'follow-up-open', { followUpDue: '2023-07-01' }],
    ['close-follow-up', ['follow-up-open'], 'closed', { outcome: 'ustalono termin' }],
    ['plan-follow-up', ['recorded', 'closed'], 'follow-up-open', { due: '2024-01-10' }],
  ]);

  it('has its letters and path', () => {
    expect([contact.letters, contact.path]).toEqual(['KT', 'contacts']);
  });

  it('waits for its follow-up until the day first given, then until the day last planned, then no more', () => {
    const dueOf = ({ activity }: ReturnType<typeof given>): unknown =>
      contact.due?.(activity.details, activity.taken, activity.taken.at(-1)!.status);
    const first = given(contact, [record(open)]);
    expect(dueOf(first)).toEqual({ what: 'followUp', by: '2023-07-01' });
    const closed = first.when(take('close-follow-up', { outcome: 'ustalono' })).story;
    expect(dueOf(closed)).toBeNull();
    const again = closed.when(take('plan-follow-up', { due: '2024-01-10' })).story;
    expect(dueOf(again)).toEqual({ what: 'followUp', by: '2024-01-10' });
  });

  it('had its talk already, so it does not lie ahead, with a follow-up or without', () => {
    nothing(contact)
      .when(record({ ...body, occurredOn: '2023-12-16' }))
      .faultsAt('/occurredOn');
    nothing(contact)
      .when(record({ ...open, occurredOn: '2023-12-16' }))
      .faultsAt('/occurredOn');
  });

  it('needs somebody on the other side', () => {
    nothing(contact)
      .when(record({ ...body, counterparts: [] }))
      .faultsAt('/counterparts');
  });

  it('closes a follow-up only with an outcome, plans one only with a day', () => {
    given(contact, [record(open)])
      .when(take('close-follow-up'))
      .faultsAt('/outcome');
    given(contact, [record(body)])
      .when(take('plan-follow-up'))
      .faultsAt('/due');
  });
});
