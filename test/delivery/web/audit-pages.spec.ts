import 'reflect-metadata';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { AccessLog } from '../../../src/application/access/access-log.js';
import type { AccessPage } from '../../../src/application/access/access-reading.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import type { CheckpointPage, SignedCheckpoint } from '../../../src/application/audit/checkpoints.js';
import { FINDINGS } from '../../../src/application/audit/finding.js';
import { Integrity, type IntegrityReport } from '../../../src/application/audit/integrity.js';
import type { InclusionProof } from '../../../src/application/audit/proofs.js';
import type { Pack } from '../../../src/application/evidence/pack.js';
import { verifyPack } from '../../../src/application/evidence/verify-pack.js';
import { ACCESS_ACTIONS, AccessLogStore } from '../../../src/application/ports/access-log-store.js';
import { AccountStore } from '../../../src/application/ports/account-store.js';
import type { CloudEvent } from '../../../src/application/queries/ledger.js';
import { readPage } from '../../../src/delivery/evidence/page.js';
import type { Keys } from '../../../src/delivery/http/openapi/audit.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { type Role, ROLES } from '../../../src/domain/kernel/event.js';
import { nodeHash } from '../../../src/domain/proof/hashing.js';
import { isSignedBy, readNote } from '../../../src/domain/proof/note.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import type { Answer, Served } from '../../support/served.js';
import { addressesIn, mainOf, rowsIn, servedDemonstration, wordsIn } from '../../support/web.js';

/** Nothing happens by itself meanwhile. */
const NEVER = 86_400_000;
const PAST = '2023-06-30';

describe('the pages of the audit', () => {
  let served: Served;
  const tokens = new Map<Role, string>();
  /** Of the days' closes, the last first, as the interface tells them. */
  const closes: SignedCheckpoint[] = [];

  beforeAll(async () => {
    served = await servedDemonstration({}, { listen: false, sample: NEVER, look: NEVER });
    for (const role of ROLES)
      tokens.set(
        role,
        await served.get(Tokens).add({ name: `konto-${role}`, roles: [role], endsOn: '2099-12-31' }, ADMINISTRATOR),
      );
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { items, next }: CheckpointPage = await api(`/v1/audit/checkpoints?limit=200${after}`);
      closes.push(...items);
      cursor = next;
    }
  }, 120_000);
  afterAll(() => served.discard());

  const as = (role: Role) => ({ authorization: `Bearer ${tokens.get(role) ?? ''}` });
  const ask = (address: string, role: Role = 'auditor'): Promise<Answer> =>
    served.read(address, { accept: 'text/html', ...as(role) });
  const page = async (address: string, role: Role = 'auditor'): Promise<string> => {
    const answer = await ask(address, role);
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer.body;
  };
  const api = async <T>(address: string): Promise<T> => {
    const answer = await served.read(address, as('auditor'));
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer.json<T>();
  };
  const section = (html: string, id: string): string =>
    new RegExp(`<section aria-labelledby="${id}">[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
  /** What stands beside each label. */
  const facts = (html: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...html.matchAll(/<dt>([\s\S]*?)<\/dt><dd>([\s\S]*?)<\/dd>/g)].map(([, label = '', told = '']) => [
        wordsIn(label).trim(),
        wordsIn(told).trim(),
      ]),
    );
  const figure = (text = ''): number => Number(text.replaceAll(' ', ''));
  const linked = (html: string, part: string): string => addressesIn(html).find((each) => each.includes(part)) ?? '';
  /** The events of the ledger after a position. */
  const events = (after: number, limit: number): Promise<CloudEvent[]> =>
    api<CloudEvent[]>(`/v1/ledger/events?after=${String(after)}&limit=${String(limit)}`);

  it('are for whoever may ask the interface for the same, and lead each where they may go', async () => {
    const rights: Readonly<Record<string, readonly Role[]>> = {
      '/audyt': ['manager', 'auditor'],
      '/audyt/odtwarzacz': ['manager', 'auditor'],
      '/audyt/spojnosc': ['manager', 'auditor', 'administrator'],
      '/audyt/punkty': ['recorder', 'manager', 'auditor', 'administrator'],
      '/audyt/pakiety': ['manager', 'auditor'],
      '/audyt/dostepy': ['auditor'],
    };
    for (const role of ROLES) {
      const open = Object.keys(rights).filter((address) => rights[address]?.includes(role));
      for (const address of Object.keys(rights)) {
        const { statusCode, body } = await ask(address, role);
        expect([role, address, statusCode]).toEqual([role, address, open.includes(address) ? 200 : 403]);
        if (statusCode !== 200) continue;
        const ways = /<nav class="ways within"[\s\S]*?<\/nav>/.exec(body)?.[0] ?? '';
        expect([role, addressesIn(ways)]).toEqual([role, open]);
        expect(ways).toContain(`href="${address}" aria-current="page"`);
      }
    }
    const main = async (role: Role): Promise<string[]> =>
      addressesIn(/<nav class="ways" [\s\S]*?<\/nav>/.exec(await page('/pulpit', role))?.[0] ?? '').filter((each) =>
        each.startsWith('/audyt'),
      );
    expect([await main('auditor'), await main('administrator'), await main('recorder')]).toEqual([
      ['/audyt'],
      ['/audyt/spojnosc'],
      ['/audyt/punkty'],
    ]);
  });

  it('tell at a glance what the check in the background has found, and the last checkpoint', async () => {
    expect(wordsIn(await page('/audyt/spojnosc'))).toContain('nie sprawdzono jeszcze żadnego odcinka');
    await served.get(Integrity).turn(0.5);
    const html = await page('/audyt/spojnosc');
    const { last, round, checked } = await api<IntegrityReport>('/v1/audit/integrity');
    const told = facts(section(html, 'check'));
    const day = (last?.segment ?? '').slice(0, 10).split('-').reverse().join('.');
    expect(wordsIn(html)).toContain('Sprawdzanie w tle nie wykryło nieprawidłowości.');
    expect(told['Ostatnio sprawdzono']).toContain('02.01.2025, godz. 10:00:00');
    expect(told['odcinek dziennika']).toBe(
      `${day} (zdarzenia: ${String(last?.events)}, stany rejestru i liczb: ${String(last?.editions)})`,
    );
    expect(told['odcinki sprawdzone w tym przeglądzie']).toBe(`1 z ${String(round.of)}`);
    expect(told['od uruchomienia programu sprawdzono']).toContain(`odcinki: ${String(checked.segments)}, `);

    const [latest] = closes;
    const shown = facts(section(html, 'checkpoint'));
    expect(figure(shown['Zdarzenia pod podpisem'])).toBe(latest?.size);
    expect(shown).toMatchObject({
      'Korzeń drzewa skrótów (SHA-256)': latest?.root,
      Dziennik: latest?.origin,
      'Łańcuch tego, co pokazywał rejestr': latest?.views,
    });
    expect(latest?.note).toContain(`\n${shown['Ten sam korzeń w zapisie punktu kontrolnego (base64)'] ?? ''}\n`);
    const { keys } = await api<Keys>('/v1/audit/keys');
    expect(keys.length).toBeGreaterThan(0);
    expect(
      rowsIn(section(html, 'keys'))
        .slice(1)
        .map(([, key]) => key),
    ).toEqual(keys.map(({ key }) => key));
    expect(wordsIn(section(html, 'keys'))).toContain('To dziennik pokazowy');
  });

  it('say what is wrong, in words, and what to do', async () => {
    const integrity = served.get(Integrity);
    integrity.note('keeping', 'kept', ['the checkpoint of 2024-03-31 is another']);
    const html = await page('/audyt/spojnosc', 'administrator');
    expect(wordsIn(html)).toContain('Wykryto nieprawidłowości. Liczba ustaleń: 1.');
    expect(wordsIn(html)).toContain('uruchomi polecenie „kronika verify”');
    expect(rowsIn(section(html, 'check'))[1]?.slice(1, 4)).toEqual([
      'punkty kontrolne zachowywane poza urzędem nie zgadzają się z dziennikiem albo nie są tam zapisywane',
      'the checkpoint of 2024-03-31 is another',
      '–',
    ]);
    integrity.note('keeping', 'kept', []);
    expect(wordsIn(await page('/audyt/spojnosc'))).not.toContain('Wykryto nieprawidłowości');
    for (const { texts } of Object.values(LANGUAGES)) {
      expect(Object.keys(texts.findings).sort()).toEqual([...FINDINGS].sort());
      expect(Object.keys(texts.accesses.actions).sort()).toEqual([...ACCESS_ACTIONS].sort());
    }
  });

  it('as of a past day, show the checkpoint of then and say that the check is of now', async () => {
    const { body, headers } = await ask(`/audyt/spojnosc?asOf=${PAST}`);
    const position = Number(headers['kronika-as-of']);
    const last = closes.find(({ size }) => size < position);
    expect(wordsIn(body)).toContain('wróć do dziś');
    expect(facts(section(body, 'check'))).toEqual({});
    expect(facts(section(body, 'checkpoint'))['Korzeń drzewa skrótów (SHA-256)']).toBe(last?.root);
    expect(last?.day).toBe('2023-06-29');
    expect((await ask(`/audyt/punkt.txt?asOf=${PAST}`)).body).toBe(last?.note);
    expect((await ask(`/audyt/punkt.txt?day=2023-07-03&asOf=${PAST}`)).statusCode).toBe(404);
    expect(rowsIn(await page(`/audyt/punkty?asOf=${PAST}`))[1]?.[2]).toBe(last?.root);
    expect(wordsIn(await page('/audyt/spojnosc?asOf=2021-12-31'))).toContain('Żadnego klucza jeszcze nie zapisano');
  });

  it('list the checkpoints page by page, each as the note that was signed', async () => {
    const shown: string[][] = [];
    for (let address = '/audyt/punkty', pages = 0; address !== '' && pages < 3; pages++) {
      const html = await page(address, 'recorder');
      shown.push(...rowsIn(html).slice(1));
      address = linked(mainOf(html), '/audyt/punkty?cursor=');
    }
    expect(shown.length).toBe(150);
    expect(shown.map(([, size, root]) => [figure(size), root])).toEqual(
      closes.slice(0, 150).map(({ size, root }) => [size, root]),
    );
    const { body, headers } = await ask(`/audyt/punkt.txt?day=${closes[3]?.day ?? ''}`, 'recorder');
    expect(body).toBe(closes[3]?.note);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="[0-9a-f-]{36}-2024-12-\d\d\.checkpoint"$/),
    });
    const now = await ask('/audyt/punkt.txt', 'administrator');
    const note = readNote(now.body);
    const { keys } = await api<Keys>('/v1/audit/keys');
    expect(note !== null && isSignedBy(note, keys.at(-1)?.key ?? '')).toBe(true);
    expect(now.headers['content-disposition']).toContain(`-at-${note?.text.split('\n')[1] ?? ''}.checkpoint"`);
    expect((await ask('/audyt/punkt.txt?day=1999-01-01')).statusCode).toBe(404);
    for (const wrong of ['/audyt/punkt.txt?day=maj', '/audyt/punkty?cursor=x']) {
      const answer = await ask(wrong);
      expect([wrong, answer.statusCode]).toEqual([wrong, 400]);
      expect(wordsIn(answer.body)).not.toMatch(/must|is not/);
    }
  });

  it('prove an event step by step up to a signed root: whoever joins the hashes comes to it', async () => {
    const trail = await page('/audyt?before=1235');
    const address = linked(trail, '/audyt/dowody/');
    const html = await page(address);
    const [event] = await events(1233, 1);
    const [latest] = closes;
    const query = `event=${event?.id ?? ''}&size=${String(latest?.size)}`;
    expect(address).toBe(`/audyt/dowody/${event?.id ?? ''}`);
    const proof = await api<InclusionProof>(`/v1/audit/proofs/inclusion?${query}`);
    const told = facts(section(html, 'event'));
    expect(told).toMatchObject({ Pozycja: '1 234', 'skrót liścia (SHA-256)': proof.leafHash });
    expect(figure(told['numer liścia (od zera)'])).toBe(proof.leafIndex);
    const steps = rowsIn(section(html, 'path')).slice(1);
    expect(steps.map(([, , , hash]) => hash)).toEqual(proof.path);
    const bytes = (hex = ''): Buffer => Buffer.from(hex, 'hex');
    const root = steps.reduce(
      (hash, [, side, , sibling]) =>
        side === 'z lewej' ? nodeHash(bytes(sibling), hash) : nodeHash(hash, bytes(sibling)),
      bytes(proof.leafHash),
    );
    const leads = section(html, 'leads');
    expect(facts(leads)['Korzeń drzewa skrótów (SHA-256)']).toBe(root.toString('hex'));
    expect(root.toString('hex')).toBe(latest?.root);
    // The stretches and the leaf make up the whole tree.
    const covered = steps.map(([, , over = '']) => over.split(' – ').map(figure));
    expect(covered.reduce((sum, [from = 0, to = from]) => sum + to - from + 1, 1)).toBe(latest?.size);
    expect(wordsIn(leads)).toContain('urząd podpisał przy zamknięciu dnia 31.12.2024');
    expect(linked(leads, '/v1/audit/proofs/inclusion')).toBe(`/v1/audit/proofs/inclusion?${query}`);
    expect(await api<object>(linked(leads, '/v1/audit/proofs/consistency'))).toMatchObject({ from: latest?.size });
    expect((await ask(address, 'recorder')).statusCode).toBe(403);
  });

  it('prove it to a checkpoint that was kept, and to the ledger of a day that is not closed', async () => {
    const sizes = new Set(closes.map(({ size }) => size));
    // In the midst of a day: neither its last event nor the close of the one before.
    let position = 1234;
    while (sizes.has(position) || sizes.has(position - 1)) position++;
    const [event] = await events(position - 1, 1);
    const address = `/audyt/dowody/${event?.id ?? ''}`;
    const kept = closes.findLast(({ size }) => size >= position);
    const of = (size: number): Promise<InclusionProof> =>
      api(`/v1/audit/proofs/inclusion?event=${event?.id ?? ''}&size=${String(size)}`);
    const html = await page(`${address}?size=${String(kept?.size)}`);
    const hashes = (of: string): (string | undefined)[] =>
      rowsIn(section(of, 'path'))
        .slice(1)
        .map(([, , , hash]) => hash);
    expect(hashes(html)).toEqual((await of(kept?.size ?? 0)).path);
    expect(facts(section(html, 'leads'))['Korzeń drzewa skrótów (SHA-256)']).toBe(kept?.root);
    const between = section(await page(`${address}?size=${String(position)}`), 'leads');
    expect(wordsIn(between)).toContain('Porównaj korzeń');
    const { root } = await of(position);
    expect(facts(between)['Ten sam korzeń w zapisie punktu kontrolnego (base64)']).toBe(
      Buffer.from(root, 'hex').toString('base64'),
    );
    const then = section(await page(`${address}?asOf=${String(position)}`), 'leads');
    expect(wordsIn(then)).toContain('jeszcze nie zamknięto');
    expect(facts(then)['Korzeń drzewa skrótów (SHA-256)']).toBe(root);
    expect(then).not.toContain('punkt.txt"');

    for (const wrong of [
      '?size=5',
      '?size=x',
      '?size=99999999',
      `?size=${String(position + 5)}&asOf=${String(position)}`,
    ]) {
      const answer = await ask(`${address}${wrong}`);
      expect([wrong, answer.statusCode]).toEqual([wrong, 400]);
      expect(wordsIn(answer.body)).toMatch(/ma to być liczba od 12\d\d|podaj liczbę zdarzeń/);
    }
    for (const none of [
      `${address}?asOf=${String(position - 1)}`,
      '/audyt/dowody/nic',
      '/audyt/dowody/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
    ])
      expect([none, (await ask(none)).statusCode]).toEqual([none, 404]);
  });

  it('are reached from every event of an entry’s history, by those who may', async () => {
    const entry = (await api<{ items: { id: string }[] }>('/v1/activities?status=annulled&limit=1')).items[0]?.id ?? '';
    const history = section(await page(`/rejestr/${entry}`), 'history');
    const proofs = addressesIn(history).filter((each) => each.startsWith('/audyt/dowody/'));
    expect(proofs.length).toBe([...history.matchAll(/<li id="p\d+">/g)].length);
    const html = await page(`${proofs[0] ?? ''}?lang=en`);
    expect(wordsIn(section(html, 'event'))).toContain('Annulment');
    expect(addressesIn(section(html, 'event'))).toEqual([`/rejestr/${entry}?lang=en`]);
    expect(section(await page(`/rejestr/${entry}`, 'recorder'), 'history')).not.toContain('/audyt/dowody/');
  });

  it('give out evidence packs to whoever has signed in and may, and put it on record', async () => {
    await served
      .get(AccountStore)
      .add({ name: 'r.kontrolny', password: null, roles: ['auditor'], createdAt: '2025-01-02T08:00:00.000Z' });
    const cookie = `kronika=${await served.get(Sessions).open('r.kontrolny')}`;
    const month = 'from=2023-06&to=2023-06&asOf=2024-03-31';
    const take = (form: string, query = month): Promise<Answer> =>
      served.read(`/audyt/pakiety/okresowy.${form}?${query}`, { accept: 'text/html', cookie });
    const [html, json] = [await take('html'), await take('json')];
    for (const [answer, type, extension] of [
      [html, 'text/html', 'html'],
      [json, 'application/json', 'json'],
    ] as const) {
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename="pakiet-dowodowy-raport-2023-06-stan-2024-03-31.${extension}"`,
        'cache-control': 'no-store',
      });
    }
    const told = await api<Pack>(`/v1/audit/evidence?report=period&${month}`);
    const pack = JSON.parse(json.body) as Pack;
    expect([pack.report, pack.standing, pack.made.by]).toEqual([told.report, told.standing, 'r.kontrolny']);
    for (const text of [json.body, readPage(html.body)?.text ?? ''])
      expect((await verifyPack(text)).verdict.sound).toBe(true);
    const [, ours] = await served.get(AccessLogStore).find({ action: 'evidence-taken', limit: 2 });
    expect(ours).toMatchObject({
      actor: { id: 'r.kontrolny' },
      subjects: ['evidence/period'],
      details: { from: '2023-06', to: '2023-06', asOf: '2024-03-31' },
    });
    const froze = await served.write('/v1/reports/period/freezings', { from: '2023-06', to: '2023-06' }, as('manager'));
    const { id: freezing } = froze.json<{ id: string }>();
    const frozen = await take('json', `freezing=${freezing}&asOf=2024-03-31`);
    expect((JSON.parse(frozen.body) as Pack).standing.freezing).toBe(freezing);
    const twice = await take('json', `freezing=${freezing}&from=2023-06`);
    expect([twice.statusCode, wordsIn(twice.body)]).toEqual([
      400,
      expect.stringContaining('zamrożony raport sam mówi'),
    ]);

    expect((await take('pdf')).statusCode).toBe(404);
    expect((await take('html', 'from=2023-06')).statusCode).toBe(400);
    for (const role of ['recorder', 'administrator'] as const)
      expect((await ask('/audyt/pakiety/roczny.json?year=2023', role)).statusCode).toBe(403);
  }, 120_000);

  it('offer packs by forms, on their own page and on the reports, to those who may take them', async () => {
    const buttons = (html: string): string[] =>
      [...html.matchAll(/<form action="(\/audyt\/pakiety\/[^"]*)"[\s\S]*?<\/form>/g)].flatMap(([form, action = '']) => [
        action,
        /formaction="([^"]*)"/.exec(form)?.[1] ?? '',
      ]);
    const [annual, period] = [
      ['/audyt/pakiety/roczny.html', '/audyt/pakiety/roczny.json'],
      ['/audyt/pakiety/okresowy.html', '/audyt/pakiety/okresowy.json'],
    ];
    expect(buttons(await page('/audyt/pakiety', 'manager'))).toEqual([...annual, ...period]);
    const report = await page('/raporty/roczny?year=2023&asOf=2024-03-31');
    expect(buttons(report)).toEqual(annual);
    const [form] = /<form action="\/audyt\/pakiety\/roczny[\s\S]*?<\/form>/.exec(report) ?? [];
    expect(form).toMatch(/name="year" value="2023"[\s\S]*name="asOf" value="2024-03-31"/);
    expect(buttons(await page('/raporty/okresowy?from=2023-06&to=2023-06'))).toEqual(period);
    expect(buttons(await page('/raporty/roczny?year=2023', 'recorder'))).toEqual([]);
  });

  it('show the access log as the interface tells it, filtered and in pages, and put its reading on record', async () => {
    const log = served.get(AccessLog);
    const persons = Array.from({ length: 12 }, (_, index) => `person/osoba-${String(index)}`);
    const actor = { id: 'pracownik-1', roles: ['recorder'] } as const;
    for (let times = 0; times < 55; times++) await log.record({ action: 'persons-read', actor, subjects: persons });
    const numbers = (html: string): number[] =>
      rowsIn(html)
        .slice(1)
        .map(([number]) => figure(number));
    const answer = await ask('/audyt/dostepy?by=pracownik-1&from=2025-01-02&to=2025-01-02');
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const [read] = await served.get(AccessLogStore).find({ limit: 1 });
    expect(read).toMatchObject({
      action: 'access-log-read',
      actor: { id: 'konto-auditor', roles: ['auditor'] },
      details: { by: 'pracownik-1', from: '2025-01-02', to: '2025-01-02' },
    });
    const told = await api<AccessPage>(linked(answer.body, '/v1/access-log'));
    expect(numbers(answer.body)).toEqual(told.items.map(({ number }) => number));
    const [, , who, what, of] = rowsIn(answer.body)[1] ?? [];
    expect([who, what]).toEqual(['pracownik-1 pracownik', 'odczytano dane osób']);
    expect(of).toMatch(/^osoba osoba-0 osoba osoba-1 .* osoba osoba-9 i jeszcze 2$/);
    const older = await page(linked(answer.body, 'cursor='));
    expect(numbers(older)).toEqual(
      Array.from({ length: 5 }, (_, index) => (numbers(answer.body)[49] ?? 0) - 1 - index),
    );

    const evidence = rowsIn(await page('/audyt/dostepy?action=evidence-taken'))[1] ?? [];
    expect(evidence.slice(3, 5)).toEqual(['pobrano pakiet dowodowy', 'pakiet dowodowy raportu okresowego']);
    expect(evidence[5]).toMatch(/^freezing: [0-9a-f-]{36}; asOf: 2024-03-31$/);
    for (const nothing of ['to=2025-01-01', 'by=nikt', 'asOf=2024-12-31'])
      expect(rowsIn(await page(`/audyt/dostepy?${nothing}`))).toEqual([]);
    const wrong = await ask('/audyt/dostepy?action=spying&from=maj&cursor=x');
    expect(wrong.statusCode).toBe(400);
    expect(wordsIn(wrong.body)).not.toMatch(/must|is not/);
    for (const role of ['recorder', 'manager', 'administrator'] as const)
      expect((await ask('/audyt/dostepy', role)).statusCode).toBe(403);
  });

  it('speak English', async () => {
    const [event] = await events(1233, 1);
    for (const [address, title] of [
      ['/audyt/spojnosc', 'Integrity'],
      ['/audyt/punkty', 'Checkpoints'],
      [`/audyt/dowody/${event?.id ?? ''}`, 'Proof of event 1,234'],
      ['/audyt/pakiety', 'Evidence packs'],
      ['/audyt/dostepy', 'Access log'],
    ] as const) {
      const html = mainOf(await page(`${address}?lang=en`));
      expect(html).toContain(`<h1>${title}</h1>`);
      // What people wrote is in Polish whatever is asked.
      const own = wordsIn(html.replace(/<a [^>]*href="\/rejestr[\s\S]*?<\/a>/g, ''));
      expect([address, own]).not.toEqual([address, expect.stringMatching(/[ąćęłńśźż]/)]);
    }
  });

  it('do not call an event proven that is not the one that was signed', async () => {
    const [event] = await events(1233, 1);
    const address = `/audyt/dowody/${event?.id ?? ''}`;
    expect(wordsIn(await page(address))).not.toContain('nie prowadzi do tego korzenia');
    const db = new Database(join(served.directory, 'ledger.sqlite'));
    for (const { name } of db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .all())
      db.exec(`DROP TRIGGER "${name}"`);
    const altered = "UPDATE events SET metadata = json_set(metadata, '$.actor.id', 'x') WHERE seq = 1234";
    expect(db.prepare(altered).run().changes).toBe(1);
    db.close();
    const html = await page(address);
    expect(wordsIn(html)).toContain('nie prowadzi do tego korzenia');
    expect(wordsIn(html)).not.toContain('urząd podpisał przy zamknięciu');
  });
});
