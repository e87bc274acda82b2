import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../src/application/access/accounts.js';
import { Tokens } from '../../src/application/access/tokens.js';
import { AccountStore } from '../../src/application/ports/account-store.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { SetClock } from '../support/ledger.js';
import { problemIn, Served } from '../support/served.js';
import { Visitor } from '../support/visitor.js';
import { addressesIn, mainOf, wordsIn } from '../support/web.js';
import { ADMINISTRATOR } from '../support/actors.js';

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-01', followUpDue: null };
const MORNING = '2024-03-04T08:00:00.000Z';
const PASSWORD = 'cztery kolory liści';
const HOUR = 3_600_000;

describe('accounts', () => {
  const clock = new SetClock(MORNING);
  const lines: string[] = [];
  let served: Served;
  let accounts: Accounts;
  let given = 0;

  beforeAll(async () => {
    const log = { write: (line: string) => void lines.push(line) };
    served = await Served.start({ KRONIKA_LOG: 'trace' }, { listen: false, clock, log });
    accounts = served.get(Accounts);
  });
  afterAll(() => served.discard());
  beforeEach(() => {
    clock.set(MORNING);
  });

  const later = (milliseconds: number): void => {
    clock.set(new Date(Date.parse(clock.now()) + milliseconds).toISOString());
  };
  /** An address that nobody has used. */
  const elsewhere = (): string => `10.1.${String(++given >> 8)}.${String(given & 255)}`;

  /** An account with its password chosen. */
  const made = async (
    roles: readonly string[],
    more: { department?: string; endsOn?: string } = {},
  ): Promise<string> => {
    const name = `konto-${String(++given)}`;
    const { secret } = await accounts.add({ name, roles, ...more }, ADMINISTRATOR);
    await accounts.choose(secret, PASSWORD, '');
    return name;
  };
  /** Somebody who has signed in. */
  const visitor = async (name: string): Promise<Visitor> => {
    const found = new Visitor(served, elsewhere());
    expect((await found.signIn(name, PASSWORD)).statusCode).toBe(303);
    return found;
  };
  const proofIn = (html: string): string => /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const records = async (who: Visitor, headers: Record<string, string>) =>
    served.kronika.app.inject({
      method: 'POST',
      url: '/v1/contacts',
      headers: { cookie: who.cookie, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(CONTACT),
    });

  describe('the first link', () => {
    let own: Served;
    beforeAll(async () => {
      own = await Served.start({}, { clock, listen: false });
    });
    afterAll(() => own.discard());
    const form = { name: 'j.nowak', password: PASSWORD };

    it('ends after an hour, and gives way to a newer one', async () => {
      const first = new Visitor(own);
      const [early, late] = [await own.get(Accounts).firstLink(), await own.get(Accounts).firstLink()];
      expect((await first.read(`/link/${early?.secret ?? ''}`)).statusCode).toBe(404);
      expect((await first.read(`/link/${late?.secret ?? ''}`)).statusCode).toBe(200);
      later(HOUR);
      expect((await first.read(`/link/${late?.secret ?? ''}`)).statusCode).toBe(404);
      expect((await first.send(`/link/${late?.secret ?? ''}`, form)).statusCode).toBe(404);
      expect(await own.get(Accounts).list()).toEqual([]);
    });

    it('says what is amiss beside the field, and lasts until it is used', async () => {
      const link = `/link/${(await own.get(Accounts).firstLink())?.secret ?? ''}`;
      const answer = await new Visitor(own).submit(link, link, { name: 'j nowak', password: 'krótkie' });
      expect(answer.statusCode).toBe(422);
      expect(wordsIn(mainOf(answer.body))).toContain('Hasło ma mieć od 12 do 200 znaków.');
      expect(wordsIn(mainOf(answer.body))).toContain('Nazwa może mieć litery, cyfry, kropki i łączniki.');
      expect(answer.body).toContain('value="j nowak"');
      expect(answer.body).not.toContain('krótkie');
    });

    it('makes one administrator, who is signed in, and is of no use after', async () => {
      const link = `/link/${(await own.get(Accounts).firstLink())?.secret ?? ''}`;
      const [one, other] = [new Visitor(own), new Visitor(own)];
      const answers = await Promise.all([one.send(link, form), other.send(link, { ...form, name: 'inny' })]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
      const [administrator] = await own.get(Accounts).list();
      expect(administrator).toMatchObject({ roles: ['administrator'], ready: true });
      const inside = answers[0].statusCode === 303 ? one : other;
      expect(wordsIn((await inside.read('/konta')).body)).toContain(administrator?.name ?? '');
      expect((await one.send(link, form)).statusCode).toBe(404);
      expect(await own.get(Accounts).firstLink()).toBeNull();
    });
  });

  it.each(['on', 'off'])('the first link is told to whoever starts it (KRONIKA_AUTH=%s)', async (auth) => {
    const own = await Served.start({ KRONIKA_AUTH: auth }, { clock });
    const { firstLink, url } = own.kronika;
    if (auth === 'off') expect(firstLink).toBeNull();
    else {
      expect(firstLink?.startsWith(`${url ?? ''}/link/`)).toBe(true);
      expect((await fetch(firstLink ?? '')).status).toBe(200);
    }
    await own.discard();
  });

  it('signs in, says who one is, goes on where one was going, and signs out', async () => {
    const name = await made(['recorder']);
    const who = new Visitor(served, elsewhere());
    const stranger = await who.read('/rejestr?gmina=0415052');
    expect(stranger.statusCode).toBe(401);
    const [signIn = ''] = addressesIn(mainOf(stranger.body));
    const answer = await who.submit(signIn, '/logowanie', { name, password: PASSWORD });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/rejestr?gmina=0415052']);
    expect(answer.headers['set-cookie']).toMatch(/^kronika=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const page = await who.read('/rejestr?gmina=0415052');
    expect(page.statusCode).toBe(200);
    expect(wordsIn(page.body)).toContain(`Przegląda: ${name}.`);
    const old = who.cookie;
    const out = await who.submit('/pulpit', '/wylogowanie', {});
    expect([out.statusCode, who.cookie]).toEqual([303, '']);
    expect((await who.read('/pulpit', { cookie: old })).statusCode).toBe(401);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:x', ''])(
    'leads nobody to %p after signing in',
    async (next) => {
      const name = await made(['recorder']);
      const answer = await new Visitor(served, elsewhere()).send('/logowanie', { name, password: PASSWORD, next });
      expect(answer.headers.location).toBe('/pulpit');
    },
  );

  it('says the same of a wrong password, an unknown name, and an account that has none, has ended or is closed', async () => {
    const [right, ended, closed] = [
      await made(['recorder']),
      await made(['auditor'], { endsOn: '2024-03-03' }),
      await made(['recorder']),
    ];
    await accounts.close(closed, ADMINISTRATOR);
    const { secret: _unused } = await accounts.add({ name: 'bez-hasla', roles: ['recorder'] }, ADMINISTRATOR);
    const told = new Set<string>();
    for (const [name, password] of [
      [right, 'cztery kolory liscia'],
      [right, ''],
      [right.toUpperCase(), PASSWORD],
      ['nikt-taki', PASSWORD],
      ['', PASSWORD],
      ['x'.repeat(5000), PASSWORD],
      ['bez-hasla', ''],
      ['bez-hasla', PASSWORD],
      [ended, PASSWORD],
      [closed, PASSWORD],
    ] as const) {
      const answer = await new Visitor(served, elsewhere()).signIn(name, password);
      expect([name, answer.statusCode, answer.headers['set-cookie']]).toEqual([name, 401, undefined]);
      told.add(wordsIn(mainOf(answer.body)));
      expect(answer.body).not.toContain(PASSWORD);
    }
    expect([...told]).toEqual([expect.stringContaining('Nazwa konta albo hasło są nieprawidłowe.')]);
  });

  it('lets roles and department act as with a token, and names who acts', async () => {
    const name = await made(['recorder', 'manager'], { department: 'Wydział Promocji' });
    const who = await visitor(name);
    const proof = proofIn((await who.read('/pulpit')).body);
    expect((await records(who, { 'kronika-proof': proof })).statusCode).toBe(201);
    expect((await served.events()).at(-1)?.metadata.actor).toEqual({
      id: name,
      roles: ['recorder', 'manager'],
      department: 'Wydział Promocji',
    });
    expect((await who.read('/audyt')).statusCode).toBe(200);
    expect((await who.read('/konta')).statusCode).toBe(403);
    // From the next request on.
    await accounts.change(name, { roles: ['auditor'], endsOn: '2024-12-31' }, ADMINISTRATOR);
    expect((await records(who, { 'kronika-proof': proof })).statusCode).toBe(403);
  });

  it('refuses a write that does not show where it comes from, and records nothing', async () => {
    const [who, other] = [await visitor(await made(['recorder'])), await visitor(await made(['recorder']))];
    const proof = proofIn((await who.read('/pulpit')).body);
    const foreign = proofIn((await other.read('/pulpit')).body);
    expect(proof).not.toBe(foreign);
    const before = (await served.events()).length;
    const tries: Record<string, string>[] = [
      {},
      { 'kronika-proof': '' },
      { 'kronika-proof': foreign },
      { 'kronika-proof': who.cookie.replace('kronika=', '') },
      { 'kronika-proof': proof, 'sec-fetch-site': 'cross-site' },
      { 'kronika-proof': proof, 'sec-fetch-site': 'same-site' },
      { 'kronika-proof': proof, origin: 'https://evil.example' },
    ];
    for (const headers of tries) {
      const answer = await records(who, headers);
      expect([headers, answer.statusCode, problemIn(answer).type]).toEqual([
        headers,
        403,
        'urn:kronika:problem:forbidden',
      ]);
    }
    expect((await who.send('/wylogowanie', {})).statusCode).toBe(403);
    expect((await served.events()).length).toBe(before);
    expect((await records(who, { 'kronika-proof': proof, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });

  it('takes no form where programs write, and no form of another site where people sign in', async () => {
    const name = await made(['recorder']);
    const who = await visitor(name);
    const proof = proofIn((await who.read('/pulpit')).body);
    expect((await who.send('/v1/contacts', { title: 'x' }, { 'kronika-proof': proof })).statusCode).toBe(415);
    const stranger = new Visitor(served, elsewhere());
    const form = { name, password: PASSWORD };
    const refused = await stranger.send('/logowanie', form, { 'sec-fetch-site': 'cross-site' });
    expect([refused.statusCode, stranger.cookie]).toEqual([403, '']);
  });

  it('ends a session that nobody uses after an hour, and one in use after twelve', async () => {
    const who = await visitor(await made(['recorder']));
    const reads = async (): Promise<number> => (await who.read('/pulpit')).statusCode;
    for (let hour = 0; hour < 12; hour++) {
      expect([hour, await reads()]).toEqual([hour, 200]);
      later(HOUR - 1);
    }
    expect(await reads()).toBe(200);
    later(12);
    expect(await reads()).toBe(401);
    const idle = await visitor(await made(['recorder']));
    later(HOUR);
    expect((await idle.read('/pulpit')).statusCode).toBe(401);
  });

  it('ends the sessions and the token of an account that is closed, and the sessions of one that has ended', async () => {
    const name = await made(['recorder']);
    const token = await served.get(Tokens).add({ name, roles: ['recorder'] }, ADMINISTRATOR);
    const [one, two] = [await visitor(name), await visitor(name)];
    await accounts.close(name, ADMINISTRATOR);
    for (const each of [one, two]) expect((await each.read('/pulpit')).statusCode).toBe(401);
    expect((await served.read('/v1/activities', { authorization: `Bearer ${token}` })).statusCode).toBe(401);
    const auditor = await visitor(await made(['auditor'], { endsOn: '2024-03-04' }));
    clock.set('2024-03-04T08:30:00.000Z');
    expect((await auditor.read('/pulpit')).statusCode).toBe(200);
    clock.set('2024-03-04T23:00:00.000Z');
    expect((await auditor.read('/pulpit')).statusCode).toBe(401);
  });

  it('changes a password for who knows it, and ends the other sessions', async () => {
    const name = await made(['recorder']);
    const [who, elsewhere] = [await visitor(name), await visitor(name)];
    const change = (current: string, password: string) => who.submit('/haslo', '/haslo', { current, password });
    expect((await change('nie to hasło wcale', 'nowe hasło na wiosnę')).statusCode).toBe(403);
    expect((await change(PASSWORD, 'Password2024!')).statusCode).toBe(422);
    expect((await change(PASSWORD, 'nowe hasło na wiosnę')).statusCode).toBe(303);
    expect((await who.read('/pulpit')).statusCode).toBe(200);
    expect((await elsewhere.read('/pulpit')).statusCode).toBe(401);
    expect((await new Visitor(served, '10.9.9.9').signIn(name, PASSWORD)).statusCode).toBe(401);
    expect((await new Visitor(served, '10.9.9.9').signIn(name, 'nowe hasło na wiosnę')).statusCode).toBe(303);
  });

  it('makes whoever guesses wait ever longer, and nobody else', async () => {
    const name = await made(['recorder']);
    const address = elsewhere();
    const guess = async (): Promise<[number, number]> => {
      const answer = await new Visitor(served, address).signIn(name, 'cztery kolory liscia');
      return [answer.statusCode, Number(answer.headers['retry-after'] ?? 0)];
    };
    const waits: number[] = [];
    for (let guesses = 0; waits.length < 5 && guesses < 100; guesses++) {
      const [status, wait] = await guess();
      if (status === 401) continue;
      expect(status).toBe(429);
      waits.push(wait);
      later(wait * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16]);
    await guess();
    // Not even with the right password, from there; from anywhere else at once, and others from there.
    const locked = await new Visitor(served, address).signIn(name, PASSWORD);
    expect([locked.statusCode, wordsIn(mainOf(locked.body))]).toEqual([429, expect.stringContaining('za dużo prób')]);
    expect((await new Visitor(served, elsewhere()).signIn(name, PASSWORD)).statusCode).toBe(303);
    expect((await new Visitor(served, address).signIn(await made(['recorder']), PASSWORD)).statusCode).toBe(303);
    later(64_000);
    expect((await new Visitor(served, address).signIn(name, PASSWORD)).statusCode).toBe(303);
    expect((await guess())[0]).toBe(401);
  });

  it('counts guesses that come at the same moment, and those for names that nobody has', async () => {
    const address = elsewhere();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => new Visitor(served, address).signIn('nikt-taki', 'cztery kolory liscia')),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
  });

  it('lets an address try sixty names at a time', async () => {
    const address = elsewhere();
    const statuses: number[] = [];
    for (let name = 0; name < 61; name++)
      statuses.push((await new Visitor(served, address).signIn(`nikt-${String(name)}`, 'x')).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 401), 429]);
  });

  it('limits how much one account writes, and tells when it may go on', async () => {
    const token = await served.get(Tokens).add({ name: 'automat', roles: ['recorder'] }, ADMINISTRATOR);
    const write = (authorization = `Bearer ${token}`) => served.write('/v1/contacts', {}, { authorization });
    for (let each = 0; each < 300; each++) expect((await write()).statusCode).toBe(422);
    const refused = await write();
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(problemIn(refused).type).toBe('urn:kronika:problem:too-many');
    expect((await served.read('/v1/activities', { authorization: `Bearer ${token}` })).statusCode).toBe(200);
    const other = await served.get(Tokens).add({ name: 'automat-2', roles: ['recorder'] }, ADMINISTRATOR);
    expect((await write(`Bearer ${other}`)).statusCode).toBe(422);
    later(1000);
    expect((await write()).statusCode).toBe(422);
  });

  it('lets the administrator make, change and close accounts on their pages', async () => {
    const who = await visitor(await made(['administrator']));
    const wrong = await who.submit('/konta', '/konta', { name: 'nowy.audytor', roles: 'auditor', do: 'record' });
    expect(wrong.statusCode).toBe(422);
    expect(wordsIn(mainOf(wrong.body))).toContain('Konto audytora musi mieć dzień, do którego jest ważne.');
    expect(wrong.body).toContain('value="nowy.audytor"');
    const roleless = await who.submit('/konta', '/konta', { name: 'nikt.taki', endsOn: '2024-12-31', do: 'record' });
    expect(roleless.body).toMatch(/<fieldset[^>]* aria-describedby="e-roles"/);
    expect(roleless.body).toContain('id="e-roles"');
    const form = {
      name: 'nowy.audytor',
      roles: ['auditor', 'recorder'],
      endsOn: '2024-12-31',
      department: 'RIO',
      do: 'record',
    };
    const done = await who.submit('/konta', '/konta', form);
    expect(done.statusCode).toBe(201);
    // What is shown once is in no browser's store.
    expect(done.headers['cache-control']).toBe('no-store');
    const link = /<code>https?:\/\/[^/]+(\/link\/[\w-]{43})<\/code>/.exec(done.body)?.[1] ?? '';
    expect((await who.submit('/konta', '/konta', form)).statusCode).toBe(409);
    const owner = new Visitor(served, elsewhere());
    expect((await owner.submit(link, link, { password: PASSWORD })).statusCode).toBe(303);
    expect(wordsIn((await owner.read('/pulpit')).body)).toContain('Przegląda: nowy.audytor.');
    expect((await owner.read('/konta')).statusCode).toBe(403);

    const path = '/konta/nowy.audytor';
    expect((await who.submit(path, `${path}/zmiana`, { roles: 'recorder', endsOn: '', do: 'record' })).statusCode).toBe(
      303,
    );
    expect(await accounts.list()).toContainEqual(
      expect.not.objectContaining({ name: 'nowy.audytor', endsOn: expect.anything() }),
    );
    const reset = await who.submit(path, `${path}/odnosnik`, {});
    expect(reset.body).toMatch(/\/link\/[\w-]{43}<\/code>/);
    expect((await owner.read('/pulpit')).statusCode).toBe(200);
    // Closing is for good: it has to be said twice.
    const unsaid = await who.submit(path, `${path}/zamkniecie`, {});
    expect([unsaid.statusCode, (await owner.read('/pulpit')).statusCode]).toEqual([422, 200]);
    expect(wordsIn(mainOf(unsaid.body))).toContain('Zaznacz, że konto ma być zamknięte.');
    expect(unsaid.body).toMatch(/<input type="checkbox" name="confirmed"[^>]* aria-describedby="e-confirmed"/);
    expect((await who.submit(path, `${path}/zamkniecie`, { confirmed: 'true' })).statusCode).toBe(303);
    expect((await owner.read('/pulpit')).statusCode).toBe(401);
    expect(wordsIn((await who.read('/konta')).body)).toContain('zamknięte');
    expect((await who.read('/konta/nikt')).statusCode).toBe(404);
  });

  it('keeps one administrator who can come in, whoever asks', async () => {
    const own = await Served.start({}, { clock, listen: false });
    const all = own.get(Accounts);
    const { secret } = (await all.firstLink()) ?? { secret: '' };
    await all.choose(secret, PASSWORD, 'a.pierwsza');
    const who = new Visitor(own, elsewhere());
    await who.signIn('a.pierwsza', PASSWORD);
    const path = '/konta/a.pierwsza';
    const tries = async (): Promise<(readonly [number, string])[]> => {
      const answers = [
        await who.submit(path, `${path}/zamkniecie`, { confirmed: 'true' }),
        await who.submit(path, `${path}/zmiana`, { do: 'record', roles: 'recorder' }),
        await who.submit(path, `${path}/zmiana`, { do: 'record', roles: 'administrator', endsOn: '2024-03-03' }),
      ];
      return answers.map(({ statusCode, body }) => [statusCode, wordsIn(mainOf(body))]);
    };
    // Another one who has no password yet, or only until yesterday, could not come in.
    const other = await all.add({ name: 'b.druga', roles: ['administrator'] }, ADMINISTRATOR);
    const told = expect.stringContaining('To ostatnie konto administratora');
    expect(await tries()).toEqual([
      [409, told],
      [422, told],
      [422, told],
    ]);
    expect((await all.list()).map(({ closedAt, roles }) => [closedAt, roles])).toEqual([
      [undefined, ['administrator']],
      [undefined, ['administrator']],
    ]);
    await expect(all.close('a.pierwsza', ADMINISTRATOR)).rejects.toThrow('last administrator');
    // It may end later, and say more.
    expect(
      (
        await who.submit(path, `${path}/zmiana`, {
          do: 'record',
          roles: ['administrator', 'manager'],
          endsOn: '2024-12-31',
        })
      ).statusCode,
    ).toBe(303);
    await all.choose(other.secret, PASSWORD, '');
    expect((await who.submit(path, `${path}/zamkniecie`, { confirmed: 'true' })).statusCode).toBe(303);
    await own.discard();
  });

  it('keeps one administrator of two who close each other at the same moment', async () => {
    const own = await Served.start({}, { clock, listen: false });
    const all = own.get(Accounts);
    const { secret } = (await all.firstLink()) ?? { secret: '' };
    await all.choose(secret, PASSWORD, 'a.pierwsza');
    const other = await all.add({ name: 'b.druga', roles: ['administrator'] }, ADMINISTRATOR);
    await all.choose(other.secret, PASSWORD, '');
    const tries = await Promise.allSettled([
      all.close('b.druga', { id: 'a.pierwsza', roles: ['administrator'] }),
      all.change('a.pierwsza', { roles: ['recorder'] }, { id: 'b.druga', roles: ['administrator'] }),
    ]);
    const left = (await all.list()).filter(
      ({ closedAt, roles }) => closedAt === undefined && roles.includes('administrator'),
    );
    await own.discard();
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(left).toHaveLength(1);
  });

  it('goes on in the language that it was asked in', async () => {
    const name = await made(['administrator']);
    const who = new Visitor(served, elsewhere());
    const places = [
      await who.send('/logowanie?lang=en', { name, password: PASSWORD }),
      await who.submit(`/konta/${name}?lang=en`, `/konta/${name}/zmiana?lang=en`, {
        do: 'record',
        roles: 'administrator',
      }),
      await who.submit('/haslo?lang=en', '/haslo?lang=en', { current: PASSWORD, password: `${PASSWORD}, nowe` }),
      await who.submit('/pulpit?lang=en', '/wylogowanie?lang=en', {}),
    ];
    expect(places.map(({ headers }) => headers.location)).toEqual([
      '/pulpit?lang=en',
      `/konta/${name}?lang=en`,
      '/pulpit?lang=en',
      '/logowanie?lang=en',
    ]);
    const { secret } = await accounts.newLink(name, ADMINISTRATOR);
    const chosen = await who.submit(`/link/${secret}?lang=en`, `/link/${secret}?lang=en`, { password: PASSWORD });
    expect(chosen.headers.location).toBe('/pulpit?lang=en');
    expect(
      (await new Visitor(served, elsewhere()).send('/logowanie?lang=en', { name, password: PASSWORD, next: '/gminy' }))
        .headers.location,
    ).toBe('/gminy');
  });

  it('sends its pages with a policy that lets no script be written into them, and names no other place', async () => {
    const who = await visitor(await made(['administrator']));
    for (const url of ['/logowanie', '/haslo', '/konta']) {
      const { headers, body } = await who.read(url);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['cache-control']).toContain('private');
      expect(body).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style=/);
    }
  });

  it('keeps no password and no secret, and writes none into the log', async () => {
    const who = await visitor(await made(['recorder']));
    const secret = who.cookie.replace('kronika=', '');
    const link = await accounts.newLink(await made(['recorder']), ADMINISTRATOR);
    await who.read(`/link/${link.secret}`);
    const kept = JSON.stringify(await served.get(AccountStore).all());
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const each of [PASSWORD, secret, link.secret]) {
      expect(kept).not.toContain(each);
      expect(lines.join('')).not.toContain(each);
    }
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.join('')).not.toContain(proofIn((await who.read('/pulpit')).body));
    expect(lines.join('')).not.toMatch(/konto-\d/);
  });
});

describe('behind a proxy with TLS', () => {
  it('gives a cookie that goes over TLS to this host alone, and believes only the proxy that is named', async () => {
    const settings = { KRONIKA_PUBLIC_URL: 'https://kronika.powiat.example', KRONIKA_TRUST_PROXY: '10.0.0.1' };
    const served = await Served.start(settings, { listen: false });
    const { secret } = await served.get(Accounts).add({ name: 'j.nowak', roles: ['recorder'] }, ADMINISTRATOR);
    await served.get(Accounts).choose(secret, PASSWORD, '');
    const answer = await new Visitor(served).signIn('j.nowak', PASSWORD);
    expect(answer.headers['set-cookie']).toMatch(/^__Host-kronika=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const tries = async (proxy: string, client: string): Promise<number> => {
      const form = { name: 'nikt', password: 'x' };
      return (await new Visitor(served, proxy).send('/logowanie', form, { 'x-forwarded-for': client })).statusCode;
    };
    // Whoever comes by himself says in vain that he is another each time.
    const alone: number[] = [];
    for (let each = 0; each < 8; each++) alone.push(await tries('10.0.0.2', `10.2.0.${String(each)}`));
    expect(alone).toContain(429);
    const behind: number[] = [];
    for (let each = 0; each < 8; each++) behind.push(await tries('10.0.0.1', `10.2.0.${String(each)}`));
    expect(behind).not.toContain(429);
    await served.discard();
  });
});
