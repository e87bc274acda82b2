import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { IntegrityReport } from '../../src/application/audit/integrity.js';
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
    alter(
      'views.sqlite',
      `UPDATE editions_1_register SET doc = json_set(doc, '$.recordedBy', 'ktoś-inny') WHERE rowid = (SELECT min(rowid) FROM editions_1_register)`,
    );
    await until(async () => (await report()).status === 'not-sound');
    const { findings } = await report();
    expect(findings).toEqual([
      {
        what: 'edition',
        says: expect.stringMatching(/^register \S+ of 2024-03-04\.0000 differs$/),
        position: null,
        since: null,
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
