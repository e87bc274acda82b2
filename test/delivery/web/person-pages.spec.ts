import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import type { PersonLine } from '../../../src/application/persons/person-reading.js';
import { AccessLogStore } from '../../../src/application/ports/access-log-store.js';
import type { ActivityEntry } from '../../../src/application/queries/activities.js';
import type { Role } from '../../../src/domain/kernel/event.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { type Answer, Served } from '../../support/served.js';
import { type Form, Visitor } from '../../support/visitor.js';
import { addressesIn, decoded, fieldsIn, mainOf, rowsIn, wordsIn } from '../../support/web.js';

const LOADING = 120_000;
const SETTINGS = { KRONIKA_MASTER_KEY: '5f'.repeat(32), KRONIKA_LOG: 'trace' };
const ANNA = {
  '/organisation/name': 'Gmina Łubianka',
  '/function': 'sekretarz gminy',
  '/name': 'Anna Wymyślona-Zmyślona',
  '/phone': '56 662 87 00',
  '/email': 'anna.wymyslona@gmina.example',
} satisfies Form;
/** What of hers must stand nowhere but on her own pages. */
const TELLING = ['Wymyślona', 'wymyslona', '662 87 00', 'WymyÅ', 'Wymy%C5%9Blona'];
const NOBODY = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
const NEW = '/osoby/nowa';

/** What stands beside an input that is amiss. */
const faultAt = (html: string, at: string): string =>
  decoded(new RegExp(`id="e-${at.replace(/[/.]/g, '\\$&')}">([^<]*)<`).exec(html)?.[1] ?? '');
const locationOf = ({ headers }: Answer): string => headers.location ?? '';
const idIn = (address: string): string => /[0-9a-f-]{36}/.exec(address)?.[0] ?? '';
const facts = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<dt>([\s\S]*?)<\/dt><dd>([\s\S]*?)<\/dd>/g)].map(([, label = '', told = '']) => [
      wordsIn(label).trim(),
      wordsIn(told).trim(),
    ]),
  );

const PEOPLE = [
  ['ewa', 'recorder'],
  ['jan', 'recorder'],
  ['maria', 'manager'],
  ['adam', 'auditor'],
  ['olga', 'administrator'],
] as const satisfies readonly (readonly [string, Role])[];
type Name = (typeof PEOPLE)[number][0];

/** The office, with people who have signed in. */
class Office {
  private readonly people = new Map<string, Visitor>();

  private constructor(readonly served: Served) {}

  static async open(
    settings: Readonly<Record<string, string>>,
    directory?: string,
    write: (line: string) => void = () => undefined,
  ): Promise<Office> {
    const office = new Office(await Served.start(settings, { listen: false, log: { write } }, directory));
    for (const [name, role] of PEOPLE) {
      const ends = role === 'auditor' ? { endsOn: '2199-12-31' } : {};
      if (directory === undefined)
        await office.served.get(Accounts).add({ name, roles: [role], ...ends }, ADMINISTRATOR);
      const visitor = new Visitor(office.served);
      visitor.cookie = `kronika=${await office.served.get(Sessions).open(name)}`;
      office.people.set(name, visitor);
    }
    return office;
  }

  of(name: Name): Visitor {
    const visitor = this.people.get(name);
    if (visitor === undefined) throw new Error(name);
    return visitor;
  }

  async page(address: string, name: Name = 'ewa'): Promise<string> {
    const answer = await this.of(name).read(address);
    expect([address, name, answer.statusCode]).toEqual([address, name, 200]);
    return answer.body;
  }

  async form(address: string, name: Name = 'ewa'): Promise<Record<string, string[]>> {
    return fieldsIn(await this.page(address, name));
  }

  /** Fills in the form of a page and saves it. */
  async save(name: Name, address: string, form: Form): Promise<Answer> {
    const path = address.replace(/\?.*/, '');
    return this.of(name).send(path, { ...(await this.form(address, name)), ...form, do: 'record' });
  }

  /** @returns the person's id */
  async record(form: Form = ANNA): Promise<string> {
    const answer = await this.save('ewa', NEW, form);
    expect([answer.statusCode, locationOf(answer)]).toEqual([303, expect.stringMatching(/^\/osoby\/.{36}\?saved=0$/)]);
    return idIn(locationOf(answer));
  }

  /** Who read whom, the last first. */
  async readings(): Promise<readonly (readonly string[])[]> {
    const found = await this.served.get(AccessLogStore).find({ action: 'persons-read', limit: 200 });
    return found.map(({ actor, subjects }) => [actor.id, ...subjects]);
  }

  async person(id: string): Promise<PersonLine> {
    return (await this.of('maria').read(`/v1/persons/${id}`)).json<PersonLine>();
  }
}

describe('the pages of contact persons', () => {
  const log: string[] = [];
  let office: Office;
  beforeAll(async () => {
    office = await Office.open(SETTINGS, undefined, (line) => void log.push(line));
  }, LOADING);
  afterAll(() => office.served.discard());

  it('are for whom the interface is, and in the menu of those alone', async () => {
    const id = await office.record();
    const rights: Readonly<Record<string, readonly Name[]>> = {
      '/osoby': ['ewa', 'jan', 'maria', 'adam'],
      [NEW]: ['ewa', 'jan', 'maria'],
      [`/osoby/${id}`]: ['ewa', 'jan', 'maria', 'adam'],
      [`/osoby/${id}/poprawka`]: ['ewa', 'jan', 'maria'],
      [`/osoby/${id}/usuniecie`]: ['maria', 'olga'],
    };
    for (const [address, names] of Object.entries(rights))
      for (const [name] of PEOPLE) {
        const { statusCode, headers, body } = await office.of(name).read(address);
        expect([address, name, statusCode]).toEqual([address, name, names.includes(name) ? 200 : 403]);
        if (statusCode === 200) expect([address, headers['cache-control']]).toEqual([address, 'no-store']);
        else expect([address, name, TELLING.filter((each) => body.includes(each))]).toEqual([address, name, []]);
      }
    for (const [name] of PEOPLE) {
      const ways = /<nav class="ways" [\s\S]*?<\/nav>/.exec(await office.page('/pulpit', name))?.[0] ?? '';
      expect([name, addressesIn(ways).includes('/osoby')]).toEqual([name, name !== 'olga']);
    }
    // What somebody may do with a person, and nothing else, is offered.
    const offered = async (name: Name): Promise<string[]> =>
      addressesIn(mainOf(await office.page(`/osoby/${id}`, name))).filter(
        (each) => each.startsWith(`/osoby/${id}/`) || each.startsWith('/wpis'),
      );
    const contact = `/wpis/kontakt?person=${id}`;
    expect(await offered('ewa')).toEqual([contact, `/osoby/${id}/poprawka`]);
    expect(await offered('maria')).toEqual([contact, `/osoby/${id}/poprawka`, `/osoby/${id}/usuniecie`]);
    expect(await offered('adam')).toEqual([]);
    expect(mainOf(await office.page('/osoby', 'adam'))).not.toContain(NEW);
    for (const none of ['/osoby/nic', `/osoby/${NOBODY}`, `/osoby/${NOBODY}/poprawka`])
      expect([none, (await office.of('ewa').read(none)).statusCode]).toEqual([none, 404]);
    for (const none of [`/osoby/${NOBODY}/usuniecie`, `/osoby/${id}/zaswiadczenie.txt`])
      expect([none, (await office.of('olga').read(none)).statusCode]).toEqual([none, 404]);
  });

  it('record a person, and show them to who may, each time on record', async () => {
    const before = (await office.served.events()).length;
    const key = await office.form(NEW);
    const answers = await Promise.all([1, 2].map(() => office.of('ewa').send(NEW, { ...key, ...ANNA, do: 'record' })));
    // However often it is sent.
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    const [address, again] = answers.map(locationOf);
    expect(again).toBe(address);
    expect((await office.served.events()).length).toBe(before + 1);
    const other = await office.of('ewa').send(NEW, { ...key, ...ANNA, '/name': 'Barbara Inna', do: 'record' });
    expect([other.statusCode, wordsIn(other.body)]).toEqual([
      422,
      expect.stringContaining('Ten formularz był już zapisany z inną treścią'),
    ]);

    const id = idIn(address ?? '');
    const readings = (await office.readings()).length;
    const html = await office.page(address ?? '');
    expect(wordsIn(mainOf(html))).toMatch(/Zapisano\..*Odczyt danych tej osoby zapisano w rejestrze dostępów/);
    expect(facts(html)).toMatchObject({
      'imię i nazwisko': ANNA['/name'],
      telefon: ANNA['/phone'],
      'adres e-mail': ANNA['/email'],
      organizacja: 'Gmina Łubianka',
      funkcja: 'sekretarz gminy',
      identyfikator: id,
    });
    // Titles stay in the history of a browser.
    expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe('Osoba do kontaktu – Kronika');
    expect(await office.readings()).toHaveLength(readings + 1);
    expect((await office.readings())[0]).toEqual(['ewa', `person/${id}`]);
    const english = await office.page(`/osoby/${id}?lang=en`, 'adam');
    expect(wordsIn(mainOf(english))).toContain('Reading this person’s data was put into the access log');
    expect((await office.readings())[0]).toEqual(['adam', `person/${id}`]);
    const read = await office.page(`/audyt/dostepy?subject=person/${id}`, 'adam');
    expect(rowsIn(read).map(([, , who]) => who)).toEqual(['Kto', 'adam audytor', 'ewa pracownik']);
  });

  it('list them by where they work, a page of them on record at a time', async () => {
    const own = await Office.open(SETTINGS);
    const ids: string[] = [];
    for (const [name, organisation] of [
      ['Anna A.', 'Gmina Łubianka'],
      ['Barbara B.', 'Gmina Lubicz'],
      ['Celina C.', 'Gmina Łubianka'],
    ] as const)
      ids.push(await own.record({ ...ANNA, '/name': name, '/phone': '', '/organisation/name': organisation }));
    const html = await own.page('/osoby');
    expect(rowsIn(html).slice(1)).toEqual([
      ['Anna A.', 'sekretarz gminy', 'Gmina Łubianka', '–', ANNA['/email']],
      ['Barbara B.', 'sekretarz gminy', 'Gmina Lubicz', '–', ANNA['/email']],
      ['Celina C.', 'sekretarz gminy', 'Gmina Łubianka', '–', ANNA['/email']],
    ]);
    expect(wordsIn(mainOf(html))).toContain('Odczyt danych pokazanych na tej stronie zapisano w rejestrze dostępów');
    expect(await own.readings()).toEqual([['ewa', ...ids.map((id) => `person/${id}`)]]);
    const options = [...html.matchAll(/<option value="([^"]+)">(Gmina [^<]+)</g)].map(([, id = '', name = '']) => ({
      id,
      name,
    }));
    expect(options.map(({ name }) => name)).toEqual(['Gmina Lubicz', 'Gmina Łubianka']);
    const lubicz = `/osoby?organisation=${options[0]?.id ?? ''}`;
    const [, ...lines] = rowsIn(await own.page(lubicz));
    expect(lines.map(([name]) => name)).toEqual(['Barbara B.']);
    expect((await own.readings())[0]).toEqual(['ewa', `person/${ids[1] ?? ''}`]);
    // From there, and from the organisation's own page, the way is short.
    const add = addressesIn(await own.page(lubicz)).find((each) => each.startsWith(NEW)) ?? '';
    expect((await own.form(add))['/organisation/name']).toEqual(['Gmina Lubicz']);
    const organisation = `/organizacje/${options[0]?.id ?? ''}`;
    expect(addressesIn(await own.page(organisation))).toContain(lubicz);
    expect(addressesIn(await own.page(organisation, 'olga'))).not.toContain(lubicz);

    const past = await own.page('/osoby?asOf=2000-01-01');
    expect(wordsIn(mainOf(past))).toContain('Nie zapisano żadnej takiej osoby');
    expect(wordsIn(past)).not.toContain('zapisano w rejestrze dostępów');
    const then = (await own.served.events()).findIndex(({ data }) => data['sealed'] !== undefined) + 1;
    expect(rowsIn(await own.page(`/osoby?asOf=${String(then)}`)).map(([name]) => name)).toEqual([
      'Imię i nazwisko',
      'Anna A.',
    ]);
    const program = { name: 'program', roles: ['recorder'] } as const;
    const authorization = `Bearer ${await own.served.get(Tokens).add(program, ADMINISTRATOR)}`;
    const more = { organisation: { name: 'Gmina Obrowo' }, name: 'Dorota D.' };
    for (let times = 0; times < 50; times++) await own.served.write('/v1/persons', more, { authorization });
    const first = await own.page('/osoby');
    expect([rowsIn(first).length, (await own.readings())[0]?.length]).toEqual([51, 51]);
    const next = addressesIn(first).find((each) => each.includes('cursor=')) ?? '';
    expect(rowsIn(await own.page(next)).map(([name]) => name)).toEqual([
      'Imię i nazwisko',
      ...Array.from({ length: 3 }, () => 'Dorota D.'),
    ]);
    expect((await own.readings())[0]).toHaveLength(4);

    const wrong = await own.of('ewa').read('/osoby?organisation=x');
    expect([wrong.statusCode, wordsIn(wrong.body)]).toEqual([
      400,
      expect.stringContaining('nie ma takiej organizacji'),
    ]);
    await own.served.discard();
  });

  it('say beside each field what is wrong, all of it at once, and lose nothing', async () => {
    const before = (await office.served.events()).length;
    const wrong = {
      '/organisation/name': 'Koło którego nie ma',
      '/function': 'Pani Wymyślona, sekretarz',
      '/name': 'Anna Wymyślona 44051401359',
      '/phone': 'zadzwoń',
      '/email': 'anna małpa gmina',
    };
    const refused = await office.save('ewa', NEW, wrong);
    expect(refused.statusCode).toBe(422);
    expect(refused.headers['cache-control']).toBe('no-store');
    expect(fieldsIn(refused.body)).toMatchObject(
      Object.fromEntries(Object.entries(wrong).map(([name, value]) => [name, [value]])),
    );
    const said = Object.fromEntries(Object.keys(wrong).map((at) => [at, faultAt(refused.body, at)]));
    expect(said).toMatchObject({
      '/organisation/name': expect.stringMatching(/^nie ma organizacji „Koło którego nie ma” w rejestrze/),
      '/name': expect.stringMatching(/^zawiera numer PESEL/),
      '/phone': 'to nie jest numer telefonu; napisz np. 56 662 87 00 wewn. 12',
      '/email': 'to nie jest adres e-mail; napisz np. sekretariat@gmina.example',
    });
    expect(wordsIn(refused.body)).toContain('organizacja: nie ma organizacji');
    const told = await office.save('ewa', NEW, { ...ANNA, '/function': 'Pani Wymyślona' });
    expect([told.statusCode, faultAt(told.body, '/function')]).toEqual([
      422,
      expect.stringMatching(/^mówi, o kogo chodzi/),
    ]);
    const empty = await office.save('ewa', NEW, {});
    expect([faultAt(empty.body, '/organisation/name'), faultAt(empty.body, '/name')]).toEqual([
      'wypełnij to pole',
      'wypełnij to pole',
    ]);
    expect(wordsIn(empty.body)).not.toMatch(/must|is missing/);
    expect((await office.served.events()).length).toBe(before);
  });

  it('correct what was typed anew and nothing else, with a reason', async () => {
    const id = await office.record();
    const at = `/osoby/${id}/poprawka`;
    const html = await office.page(at);
    expect(wordsIn(mainOf(html))).toContain('Odczyt danych tej osoby zapisano w rejestrze dostępów');
    expect((await office.readings())[0]).toEqual(['ewa', `person/${id}`]);
    const readings = (await office.readings()).length;
    const form = fieldsIn(html);
    expect(form).toMatchObject({ '/changes/name': [ANNA['/name']], '/changes/phone': [ANNA['/phone']] });
    const send = (changed: Form): Promise<Answer> => office.of('ewa').send(at, { ...form, ...changed, do: 'record' });
    const nothing = await send({ '/reason': 'Nic.' });
    expect([nothing.statusCode, wordsIn(nothing.body)]).toEqual([
      422,
      expect.stringContaining('formularz niczego nie zmienia'),
    ]);
    const unsaid = await send({ '/changes/phone': '' });
    expect([unsaid.statusCode, faultAt(unsaid.body, '/reason')]).toEqual([422, 'wypełnij to pole']);
    const wrong = await send({ '/changes/email': 'x', '/changes/function': 'Wymyślona', '/reason': 'Próba.' });
    expect(faultAt(wrong.body, '/changes/email')).toMatch(/^to nie jest adres e-mail/);
    const saved = await send({ '/changes/phone': '', '/changes/function': 'skarbnik gminy', '/reason': 'Awans.' });
    expect([saved.statusCode, locationOf(saved)]).toEqual([303, `/osoby/${id}?saved=1`]);
    // Sending the form tells nobody what is sealed, but for that a function says the person's own name.
    expect(await office.readings()).toHaveLength(readings + 1);
    const last = (await office.served.events()).at(-1);
    expect([last?.type, last?.data['changes']]).toEqual([
      'PersonCorrected',
      { function: 'skarbnik gminy', sealed: { phone: null } },
    ]);
    const person = await office.person(id);
    expect(person).toMatchObject({ name: ANNA['/name'], function: 'skarbnik gminy', email: ANNA['/email'] });
    expect(person.phone).toBeUndefined();
    // As it was then.
    const position = String((await office.served.events()).length - 1);
    expect(facts(await office.page(`/osoby/${id}?asOf=${position}`))).toMatchObject({ telefon: ANNA['/phone'] });
  });

  it('tell the second of two what the first changed, and keep what the second typed', async () => {
    const id = await office.record();
    const at = `/osoby/${id}/poprawka`;
    const form = await office.form(at);
    const first = { '/changes/phone': '56 662 87 99', '/reason': 'Nowy numer.' };
    expect((await office.save('jan', at, first)).statusCode).toBe(303);
    const late = await office
      .of('ewa')
      .send(at, { ...form, '/changes/function': 'skarbnik gminy', '/reason': 'Awans.', do: 'record' });
    expect(late.statusCode).toBe(412);
    expect(wordsIn(mainOf(late.body))).toContain('Ktoś zmienił dane tej osoby, gdy formularz był otwarty');
    expect(rowsIn(late.body)).toEqual([
      ['Pole', 'Było', 'Jest'],
      ['telefon', ANNA['/phone'], '56 662 87 99'],
    ]);
    expect((await office.readings())[0]).toEqual(['ewa', `person/${id}`]);
    const shown = fieldsIn(late.body);
    expect(shown).toMatchObject({
      '/changes/phone': ['56 662 87 99'],
      '/changes/function': ['skarbnik gminy'],
      '/reason': ['Awans.'],
      revision: ['1'],
    });
    expect((await office.of('ewa').send(at, { ...shown, do: 'record' })).statusCode).toBe(303);
    expect(await office.person(id)).toMatchObject({ phone: '56 662 87 99', function: 'skarbnik gminy', revision: 2 });
    // What the first changed is not changed a second time.
    expect((await office.served.events()).at(-1)?.data['changes']).toEqual({ function: 'skarbnik gminy' });
    // An erasure opens nothing, so that it tells that there was a change and not which.
    const erasing = await office.form(`/osoby/${id}/usuniecie`, 'olga');
    const meanwhile = { '/changes/function': 'sekretarz gminy', '/reason': 'Pomyłka.' };
    expect((await office.save('jan', at, meanwhile)).statusCode).toBe(303);
    const sent = { ...erasing, '/reason': 'Wniosek osoby.', '/confirmed': 'true', do: 'record' };
    const overtaken = await office.of('olga').send(`/osoby/${id}/usuniecie`, sent);
    expect([overtaken.statusCode, wordsIn(overtaken.body)]).toEqual([
      412,
      expect.stringContaining('Sprawdź je i zapisz jeszcze raz'),
    ]);
    expect(fieldsIn(overtaken.body)).toMatchObject({ revision: ['3'], '/reason': ['Wniosek osoby.'] });
    expect(TELLING.filter((each) => overtaken.body.includes(each))).toEqual([]);
  });

  it('erase a person once its sender has confirmed it, and show the certificate and nothing personal', async () => {
    const id = await office.record();
    const at = `/osoby/${id}/usuniecie`;
    const position = String((await office.served.events()).length);
    const readings = (await office.readings()).length;
    const form = await office.page(at, 'olga');
    expect(wordsIn(mainOf(form))).toContain('Danych nie odczyta już nikt, także w stanie na dawny dzień.');
    expect(facts(form)).toMatchObject({ organizacja: 'Gmina Łubianka', funkcja: 'sekretarz gminy', identyfikator: id });
    expect(TELLING.filter((each) => form.includes(each))).toEqual([]);
    // The enter key saves nothing.
    expect(/<button class="unseen" name="do" value="([^"]*)"/.exec(form)?.[1]).toBe('review');

    const send = (more: Form): Promise<Answer> =>
      office.of('olga').send(at, { ...fieldsIn(form), ...more, do: 'record' });
    const empty = await send({});
    expect([empty.statusCode, faultAt(empty.body, '/reason'), faultAt(empty.body, '/confirmed')]).toEqual([
      422,
      'wypełnij to pole',
      'zaznacz to pole: usunięcia nie można cofnąć',
    ]);
    expect(wordsIn(empty.body)).toContain('potwierdzenie: zaznacz to pole');
    // What keeps it off besides, keeps anybody from learning whether a guess fits.
    const guess = await send({ '/reason': 'Pani Wymyślona odeszła.' });
    expect([guess.statusCode, faultAt(guess.body, '/reason')]).toEqual([422, '']);
    expect(await office.readings()).toHaveLength(readings);
    const named = await send({ '/reason': 'Pani Wymyślona odeszła.', '/confirmed': 'true' });
    expect([named.statusCode, faultAt(named.body, '/reason')]).toEqual([
      422,
      expect.stringMatching(/^mówi, o kogo chodziło/),
    ]);
    expect(fieldsIn(named.body)).toMatchObject({ '/reason': ['Pani Wymyślona odeszła.'], '/confirmed': ['true'] });
    expect((await office.readings())[0]).toEqual(['olga', `person/${id}`]);

    const reason = { '/reason': 'Wniosek osoby; obowiązek archiwalny ustał.', '/confirmed': 'true' };
    const answers = [await send(reason), await send(reason)];
    expect(answers.map((each) => [each.statusCode, locationOf(each)])).toEqual([
      [303, at],
      [303, at],
    ]);
    expect((await office.served.events()).filter(({ type }) => type === 'PersonErased').length).toBe(1);
    const { erasure } = await office.person(id);
    const after = (await office.readings()).length;
    for (const [address, name] of [
      [at, 'olga'],
      [`/osoby/${id}`, 'ewa'],
      [`/osoby/${id}?asOf=${position}`, 'adam'],
      [`/osoby/${id}/poprawka`, 'jan'],
    ] as const) {
      const html = await office.page(address, name);
      expect([address, TELLING.filter((each) => html.includes(each))]).toEqual([address, []]);
      expect([address, wordsIn(html)]).toEqual([address, expect.stringContaining('Dane osoby usunięto')]);
      expect(decoded(html)).toContain(erasure?.certificate ?? 'none');
      expect(facts(html)).toMatchObject({ powód: 'Wniosek osoby; obowiązek archiwalny ustał.', 'kto usunął': 'olga' });
    }
    expect(rowsIn(await office.page('/osoby', 'maria'))).toContainEqual([
      'dane usunięto',
      'sekretarz gminy',
      'Gmina Łubianka',
      '',
      '',
    ]);
    // What opens nothing is no reading; on the list the others were read.
    const since = (await office.readings()).slice(0, (await office.readings()).length - after);
    expect([since.length, since.flat().includes(`person/${id}`)]).toEqual([1, false]);
    for (const name of ['olga', 'ewa'] as const) {
      const file = await office.of(name).read(`/osoby/${id}/zaswiadczenie.txt`);
      expect([file.statusCode, file.body]).toEqual([200, erasure?.certificate]);
      expect(file.headers['content-disposition']).toContain(`zaswiadczenie-usuniecia-${id}.txt`);
    }
    const again = await office.of('maria').send(at, { ...fieldsIn(form), ...reason, do: 'record' });
    expect(again.statusCode).toBe(403);
    const hers = { proof: (await office.form(NEW, 'maria'))['proof'] ?? '', key: NOBODY, revision: '1' };
    const twice = await office.of('maria').send(at, { ...hers, ...reason, do: 'record' });
    expect([twice.statusCode, wordsIn(twice.body)]).toEqual([409, expect.stringContaining('już usunięto')]);
  });

  it('are the only ones that show what is sealed: no other page does, no file, and no line of the log', async () => {
    const id = await office.record();
    expect((await office.save('ewa', NEW, { ...ANNA, '/phone': 'zadzwoń' })).statusCode).toBe(422);
    await office.of('ewa').read('/osoby?organisation=Wymyślona');
    for (const address of [
      '/audyt',
      '/audyt/dostepy',
      '/rejestr',
      '/rejestr.csv',
      '/pulpit',
      `/organizacje/${(await office.person(id)).organisation.id}`,
    ]) {
      const html = await office.page(address, 'adam');
      expect([address, TELLING.filter((each) => html.includes(each))]).toEqual([address, []]);
    }
    const lines = log.join('');
    expect(log.length).toBeGreaterThan(50);
    expect(TELLING.filter((each) => lines.includes(each))).toEqual([]);
  });

  it('are linked from the entries that name a person, for who may read them, and list those entries', async () => {
    const id = await office.record();
    const at = `/wpis/kontakt?person=${id}`;
    const form = await office.form(at);
    expect(form).toMatchObject({
      '/gminas': ['0415052'],
      '/counterparts/0/organisation/name': ['Gmina Łubianka'],
      '/counterparts/0/function': ['sekretarz gminy'],
      '/counterparts/0/person': [id],
    });
    // Filling it in opened nothing.
    expect((await office.readings()).flat()).not.toContain(`person/${id}`);
    const told = { '/title': 'Termin dożynek', '/channel': 'phone', '/direction': 'outgoing', do: 'record' };
    const mistyped = { ...form, ...told, '/counterparts/0/person': 'Anna Wymyślona' };
    const refused = await office.of('ewa').send('/wpis/kontakt', mistyped);
    expect([refused.statusCode, faultAt(refused.body, '/counterparts/0/person')]).toEqual([
      422,
      'wklej identyfikator ze strony osoby do kontaktu; nie nazwisko',
    ]);
    const saved = await office.of('ewa').send('/wpis/kontakt', { ...form, ...told });
    expect(saved.statusCode).toBe(303);
    const entry = `/rejestr/${idIn(locationOf(saved))}`;
    const { number } = (await office.of('ewa').read(`/v1/contacts/${idIn(entry)}`)).json<ActivityEntry>();
    for (const name of ['ewa', 'maria', 'adam'] as const)
      expect([name, addressesIn(mainOf(await office.page(entry, name)))]).toEqual([
        name,
        expect.arrayContaining([`/osoby/${id}`]),
      ]);
    const administrators = mainOf(await office.page(entry, 'olga'));
    expect([addressesIn(administrators).includes(`/osoby/${id}`), wordsIn(administrators).includes(id)]).toEqual([
      false,
      true,
    ]);
    expect(rowsIn(await office.page(`/osoby/${id}`)).map(([first]) => first)).toEqual(['Numer', number]);

    const erased = { '/reason': 'Wniosek osoby.', '/confirmed': 'true' };
    expect((await office.save('maria', `/osoby/${id}/usuniecie`, erased)).statusCode).toBe(303);
    expect(rowsIn(await office.page(`/osoby/${id}`)).map(([first]) => first)).toEqual(['Numer', number]);
    expect((await office.form(at))['/counterparts/0/person']).toEqual(['']);
    const other = { '/title': 'Inna sprawa', key: NOBODY };
    const gone = await office.of('ewa').send('/wpis/kontakt', { ...form, ...told, ...other });
    expect([gone.statusCode, faultAt(gone.body, '/counterparts/0/person')]).toEqual([
      422,
      'dane tej osoby usunięto; podaj samą funkcję',
    ]);
  });

  it('write nothing as of a past day, and offer nothing', async () => {
    const id = await office.record();
    const events = (await office.served.events()).length;
    const past = `asOf=${String(events)}`;
    for (const address of [NEW, `/osoby/${id}/poprawka`, `/osoby/${id}/usuniecie`]) {
      const html = mainOf(await office.page(`${address}?${past}`, 'maria'));
      expect([address, wordsIn(html)]).toEqual([address, expect.stringContaining('Tylko do odczytu')]);
      const form = { ...(await office.form(address, 'maria')), ...ANNA, '/reason': 'x', '/confirmed': 'true' };
      const sent = await office.of('maria').send(`${address}?${past}`, { ...form, do: 'record' });
      expect([address, sent.statusCode]).toEqual([address, 409]);
    }
    const html = await office.page(`/osoby/${id}?${past}`, 'maria');
    expect(html).toContain('<body class="past">');
    expect(facts(html)).toMatchObject({ 'imię i nazwisko': ANNA['/name'] });
    expect(mainOf(html)).not.toMatch(/\/poprawka|\/usuniecie|\/wpis/);
    expect(mainOf(await office.page(`/osoby?${past}`, 'maria'))).not.toContain(NEW);
    expect((await office.served.events()).length).toBe(events);
  });

  it('lose nothing to a session that ends', async () => {
    const accounts = office.served.get(Accounts);
    await accounts.add({ name: 'ola', roles: ['recorder'] }, ADMINISTRATOR);
    const { secret } = await accounts.newLink('ola', ADMINISTRATOR);
    await accounts.choose(secret, 'cztery kolory liści', '');
    const ola = new Visitor(office.served, '10.0.0.9');
    expect((await ola.signIn('ola', 'cztery kolory liści')).statusCode).toBe(303);
    const sent = { ...fieldsIn((await ola.read(NEW)).body), ...ANNA, do: 'record' };
    ola.cookie = '';
    const asked = await ola.send(NEW, sent);
    expect([asked.statusCode, asked.headers['cache-control']]).toEqual([401, 'no-store']);
    expect(wordsIn(asked.body)).toContain('to, co wpisano w formularzu, nie przepadło');
    const back = await ola.send('/logowanie', {
      ...fieldsIn(asked.body, 'narrow'),
      name: 'ola',
      password: 'cztery kolory liści',
    });
    expect([back.statusCode, back.headers['cache-control']]).toEqual([200, 'no-store']);
    const drawn = await ola.send(NEW, fieldsIn(back.body, 'resume'));
    expect([drawn.statusCode, wordsIn(drawn.body)]).toEqual([200, expect.stringContaining('Nic jeszcze nie zapisano')]);
    expect(fieldsIn(drawn.body)).toMatchObject({ '/name': [ANNA['/name']], '/phone': [ANNA['/phone']] });
    expect((await ola.send(NEW, { ...fieldsIn(drawn.body), do: 'record' })).statusCode).toBe(303);
  });
});

describe('the pages of contact persons without the master key', () => {
  it('say what to do, keep what was typed, and erase all the same', async () => {
    const with_ = await Office.open(SETTINGS);
    const id = await with_.record();
    const { directory } = with_.served;
    await with_.served.stop();
    const office = await Office.open({ KRONIKA_LOG: 'silent' }, directory);
    for (const address of ['/osoby', `/osoby/${id}`, `/osoby/${id}/poprawka`]) {
      const answer = await office.of('ewa').read(address);
      expect([address, answer.statusCode, answer.headers['retry-after']]).toEqual([address, 503, '5']);
      expect(wordsIn(mainOf(answer.body))).toMatch(/Danych osób nie można teraz odczytać.*kronika master-key create/);
    }
    const refused = await office.save('ewa', NEW, ANNA);
    expect([refused.statusCode, refused.headers['retry-after'], wordsIn(refused.body)]).toEqual([
      503,
      '5',
      expect.stringMatching(/Nie zapisano.*Kronika nie ma klucza głównego/),
    ]);
    expect(fieldsIn(refused.body)).toMatchObject({ '/name': [ANNA['/name']], '/phone': [ANNA['/phone']] });
    const erased = { '/reason': 'Wniosek osoby.', '/confirmed': 'true' };
    expect((await office.save('olga', `/osoby/${id}/usuniecie`, erased)).statusCode).toBe(303);
    expect(wordsIn(await office.page(`/osoby/${id}`))).toContain('Dane osoby usunięto');
    await office.served.discard();
  });
});
