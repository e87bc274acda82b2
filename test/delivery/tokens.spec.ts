import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../src/application/access/tokens.js';
import { AccessStore } from '../../src/application/ports/access-store.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { OFFICIAL } from '../../src/domain/registers/registers.js';
import { SetClock } from '../support/ledger.js';
import { problemIn, Served } from '../support/served.js';
import { ADMINISTRATOR } from '../support/actors.js';

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-01', followUpDue: null };
const MORNING = '2024-03-04T08:00:00.000Z';

describe('a token', () => {
  const clock = new SetClock(MORNING);
  let served: Served;
  let tokens: Tokens;
  let given = 0;

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'on' }, { listen: false, clock });
    tokens = served.get(Tokens);
  });
  afterAll(() => served.discard());
  beforeEach(() => {
    clock.set(MORNING);
  });

  const give = (roles: readonly string[], more: { department?: string; endsOn?: string } = {}): Promise<string> =>
    tokens.add({ name: `konto-${String(++given)}`, roles, ...more }, ADMINISTRATOR);
  const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
  const reads = async (token: string): Promise<number> =>
    (await served.read('/v1/activities?limit=1', bearer(token))).statusCode;
  const records = async (token: string): Promise<number> =>
    (await served.write('/v1/contacts', CONTACT, bearer(token))).statusCode;
  const enters = async (token: string): Promise<number> =>
    (await served.write('/v1/officials', { ...OFFICIAL.example, name: `Osoba ${String(given)}` }, bearer(token)))
      .statusCode;
  const checks = async (token: string): Promise<number> =>
    (await served.read('/v1/ledger/events?limit=1', bearer(token))).statusCode;

  it.each<[string[], number, number, number]>([
    [['recorder'], 201, 403, 403],
    [['manager'], 201, 403, 200],
    [['auditor'], 403, 403, 200],
    [['administrator'], 403, 201, 403],
    [['recorder', 'administrator'], 201, 201, 403],
    [['auditor', 'recorder'], 201, 403, 200],
  ])(
    'of the roles %p opens what they open and nothing else; they combine',
    async (roles, recording, entering, checking) => {
      const token = await give(roles, roles.includes('auditor') ? { endsOn: '2099-12-31' } : {});
      expect(await reads(token)).toBe(200);
      expect([await records(token), await enters(token), await checks(token)]).toEqual([recording, entering, checking]);
    },
  );

  it('says in a refusal who may, and who one is', async () => {
    const token = await give(['recorder']);
    const refused = problemIn(await served.read('/v1/ledger/events', bearer(token)));
    expect(refused).toMatchObject({ type: 'urn:kronika:problem:forbidden', status: 403 });
    expect(refused.detail).toBe('this is for auditor or manager; you are recorder');
  });

  it('names who acts, with roles and department, in what is recorded', async () => {
    const token = await give(['recorder', 'manager'], { department: 'Wydział Promocji' });
    await records(token);
    expect((await served.events()).at(-1)?.metadata.actor).toEqual({
      id: `konto-${String(given)}`,
      roles: ['recorder', 'manager'],
      department: 'Wydział Promocji',
    });
  });

  it('opens until the end of its last day in Warsaw, and nothing after', async () => {
    const token = await give(['auditor'], { endsOn: '2024-03-31' });
    // The clocks went forward that morning: the day ends at 22:00 UTC.
    clock.set('2024-03-31T21:59:59.999Z');
    expect(await reads(token)).toBe(200);
    clock.set('2024-03-31T22:00:00.000Z');
    expect(await reads(token)).toBe(401);
  });

  it('opens nothing from the moment it is closed, and never again', async () => {
    const token = await give(['recorder']);
    const name = `konto-${String(given)}`;
    expect(await records(token)).toBe(201);
    const before = (await served.events()).length;
    await tokens.close(name, ADMINISTRATOR);
    expect(await reads(token)).toBe(401);
    expect(await records(token)).toBe(401);
    expect((await served.events()).length).toBe(before);
    // What its holder recorded still names them.
    expect((await served.events()).at(-1)?.metadata.actor.id).toBe(name);
    await expect(tokens.add({ name, roles: ['recorder'] }, ADMINISTRATOR)).rejects.toMatchObject({ code: 'state' });
  });

  it('is asked for, where none comes or what comes is none', async () => {
    const token = await give(['recorder']);
    const headers = [
      '',
      'Bearer',
      `Basic ${token}`,
      token,
      `Bearer ${token}x`,
      `Bearer ${token.toUpperCase()}`,
      `Bearer ${token} x`,
    ];
    for (const authorization of headers) {
      const answer = await served.read('/v1/activities', authorization === '' ? {} : { authorization });
      expect([authorization, answer.statusCode, answer.headers['www-authenticate']]).toEqual([
        authorization,
        401,
        'Bearer',
      ]);
      expect(problemIn(answer).type).toBe('urn:kronika:problem:unauthenticated');
      expect(answer.body).not.toContain(token);
    }
    // The scheme's name is written as one likes (RFC 9110, 11.1).
    expect((await served.read('/v1/activities', { authorization: `bearer ${token}` })).statusCode).toBe(200);
  });

  it('does not let anybody say who they are beside it', async () => {
    const token = await give(['recorder']);
    await served.write('/v1/contacts', CONTACT, { ...bearer(token), 'kronika-actor': 'starosta' });
    expect((await served.events()).at(-1)?.metadata.actor.id).toBe(`konto-${String(given)}`);
  });

  it('is kept as its hash alone', async () => {
    const token = await give(['recorder']);
    expect(JSON.stringify(await served.get(AccessStore).all())).not.toContain(token.slice(4));
  });

  it.each<[string, Parameters<Tokens['add']>[0], string[]]>([
    ['an auditor without an end', { name: 'a', roles: ['auditor'] }, ['/endsOn']],
    ['no role', { name: 'a', roles: [] }, ['/roles']],
    ['a role that is none', { name: 'a', roles: ['recorder', 'boss'] }, ['/roles']],
    [
      'a strange name and an end that is no day',
      { name: 'a b', roles: ['recorder'], endsOn: '2024-02-30' },
      ['/name', '/endsOn'],
    ],
  ])('is not given to %s', async (_, asked, pointers) => {
    const before = (await served.get(AccessStore).all()).length;
    await expect(tokens.add(asked, ADMINISTRATOR)).rejects.toMatchObject({
      code: 'invalid',
      faults: pointers.map((pointer) => expect.objectContaining({ pointer })),
    });
    expect(await served.get(AccessStore).all()).toHaveLength(before);
  });
});

describe('without tokens', () => {
  let served: Served;

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' });
  });
  afterAll(() => served.discard());

  it.each([
    ['pracownik 7', 'pracownik 7'],
    ['', 'anonymous'],
    ['<script>', 'anonymous'],
    ['x'.repeat(101), 'anonymous'],
  ])('whoever says that they are %p acts as %s, with every right', async (said, id) => {
    const headers: Record<string, string> = said === '' ? {} : { 'kronika-actor': said };
    expect((await served.write('/v1/contacts', CONTACT, headers)).statusCode).toBe(201);
    const { actor } = (await served.events()).at(-1)?.metadata ?? {};
    expect(actor).toEqual({ id, roles: ['recorder', 'manager', 'auditor', 'administrator'] });
    expect((await served.read('/v1/ledger/events', headers)).statusCode).toBe(200);
  });
});
