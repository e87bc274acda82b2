import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cursor, EventStore } from '../../src/application/ports/event-store.js';
import { AnnulmentBody, CorrectionBody, ReasonBody } from '../../src/delivery/http/bodies.js';
import { ENTRY_WRITES } from '../../src/delivery/http/entry-writes.js';
import { STRATEGY } from '../../src/domain/registers/registers.js';
import { defaultStart } from '../../src/domain/activities/decide.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { check, fieldNames, type Payload } from '../../src/domain/kernel/check.js';
import { type Answer, problemIn, Served } from '../support/served.js';
import { eventually } from '../contract/event-store.fixture.js';

/** A way of writing: its address below /v1, with `:id` for the subject, and what its body is made of. */
interface Write {
  readonly path: string;
  readonly payloads: readonly Payload<object>[];
  /** The subject that is changed, by where it was made; null: something new. */
  readonly of: string | null;
}

const activityWrites: readonly Write[] = KINDS.flatMap((kind) => {
  const start = kind.steps[defaultStart(kind)]?.fields;
  const changing: [string, Payload<object>][] = [
    ...Object.entries(kind.steps).map(([step, { fields }]): [string, Payload<object>] => [`steps/${step}`, fields]),
    ['corrections', CorrectionBody],
    ['undoings', ReasonBody],
    ['annulment', AnnulmentBody],
    ['restoration', ReasonBody],
  ];
  return [
    { path: kind.path, payloads: [kind.details, ...(start === undefined ? [] : [start])], of: null },
    ...changing.map(([what, payload]) => ({ path: `${kind.path}/:id/${what}`, payloads: [payload], of: kind.path })),
  ];
});
const entryWrites: readonly Write[] = ENTRY_WRITES.map(({ path, payload, register }) => ({
  path: path.replace(':key', ':id'),
  payloads: [payload],
  of: path.includes(':key') ? register.path : null,
}));
const WRITES: readonly Write[] = [...activityWrites, ...entryWrites];

const fieldsOf = ({ payloads }: Write): string[] => payloads.flatMap((payload) => [...fieldNames(payload)]);
const needsFields = ({ payloads }: Write): boolean => payloads.some((payload) => check(payload, {}).faults.length > 0);
/** A body that has each of the fields with one value. */
const allOf = (write: Write, value: unknown): object =>
  Object.fromEntries(fieldsOf(write).map((name) => [name, value]));

const DAYS = new Set([
  'occurredOn',
  'occurredUntil',
  'on',
  'followUpDue',
  'due',
  'replyBy',
  'receivedOn',
  'promisedBy',
]);
const REGISTER_DAYS = new Set(['from', 'until', 'by', 'on']);
const ABSURD_DAYS = ['2023-02-30', '0000-00-00', '9999-12-31', '14.06.2023', '2023-6-1', '', 'jutro', 20230614];

/** What no write takes, whatever its body should hold: bytes, status, type of the problem. */
const UNREADABLE: readonly (readonly [what: string, body: string | Buffer, status: number])[] = [
  ['JSON that breaks off', '{"title":', 400],
  ['JSON and something after it', '{} {}', 400],
  ['no JSON', 'title=x', 400],
  ['nothing, called JSON', '', 400],
  ['letters of Windows-1250', Buffer.from([0x7b, 0x22, 0xb3, 0x22, 0x3a, 0x31, 0x7d]), 400],
  ['__proto__', '{"__proto__": {"admin": true}}', 400],
  ['__proto__ deep inside', '{"title": {"a": [{"__proto__": null}]}}', 400],
  ['__proto__ in disguise', '{"\\u005f_proto__": {"admin": true}}', 400],
  ['a prototype of a constructor', '{"constructor": {"prototype": {"admin": true}}}', 400],
  ['ten megabytes', JSON.stringify({ title: 'x'.repeat(10_000_000) }), 413],
];
const NO_OBJECTS = ['[]', '"text"', 'null', '7', 'true', '[{}]', `${'['.repeat(9000)}${']'.repeat(9000)}`];
const STRANGE_FIELDS = ['nonsense', 'toString', 'constructor', 'hasOwnProperty', 'Title', 'a/b~c', '\ud800', ''];
const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const nested = (depth: number): string => `${'{"deeper":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('bad input', () => {
  let served: Served;
  /** A subject of each path, at revision 0. */
  const subjects = new Map<string, string>();
  let mark: Cursor | null = null;

  /** What was recorded since the test began. */
  const recorded = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const batch of served.get(EventStore).readAll({ after: mark }))
      types.push(...batch.map(({ type }) => type));
    return types;
  };
  const send = ({ path, of }: Write, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const changing: Record<string, string> = of === null ? {} : { 'if-match': '"0"' };
    const url = `/v1/${path.replace(':id', subjects.get(of ?? '') ?? '')}`;
    return served.write(url, body, { ...changing, ...headers });
  };
  const pointersOf = (answer: Answer): string[] => (problemIn(answer).errors ?? []).map(({ pointer }) => pointer);
  const expectProblem = (answer: Answer, status: number, what: string): void => {
    expect([what, answer.statusCode, answer.headers['content-type']]).toEqual([
      what,
      status,
      'application/problem+json; charset=utf-8',
    ]);
    const { type, title, detail, status: said } = problemIn(answer);
    expect([type, said]).toEqual([expect.stringMatching(/^urn:kronika:problem:[a-z-]+$/), status]);
    expect(title.length * detail.length).toBeGreaterThan(0);
    expect(answer.body).not.toMatch(/\n\s+at |node_modules|\.ts:/);
  };

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' });
    for (const { path, example } of KINDS) {
      subjects.set(path, (await served.write(`/v1/${path}`, example)).json<{ id: string }>().id);
    }
    for (const { path, register } of ENTRY_WRITES.filter((each) => !each.path.includes(':key'))) {
      const answer = await served.write(`/v1/${path}`, register.example);
      expect([path, answer.statusCode]).toEqual([path, 201]);
      subjects.set(path, answer.json<{ id: string }>().id);
    }
  });
  beforeEach(async () => {
    for await (const batch of served.get(EventStore).readAll({ after: mark })) mark = batch.at(-1)?.cursor ?? mark;
  });
  afterAll(() => served.discard());

  describe.each(WRITES.map((write) => [`POST /v1/${write.path}`, write] as const))('%s', (_, write) => {
    it('refuses what cannot be read', async () => {
      for (const [what, body, status] of UNREADABLE) expectProblem(await send(write, body), status, what);
      expect(await recorded()).toEqual([]);
    });

    it('refuses what is not called JSON', async () => {
      const json = JSON.stringify({ reason: 'powód', title: 'x' });
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'nonsense',
      ]) {
        expectProblem(await send(write, json, { 'content-type': type }), 415, type);
      }
      expectProblem(
        await send(write, 'reason=x', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        'a form',
      );
      expect(await recorded()).toEqual([]);
    });

    it('refuses what is no object', async () => {
      for (const body of NO_OBJECTS) {
        const answer = await send(write, body);
        expectProblem(answer, 422, body.slice(0, 20));
        expect(pointersOf(answer)).toEqual(['']);
      }
      expect(await recorded()).toEqual([]);
    });

    if (needsFields(write)) {
      it('names every field that is missing from nothing', async () => {
        const needed = write.payloads.flatMap((payload) => check(payload, {}).faults.map(({ pointer }) => pointer));
        // Who says nothing of the scope means gminas, and names none.
        if (KINDS.some(({ path }) => path === write.path)) needed.push('/gminas');
        const answer = await send(write, {});
        expectProblem(answer, 422, 'an empty object');
        expect(pointersOf(answer)).toEqual(needed);
        expectProblem(await send(write, undefined), 422, 'nothing at all');
        expect(await recorded()).toEqual([]);
      });
    }

    it('names every field that it does not know', async () => {
      // `__proto__` and its like aside, which are refused above.
      const answer = await send(write, JSON.stringify(Object.fromEntries(STRANGE_FIELDS.map((name) => [name, 1]))));
      expectProblem(answer, 422, 'strange fields');
      const inherited = STRANGE_FIELDS.filter((name) => name in Object.prototype);
      // What every object inherits is told by itself: the rest is not looked at then.
      expect(pointersOf(answer)).toEqual(expect.arrayContaining(inherited.map(pointerTo)));
      const others = STRANGE_FIELDS.filter((name) => !inherited.includes(name));
      const plain = await send(write, JSON.stringify(Object.fromEntries(others.map((name) => [name, 1]))));
      expectProblem(plain, 422, 'strange fields');
      expect(pointersOf(plain)).toEqual(expect.arrayContaining(others.map(pointerTo)));
      expect(await recorded()).toEqual([]);
    });

    it('names every field of a wrong type, at once', async () => {
      const found = new Set<string>();
      // A number is what a quantity takes, and false what a flag takes: nothing takes both.
      for (const wrong of [false, -1.5]) {
        const answer = await send(write, allOf(write, wrong));
        expectProblem(answer, 422, `everything ${String(wrong)}`);
        for (const pointer of pointersOf(answer)) found.add(pointer);
      }
      expect([...found].sort()).toEqual(expect.arrayContaining(fieldsOf(write).map(pointerTo).sort()));
      expect(await recorded()).toEqual([]);
    });

    it('refuses what is nested deeper than anything it takes', async () => {
      for (const depth of [12, 1000]) {
        const answer = await send(
          write,
          `{${fieldsOf(write)
            .map((name) => `"${name}":${nested(depth)}`)
            .join(',')}}`,
        );
        expectProblem(answer, 422, `${String(depth)} deep`);
        expect(pointersOf(answer).length).toBeGreaterThan(0);
      }
      expect(await recorded()).toEqual([]);
    });

    const days = fieldsOf(write).filter((name) =>
      (write.path.includes(':id/steps') || KINDS.some(({ path }) => path === write.path) ? DAYS : REGISTER_DAYS).has(
        name,
      ),
    );
    if (days.length > 0) {
      it(`refuses days that are none: ${days.join(', ')}`, async () => {
        for (const day of ABSURD_DAYS) {
          const answer = await send(write, Object.fromEntries(days.map((name) => [name, day])));
          expectProblem(answer, 422, String(day));
          expect(pointersOf(answer)).toEqual(expect.arrayContaining(days.map(pointerTo)));
        }
        expect(await recorded()).toEqual([]);
      });
    }

    if (fieldsOf(write).includes('title') || fieldsOf(write).includes('reason')) {
      it('refuses text that is none', async () => {
        for (const text of ['\ud800', 'a\udc00b', '\u0000', 'a\u0007', '  ', '']) {
          const body = JSON.stringify({ title: text, reason: text });
          const answer = await send(write, body);
          expectProblem(answer, 422, body);
          expect(pointersOf(answer)).toContain(fieldsOf(write).includes('title') ? '/title' : '/reason');
        }
        expect(await recorded()).toEqual([]);
      });
    }

    if (write.of !== null) {
      it('refuses a change without the revision that was seen, or with what is none', async () => {
        const url = `/v1/${write.path.replace(':id', subjects.get(write.of ?? '') ?? '')}`;
        // Only where the body passes does anybody ask for the revision.
        const body =
          check(write.payloads[0] ?? ReasonBody, { reason: 'powód' }).faults.length === 0 ? { reason: 'powód' } : null;
        if (body !== null) {
          expectProblem(await served.write(url, body), 428, 'no If-Match');
          for (const tag of ['0', '*', '"x"', '"-1"', '"0", "1"']) {
            expectProblem(await served.write(url, body, { 'if-match': tag }), 400, tag);
          }
          expectProblem(await served.write(url, body, { 'if-match': '"5"' }), 412, 'another revision');
        }
        expect(await recorded()).toEqual([]);
      });

      it('knows no subject of a strange id', async () => {
        const example = allOf(write, undefined);
        for (const id of [
          '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
          '..%2f..',
          "'%20OR%201=1",
          '%F0%9F%92%A5',
          'x'.repeat(150),
        ]) {
          const answer = await served.write(
            `/v1/${write.path.replace(':id', id)}`,
            { reason: 'powód', ...example },
            { 'if-match': '"0"' },
          );
          expect([id, answer.statusCode]).toEqual([id, expect.any(Number)]);
          expect([404, 422]).toContain(answer.statusCode);
        }
        expect(await recorded()).toEqual([]);
      });
    }
  });

  describe('of an activity', () => {
    it.each(KINDS.map((kind) => [kind.name, kind] as const))(
      '%s names gminas that are none of the county',
      async (_, kind) => {
        const bad: [object, string][] = [
          [{ gminas: ['9999999'] }, '/gminas'],
          [{ gminas: ['0401011'] }, '/gminas'],
          [{ gminas: ['0415052', 'Chełmża'] }, '/gminas'],
          [{ gminas: ['0415052', '0415052'] }, '/gminas'],
          [{ scope: 'gminas', gminas: [] }, '/gminas'],
          [{ otherGminas: ['0'] }, '/otherGminas'],
          [{ gminas: '0415052' }, '/gminas'],
        ];
        for (const [change, pointer] of bad) {
          const answer = await served.write(`/v1/${kind.path}`, { ...kind.example, ...change });
          expectProblem(answer, 422, JSON.stringify(change));
          expect(pointersOf(answer).map((each) => each.slice(0, pointer.length))).toEqual(
            expect.arrayContaining([pointer]),
          );
        }
        expect(await recorded()).toEqual([]);
      },
    );

    it.each(KINDS.map((kind) => [kind.name, kind] as const))(
      '%s takes back no field by a bad correction',
      async (_, kind) => {
        const id = subjects.get(kind.path) ?? '';
        const bad: [object, string][] = [
          [{}, '/changes'],
          [{ nonsense: 1 }, '/changes/nonsense'],
          [{ title: 7 }, '/changes/title'],
          [{ title: null }, '/changes/title'],
          [{ title: '\ud800' }, '/changes/title'],
          [{ occurredOn: '2023-02-30' }, '/changes/occurredOn'],
          [{ gminas: ['9999999'] }, '/changes/gminas'],
          [{ 'steps.nonsense.on': '2023-01-01' }, '/changes/steps.nonsense.on'],
          [{ [`steps.${defaultStart(kind)}.on`]: 'jutro' }, `/changes/steps.${defaultStart(kind)}.on`],
          [{ toString: 1 }, '/changes/toString'],
          [{ 'a.b.c.d': { e: 1 } }, '/changes/a.b.c.d'],
        ];
        for (const [changes, pointer] of bad) {
          const answer = await served.write(
            `/v1/${kind.path}/${id}/corrections`,
            { changes, reason: 'powód' },
            { 'if-match': '"0"' },
          );
          expectProblem(answer, 422, JSON.stringify(changes).slice(0, 80));
          expect(pointersOf(answer).map((each) => each.slice(0, pointer.length))).toEqual(
            expect.arrayContaining([pointer]),
          );
        }
        expect(await recorded()).toEqual([]);
      },
    );

    it('names the faults of a body and of its step together, and of a step that is none no more than that', async () => {
      const contact = KINDS.find(({ name }) => name === 'contact');
      const wrong = { ...contact?.example, title: 7, on: 'jutro', nonsense: 1 };
      const answer = await served.write('/v1/contacts', wrong);
      expect(pointersOf(answer).sort()).toEqual(['/nonsense', '/on', '/title']);
      const step = await served.write('/v1/contacts', { ...contact?.example, on: '2023-01-01', step: 'fly' });
      expect(pointersOf(step)).toEqual(['/step']);
      expect(await recorded()).toEqual([]);
    });

    it('knows the steps of its kind alone, and the kinds of the county alone', async () => {
      const id = subjects.get('contacts') ?? '';
      const tag = { 'if-match': '"0"' };
      expectProblem(await served.write(`/v1/contacts/${id}/steps/launch`, {}, tag), 404, 'a step of another kind');
      expectProblem(await served.write(`/v1/campaigns/${id}/undoings`, { reason: 'powód' }, tag), 404, 'another kind');
      expectProblem(await served.write('/v1/wedding', {}), 404, 'no kind');
      expect(await recorded()).toEqual([]);
    });
  });

  it('names the first hundred faults, and says how many more there are', async () => {
    const strategy = (count: number): object => ({
      ...STRATEGY.example,
      items: Array.from({ length: count }, () => ({ code: 'a', text: 'x' })),
    });
    const few = await served.write('/v1/strategies', strategy(100));
    expect(pointersOf(few)).toHaveLength(100);
    const many = await served.write('/v1/strategies', strategy(307));
    expectProblem(many, 422, 'many');
    expect(pointersOf(many)).toEqual(Array.from({ length: 100 }, (_, index) => `/items/${String(index)}/code`));
    expect(problemIn(many).detail).toBe(
      '307 things are wrong with it; errors holds the first 100, and 207 more are not told',
    );
    const query = Array.from({ length: 101 }, (_, index) => `x${String(index)}=1`).join('&');
    const asked = await served.read(`/v1/activities?${query}`);
    expect([asked.statusCode, pointersOf(asked).length]).toEqual([400, 100]);
  });

  it('names a header that it cannot take', async () => {
    const { example } = KINDS[0] ?? { example: {} };
    expectProblem(
      await served.write('/v1/contacts', example, { 'idempotency-key': 'two words' }),
      400,
      'a key beyond ASCII',
    );
    expectProblem(
      await served.write('/v1/contacts', example, { 'idempotency-key': 'x'.repeat(201) }),
      400,
      'a long key',
    );
    expectProblem(await served.write('/v1/contacts', example, { 'kronika-acknowledge': 'all' }), 400, 'to acknowledge');
    expect(await recorded()).toEqual([]);
  });

  describe('of a question', () => {
    const READS: readonly (() => string)[] = [
      ...KINDS.map(
        ({ path }) =>
          () =>
            `/v1/${path}/${subjects.get(path) ?? ''}`,
      ),
      ...['strategies', 'organisations', 'officials', 'units', 'measures'].flatMap((path) => [
        () => `/v1/${path}`,
        () => `/v1/${path}/${subjects.get(path) ?? ''}`,
      ]),
      ...['/v1/activities', '/v1/gminas', '/v1/gminas/0415052', '/v1/goals', '/v1/goals/T1', '/v1/coverage'].map(
        (url) => () => url,
      ),
      () => '/v1/reports/annual?year=2023',
      () => '/v1/reports/period?from=2023-01&to=2023-06',
      () => `/v1/activities/${subjects.get('contacts') ?? ''}/history`,
    ];
    /** Those of the ledger take no as-of: they are the ledger. */
    const LEDGER: readonly (() => string)[] = [
      () => '/v1/ledger/events',
      () => '/v1/ledger/replay',
      () => '/v1/ledger/events/stream',
    ];
    const and = (url: string, query: string): string => `${url}${url.includes('?') ? '&' : '?'}${query}`;

    it('every address answers the good one', async () => {
      // The views have what was recorded above.
      let ready = false;
      await eventually(() => {
        void served.read('/health/ready').then(({ statusCode }) => (ready = statusCode === 200));
        return ready;
      }, 'the views are there');
      for (const url of [...READS, LEDGER[0] ?? READS[0], LEDGER[1] ?? READS[0]]) {
        const address = url?.() ?? '';
        expect([address, (await served.read(address)).statusCode]).toEqual([address, 200]);
      }
    });

    it.each<[string, string]>([
      ['colour=red', 'colour'],
      ['__proto__=1', '__proto__'],
      ['constructor=1', 'constructor'],
      ['toString[]=1', 'toString[]'],
      ['%00=1', '\u0000'],
      ['%ff%fe=1', '%ff%fe'],
      ['=1', ''],
    ])('no address takes the parameter of ?%s', async (query, pointer) => {
      for (const url of [...READS, ...LEDGER]) {
        const address = and(url(), query);
        const answer = await served.read(address);
        expectProblem(answer, 400, address);
        expect([address, pointersOf(answer)]).toEqual([address, [pointer]]);
      }
    });

    it.each(['jutro', '2023-02-30', '2999-01-01', '-1', '1e3', '999999999', '2023-01-01T00:00:00', '%ff', 'null', ''])(
      'no address can be read as of %p',
      async (asOf) => {
        for (const url of READS) {
          const address = and(url(), `asOf=${asOf}`);
          const answer = await served.read(address);
          expectProblem(answer, 400, address);
          expect([address, pointersOf(answer)]).toEqual([address, ['asOf']]);
        }
      },
    );

    it('no address takes a parameter twice', async () => {
      for (const url of READS) {
        const answer = await served.read(and(url(), 'asOf=1&asOf=2'));
        expectProblem(answer, 400, url());
        expect([url(), pointersOf(answer)]).toEqual([url(), ['asOf']]);
      }
      for (const url of LEDGER.slice(0, 2)) {
        const name = url().includes('replay') ? 'from' : 'after';
        expect(pointersOf(await served.read(`${url()}?${name}=1&${name}=2`))).toEqual([name]);
      }
    });

    it.each([
      '/v1/gminas?from=2023-13&to=x',
      '/v1/gminas?from=2023-06&to=2023-01',
      '/v1/gminas?sort=size',
      '/v1/gminas?without=weddings',
      '/v1/goals?from=2023&to=2023-01-32',
      '/v1/goals?gaps=maybe',
      '/v1/goals?strategy=none',
      '/v1/coverage?from=x&to=y',
      '/v1/reports/annual',
      '/v1/reports/annual?year=MMXXIII',
      '/v1/reports/period',
      '/v1/reports/period?from=2023-01&to=jutro',
      '/v1/activities?limit=0&sort=size&occurredFrom=x&phase=late&overdue=maybe&cursor=x',
      '/v1/ledger/events?limit=1001&after=x',
      '/v1/ledger/replay?from=x&to=4',
    ])('%s is no question', async (url) => {
      expectProblem(await served.read(url), 400, url);
    });

    it.each([
      ['/v1/reports/annual?year=MMXXIII&asOf=jutro&colour=red', ['asOf', 'colour', 'year']],
      ['/v1/reports/annual?year=2023&year=2024&asOf=jutro', ['asOf', 'year']],
      ['/v1/reports/annual?asOf=jutro', ['asOf', 'year']],
      ['/v1/reports/period?from=x&asOf=jutro&colour=red', ['asOf', 'colour', 'from', 'to']],
      ['/v1/ledger/replay?from=x&to=y&colour=red', ['colour', 'from', 'to']],
    ])('all that is wrong with %s is told at once', async (url, pointers) => {
      const answer = await served.read(url);
      expectProblem(answer, 400, url);
      expect(pointersOf(answer).sort()).toEqual(pointers);
    });

    it('a stretch that ends before it begins is not played, and one that has not begun is empty', async () => {
      for (const query of [
        'from=5&to=4',
        'from=2023-02-01&to=2023-01-31',
        'from=5&to=2001-01-01',
        'from=2199-01-01&to=5',
      ]) {
        const answer = await served.read(`/v1/ledger/replay?${query}`);
        expectProblem(answer, 400, query);
        expect([query, pointersOf(answer)]).toEqual([query, ['to']]);
      }
      for (const query of ['from=999999', 'from=999999&to=1000000', 'from=2199-01-01&to=2199-01-01', 'from=5&to=5']) {
        const answer = await served.read(`/v1/ledger/replay?${query}`);
        expect([query, answer.statusCode, answer.body.split('\n').length]).toEqual([
          query,
          200,
          query === 'from=5&to=5' ? 2 : 1,
        ]);
      }
    });

    it('what is named in the address and is not there is 404', async () => {
      for (const url of [
        '/v1/contacts/nonsense',
        '/v1/contacts/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
        '/v1/activities/nonsense/history',
        '/v1/gminas/9999999',
        '/v1/goals/G9',
        '/v1/units/nonsense',
        '/v1/strategies/__proto__',
        '/v1/organisations/..%2f..',
        '/v1/nothing',
      ]) {
        expectProblem(await served.read(url), 404, url);
      }
    });
  });

  describe('of HTTP itself', () => {
    it('an address with broken percent-encoding, or far too long, is refused', async () => {
      expectProblem(await served.read('/v1/contacts/%zz'), 400, 'broken');
      expectProblem(await served.read('/v1/contacts/%E0%A4%A'), 400, 'broken');
      expectProblem(await served.read(`/v1/contacts/${'x'.repeat(300)}`), 414, 'long');
    });

    it('HEAD answers as GET does, without the body', async () => {
      const [get, head] = await Promise.all(
        (['GET', 'HEAD'] as const).map((method) =>
          served.kronika.app.inject({ method, url: '/v1/activities?limit=1' }),
        ),
      );
      expect(head?.statusCode).toBe(200);
      expect(head?.body).toBe('');
      expect(head?.headers['content-type']).toBe(get?.headers['content-type']);
      expect((await served.kronika.app.inject({ method: 'HEAD', url: '/v1/activities?colour=red' })).statusCode).toBe(
        400,
      );
    });

    it('a body where none belongs changes nothing, and a method that an address does not have is refused', async () => {
      const options = { payload: '{"limit": 0}', headers: { 'content-type': 'application/json' } };
      expect((await served.kronika.app.inject({ method: 'GET', url: '/v1/activities', ...options })).statusCode).toBe(
        200,
      );
      for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
        for (const url of ['/v1/contacts', `/v1/contacts/${subjects.get('contacts') ?? ''}`, '/v1/ledger/events']) {
          const answer = await served.kronika.app.inject({ method, url, ...options });
          expect([404, 405]).toContain(answer.statusCode);
          expectProblem(answer, answer.statusCode, `${method} ${url}`);
        }
      }
      expect(await recorded()).toEqual([]);
    });
  });

  it('names every header that is wrong', async () => {
    const write: Write = { path: 'contacts/:id/steps/close-follow-up', payloads: [], of: 'contacts' };
    const headers = { 'if-match': '7', 'idempotency-key': 'two words', 'kronika-acknowledge': 'everything' };
    const answer = await send(write, {}, headers);
    expectProblem(answer, 400, 'three headers');
    expect(pointersOf(answer).sort()).toEqual(['Idempotency-Key', 'If-Match', 'Kronika-Acknowledge']);
  });
});
