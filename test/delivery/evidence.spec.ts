import 'reflect-metadata';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../src/application/access/tokens.js';
import { canonical, digestOf } from '../../src/application/canonical.js';
import { newEvent } from '../../src/application/commands/request.js';
import type { Pack } from '../../src/application/evidence/pack.js';
import type { Verdict } from '../../src/application/evidence/verdict.js';
import { verifyPack } from '../../src/application/evidence/verify-pack.js';
import { Signing } from '../../src/application/audit/signing.js';
import type { Report } from '../../src/application/reports/report.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { Ids } from '../../src/application/ports/ids.js';
import { frozenReport } from '../../src/application/queries/freezings.js';
import { Settling } from '../../src/application/settling.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { REPORT_FROZEN } from '../../src/domain/freezing.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { verifierKey } from '../../src/domain/proof/note.js';
import { readPage } from '../../src/delivery/evidence/page.js';
import { EVIDENCE_WORDS } from '../../src/delivery/evidence/words.js';
import { ADMINISTRATOR } from '../support/actors.js';
import { kronika } from '../support/cli.js';
import { altered, type Altered, faultsOf, resealed, verdictOn } from '../support/evidence.js';
import { type Answer, problemIn, Served } from '../support/served.js';

const EVIDENCE = '/v1/audit/evidence';
const HTML = { accept: 'text/html' };
const CONTACT = { ...kindNamed('contact')?.example, followUpDue: null, strategyItems: [] };

describe('an evidence pack', () => {
  let office: Served;
  let files: string;
  let pack: Pack;

  const record = async (kind: string, body: object): Promise<Answer> => {
    const answer = await office.write(kind, body, { 'kronika-acknowledge': 'contact-data' });
    expect([answer.statusCode, answer.statusCode === 201 ? '' : answer.body]).toEqual([201, '']);
    return answer;
  };
  const take = async (query: string): Promise<Pack> => {
    const answer = await office.read(`${EVIDENCE}?${query}`);
    expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
    expect(answer.body).toBe(canonical(answer.json()));
    return answer.json<Pack>();
  };

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'kronika-packs-'));
    office = await Served.start({ KRONIKA_AUTH: 'off' });
    for (const title of ['Rozmowa o <drodze>', 'Rozmowa \\u003c o szkole', 'Rozmowa o moście'])
      await record('/v1/contacts', { ...CONTACT, title, occurredOn: '2023-06-14' });
    await record('/v1/contacts', { ...CONTACT, occurredOn: '2021-03-01', gminas: ['0415022'] });
    await record('/v1/contacts', { ...CONTACT, occurredOn: '2021-02-01', gminas: ['0415022'] });
    await record('/v1/joint-investments', { ...kindNamed('joint-investment')?.example });
    const wrong = (await record('/v1/contacts', { ...CONTACT, occurredOn: '2023-06-15' })).json<{ id: string }>();
    const annulment = { reason: 'wpis podwójny' };
    const gone = await office.write(`/v1/contacts/${wrong.id}/annulment`, annulment, { 'if-match': '"0"' });
    expect(gone.statusCode).toBe(200);
    pack = await take('year=2023');
  });
  afterAll(async () => {
    await office.discard();
    await rm(files, { recursive: true });
  });

  it('holds the report, and the events behind it whole; and nothing else', async () => {
    const report = (await office.read('/v1/reports/annual?year=2023')).json<Report>();
    expect(pack.standing).toMatchObject({ digest: report.digest, day: report.day, freezing: null });
    expect(pack.report.totals).toEqual(report.totals);
    expect(pack.rows.map(({ title }) => title)).toEqual(expect.arrayContaining(['Rozmowa o <drodze>']));
    // The contact of 2021 is the gmina's last; the one before it counts for nothing. The annulled one was recorded late.
    expect(pack.rows.map(({ occurredOn }) => occurredOn).filter((on) => on < '2023')).toEqual(['2021-03-01']);
    expect(pack.rows.find(({ status }) => status === 'annulled')?.occurredOn).toBe('2023-06-15');
    const verdict = await verdictOn(pack);
    expect([verdict.sound, faultsOf(verdict)]).toEqual([true, []]);
    expect(verdict.checks.map(({ of }) => (of ?? 0) > 0)).toEqual(Array(8).fill(true));
    expect(verdict.notes.map(({ code }) => code)).toEqual(['complete', 'numbers', 'key', 'truth', 'page']);
  });

  it('comes as a page with the same data, which the command line checks', async () => {
    const answer = await office.read(`${EVIDENCE}?year=2023`, { ...HTML, 'kronika-actor': 'rewident-1' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="pakiet-dowodowy-raport-2023-stan-\d+\.html"$/,
      ),
      vary: 'Accept',
      'kronika-as-of': pack.standing.position,
    });
    const read = readPage(answer.body);
    const inside = JSON.parse(read?.text ?? '') as Pack;
    expect(inside.made.by).toBe('rewident-1');
    expect({ ...inside, made: pack.made, seal: '', checkpoint: '' }).toEqual({ ...pack, seal: '', checkpoint: '' });
    expect(inside.page).toBe(read?.page);
    expect(answer.body).toContain("default-src 'none'");
    // Whatever the office wrote down ends no element of the page.
    expect(answer.body.slice(answer.body.indexOf('id="pack">') + 10).indexOf('<')).toBe(
      read?.text.replaceAll('<', '\\u003c').length,
    );
    const file = join(files, 'whole.html');
    await writeFile(file, answer.body);
    const { code, out } = await kronika(files, 'evidence', 'verify', file);
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      'The data in this file are as the office signed them, and the figures of the report follow from them.',
    ]);
    const polish = await kronika(files, 'evidence', 'verify', file, '--lang', 'pl');
    expect(polish.out).toContain('Liczby raportu policzone na nowo ze zdarzeń');
  });

  it('is found altered by the command line: its data, its page, or all of it', async () => {
    const html = (await office.read(`${EVIDENCE}?year=2023`, HTML)).body;
    const verdictIn = async (content: string): Promise<[number | null, string[]]> => {
      const file = join(files, 'altered');
      await writeFile(file, content);
      const { code, out } = await kronika(files, 'evidence', 'verify', file, '--json');
      return [code, faultsOf(JSON.parse(out) as Verdict)];
    };
    expect(await verdictIn(html)).toEqual([0, []]);
    expect(await verdictIn(html.replace('lang="pl"', 'lang="en"'))).toEqual([1, ['form page /page']]);
    expect(await verdictIn(html.replace("default-src 'none'", "default-src 'self'"))).toEqual([1, ['form page /page']]);
    const [code, faults] = await verdictIn(html.replace('o moście', 'o mościE'));
    expect([code, faults.map((each) => each.replace(/\d+/, 'n'))]).toEqual([
      1,
      ['seal seal-part /events', 'events event-altered /events/n', 'rows row-differs /rows/n/title'],
    ]);
    expect(await verdictIn('not a pack')).toEqual([1, ['form not-json ']]);
    expect(await verdictIn('{"format":"kronika-evidence-9"}')).toEqual([1, ['form format /format']]);
    expect((await verdictIn(html.slice(0, -40)))[0]).toBe(1);
    expect((await kronika(files, 'evidence', 'verify', join(files, 'none'))).code).toBe(2);
  });

  const eventOf = (copy: Altered, type: string): { index: number; event: Record<string, unknown> } => {
    const index = copy.events.findIndex(({ event }) => event.type === type);
    return { index, event: copy.events[index]?.event as unknown as Record<string, unknown> };
  };

  it.each<[string, (copy: Altered) => void, (string | RegExp)[]]>([
    [
      'a figure',
      (copy) => void Object.assign(copy.report.totals, { length: 7 }),
      ['seal seal-part /report', 'figures figure /report/totals/length', 'figures digest /standing/digest'],
    ],
    [
      'what an event says',
      (copy) => void Object.assign(eventOf(copy, 'InvestmentProposed').event, { data: {} }),
      [/^events event-(altered|unproven)/],
    ],
    [
      'who recorded',
      (copy) =>
        void Object.assign(eventOf(copy, 'ContactRecorded').event['metadata'] as object, {
          actor: { id: 'x', roles: [] },
        }),
      [/^events event-(altered|unproven)/],
    ],
    [
      'where an event stands',
      (copy) => void Object.assign(copy.events[5] ?? {}, { position: 999 }),
      [/^checkpoint checkpoint-short|^events order/],
    ],
    ['who took it', (copy) => void Object.assign(copy.made, { by: 'nobody' }), ['seal seal-part /made']],
    [
      'the day on which it stands',
      (copy) => void Object.assign(copy.standing, { day: '2019-01-01' }),
      ['seal seal-part /standing'],
    ],
    ['the digest of the page', (copy) => void (copy.page = 'a'.repeat(64)), ['seal seal-part /page']],
    [
      'the key',
      (copy) => void (copy.key = copy.key.replace(/.$/, 'A')),
      ['keys key-not-last /key', 'seal seal-part /key'],
    ],
    [
      'the checkpoint',
      (copy) => void (copy.checkpoint = copy.checkpoint.replace('\n', '\n1')),
      [/^checkpoint checkpoint-signature/],
    ],
    [
      'the seal',
      (copy) => void (copy.seal = copy.seal.replace('evidence', 'Evidence')),
      ['seal seal-signature /seal', 'seal seal-unreadable /seal'],
    ],
    ['a row taken out', (copy) => void (copy.rows = copy.rows.slice(1)), ['rows row-missing /rows']],
    [
      'a row put in',
      (copy) => void (copy.rows = [...copy.rows, { ...copy.rows[0]!, number: 'KT/2099/0001' }]),
      [/^rows row-unproven/],
    ],
    ['a number', (copy) => void Object.assign(copy.rows[0]!, { number: 'KT/2099/0001' }), ['seal seal-part /rows']],
    [
      'an event taken out',
      (copy) => void (copy.events = copy.events.filter(({ event }) => event.type !== 'InvestmentProposed')),
      [/^rows row-unproven/],
    ],
    [
      'a hash taken out',
      (copy) => void (copy.hashes = Object.fromEntries(Object.entries(copy.hashes).slice(1))),
      [/^events hash-missing|^events event-unproven/],
    ],
    ['a member put in', (copy) => void Object.assign(copy, { remark: 'all is well' }), ['form unknown-member /remark']],
  ])('shows that it was altered, and where: %s', async (_what, alter, expected) => {
    const verdict = await verdictOn(altered(pack, alter));
    const faults = faultsOf(verdict);
    expect(verdict.sound).toBe(false);
    for (const each of expected)
      expect(faults).toContainEqual(typeof each === 'string' ? each : expect.stringMatching(each));
  });

  it('does not take the seal’s word for figures: they have to follow from the events', async () => {
    const sealed = async (alter: (copy: Altered) => void): Promise<string[]> =>
      faultsOf(await verdictOn(await resealed(altered(pack, alter), office.directory)));
    expect(await sealed(() => undefined)).toEqual([]);
    expect(await sealed((copy) => void Object.assign(copy.report.totals, { length: 7 }))).toEqual([
      'figures figure /report/totals/length',
      'figures digest /standing/digest',
    ]);
    const without = await sealed((copy) => {
      const gone = copy.rows.at(-1)!;
      copy.rows = copy.rows.slice(0, -1);
      copy.events = copy.events.filter(({ event }) => !event.stream.endsWith(gone.id));
    });
    expect(without).toContainEqual(expect.stringMatching(/^figures figure \/report\/totals/));
    const forged = await sealed(
      (copy) => void Object.assign(eventOf(copy, 'ContactRecorded').event, { schema: 1, type: 'ContactHeld' }),
    );
    expect(forged).toContainEqual(expect.stringMatching(/^events event-altered/));
  });

  it('is not called sound on the word of a program that counts otherwise', async () => {
    const sealed = async (alter: (copy: Altered) => void): Promise<Verdict> =>
      verdictOn(await resealed(altered(pack, alter), office.directory));
    const other = (copy: Altered): void => {
      const { register, ...more } = pack.standing.viewVersions;
      copy.standing = { ...copy.standing, viewVersions: { ...more, register: (register ?? 0) + 1 } };
    };
    const fault = 'figures other-version /standing/viewVersions/register';
    const forged = await sealed((copy) => {
      other(copy);
      Object.assign(copy.report.totals, { length: 7 });
      copy.standing = { ...copy.standing, digest: digestOf(copy.report) };
    });
    expect([forged.sound, faultsOf(forged)]).toEqual([false, [fault]]);
    const [told] = forged.checks.flatMap(({ faults }) => faults);
    const ours = pack.standing.viewVersions['register'] ?? 0;
    expect(told).toMatchObject({ said: String(ours + 1), is: String(ours) });
    expect(forged.notes.map(({ code }) => code)).not.toContain('counted-otherwise');
    // Nor where this program happens to count the same.
    expect(faultsOf(await sealed(other))).toEqual([fault]);
  });

  it('is refused to whoever knows another key', async () => {
    const text = canonical(pack);
    const { verdict } = await verifyPack(text, { noted: pack.key });
    expect([verdict.sound, verdict.notes.map(({ code }) => code)]).toEqual([
      true,
      ['complete', 'numbers', 'truth', 'page'],
    ]);
    const other = verifierKey(pack.key.split('+')[0] ?? '', generateKeyPairSync('ed25519').publicKey);
    expect(faultsOf((await verifyPack(text, { noted: other })).verdict)).toEqual(['keys key-not-noted /key']);
    const file = join(files, 'key.json');
    await writeFile(file, text);
    expect((await kronika(files, 'evidence', 'verify', file, '--key', pack.key)).code).toBe(0);
    expect((await kronika(files, 'evidence', 'verify', file, '--key', other)).code).toBe(1);
    expect((await kronika(files, 'evidence', 'verify', file, '--key', 'x')).code).toBe(2);
  });

  it('holds a frozen report as it was frozen, whatever was recorded since', async () => {
    const { id, digest } = (await office.write('/v1/reports/annual/freezings', { year: 2023 })).json<{
      id: string;
      digest: string;
    }>();
    await record('/v1/contacts', { ...CONTACT, occurredOn: '2023-07-01' });
    const frozen = await take(`freezing=${id}`);
    expect(frozen.standing).toMatchObject({ digest, freezing: id });
    expect((await verdictOn(frozen)).sound).toBe(true);
    const other = await verdictOn(
      await resealed(
        altered(frozen, (copy) => void Object.assign(copy.report.totals, { length: 7 })),
        office.directory,
      ),
    );
    expect(faultsOf(other)).toEqual(['figures frozen /standing/freezing', 'figures digest /standing/digest']);
    expect((await office.read(`${EVIDENCE}?report=period&freezing=${id}`)).statusCode).toBe(404);
  });

  it('does not claim that the figures of a frozen report follow, where they are counted otherwise today', async () => {
    const { id } = (await office.write('/v1/reports/annual/freezings', { year: 2023 })).json<{ id: string }>();
    const ledger = office.get(EventStore);
    const { figures, ...rest } = await frozenReport(ledger, id);
    // As an earlier program would have told it.
    const then = { ...figures, totals: { ...figures.totals, length: 7 } };
    const data = { ...rest, digest: digestOf(then), figures: then } as unknown as JsonObject;
    const other = office.get(Ids).next();
    const request = { actor: { id: 'kierownik-1', roles: ['manager' as const] }, alone: false };
    const event = newEvent(request, office.get(Ids).next(), REPORT_FROZEN, data);
    await ledger.append(`freezing-${other}`, 'none', [event]);
    expect(await office.get(Settling).positionOf(event.id, 5000)).not.toBeNull();
    const frozen = await take(`freezing=${other}`);
    const verdict = await verdictOn(frozen);
    expect([verdict.sound, faultsOf(verdict)]).toEqual([true, []]);
    expect(verdict.notes).toContainEqual({ code: 'counted-otherwise', value: '1' });
    const file = join(files, 'frozen.json');
    await writeFile(file, canonical(frozen));
    const { code, out } = await kronika(files, 'evidence', 'verify', file);
    expect([code, out.split('\n')[0]]).toEqual([0, EVIDENCE_WORDS.en.soundAsFrozen]);
    expect(out).toMatch(/counted anew from the events \(\d+\): as frozen\n/);
    expect(out).not.toContain(EVIDENCE_WORDS.en.sound);
  });

  it('stands as of a point, and is of any months', async () => {
    const asOf = await take(`report=period&from=2023-06&to=2023-06&asOf=${pack.standing.position}`);
    expect(asOf.standing.position).toBe(pack.standing.position);
    expect(asOf.report).toMatchObject({ report: 'period', from: '2023-06', to: '2023-06' });
    const early = await take('year=2023&asOf=2020-01-01');
    expect([early.rows, early.standing.position]).toEqual([[], '0']);
  });

  it.each([
    ['', ['year']],
    ['year=x', ['year']],
    ['report=weekly&year=2023', ['report']],
    ['year=2023&from=2023-01', ['from']],
    ['report=period&from=2023-01&year=2023', ['year', 'to']],
    ['year=2023&asOf=x', ['asOf']],
    ['freezing=018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00&year=2023&asOf=1', ['year', 'asOf']],
    ['year=2023&colour=red', ['colour']],
  ])('is not taken where nobody can tell of what: %s', async (query, pointers) => {
    const answer = await office.read(`${EVIDENCE}?${query}`);
    expect([answer.statusCode, problemIn(answer).errors?.map(({ pointer }) => pointer)]).toEqual([400, pointers]);
  });

  it('comes in no other form', async () => {
    expect((await office.read(`${EVIDENCE}?year=2023`, { accept: 'text/csv' })).statusCode).toBe(406);
  });

  it('is checked by a verifier that was written from docs/trust.md alone', () => {
    const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer =>
      parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
    const opened = (note: string): string[] => {
      const [text = '', signatures = ''] = note.split('\n\n');
      const x = Buffer.from(pack.key.split('+').slice(2).join('+'), 'base64').subarray(1).toString('base64url');
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      const signature = Buffer.from(signatures.trim().split(' ').at(-1) ?? '', 'base64').subarray(4);
      expect(verify(null, Buffer.from(`${text}\n`), publicKey, signature)).toBe(true);
      return text.split('\n');
    };
    const [head, ...lines] = opened(pack.seal);
    expect(head).toBe('kronika evidence');
    const { seal: _seal, ...members } = pack;
    const names = Object.keys(members).sort() as (keyof typeof members)[];
    expect(lines).toEqual(names.map((name) => `${name} ${sha256(canonical(members[name])).toString('hex')}`));
    const [, size, root] = opened(pack.checkpoint);
    for (const { position, event } of pack.events) {
      const lead = (leaf: number, from: number, to: number): Buffer => {
        if (to - from === 1) return sha256(Buffer.of(0), canonical(event));
        let half = 1;
        while (half * 2 < to - from) half *= 2;
        const beside = (a: number, b: number): Buffer =>
          Buffer.from(pack.hashes[`${String(a)}-${String(b)}`] ?? '', 'hex');
        return leaf < from + half
          ? sha256(Buffer.of(1), lead(leaf, from, from + half), beside(from + half, to))
          : sha256(Buffer.of(1), beside(from, from + half), lead(leaf, from + half, to));
      };
      expect(lead(position - 1, 0, Number(size)).toString('base64')).toBe(root);
    }
    expect(pack.key).toBe(pack.events.findLast(({ event }) => event.type === 'SigningKeyAdopted')?.event.data['key']);
  });

  // Last: the office has another key from here on.
  it('is trusted over a change of the key by whoever knows the one before, but not over a lost one unsaid', async () => {
    const rotate = (lost: boolean): Promise<string> =>
      office
        .get(Signing)
        .rotate(
          { actor: { id: 'administrator', roles: ['administrator'] }, alone: false },
          'zmiana administratora',
          lost,
        );
    const next = await rotate(false);
    const later = await take('year=2023');
    expect(later.key).toBe(next);
    const text = canonical(later);
    for (const noted of [pack.key, next]) expect((await verifyPack(text, { noted })).verdict.sound).toBe(true);
    const unendorsed = altered(later, (copy) => {
      const last = copy.events.findLast(({ event }) => event.type === 'SigningKeyAdopted');
      Object.assign(last?.event.data ?? {}, { endorsement: pack.checkpoint });
    });
    expect(faultsOf(await verdictOn(unendorsed))).toContainEqual(expect.stringMatching(/^keys key-unendorsed/));
    // A lost key vouches for nobody.
    const found = await rotate(true);
    const lost = canonical(await take('year=2023'));
    const { verdict } = await verifyPack(lost, { noted: found });
    expect([verdict.sound, verdict.notes.map(({ code }) => code)]).toEqual([
      true,
      ['key-lost', 'complete', 'numbers', 'truth', 'page'],
    ]);
    expect(faultsOf((await verifyPack(lost, { noted: next })).verdict)).toEqual(['keys key-not-noted /key']);
  });
});

describe('who takes evidence', () => {
  let office: Served;
  beforeAll(async () => {
    office = await Served.start({ KRONIKA_AUTH: 'on' });
  });
  afterAll(() => office.discard());

  it.each([
    ['recorder', 403],
    ['administrator', 403],
    ['manager', 200],
    ['auditor', 200],
  ] as const)('%s: %i', async (role, status) => {
    const ends = role === 'auditor' ? { endsOn: '2099-12-31' } : {};
    const token = await office.get(Tokens).add({ name: `konto-${role}`, roles: [role], ...ends }, ADMINISTRATOR);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await office.read(`${EVIDENCE}?year=2023`, headers);
    expect(answer.statusCode).toBe(status);
    if (status === 200) expect(answer.json<Pack>().made.by).toBe(`konto-${role}`);
  });

  it('nobody whom the office does not know', async () => {
    expect((await office.read(`${EVIDENCE}?year=2023`)).statusCode).toBe(401);
  });
});
