import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../src/application/access/tokens.js';
import { Projector } from '../../src/application/projector.js';
import { ENTRY_WRITES, type EntryWrite } from '../../src/delivery/http/entry-writes.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { ROLES } from '../../src/domain/kernel/event.js';
import { GMINA, MEASURE, OFFICIAL, ORGANISATION, STRATEGY, UNIT } from '../../src/domain/registers/registers.js';
import { SetClock } from '../support/ledger.js';
import { type Answer, problemIn, Served } from '../support/served.js';
import { ADMINISTRATOR } from '../support/actors.js';

const REASON = 'tak ustalono';
const CONTACT = { ...kindNamed('contact')?.example, title: 'Rozmowa o dożynkach', followUpDue: null };

interface Receipt {
  readonly id: string;
  readonly revision: number;
  readonly position: string | null;
  readonly ends?: readonly { readonly id: string; readonly strategyItems: readonly string[] }[] | null;
}

const PESEL = '44051401359';

describe('what is entered in the registers over HTTP', () => {
  const clock = new SetClock('2024-03-04T10:00:00.000Z');
  let served: Served;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'on' }, { listen: false, clock, patience: 2000 });
    for (const role of ROLES) {
      const ends = role === 'auditor' ? { endsOn: '2099-12-31' } : {};
      tokens.set(role, await served.get(Tokens).add({ name: `konto-${role}`, roles: [role], ...ends }, ADMINISTRATOR));
    }
  });
  afterAll(() => served.discard());
  beforeEach(() => {
    clock.set('2024-03-04T10:00:00.000Z');
  });

  const by = (role: string, headers: Record<string, string> = {}): Record<string, string> => ({
    authorization: `Bearer ${tokens.get(role) ?? ''}`,
    ...headers,
  });
  const at = (revision: number): Record<string, string> => ({ 'if-match': `"${String(revision)}"` });
  const post = (path: string, body: object, headers: Record<string, string> = {}, role = 'administrator') =>
    served.write(`/v1/${path}`, body, by(role, headers));
  const get = <T>(path: string): Promise<T> =>
    served.read(`/v1/${path}`, by('auditor')).then((answer) => {
      expect([path, answer.statusCode]).toEqual([path, 200]);
      return answer.json<T>();
    });
  const receipt = (answer: Answer, status: number): Receipt => {
    expect([answer.statusCode, answer.body]).toEqual([status, expect.any(String)]);
    const made = answer.json<Receipt>();
    expect(answer.headers['etag']).toBe(`"${String(made.revision)}"`);
    expect(answer.headers['kronika-position']).toBe(made.position);
    return made;
  };
  const entered = async (path: string, body: object, role?: string): Promise<Receipt> => {
    const answer = await post(path, body, {}, role);
    const made = receipt(answer, 201);
    expect(answer.headers['location']).toBe(`/v1/${path}/${made.id}`);
    return made;
  };
  const recorded = async (kind: string, body: object): Promise<string> => {
    const answer = await post(kind, body, {}, 'recorder');
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    return answer.json<Receipt>().id;
  };
  const pointersOf = (answer: Answer): string[] => (problemIn(answer).errors ?? []).map(({ pointer }) => pointer);
  const expectFault = (answer: Answer, pointer: string): void => {
    expect([answer.statusCode, pointersOf(answer)]).toEqual([422, [pointer]]);
  };
  const count = async (): Promise<number> => (await served.events()).length;

  describe.each(ENTRY_WRITES.map((write) => [write.path, write] as const))('POST /v1/%s', (path, write) => {
    it('is open to the roles that it names and to no other, and records nothing of what it refuses', async () => {
      const before = await count();
      for (const role of ROLES) {
        // Nothing that passes: who may is told what is wrong with it.
        const { statusCode } = await post(path.replace(':key', 'x'), {}, at(0), role);
        expect([role, statusCode]).toEqual([role, write.roles.includes(role) ? expect.any(Number) : 403]);
        if (write.roles.includes(role)) expect([404, 422]).toContain(statusCode);
      }
      expect((await served.write(`/v1/${path.replace(':key', 'x')}`, {})).statusCode).toBe(401);
      expect(await count()).toBe(before);
    });
  });

  it('is told of everything at once, of its form and by the rules', async () => {
    const wrong: readonly (readonly [path: string, example: object, fields: object, pointers: readonly string[]])[] = [
      [
        'gminas',
        GMINA.example,
        { terc: '0404011', kind: 'rural', name: 5, label: `zob. ${PESEL}`, colour: 'red' },
        ['/colour', '/kind', '/label', '/name', '/terc'],
      ],
      [
        'organisations',
        ORGANISATION.example,
        { gmina: '0499011', name: 'tel. 601 234 567', kind: 'circus' },
        ['/gmina', '/kind', '/name'],
      ],
      [
        'officials',
        OFFICIAL.example,
        { from: '2024-02-01', until: '2024-01-01', authority: 'tak' },
        ['/authority', '/until'],
      ],
      // Whether one day is before the other, nobody can tell.
      ['officials', OFFICIAL.example, { from: 'wczoraj', until: '1999-01-01' }, ['/from']],
      [
        'measures',
        MEASURE.example,
        { item: 'G99', unit: 5, readings: [{ value: 1, on: '2025-01-01' }] },
        ['/item', '/readings/0/on', '/unit'],
      ],
      [
        'strategies',
        STRATEGY.example,
        {
          id: 'inna',
          title: 5,
          from: '2031-01-01',
          until: '2030-01-01',
          items: [
            { code: 'A', text: 'Cel' },
            { code: 'B', text: 7, parent: 'C', defaultFor: ['circus'] },
          ],
        },
        ['/items/1', '/items/1/parent', '/items/1/text', '/title', '/until'],
      ],
    ];
    const before = await count();
    for (const [path, example, fields, pointers] of wrong) {
      const role = ENTRY_WRITES.find((write) => write.path === path)?.roles.at(-1);
      const answer = await post(path, { ...example, ...fields }, {}, role);
      expect([path, answer.statusCode, pointersOf(answer).sort()]).toEqual([path, 422, pointers]);
    }
    const unit = await entered('units', { ...UNIT.example, name: 'Wydział do poprawek' });
    const corrected = await post(
      `units/${unit.id}/corrections`,
      { changes: { name: 5, short: PESEL, colour: 1 } },
      at(0),
    );
    expect([corrected.statusCode, pointersOf(corrected).sort()]).toEqual([
      422,
      ['/changes/colour', '/changes/name', '/changes/short', '/reason'],
    ]);
    expect(await count()).toBe(before + 1);
  });

  describe('personal data', () => {
    const ACKNOWLEDGED = { 'kronika-acknowledge': 'contact-data' };
    /** Every free text of a body, each with the pointer at which it stands. */
    const textsOf = (value: unknown, at: readonly string[] = []): (readonly string[])[] =>
      typeof value === 'string'
        ? FREE.test(at.at(-1) ?? '') || at.at(-2) === 'aliases'
          ? [at]
          : []
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, each]) => textsOf(each, [...at, name]))
          : [];
    const FREE = /^(?:name|title|label|text|locality|source|short|unit|reason)$/;
    const withText = (value: unknown, [name, ...rest]: readonly string[], text: string): unknown =>
      name === undefined
        ? text
        : Array.isArray(value)
          ? value.map((each: unknown, index) => (String(index) === name ? withText(each, rest, text) : each))
          : { ...(value as object), [name]: withText((value as Record<string, unknown>)[name], rest, text) };
    const WRITES = ENTRY_WRITES.map((write) => [write.path, write, textsOf(write.example)] as const).filter(
      ([, , texts]) => texts.length > 0,
    );

    it.each(WRITES)('is refused in every text of POST /v1/%s', async (path, write, texts) => {
      const role = write.roles.at(-1) ?? '';
      const subject = path.includes(':key') ? await subjectOf(write) : '';
      for (const text of texts) {
        const send = (said: string, headers: object = {}) => {
          const body = withText(write.example, text, said);
          return post(path.replace(':key', subject), body as object, { ...at(0), ...headers }, role);
        };
        const pointer = `/${text.join('/')}`;
        const before = await count();
        // An example may break a rule besides: a strategy's amendment takes out items that were recorded under.
        for (const answer of [
          await send(`zob. ${PESEL}`, ACKNOWLEDGED),
          await send('jan@example.org'),
          await send('tel. 601 234 567'),
        ])
          expect([answer.statusCode, pointersOf(answer)[0]]).toEqual([422, pointer]);
        expect(await count()).toBe(before);
      }
    });

    const subjectOf = async ({ register }: EntryWrite): Promise<string> => {
      if (register === GMINA) return '0415052';
      if (register === STRATEGY) return '2022-2024';
      const [first] = (await get<{ items: { id: string }[] }>(`${register.path}?limit=1`)).items;
      return (
        first?.id ?? (await entered(register.path, register.example, register === MEASURE ? 'manager' : undefined)).id
      );
    };

    it('may stand where the request says that it was seen, and the event keeps that', async () => {
      const body = { ...UNIT.example, name: 'Dział promocji, promocja@example.org' };
      receipt(await post('units', body, ACKNOWLEDGED), 201);
      expect((await served.events()).at(-1)?.metadata.acknowledged).toEqual(['contact-data']);
    });

    it('is not looked for in numbers that have a form of their own', async () => {
      const numbers = { regon: '871118833', krs: '0000123456' };
      const { id } = await entered('organisations', { ...ORGANISATION.example, name: 'Z REGON-em', ...numbers });
      const correction = { changes: { regon: '123456785' }, reason: REASON };
      receipt(await post(`organisations/${id}/corrections`, correction, at(0)), 200);
    });
  });

  describe('contacts that are an office’s own', () => {
    const office = (contactPoints: unknown, role: string) =>
      post('organisations', { name: 'Urząd', kind: 'other', contactPoints }, {}, role);

    it('are for a manager or administrator to name, so that no clerk silences the warning', async () => {
      expect((await office(['@gmail.com'], 'recorder')).statusCode).toBe(403);
      const { id } = receipt(await office(['@urzad.example', '56 662 88 00', 'Biuro@poczta.example'], 'manager'), 201);
      const correct = (role: string, contactPoints: unknown, revision = 0) =>
        post(`organisations/${id}/corrections`, { changes: { contactPoints }, reason: REASON }, at(revision), role);
      expect((await correct('recorder', ['@gmail.com'])).statusCode).toBe(403);
      expect((await correct('recorder', null)).statusCode).toBe(403);
      const say = (text: string) => post('units', { ...UNIT.example, name: text });
      for (const text of ['Jan@Urzad.example', 'tel. +48 56 662-88-00', 'biuro@poczta.example'])
        receipt(await say(text), 201);
      expectFault(await say('jan@poczta.example'), '/name');
      receipt(await correct('administrator', ['@inny.example']), 200);
      expectFault(await say('jan@urzad.example'), '/name');
    });

    it.each([
      [['gmail.com'], '/contactPoints/0'],
      [['@'], '/contactPoints/0'],
      [['@localhost'], '/contactPoints/0'],
      [['123'], '/contactPoints/0'],
      [['tel. 56 662 88 00'], '/contactPoints/0'],
      [['a b@c.example'], '/contactPoints/0'],
      ['@urzad.example', '/contactPoints'],
    ])('are not %j', async (contactPoints, pointer) => {
      const answer = await office(contactPoints, 'manager');
      expect([answer.statusCode, new Set(pointersOf(answer))]).toEqual([422, new Set([pointer])]);
    });
  });

  it.each([
    ['an organisation', ORGANISATION, { name: 'KGW Pigża' }],
    ['an official', OFFICIAL, { name: 'Anna Zmyślona' }],
    ['a unit', UNIT, { name: 'Muzeum w Budowie', short: null }],
    ['a gmina', GMINA, { terc: '0415112', label: 'Stara Wieś', name: 'Stara Wieś' }],
  ])(
    'corrects %s that somebody saw as it stands, once, and shows each past state',
    async (_, { path, example }, own) => {
      const change = path === 'gminas' ? { label: 'Inna' } : { name: 'Inna nazwa' };
      const made = await entered(path, { ...example, ...own });
      const correct = (headers: Record<string, string>, changes: object = change) =>
        post(`${path}/${made.id}/corrections`, { changes, reason: REASON }, headers);

      expect((await correct({})).statusCode).toBe(428);
      expect((await correct(at(3))).statusCode).toBe(412);
      const key = { 'idempotency-key': `poprawka-${path}` };
      const corrected = receipt(await correct({ ...at(0), ...key }), 200);
      expect(corrected).toMatchObject({ id: made.id, revision: 1 });
      const before = await count();
      // The same again answers the same, though the revision that was seen is past.
      expect((await correct({ ...at(0), ...key })).json()).toEqual(corrected);
      expect((await correct({ ...at(0), ...key }, { name: 'Jeszcze inna' })).statusCode).toBe(422);
      expect((await correct(at(0))).statusCode).toBe(412);
      expect(await count()).toBe(before);

      if (path === 'gminas') return;
      const shown = (point: string) => get<{ details: object; revision: number }>(`${path}/${made.id}?asOf=${point}`);
      expect(await shown(made.position ?? '')).toMatchObject({
        details: { name: own.name },
        revision: 0,
      });
      expect(await shown(corrected.position ?? '')).toMatchObject({ details: change, revision: 1 });
      const early = String(Number(made.position) - 1);
      expect((await served.read(`/v1/${path}/${made.id}?asOf=${early}`, by('auditor'))).statusCode).toBe(404);
      const tagged = await served.read(`/v1/${path}/${made.id}`, by('recorder'));
      expect(tagged.headers['etag']).toBe('"1"');
    },
  );

  it('enters the same under one Idempotency-Key once', async () => {
    const key = { 'idempotency-key': 'wpis-1' };
    const body = { ...UNIT.example, name: 'Nowa jednostka', short: null };
    const first = await post('units', body, key);
    const before = await count();
    expect((await post('units', body, key)).json()).toEqual(first.json());
    expect((await post('units', { ...body, name: 'Inna' }, key)).statusCode).toBe(422);
    expect(await count()).toBe(before);
  });

  it('knows no entry of a key that nobody gave, and none of another register', async () => {
    const unit = await entered('units', { name: 'Archiwum' });
    for (const path of [
      'units/nope',
      'officials/nope',
      `officials/${unit.id}`,
      'units/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
    ]) {
      const answer = await post(`${path}/corrections`, { changes: { name: 'x' }, reason: REASON }, at(0));
      expect([path, answer.statusCode]).toEqual([path, 404]);
    }
  });

  describe('a strategy', () => {
    const next = (id: string, from: string) => ({ ...STRATEGY.example, id, from, until: '2059-12-31' });

    it('adopted so that it reaches back lists the activities whose items it ends, and lists them again the same', async () => {
      const under = await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-10', strategyItems: ['T1'] });
      const annulled = await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-10', strategyItems: ['T1'] });
      await post(`contacts/${annulled}/annulment`, { reason: REASON }, at(0), 'recorder');
      const outside = await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-10', strategyItems: [] });
      const earlier = await recorded('contacts', { ...CONTACT, occurredOn: '2023-12-10', strategyItems: ['T1'] });
      const key = { 'idempotency-key': 'strategia' };
      const answer = await post('strategies', next('2024-2029', '2024-02-01'), key);
      const adopted = receipt(answer, 201);
      expect(answer.headers['location']).toBe('/v1/strategies/2024-2029');
      const ended = (adopted.ends ?? []).map(({ id }) => id);
      expect(ended).toContain(under);
      expect(ended).not.toContain(annulled);
      expect(ended).not.toContain(outside);
      expect(ended).not.toContain(earlier);
      expect(adopted.ends?.find(({ id }) => id === under)).toMatchObject({
        kind: 'contact',
        number: expect.stringMatching(/^KT\/2024\/\d{4}$/),
        title: CONTACT.title,
        occurredOn: '2024-02-10',
        strategyItems: ['T1'],
      });

      // What becomes of them since changes nothing of that answer.
      const changes = { title: 'Inny tytuł' };
      const since = await post(`contacts/${under}/corrections`, { changes, reason: REASON }, at(0), 'recorder');
      expect(since.statusCode).toBe(200);
      expect((await post('strategies', next('2024-2029', '2024-02-01'), key)).json()).toEqual(adopted);

      const inForce = (point: string) => get<{ inForce: boolean }>(`strategies/2024-2029?asOf=${point}`);
      expect(await inForce(adopted.position ?? '')).toMatchObject({ inForce: true });
      expect(await get<{ inForce: boolean }>('strategies/2022-2024')).toMatchObject({ inForce: false });
      const before = String(Number(adopted.position) - 1);
      expect(await get<{ inForce: boolean }>(`strategies/2022-2024?asOf=${before}`)).toMatchObject({ inForce: true });
    });

    it('adopted while the views are late says that it does not know what it ends', async () => {
      const quick = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, patience: 20 });
      await quick.get(Projector).close();
      const answer = await quick.write('/v1/strategies', STRATEGY.example);
      expect(answer.json()).toMatchObject({ id: '2025-2027', position: null, ends: null });
      await quick.discard();
    });

    it('is amended in its texts, rules and further items; none is taken away or moved', async () => {
      const { id, position } = await entered('strategies', next('2030-2033', '2030-01-01'));
      const items = STRATEGY.example as { readonly items: readonly { readonly code: string }[] };
      const [goal, task] = items.items;
      const amend = (to: readonly object[], revision: number) =>
        post(
          `strategies/${id}/amendments`,
          { title: 'Po zmianie', from: '2030-01-01', until: '2033-12-31', items: to, reason: REASON },
          at(revision),
        );
      expectFault(await amend([{ ...goal }], 0), '/items');
      expectFault(
        await amend([{ ...goal }, { code: 'G0', text: 'x', parent: 'S' }, { ...task, parent: 'G0' }], 0),
        '/items',
      );
      const nameless = { code: 5, text: 'x' };
      const both = await amend([nameless, { code: 'G0', text: 'x', parent: 'S' }, { ...task, parent: 'G0' }], 0);
      // The goal may be the one whose code can't be read; the task was moved in any case.
      expect(problemIn(both).errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
        expect.stringMatching(/^\/items\/0\/code /),
        `/items ${(task as unknown as { readonly code: string }).code} can't be moved to another goal`,
      ]);
      const more = [{ ...goal, text: 'Lepsze stosunki' }, { ...task }, { code: 'G2', parent: 'S', text: 'Nowy cel' }];
      const amended = receipt(await amend(more, 0), 200);
      expect(amended.ends).toBeUndefined();
      const shown = (point: string | null) => get<{ details: unknown }>(`strategies/${id}?asOf=${point ?? ''}`);
      expect((await shown(amended.position)).details).toMatchObject({
        title: 'Po zmianie',
        items: [{ text: 'Lepsze stosunki' }, {}, { code: 'G2' }],
      });
      expect((await shown(position)).details).toMatchObject({
        title: 'Strategia współpracy z gminami 2025-2027',
        items: [{}, {}],
      });
    });

    it('is refused whose items make no tree, which begins with another, or which is there', async () => {
      const body = next('2040-2043', '2040-01-01');
      expectFault(
        await post('strategies', { ...body, items: [{ code: 'A', text: 'x', parent: 'B' }] }),
        '/items/0/parent',
      );
      expectFault(await post('strategies', { ...body, from: '2022-01-01' }), '/from');
      expect((await post('strategies', { ...body, id: '2022-2024' })).statusCode).toBe(409);
    });
  });

  describe('an organisation', () => {
    it('merged into another answers under the other, as of then and no earlier', async () => {
      const stays = await entered('organisations', { ...ORGANISATION.example, name: 'KGW Brąchnowo' }, 'recorder');
      const goes = await entered(
        'organisations',
        { name: 'Koło z Brąchnowa', kind: 'rural-housewives-circle' },
        'recorder',
      );
      const support = await recorded('support-actions', {
        ...kindNamed('support-action')?.example,
        beneficiary: { id: goes.id },
      });
      const before = String((await served.events()).length);
      const merge = (into: string, revision = 0, role = 'manager') =>
        post(`organisations/${goes.id}/merging`, { into, reason: REASON }, at(revision), role);
      expect((await merge(stays.id, 0, 'recorder')).statusCode).toBe(403);
      expectFault(await merge(goes.id), '/into');
      expectFault(await merge('018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'), '/into');
      const merged = receipt(await merge(stays.id), 200);

      const found = async (organisation: string, point = '') =>
        (
          await get<{ items: { id: string }[] }>(`activities?organisation=${organisation}${point && `&asOf=${point}`}`)
        ).items.map(({ id }) => id);
      expect(await found(stays.id)).toEqual([support]);
      expect(await found(stays.id, before)).toEqual([]);
      const open = async (id: string, point = '') =>
        await get<{ support?: { open: number }; mergedInto?: string }>(
          `organisations/${id}${point && `?asOf=${point}`}`,
        );
      expect(await open(stays.id)).toMatchObject({ support: { open: 1 } });
      expect(await open(stays.id, before)).toMatchObject({ support: { open: 0 } });
      expect(await open(goes.id)).toMatchObject({ mergedInto: stays.id });
      expect((await open(goes.id, before)).mergedInto).toBeUndefined();

      // Named by its old name it is the other; it can be changed and merged no more, and nothing can be merged into it.
      const named = await recorded('support-actions', {
        ...kindNamed('support-action')?.example,
        beneficiary: { name: 'koło z brąchnowa' },
      });
      expect(await get(`support-actions/${named}`)).toMatchObject({ details: { beneficiary: { id: stays.id } } });
      expect((await merge(stays.id, merged.revision)).statusCode).toBe(409);
      const third = await entered('organisations', { name: 'KGW Trzecie', kind: 'rural-housewives-circle' });
      expectFault(await post(`organisations/${third.id}/merging`, { into: goes.id, reason: REASON }, at(0)), '/into');
    });

    it('of a gmina that is none of the county is refused', async () => {
      expectFault(await post('organisations', { ...ORGANISATION.example, gmina: '0401011' }), '/gmina');
    });
  });

  describe('a gmina', () => {
    it('is read with the revision that a write to it wants', async () => {
      const read = (point = '') => served.read(`/v1/gminas/0415092${point}`, by('recorder'));
      const before = await read();
      expect([before.statusCode, before.headers['etag'], before.json()]).toEqual([
        200,
        '"0"',
        expect.objectContaining({ revision: 0 }),
      ]);
      const position = String(before.headers['kronika-as-of']);
      const correction = { changes: { label: 'Zławieś' }, reason: REASON };
      const seen = { 'if-match': String(before.headers['etag']) };
      receipt(await post('gminas/0415092/corrections', correction, seen), 200);
      expect((await read()).headers['etag']).toBe('"1"');
      expect((await read(`?asOf=${position}`)).headers['etag']).toBe('"0"');
      for (const row of ['county', 'outside'])
        expect((await served.read(`/v1/gminas/${row}`, by('recorder'))).headers['etag']).toBeUndefined();
    });

    it('does not take a key that was used with another gmina', async () => {
      const key = { 'idempotency-key': 'gmina' };
      const gmina = (terc: string) => post('gminas', { ...GMINA.example, terc, name: terc, label: terc }, key);
      expect((await gmina('0415122')).statusCode).toBe(201);
      const again = await gmina('0415132');
      expect([again.statusCode, problemIn(again).type]).toEqual([422, 'urn:kronika:problem:key-reused']);
    });

    const figures = (terc: string, point = '') =>
      get<{ terc: string; key: string; kind: string; activities: { total: number } }>(
        `gminas/${terc}?from=2024-01&to=2024-12${point && `&asOf=${point}`}`,
      );

    it('that becomes of another kind is one gmina under two codes, each of which finds all of it', async () => {
      const old = '0415042';
      const now = '0415043';
      await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-01', gminas: [old], strategyItems: [] });
      const before = String((await served.events()).length);
      const recode = (key: string, body: object, revision: number) =>
        post(`gminas/${key}/recoding`, body, at(revision));
      const body = { terc: now, kind: 'urban-rural', from: '2024-01-01' };
      expectFault(await recode(old, { ...body, kind: 'urban' }, 0), '/kind');
      expectFault(await recode(old, { ...body, terc: '0415053', kind: 'urban-rural', from: 'x' }, 0), '/from');
      expectFault(await recode(old, { ...body, terc: old, kind: 'rural' }, 0), '/terc');
      expectFault(await recode(old, { ...body, terc: '0415052', kind: 'rural' }, 0), '/terc');
      const recoded = receipt(await recode(old, body, 0), 200);
      await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-02', gminas: [now], strategyItems: [] });
      await recorded('contacts', { ...CONTACT, occurredOn: '2024-02-03', gminas: [old], strategyItems: [] });

      expect(await figures(now)).toMatchObject({ terc: now, key: old, kind: 'urban-rural', activities: { total: 3 } });
      expect(await figures(old)).toMatchObject({ terc: now, activities: { total: 3 } });
      expect(await figures(old, before)).toMatchObject({ terc: old, kind: 'rural', activities: { total: 1 } });
      for (const terc of [old, now]) {
        const { items } = await get<{ items: unknown[] }>(
          `activities?gmina=${terc}&occurredFrom=2024-02-01&occurredTo=2024-02-03`,
        );
        expect(items).toHaveLength(3);
      }
      // Whoever writes knows it by the code of today.
      const correct = (changes: object) => post(`gminas/${now}/corrections`, { changes, reason: REASON }, at(1));
      expectFault(await correct({ terc: '0415093', kind: 'urban-rural' }), '/changes/terc');
      expectFault(await correct({ formerCodes: null }), '/changes/formerCodes');
      const corrected = receipt(
        await correct({ populations: [{ year: 2023, residents: 22_000, source: 'GUS' }] }),
        200,
      );
      expect(corrected).toMatchObject({ id: old, revision: 2 });
      expect(await figures(now)).toMatchObject({ residents: 22_000, residentsYear: 2023 });
      expect(await figures(now, recoded.position ?? '')).toMatchObject({ residents: 21_066, residentsYear: 2021 });
    });

    it('of another county, of a code that is taken, or that is there, is refused', async () => {
      const { example } = GMINA;
      expectFault(await post('gminas', { ...example, terc: '0401102' }), '/terc');
      expectFault(await post('gminas', { ...example, terc: '0415043', kind: 'urban-rural' }), '/terc');
      expect((await post('gminas', { ...example, terc: '0415052' })).statusCode).toBe(409);
    });
  });

  describe('an official', () => {
    it('stands for the county from the first to the last day of the term', async () => {
      const { id } = await entered('officials', { ...OFFICIAL.example, name: 'Jan Zmyślony', from: '2023-05-01' });
      const attend = (occurredOn: string) =>
        post(
          'attendances',
          {
            ...kindNamed('attendance')?.example,
            occurredOn,
            strategyItems: ['T2'],
            representatives: [{ official: 'Jan Zmyślony' }],
          },
          {},
          'recorder',
        );
      expect((await attend('2023-06-01')).statusCode).toBe(201);
      expect((await attend('2023-04-30')).statusCode).toBe(422);
      const end = (changes: object) => post(`officials/${id}/corrections`, { changes, reason: REASON }, at(0));
      expectFault(await end({ until: '2023-04-30' }), '/changes/until');
      expectFault(await end({ function: 'król' }), '/changes/function');
      expect((await end({ until: '2023-08-31' })).statusCode).toBe(200);
      expect((await attend('2023-08-31')).statusCode).toBe(201);
      expect((await attend('2023-09-01')).statusCode).toBe(422);
    });
  });

  describe('a unit', () => {
    it('is named by its short name once it has one', async () => {
      const { id } = await entered('units', { name: 'Powiatowy Dom Kultury' });
      const record = (unit: string) => post('contacts', { ...CONTACT, units: [unit] }, {}, 'recorder');
      expectFault(await record('PDK'), '/units/0');
      const changes = { short: 'PDK' };
      expect((await post(`units/${id}/corrections`, { changes, reason: REASON }, at(0))).statusCode).toBe(200);
      const named = (await record('PDK')).json<Receipt>();
      expect(await get(`contacts/${named.id}`)).toMatchObject({ details: { units: [id] } });
    });
  });

  describe('a measure', () => {
    interface Goal {
      readonly measures: readonly { readonly id: string; readonly reached: unknown }[];
    }

    it('is set by management for an item, and tells what it had reached on the day asked', async () => {
      const body = { ...MEASURE.example, strategy: '2022-2024', name: 'Kontakty w kwartale' };
      expect((await post('measures', body)).statusCode).toBe(403);
      expectFault(await post('measures', { ...body, item: 'G9' }, {}, 'manager'), '/item');
      const { id, position } = await entered('measures', body, 'manager');
      const read = (value: number, on: string, revision: number) =>
        post(`measures/${id}/readings`, { value, on }, at(revision), 'manager');
      const first = receipt(await read(40, '2024-01-31', 0), 200);
      clock.set('2024-04-02T10:00:00.000Z');
      const second = receipt(await read(95.5, '2024-03-31', 1), 200);
      expect((await read(96, '2024-03-31', 1)).statusCode).toBe(412);

      const reached = async (point: string | null) => {
        const { measures } = await get<Goal>(`goals/T1?strategy=2022-2024&from=2024-01&to=2024-12&asOf=${point ?? ''}`);
        return measures.find((each) => each.id === id)?.reached;
      };
      expect(await reached(position)).toBeNull();
      expect(await reached(first.position)).toEqual({ value: 40, on: '2024-01-31' });
      expect(await reached(second.position)).toEqual({ value: 95.5, on: '2024-03-31' });
      expect(await reached('2024-03-04')).toEqual({ value: 40, on: '2024-01-31' });
      expect(await get(`measures/${id}?asOf=${first.position ?? ''}`)).toMatchObject({
        details: { readings: [{ value: 40, on: '2024-01-31' }] },
        revision: 1,
      });
    });

    it('is not read ahead of today, and goes on being corrected where that was once taken in', async () => {
      const body = { ...MEASURE.example, strategy: '2022-2024', name: 'Odczyty' };
      const ahead = { value: 1, on: '2024-03-05' };
      expectFault(await post('measures', { ...body, readings: [ahead] }, {}, 'manager'), '/readings/0/on');
      const { id } = await entered('measures', { ...body, readings: [{ value: 1, on: '2024-03-04' }] }, 'manager');
      expectFault(await post(`measures/${id}/readings`, ahead, at(0), 'manager'), '/on');
      const correct = (changes: object, revision: number) =>
        post(`measures/${id}/corrections`, { changes, reason: REASON }, at(revision), 'manager');
      expectFault(await correct({ readings: [{ value: 1, on: '2024-03-04' }, ahead] }, 0), '/changes/readings/1/on');
      clock.set('2024-03-05T10:00:00.000Z');
      receipt(await post(`measures/${id}/readings`, ahead, at(0), 'manager'), 200);
      // The ledgers of earlier versions may hold one.
      clock.set('2024-03-04T10:00:00.000Z');
      receipt(await correct({ name: 'Odczyty kwartalne' }, 1), 200);
    });

    it('keeps one reading under one Idempotency-Key', async () => {
      const { id } = await entered('measures', { ...MEASURE.example, strategy: '2022-2024', name: 'Inna' }, 'manager');
      const key = { ...at(0), 'idempotency-key': 'odczyt' };
      const read = () => post(`measures/${id}/readings`, { value: 1, on: '2024-01-31' }, key, 'manager');
      const first = await read();
      expect((await read()).json()).toEqual(first.json());
      expect(await get(`measures/${id}`)).toMatchObject({ details: { readings: [{}] }, revision: 1 });
    });
  });
});
