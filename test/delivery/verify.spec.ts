import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { AuditVerdict } from '../../src/application/audit/audit.js';
import { calendar } from '../../src/application/audit/day-closes.js';
import { LedgerTree } from '../../src/application/audit/ledger-tree.js';
import { Rebuild } from '../../src/application/rebuild.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import { textOf } from '../../src/domain/kernel/json.js';
import { checkpointText, readCheckpoint } from '../../src/domain/proof/checkpoint.js';
import { readNote, signNote, verifierKey } from '../../src/domain/proof/note.js';
import type { DayClosed } from '../../src/domain/views/days.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteTreeStore } from '../../src/infrastructure/sqlite/sqlite-tree-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { HandClock } from '../contract/event-store.fixture.js';
import { kronika } from '../support/cli.js';
import { demonstration } from '../support/demonstration.js';
import { rewritten } from '../support/rewriting.js';

const LONG = 300_000;
/** Days of the demonstration that are looked at: what is done to a ledger is found in a short one as in a long one. */
const DAYS = 60;

interface Told {
  readonly code: number | null;
  readonly verdict: AuditVerdict;
}

describe('verify, on a copy of the demonstration ledger that somebody wrote to with raw SQL', () => {
  let home: string;
  let events: readonly RecordedEvent[];
  /** The closes, with the positions at which they stand. */
  let closes: readonly { readonly position: number; readonly size: number; readonly close: DayClosed }[];
  /** Of an event of the middle, whose stream goes on later. */
  let target: number;
  let copies = 0;

  const at = (name: string): string => join(home, name);
  const keyAt = (): number => events.findIndex(({ type }) => type === 'SigningKeyAdopted') + 1;
  const event = (position: number): RecordedEvent => events[position - 1]!;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-attacks-'));
    const all = (await demonstration()).events;
    const ends = all.flatMap(({ type }, index) => (type === 'DayClosed' ? [index + 1] : []));
    // Up to the next close: no checkpoint of the ledger's own is over its last events.
    events = all.slice(0, ends[DAYS]! - 1);
    closes = ends.slice(0, DAYS).map((position) => {
      const close = event(position).data as unknown as DayClosed;
      return { position, size: readCheckpoint(readNote(close.checkpoint ?? '')?.text ?? '')?.size ?? 0, close };
    });
    target =
      events.findIndex(
        ({ type, stream, revision }, index) =>
          index > events.length / 2 &&
          type.endsWith('Recorded') &&
          events.some((each, later) => later > index && each.stream === stream && each.revision > revision),
      ) + 1;
    expect(target).toBeGreaterThan(100);
    await mkdir(at('whole'));
    await mkdir(at('kept'));
    for (const { close } of closes)
      await writeFile(join(at('kept'), `${close.day}.checkpoint`), close.checkpoint ?? '');
    const ledger = SqliteEventStore.open(join(at('whole'), 'ledger.sqlite'), new HandClock());
    await ledger.restore(
      (async function* () {
        yield await Promise.resolve(events);
      })(),
    );
    const views = SqliteViewStore.open(join(at('whole'), 'views.sqlite'));
    await new Rebuild(ledger, views).run();
    const tree = SqliteTreeStore.open(join(at('whole'), 'tree.sqlite'));
    await new LedgerTree(ledger, tree).catchUp();
    for (const store of [ledger, views, tree]) await store.close();
  }, LONG);
  afterAll(() => rm(home, { recursive: true, force: true }));

  /** Writes to a copy, past every guard. */
  const copy = async (
    attack: (ledger: Database.Database, data: string) => unknown = () => undefined,
    file = 'ledger.sqlite',
  ): Promise<string> => {
    const data = at(`copy-${String(copies++)}`);
    await cp(at('whole'), data, { recursive: true });
    const db = new Database(join(data, file));
    for (const { name } of db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .all())
      db.exec(`DROP TRIGGER "${name}"`);
    await attack(db, data);
    db.close();
    return data;
  };
  const verify = async (data: string, ...options: readonly string[]): Promise<Told> => {
    const { code, out, err } = await kronika(data, 'verify', '--json', ...options);
    if (out === '') throw new Error(err);
    return { code, verdict: JSON.parse(out) as AuditVerdict };
  };
  /** The last close whose checkpoint is over nothing from this position on. */
  const before = (position: number): number =>
    Math.max(0, ...closes.map(({ size }) => size).filter((size) => size < position));
  const found = ({ verdict }: Told, what: string) => verdict.findings.filter((each) => each.what === what);
  /** The ledger's files as somebody leaves them who has all that follows from the events made anew. */
  const withoutTraces = async (data: string): Promise<string> => {
    for (const name of ['tree.sqlite', 'views.sqlite']) await rm(join(data, name));
    return data;
  };

  it('finds nothing where nobody did anything, and says what is unprotected', async () => {
    const { code, verdict } = await verify(at('whole'), '--checkpoint', at('kept'));
    const last = closes.at(-1)!;
    expect(verdict.findings).toEqual([]);
    expect(code).toBe(0);
    expect(verdict).toMatchObject({
      events: events.length,
      checkpoints: DAYS,
      days: DAYS,
      trust: { signed: last.size, kept: last.size },
    });
    expect(verdict.notes[0]).toContain(
      `After position ${String(last.size)} (events: ${String(events.length - last.size)})`,
    );
    expect(verdict.notes[0]).toContain('nothing that was kept outside protects the ledger');
    const early = closes[9]!;
    const some = await verify(at('whole'), '--checkpoint', join(at('kept'), `${early.close.day}.checkpoint`));
    expect(some).toMatchObject({ code: 0, verdict: { trust: { signed: last.size, kept: early.size } } });
    expect(some.verdict.notes[0]).toContain(
      `After position ${String(early.size)} (events: ${String(events.length - early.size)})`,
    );
    const none = await verify(at('whole'));
    expect(none.verdict.notes[0]).toMatch(/^No checkpoint that was kept outside/);
  });

  it('finds a changed byte in an event', async () => {
    const told = await verify(
      await copy((db) => {
        const { data } = db.prepare<[number], { data: string }>('SELECT data FROM events WHERE seq = ?').get(target)!;
        const { title } = (JSON.parse(data) as { details: { title: string } }).details;
        const altered = data.replace(title, `${title.slice(0, -1)}~`);
        expect(altered).not.toBe(data);
        db.prepare('UPDATE events SET data = ? WHERE seq = ?').run(altered, target);
      }),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'altered')).toEqual([
      expect.objectContaining({ position: target, since: event(target).metadata.recordedAt }),
    ]);
    expect(found(told, 'checkpoint')).toMatchObject([{ position: before(target) + 1 }]);
    expect(found(told, 'edition').length).toBeGreaterThan(0);
    expect(found(told, 'views').length).toBeGreaterThan(0);
    expect(told.verdict.trust).toEqual({ signed: before(target), kept: 0 });
  });

  it('finds a byte that leaves an event unreadable', async () => {
    const told = await verify(
      await copy((db) => db.prepare('UPDATE events SET data = substr(data, 2) WHERE seq = ?').run(target)),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'unreadable')).toMatchObject([{ position: target }]);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it.each<[string, string, () => number]>([
    ['a day’s close without data', "data = 'null'", () => closes[30]!.position],
    ['the beginning without data', "data = 'null'", () => 1],
    ['a key without data', "data = 'null'", keyAt],
    ['a key that nobody put on record', "metadata = '{}'", keyAt],
    ['a number that JSON has not', `data = '{"much":1e999,' || substr(data, 2)`, () => target],
  ])('says where the ledger cannot be read, and what was before: %s', async (_, set, where) => {
    const position = where();
    const earlier = Math.max(position - 3, 2);
    const told = await verify(
      await copy((db) => {
        db.prepare(`UPDATE events SET ${set} WHERE seq = ?`).run(position);
        if (earlier < position)
          db.prepare("UPDATE events SET metadata = json_set(metadata, '$.correlation', 'x') WHERE seq = ?").run(
            earlier,
          );
      }),
      '--checkpoint',
      at('kept'),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'unreadable')).toMatchObject([
      { position, since: position === 1 ? null : event(position - 1).metadata.recordedAt },
    ]);
    expect(found(told, 'altered')).toMatchObject(earlier < position ? [{ position: earlier }] : []);
    for (const what of ['cut', 'replay', 'signature']) expect(found(told, what)).toEqual([]);
    expect(told.verdict.trust.signed).toBe(before(Math.min(earlier, position)));
  });

  it('finds the close of a day that there is not', async () => {
    const { position } = closes[30]!;
    const told = await verify(
      await copy((db) =>
        db.prepare("UPDATE events SET data = json_set(data, '$.day', '9999-12-31') WHERE seq = ?").run(position),
      ),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'close')[0]).toMatchObject({ position, since: event(position).metadata.recordedAt });
  });

  it('finds a damaged tree of hashes, and tells of one that is not there', async () => {
    for (const damage of [
      'DELETE FROM tiles',
      'UPDATE tiles SET hashes = substr(hashes, 1, 40)',
      'DELETE FROM progress',
    ]) {
      const told = await verify(await copy((db) => db.exec(damage), 'tree.sqlite'));
      expect([damage, told.code, told.verdict.findings.map(({ what }) => what)]).toEqual([damage, 1, ['tree']]);
      expect(told.verdict.trust.signed).toBe(closes.at(-1)?.size);
    }
    const data = await copy();
    await rm(join(data, 'tree.sqlite'));
    const none = await verify(data);
    expect(none.code).toBe(0);
    expect(none.verdict.notes[0]).toContain(`The kept tree of hashes has 0 of ${String(events.length)} events`);
  });

  it('finds a document that cannot be read, and one of each view', async () => {
    const told = await verify(
      await copy((db) => {
        for (const view of ['register', 'registers', 'trail'])
          db.exec(
            `UPDATE editions_1_${view} SET doc = substr(doc, 2) WHERE key IN (SELECT key FROM editions_1_${view} WHERE "to" > '9999' ORDER BY id LIMIT 2)`,
          );
      }, 'views.sqlite'),
    );
    expect(told.code).toBe(1);
    expect(
      told.verdict.findings.map(({ what, says, since }) => [what, says.replace(/ \S+ of \S+ /, ' '), since]),
    ).toEqual(
      told.verdict.differences.map(({ view }) => [
        'edition',
        `${view} differs, the first of 2 documents of ${view}`,
        expect.stringMatching(/^20.*Z$/),
      ]),
    );
    expect(told.verdict.differences.map(({ view }) => view).sort()).toEqual(['register', 'registers', 'trail']);
    expect(told.verdict.notes[0]).toContain('The numbers were not checked');
  });

  const moveUp = (db: Database.Database, from: number, by: 1 | -1): void => {
    const order = by === 1 ? 'DESC' : 'ASC';
    const seqs = db
      .prepare<[number], number>(`SELECT seq FROM events WHERE seq >= ? ORDER BY seq ${order}`)
      .pluck()
      .all(from);
    const move = db.prepare('UPDATE events SET seq = ? WHERE seq = ?');
    for (const seq of seqs) move.run(seq + by, seq);
  };

  it.each([true, false])('finds a removed event (the gap closed: %s)', async (closed) => {
    const told = await verify(
      await copy((db) => {
        db.prepare('DELETE FROM events WHERE seq = ?').run(target);
        if (closed) moveUp(db, target + 1, -1);
      }),
    );
    expect(told.code).toBe(1);
    expect(told.verdict.events).toBe(events.length - 1);
    expect(found(told, 'altered')[0]).toMatchObject({ position: target });
    expect(found(told, 'cut')).toHaveLength(1);
    expect(found(told, 'altered')[0]?.since).toBe(event(target + 1).metadata.recordedAt);
    expect(found(told, 'cut')).toMatchObject([{ position: events.length, since: events.at(-1)?.metadata.recordedAt }]);
    // Its stream goes on, without it.
    expect(found(told, 'revision')[0]).toMatchObject({ position: expect.any(Number), since: expect.any(String) });
    expect(found(told, 'revision')[0]?.says).toContain(event(target).stream);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it('finds two swapped events', async () => {
    const other = target + 7;
    const told = await verify(
      await copy((db) => {
        const move = db.prepare('UPDATE events SET seq = ? WHERE seq = ?');
        for (const [to, from] of [
          [0, target],
          [target, other],
          [other, 0],
        ] as const)
          move.run(to, from);
      }),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'altered')).toMatchObject([
      { position: target, since: event(other).metadata.recordedAt },
      { position: other, since: event(target).metadata.recordedAt },
    ]);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it('finds an inserted event', async () => {
    const told = await verify(
      await copy((db) => {
        moveUp(db, target, 1);
        db.prepare(
          `INSERT INTO events SELECT ?, '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
           0, type, schema, data, metadata, recordedAt FROM events WHERE type = 'ContactRecorded' AND seq < ? ORDER BY seq DESC LIMIT 1`,
        ).run(target, target);
      }),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'altered')[0]).toMatchObject({ position: target, since: expect.stringMatching(/^20.*Z$/) });
    expect(told.verdict.events).toBe(events.length + 1);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it.each(['2021-12-31T10:00:00.000Z', 'yesterday'])('finds a forged time: %s', async (time) => {
    const told = await verify(
      await copy((db) => db.prepare('UPDATE events SET recordedAt = ? WHERE seq = ?').run(time, target)),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'altered')).toMatchObject([{ position: target, since: time }]);
    expect(found(told, 'time')).toMatchObject([{ position: target, since: expect.stringMatching(/^20.*Z$/) }]);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it('finds a changed actor', async () => {
    const told = await verify(
      await copy((db) =>
        db
          .prepare("UPDATE events SET metadata = json_set(metadata, '$.actor.id', 'ktoś-inny') WHERE seq = ?")
          .run(target),
      ),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'altered')).toMatchObject([{ position: target, since: event(target).metadata.recordedAt }]);
    expect(told.verdict.trust.signed).toBe(before(target));
  });

  it('finds a changed edition, also one of the past, and lets the ledger stand', async () => {
    const data = await copy((db) => {
      const { changes } = db
        .prepare(
          `UPDATE editions_1_register SET doc = json_set(doc, '$.recordedBy', 'ktoś-inny')
           WHERE rowid = (SELECT min(rowid) FROM editions_1_register WHERE "to" < '9999')`,
        )
        .run();
      expect(changes).toBe(1);
    }, 'views.sqlite');
    const told = await verify(data);
    expect(told.code).toBe(1);
    const [difference] = told.verdict.differences;
    expect(difference).toMatchObject({ view: 'register', what: 'differs' });
    // The ledger is not wrong anywhere: the document and its day say where, the day's first event since when.
    const day = difference?.from.slice(0, 10) ?? '';
    const first = events.find(({ metadata }) => calendar().dayOf(metadata.recordedAt) === day);
    expect(told.verdict.findings).toEqual([
      {
        what: 'edition',
        says: `register ${difference?.id ?? ''} of ${day}.0000 differs`,
        position: null,
        since: first?.metadata.recordedAt,
      },
    ]);
    expect(told.verdict.trust.signed).toBe(closes.at(-1)?.size);
  });

  it('finds a checkpoint from another ledger, in a day’s close and among those kept', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const other = 'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
    const { position, size, close } = closes[20]!;
    const root = readCheckpoint(readNote(close.checkpoint ?? '')?.text ?? '')!.root;
    const note = signNote(checkpointText({ origin: other, size, root }), other, privateKey);
    const told = await verify(
      await copy((db) =>
        db.prepare("UPDATE events SET data = json_set(data, '$.checkpoint', ?) WHERE seq = ?").run(note, position),
      ),
    );
    expect(told.code).toBe(1);
    expect(found(told, 'checkpoint')[0]).toMatchObject({
      position,
      since: event(position).metadata.recordedAt,
      says: expect.stringContaining('another ledger'),
    });
    await writeFile(at('other.checkpoint'), note);
    const kept = await verify(at('whole'), '--checkpoint', at('other.checkpoint'));
    expect(kept.code).toBe(1);
    expect(kept.verdict.findings).toMatchObject([{ what: 'kept', says: expect.stringContaining('another ledger') }]);
    await writeFile(at('none.checkpoint'), 'no note');
    expect(found(await verify(at('whole'), '--checkpoint', at('none.checkpoint')), 'kept')).toHaveLength(1);
  });

  it('finds a replaced key', async () => {
    const position = events.findIndex(({ type }) => type === 'SigningKeyAdopted') + 1;
    const [name = ''] = textOf(event(position).data['key']).split('+');
    const key = verifierKey(name, generateKeyPairSync('ed25519').privateKey);
    const replaced = async (): Promise<string> =>
      copy((db) => db.prepare("UPDATE events SET data = json_set(data, '$.key', ?) WHERE seq = ?").run(key, position));
    const told = await verify(await replaced());
    expect(told.code).toBe(1);
    expect(found(told, 'altered')).toMatchObject([{ position, since: event(position).metadata.recordedAt }]);
    expect(found(told, 'signature')[0]).toMatchObject({
      position: closes[0]?.position,
      since: event(closes[0]!.position).metadata.recordedAt,
    });
    expect(told.verdict.trust.signed).toBe(0);
    // What was kept outside knows the key that was: the checkpoint, and the key itself.
    const blind = await withoutTraces(await replaced());
    expect(found(await verify(blind, '--checkpoint', at('kept')), 'kept')[0]?.says).toContain('the key was replaced');
    expect(found(await verify(blind, '--key', textOf(event(position).data['key'])), 'key')).toMatchObject([
      { position, since: event(position).metadata.recordedAt },
    ]);
  });

  it('finds a key that bears no word of the one before it', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const [name = ''] = textOf(events.find(({ type }) => type === 'SigningKeyAdopted')?.data['key']).split('+');
    const key = verifierKey(name, stranger);
    const adopt = (more: object) =>
      copy((db) => {
        const revision = events.filter(({ stream }) => stream === 'ledger-main').length;
        const metadata = JSON.stringify({ actor: { id: 'j.nowak', roles: ['administrator'] } });
        db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
          events.length + 1,
          '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
          'ledger-main',
          revision,
          'SigningKeyAdopted',
          1,
          JSON.stringify({ key, ...more }),
          metadata,
          events.at(-1)!.metadata.recordedAt,
        );
      });
    const forged = signNote(
      `kronika signing key\n${key}\n`,
      name,
      createPrivateKey(stranger.export({ format: 'pem', type: 'pkcs8' })),
    );
    const told = await verify(await adopt({ endorsement: forged }));
    expect(told.code).toBe(1);
    expect(found(told, 'key')).toMatchObject([{ position: events.length + 1 }]);
    // One that is said to be lost is no finding, and is not passed over either.
    const another = await adopt({ reason: 'spalony dysk' });
    const lost = await verify(another);
    expect(lost.code).toBe(0);
    expect(lost.verdict.notes[0]).toMatch(/j\.nowak recorded that it was lost \(spalony dysk\)/);
    // Who has noted the key before it knows nothing of this one.
    const first = textOf(events.find(({ type }) => type === 'SigningKeyAdopted')?.data['key']);
    const noted = await verify(another, '--key', first);
    expect(noted.code).toBe(1);
    expect(noted.verdict.findings).toMatchObject([
      {
        what: 'key',
        position: events.length + 1,
        since: events.at(-1)?.metadata.recordedAt,
        says: expect.stringContaining('does not follow from the one that was brought along'),
      },
    ]);
    for (const keys of [[key], [first, key]]) expect((await verify(another, '--key', ...keys)).code).toBe(0);
    expect((await verify(at('whole'), '--key', first)).code).toBe(0);
  });

  it('finds a rewritten day with all hashes and signatures made anew, by a checkpoint that was kept outside', async () => {
    const forged = await rewritten(events, target, (each) => ({
      ...each,
      metadata: { ...each.metadata, actor: { ...each.metadata.actor, id: 'ktoś-inny' } },
    }));
    const data = await withoutTraces(
      await copy((db) => {
        const write = db.prepare('UPDATE events SET data = ?, metadata = ? WHERE seq = ?');
        for (const [index, each] of forged.entries()) {
          const { recordedAt: _recordedAt, ...metadata } = each.metadata;
          write.run(JSON.stringify(each.data), JSON.stringify(metadata), index + 1);
        }
      }),
    );
    // Nothing inside the office can tell; and it says so.
    const inside = await verify(data);
    expect(inside).toMatchObject({ code: 0, verdict: { findings: [], days: DAYS, trust: { kept: 0 } } });
    expect(inside.verdict.notes).toContainEqual(expect.stringMatching(/could have rewritten all of it/));
    const told = await verify(data, '--checkpoint', at('kept'));
    expect(told.code).toBe(1);
    expect(found(told, 'kept')[0]).toMatchObject({
      position: before(target) + 1,
      since: event(before(target) + 1).metadata.recordedAt,
      says: expect.stringContaining('were rewritten'),
    });
    expect(told.verdict.trust).toEqual({ signed: before(target), kept: before(target) });
  });

  it('finds a cut tail: by the tree of hashes, and where that was cut as well by a checkpoint that was kept outside', async () => {
    const end = closes[40]!.position;
    const cut = (): Promise<string> => copy((db) => db.prepare('DELETE FROM events WHERE seq > ?').run(end));
    const byTree = await verify(await cut());
    expect(byTree.code).toBe(1);
    const { recordedAt: since } = event(end).metadata;
    expect(found(byTree, 'cut')).toMatchObject([{ position: end + 1, since }]);
    const data = await withoutTraces(await cut());
    expect(await verify(data)).toMatchObject({ code: 0, verdict: { findings: [] } });
    const told = await verify(data, '--checkpoint', at('kept'));
    expect(told.code).toBe(1);
    expect(found(told, 'cut')[0]).toMatchObject({ position: end + 1, since });
    expect(told.verdict.trust.kept).toBe(closes[40]?.size);
  });

  it('finds a close that carries no checkpoint any more, and a number that was given twice', async () => {
    const { position } = closes[30]!;
    const bare = await verify(
      await copy((db) =>
        db.prepare("UPDATE events SET data = json_remove(data, '$.checkpoint', '$.views') WHERE seq = ?").run(position),
      ),
    );
    expect(found(bare, 'close').map(({ position: where }) => where)).toEqual([position, position]);
    const twice = await verify(
      await copy(
        (db) =>
          db
            .prepare(
              `UPDATE editions_1_register SET doc = json_set(doc, '$.number', 'KT/2022/0001') WHERE doc LIKE '%"KT/2022/0002"%'`,
            )
            .run(),
        'views.sqlite',
      ),
    );
    expect(found(twice, 'number')[0]).toMatchObject({ since: expect.stringMatching(/^2022.*Z$/) });
  });

  it('says it in sentences, and refuses what is no key and what cannot be read', async () => {
    const told = await kronika(
      await copy((db) =>
        db
          .prepare("UPDATE events SET metadata = json_set(metadata, '$.actor.id', 'ktoś-inny') WHERE seq = ?")
          .run(target),
      ),
      'verify',
    );
    const at1 = String(target);
    expect(told.out).toContain(
      `  altered: the event at ${at1} is not what was recorded there (position ${at1}, since 20`,
    );
    expect(told.out).toContain(`Still to be relied upon: the events up to position ${String(before(target))}`);
    expect((await kronika(at('whole'), 'verify', '--key', 'x')).code).toBe(2);
    expect((await kronika(at('whole'), 'verify', '--checkpoint', at('nowhere'))).code).toBe(2);
  });
});
