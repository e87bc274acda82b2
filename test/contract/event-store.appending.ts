import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../src/application/ports/event-store.js';
import type { NewEvent } from '../../src/domain/kernel/event.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { ACTOR, everything, HandClock, idsOf, newEvent, newEvents, REFUSED, toArray } from './event-store.fixture.js';
import type { Adapter } from './event-store.fixture.js';

export function appending({ open, idsAreOf }: Adapter): void {
  describe('appends', () => {
    const clock = new HandClock();
    let store: EventStore;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, discard } = await open(clock));
    });
    afterEach(async () => discard());

    const recorded = async (): Promise<string[]> => idsOf(await everything(store));
    const kept = async (data: JsonObject): Promise<JsonObject> => {
      await store.append('contact-1', 'none', [newEvent(data)]);
      return (await everything(store))[0]!.data;
    };

    describe('at an expected revision', () => {
      it('and answers with the revision of the last event', async () => {
        expect(await store.append('contact-1', 'none', newEvents(1))).toEqual({ revision: 0 });
        expect(await store.append('contact-1', 0, newEvents(3))).toEqual({ revision: 3 });
        expect(await store.append('contact-1', 3, newEvents(1))).toEqual({ revision: 4 });
        expect(await store.append('contact-2', 'none', newEvents(2))).toEqual({ revision: 1 });
      });

      it.each([
        ['none, when the stream exists', 'contact-1', 'none'],
        ['a revision that others have passed', 'contact-1', 0],
        ['a revision that nobody has reached', 'contact-1', 2],
        ['a revision of a stream that is not there', 'contact-2', 0],
      ] as const)('or refuses: %s', async (_, stream, expected) => {
        const first = newEvents(2);
        await store.append('contact-1', 'none', first);

        await expect(store.append(stream, expected, newEvents(1))).rejects.toMatchObject(REFUSED.conflict);
        await expect(store.append(stream, expected, newEvents(2))).rejects.toMatchObject(REFUSED.conflict);

        expect(await recorded()).toEqual(idsOf(first));
      });

      it('to one of many who ask at once', async () => {
        const rivals = Array.from({ length: 20 }, (_, n) => newEvents(1 + (n % 3)));

        const outcomes = await Promise.allSettled(rivals.map((events) => store.append('contact-1', 'none', events)));

        const winners = rivals.filter((_, n) => outcomes[n]!.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        expect(await recorded()).toEqual(idsOf(winners[0]!));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(REFUSED.conflict);
        }
      });

      it('to all who ask at once for streams of their own', async () => {
        const streams = Array.from({ length: 200 }, (_, n) => `contact-${n}`);

        const answers = await Promise.all(streams.map((stream) => store.append(stream, 'none', newEvents(2))));

        expect(answers).toEqual(streams.map(() => ({ revision: 1 })));
        expect(await recorded()).toHaveLength(400);
      });
    });

    describe('all events or none', () => {
      const elsewhere = [['contact-1', 0] as const, ...(idsAreOf === 'ledger' ? [['contact-2', 'none'] as const] : [])];
      it.each(elsewhere)('when one of them is recorded elsewhere: appended to %s', async (stream, expected) => {
        const known = newEvent();
        await store.append('contact-1', 'none', [known]);

        const refused = store.append(stream, expected, [...newEvents(2), known, ...newEvents(1)]);
        const beside = store.append('contact-3', 'none', newEvents(2));

        await expect(refused).rejects.toMatchObject(REFUSED.conflict);
        await beside;
        expect(await toArray(store.readStream('contact-2'))).toEqual([]);
        expect(await recorded()).toHaveLength(3);
        expect(await store.append('contact-2', 'none', newEvents(2))).toEqual({ revision: 1 });
      });

      it('when two of them have one id', async () => {
        const [one, other] = newEvents(2);

        await expect(store.append('contact-1', 'none', [one!, other!, one!])).rejects.toMatchObject(REFUSED.conflict);

        expect(await recorded()).toEqual([]);
      });
    });

    describe('the same events once', () => {
      it('and answers as it did, also when others have followed', async () => {
        const first = newEvents(1);
        const batch = newEvents(3);
        await store.append('contact-1', 'none', first);
        await store.append('contact-1', 0, batch);
        await store.append('contact-1', 3, newEvents(2));
        const before = await recorded();

        expect(await store.append('contact-1', 'none', first)).toEqual({ revision: 0, repeated: true });
        expect(await store.append('contact-1', 0, batch)).toEqual({ revision: 3, repeated: true });

        expect(await recorded()).toEqual(before);
      });

      it('and answers for a part of them, or for several batches in one, where they stand', async () => {
        const [one, two, three] = newEvents(3) as [NewEvent, NewEvent, NewEvent];
        await store.append('contact-1', 'none', [one, two]);
        await store.append('contact-1', 1, [three]);

        expect(await store.append('contact-1', 0, [two])).toEqual({ revision: 1, repeated: true });
        expect(await store.append('contact-1', 'none', [one])).toEqual({ revision: 0, repeated: true });
        expect(await store.append('contact-1', 0, [two, three])).toEqual({ revision: 2, repeated: true });

        expect(await recorded()).toEqual([one.id, two.id, three.id]);
      });

      it('when they are sent twice at once', async () => {
        const batch = newEvents(2);

        const answers = await Promise.all([1, 2, 3].map(() => store.append('contact-1', 'none', batch)));

        expect(answers.map(({ revision }) => revision)).toEqual([1, 1, 1]);
        // One of them, whichever came first, recorded them.
        expect(answers.filter(({ repeated }) => repeated)).toHaveLength(2);
        expect(await recorded()).toEqual(idsOf(batch));
      });

      it('and keeps what was sent first', async () => {
        const event = newEvent({ note: 'first' });
        await store.append('contact-1', 'none', [event]);

        await store.append('contact-1', 'none', [{ ...event, data: { note: 'second' } }]);

        expect((await everything(store))[0]!.data).toEqual({ note: 'first' });
      });

      it('and refuses them in any other place', async () => {
        const [one, two] = newEvents(2) as [ReturnType<typeof newEvent>, ReturnType<typeof newEvent>];
        await store.append('contact-1', 'none', [one, two]);

        const inAnotherStream = [
          () => store.append('contact-2', 'none', [one, two]),
          () => store.append('contact-2', 'none', [two]),
        ];
        const elsewhere = [
          ...(idsAreOf === 'ledger' ? inAnotherStream : []),
          () => store.append('contact-1', 1, [one, two]),
          () => store.append('contact-1', 1, [two]),
          () => store.append('contact-1', 'none', [two, one]),
          () => store.append('contact-1', 'none', [one, newEvent()]),
          () => store.append('contact-1', 'none', [one, two, newEvent()]),
          () => store.append('contact-1', 'none', [newEvent(), two]),
        ];
        for (const again of elsewhere) await expect(again()).rejects.toMatchObject(REFUSED.conflict);

        expect(await recorded()).toEqual([one.id, two.id]);
      });
    });

    it('at least one event: none at all is a mistake of the caller', async () => {
      await expect(store.append('contact-1', 'none', [])).rejects.toThrow(RangeError);
    });

    describe('and stamps', () => {
      const times = async (): Promise<string[]> => (await everything(store)).map(({ metadata }) => metadata.recordedAt);

      it('each append with the time of its clock; where that went back, with the latest time so far', async () => {
        clock.instant = '2024-03-31T10:00:00.000Z';
        await store.append('contact-1', 'none', newEvents(2));
        clock.instant = '2024-03-31T09:00:00.000Z';
        await store.append('contact-1', 1, newEvents(1));
        // A day that is closed in arrears brings an earlier time, and takes the ledger's nowhere back.
        await store.append('days-1', 'none', [newEvent({}, { recordedAt: '2024-03-30T23:00:00.000Z' })]);
        await store.append('contact-1', 2, newEvents(1));
        clock.instant = '2024-03-31T10:00:00.001Z';
        await store.append('contact-1', 3, newEvents(1));

        expect(await times()).toEqual([
          '2024-03-31T10:00:00.000Z',
          '2024-03-31T10:00:00.000Z',
          '2024-03-31T10:00:00.000Z',
          '2024-03-30T23:00:00.000Z',
          '2024-03-31T10:00:00.000Z',
          '2024-03-31T10:00:00.001Z',
        ]);
      });

      it('nothing on an event that brings its time', async () => {
        clock.instant = '2024-04-01T05:00:00.000Z';
        const close = newEvent({}, { recordedAt: '2024-03-31T22:00:00.000Z' });
        await store.append('days-1', 'none', [close, newEvent()]);

        expect(await times()).toEqual(['2024-03-31T22:00:00.000Z', '2024-04-01T05:00:00.000Z']);
      });
    });

    describe('and keeps', () => {
      it('everything that the event says', async () => {
        const metadata = {
          actor: ACTOR,
          correlation: '4bf92f3577b34da6a3ce929d0e0e4736',
          origin: { file: 'a'.repeat(64), row: 12 },
          request: 'b'.repeat(64),
          acknowledged: ['contact-data'],
        };
        const event = { ...newEvent({ title: 'x' }, metadata), schema: 3 };
        await store.append('contact-1', 'none', [event]);

        const [stored] = await everything(store);
        expect(stored).toEqual({
          ...event,
          metadata: { ...metadata, recordedAt: clock.instant },
          stream: 'contact-1',
          revision: 0,
          cursor: stored!.cursor,
        });
      });

      it.each<[string, JsonObject]>([
        ['Polish letters', { note: 'zażółć gęślą jaźń', 'klucz ż': 'Łódź' }],
        ['letters of any script', { note: '漢字 \u{1F5D2} e\u0301 \u{10FFFF}' }],
        ['characters that engines stumble on', { note: '\u0000 \ud800 \u2028 \' " \\ $1 ?' }],
        ['numbers as they are', { n: [0, -1, 0.1, 1e300, Number.MAX_SAFE_INTEGER, 2 ** 53 + 2] }],
        ['empty things', { text: '', list: [], object: {}, nothing: null }],
        ['nested things', { a: { b: [{ c: [true, [false]] }] }, __proto: 1, constructor: 'x' }],
      ])('%s', async (_, data) => {
        expect(await kept(data)).toEqual(data);
      });

      it('a megabyte in one event', async () => {
        const note = 'ąb'.repeat(500_000);
        expect(await kept({ note })).toEqual({ note });
      });

      it('no field that was not given', async () => {
        expect(Object.keys(await kept({ given: 1, absent: undefined }))).toEqual(['given']);
      });

      it('the event as it was when it was appended', async () => {
        const data = { note: 'before' };
        const appended = store.append('contact-1', 'none', [newEvent(data)]);
        data.note = 'after';
        await appended;

        const [event] = await everything(store);
        expect(event!.data).toEqual({ note: 'before' });
        Object.assign(event!.data, { note: 'by a reader' });
        expect((await everything(store))[0]!.data).toEqual({ note: 'before' });
      });
    });
  });
}
