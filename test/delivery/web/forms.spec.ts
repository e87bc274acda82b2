import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import type { ActivityEntry } from '../../../src/application/queries/activities.js';
import type { HistoryLine } from '../../../src/application/queries/history.js';
import { recordingPath } from '../../../src/delivery/web/forms/addresses.js';
import { rowOf, type Kind } from '../../../src/domain/activities/kind.js';
import { KINDS, kindNamed } from '../../../src/domain/catalogue.js';
import { formsOf } from '../../../src/domain/kernel/field-forms.js';
import type { JsonObject } from '../../../src/domain/kernel/json.js';
import type { Role } from '../../../src/domain/kernel/event.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { type Answer, Served } from '../../support/served.js';
import { stepIn, TYPED_CONTACT, typedOf } from '../../support/typed-forms.js';
import { type Form, Visitor } from '../../support/visitor.js';
import { mainOf, wordsIn } from '../../support/web.js';

const kindOf = (name: string): Kind => {
  const kind = kindNamed(name);
  if (kind === undefined) throw new Error(name);
  return kind;
};

/** In force from some day after those that the entries here are about. */
const STRATEGY = {
  id: '2026-2028',
  title: 'Następna strategia',
  from: '2026-01-01',
  until: '2028-12-31',
  items: [
    { code: 'N', text: 'Cel' },
    { code: 'N1', parent: 'N', text: 'Kontakt', realisedBy: [{ kind: 'contact' }] },
  ],
};

describe('the forms of entries', () => {
  let served: Served;
  const people = new Map<string, Visitor>();
  let administrator: string;

  beforeAll(async () => {
    served = await Served.start();
    administrator = await served.get(Tokens).add({ name: 'administrator', roles: ['administrator'] }, ADMINISTRATOR);
    for (const [name, roles] of [
      ['ewa', ['recorder']],
      ['jan', ['recorder']],
      ['maria', ['manager']],
      ['adam', ['auditor']],
    ] as const satisfies readonly (readonly [string, readonly Role[]])[]) {
      await served
        .get(Accounts)
        .add({ name, roles, ...(roles[0] === 'auditor' && { endsOn: '2099-12-31' }) }, ADMINISTRATOR);
      people.set(name, await signedIn(name));
    }
  }, 60_000);
  afterAll(() => served.discard());

  async function signedIn(name: string): Promise<Visitor> {
    const visitor = new Visitor(served);
    visitor.cookie = `kronika=${await served.get(Sessions).open(name)}`;
    return visitor;
  }

  const of = (name: string): Visitor => {
    const visitor = people.get(name);
    if (visitor === undefined) throw new Error(name);
    return visitor;
  };
  const path = (kind: string): string => recordingPath(kindOf(kind));
  const locationOf = (answer: Answer): string => answer.headers.location ?? '';
  const idIn = (answer: Answer): string => /\/rejestr\/([0-9a-f-]{36})/.exec(locationOf(answer))?.[1] ?? '';
  const entry = async (kind: string, id: string): Promise<ActivityEntry> =>
    (await of('ewa').read(`/v1/${kindOf(kind).path}/${id}`)).json<ActivityEntry>();
  const history = async (id: string): Promise<readonly HistoryLine[]> =>
    (await of('ewa').read(`/v1/activities/${id}/history`)).json<HistoryLine[]>();
  /** Records a contact. @returns its id */
  const recorded = async (who: string, more: Form = {}): Promise<string> => {
    const answer = await of(who).submit(path('contact'), path('contact'), { ...TYPED_CONTACT, ...more, do: 'record' });
    expect([answer.statusCode, wordsIn(answer.statusCode === 303 ? '' : mainOf(answer.body))]).toEqual([303, '']);
    return idIn(answer);
  };
  /** What a page's field holds, by its name; undefined for a field that is not there. */
  const valueIn = (html: string, name: string): string | undefined => {
    const quoted = name.replace(/[/.]/g, '\\$&');
    const input = new RegExp(`<input(?=[^>]* name="${quoted}")[^>]*>`).exec(html)?.[0];
    if (input !== undefined) return / value="([^"]*)"/.exec(input)?.[1] ?? '';
    const area = new RegExp(`<textarea(?=[^>]* name="${quoted}")[^>]*>([^<]*)<`).exec(html);
    if (area !== null) return area[1];
    const select = new RegExp(`<select(?=[^>]* name="${quoted}")[^>]*>(.*?)</select>`, 's').exec(html)?.[1];
    return select === undefined ? undefined : (/<option value="([^"]*)" selected/.exec(select)?.[1] ?? '');
  };
  const checkedIn = (html: string, name: string): string[] =>
    [...html.matchAll(/<input type="checkbox"[^>]*>/g)]
      .filter(([box]) => box.includes(`name="${name}"`) && / checked/.test(box))
      .map(([box]) => / value="([^"]*)"/.exec(box)?.[1] ?? '');

  it('offer every kind to who records, and nothing to who only reads', async () => {
    const { body } = await of('ewa').read('/wpis');
    for (const kind of KINDS) expect(body).toContain(`href="${recordingPath(kind)}"`);
    expect((await of('ewa').read('/pulpit')).body).toContain('href="/wpis"');
    expect((await of('adam').read('/pulpit')).body).not.toContain('href="/wpis"');
    expect((await of('adam').read('/wpis')).statusCode).toBe(403);
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    'have an input for every field of a %s and of its first steps, with a Polish label',
    async (_name, kind) => {
      for (const [step, row] of Object.entries(kind.steps)) {
        if (row.starts !== true) continue;
        const { body, statusCode } = await of('ewa').read(`${recordingPath(kind)}?step=${step}`);
        expect(statusCode).toBe(200);
        for (const payload of [kind.details, row.fields])
          for (const [field, { part }] of formsOf(payload)) {
            const found = part === undefined ? body.includes(`name="/${field}"`) : body.includes(`id="f-/${field}`);
            expect([step, field, found]).toEqual([step, field, true]);
          }
        for (const [, id = ''] of body.matchAll(/<label for="([^"]*)"/g)) expect(body).toContain(`id="${id}"`);
      }
    },
  );

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    'record a %s with all that its example says',
    async (_name, kind) => {
      const example = kind.example as JsonObject;
      const answer = await of('ewa').submit(recordingPath(kind), recordingPath(kind), {
        ...typedOf(kind, example),
        step: stepIn(kind, example),
        do: 'record',
      });
      expect([answer.statusCode, answer.statusCode === 303 ? '' : wordsIn(mainOf(answer.body))]).toEqual([303, '']);
      const { details, taken } = await entry(kind.name, idIn(answer));
      // Names became ids on the way: what the example says besides stands there.
      const said = { ...(details as unknown as JsonObject), ...taken[0] };
      for (const [field, value] of Object.entries(example)) {
        const form =
          formsOf(kind.details).get(field) ??
          formsOf(rowOf(kind, taken[0]?.step ?? '')?.fields ?? kind.details).get(field);
        if (form?.part === undefined && field !== 'units') expect([field, said[field]]).toEqual([field, value]);
        else expect([field, JSON.stringify(said[field]).length > 4]).toEqual([field, true]);
      }
      expect(wordsIn((await of('ewa').read(locationOf(answer))).body)).toContain('Zapisano:');
    },
  );

  it('tell each mistake beside its field and above, and keep all that was typed', async () => {
    const { body, statusCode } = await of('ewa').submit(path('contact'), path('contact'), {
      ...TYPED_CONTACT,
      '/title': ' ',
      '/occurredOn': '',
      '/channel': '',
      '/caseSigns': 'PE.0541.12.2023\nbez znaku',
      '/counterparts/0/organisation/name': 'Nikt taki',
      '/counterparts/0/organisation/kind': '',
      '/counterparts/0/organisation/gmina': '',
      '/description': 'Dłuższy opis\r\nw dwóch wierszach',
      do: 'record',
    });
    expect(statusCode).toBe(422);
    const words = wordsIn(mainOf(body));
    expect(words).toContain('Nie zapisano');
    expect(body).toContain('<title>Nie zapisano – ');
    for (const [field, detail] of [
      ['/title', 'wypełnij to pole'],
      ['/occurredOn', 'wypełnij to pole'],
      ['/channel', 'wypełnij to pole'],
      ['/caseSigns', 'to nie jest znak sprawy'],
    ] as const) {
      expect([field, body.includes(`<a href="#f-${field}">`)]).toEqual([field, true]);
      const beside = new RegExp(`id="e-${field}">([^<]*)<`).exec(body)?.[1] ?? '';
      expect([field, beside]).toEqual([field, expect.stringContaining(detail)]);
      expect(new RegExp(`<(?:input|select|textarea)(?=[^>]* name="${field}")[^>]*aria-invalid="true"`).test(body)).toBe(
        true,
      );
    }
    expect(valueIn(body, '/counterparts/0/organisation/name')).toBe('Nikt taki');
    expect(valueIn(body, '/counterparts/0/function')).toBe('sekretarz gminy');
    expect(valueIn(body, '/description')).toContain('w dwóch wierszach');
    expect(valueIn(body, '/direction')).toBe('outgoing');
    expect(checkedIn(body, '/gminas')).toEqual(['0415052']);
    // The first thing that is read is what is wrong.
    expect(body).toMatch(/<section[^>]*id="faults"[^>]*autofocus/);
  });

  it('tell what only the registers and the rules know in the same way', async () => {
    const { body, statusCode } = await of('ewa').submit(path('contact'), path('contact'), {
      ...TYPED_CONTACT,
      '/counterparts/0/organisation/name': 'Nikt taki',
      '/counterparts/0/organisation/kind': '',
      '/counterparts/0/organisation/gmina': '',
      do: 'record',
    });
    expect(statusCode).toBe(422);
    expect(body).toContain('<a href="#f-/counterparts/0/organisation/name">');
    expect(body).toMatch(/id="e-\/counterparts\/0\/organisation\/name">nie ma organizacji „Nikt taki”/);
    // What it takes to register it on the way is unfolded.
    expect(body).toMatch(/<details open/);
    const rules = await of('ewa').submit(path('campaign'), path('campaign'), {
      ...typedOf(kindOf('campaign'), kindOf('campaign').example as JsonObject),
      '/gminas': '0415052',
      do: 'record',
    });
    expect(rules.statusCode).toBe(422);
    expect(wordsIn(rules.body)).toContain('G2.1 wymaga co najmniej 2 gmin');
    expect(rules.body).toContain('href="#f-/strategyItems"');
  });

  it('say in English what English pages say', async () => {
    const address = `${path('contact')}?lang=en`;
    const { body } = await of('ewa').submit(address, address, { ...TYPED_CONTACT, '/title': '', do: 'record' });
    expect(wordsIn(body)).toContain('title: is missing');
    expect(wordsIn(body)).toContain('Save and add another');
  });

  it('take an amount that cannot be read for what was typed', async () => {
    const kind = kindOf('joint-investment');
    const { body } = await of('ewa').submit(recordingPath(kind), recordingPath(kind), {
      ...typedOf(kind, kind.example as JsonObject),
      '/plannedCost': 'około miliona',
      '/plannedLength': '2,9 km',
      do: 'record',
    });
    expect(valueIn(body, '/plannedCost')).toBe('około miliona');
    expect(wordsIn(body)).toContain('podaj kwotę w złotych');
    expect(body).not.toContain('href="#f-/plannedLength"');
  });

  it('warn of contact data in free text, and let it stand once that was seen', async () => {
    const description = 'Sekretarz: jan.nowak@poczta.example';
    const sent = { ...TYPED_CONTACT, '/title': 'Rozmowa z sekretarzem', '/description': description };
    const warned = await of('ewa').submit(path('contact'), path('contact'), { ...sent, do: 'record' });
    expect(warned.statusCode).toBe(422);
    expect(wordsIn(warned.body)).toContain('Wiem, że w tekście jest adres e-mail');
    const id = await recorded('ewa', { ...sent, acknowledge: 'contact-data' });
    expect((await entry('contact', id)).details.description).toBe(description);
  });

  it('offer the items of the strategy that was in force on the day that is typed', async () => {
    await served.write('/v1/strategies', STRATEGY, { authorization: `Bearer ${administrator}` });
    const fresh = (await of('ewa').read(path('contact'))).body;
    expect(fresh).toContain('value="N1"');
    expect(fresh).not.toContain('value="T1"');
    const asked = { '/occurredOn': '2025-06-14', '/title': 'Zaległy', do: 'want:/strategyItems' };
    const { body } = await of('ewa').submit(path('contact'), path('contact'), asked);
    expect(body).toContain('value="T1"');
    expect(body).not.toContain('value="N1"');
    expect(valueIn(body, '/title')).toBe('Zaległy');
    expect(body).toMatch(/<fieldset(?=[^>]*id="f-\/strategyItems")[^>]* autofocus/);
  });

  it('add rows without a script, and close up those that were left empty', async () => {
    const kind = kindOf('attendance');
    const more = await of('ewa').submit(recordingPath(kind), recordingPath(kind), {
      ...typedOf(kind, kind.example as JsonObject),
      step: 'record',
      '/representatives/0/function': '',
      '/representatives/0/inPlaceOf': '',
      '/representatives/0/parts': [],
      '/representatives/1/function': 'starosta',
      do: 'want:/representatives',
    });
    expect(more.statusCode).toBe(200);
    expect(valueIn(more.body, '/representatives/0/function')).toBe('starosta');
    expect(valueIn(more.body, '/representatives/1/function')).toBe('');
    expect(valueIn(more.body, '/representatives/2/function')).toBeUndefined();
    // One goes on in the new row.
    expect(more.body).toMatch(/<select(?=[^>]*name="\/representatives\/1\/official")[^>]* autofocus/);
  });

  it('keep what was typed while another first step is chosen', async () => {
    const kind = kindOf('support-action');
    const at = `${recordingPath(kind)}?step=record`;
    const asked = await of('ewa').submit(at, recordingPath(kind), {
      '/title': 'Dotacja',
      '/amount': '4 500,00',
      do: 'step:request',
    });
    expect(valueIn(asked.body, '/title')).toBe('Dotacja');
    expect(asked.body).toContain('<input type="hidden" name="/amount" value="4 500,00"');
    const back = await of('ewa').send(recordingPath(kind), {
      proof: valueIn(asked.body, 'proof') ?? '',
      '/amount': valueIn(asked.body, '/amount') ?? '',
      step: 'request',
      do: 'step:record',
    });
    expect(back.body).toMatch(/<input(?=[^>]*id="f-\/amount")[^>]*value="4 500,00"/);
  });

  it('begin with today and the last office, go on with the next, and copy', async () => {
    const id = await recorded('jan', { '/title': 'Pierwszy', '/place': 'Łubianka' });
    const next = await of('jan').submit(path('contact'), path('contact'), {
      ...TYPED_CONTACT,
      '/title': 'Drugi',
      do: 'next',
    });
    expect(locationOf(next)).toMatch(/^\/wpis\/kontakt\?after=/);
    const { body } = await of('jan').read(locationOf(next));
    expect(wordsIn(mainOf(body))).toMatch(/Zapisano KT\/\d{4}\/\d{4} Drugi/);
    expect(valueIn(body, '/occurredOn')).toBe('2025-06-14');
    expect(valueIn(body, '/counterparts/0/organisation/name')).toBe('Gmina Łubianka');
    expect(valueIn(body, '/counterparts/0/function')).toBe('');
    expect(valueIn(body, '/title')).toBe('');
    expect(checkedIn(body, '/gminas')).toEqual(['0415052']);
    const fresh = (await of('jan').read(path('contact'))).body;
    expect(valueIn(fresh, '/occurredOn')).toBe(new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Warsaw' }).format());
    expect(valueIn(fresh, '/counterparts/0/organisation/name')).toBe('Gmina Łubianka');
    const copy = (await of('jan').read(`${path('contact')}?copy=${id}`)).body;
    expect([valueIn(copy, '/title'), valueIn(copy, '/place'), valueIn(copy, '/channel')]).toEqual([
      'Pierwszy',
      'Łubianka',
      'phone',
    ]);
    expect(valueIn(copy, '/occurredOn')).toBe(valueIn(fresh, '/occurredOn'));
    expect(checkedIn(copy, '/strategyItems')).toEqual(['T1']);
    // Of another's office nothing is filled in.
    expect(valueIn((await of('maria').read(path('contact'))).body, '/counterparts/0/organisation/name')).toBe('');
  });

  it('know organisations by any of their names, and complete them', async () => {
    await recorded('ewa', { '/title': 'Dopełnianie' });
    expect((await of('ewa').read(path('publication'))).body).toContain('<option value="Gmina Łubianka">');
    const id = await recorded('ewa', {
      '/title': 'Bez rodzaju',
      '/counterparts/0/organisation/name': 'gmina lubianka',
      '/counterparts/0/organisation/kind': '',
      '/counterparts/0/organisation/gmina': '',
    });
    expect(JSON.stringify((await entry('contact', id)).details)).toContain('"name":"Gmina Łubianka"');
  });

  it('warn only where office, channel and title are the same that day, and let one go on', async () => {
    const twin = { '/title': 'Telefon w sprawie drogi', '/occurredOn': '2025-05-05' };
    await recorded('ewa', twin);
    await recorded('ewa', { ...twin, '/channel': 'email' });
    await recorded('ewa', { ...twin, '/occurredOn': '2025-05-06' });
    await recorded('ewa', { ...twin, '/title': 'Telefon w innej sprawie' });
    const warned = await of('jan').submit(path('contact'), path('contact'), {
      ...TYPED_CONTACT,
      ...twin,
      '/title': 'telefon w sprawie drogi ',
      do: 'record',
    });
    expect(warned.statusCode).toBe(409);
    expect(wordsIn(warned.body)).toContain('Tego dnia jest już wpis o tym samym tytule');
    const seen = valueIn(warned.body, 'duplicate') ?? '';
    expect(seen).not.toBe('');
    const again = await of('jan').submit(path('contact'), path('contact'), {
      ...TYPED_CONTACT,
      ...twin,
      duplicate: seen,
      do: 'record',
    });
    expect(again.statusCode).toBe(303);
  });

  it('record once, however often they are sent, and another content only when told so', async () => {
    const form = (await of('ewa').read(path('contact'))).body;
    const sent = {
      ...TYPED_CONTACT,
      '/title': 'Podwójne kliknięcie',
      proof: valueIn(form, 'proof') ?? '',
      key: valueIn(form, 'key') ?? '',
      do: 'record',
    };
    const before = (await served.events()).length;
    const answers = await Promise.all([of('ewa').send(path('contact'), sent), of('ewa').send(path('contact'), sent)]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(new Set(answers.map(locationOf)).size).toBe(1);
    // Also once the register shows it: it is no twin of itself.
    expect((await of('ewa').send(path('contact'), sent)).statusCode).toBe(303);
    expect((await served.events()).length).toBe(before + 1);
    const other = { ...sent, '/title': 'Co innego, tym samym formularzem' };
    const refused = await of('ewa').send(path('contact'), other);
    expect(refused.statusCode).toBe(422);
    expect(wordsIn(refused.body)).toContain('Ten formularz był już zapisany z inną treścią');
    const key = valueIn(refused.body, 'key') ?? '';
    expect(key).not.toBe(sent.key);
    expect((await of('ewa').send(path('contact'), { ...other, key })).statusCode).toBe(303);
  });

  it('tell what is amiss in the order of the form', async () => {
    const wrong = {
      '/title': '',
      '/occurredOn': 'wczoraj',
      '/channel': '',
      '/direction': '',
      '/gminas': '',
      '/place': 'x'.repeat(500),
      '/documents/0/title': '',
      '/documents/0/date': 'x',
      '/counterparts/0/organisation/name': '',
      '/counterparts/0/function': 'x'.repeat(500),
      '/description': 'PESEL 44051401359',
      '/on': 'x',
      '/amount': 'x',
    };
    for (const kind of ['contact', 'support-action', 'campaign']) {
      const { body, statusCode } = await of('ewa').submit(path(kind), path(kind), { ...wrong, do: 'record' });
      expect([kind, statusCode]).toEqual([kind, 422]);
      const summary = /<section class="warning summary"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '';
      const places = [...summary.matchAll(/href="#(f-[^"]+)"/g)].map(
        ([, id = '']) => [id, body.indexOf(` id="${id}"`)] as const,
      );
      expect([kind, places.length > 4]).toEqual([kind, true]);
      expect(places.map(([id, at]) => [id, at > 0])).toEqual(places.map(([id]) => [id, true]));
      expect(places).toEqual(places.toSorted(([, a], [, b]) => a - b));
    }
  });

  it('take the next steps, each with its own form', async () => {
    const id = await recorded('ewa', { '/title': 'Ze sprawą', '/followUpDue': '2025-07-01' });
    const page = (await of('ewa').read(`/rejestr/${id}`)).body;
    const step = `/rejestr/${id}/krok/close-follow-up`;
    expect(page).toContain(`href="${step}"`);
    const empty = await of('ewa').submit(step, step, { do: 'record' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('href="#f-/outcome"');
    const done = await of('ewa').submit(step, step, { '/outcome': 'Uzgodniono.', do: 'record' });
    expect(done.statusCode).toBe(303);
    expect((await entry('contact', id)).status).toBe('closed');
    expect(wordsIn((await of('ewa').read(step)).body)).toContain('nie można wykonać, bo stan wpisu to teraz');
    expect((await of('ewa').read(`/rejestr/${id}/krok/fly`)).statusCode).toBe(404);
    const launch = await of('ewa').submit(path('campaign'), path('campaign'), {
      ...typedOf(kindOf('campaign'), kindOf('campaign').example as JsonObject),
      '/aim': '',
      do: 'record',
    });
    const launching = `/rejestr/${idIn(launch)}/krok/launch`;
    const refused = await of('ewa').submit(launching, launching, { do: 'record' });
    expect(refused.statusCode).toBe(409);
    expect(wordsIn(refused.body)).toContain('cel kampanii: kampanii nie uruchamia się bez pola „cel kampanii”');
  });

  it('correct an entry and its steps, after showing what would change', async () => {
    const kind = kindOf('support-action');
    const made = await of('ewa').submit(`${recordingPath(kind)}?step=grant`, recordingPath(kind), {
      ...typedOf(kind, kind.example as JsonObject),
      '/title': 'Do poprawienia',
      step: 'grant',
      do: 'record',
    });
    const id = idIn(made);
    const at = `/rejestr/${id}/poprawka`;
    const form = (await of('ewa').read(at)).body;
    expect(valueIn(form, '/changes/title')).toBe('Do poprawienia');
    expect(valueIn(form, '/changes/steps.grant.0.amount')).toBe('4500,00');
    expect(valueIn(form, '/changes/steps.grant.0.decision/number')).toBe('uchwała nr 871/2023');
    const all = fieldsIn(form);
    const changed = {
      ...all,
      '/changes/title': 'Poprawione',
      '/changes/steps.grant.0.amount': '4 600',
      '/changes/place': 'Pigża',
    };
    const review = await of('ewa').send(at, { ...changed, do: 'review' });
    expect(review.statusCode).toBe(200);
    expect(wordsIn(review.body)).toMatch(/Co się zmieni.*tytuł Do poprawienia Poprawione.*4 500,00 zł 4 600,00 zł/);
    expect((await history(id)).length).toBe(1);
    const unsaid = await of('ewa').send(at, { ...changed, do: 'record' });
    expect(unsaid.statusCode).toBe(422);
    expect(unsaid.body).toContain('href="#f-/reason"');
    const saved = await of('ewa').send(at, { ...changed, '/reason': 'Pomyłka w kwocie.', do: 'record' });
    expect(saved.statusCode).toBe(303);
    const [, line] = await history(id);
    expect(line?.changes).toEqual([
      { path: 'title', before: 'Do poprawienia', after: 'Poprawione' },
      { path: 'steps.grant.amount', before: 450_000, after: 460_000 },
      { path: 'place', before: null, after: 'Pigża' },
    ]);
    const nothing = await of('ewa').submit(at, at, {
      ...fieldsIn((await of('ewa').read(at)).body),
      '/reason': 'Nic.',
      do: 'record',
    });
    expect(nothing.statusCode).toBe(422);
    expect(wordsIn(nothing.body)).toContain('formularz niczego nie zmienia');
    const wrong = await of('ewa').send(at, {
      ...fieldsIn((await of('ewa').read(at)).body),
      '/changes/steps.grant.0.amount': 'sporo',
      '/changes/occurredOn': '',
      '/reason': 'Próba.',
      do: 'record',
    });
    expect(wrong.body).toContain('href="#f-/changes/steps.grant.0.amount"');
    expect(wrong.body).toContain('href="#f-/changes/occurredOn"');
  });

  /** Everything that a page's entry form would send as it stands. */
  function fieldsIn(html: string): Form {
    const form = /<form method="post"[^>]*class="entry"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
    const decoded = (text: string): string =>
      text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const names = new Set(
      [...form.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map(([, name = '']) => name),
    );
    const fields = [...names].flatMap((name): (readonly [string, string | string[]])[] => {
      if (form.includes(`<input type="checkbox" name="${name}"`)) return [[name, checkedIn(form, name)]];
      const value = valueIn(form, name);
      return value === undefined ? [] : [[name, decoded(value)]];
    });
    return Object.fromEntries(fields);
  }

  it('undo, annul and restore with a reason, by the rights of who has signed in', async () => {
    const id = await recorded('ewa', { '/title': 'Do unieważnienia', '/followUpDue': '2025-07-01' });
    const step = `/rejestr/${id}/krok/close-follow-up`;
    await of('ewa').submit(step, step, { '/outcome': 'Uzgodniono.', do: 'record' });
    const undo = `/rejestr/${id}/cofniecie`;
    const annul = `/rejestr/${id}/uniewaznienie`;
    const restore = `/rejestr/${id}/przywrocenie`;
    const offered = async (who: string): Promise<string[]> => {
      const { body } = await of(who).read(`/rejestr/${id}`);
      return [undo, annul, restore].filter((address) => body.includes(`href="${address}"`));
    };
    expect(await offered('ewa')).toEqual([undo, annul]);
    // Another's entry is annulled by a manager only.
    expect(await offered('jan')).toEqual([undo]);
    expect(await offered('maria')).toEqual([undo, annul]);
    expect(await offered('adam')).toEqual([]);
    expect((await of('jan').submit(undo, undo, { '/reason': 'Pomyłka.', do: 'record' })).statusCode).toBe(303);
    expect((await entry('contact', id)).status).toBe('follow-up-open');
    const refused = await of('jan').submit(annul, annul, { '/reason': 'Nie moje.', do: 'record' });
    expect(refused.statusCode).toBe(403);
    expect(wordsIn(refused.body)).toContain('pracownik unieważnia tylko własne wpisy z tego samego dnia');
    expect(valueIn(refused.body, '/reason')).toBe('Nie moje.');
    const other = await recorded('ewa', { '/title': 'Zamiast tamtego' });
    const { number } = await entry('contact', other);
    const missing = await of('ewa').submit(annul, annul, {
      '/reason': 'Drugi raz.',
      '/replacedBy': 'KT/1999/1',
      do: 'record',
    });
    expect(wordsIn(missing.body)).toContain('nie ma wpisu o takim numerze');
    const done = await of('ewa').submit(annul, annul, {
      '/reason': 'Drugi raz.',
      '/replacedBy': number.toLowerCase(),
      do: 'record',
    });
    expect(done.statusCode).toBe(303);
    expect((await entry('contact', id)).annulment).toEqual({ reason: 'Drugi raz.', replacedBy: other });
    expect(await offered('ewa')).toEqual([]);
    expect(await offered('maria')).toEqual([restore]);
    expect((await of('ewa').read(restore)).statusCode).toBe(403);
    expect((await of('maria').submit(restore, restore, { '/reason': 'Jednak nie.', do: 'record' })).statusCode).toBe(
      303,
    );
    expect((await entry('contact', id)).status).toBe('follow-up-open');
  });

  it('let nobody approve what is their own', async () => {
    const kind = kindOf('publication');
    const drafted = async (who: string): Promise<string> =>
      idIn(
        await of(who).submit(recordingPath(kind), recordingPath(kind), {
          ...typedOf(kind, kind.example as JsonObject),
          step: 'draft',
          do: 'record',
        }),
      );
    const [ewas, marias] = [await drafted('ewa'), await drafted('maria')];
    const link = (id: string): string => `href="/rejestr/${id}/krok/approve"`;
    expect((await of('ewa').read(`/rejestr/${ewas}`)).body).not.toContain(link(ewas));
    expect((await of('maria').read(`/rejestr/${ewas}`)).body).toContain(link(ewas));
    expect((await of('maria').read(`/rejestr/${marias}`)).body).not.toContain(link(marias));
    const at = `/rejestr/${marias}/krok/approve`;
    const refused = await of('maria').submit(at, at, { do: 'record' });
    expect(refused.statusCode).toBe(403);
    expect(wordsIn(refused.body)).toContain('nikt nie zatwierdza własnego wpisu');
  });

  it('tell the second of two editors what the first changed, and keep what the second typed', async () => {
    const id = await recorded('ewa', { '/title': 'Dwoje naraz', '/place': 'Łubianka' });
    const at = `/rejestr/${id}/poprawka`;
    const [first, second] = [(await of('ewa').read(at)).body, (await of('jan').read(at)).body];
    const a = {
      ...fieldsIn(first),
      '/changes/place': 'Warszewice',
      '/changes/channel': 'email',
      '/reason': 'Było gdzie indziej.',
      do: 'record',
    };
    const b = {
      ...fieldsIn(second),
      '/changes/place': 'Pigża',
      '/changes/title': 'Dwoje naraz, poprawione',
      '/reason': 'Dokładniej.',
      do: 'record',
    };
    expect((await of('ewa').send(at, a)).statusCode).toBe(303);
    const overtaken = await of('jan').send(at, b);
    expect(overtaken.statusCode).toBe(412);
    const words = wordsIn(mainOf(overtaken.body));
    expect(words).toContain('Ktoś zmienił ten wpis, gdy formularz był otwarty');
    expect(words).toMatch(/miejsce Łubianka Warszewice/);
    expect(words).toContain('Było gdzie indziej.');
    const again = fieldsIn(overtaken.body);
    expect([again['/changes/place'], again['/changes/title'], again['/reason']]).toEqual([
      'Pigża',
      'Dwoje naraz, poprawione',
      'Dokładniej.',
    ]);
    // What only the first touched is as the first left it.
    expect(again['/changes/channel']).toBe('email');
    expect((await of('jan').send(at, { ...again, do: 'record' })).statusCode).toBe(303);
    const [, , line] = await history(id);
    expect(line?.changes).toEqual([
      { path: 'title', before: 'Dwoje naraz', after: 'Dwoje naraz, poprawione' },
      { path: 'place', before: 'Warszewice', after: 'Pigża' },
    ]);
    const step = `/rejestr/${id}/krok/plan-follow-up`;
    const late = await of('ewa').submit(step, step, { '/due': '2025-08-01', revision: '0', do: 'record' });
    expect(late.statusCode).toBe(412);
    expect(valueIn(late.body, '/due')).toBe('2025-08-01');
    expect(valueIn(late.body, 'revision')).toBe('2');
  });

  it('lose nothing to a session that ends', async () => {
    await served.get(Accounts).add({ name: 'ola', roles: ['recorder'] }, ADMINISTRATOR);
    const { secret } = await served.get(Accounts).newLink('ola', ADMINISTRATOR);
    const password = 'cztery kolory liści';
    await served.get(Accounts).choose(secret, password, '');
    const ola = new Visitor(served, '10.0.0.9');
    expect((await ola.signIn('ola', password)).statusCode).toBe(303);
    const form = (await ola.read(path('contact'))).body;
    const sent = {
      ...TYPED_CONTACT,
      '/title': 'Sesja się "skończyła"',
      proof: valueIn(form, 'proof') ?? '',
      key: valueIn(form, 'key') ?? '',
      do: 'record',
    };
    const ended = ola.cookie;
    ola.cookie = '';
    const asked = await ola.send(path('contact'), sent);
    expect(asked.statusCode).toBe(401);
    expect(wordsIn(asked.body)).toContain('to, co wpisano w formularzu, nie przepadło');
    expect(asked.body).not.toContain(sent.proof);
    const hidden = fieldsOfSignIn(asked.body);
    expect(hidden.next).toBe(path('contact'));
    const mistyped = await ola.send('/logowanie', { ...hidden, name: 'ola', password: 'nie to' });
    expect(mistyped.statusCode).toBe(401);
    const back = await ola.send('/logowanie', { ...fieldsOfSignIn(mistyped.body), name: 'ola', password });
    expect(back.statusCode).toBe(200);
    expect(back.body).toContain(`<form method="post" action="${path('contact')}" class="resume">`);
    const kept = fieldsOf(back.body, 'resume');
    expect(kept).toMatchObject({ '/title': sent['/title'], key: sent.key });
    expect(kept['do']).toBeUndefined();
    const filled = await ola.send(path('contact'), kept);
    expect(filled.statusCode).toBe(200);
    expect(wordsIn(filled.body)).toContain('Nic jeszcze nie zapisano');
    expect(fieldsIn(filled.body)).toMatchObject({
      '/title': sent['/title'],
      '/counterparts/0/function': 'sekretarz gminy',
    });
    expect((await ola.send(path('contact'), { ...fieldsIn(filled.body), do: 'record' })).statusCode).toBe(303);
    expect(ended).not.toBe(ola.cookie);
    // Signed in anew elsewhere, the old page is not taken, and not lost either.
    const old = await ola.send(path('contact'), { ...sent, '/title': 'Stara strona' });
    expect(old.statusCode).toBe(403);
    expect(fieldsOf(old.body, 'resume')).toMatchObject({ '/title': 'Stara strona' });
    // What another site sends is neither kept nor answered with a proof.
    const strange = await ola.send(path('contact'), sent, { 'sec-fetch-site': 'cross-site' });
    expect(strange.statusCode).toBe(403);
    expect(strange.body).not.toContain('skończyła');
    const cookie = ola.cookie;
    ola.cookie = '';
    const stranger = await ola.send(path('contact'), sent, { 'sec-fetch-site': 'cross-site' });
    expect(stranger.body).not.toContain('skończyła');
    ola.cookie = cookie;
    // A password is never kept.
    const away = await new Visitor(served).send('/haslo', { current: 'tajne hasło', password: 'nowe tajne hasło' });
    expect(away.body).not.toContain('tajne');
  });

  const hiddenIn = (form: string): Record<string, string> =>
    Object.fromEntries(
      [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
      ]),
    );
  const fieldsOf = (html: string, name: string): Record<string, string> =>
    hiddenIn(new RegExp(`<form method="post"[^>]*class="${name}"[\\s\\S]*?</form>`).exec(html)?.[0] ?? '');
  const fieldsOfSignIn = (html: string): Record<string, string> => fieldsOf(html, 'narrow');

  it('write nothing as of a past day, and offer nothing', async () => {
    const id = await recorded('ewa', { '/title': 'Dawny stan', '/followUpDue': '2025-07-01' });
    const position = String((await served.events()).length);
    for (const address of [
      '/wpis',
      path('contact'),
      `/rejestr/${id}/poprawka`,
      `/rejestr/${id}/krok/close-follow-up`,
    ]) {
      const { body } = await of('ewa').read(`${address}?asOf=${position}`);
      expect([address, wordsIn(mainOf(body))]).toEqual([address, expect.stringContaining('Tylko do odczytu')]);
      expect([address, mainOf(body).includes('<form')]).toEqual([address, false]);
    }
    const page = (await of('maria').read(`/rejestr/${id}?asOf=${position}`)).body;
    expect(mainOf(page)).not.toMatch(/\/krok\/|\/poprawka|\/uniewaznienie|\/wpis/);
    expect(page).not.toContain('href="/wpis');
    const before = (await served.events()).length;
    const form = (await of('ewa').read(path('contact'))).body;
    const sent = { ...TYPED_CONTACT, proof: valueIn(form, 'proof') ?? '', do: 'record' };
    expect((await of('ewa').send(`${path('contact')}?asOf=${position}`, sent)).statusCode).toBe(409);
    expect((await served.events()).length).toBe(before);
  });

  it('are for nobody whose form does not show where it comes from', async () => {
    const before = (await served.events()).length;
    expect((await of('ewa').send(path('contact'), { ...TYPED_CONTACT, do: 'record' })).statusCode).toBe(403);
    expect((await served.events()).length).toBe(before);
  });
});
