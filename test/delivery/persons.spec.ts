import 'reflect-metadata';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Tokens } from '../../src/application/access/tokens.js';
import { leafHashOf } from '../../src/application/audit/leaf.js';
import { Signing } from '../../src/application/audit/signing.js';
import { Opening } from '../../src/application/opening.js';
import { PersonRecording } from '../../src/application/persons/person-recording.js';
import { AccessLogStore } from '../../src/application/ports/access-log-store.js';
import { PersonKeyStore } from '../../src/application/ports/person-key-store.js';
import { digestOf } from '../../src/application/canonical.js';
import { ROLES, type Role } from '../../src/domain/kernel/event.js';
import { textOf } from '../../src/domain/kernel/json.js';
import { isSignedBy, readNote } from '../../src/domain/proof/note.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../src/infrastructure/system/system-clock.js';
import { UuidIds } from '../../src/infrastructure/system/uuid-ids.js';
import { ADMINISTRATOR } from '../support/actors.js';
import { Cli, kronika } from '../support/cli.js';
import { type Answer, problemIn, Served } from '../support/served.js';

const MASTER = '5f'.repeat(32);
const SETTINGS = { KRONIKA_AUTH: 'off', KRONIKA_MASTER_KEY: MASTER };
const ANNA = {
  organisation: { name: 'Gmina Łubianka' },
  function: 'sekretarz gminy',
  name: 'Anna Wymyślona-Zmyślona',
  phone: '56 662 87 00',
  email: 'anna.wymyslona@gmina.example',
};
/** What of hers must stand nowhere: also not as bytes that are looked for in a file. */
const TELLING = ['Wymyślona', 'wymyslona', '662 87 00'];
const LONG = 120_000;

interface Receipt {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
}
interface Erased extends Receipt {
  readonly erasure: { readonly certificate: string; readonly keyDestroyedAt: string; readonly at: string };
}

/** The office, and what is done in it. */
class Office {
  constructor(readonly served: Served) {}

  static async open(settings: Readonly<Record<string, string>> = SETTINGS, directory?: string): Promise<Office> {
    return new Office(await Served.start(settings, { listen: false }, directory));
  }

  async register(body: object = ANNA): Promise<Receipt> {
    const answer = await this.served.write('/v1/persons', body);
    expect([answer.statusCode, answer.body]).toEqual([201, answer.body]);
    return answer.json<Receipt>();
  }

  correct({ id, revision }: Receipt, changes: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const body = { changes, reason: 'Zmyślona z panieńskiego' };
    return this.served.write(`/v1/persons/${id}/corrections`, body, {
      'if-match': `"${String(revision)}"`,
      ...headers,
    });
  }

  erase(
    { id, revision }: Receipt,
    body: unknown = { reason: 'Wniosek osoby.' },
    headers: object = {},
  ): Promise<Answer> {
    return this.served.kronika.app.inject({
      method: 'DELETE',
      url: `/v1/persons/${id}`,
      headers: {
        ...(body !== null && { 'content-type': 'application/json' }),
        'if-match': `"${String(revision)}"`,
        ...headers,
      },
      ...(body !== null && { payload: JSON.stringify(body) }),
    });
  }

  read(id: string, query = ''): Promise<Answer> {
    return this.served.read(`/v1/persons/${id}${query}`);
  }

  /** What the ledger, its proofs and its replay say up to a position: what must not move. */
  async standing(position: number): Promise<Readonly<Record<'proof' | 'replay' | 'organisations', string>>> {
    const body = async (url: string): Promise<string> => {
      const answer = await this.served.read(url);
      expect([url, answer.statusCode]).toEqual([url, 200]);
      return answer.body;
    };
    const to = String(position);
    return {
      proof: await body(`/v1/audit/proofs/consistency?from=1&to=${to}`),
      replay: await body(`/v1/ledger/replay?to=${to}`),
      organisations: await body(`/v1/organisations?limit=200&asOf=${to}`),
    };
  }
}

/** Everything in the files of a directory but the keys. */
async function bytesIn(directory: string): Promise<string> {
  const names = (await readdir(directory, { withFileTypes: true })).filter((each) => each.isFile());
  return (await Promise.all(names.map(({ name }) => readFile(join(directory, name), 'utf8')))).join('\n');
}

describe('persons', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.served.discard());

  it('are recorded sealed: nothing of theirs stands in any file, and whoever may reads it', async () => {
    const anna = await office.register();
    const read = await office.read(anna.id);
    expect(read.statusCode).toBe(200);
    expect(read.headers).toMatchObject({ etag: '"0"', 'kronika-as-of': anna.position });
    expect(read.json()).toMatchObject({
      id: anna.id,
      state: 'readable',
      ...ANNA,
      organisation: { name: 'Gmina Łubianka', id: expect.any(String) },
      recordedBy: 'anonymous',
    });
    expect((await office.correct(anna, { phone: null, name: 'Anna Zmyślona' })).statusCode).toBe(200);
    const corrected = (await office.read(anna.id)).json<Record<string, unknown>>();
    expect(corrected).toMatchObject({ name: 'Anna Zmyślona', email: ANNA.email, revision: 1 });
    expect(corrected['phone']).toBeUndefined();
    // As it was then.
    expect((await office.read(anna.id, `?asOf=${anna.position}`)).json()).toMatchObject({ name: ANNA.name });
    const bytes = await bytesIn(office.served.directory);
    for (const each of [...TELLING, 'Zmyślona']) expect([each, bytes.includes(each)]).toEqual([each, false]);
    const told = [
      (await office.served.read('/v1/ledger/events?limit=200')).body,
      (await office.served.read('/v1/ledger/replay')).body,
    ].join();
    expect(told).toContain('PersonCorrected');
    for (const each of [...TELLING, 'Zmyślona']) expect([each, told.includes(each)]).toEqual([each, false]);
  });

  it('are listed by where they work, a page at a time', async () => {
    const own = await Office.open();
    // Under a key an id tells nothing of when it was made.
    for (const [name, key] of [
      ['Anna A.', 'k1'],
      ['Barbara B.', 'k2'],
      ['Celina C.', 'k3'],
    ] as const)
      await own.served.write('/v1/persons', { ...ANNA, name }, { 'idempotency-key': key });
    await own.register({ ...ANNA, name: 'Dorota D.', organisation: { name: 'Gmina Lubicz' } });
    const list = async (query: string) =>
      (await own.served.read(`/v1/persons?${query}`)).json<{ items: { name: string }[]; next: string | null }>();
    const first = await list('limit=2');
    expect(first.items.map(({ name }) => name)).toEqual(['Anna A.', 'Barbara B.']);
    const second = await list(`limit=2&cursor=${first.next ?? ''}`);
    expect(second.items.map(({ name }) => name)).toEqual(['Celina C.', 'Dorota D.']);
    expect(second.next).toBeNull();
    const organisations = (await own.served.read('/v1/organisations?q=lubicz&kind=gmina')).json<{
      items: { id: string }[];
    }>();
    const lubicz = await list(`organisation=${organisations.items[0]!.id}`);
    expect(lubicz.items.map(({ name }) => name)).toEqual(['Dorota D.']);
    expect((await own.served.read('/v1/persons?organisation=x')).statusCode).toBe(400);
    expect((await own.served.read('/v1/persons?colour=red')).statusCode).toBe(400);
    expect((await own.served.read('/v1/persons?asOf=2020-01-01')).json()).toEqual({ items: [], next: null });
    await own.served.discard();
  });

  it('are named by activities, by id, as long as they are not erased', async () => {
    const anna = await office.register();
    const contact = (person: string) => ({
      title: 'Ustalenie terminu',
      occurredOn: '2023-05-10',
      gminas: ['0415052'],
      channel: 'phone',
      direction: 'outgoing',
      counterparts: [{ organisation: 'Gmina Łubianka', person }],
    });
    const recorded = await office.served.write('/v1/contacts', contact(anna.id));
    expect(recorded.statusCode).toBe(201);
    const { id } = recorded.json<{ id: string }>();
    expect((await office.served.read(`/v1/contacts/${id}`)).json()).toMatchObject({
      details: { counterparts: [{ person: anna.id }] },
    });
    const nobody = await office.served.write('/v1/contacts', contact('018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'));
    expect([nobody.statusCode, problemIn(nobody).errors?.[0]?.pointer]).toEqual([422, '/counterparts/0/person']);
    await office.erase(anna);
    expect((await office.served.write('/v1/contacts', contact(anna.id))).statusCode).toBe(422);
    // What names them already stays as it is.
    expect((await office.served.read(`/v1/contacts/${id}`)).statusCode).toBe(200);
  });

  it.each([
    ['nothing', {}, ['/organisation', '/name']],
    ['an unknown office', { ...ANNA, organisation: 'Nikt' }, ['/organisation/name']],
    ['a PESEL', { ...ANNA, function: 'sekretarz 44051401359' }, ['/function']],
    ['contact data in the open', { ...ANNA, function: 'sekretarz, jan@poczta.example' }, ['/function']],
    ['who it is in the open', { ...ANNA, function: 'sekretarz Anna Zmyślona' }, ['/function']],
    ['what is no address', { ...ANNA, email: 'nie' }, ['/email']],
    ['what is no field', { ...ANNA, nickname: 'x' }, ['/nickname']],
  ])('are refused with %s', async (_what, body, pointers) => {
    const refused = await office.served.write('/v1/persons', body);
    expect([refused.statusCode, problemIn(refused).errors?.map(({ pointer }) => pointer)]).toEqual([422, pointers]);
  });

  it('are recorded once under a key, without a digest by which a name could be guessed', async () => {
    const write = (body: object) => office.served.write('/v1/persons', body, { 'idempotency-key': 'k-1' });
    const [one, two] = await Promise.all([write(ANNA), write(ANNA)]);
    expect([one.statusCode, two.statusCode]).toEqual([201, 201]);
    expect(one.json<Receipt>().id).toBe(two.json<Receipt>().id);
    expect((await write({ ...ANNA, name: 'Inna' })).statusCode).toBe(422);
    const event = (await office.served.events()).find(({ stream }) => stream.endsWith(one.json<Receipt>().id))!;
    expect(event.metadata.request).toMatch(/^[0-9a-f]{64}$/);
    expect(event.metadata.request).not.toBe(digestOf(ANNA));
    await office.erase(one.json<Receipt>());
    expect((await write(ANNA)).statusCode).toBe(409);
  });

  it('bring organisations along without a digest by which a name could be guessed', async () => {
    const own = await Office.open();
    const brought = (name: string) => ({ name, kind: 'ngo' });
    const body = { ...ANNA, organisation: brought('Towarzystwo Pierwsze') };
    const headers = { 'idempotency-key': 'k-3' };
    const recorded = await own.served.write('/v1/persons', body, headers);
    expect([recorded.statusCode, recorded.body]).toEqual([201, recorded.body]);
    const anna = recorded.json<Receipt>();
    const changes = { organisation: brought('Towarzystwo Drugie') };
    expect((await own.correct(anna, changes, headers)).statusCode).toBe(200);
    const plain = [digestOf(body), digestOf({ changes, reason: 'Zmyślona z panieńskiego' })];
    const requests = (await own.served.events()).flatMap(({ metadata }) => metadata.request ?? []);
    expect([requests.length, requests.filter((each) => plain.includes(each))]).toEqual([4, []]);
    await own.served.discard();
  });

  it('are changed only by who saw what stands', async () => {
    const anna = await office.register();
    expect((await office.correct(anna, { phone: '1' })).statusCode).toBe(422);
    expect((await office.correct(anna, { phone: '56 662 87 01' }, { 'idempotency-key': 'k-2' })).statusCode).toBe(200);
    expect((await office.correct(anna, { phone: '56 662 87 01' }, { 'idempotency-key': 'k-2' })).statusCode).toBe(200);
    expect((await office.correct(anna, { phone: '56 662 87 02' })).statusCode).toBe(412);
    expect((await office.erase(anna)).statusCode).toBe(412);
    const { id } = anna;
    expect((await office.served.write(`/v1/persons/${id}/corrections`, { changes: {}, reason: 'x' })).statusCode).toBe(
      428,
    );
    for (const other of ['nikt', '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00']) {
      expect((await office.read(other)).statusCode).toBe(404);
      expect((await office.correct({ ...anna, id: other }, {})).statusCode).toBe(404);
      expect((await office.erase({ ...anna, id: other })).statusCode).toBe(404);
    }
  });
});

describe('a person who is erased', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.served.discard());

  it(
    'is gone at every point of the past, with a certificate, and every root, proof and replay is as it was',
    async () => {
      const anna = await office.register();
      const other = await office.register({ ...ANNA, name: 'Barbara Inna' });
      await office.correct(anna, { phone: '56 662 87 09' });
      const position = (await office.served.events()).length;
      const before = await office.standing(position);
      // What is replayed of her is what was recorded, sealed.
      const sealed = (await office.served.events()).find(({ stream }) => stream.endsWith(anna.id))?.data['sealed'];
      expect(before.replay).toContain((sealed as { name: string }).name);
      const leaves = (await office.served.events()).map((event) => leafHashOf(event).toString('hex'));

      const answer = await office.erase({ ...anna, revision: 1 });
      expect([answer.statusCode, answer.headers['etag']]).toEqual([200, '"2"']);
      const { erasure } = answer.json<Erased>();

      const after = (await office.served.events()).map((event) => leafHashOf(event).toString('hex'));
      expect(after.slice(0, position)).toEqual(leaves);
      expect(after.length).toBe(position + 1);
      expect(await office.standing(position)).toEqual(before);

      for (const query of ['', `?asOf=${anna.position}`, `?asOf=${String(position)}`]) {
        const read = (await office.read(anna.id, query)).json<Record<string, unknown>>();
        expect(read).toMatchObject({ state: 'erased', function: ANNA.function, erasure: { reason: 'Wniosek osoby.' } });
        for (const field of ['name', 'phone', 'email']) expect(read[field]).toBeUndefined();
      }
      expect((await office.read(other.id)).json()).toMatchObject({ state: 'readable', name: 'Barbara Inna' });

      // The certificate says what was recorded, under the office's key, and is no checkpoint.
      const note = readNote(erasure.certificate)!;
      const [key] = await office.served.get(Signing).keys();
      expect(isSignedBy(note, key!.key)).toBe(true);
      const event = (await office.served.events()).at(-1)!;
      expect(note.text.split('\n')).toEqual([
        'kronika erasure certificate',
        `urn:uuid:${textOf((await office.served.events())[0]?.data['ledger'])}`,
        `person ${anna.id}`,
        `event ${event.id}`,
        `leaf ${leafHashOf(event).toString('hex')}`,
        `recorded ${event.metadata.recordedAt}`,
        `key-destroyed ${erasure.keyDestroyedAt}`,
        '',
      ]);
      expect((await office.read(anna.id)).json<Erased>().erasure.certificate).toBe(erasure.certificate);
      const inclusion = await office.served.read(`/v1/audit/proofs/inclusion?event=${event.id}`);
      expect(inclusion.json()).toMatchObject({ leafHash: leafHashOf(event).toString('hex') });

      expect((await office.erase({ ...anna, revision: 2 })).statusCode).toBe(409);
      expect((await office.correct({ ...anna, revision: 2 }, { phone: '56 662 87 01' })).statusCode).toBe(409);

      await office.served.stop();
      const { code, out } = await kronika(office.served.directory, 'verify', '--json');
      expect([code, JSON.parse(out)]).toMatchObject([0, { findings: [], differences: [] }]);
      office = await Office.open(SETTINGS, office.served.directory);
    },
    LONG,
  );

  it.each([
    ['without a reason', {}, '/reason'],
    ['with nothing', null, '/reason'],
    ['with a reason that says who it was', { reason: 'Pani Wymyślona odeszła.' }, '/reason'],
    ['with a reason that says so in another case', { reason: 'Na wniosek Wymyślonej.' }, '/reason'],
    ['with an address in the reason', { reason: 'Prosiła jan@poczta.example' }, '/reason'],
  ])('is not, %s', async (_what, body, pointer) => {
    const anna = await office.register();
    const refused = await office.erase(anna, body);
    expect([refused.statusCode, problemIn(refused).errors?.map((each) => each.pointer)]).toEqual([422, [pointer]]);
    expect((await office.read(anna.id)).json()).toMatchObject({ state: 'readable' });
  });

  it('is erased once under a key, and answered again', async () => {
    const anna = await office.register();
    const key = { 'idempotency-key': 'erase-1' };
    const [first, again] = [
      await office.erase(anna, { reason: 'x' }, key),
      await office.erase(anna, { reason: 'x' }, key),
    ];
    expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
    expect(again.json()).toEqual(first.json());
  });

  it('stays erased when the keys of before are brought back, as soon as the program looks', async () => {
    const own = await Office.open();
    const { directory } = own.served;
    const anna = await own.register();
    await own.served.stop();
    await copyFile(join(directory, 'keys.sqlite'), join(directory, 'keys.before'));
    const erasing = await Office.open(SETTINGS, directory);
    expect((await erasing.erase(anna)).statusCode).toBe(200);
    await erasing.served.stop();
    await copyFile(join(directory, 'keys.before'), join(directory, 'keys.sqlite'));
    const restored = await Office.open(SETTINGS, directory);
    // The ledger says so, whatever the keys say.
    expect((await restored.read(anna.id, `?asOf=${anna.position}`)).json()).toMatchObject({ state: 'erased' });
    await restored.served.get(PersonRecording).sweep();
    expect((await restored.served.get(PersonKeyStore).find([anna.id])).get(anna.id)).toHaveProperty('destroyedAt');
    await restored.served.discard();
  });

  it('stays erased where an older ledger is put beside the keys of today', async () => {
    const anna = await office.register();
    await office.served.get(PersonKeyStore).destroy(anna.id, '2024-03-04T12:00:00.000Z');
    expect((await office.read(anna.id)).json()).toMatchObject({ state: 'erased' });
  });
});

describe('what is sealed of persons', () => {
  it('opens in no other place: a text that was moved in the files of the views is not read', async () => {
    const office = await Office.open();
    const anna = await office.register();
    const other = await office.register({ ...ANNA, name: 'Barbara Inna', phone: '56 662 87 10' });
    const { directory } = office.served;
    await office.served.stop();
    const events = new Database(join(directory, 'ledger.sqlite'), { readonly: true })
      .prepare<[], { data: string }>("SELECT data FROM events WHERE type = 'PersonRegistered' ORDER BY seq")
      .all()
      .map(({ data }) => (JSON.parse(data) as { sealed: { name: string; phone: string } }).sealed);
    const [annas, others] = events;
    // Her name where the other's is; and the other's number where the name is.
    const views = new Database(join(directory, 'views.sqlite'));
    const tables = views
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%doc%'",
      )
      .all();
    let moved = 0;
    for (const { name } of tables)
      for (const [from, to, of] of [
        [others!.name, annas!.name, other.id],
        [annas!.name, annas!.phone, anna.id],
      ] as const)
        moved += views
          .prepare(`UPDATE "${name}" SET doc = replace(doc, ?, ?) WHERE doc LIKE ?`)
          .run(from, to, `%"key":"${of}"%`).changes;
    expect(moved).toBe(2);
    views.close();
    const altered = await Office.open(SETTINGS, directory);
    for (const { id } of [anna, other]) {
      const read = (await altered.read(id)).json<Record<string, unknown>>();
      expect([read['state'], read['name'], read['phone']]).toEqual(['unreadable', undefined, undefined]);
    }
    await altered.served.discard();
  });
});

describe('without the master key', () => {
  it('the program starts; persons cannot be recorded or read, which says what to do; and they can be erased', async () => {
    const with_ = await Office.open();
    const { directory } = with_.served;
    const anna = await with_.register();
    await with_.served.stop();
    const without = await Office.open({ KRONIKA_AUTH: 'off' }, directory);
    const refused = [
      await without.served.write('/v1/persons', ANNA),
      await without.read(anna.id),
      await without.served.read('/v1/persons'),
      await without.correct(anna, { phone: null }),
    ];
    for (const each of refused) {
      expect(each.statusCode).toBe(503);
      expect(problemIn(each).detail).toMatch(
        /no master key is set.*kronika master-key create.*KRONIKA_MASTER_KEY_FILE/,
      );
    }
    expect((await without.served.read('/v1/activities')).statusCode).toBe(200);
    expect((await without.erase(anna)).statusCode).toBe(200);
    expect((await without.read(anna.id)).json()).toMatchObject({ state: 'erased' });
    await without.served.discard();
  });

  it('another one opens nothing, and says so', async () => {
    const office = await Office.open();
    const anna = await office.register();
    await office.served.stop();
    const other = await Office.open({ ...SETTINGS, KRONIKA_MASTER_KEY: 'a0'.repeat(32) }, office.served.directory);
    const read = await other.read(anna.id);
    expect([read.statusCode, problemIn(read).detail]).toEqual([503, expect.stringMatching(/another master key/)]);
    await other.served.discard();
  });
});

describe('one key that opens nothing', () => {
  it.each([
    [
      'was wrapped by another master key',
      "UPDATE keys SET master = '0123456789abcdef', wrapped = 'AQID' WHERE person = ?",
    ],
    ['is damaged', "UPDATE keys SET wrapped = 'AQID' WHERE person = ?"],
  ])('since it %s keeps one person from being read, and nobody else', async (_what, harm) => {
    const office = await Office.open();
    const anna = await office.register();
    const other = await office.register({ ...ANNA, name: 'Barbara Inna' });
    const keys = new Database(join(office.served.directory, 'keys.sqlite'));
    expect(keys.prepare(harm).run(anna.id).changes).toBe(1);
    keys.close();
    const page = (await office.served.read('/v1/persons')).json<{ items: { id: string; state: string }[] }>();
    expect(page.items.map(({ id, state }) => [id, state])).toEqual([
      [anna.id, 'unreadable'],
      [other.id, 'readable'],
    ]);
    expect((await office.read(anna.id)).json()).toMatchObject({ state: 'unreadable' });
    const corrected = await office.correct(anna, { phone: null });
    expect([corrected.statusCode, problemIn(corrected).detail]).toEqual([503, expect.stringMatching(/bring back/)]);
    await office.register({ ...ANNA, name: 'Celina C.' });
    await office.served.discard();
  });
});

describe('the commands of the master key', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-master-'));
  });
  afterAll(() => rm(home, { recursive: true }));

  it(
    'make one outside the data directory, wrap the keys anew, and copy them',
    async () => {
      const [data, one, two] = [join(home, 'data'), join(home, 'one'), join(home, 'two')];
      expect((await kronika(data, 'master-key', 'create', join(data, 'key'))).code).toBe(2);
      for (const file of [one, two]) expect((await kronika(data, 'master-key', 'create', file)).code).toBe(0);
      expect((await kronika(data, 'master-key', 'create', one)).code).toBe(1);
      const key = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim();
      expect(await key(one)).toMatch(/^[0-9a-f]{64}$/);
      const settings = (file: string) => ({ KRONIKA_AUTH: 'off', KRONIKA_MASTER_KEY_FILE: file });
      const office = await Office.open(settings(one), data);
      const anna = await office.register();
      await office.served.stop();
      const run = (args: readonly string[], file: string | null) =>
        new Cli(args, data, file === null ? {} : { KRONIKA_MASTER_KEY_FILE: file }).ended;
      // Which one wrapped them, the settings say.
      expect(await run(['master-key', 'rotate', '--to', two], null)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/no master key is set/),
      });
      const beside = await Office.open(settings(one), data);
      expect(await run(['master-key', 'rotate', '--to', two, '--as', 'j.nowak'], one)).toMatchObject({ code: 0 });
      // Whom a server that was left running recorded now, nobody would ever read.
      const lost = await beside.served.write('/v1/persons', ANNA);
      expect([lost.statusCode, problemIn(lost).detail]).toEqual([503, expect.stringMatching(/restart Kronika/)]);
      await beside.served.stop();
      const copy = join(home, 'copies', 'keys');
      expect(await run(['person-keys', 'backup', copy], null)).toMatchObject({
        code: 0,
        err: `${copy} holds the keys of persons: 1.\n`,
      });
      const then = await Office.open(settings(two), data);
      expect((await then.read(anna.id)).json()).toMatchObject({ state: 'readable', name: ANNA.name });
      await then.served.stop();
      expect(await bytesIn(join(home, 'copies'))).not.toContain(ANNA.name);
    },
    LONG,
  );
});

describe('who may do what with persons', () => {
  it('is whoever works with them or audits, and never goes by unrecorded', async () => {
    const served = await Served.start({ KRONIKA_MASTER_KEY: MASTER });
    const office = new Office(served);
    const tokens = new Map<Role, string>();
    for (const role of ROLES) {
      const given = await served
        .get(Tokens)
        .add({ name: `konto-${role}`, roles: [role], endsOn: '2199-12-31' }, ADMINISTRATOR);
      tokens.set(role, given);
    }
    const as = (role: Role) => ({ authorization: `Bearer ${tokens.get(role) ?? ''}` });
    const reads = async (): Promise<unknown[]> =>
      (await served.get(AccessLogStore).find({ action: 'persons-read', limit: 100 })).map(({ actor, subjects }) => [
        actor.id,
        ...subjects,
      ]);
    const status = async (role: Role, what: (headers: Readonly<Record<string, string>>) => Promise<Answer>) =>
      (await what(as(role))).statusCode;

    const may: Record<string, Role[]> = { record: [], read: [], list: [], correct: [], erase: [] };
    for (const role of ROLES) {
      if ((await status(role, (headers) => served.write('/v1/persons', ANNA, headers))) === 201)
        may['record']!.push(role);
      const own = (await served.write('/v1/persons', ANNA, as('recorder'))).json<Receipt>();
      if ((await status(role, (headers) => served.read(`/v1/persons/${own.id}`, headers))) === 200)
        may['read']!.push(role);
      if ((await status(role, (headers) => served.read('/v1/persons', headers))) === 200) may['list']!.push(role);
      if ((await status(role, (headers) => office.correct(own, {}, headers))) === 200) may['correct']!.push(role);
      const now = { ...own, revision: may['correct']!.includes(role) ? 1 : 0 };
      if ((await status(role, (headers) => office.erase(now, { reason: 'x' }, headers))) === 200)
        may['erase']!.push(role);
    }
    expect(may).toEqual({
      record: ['recorder', 'manager'],
      read: ['recorder', 'manager', 'auditor'],
      list: ['recorder', 'manager', 'auditor'],
      correct: ['recorder', 'manager'],
      erase: ['manager', 'administrator'],
    });
    expect((await served.read('/v1/persons')).statusCode).toBe(401);
    expect((await reads()).map((each) => (each as string[])[0]).sort()).toEqual([
      'konto-auditor',
      'konto-auditor',
      'konto-manager',
      'konto-manager',
      'konto-recorder',
      'konto-recorder',
    ]);

    // Each of those read is named; what opens nothing is no reading.
    const anna = (await served.write('/v1/persons', ANNA, as('recorder'))).json<Receipt>();
    await served.read(`/v1/persons/${anna.id}`, as('auditor'));
    expect((await reads())[0]).toEqual(['konto-auditor', `person/${anna.id}`]);
    await office.erase(anna, { reason: 'x' }, as('manager'));
    const before = (await reads()).length;
    await served.read(`/v1/persons/${anna.id}`, as('auditor'));
    expect(await reads()).toHaveLength(before);

    // Nor does a refusal tell whether a guess fits: beside another fault never, alone not unrecorded.
    const guessed = (await served.write('/v1/persons', ANNA, as('recorder'))).json<Receipt>();
    const guess = async (reason: string): Promise<readonly string[]> => {
      const answer = await office.erase(guessed, { reason }, as('administrator'));
      return [String(answer.statusCode), ...(problemIn(answer).errors ?? []).map(({ detail }) => detail)];
    };
    const beside = await guess('Wymyślona, PESEL 44051401359');
    expect(beside).toEqual(await guess('Obojętna, PESEL 44051401359'));
    expect(await reads()).toHaveLength(before);
    expect(await guess('Wymyślona')).toEqual(['422', expect.stringMatching(/says who it was/)]);
    expect(await reads()).toHaveLength(before + 1);
    expect((await reads())[0]).toEqual(['konto-administrator', `person/${guessed.id}`]);
    const renamed = await office.correct(guessed, { function: 'Pani Wymyślona' }, as('recorder'));
    expect([renamed.statusCode, (await reads())[0]]).toEqual([422, ['konto-recorder', `person/${guessed.id}`]]);

    // What cannot be put on record is not read, nor told by a refusal.
    const other = (await served.write('/v1/persons', ANNA, as('recorder'))).json<Receipt>();
    await served.get(AccessLogStore).close();
    const refused = await served.read(`/v1/persons/${other.id}`, as('recorder'));
    expect([refused.statusCode, refused.body.includes('Anna')]).toEqual([503, false]);
    expect((await guess('Wymyślona'))[0]).toBe('503');
    await served.discard();
  });
});

describe('a demonstration', () => {
  it('keeps its persons under a key that anybody can compute: it needs none to be set', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-demo-persons-'));
    const clock = new SystemClock();
    const ledger = SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock);
    await new Opening(ledger, new UuidIds(), clock).open({ demonstration: true });
    await ledger.close();
    const office = await Office.open({ KRONIKA_AUTH: 'off' }, directory);
    const anna = await office.register();
    expect((await office.read(anna.id)).json()).toMatchObject({ state: 'readable', name: ANNA.name });
    await office.served.discard();
  });
});
