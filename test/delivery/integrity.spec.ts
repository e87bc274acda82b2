import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { IntegrityReport } from '../../src/application/audit/integrity.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { textOf } from '../../src/domain/kernel/json.js';
import { readNote, signNote, verifierKey } from '../../src/domain/proof/note.js';
import { Signing } from '../../src/application/audit/signing.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { kronika } from '../support/cli.js';
import { SetClock } from '../support/ledger.js';
import { Served } from '../support/served.js';

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-04', followUpDue: null };
const OFTEN = 30;

describe('the check that goes on all the time', () => {
  let served: Served;
  let log: string;
  let clock: SetClock;

  beforeEach(async () => {
    log = '';
    clock = new SetClock('2024-03-04T10:00:00.000Z');
    const stream = { write: (line: string) => void (log += line) };
    served = await Served.start(
      { KRONIKA_AUTH: 'off', KRONIKA_LOG: 'error' },
      { listen: false, clock, look: OFTEN, sample: OFTEN, log: stream },
    );
    for (const day of ['2024-03-04', '2024-03-05', '2024-03-06']) {
      clock.set(`${day}T10:00:00.000Z`);
      expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
      clock.set(`${day}T23:30:00.000Z`);
      await until(async () => (await served.events()).at(-1)?.type === 'DayClosed');
    }
  });
  afterEach(() => served.discard());

  const until = async (look: () => Promise<boolean>): Promise<void> => {
    const deadline = performance.now() + 30_000;
    while (!(await look())) {
      if (performance.now() > deadline) throw new Error('it did not come about in time');
      await new Promise((resolve) => setTimeout(resolve, OFTEN));
    }
  };
  const report = async (): Promise<IntegrityReport> =>
    (await served.read('/v1/audit/integrity')).json<IntegrityReport>();
  const alter = (file: string, sql: string): void => {
    const db = new Database(join(served.directory, file));
    for (const { name } of db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .all())
      db.exec(`DROP TRIGGER "${name}"`);
    expect(db.prepare(sql).run().changes).toBe(1);
    db.close();
  };

  it('looks at every segment, round after round, and finds nothing where nobody did anything', async () => {
    const before = (await report()).checked.segments;
    await until(async () => (await report()).checked.segments >= before + 8);
    const { status, checked, last, findings, round: whole } = await report();
    expect([status, findings]).toEqual(['nothing-found', []]);
    expect(whole.completedAt).not.toBeNull();
    expect(whole.of).toBe(4);
    expect(checked.segments).toBeGreaterThanOrEqual(4);
    expect(last?.editions).toBeGreaterThan(0);
    const metrics = (await served.read('/metrics')).body;
    expect(metrics).toMatch(/^kronika_integrity_findings 0$/m);
    expect(metrics).toMatch(/^kronika_integrity_editions_checked [1-9]/m);
    expect(log).toBe('');
  });

  it('finds an edition that was altered, tells the report, the figures and the log, until the views are built anew', async () => {
    // Not what documents are found by, which would be told beside it.
    alter(
      'views.sqlite',
      `UPDATE editions_1_register SET doc = json_set(doc, '$.lastChangedBy', 'ktoś-inny') WHERE rowid = (SELECT min(rowid) FROM editions_1_register)`,
    );
    await until(async () => (await report()).status === 'not-sound');
    const { findings } = await report();
    expect(findings).toEqual([
      {
        what: 'edition',
        says: expect.stringMatching(/^register \S+ of 2024-03-04\.0000 differs$/),
        position: null,
        since: '2024-03-04T10:00:00.000Z',
        foundAt: expect.any(String),
      },
    ]);
    expect((await served.read('/metrics')).body).toMatch(/^kronika_integrity_findings 1$/m);
    const told = log.split('\n').filter((line) => line.includes('not sound'));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({ finding: { what: 'edition' } });
    expect((await kronika(served.directory, 'rebuild')).code).toBe(0);
    await until(async () => (await report()).status === 'nothing-found');
  });

  it('finds an event that was altered, and a checkpoint', async () => {
    const events = await served.events();
    const position = events.findIndex(({ type }) => type === 'ContactRecorded') + 1;
    alter(
      'ledger.sqlite',
      `UPDATE events SET metadata = json_set(metadata, '$.actor.id', 'x') WHERE seq = ${String(position)}`,
    );
    await until(async () => (await report()).findings.some(({ what }) => what === 'altered'));
    expect((await report()).findings).toContainEqual(expect.objectContaining({ what: 'altered', position }));
    alter(
      'ledger.sqlite',
      `UPDATE events SET metadata = json_set(metadata, '$.actor.id', 'x') WHERE seq = ${String(events.length)}`,
    );
    await until(async () => (await report()).findings.some(({ what }) => what === 'cut'));
    const close = events.findIndex(({ type }) => type === 'DayClosed') + 1;
    const { checkpoint } = events[close - 1]?.data as { checkpoint: string };
    const forged = checkpoint.replace(/\n\d+\n/, '\n3\n');
    alter(
      'ledger.sqlite',
      `UPDATE events SET data = json_set(data, '$.checkpoint', '${forged}') WHERE seq = ${String(close)}`,
    );
    await until(async () => (await report()).findings.some(({ what }) => what === 'signature'));
  });

  it.each([
    ['tree', 'a tree of hashes without its tiles', 'tree.sqlite', 'DELETE FROM tiles'],
    [
      'unreadable',
      'a last event that cannot be read',
      'ledger.sqlite',
      'UPDATE events SET data = substr(data, 2) WHERE seq = (SELECT max(seq) FROM events)',
    ],
    [
      'unreadable',
      'a last event that is no JSON',
      'ledger.sqlite',
      `UPDATE events SET data = '{"much":1e999,' || substr(data, 2) WHERE seq = (SELECT max(seq) FROM events)`,
    ],
  ])('is not blinded, finding %s, by %s', async (what, _, file, sql) => {
    alter(file, sql);
    await until(async () => (await report()).findings.some((each) => each.what === what));
    expect((await served.read('/metrics')).body).toMatch(/^kronika_integrity_findings [1-9]/m);
    const { checked } = await report();
    await until(async () => (await report()).checked.segments >= checked.segments + 4);
    expect((await report()).status).toBe('not-sound');
  });

  it.each([
    [
      'a document that was put in',
      /^register has 2 editions of 2024-03-04\.0000, and its events make 1: something was put in$/,
      `UPDATE t SET key = NULL, id = 'x' || id`,
    ],
    [
      'one from when nothing was recorded',
      /^register has editions of 2024-02-29\.0000, with which nothing was recorded$/,
      `UPDATE t SET key = NULL, id = 'x' || id, "from" = '2024-02-29.0000'`,
    ],
    [
      'a document that is found by what it does not say',
      /^register \S+ of 2024-03-04\.0000 is filed wrongly$/,
      `UPDATE editions_1_register SET f_status = 'x' WHERE key = (SELECT min(key) FROM editions_1_register)`,
    ],
  ])('finds %s, though no event touches it', async (_, says, sql) => {
    const db = new Database(join(served.directory, 'views.sqlite'));
    db.exec('CREATE TEMP TABLE t AS SELECT * FROM editions_1_register ORDER BY key LIMIT 1');
    db.exec(sql);
    db.exec('INSERT INTO editions_1_register SELECT * FROM t WHERE key IS NULL');
    db.close();
    await until(async () => (await report()).findings.some((each) => says.test(each.says)));
    expect((await kronika(served.directory, 'rebuild')).code).toBe(0);
    await until(async () => (await report()).status === 'nothing-found');
  });

  it('blames a close that cannot be read for itself alone', async () => {
    const events = await served.events();
    const [first = 0] = events.flatMap(({ type }, at) => (type === 'DayClosed' ? [at + 1] : []));
    alter('ledger.sqlite', `UPDATE events SET data = substr(data, 2) WHERE seq = ${String(first)}`);
    const broken = async (): Promise<readonly string[]> =>
      (await report()).findings.filter(({ what }) => what === 'unreadable').map(({ says }) => says);
    await until(async () => (await broken()).length > 0);
    const { checked } = await report();
    await until(async () => (await report()).checked.segments >= checked.segments + 8);
    for (const says of await broken()) {
      const [, from = 0, to = 0] = /from (\d+) to (\d+)/.exec(says) ?? [];
      expect([says, Number(from) <= first && first <= Number(to)]).toEqual([says, true]);
    }
  });

  it('holds each day’s close against the key in force, the views that it tells of, and the close before', async () => {
    const events = await served.events();
    const [first = 0, second = 0] = events.flatMap(({ type }, at) => (type === 'DayClosed' ? [at + 1] : []));
    const find = async (what: string, says: RegExp): Promise<void> =>
      until(async () => (await report()).findings.some((each) => each.what === what && says.test(each.says)));
    // Another key, which is on record since, signs a checkpoint of before.
    const { privateKey } = generateKeyPairSync('ed25519');
    const own = events.find(({ type }) => type === 'SigningKeyAdopted')!;
    const [name = ''] = textOf(own.data['key']).split('+');
    const { checkpoint } = events[first - 1]!.data as { checkpoint: string };
    const forged = signNote(readNote(checkpoint)?.text ?? '', name, privateKey);
    const key = verifierKey(name, privateKey);
    await served
      .get(EventStore)
      .append('ledger-main', events.filter(({ stream }) => stream === 'ledger-main').length - 1, [
        {
          ...own,
          id: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
          data: { key, reason: 'spalony dysk' },
          metadata: { actor: own.metadata.actor },
        },
      ]);
    const write = (set: string, seq: number): void => {
      alter('ledger.sqlite', `UPDATE events SET data = json_${set} WHERE seq = ${String(seq)}`);
    };
    write(`set(data, '$.checkpoint', '${forged}')`, first);
    await find('signature', /is not signed by the key that was in force$/);
    write(`set(data, '$.checkpoint', '${checkpoint}', '$.views.digest', 'x')`, first);
    await find('chain', /^what the views said on 2024-03-04 is not chained/);
    const chain = textOf((events[second - 1]!.data['views'] as { chain: string }).chain);
    write(`set(data, '$.views.chain', '${chain}')`, first);
    await find('checkpoint', /speaks of other views than the close$/);
    write(`remove(data, '$.checkpoint', '$.views')`, second);
    await find('close', /carries no checkpoint$/);
    await find('close', /carries no record of the views$/);
  });

  it('tells that past days stay open where the key is not the one on record, until a new one is', async () => {
    await rm(join(served.directory, 'signing-key.pem'));
    clock.set('2024-03-07T10:00:00.000Z');
    expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
    clock.set('2024-03-08T10:00:00.000Z');
    await until(async () => (await report()).findings.some(({ what }) => what === 'close'));
    expect((await report()).findings[0]?.says).toMatch(/^past days stay open: the signing key/);
    expect((await served.events()).at(-1)?.type).toBe('ContactRecorded');
    const by = { actor: { id: 'j.nowak', roles: ['administrator' as const] }, alone: false };
    await served.get(Signing).rotate(by, 'spalony dysk', true);
    await until(async () => (await served.events()).at(-1)?.type === 'DayClosed');
    await until(async () => (await report()).status === 'nothing-found');
  });
});
