import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../src/application/access/accounts.js';
import { proofOf } from '../../../src/application/access/secrets.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import { AccountStore } from '../../../src/application/ports/account-store.js';
import { Routes } from '../../../src/delivery/http/openapi/routes.js';
import { type Role, ROLES } from '../../../src/domain/kernel/event.js';
import { type Answer, Served } from '../../support/served.js';
import { addressesIn, wordsIn } from '../../support/web.js';
import { ADMINISTRATOR } from '../../support/actors.js';

/** A value for each parameter of a path, and what a page cannot do without. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ':id': '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
  ':terc': '0415052',
  ':code': 'G1',
  ':report': 'roczny?year=2023',
  ':file': 'style.css',
  ':extension': 'csv',
  ':secret': 'none',
  ':name': 'nobody',
  ':kind': 'kontakt',
  ':step': 'close-follow-up',
  ':event': '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
  // What is none: a pack needs more than this test has.
  ':pack': 'roczny.pdf',
};

/** Who may what, written out once more (DOMAIN.md section 5): what a controller says of itself proves nothing. */
const WHO: readonly (readonly [roles: readonly Role[], method: 'get' | 'post', paths: string])[] = [
  [
    ['recorder', 'manager', 'auditor', 'administrator'],
    'get',
    `/pulpit /rejestr /rejestr.:extension /rejestr/:id /gminy /gminy.:extension /gminy/:terc /cele /cele/:code
     /organizacje /organizacje.:extension /organizacje/:id /kalendarz /raporty /raporty/:report /raporty/:kind/roznica
     /raporty/:kind/roznica.:extension /raporty/:kind/zamrozone/:freezing /audyt/punkty /audyt/punkt.txt
     /osoby/:id/zaswiadczenie.txt /haslo`,
  ],
  [['recorder', 'manager', 'auditor', 'administrator'], 'post', '/haslo /wylogowanie'],
  [['recorder', 'manager', 'auditor'], 'get', '/osoby /osoby/:id'],
  [
    ['recorder', 'manager'],
    'get',
    `/wpis /wpis/:kind /rejestr/:id/krok/:step /rejestr/:id/poprawka /rejestr/:id/cofniecie /rejestr/:id/uniewaznienie
     /osoby/nowa /osoby/:id/poprawka`,
  ],
  [
    ['recorder', 'manager'],
    'post',
    `/wpis/:kind /rejestr/:id/krok/:step /rejestr/:id/poprawka /rejestr/:id/cofniecie /rejestr/:id/uniewaznienie
     /osoby/nowa /osoby/:id/poprawka`,
  ],
  [['manager'], 'get', '/rejestr/:id/przywrocenie'],
  [['manager'], 'post', '/rejestr/:id/przywrocenie /raporty/:report'],
  [['manager', 'administrator'], 'get', '/osoby/:id/usuniecie'],
  [['manager', 'administrator'], 'post', '/osoby/:id/usuniecie'],
  [
    ['manager', 'auditor'],
    'get',
    '/audyt /audyt.:extension /audyt/odtwarzacz /audyt/pakiety /audyt/pakiety/:pack /audyt/dowody/:event',
  ],
  [['manager', 'auditor', 'administrator'], 'get', '/audyt/spojnosc'],
  [['auditor'], 'get', '/audyt/dostepy /audyt/dostepy.:extension'],
  [['administrator'], 'get', '/konta /konta/:name'],
  [['administrator'], 'post', '/konta /konta/:name/zmiana /konta/:name/odnosnik /konta/:name/zamkniecie'],
];
const PUBLIC = ['get /', 'get /assets/:file', 'get /dostepnosc', 'get /link/:secret', 'get /logowanie'];
const PUBLIC_FORMS = ['post /link/:secret', 'post /logowanie'];

const addressOf = (path: string): string => path.replace(/:\w+/g, (name) => PARAMETERS[name] ?? name);

describe('each page', () => {
  let served: Served;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    served = await Served.start();
    for (const role of ROLES) {
      const token = await served
        .get(Tokens)
        .add({ name: `${role}-1`, roles: [role], endsOn: '2099-12-31' }, ADMINISTRATOR);
      tokens.set(role, token);
    }
  });
  afterAll(() => served.discard());

  /** Somebody of a role who has signed in. */
  const sessionOf = async (role: Role): Promise<{ readonly cookie: string; readonly 'kronika-proof': string }> => {
    const name = `${role}-2`;
    if ((await served.get(AccountStore).named(name)) === null)
      await served
        .get(AccountStore)
        .add({ name, password: null, roles: [role], createdAt: '2024-03-04T08:00:00.000Z' });
    const secret = await served.get(Sessions).open(name);
    return { cookie: `kronika=${secret}`, 'kronika-proof': proofOf(secret) };
  };

  const read = (address: string, token?: string): Promise<Answer> =>
    served.read(address, { accept: 'text/html', ...(token !== undefined && { authorization: `Bearer ${token}` }) });

  it('names the roles that the rules of the office name, and no other', () => {
    const written = WHO.flatMap(([roles, method, paths]) =>
      paths.split(/\s+/).map((path) => [`${method} ${path}`, roles.toSorted()] as const),
    );
    const open = [...PUBLIC, ...PUBLIC_FORMS].map((route) => [route, 'open'] as const);
    const found = served
      .get(Routes)
      .forPeople()
      .map(
        ({ method, path, rights }) => [`${method} ${path}`, rights === 'open' ? rights : rights.toSorted()] as const,
      );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...written, ...open]));
    expect(found.length).toBe(written.length + open.length);
  });

  it('lets in the roles that it names and nobody else, by token and by session', async () => {
    const routes = served.get(Routes).forPeople();
    const seen = { open: 0, guarded: 0, writing: 0 };
    for (const { method, path, rights } of routes) {
      const address = addressOf(path);
      const where = `${method} ${path}`;
      const ask = async (headers: Readonly<Record<string, string>> = {}): Promise<number> =>
        (await (method === 'get' ? served.read(address, headers) : served.write(address, {}, headers))).statusCode;
      const bearer = (token = 'krn_unknown') => ({ authorization: `Bearer ${token}` });
      if (rights === 'open') {
        // A link that is none leads nowhere; whoever gives no password is not let in.
        const expected = path.startsWith('/link') ? [404] : method === 'get' ? [200, 302] : [401];
        expect([where, expected.includes(await ask())]).toEqual([where, true]);
        seen.open++;
        continue;
      }
      seen.guarded++;
      expect([where, await ask()]).toEqual([where, 401]);
      expect([where, await ask(bearer())]).toEqual([where, 401]);
      expect([where, await ask({ cookie: 'kronika=unknown' })]).toEqual([where, 401]);
      for (const role of ROLES) {
        const session = await sessionOf(role);
        const statuses = [await ask(bearer(tokens.get(role))), await ask(session)];
        for (const status of statuses)
          if (rights.includes(role)) {
            // A password that is not the present one is refused; who has none, having come with a token, too.
            const refused = where === 'post /haslo' ? [401] : [401, 403];
            expect([where, role, status, refused.includes(status) || status >= 500]).toEqual([
              where,
              role,
              status,
              false,
            ]);
          } else expect([where, role, status]).toEqual([where, role, 403]);
        if (method === 'get') continue;
        const { cookie } = await sessionOf(role);
        expect([where, role, await ask({ cookie })]).toEqual([where, role, 403]);
        seen.writing++;
      }
    }
    expect(seen).toEqual({ open: 7, guarded: 61, writing: 64 });
  });

  it('tells a stranger how to come in, and nothing of what is recorded', async () => {
    const { body, headers, statusCode } = await read('/rejestr?asOf=2099-01-01');
    expect(statusCode).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(wordsIn(body)).toContain('Wymagane logowanie');
    expect(wordsIn(body)).toContain('kronika token add');
    expect(wordsIn(body)).not.toMatch(/toruński|pozycja|Pulpit/);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(wordsIn((await read('/rejestr?lang=en')).body)).toContain('Who are you?');
  });

  it('lets no stranger find out how much was recorded by when', async () => {
    const { secret } = await served.get(Accounts).add({ name: 'nowa', roles: ['recorder'] }, ADMINISTRATOR);
    for (const address of ['/logowanie', '/dostepnosc', `/link/${secret}`, '/rejestr']) {
      const answers = new Set<string>();
      for (const asOf of ['', '0', '99999999', '2024-01-01', '2099-01-01', 'x']) {
        const { statusCode, headers, body } = await read(`${address}?asOf=${asOf}`);
        expect(headers['kronika-as-of']).toBeUndefined();
        answers.add(`${String(statusCode)} ${wordsIn(body)}`);
      }
      expect([address, answers.size]).toEqual([address, 1]);
    }
    // Whoever has come in is told.
    const known = await read('/dostepnosc?asOf=0', tokens.get('auditor'));
    expect([known.headers['kronika-as-of'], known.body.includes('past-banner')]).toEqual(['0', true]);
  });

  it('tells who lacks the role whom to ask, and leads where they may go', async () => {
    const { body, statusCode } = await read('/audyt', tokens.get('recorder'));
    expect(statusCode).toBe(403);
    expect(wordsIn(body)).toContain('Twoja rola nie obejmuje tej strony');
    expect(addressesIn(body)).toContain('/pulpit');
    expect(addressesIn(body)).not.toContain('/audyt');
    expect(addressesIn((await read('/pulpit', tokens.get('auditor'))).body)).toContain('/audyt');
  });

  it('says who is looking', async () => {
    expect(wordsIn((await read('/pulpit', tokens.get('manager'))).body)).toContain('Przegląda: manager-1.');
    // The statement is open to anybody, and knows who comes all the same.
    expect(wordsIn((await read('/dostepnosc', tokens.get('manager'))).body)).toContain('Przegląda: manager-1.');
    const stranger = await read('/dostepnosc');
    expect(stranger.statusCode).toBe(200);
    expect(wordsIn(stranger.body)).not.toContain('Przegląda');
  });
});
