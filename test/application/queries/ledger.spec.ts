import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Folding } from '../../../src/application/folding.js';
import { Placing } from '../../../src/application/placing.js';
import { Projector } from '../../../src/application/projector.js';
import { type LedgerParams, type CloudEvent, Trail } from '../../../src/application/queries/ledger.js';
import { LiveTrail } from '../../../src/application/queries/live-trail.js';
import { Replay, type ReplayLine } from '../../../src/application/queries/replay.js';
import { textOf } from '../../../src/domain/kernel/json.js';
import type { Rejection } from '../../../src/domain/kernel/rejection.js';
import type { Change } from '../../../src/domain/kernel/view.js';
import { Ledger } from '../../support/ledger.js';
import { randomLedger, turns } from '../../support/random-ledger.js';
import { type Year, year } from '../../support/year.js';
import { runs } from '../../support/runs.js';

const TODAY = '2026-01-15';
const positions = (events: readonly CloudEvent[]): number[] => events.map(({ position }) => Number(position));

describe('the trail', () => {
  let story: Year;
  let trail: Trail;

  beforeAll(async () => {
    story = await year();
    trail = new Trail(story.ledger.asOf, story.ledger.events);
  });

  const types = async (params: LedgerParams): Promise<string> =>
    (await trail.page({ limit: '500', ...params })).events.map(({ type }) => type).join(' ');
  const faults = async (params: LedgerParams): Promise<readonly string[]> => {
    const rejection: unknown = await trail.page(params).catch((fault: unknown) => fault);
    expect(rejection).toMatchObject({ code: 'bad-query' });
    return (rejection as Rejection).faults.map(({ pointer }) => pointer);
  };

  it('tells events as CloudEvents, with all that the ledger knows of them', async () => {
    const { ledger, done } = story;
    const [opened] = await ledger.all();
    const stream = `contact-${done['imported']?.id ?? ''}`;
    const { events } = await trail.page({ stream });
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source: `urn:uuid:${textOf(opened?.data['ledger'])}`,
        type: 'ContactRecorded',
        subject: stream,
        time: '2023-04-12T12:00:00.000Z',
        datacontenttype: 'application/json',
        data: expect.objectContaining({ step: 'record', status: 'recorded' }),
        position: String(done['imported']?.position),
        revision: 0,
        schema: 1,
        actor: 'recorder',
        roles: 'recorder',
        originfile: 'ab'.repeat(32),
        originrow: 2,
        acknowledged: 'contact-data',
      },
    ]);
    // Names of attributes are lower-case letters and digits, at most 20 (CloudEvents 1.0).
    for (const name of Object.keys(events[0] ?? {})) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it('is the whole ledger in its order, page by page', async () => {
    const all = await story.ledger.all();
    const seen: CloudEvent[] = [];
    for (let after: string | null = '0'; after !== null;) {
      const page = await trail.page({ after, limit: '7' });
      seen.push(...page.events);
      after = page.next;
    }
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(positions(seen)).toEqual(all.map((_, index) => index + 1));
  });

  it('is found by each filter, alone and together', async () => {
    expect(await types({ kind: 'attendance' })).toBe('AttendanceRecorded InvitationReceived');
    expect(await types({ kind: 'attendance,campaign' })).toBe(
      'AttendanceRecorded CampaignPlanned CampaignCorrected InvitationReceived',
    );
    expect(await types({ kind: 'official' })).toBe('OfficialRegistered');
    expect(await types({ type: 'GminaRecoded,OrganisationMerged' })).toBe('OrganisationMerged GminaRecoded');
    expect(await types({ gmina: 'outside' })).toBe('InitiativeRecorded');
    expect(await types({ gmina: '0415053', kind: 'joint-investment' })).toBe('InvestmentProposed SharesAgreed');
    expect(await types({ by: 'manager' })).toBe('ContactAnnulled');
    expect(await types({ by: 'colleague', kind: 'attendance' })).toBe('AttendanceRecorded');
    expect(await types({ kind: 'contact', recordedFrom: '2023-02-01', recordedTo: '2023-02-28' })).toBe(
      'FollowUpClosed',
    );
    expect(await types({ recordedFrom: '2023-05-02T12:00:00.001Z' })).toBe('');
    expect(await types({ after: String(story.ledger.position - 1) })).toBe('InvitationReceived');
  });

  it('refuses what cannot be asked, naming all of it at once', async () => {
    const wrong: LedgerParams = {
      after: '-1',
      limit: '501',
      kind: 'contact,phonecall',
      type: 'Nothing',
      gmina: '0101010',
      recordedFrom: '2023-05-02T12:00',
      recordedTo: 'x',
    };
    expect([...(await faults(wrong))].sort()).toEqual(Object.keys(wrong).sort());
    for (const [name, value] of Object.entries(wrong)) expect(await faults({ [name]: value })).toEqual([name]);
  });
});

describe('the live trail', () => {
  const BEAT = 20;
  const live = ({ asOf, events, store }: Ledger): LiveTrail =>
    new LiveTrail(new Trail(asOf, events), new Projector(events, store));

  it('goes on from a position with what is there, then with what comes, and ends when it is told', async () => {
    const ledger = await Ledger.open('2023-06-20');
    const first = await ledger.record('contact');
    const gone = new AbortController();
    const batches = await live(ledger).follow({ after: String(first.position - 1) }, BEAT, gone.signal);
    const next = async (): Promise<readonly CloudEvent[]> =>
      ((await batches.next()).value as readonly CloudEvent[] | undefined) ?? [];
    expect(positions(await next())).toEqual([first.position]);
    expect(await next()).toEqual([]);
    const second = await ledger.step(first, 'close-follow-up', { outcome: 'ustalono' });
    let events = await next();
    if (events.length === 0) events = await next();
    expect(events).toMatchObject([{ position: String(second.position), type: 'FollowUpClosed' }]);
    const waiting = batches.next();
    gone.abort();
    expect((await waiting).value ?? []).toEqual([]);
    expect((await batches.next()).done).toBe(true);
  });

  it('without a position begins at the end, and passes over what the filters do', async () => {
    const ledger = await Ledger.open('2023-06-20');
    await ledger.record('contact');
    const gone = new AbortController();
    const batches = await live(ledger).follow({ kind: 'campaign' }, BEAT, gone.signal);
    const seen: CloudEvent[] = [];
    const watching = (async () => {
      for await (const events of batches) seen.push(...events);
    })();
    await ledger.record('publication');
    await ledger.record('campaign', { step: 'plan' });
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort();
    await watching;
    expect(seen.map(({ type }) => type)).toEqual(['CampaignPlanned']);
  });

  it('gives each event once and in order, however many there are', async () => {
    const roll = Array.from({ length: 600 }, (_, index) => ({
      what: index % 97,
      which: index,
      how: index * 7,
      later: 3,
    }));
    const ledger = await Ledger.of(randomLedger(roll), TODAY);
    expect(ledger.position).toBeGreaterThan(250);
    const gone = new AbortController();
    const seen: number[] = [];
    for await (const events of await live(ledger).follow({ after: '0' }, BEAT, gone.signal)) {
      seen.push(...positions(events));
      if (events.length === 0) gone.abort();
    }
    expect(seen).toEqual(Array.from({ length: ledger.position }, (_, index) => index + 1));
  });

  it('refuses a position that lies ahead of the ledger', async () => {
    const ledger = await Ledger.open('2023-06-20');
    const { signal } = new AbortController();
    await expect(live(ledger).follow({ after: '999' }, BEAT, signal)).rejects.toMatchObject({ code: 'bad-query' });
    await expect(live(ledger).follow({ after: 'x' }, BEAT, signal)).rejects.toMatchObject({ code: 'bad-query' });
  });
});

describe('the replay', () => {
  const replayOf = ({ events, store, views, asOf }: Ledger): Replay => new Replay(events, store, views, asOf);
  const play = async (ledger: Ledger, from?: string, to?: string): Promise<ReplayLine[]> => {
    const lines: ReplayLine[] = [];
    for await (const line of replayOf(ledger).lines(from, to)) lines.push(line);
    return lines;
  };

  it('from anywhere to anywhere, tells the changes that a fold from the beginning makes', async () => {
    await fc.assert(
      fc.asyncProperty(turns(60), fc.nat(), fc.nat(), async (dice, a, b) => {
        const events = randomLedger(dice);
        const ledger = await Ledger.of(events, TODAY);
        const [from, to] = [1 + (a % events.length), 1 + (b % events.length)].sort((x, y) => x - y) as [number, number];
        const placing = new Placing();
        const changes: Change[] = [];
        const nothing = { inForce: () => Promise.resolve(new Map()), strategies: () => Promise.resolve([]) };
        await new Folding(nothing).fold(
          events.map((event) => placing.place(event)),
          (change) => changes.push(change),
        );
        const lines = await play(ledger, String(from), String(to));
        expect(lines.map(({ event, before, after }) => [event.id, before, after])).toEqual(
          changes.slice(from - 1, to).map(({ event, before, after }) => [event.id, before, after]),
        );
        expect(lines.map(({ event }) => Number(event.position))).toEqual(
          Array.from({ length: to - from + 1 }, (_, index) => from + index),
        );
      }),
      runs(40),
    );
  }, 60_000);

  it('from a day to a day, both included', async () => {
    const { ledger } = await year();
    const days = async (from?: string, to?: string): Promise<string> =>
      [...new Set((await play(ledger, from, to)).map(({ event }) => event.time.slice(0, 10)))].join(' ');
    expect(await days('2023-03-20', '2023-04-12')).toBe('2023-03-20 2023-04-12');
    // Days without events: what lies between them.
    expect(await days('2023-02-16', '2023-03-05')).toBe('2023-03-01');
    expect(await days('2023-04-13')).toBe('2023-05-02');
    expect(await days(undefined, '2023-01-10')).toBe('2023-01-02 2023-01-10');
    expect(await days('2023-06-01')).toBe('');
    await expect(days('2023-05-02', '2023-01-10')).rejects.toMatchObject({ code: 'bad-query' });
    expect(await play(ledger, '0', '2')).toHaveLength(2);
    expect(await play(ledger)).toHaveLength(ledger.position);
    expect(await play(ledger, undefined, '999999')).toHaveLength(ledger.position);
  });

  it('knows the subject of a change on a day with more entries than a fold keeps', async () => {
    const small = await Ledger.open('2023-06-20');
    const done = await small.record('contact', { title: 'pierwotny' });
    await small.correct(done, { title: 'poprawiony' });
    const events = await small.all();
    const [first, correction] = events.slice(-2);
    if (first === undefined || correction === undefined) throw new Error('just recorded');
    const others = Array.from({ length: 5_500 }, (_, index) => {
      const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
      return { ...first, id, stream: `contact-${id}` };
    });
    const ledger = await Ledger.of([...events.slice(0, -1), ...others, correction], TODAY);
    const [line, ...more] = await play(ledger, String(ledger.position));
    expect(more).toEqual([]);
    expect([line?.before, line?.after]).toMatchObject([
      { details: { title: 'pierwotny' } },
      { details: { title: 'poprawiony' } },
    ]);
  });

  it('refuses what is no point, naming both at once', async () => {
    const ledger = await Ledger.open('2023-06-20');
    const rejection: unknown = await play(ledger, 'x', '2023-02-30').catch((fault: unknown) => fault);
    expect((rejection as Rejection).faults.map(({ pointer }) => pointer)).toEqual(['from', 'to']);
  });
});
