import { expect, jest } from '@jest/globals';
import { Accounts } from '../../src/application/access/accounts.js';
import { Allowance } from '../../src/application/access/limits.js';
import { Sessions } from '../../src/application/access/sessions.js';
import { AccountStore } from '../../src/application/ports/account-store.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { MasterKey } from '../../src/application/ports/master-key.js';
import { ViewStore } from '../../src/application/ports/view-store.js';
import { Receipts } from '../../src/application/receipts.js';
import { recordingPath } from '../../src/delivery/web/forms/addresses.js';
import { KINDS, kindNamed } from '../../src/domain/catalogue.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { ADMINISTRATOR } from './actors.js';
import type { Answer, Served } from './served.js';
import { TYPED_CONTACT, typedOf } from './typed-forms.js';
import { type Form, Visitor } from './visitor.js';
import { fieldsIn } from './web.js';

/** What a page shows, and the page. */
export type State = readonly [shows: string, html: string];

const PASSWORD = 'cztery kolory liści';
const CONTACT = '/wpis/kontakt';
const NEW_PERSON = '/osoby/nowa';
const ANNA = {
  '/organisation/name': 'Gmina Łubianka',
  '/function': 'sekretarz gminy',
  '/name': 'Anna Wymyślona',
  '/phone': '56 662 87 00',
} satisfies Form;

/** Holds an answer against the status that makes it what it is said to be. */
function state(shows: string, status: number, { statusCode, body }: Answer): State {
  expect([shows, statusCode]).toEqual([shows, status]);
  return [shows, body];
}

/** An office that has just begun: what its people see of accounts, of entries, of persons, and of what fails. */
export class Office {
  private readonly broken: { readonly mockRestore: () => void }[] = [];
  private readonly people = new Map<string, Visitor>();

  /** @param served an empty ledger, with a master key and with authentication */
  constructor(private readonly served: Served) {}

  /** Each state is there while it is looked at, and may lead to the next. */
  async *states(): AsyncGenerator<State> {
    try {
      yield* this.ofSigningIn();
      yield* this.ofNothingYet();
      yield* this.ofAccounts();
      yield* this.ofForms();
      yield* this.ofChanges();
      yield* this.ofPersons();
      yield* this.ofOutages();
    } finally {
      this.mend();
    }
  }

  private async *ofSigningIn(): AsyncGenerator<State> {
    const stranger = new Visitor(this.served);
    const link = `/link/${(await this.served.get(Accounts).firstLink())?.secret ?? ''}`;
    yield state('the first link', 200, await stranger.read(link));
    yield state('mistakes at the first link', 422, await stranger.send(link, { name: 'ó ó', password: 'krótkie' }));
    const olga = new Visitor(this.served);
    expect((await olga.send(link, { name: 'olga', password: PASSWORD })).statusCode).toBe(303);
    this.people.set('olga', olga);
    yield state('a link that was used', 404, await stranger.read(link));
    yield state('a page for who has signed in', 401, await stranger.read('/pulpit'));
    yield state('signing in', 200, await stranger.read('/logowanie'));
    yield state('a wrong password', 401, await stranger.signIn('olga', 'nie to hasło'));
    for (let tries = 0; tries < 5; tries++) await stranger.signIn('olga', 'nie to hasło');
    yield state('too many wrong passwords', 429, await stranger.signIn('olga', 'nie to hasło'));
    this.broken.push(jest.spyOn(this.served.get(AccountStore), 'named').mockRejectedValue(new Error('a fault')));
    const elsewhere = new Visitor(this.served, '10.0.0.2');
    yield state('signing in while it fails', 500, await elsewhere.signIn('ewa', PASSWORD));
    this.mend();
    for (const [name, role] of [
      ['ewa', 'recorder'],
      ['jan', 'recorder'],
      ['maria', 'manager'],
      ['adam', 'auditor'],
    ] as const) {
      const ends = role === 'auditor' ? { endsOn: '2099-12-31' } : {};
      const { secret } = await this.served.get(Accounts).add({ name, roles: [role], ...ends }, ADMINISTRATOR);
      if (name === 'ewa') {
        yield state('a link to a password', 200, await stranger.read(`/link/${secret}`));
        yield state('too short a password', 422, await stranger.send(`/link/${secret}`, { password: 'krótkie' }));
        await this.served.get(Accounts).choose(secret, PASSWORD, '');
      }
      const visitor = new Visitor(this.served);
      visitor.cookie = `kronika=${await this.served.get(Sessions).open(name)}`;
      this.people.set(name, visitor);
    }
  }

  private async *ofNothingYet(): AsyncGenerator<State> {
    for (const address of [
      '/pulpit',
      '/rejestr',
      '/gminy',
      '/gminy/0415052',
      '/cele',
      '/cele/T1',
      '/organizacje',
      '/osoby',
      '/kalendarz',
      '/raporty',
      '/audyt',
      '/audyt/odtwarzacz',
      '/audyt/spojnosc',
      '/audyt/punkty',
      '/audyt/pakiety',
      '/audyt/dostepy',
    ])
      yield state(`${address} of an office that has recorded nothing`, 200, await this.of('adam').read(address));
  }

  private async *ofAccounts(): AsyncGenerator<State> {
    const olga = this.of('olga');
    const add = (form: Form): Promise<Answer> => olga.submit('/konta', '/konta', { ...form, do: 'record' });
    yield state('an account of which nothing was typed', 422, await add({ name: '' }));
    yield state('an auditor without an end', 422, await add({ name: 'a.nowak', roles: 'auditor' }));
    yield state('a name that is taken', 409, await add({ name: 'ewa', roles: 'recorder' }));
    yield state('a link that is shown once', 201, await add({ name: 'a.nowak', roles: 'recorder' }));
    yield state('accounts', 200, await olga.read('/konta'));
    const at = '/konta/a.nowak';
    yield state('an account', 200, await olga.read(at));
    const change = { roles: [], do: 'record' };
    yield state('a change with mistakes', 422, await olga.submit(at, `${at}/zmiana`, change));
    const close = `${at}/zamkniecie`;
    yield state('a closing that is not confirmed', 422, await olga.submit(at, close, {}));
    const last = '/konta/olga';
    const closeLast = olga.submit(last, `${last}/zamkniecie`, { confirmed: 'true' });
    yield state('a closing of the last administrator', 409, await closeLast);
    expect((await olga.submit(at, close, { confirmed: 'true' })).statusCode).toBe(303);
    yield state('an account that is closed', 200, await olga.read(at));
    const ewa = this.of('ewa');
    yield state('a page for somebody else', 403, await ewa.read('/konta'));
    yield state('a new password', 200, await ewa.read('/haslo'));
    const choose = (current: string, password: string): Promise<Answer> =>
      ewa.submit('/haslo', '/haslo', { current, password });
    yield state('a wrong password of now', 403, await choose('nie to', `${PASSWORD}, nowe`));
    yield state('too short a new password', 422, await choose(PASSWORD, 'krótkie'));
  }

  private async *ofForms(): AsyncGenerator<State> {
    const ewa = this.of('ewa');
    for (const address of ['/wpis', ...KINDS.map(recordingPath), '/wpis/dzialanie-wspierajace?step=grant'])
      yield state(address, 200, await ewa.read(address));
    for (const at of ['/wpis/udzial-w-wydarzeniu', '/wpis/wspolna-inwestycja'])
      yield state(`${at} with nothing typed`, 422, await this.save('ewa', at, { '/occurredOn': '', '/on': '' }));
    const english = `${CONTACT}?lang=en`;
    yield state('mistakes in English', 422, await ewa.submit(english, english, { '/title': '', do: 'record' }));
    const unknown = { '/counterparts/0/organisation/name': 'Nikt taki', '/counterparts/0/organisation/kind': '' };
    const nobody = await this.save('ewa', CONTACT, { ...TYPED_CONTACT, ...unknown });
    yield state('an organisation that nobody knows', 422, nobody);
    const id = await this.recorded({ '/title': 'Bliźniak' });
    yield state('an entry that was just saved', 200, await ewa.read(`/rejestr/${id}?saved=0`));
    yield state('another step', 200, await ewa.read(`/rejestr/${id}/krok/plan-follow-up`));
    yield state('a copy', 200, await ewa.read(`${CONTACT}?copy=${id}`));
    yield state('the next entry', 200, await ewa.read(`${CONTACT}?after=${id}`));
    const twin = await this.save('ewa', CONTACT, { ...TYPED_CONTACT, '/title': 'Bliźniak' });
    yield state('a twin', 409, twin);
    const telling = { '/title': 'Dane', '/description': 'ktos@poczta.example' };
    yield state('contact data', 422, await this.save('ewa', CONTACT, { ...TYPED_CONTACT, ...telling }));
    const once = { ...(await this.form('ewa', CONTACT)), ...TYPED_CONTACT, '/title': 'Raz', do: 'record' };
    expect((await ewa.send(CONTACT, once)).statusCode).toBe(303);
    yield state('a form that was used', 422, await ewa.send(CONTACT, { ...once, '/title': 'Drugi raz' }));
    const away = new Visitor(this.served, '10.0.0.3');
    const ended = await away.send(CONTACT, { ...once, '/title': 'Po sesji' });
    yield state('a session that ended', 401, ended);
    const again = { ...fieldsIn(ended.body, 'narrow'), name: 'ewa', password: PASSWORD };
    const back = await away.send('/logowanie', again);
    yield state('the way back to the form', 200, back);
    yield state('the form again', 200, await away.send(CONTACT, fieldsIn(back.body, 'resume')));
    this.broken.push(jest.spyOn(this.served.get(Receipts), 'of').mockResolvedValue({ number: null, position: null }));
    const late = await this.save('ewa', CONTACT, { ...TYPED_CONTACT, '/title': 'Bez numeru' });
    yield state('an entry that has no number yet', 202, late);
    this.mend();
    const past = `asOf=${String((await this.served.events()).length)}`;
    for (const address of ['/wpis', CONTACT, `/rejestr/${id}`, '/haslo'])
      yield state(`${address} of the past`, 200, await ewa.read(`${address}?${past}`));
    yield state('accounts of the past', 200, await this.of('olga').read(`/konta?${past}`));
  }

  private async *ofChanges(): AsyncGenerator<State> {
    const id = await this.recorded({ '/title': 'Do zmiany', '/followUpDue': '2025-07-01' });
    const at = (way: string): string => `/rejestr/${id}/${way}`;
    const [correction, closing, planning] = [at('poprawka'), at('krok/close-follow-up'), at('krok/plan-follow-up')];
    yield state('an impossible step', 200, await this.of('ewa').read(planning));
    yield state('a step', 200, await this.of('ewa').read(closing));
    const step = await this.form('ewa', closing);
    yield state('a step with a mistake', 422, await this.of('ewa').send(closing, { ...step, do: 'record' }));
    const impossible = { ...step, '/due': '2025-08-01', do: 'record' };
    yield state('an impossible step that is sent', 409, await this.of('ewa').send(planning, impossible));
    const [firsts, seconds] = [await this.form('ewa', correction), await this.form('jan', correction)];
    yield state('a correction', 200, await this.of('ewa').read(correction));
    yield state('a correction of nothing', 200, await this.of('ewa').send(correction, { ...firsts, do: 'review' }));
    const changed = { ...firsts, '/changes/title': 'Zmienione', '/changes/place': 'Łubianka' };
    yield state('a review', 200, await this.of('ewa').send(correction, { ...changed, do: 'review' }));
    const unsaid = await this.of('ewa').send(correction, { ...changed, do: 'record' });
    yield state('a correction without a reason', 422, unsaid);
    const said = { '/reason': 'Dokładniej.', do: 'record' };
    expect((await this.of('ewa').send(correction, { ...changed, ...said })).statusCode).toBe(303);
    const overtaken = await this.of('jan').send(correction, { ...seconds, '/changes/title': 'Inaczej', ...said });
    yield state('a correction that was overtaken', 412, overtaken);
    const late = { ...step, '/outcome': 'Uzgodniono.', do: 'record' };
    yield state('a step that was overtaken', 412, await this.of('ewa').send(closing, late));
    await this.save('ewa', closing, { '/outcome': 'Uzgodniono.' });
    yield state('an entry with a history', 200, await this.of('ewa').read(`/rejestr/${id}?lang=en`));
    for (const [who, way, shows] of [
      ['ewa', 'cofniecie', 'an undoing'],
      ['maria', 'uniewaznienie', 'an annulment'],
      ['maria', 'przywrocenie', 'a restoration'],
    ] as const) {
      const form = at(way);
      yield state(shows, 200, await this.of(who).read(form));
      yield state(`${shows} without a reason`, 422, await this.save(who, form, {}));
      if (way === 'uniewaznienie') {
        yield state('an annulment that is not theirs', 403, await this.save('jan', form, { '/reason': 'Nie moje.' }));
        const nowhere = { '/reason': 'Zastąpiony.', '/replacedBy': 'KT/1999/1' };
        yield state('an annulment for what is not there', 422, await this.save('maria', form, nowhere));
      }
      expect((await this.save(who, form, { '/reason': 'Pomyłka.' })).statusCode).toBe(303);
      yield state(`${shows} that was saved`, 200, await this.of(who).read(`/rejestr/${id}`));
    }
    const own = `/rejestr/${await this.recordedOf('publication', 'maria', 'draft')}/krok/approve`;
    yield state('an approval of their own', 403, await this.save('maria', own, {}));
    const aimless = `/rejestr/${await this.recordedOf('campaign', 'ewa', 'plan', { '/aim': '' })}/krok/launch`;
    yield state('a campaign without an aim', 409, await this.save('ewa', aimless, {}));
  }

  private async *ofPersons(): AsyncGenerator<State> {
    yield state('a person of whom nothing was typed', 422, await this.save('maria', NEW_PERSON, {}));
    const recorded = (await this.save('maria', NEW_PERSON, ANNA)).headers.location ?? '';
    const person = /^[^?]*/.exec(recorded)?.[0] ?? '';
    const [correction, erasure] = [`${person}/poprawka`, `${person}/usuniecie`];
    yield state('a person who was just recorded', 200, await this.of('maria').read(recorded));
    yield state('persons', 200, await this.of('maria').read('/osoby'));
    const wrong = await this.save('maria', correction, { '/changes/phone': 'zadzwoń' });
    yield state('a correction of a person, with mistakes', 422, wrong);
    const form = await this.form('maria', correction);
    await this.save('jan', correction, { '/changes/function': 'skarbnik gminy', '/reason': 'Awans.' });
    const late = { ...form, '/changes/phone': '56 662 87 99', '/reason': 'Nowy numer.', do: 'record' };
    yield state('a person whom somebody else changed', 412, await this.of('maria').send(correction, late));
    yield state('an erasure without a reason', 422, await this.save('maria', erasure, {}));
    const key = jest.spyOn(this.served.get(MasterKey), 'read').mockResolvedValue(null);
    this.broken.push(key);
    for (const address of ['/osoby', person, correction])
      yield state(`${address} without the master key`, 503, await this.of('maria').read(address));
    yield state('a person who cannot be sealed', 503, await this.save('maria', NEW_PERSON, ANNA));
    this.mend();
    await this.save('maria', erasure, { '/reason': 'Wniosek osoby.', '/confirmed': 'true' });
    yield state('an erased person', 200, await this.of('maria').read(person));
  }

  private async *ofOutages(): AsyncGenerator<State> {
    const gone = new Rejection('unavailable', 'The ledger is closed.');
    const form = { ...(await this.form('ewa', CONTACT)), ...TYPED_CONTACT, '/title': 'Nie zapisany', do: 'record' };
    this.broken.push(jest.spyOn(this.served.get(EventStore), 'append').mockRejectedValue(gone));
    yield state('a form that the ledger does not take', 503, await this.of('ewa').send(CONTACT, form));
    this.mend();
    const tooLarge = new Rejection('too-large', 'An event is larger than the ledger takes.');
    this.broken.push(jest.spyOn(this.served.get(EventStore), 'append').mockRejectedValue(tooLarge));
    yield state('a form that is too long', 413, await this.of('ewa').send(CONTACT, form));
    this.mend();
    this.broken.push(jest.spyOn(Allowance.prototype, 'take').mockReturnValue(7));
    yield state('a form that is sent too often', 429, await this.of('ewa').send(CONTACT, form));
    this.mend();
    this.broken.push(jest.spyOn(this.served.get(ViewStore), 'generations').mockRejectedValue(gone));
    yield state('a form that cannot be drawn', 503, await this.of('ewa').send(CONTACT, form));
    yield state('a page that cannot be drawn', 503, await this.of('ewa').read('/pulpit'));
    this.mend();
    this.broken.push(jest.spyOn(this.served.get(ViewStore), 'generations').mockRejectedValue(new Error('a fault')));
    yield state('a page that fails', 500, await this.of('ewa').read('/rejestr'));
    this.mend();
  }

  private form(who: string, address: string): Promise<Record<string, string[]>> {
    return this.of(who)
      .read(address)
      .then(({ body }) => fieldsIn(body));
  }

  /** Fills in the form of a page and saves it. */
  private async save(who: string, address: string, form: Form): Promise<Answer> {
    return this.of(who).send(address, { ...(await this.form(who, address)), ...form, do: 'record' });
  }

  private async recorded(form: Form): Promise<string> {
    return idIn(await this.save('ewa', CONTACT, { ...TYPED_CONTACT, ...form }));
  }

  private async recordedOf(name: string, who: string, step: string, form: Form = {}): Promise<string> {
    const kind = kindNamed(name);
    if (kind === undefined) throw new Error(name);
    const typed = typedOf(kind, kind.example as JsonObject);
    return idIn(await this.save(who, recordingPath(kind), { ...typed, ...form, step }));
  }

  private of(name: string): Visitor {
    const visitor = this.people.get(name);
    if (visitor === undefined) throw new Error(name);
    return visitor;
  }

  private mend(): void {
    for (const each of this.broken.splice(0)) each.mockRestore();
  }
}

const idIn = ({ headers }: Answer): string => /[0-9a-f-]{36}/.exec(headers.location ?? '')?.[0] ?? '';
