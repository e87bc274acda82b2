import { describe, expect, it } from '@jest/globals';
import { Findings } from '../../../src/application/audit/finding.js';
import { OrderCheck } from '../../../src/application/audit/order-check.js';
import type { RecordedEvent } from '../../../src/domain/kernel/event.js';

/** Of `a0@10:00:00`: the event of stream a, revision 0, recorded then. */
function event(told: string): RecordedEvent {
  const [, stream = '', revision, time = ''] = /^([a-z])(\d)@(.*)$/.exec(told) ?? [];
  const metadata = { recordedAt: `2024-03-04T${time}.000Z`, actor: { id: 'x', roles: [] } };
  return { id: told, stream, revision: Number(revision), type: 'Noted', schema: 1, data: {}, metadata };
}

describe('the order of a ledger', () => {
  it.each<[string, string[], [what: string, position: number][]]>([
    ['in the order of time', ['a0@10:00:00', 'b0@10:00:00', 'a1@10:00:01'], []],
    ['of two clocks that disagree by up to an hour', ['a0@10:00:00', 'b0@09:00:00', 'a1@10:00:01'], []],
    ['of clocks that disagree by more', ['a0@10:00:00', 'b0@08:59:59'], [['time', 2]]],
    ['back in one stream, by a second', ['a0@10:00:00', 'a1@09:59:59'], [['time', 2]]],
    ['before the latest so far, not only the last', ['a0@10:00:00', 'b0@09:30:00', 'c0@08:59:00'], [['time', 3]]],
    ['with a gap in a stream', ['a0@10:00:00', 'a2@10:00:00'], [['revision', 2]]],
    ['twice the same', ['a0@10:00:00', 'a0@10:00:00'], [['revision', 2]]],
    ['at no time that there is, once', ['a0@10:00:00', 'a1@later', 'a2@10:00:00'], [['time', 2]]],
  ])('%s', (_, events, expected) => {
    const findings = new Findings();
    const check = new OrderCheck(findings);
    events.forEach((told, index) => {
      check.take(event(told), index + 1);
    });
    expect(findings.list.map((each) => [each.what, each.position])).toEqual(expected);
  });
});
