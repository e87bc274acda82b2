import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Allowance } from '../../../src/application/access/limits.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { AccountStore } from '../../../src/application/ports/account-store.js';
import { EventStore } from '../../../src/application/ports/event-store.js';
import { PersonKeyStore } from '../../../src/application/ports/person-key-store.js';
import { ViewStore } from '../../../src/application/ports/view-store.js';
import { Receipts } from '../../../src/application/receipts.js';
import { recordingPath } from '../../../src/delivery/web/forms/addresses.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import type { Role } from '../../../src/domain/kernel/event.js';
import type { JsonObject } from '../../../src/domain/kernel/json.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { type Answer, Served } from '../../support/served.js';
import { stepIn, TYPED_CONTACT, typedOf } from '../../support/typed-forms.js';
import { type Form, Visitor } from '../../support/visitor.js';
import { fieldsIn, mainOf, wordsIn } from '../../support/web.js';

const LOADING = 60_000;
const PASSWORD = 'cztery kolory liści';
const FULL = 'The ledger is not available: there is no room left on the disk of the ledger (SQLITE_FULL).';
const gone = (detail = 'The view store is closed.'): Rejection => new Rejection('unavailable', detail);

const ANNA = {
  '/organisation/name': 'Gmina Łubianka',
  '/function': 'sekretarz gminy',
  '/name': 'Anna Wymyślona',
  '/phone': '56 662 87 00',
} satisfies Form;

const PEOPLE = [
  ['ewa', 'recorder'],
  ['maria', 'manager'],
  ['olga', 'administrator'],
] as const satisfies readonly (readonly [string, Role])[];
type Name = (typeof PEOPLE)[number][0];

/** A form that somebody is about to send: where it stands, and what they typed into it. */
interface Case {
  readonly who: Name;
  readonly at: string;
  readonly typed: Form;
}

describe('a form that cannot be recorded just now', () => {
  let served: Served;
  const people = new Map<string, Visitor>();
  const broken: { readonly mockRestore: () => void }[] = [];

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_MASTER_KEY: '5f'.repeat(32) });
    for (const [name, role] of PEOPLE) {
      await served.get(Accounts).add({ name, roles: [role] }, ADMINISTRATOR);
      people.set(name, await signedIn(name));
    }
    // What the forms of persons name is in the register by now.
    await recorded(TYPED_CONTACT);
  }, LOADING);
  afterEach(mend);
  afterAll(() => served.discard());

  async function signedIn(name: string): Promise<Visitor> {
    const visitor = new Visitor(served);
    visitor.cookie = `kronika=${await served.get(Sessions).open(name)}`;
    return visitor;
  }

  function of(name: string): Visitor {
    const visitor = people.get(name);
    if (visitor === undefined) throw new Error(name);
    return visitor;
  }

  function mend(): void {
    for (const each of broken.splice(0)) each.mockRestore();
  }

  const ledgerDown = (fault: Error = gone(FULL)): void =>
    void broken.push(jest.spyOn(served.get(EventStore), 'append').mockRejectedValue(fault));
  const viewsDown = (): void =>
    void broken.push(jest.spyOn(served.get(ViewStore), 'generations').mockRejectedValue(gone()));

  const idIn = ({ headers }: Answer): string => /[0-9a-f-]{36}/.exec(headers.location ?? '')?.[0] ?? '';
  const pathOf = (address: string): string => address.replace(/\?.*/, '');

  let titles = 0;
  /** A title that no other entry has: two alike of a day are asked about. */
  const titled = (title: string): Form => ({ '/title': `${title} ${String(++titles)}` });

  /** Reads the form of a page and sends it, filled in. */
  async function send({ who, at, typed }: Case): Promise<Answer> {
    const { body } = await of(who).read(at);
    return of(who).send(pathOf(at), { ...fieldsIn(body), ...typed, do: 'record' });
  }

  async function recorded(typed: Form, at = '/wpis/kontakt'): Promise<string> {
    const answer = await send({ who: 'ewa', at, typed });
    expect([answer.statusCode, answer.statusCode === 303 ? '' : wordsIn(mainOf(answer.body))]).toEqual([303, '']);
    return idIn(answer);
  }

  /** A filled form of each sort. */
  const CASES: Readonly<Record<string, () => Promise<Case>>> = {
    ...Object.fromEntries(
      KINDS.map((kind) => [
        `a new ${kind.name}`,
        () => {
          const example = kind.example as JsonObject;
          const at = `${recordingPath(kind)}?step=${stepIn(kind, example)}`;
          return Promise.resolve<Case>({ who: 'ewa', at, typed: { ...typedOf(kind, example), ...titled(kind.name) } });
        },
      ]),
    ),
    'a step': async () => ({
      who: 'ewa',
      at: `/rejestr/${await recorded({ ...TYPED_CONTACT, ...titled('Krok'), '/followUpDue': '2025-07-01' })}/krok/close-follow-up`,
      typed: { '/outcome': 'Uzgodniono termin i miejsce.' },
    }),
    'a correction': async () => ({
      who: 'ewa',
      at: `/rejestr/${await recorded({ ...TYPED_CONTACT, ...titled('Poprawka') })}/poprawka`,
      typed: { '/changes/place': 'urząd gminy', '/reason': 'Brakowało miejsca.' },
    }),
    'an undoing': async () => {
      const id = await recorded({ ...TYPED_CONTACT, ...titled('Cofnięcie'), '/followUpDue': '2025-07-01' });
      await recorded({ '/outcome': 'Uzgodniono.' }, `/rejestr/${id}/krok/close-follow-up`);
      return { who: 'ewa', at: `/rejestr/${id}/cofniecie`, typed: { '/reason': 'Za wcześnie.' } };
    },
    'an annulment': async () => ({
      who: 'ewa',
      at: `/rejestr/${await recorded({ ...TYPED_CONTACT, ...titled('Unieważnienie') })}/uniewaznienie`,
      typed: { '/reason': 'To była próba.' },
    }),
    'a restoration': async () => {
      const id = await recorded({ ...TYPED_CONTACT, ...titled('Przywrócenie') });
      await recorded({ '/reason': 'To była próba.' }, `/rejestr/${id}/uniewaznienie`);
      return { who: 'maria', at: `/rejestr/${id}/przywrocenie`, typed: { '/reason': 'Jednak nie próba.' } };
    },
    'a new person': () => Promise.resolve({ who: 'ewa', at: '/osoby/nowa', typed: ANNA }),
    'a correction of a person': async () => ({
      who: 'ewa',
      at: `/osoby/${await recorded(ANNA, '/osoby/nowa')}/poprawka`,
      typed: { '/changes/phone': '56 662 87 99', '/reason': 'Nowy numer.' },
    }),
    'an erasure': async () => ({
      who: 'olga',
      at: `/osoby/${await recorded(ANNA, '/osoby/nowa')}/usuniecie`,
      typed: { '/reason': 'Wniosek osoby.', '/confirmed': 'true' },
    }),
  };

  const said = (typed: Form): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(typed).map(([name, value]) => [name, typeof value === 'string' ? [value] : [...value]]),
    );
  const count = async (): Promise<number> => (await served.events()).length;

  /** Sends what a page holds, twice: it is recorded once. */
  async function recordsOnce(who: Name, at: string, form: Form): Promise<void> {
    const before = await count();
    const first = await of(who).send(pathOf(at), { ...form, do: 'record' });
    expect([first.statusCode, first.statusCode === 303 ? '' : wordsIn(mainOf(first.body))]).toEqual([303, '']);
    const since = (await served.events()).slice(before);
    // On the way an organisation may be registered, and Kronika itself announces the key that signs a certificate.
    const theirs = since.filter(({ type, metadata }) => metadata.actor.id === who && type !== 'OrganisationRegistered');
    expect(theirs).toHaveLength(1);
    const after = before + since.length;
    const second = await of(who).send(pathOf(at), { ...form, do: 'record' });
    expect([second.statusCode, second.headers.location]).toEqual([303, first.headers.location]);
    expect(await count()).toBe(after);
  }

  it.each(Object.keys(CASES))('comes back filled in where the ledger takes nothing: %s', async (name) => {
    const form = await CASES[name]?.();
    if (form === undefined) throw new Error(name);
    const { who, at, typed } = form;
    const drawn = fieldsIn((await of(who).read(at)).body);
    const before = await count();
    ledgerDown();
    const refused = await of(who).send(pathOf(at), { ...drawn, ...typed, do: 'record' });
    expect([refused.statusCode, refused.headers['retry-after'], await count()]).toEqual([503, '5', before]);
    const words = wordsIn(mainOf(refused.body));
    expect(words).toContain('Nie zapisano');
    expect(words).toContain('Na dysku Kroniki nie ma już miejsca. Powiadom administratora');
    expect(words).toContain('To, co wpisano, jest zachowane: spróbuj ponownie za chwilę.');
    const shown = fieldsIn(refused.body);
    expect(shown).toMatchObject({ ...said(typed), key: drawn['key'] });
    mend();
    await recordsOnce(who, at, shown);
  });

  it.each(Object.keys(CASES))('is held by a page that reads nothing where the views are gone: %s', async (name) => {
    const form = await CASES[name]?.();
    if (form === undefined) throw new Error(name);
    const { who, at, typed } = form;
    const drawn = fieldsIn((await of(who).read(at)).body);
    viewsDown();
    const refused = await of(who).send(pathOf(at), { ...drawn, ...typed, do: 'record' });
    expect([refused.statusCode, refused.headers['retry-after'], refused.headers['cache-control']]).toEqual([
      503,
      '5',
      'no-store',
    ]);
    expect(wordsIn(mainOf(refused.body))).toMatch(
      /Nie zapisano Kronika nie ma teraz dostępu do swoich danych. To, co wpisano, jest zachowane.*Wyślij ponownie Wróć do formularza/,
    );
    const held = fieldsIn(refused.body, 'unsent');
    // Its proof is masked anew, and is tried below.
    expect(held).toMatchObject({ ...said(typed), key: drawn['key'], proof: expect.anything() });
    expect(refused.body).toContain(`<form method="post" action="${pathOf(at)}" class="unsent">`);
    expect(refused.body).toContain('<button class="button" name="do" value="record">');
    // However often that is tried.
    const again = await of(who).send(pathOf(at), { ...held, do: 'record' });
    expect([again.statusCode, { ...fieldsIn(again.body, 'unsent'), proof: held['proof'] }]).toEqual([503, held]);
    // Its other button leads back to the form, as soon as that can be drawn.
    const undrawn = wordsIn(mainOf((await of(who).send(pathOf(at), held)).body));
    expect([undrawn.includes('Wróć do formularza'), undrawn.includes('Wyślij ponownie')]).toEqual([true, false]);
    mend();
    const before = await count();
    const back = await of(who).send(pathOf(at), held);
    expect([back.statusCode, await count()]).toEqual([200, before]);
    expect(fieldsIn(back.body)).toMatchObject(said(typed));
    await recordsOnce(who, at, held);
  });

  it('has its reason told in Polish also where persons cannot be opened', async () => {
    const id = await recorded(ANNA, '/osoby/nowa');
    broken.push(
      jest.spyOn(served.get(PersonKeyStore), 'find').mockRejectedValue(gone('The keys of persons are closed.')),
    );
    for (const at of ['/osoby', `/osoby/${id}`, `/osoby/${id}/poprawka`]) {
      const { statusCode, body } = await of('ewa').read(at);
      expect([at, statusCode, wordsIn(mainOf(body))]).toEqual([
        at,
        503,
        expect.stringMatching(/nie można teraz odczytać Kronika nie ma teraz dostępu do swoich danych\./),
      ]);
    }
  });

  it('is recorded once where only the answer was lost', async () => {
    const typed = { ...TYPED_CONTACT, '/title': 'Bez odpowiedzi' };
    broken.push(jest.spyOn(served.get(Receipts), 'of').mockRejectedValue(gone()));
    const before = await count();
    const refused = await send({ who: 'ewa', at: '/wpis/kontakt', typed });
    expect([refused.statusCode, await count()]).toEqual([503, before + 1]);
    expect(wordsIn(refused.body)).toContain('Ten sam formularz wysłany drugi raz zapisze się tylko raz.');
    mend();
    const again = await of('ewa').send('/wpis/kontakt', { ...fieldsIn(refused.body), do: 'record' });
    expect([again.statusCode, await count()]).toEqual([303, before + 1]);
  });

  it('tells a fault of ours by its trace alone, and what is too long by what to shorten', async () => {
    const typed = { ...TYPED_CONTACT, '/title': 'Usterka' };
    ledgerDown(new TypeError('undefined is not a function'));
    const failed = await send({ who: 'ewa', at: '/wpis/kontakt', typed });
    expect([failed.statusCode, failed.headers['retry-after']]).toEqual([500, undefined]);
    expect(wordsIn(mainOf(failed.body))).toMatch(
      /podaj osobie, która prowadzi Kronikę w urzędzie, identyfikator błędu: [\da-f]{32} /,
    );
    expect(failed.body).not.toContain('undefined');
    expect(fieldsIn(failed.body)).toMatchObject(said(typed));
    mend();
    ledgerDown(new Rejection('too-large', 'An event is larger than the ledger takes.'));
    const long = await of('ewa').send('/wpis/kontakt', { ...fieldsIn(failed.body), do: 'record' });
    expect([long.statusCode, wordsIn(mainOf(long.body))]).toEqual([
      413,
      expect.stringContaining('skróć najdłuższe pola'),
    ]);
    expect(wordsIn(long.body)).not.toContain('spróbuj ponownie za chwilę');
    mend();
    await recordsOnce('ewa', '/wpis/kontakt', fieldsIn(long.body));
  });

  it('waits as long as its sender has to, and speaks English', async () => {
    const typed = { ...TYPED_CONTACT, '/title': 'Za często', '/description': 'Pierwszy wiersz\r\n<b>drugi</b> wiersz' };
    broken.push(jest.spyOn(Allowance.prototype, 'take').mockReturnValue(7));
    const refused = await send({ who: 'ewa', at: '/wpis/kontakt', typed });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '7']);
    expect(wordsIn(refused.body)).toMatch(/Następna będzie możliwa za 7 s\. To, co wpisano, jest zachowane/);
    // What takes effort to type again can be read, and copied.
    expect(wordsIn(refused.body)).toContain('Pokaż, co wpisano Za często Gmina Łubianka');
    expect(wordsIn(refused.body)).toContain('Pierwszy wiersz <b>drugi</b> wiersz');
    const drawn = fieldsIn((await of('ewa').read('/wpis/kontakt?lang=en')).body);
    const english = await of('ewa').send('/wpis/kontakt?lang=en', { ...drawn, ...typed, do: 'next' });
    expect(wordsIn(english.body)).toMatch(/Not saved .*What was typed is kept: try again in a moment.*Send again/);
    expect(english.body).toContain('action="/wpis/kontakt?lang=en"');
    expect(english.body).toContain('name="do" value="next"');
    mend();
    await recordsOnce('ewa', '/wpis/kontakt', fieldsIn(refused.body, 'unsent'));
  });

  it('shows where it comes from also where nobody’s session can be read', async () => {
    const at = '/wpis/kontakt';
    const drawn = fieldsIn((await of('ewa').read(at)).body);
    const sent = { ...drawn, ...TYPED_CONTACT, '/title': 'Bez sesji', do: 'record' };
    broken.push(jest.spyOn(served.get(AccountStore), 'session').mockRejectedValue(gone()));
    const refused = await of('ewa').send(at, sent);
    const held = fieldsIn(refused.body, 'unsent');
    expect([refused.statusCode, held['proof']]).toEqual([503, [expect.stringMatching(/^[\w-]{86}$/)]]);
    // Another site learns nothing by making the browser send something here.
    const strange = await of('ewa').send(at, sent, { 'sec-fetch-site': 'cross-site' });
    expect([strange.statusCode, fieldsIn(strange.body, 'unsent')]).toEqual([503, {}]);
    expect(strange.body).not.toContain('name="proof"');
    mend();
    await recordsOnce('ewa', at, held);
  });

  it('keeps nobody signed in, nor speaks to them as to an engineer', async () => {
    const ewa = await signedIn('ewa');
    const proofIn = ({ body }: Answer): string => /name="proof" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const own = proofIn(await ewa.read('/pulpit'));
    viewsDown();
    const out = await ewa.send('/wylogowanie?lang=en', { proof: own });
    expect([out.statusCode, out.headers.location]).toEqual([303, '/logowanie?lang=en']);
    mend();
    expect((await ewa.read('/pulpit')).statusCode).toBe(401);
    const at = '/konta/ewa';
    const proof = proofIn(await of('olga').read(at));
    broken.push(jest.spyOn(served.get(AccountStore), 'closeAccount').mockRejectedValue(gone('/srv/x: SQLITE_IOERR')));
    const refused = await of('olga').send(`${at}/zamkniecie`, { proof, confirmed: 'true' });
    expect([refused.statusCode, wordsIn(mainOf(refused.body))]).toEqual([
      503,
      expect.stringContaining('Kronika nie ma teraz dostępu do swoich danych.'),
    ]);
    expect(refused.body).not.toMatch(/SQLITE|e-confirmed/);
  });

  it('may be of an account: what was typed of it is kept', async () => {
    const form = {
      name: 'j.nowak',
      roles: ['recorder', 'manager'],
      department: 'Promocja i rozwój',
      endsOn: '2099-12-31',
    };
    const { body } = await of('olga').read('/konta');
    const sent = { ...fieldsIn(body, 'narrow'), ...form, do: 'record' };
    broken.push(jest.spyOn(served.get(AccountStore), 'add').mockRejectedValue(gone()));
    const refused = await of('olga').send('/konta', sent);
    expect([refused.statusCode, wordsIn(mainOf(refused.body))]).toEqual([
      503,
      expect.stringContaining('Kronika nie ma teraz dostępu do swoich danych. Spróbuj ponownie za chwilę.'),
    ]);
    expect(fieldsIn(refused.body, 'narrow')).toMatchObject(said(form));
    // Nor is it lost where the list of accounts cannot be read.
    broken.push(jest.spyOn(served.get(AccountStore), 'all').mockRejectedValue(gone()));
    const held = fieldsIn((await of('olga').send('/konta', sent)).body, 'unsent');
    expect(held).toMatchObject(said(form));
    mend();
    viewsDown();
    const still = fieldsIn((await of('olga').send('/konta', sent)).body, 'unsent');
    expect({ ...still, proof: held['proof'] }).toEqual(held);
    mend();
    const accounts = async (): Promise<number> => (await served.get(Accounts).list()).length;
    const before = await accounts();
    expect((await of('olga').send('/konta', { ...held, name: 'a.nowak', do: 'record' })).statusCode).toBe(201);
    expect(await accounts()).toBe(before + 1);
    const change = fieldsIn((await of('olga').read('/konta/a.nowak')).body, 'narrow');
    broken.push(jest.spyOn(served.get(AccountStore), 'change').mockRejectedValue(gone()));
    const changed = { ...change, department: 'Kultura i sport', do: 'record' };
    const kept = fieldsIn((await of('olga').send('/konta/a.nowak/zmiana', changed)).body, 'narrow');
    expect(kept).toMatchObject({ department: ['Kultura i sport'], roles: form.roles });
    mend();
    expect((await of('olga').send('/konta/a.nowak/zmiana', { ...kept, do: 'record' })).statusCode).toBe(303);
  });

  it('outlives a session also where it is of an account, and is drawn before it is recorded', async () => {
    const accounts = served.get(Accounts);
    const { secret } = await accounts.newLink('olga', ADMINISTRATOR);
    await accounts.choose(secret, PASSWORD, '');
    await accounts.add({ name: 'o.lis', roles: ['recorder'] }, ADMINISTRATOR);
    for (const [at, form] of [
      ['/konta', { name: 'n.nowak', roles: ['auditor'], department: 'Audyt wewnętrzny', endsOn: '2099-12-31' }],
      ['/konta/o.lis/zmiana', { roles: ['manager'], department: 'Kultura i sport', endsOn: '' }],
    ] as const) {
      const olga = new Visitor(served, '10.0.0.8');
      const ended = await olga.send(at, { ...form, do: 'record' });
      expect([ended.statusCode, wordsIn(ended.body)]).toEqual([401, expect.stringContaining('nie przepadło')]);
      const before = await accounts.list();
      const back = await olga.send('/logowanie', {
        ...fieldsIn(ended.body, 'narrow'),
        name: 'olga',
        password: PASSWORD,
      });
      const drawn = await olga.send(at, fieldsIn(back.body, 'resume'));
      expect([drawn.statusCode, wordsIn(drawn.body)]).toEqual([200, expect.stringContaining('sprawdź go i zapisz')]);
      expect(await accounts.list()).toEqual(before);
      const shown = fieldsIn(drawn.body, 'narrow');
      expect(shown).toMatchObject(said(form));
      expect((await olga.send(at, { ...shown, do: 'record' })).statusCode).toBeLessThan(400);
      expect(await accounts.list()).not.toEqual(before);
    }
  });

  it('freezes a report once', async () => {
    const at = '/raporty/roczny?year=2025';
    const { body } = await of('maria').read(at);
    const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(body)?.[1] ?? '';
    const sent = { proof: hidden('proof'), key: hidden('key') };
    expect(sent.key).not.toBe('');
    ledgerDown();
    const refused = await of('maria').send(at, sent);
    expect([refused.statusCode, wordsIn(mainOf(refused.body))]).toEqual([
      503,
      expect.stringContaining('Wyślij ponownie'),
    ]);
    expect(refused.body).toContain(`action="${at}" class="unsent"`);
    const held = fieldsIn(refused.body, 'unsent');
    mend();
    const before = await count();
    for (const answer of [await of('maria').send(at, held), await of('maria').send(at, held)])
      expect(answer.statusCode).toBe(303);
    expect(await count()).toBe(before + 1);
  });

  it('that waits for its sender to sign in goes on waiting, and no password is ever shown', async () => {
    const accounts = served.get(Accounts);
    const { secret } = await accounts.newLink('ewa', ADMINISTRATOR);
    await accounts.choose(secret, PASSWORD, '');
    const drawn = fieldsIn((await of('ewa').read('/wpis/kontakt')).body);
    const ewa = new Visitor(served, '10.0.0.7');
    const ended = await ewa.send('/wpis/kontakt', { ...drawn, ...TYPED_CONTACT, '/title': 'Czeka', do: 'record' });
    const asked = { ...fieldsIn(ended.body, 'narrow'), name: 'ewa', password: PASSWORD };
    const hers = fieldsIn((await of('maria').read('/haslo')).body, 'narrow');
    viewsDown();
    const refused = await ewa.send('/logowanie', asked);
    expect([refused.statusCode, wordsIn(mainOf(refused.body))]).toEqual([
      503,
      expect.stringContaining('Kronika nie ma teraz dostępu do swoich danych. Spróbuj ponownie za chwilę.'),
    ]);
    expect(refused.body).not.toContain(PASSWORD);
    const own = await of('maria').send('/haslo', {
      ...hers,
      current: PASSWORD,
      password: 'nowe tajne hasło',
    });
    expect([own.statusCode, own.body.includes('tajne')]).toEqual([503, false]);
    mend();
    const back = await ewa.send('/logowanie', { ...fieldsIn(refused.body, 'narrow'), password: PASSWORD });
    const resumed = await ewa.send('/wpis/kontakt', fieldsIn(back.body, 'resume'));
    expect(fieldsIn(resumed.body)).toMatchObject({ '/title': ['Czeka'], '/channel': ['phone'] });
  });
});
