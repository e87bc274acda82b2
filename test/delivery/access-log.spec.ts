import 'reflect-metadata';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { AccessDisposal, keptFrom } from '../../src/application/access/access-disposal.js';
import { AccessLog, hashOfRecord, recordAfter } from '../../src/application/access/access-log.js';
import { Accounts } from '../../src/application/access/accounts.js';
import { Sessions } from '../../src/application/access/sessions.js';
import { Tokens } from '../../src/application/access/tokens.js';
import { checkAccessLog, type AccessAtClose } from '../../src/application/audit/access-check.js';
import { Findings } from '../../src/application/audit/finding.js';
import { DAYS } from '../../src/application/audit/day-closes.js';
import { hashedId, newEvent } from '../../src/application/commands/request.js';
import { DayClosing } from '../../src/application/day-closing.js';
import { KRONIKA } from '../../src/application/opening.js';
import { type Access, AccessLogStore, type AccessRecord } from '../../src/application/ports/access-log-store.js';
import { Projector } from '../../src/application/projector.js';
import { ROLES, type Role } from '../../src/domain/kernel/event.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { SqliteAccessLogStore } from '../../src/infrastructure/sqlite/sqlite-access-log-store.js';
import { ADMINISTRATOR } from '../support/actors.js';
import { Cli, kronika } from '../support/cli.js';
import { SetClock } from '../support/ledger.js';
import { problemIn, Served } from '../support/served.js';

const reading = (of: string): Access => ({
  action: 'persons-read',
  actor: { id: 'pracownik-1', roles: ['recorder'] },
  subjects: [`person/${of}`],
});
const USER = userInfo().username;

/** Lets nothing come into a log any more, as a disk without room would. */
function refuseRecords(directory: string): void {
  const db = new Database(join(directory, 'access-log.sqlite'));
  db.exec("CREATE TRIGGER no_room BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'no room'); END");
  db.close();
}

function takeRecords(directory: string): void {
  const db = new Database(join(directory, 'access-log.sqlite'));
  db.exec('DROP TRIGGER no_room');
  db.close();
}

const PASSWORD = 'dziewiec-gmin-i-powiat';
const LONG = 120_000;

describe('the access log', () => {
  let home: string;
  let path: string;
  let store: SqliteAccessLogStore;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-access-log-'));
    path = join(home, 'access-log.sqlite');
    store = SqliteAccessLogStore.open(path);
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });

  const add = (of: string, at: string): Promise<AccessRecord> =>
    store.append((last) => recordAfter(last, reading(of), at));
  const found = async (closes: readonly AccessAtClose[] = []): Promise<readonly string[]> => {
    const findings = new Findings();
    await checkAccessLog(store, closes, findings);
    return [...findings.list.map(({ what, says }) => `${what}: ${says}`), ...findings.notes];
  };
  const close = (day: string, { number, hash }: AccessRecord): AccessAtClose => ({
    day,
    since: `${day}T22:00:00.000Z`,
    entries: number,
    head: hash,
  });
  /** As somebody would who has the file: without what the program put there against it. */
  const tamper = (...statements: readonly string[]): void => {
    const db = new Database(path);
    for (const trigger of ['access_is_not_altered', 'access_is_disposed_of_with_a_record'])
      db.exec(`DROP TRIGGER ${trigger}`);
    for (const each of statements) db.exec(each);
    db.close();
  };
  /** Five days, an entry on each, and what their closes say. */
  const fiveDays = async (year = '2024'): Promise<AccessAtClose[]> => {
    const closes: AccessAtClose[] = [];
    for (const day of ['01', '02', '03', '04', '05'].map((each) => `${year}-03-${each}`))
      closes.push(close(day, await add(day, `${day}T10:00:00.000Z`)));
    return closes;
  };

  it('never goes back in time, and each entry holds the hash of the one before', async () => {
    const [one, two] = [await add('a', '2024-03-04T10:00:00.000Z'), await add('b', '2024-03-04T09:00:00.000Z')];
    expect([two.at, two.previous, two.hash]).toEqual([one.at, one.hash, hashOfRecord(two)]);
    expect(await found([close('2024-03-04', two)])).toEqual([]);
  });

  it('is nobody else’s to read, in a directory that was there before', async () => {
    await add('a', '2024-03-04T10:00:00.000Z');
    for (const name of await readdir(home))
      expect([name, (await stat(join(home, name))).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('is altered, or loses an entry, by no program that opens its file', async () => {
    await add('a', '2024-03-04T10:00:00.000Z');
    const db = new Database(path);
    expect(() => db.exec("UPDATE access_log SET record = '{}'")).toThrow(/only added to/);
    expect(() => db.exec('DELETE FROM access_log')).toThrow(/only disposed of with a record/);
    db.close();
    expect(await found()).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'an entry altered',
      ["UPDATE access_log SET record = replace(record, 'pracownik-1', 'pracownik-2') WHERE number = 3"],
      /^access: entry 3 .* was altered/,
    ],
    ['an entry taken out', ['DELETE FROM access_log WHERE number = 3'], /^access: entry 4 .* some are missing/],
    ['the first taken out', ['DELETE FROM access_log WHERE number < 3'], /^access: the access log begins with entry 3/],
    [
      'the end cut off',
      ['DELETE FROM access_log WHERE number > 3'],
      /^access: the close of 2024-03-04 tells of 4 entries .* there are 3/,
    ],
    [
      'two swapped',
      [
        'CREATE TEMP TABLE t AS SELECT * FROM access_log WHERE number IN (2, 3)',
        'UPDATE access_log SET record = (SELECT record FROM t WHERE t.number = 5 - access_log.number) WHERE number IN (2, 3)',
      ],
      /^access: entry 2 .* was altered/,
    ],
    [
      'an entry beyond JSON',
      [`UPDATE access_log SET record = '{"much":1e999,' || substr(record, 2) WHERE number = 3`],
      /^access: entry 3 .* was altered/,
    ],
    [
      'what is no entry',
      ["UPDATE access_log SET record = '{}' WHERE number = 3"],
      /^access: entry 3 .* cannot be read/,
    ],
  ])('shows %s', async (_what, statements, says) => {
    const closes = await fiveDays();
    expect(await found(closes)).toEqual([]);
    tamper(...statements);
    expect((await found(closes))[0]).toMatch(says);
  });

  it('shows that all of it was written anew, hashes and all: the days’ closes tell', async () => {
    const closes = await fiveDays();
    tamper('DELETE FROM access_log');
    for (const { day } of closes) await add('nobody', `${day}T10:00:00.000Z`);
    expect((await found([])).length).toBe(0);
    expect((await found(closes))[0]).toMatch(
      /^access: entry 1 .* is not the one that the close of 2024-03-01 tells of/,
    );
  });

  it('that is not here at all is a fault where closes tell of it', async () => {
    expect(await found([])).toEqual([]);
    expect(await found([{ day: '2024-03-01', since: '', entries: 3, head: 'x' }])).toEqual([
      expect.stringMatching(/^access: .* that of 2024-03-01 the first, and there is none/),
    ]);
  });

  it.each([
    ['2026-03-31', '2024-02-29T23:00:00.000Z'],
    ['2026-04-01', '2024-03-31T22:00:00.000Z'],
    ['2028-02-29', '2026-01-31T23:00:00.000Z'],
  ])('is kept on %s from %s on', (day, from) => {
    expect(keptFrom(day)).toBe(from);
  });

  /** A ledger in which days are closed. */
  const closing = () => {
    const ledger = new MemoryEventStore(new SetClock('2024-01-01T12:00:00.000Z'));
    let revision: number | 'none' = 'none';
    const closed = async (day: string): Promise<void> => {
      const event = newEvent(KRONIKA, hashedId(DAYS, day), 'DayClosed', { day });
      ({ revision } = await ledger.append(DAYS, revision, [event]));
    };
    return { ledger, closed };
  };

  it('is disposed of after two years with a record, and its chain can still be checked', async () => {
    const closes = await fiveDays();
    const { ledger, closed } = closing();
    const disposal = new AccessDisposal(store, ledger, new SetClock('2026-04-01T10:00:00.000Z'));
    expect(await disposal.dispose()).toBeNull();
    await closed('2026-03-30');
    expect(await disposal.dispose()).toBeNull();
    const last = await add('later', '2024-04-02T10:00:00.000Z');
    await closed('2026-03-31');
    closes.push(close('2024-04-02', last), close('2026-03-31', last));
    expect(await disposal.dispose()).toBe(5);
    expect(await disposal.dispose()).toBeNull();
    const kept = await store.find({ limit: 10 });
    expect(kept.map(({ number, action }) => [number, action])).toEqual([
      [7, 'access-log-disposed'],
      [6, 'persons-read'],
    ]);
    expect(kept[0]).toMatchObject({
      actor: { id: 'kronika' },
      details: { through: 5, head: closes[4]!.head, before: '2024-03-31T22:00:00.000Z' },
    });
    expect(await found(closes)).toEqual([]);
    // A day whose only entries were readings has no close: the next one tells of them, and they are no younger for it.
    expect(await found(closes.filter(({ day }) => day < '2024-03-02' || day > '2024-03-06'))).toEqual([]);
    // And once more, when that record is the last that is left.
    await closed('2028-05-31');
    closes.push(close('2026-04-01', kept[0]!), close('2028-05-31', kept[0]!));
    expect(await disposal.dispose()).toBe(7);
    expect(await found(closes)).toEqual([]);
    tamper('UPDATE access_log SET record = replace(record, \'"through":7\', \'"through":6\')');
    expect((await found())[0]).toMatch(/was altered/);
  });

  it('is not disposed of because the clock leapt ahead', async () => {
    await fiveDays();
    const { ledger, closed } = closing();
    await closed('2024-03-05');
    expect(await new AccessDisposal(store, ledger, new SetClock('2099-01-01T10:00:00.000Z')).dispose()).toBeNull();
    expect(await store.find({ limit: 10 })).toHaveLength(5);
  });

  it('shows that all of it was disposed of by a clock that leapt ahead', async () => {
    const closes = await fiveDays();
    const last = await add('today', '2024-03-06T10:00:00.000Z');
    const early: Access = {
      action: 'access-log-disposed',
      actor: { id: 'kronika', roles: ['administrator'] },
      subjects: ['access-log'],
      details: { through: last.number, head: last.hash, before: '2096-12-31T23:00:00.000Z' },
    };
    const record = await store.dispose(last.number, (latest) => recordAfter(latest, early, '2099-01-01T10:00:00.000Z'));
    expect((await found([...closes, close('2024-03-06', record)]))[0]).toMatch(
      /^access: entry 7 .* disposes of all before 2096.* only what was before 2022-02-28T23:00:00.000Z/,
    );
    // On the first day of a ledger no close tells of the entries that went.
    expect((await found([close('2024-03-06', record)]))[0]).toMatch(/^access: entry 7 .* nothing was to go/);
  });

  it('shows that something was disposed of before its time', async () => {
    const closes = await fiveDays();
    const through = 3;
    const early: Access = {
      action: 'access-log-disposed',
      actor: { id: 'kronika', roles: ['administrator'] },
      subjects: ['access-log'],
      details: { through, head: closes[2]!.head, before: '2024-03-04T00:00:00.000Z' },
    };
    await store.dispose(through, (last) => recordAfter(last, early, '2024-04-01T10:00:00.000Z'));
    expect(await found(closes)).toContainEqual(
      expect.stringMatching(/entry 2 of the access log, of after 2024-03-01, was disposed of before its time/),
    );
  });
});

describe('what is put on record', () => {
  let served: Served;
  const clock = new SetClock('2024-03-04');
  const tokens = new Map<Role, string>();
  const as = (role: Role) => ({ authorization: `Bearer ${tokens.get(role) ?? ''}` });
  const log = async (): Promise<readonly AccessRecord[]> =>
    [...(await served.get(AccessLogStore).find({ limit: 200 }))].reverse();
  const since = async (number: number): Promise<unknown[]> =>
    (await log())
      .filter((each) => each.number > number)
      .map(({ action, actor, subjects, details }) => [
        action,
        actor.id,
        ...subjects,
        ...(details === undefined ? [] : [details]),
      ]);
  const last = async (): Promise<number> => (await served.get(AccessLogStore).last())?.number ?? 0;

  beforeEach(async () => {
    clock.set('2024-03-04');
    served = await Served.start({}, { listen: false, clock });
    for (const role of ROLES)
      tokens.set(
        role,
        await served.get(Tokens).add({ name: `konto-${role}`, roles: [role], endsOn: '2199-12-31' }, ADMINISTRATOR),
      );
  });
  afterEach(() => served.discard());

  it('are reports, over HTTP and on pages, of those that were answered, with what was asked', async () => {
    const before = await last();
    const from = as('auditor');
    expect((await served.read('/v1/reports/annual?year=2023&asOf=2024-03-04', from)).statusCode).toBe(200);
    expect((await served.read('/v1/reports/annual?year=x', from)).statusCode).toBe(400);
    expect((await served.read('/v1/reports/period/difference?from=2023-01&to=2023-03&asOf=1', from)).statusCode).toBe(
      200,
    );
    expect((await served.read('/raporty/roczny.csv?year=2023', as('manager'))).statusCode).toBe(200);
    expect((await served.read('/v1/activities', from)).statusCode).toBe(200);
    expect(await since(before)).toEqual([
      ['report-run', 'konto-auditor', 'report/annual', { year: '2023', asOf: '2024-03-04' }],
      ['report-run', 'konto-auditor', 'report/period/difference', { from: '2023-01', to: '2023-03', asOf: '1' }],
      ['report-run', 'konto-manager', 'report/annual', { year: '2023' }],
    ]);
  });

  it('a report is not answered that cannot be', async () => {
    await served.get(AccessLogStore).close();
    const refused = await served.read('/v1/reports/annual?year=2023', as('auditor'));
    expect([refused.statusCode, problemIn(refused).detail]).toEqual([503, 'The access log is closed.']);
  });

  it('are accounts, tokens, passwords and who came in, by whom; never a secret', async () => {
    const before = await last();
    const [accounts, sessions, given] = [served.get(Accounts), served.get(Sessions), served.get(Tokens)];
    const { secret } = await accounts.add({ name: 'j.nowak', roles: ['recorder'] }, ADMINISTRATOR);
    await accounts.choose(secret, PASSWORD, '');
    await accounts.change('j.nowak', { roles: ['manager'], department: null }, ADMINISTRATOR);
    await accounts.newLink('j.nowak', ADMINISTRATOR);
    expect(await sessions.signIn('j.nowak', PASSWORD, 'here')).not.toBeNull();
    expect(await sessions.signIn('j.nowak', 'nie to', 'here')).toBeNull();
    await sessions.choose('j.nowak', PASSWORD, `${PASSWORD}-2`, 'here');
    await accounts.close('j.nowak', ADMINISTRATOR);
    await given.add({ name: 'automat', roles: ['recorder'] }, ADMINISTRATOR);
    await given.close('automat', ADMINISTRATOR);
    const by = ADMINISTRATOR.id;
    expect(await since(before)).toEqual([
      ['account-added', by, 'account/j.nowak', { roles: ['recorder'] }],
      ['password-chosen', 'j.nowak', 'account/j.nowak'],
      ['account-changed', by, 'account/j.nowak', { roles: ['manager'], department: null }],
      ['account-link-made', by, 'account/j.nowak'],
      ['signed-in', 'j.nowak', 'account/j.nowak'],
      ['password-chosen', 'j.nowak', 'account/j.nowak'],
      ['account-closed', by, 'account/j.nowak'],
      ['token-added', by, 'token/automat', { roles: ['recorder'] }],
      ['token-closed', by, 'token/automat'],
    ]);
    expect(JSON.stringify(await log())).not.toMatch(new RegExp(`${PASSWORD}|${secret}|krn_|argon2`));
    // What is refused before it begins is not.
    const after = await last();
    await expect(accounts.add({ name: 'j.nowak', roles: ['recorder'] }, ADMINISTRATOR)).rejects.toMatchObject({
      code: 'state',
    });
    await expect(accounts.close('nikt', ADMINISTRATOR)).rejects.toMatchObject({ code: 'not-found' });
    await expect(given.close('nikt', ADMINISTRATOR)).rejects.toMatchObject({ code: 'not-found' });
    expect(await last()).toBe(after);
  });

  it('is nothing done that cannot be', async () => {
    const { secret } = await served.get(Accounts).add({ name: 'k.lis', roles: ['recorder'] }, ADMINISTRATOR);
    await served.get(AccessLogStore).close();
    const unavailable = { code: 'unavailable' };
    const choosing = served.get(Accounts).choose(secret, PASSWORD, '');
    await expect(choosing).rejects.toMatchObject(unavailable);
    // The link is good for when it can be.
    expect(await served.get(Accounts).whose(secret)).toBe('k.lis');
    await expect(
      served.get(Accounts).add({ name: 'j.nowak', roles: ['recorder'] }, ADMINISTRATOR),
    ).rejects.toMatchObject(unavailable);
    await expect(served.get(Tokens).add({ name: 'automat', roles: ['recorder'] }, ADMINISTRATOR)).rejects.toMatchObject(
      unavailable,
    );
    expect((await served.get(Accounts).list()).map(({ name }) => name)).toEqual(['k.lis']);
    expect((await served.get(Tokens).list()).map(({ name }) => name)).not.toContain('automat');
  });

  it('are the settings, once for each time that they differ, without what is secret', async () => {
    const configured = async (): Promise<readonly AccessRecord[]> =>
      (await log()).filter(({ action }) => action === 'configuration-changed');
    expect((await configured()).map(({ details }) => details)).toMatchObject([{ auth: 'on', masterKey: null }]);
    const { directory } = served;
    await served.stop();
    served = await Served.start({}, { listen: false, clock }, directory);
    expect((await configured()).map(({ actor }) => actor.id)).toEqual([USER]);
    await served.stop();
    const key = '5f'.repeat(32);
    served = await Served.start({ KRONIKA_MASTER_KEY: key }, { listen: false, clock }, directory);
    expect((await configured()).map(({ details }) => details?.['masterKey'])).toEqual([null, 'set']);
    expect(JSON.stringify(await log())).not.toContain(key);
  });

  it('are the settings as soon as they can be, where they could not at the start', async () => {
    const { directory } = served;
    const settings = async () => (await log()).filter(({ action }) => action === 'configuration-changed').length;
    await served.stop();
    refuseRecords(directory);
    served = await Served.start({ KRONIKA_CLOCK_LEAP: '2h' }, { listen: false, clock, look: 30 }, directory);
    expect(await settings()).toBe(1);
    takeRecords(directory);
    const deadline = performance.now() + 20_000;
    while ((await settings()) < 2 && performance.now() < deadline)
      await new Promise((settle) => setTimeout(settle, 30));
    expect(await settings()).toBe(2);
  });

  it(
    'is what commands copy out of the program, by whom, and a backup that was put back; or it is not done',
    async () => {
      const { directory } = served;
      const at = (name: string): string => join(directory, 'copies', name);
      const before = await last();
      const commands = (round: string): readonly string[][] => [
        ['ledger', 'export', at(`export-${round}`)],
        ['ledger', 'copy', '--from', directory, '--to', at(`copy-${round}`), '--as', 'j.nowak'],
        ['backup', at(`backup-${round}`)],
        ['person-keys', 'backup', at(`keys-${round}`)],
      ];
      await mkdir(at(''));
      for (const command of commands('1')) expect((await kronika(directory, ...command)).code).toBe(0);
      const to = (command: string, name: string) => ({ command, to: at(name) });
      expect(await since(before)).toEqual([
        ['data-exported', USER, 'ledger', to('ledger export', 'export-1')],
        ['data-exported', 'j.nowak', 'ledger', to('ledger copy', 'copy-1')],
        ['data-exported', USER, 'ledger', 'accounts', 'access-log', to('backup', 'backup-1')],
        ['data-exported', USER, 'person-keys', to('person-keys backup', 'keys-1')],
      ]);
      expect((await kronika(at('restored'), 'restore', at('backup-1'))).code).toBe(0);
      const restored = SqliteAccessLogStore.open(join(at('restored'), 'access-log.sqlite'));
      const [latest, one] = await restored.find({ limit: 2 }).finally(() => restored.close());
      expect(latest).toMatchObject({
        action: 'ledger-restored',
        actor: { id: USER },
        subjects: ['ledger'],
        details: { from: at('backup-1'), events: (await served.events()).length },
      });
      expect(one).toMatchObject({ action: 'data-exported', details: to('backup', 'backup-1') });
      refuseRecords(directory);
      for (const command of commands('2')) expect((await kronika(directory, ...command)).code).toBe(1);
      expect((await readdir(at(''))).filter((name) => name.endsWith('-2'))).toEqual(['copy-2']);
      expect(await readdir(at('copy-2'))).toEqual([]);
    },
    LONG,
  );

  it('is read by auditors, who go on record with what they asked', async () => {
    for (const role of ROLES)
      expect([role, (await served.read('/v1/access-log', as(role))).statusCode]).toEqual([
        role,
        role === 'auditor' ? 200 : 403,
      ]);
    expect((await served.read('/v1/access-log')).statusCode).toBe(401);
    const page = async (query: string) =>
      (await served.read(`/v1/access-log?${query}`, as('auditor'))).json<{
        items: AccessRecord[];
        next: string | null;
      }>();
    const { items } = await page('limit=200');
    expect(items).toEqual([...(await log())].reverse().slice(1));
    for (const [index, { previous }] of items.slice(0, -1).entries()) expect(previous).toBe(items[index + 1]!.hash);
    expect((await page('action=access-log-read')).items[0]).toMatchObject({
      actor: { id: 'konto-auditor' },
      subjects: ['access-log'],
      details: { limit: '200' },
    });
    expect((await page('subject=token/konto-auditor')).items.map(({ action }) => action)).toEqual(['token-added']);
    expect((await page('by=nikt')).items).toEqual([]);
    const first = await page('limit=2&action=token-added');
    const second = await page(`limit=2&action=token-added&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map(({ subjects }) => subjects[0])).toEqual(
      [...ROLES].reverse().map((role) => `token/konto-${role}`),
    );
    expect(second.next).toBeNull();
    const bad = await served.read('/v1/access-log?action=nic&from=x&limit=0&colour=red', as('auditor'));
    expect([
      bad.statusCode,
      problemIn(bad)
        .errors?.map(({ pointer }) => pointer)
        .sort(),
    ]).toEqual([400, ['action', 'colour', 'from', 'limit']]);
  });

  it('is read by days, and as of a point', async () => {
    clock.set('2024-03-05');
    await served.get(AccessLog).record(reading('1'));
    clock.set('2024-03-06');
    await served.get(AccessLog).record(reading('2'));
    const subjects = async (query: string) =>
      (await served.read(`/v1/access-log?action=persons-read&${query}`, as('auditor')))
        .json<{ items: AccessRecord[] }>()
        .items.map((each) => each.subjects[0]);
    expect(await subjects('')).toEqual(['person/2', 'person/1']);
    expect(await subjects('from=2024-03-06')).toEqual(['person/2']);
    expect(await subjects('to=2024-03-05')).toEqual(['person/1']);
    expect(await subjects('asOf=2024-03-05')).toEqual(['person/1']);
    expect(await subjects('asOf=2024-03-05T12:00:00Z')).toEqual(['person/1']);
    expect(await subjects('asOf=2024-03-05T11:59:59Z')).toEqual([]);
    // Everything in the ledger was recorded on the first day.
    expect(await subjects('asOf=1')).toEqual([]);
  });

  it(
    'is sealed by the day’s close, and the command line checks it',
    async () => {
      await served.get(AccessLog).record(reading('1'));
      const head = (await served.get(AccessLogStore).last())!;
      clock.set('2024-03-05');
      expect(await served.get(DayClosing).closePast()).toEqual(['2024-03-04']);
      const closed = (await served.events()).find(({ type }) => type === 'DayClosed')!;
      expect(closed.data['access']).toEqual({ entries: head.number, head: head.hash });
      await served.get(Projector).catchUp();
      const { directory } = served;
      await served.stop();
      const verify = () => new Cli(['verify', '--json'], directory, { KRONIKA_CLOCK_SILENCE: '90000d' }).ended;
      const whole = await verify();
      expect([whole.code, JSON.parse(whole.out)]).toMatchObject([0, { findings: [], accesses: head.number }]);
      const db = new Database(join(directory, 'access-log.sqlite'));
      db.exec('DROP TRIGGER access_is_disposed_of_with_a_record');
      db.exec(`DELETE FROM access_log WHERE number = ${String(head.number)}`);
      db.close();
      const cut = await verify();
      expect([cut.code, JSON.parse(cut.out)]).toMatchObject([1, { findings: [{ what: 'access' }] }]);
      // What the ledger is worth does not hang on it.
      expect(JSON.parse(cut.out)).toMatchObject({ trust: (JSON.parse(whole.out) as { trust: unknown }).trust });
      served = await Served.start({}, { listen: false, clock }, directory);
    },
    LONG,
  );
});
