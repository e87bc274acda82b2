import 'reflect-metadata';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CheckpointPage, SignedCheckpoint } from '../../src/application/audit/checkpoints.js';
import type { IntegrityReport } from '../../src/application/audit/integrity.js';
import type { ConsistencyProof } from '../../src/application/audit/proofs.js';
import type { KeyOnRecord } from '../../src/application/audit/signing.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { isSignedBy, readNote } from '../../src/domain/proof/note.js';
import { isConsistent } from '../../src/domain/proof/proofs.js';
import type { DayClosed } from '../../src/domain/views/days.js';
import { kronika } from '../support/cli.js';
import { SetClock } from '../support/ledger.js';
import { Served } from '../support/served.js';

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-04', followUpDue: null };
const LOOK = 30;
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('checkpoints', () => {
  let clock: SetClock;
  let served: Served;
  let shelf: string;

  beforeEach(async () => {
    shelf = await mkdtemp(join(tmpdir(), 'kronika-shelf-'));
    await mkdir(join(shelf, 'kept'));
    clock = new SetClock('2024-03-04T10:00:00.000Z');
    const settings = { KRONIKA_AUTH: 'off', KRONIKA_CHECKPOINTS: join(shelf, 'kept') };
    served = await Served.start(settings, { listen: false, clock, look: LOOK });
  });
  afterEach(async () => {
    await served.discard();
    await rm(shelf, { recursive: true });
  });

  const until = async <T>(look: () => Promise<T>, enough: (found: T) => boolean): Promise<T> => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const found = await look();
      if (enough(found) || performance.now() > deadline) return found;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  };
  const page = async (query = ''): Promise<CheckpointPage> =>
    (await served.read(`/v1/audit/checkpoints${query}`)).json<CheckpointPage>();
  const closeDays = async (days: readonly string[]): Promise<CheckpointPage> => {
    for (const [closed, day] of days.entries()) {
      clock.set(`${day}T10:00:00.000Z`);
      expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
      clock.set(`${day}T23:30:00.000Z`);
      await until(page, ({ items }) => items.length > closed);
    }
    return page();
  };

  it('are made at each day’s close, signed by the key on record, one going on from the other', async () => {
    const { items, next } = await closeDays(['2024-03-04', '2024-03-05', '2024-03-06']);
    expect([items.map(({ day }) => day), next]).toEqual([['2024-03-06', '2024-03-05', '2024-03-04'], null]);
    const { keys } = (await served.read('/v1/audit/keys')).json<{ keys: readonly KeyOnRecord[] }>();
    const [key] = keys;
    expect(keys).toHaveLength(1);
    const closes = (await served.events()).flatMap(({ type, data }, index) =>
      type === 'DayClosed' ? [{ index, data: data as unknown as DayClosed }] : [],
    );
    for (const { day, note, size, views } of items) {
      const read = readNote(note);
      expect(read !== null && isSignedBy(read, key?.key ?? '')).toBe(true);
      // The ledger as it stood before the close that carries it.
      const close = closes.find(({ data }) => data.day === day);
      expect([size, views]).toEqual([close?.index, close?.data.views?.chain]);
    }
    const [last, , first] = items;
    const asked = `from=${String(first?.size)}&to=${String(last?.size)}`;
    const proof = (await served.read(`/v1/audit/proofs/consistency?${asked}`)).json<ConsistencyProof>();
    const tree = ({ size, root }: SignedCheckpoint) => ({ size, root: bytes(root) });
    expect(isConsistent(tree(first!), tree(last!), proof.path.map(bytes))).toBe(true);
    // The stretches over which the views are chained join.
    const said = closes.map(({ data }) => data.views);
    expect(said[0]?.after).toBe(0);
    expect(said.slice(1).map((each) => each?.after)).toEqual(said.slice(0, -1).map((each) => each?.position));
    expect(said.every((each) => (each?.editions ?? 0) > 0)).toBe(true);
  });

  it('come in pages, and bare', async () => {
    await closeDays(['2024-03-04', '2024-03-05']);
    const first = await page('?limit=1');
    expect([first.items.map(({ day }) => day), first.next]).toEqual([['2024-03-05'], '2024-03-05']);
    const second = await page(`?limit=1&cursor=${first.next ?? ''}`);
    expect([second.items.map(({ day }) => day), second.next]).toEqual([['2024-03-04'], null]);
    const bare = await served.read('/v1/audit/checkpoints?limit=1', { accept: 'text/plain' });
    expect(bare.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(bare.body).toBe(first.items[0]?.note);
    const latest = await served.read('/v1/audit/checkpoints/latest', { accept: 'text/plain' });
    expect(readNote(latest.body)?.text).toContain(`\n${String((await served.events()).length)}\n`);
    const keys = await served.read('/v1/audit/keys', { accept: 'text/plain' });
    expect(isSignedBy(readNote(latest.body)!, keys.body.trim())).toBe(true);
    expect((await served.read('/v1/audit/keys', { accept: 'image/png' })).statusCode).toBe(406);
    expect((await page('?cursor=x')) as unknown).toMatchObject({ status: 400 });
  });

  it('are kept outside, also those that were made while that could not be, and none in place of another', async () => {
    // As where a share is not mounted: it is not made here, and it shows.
    await rm(join(shelf, 'kept'), { recursive: true });
    const { items } = await closeDays(['2024-03-04', '2024-03-05']);
    const kept = async () =>
      (await served.read('/v1/audit/integrity')).json<IntegrityReport>().findings.filter(({ what }) => what === 'kept');
    expect((await until(kept, (found) => found.length > 0)).map(({ says }) => says)).toEqual([
      `checkpoints are not being kept outside: Checkpoints cannot be kept in ${join(shelf, 'kept')}: there is no such directory. Is its share mounted? Kronika makes none.`,
    ]);
    expect(await readdir(shelf)).toEqual([]);
    await mkdir(join(shelf, 'kept'));
    const names = await until(
      async () => {
        const all = await readdir(join(shelf, 'kept')).catch((): string[] => []);
        // What is being written has another name until it is whole.
        return all.filter((name) => !name.endsWith('.partial'));
      },
      (found) => found.length === 2,
    );
    expect(names).toEqual(
      items.map(({ origin, day }) => `${origin.slice('urn:uuid:'.length)}-${day ?? ''}.checkpoint`).sort(),
    );
    expect(await readFile(join(shelf, 'kept', names[1] ?? ''), 'utf8')).toBe(items[0]?.note);
    expect(await until(kept, (found) => found.length === 0)).toEqual([]);
  });

  it('are signed from the command line, and the key changed there, beside the server', async () => {
    // By the machine's own clock, as the command line has no other.
    await served.discard();
    served = await Served.start({ KRONIKA_AUTH: 'off' });
    expect((await stat(join(served.directory, 'signing-key.pem'))).mode & 0o777).toBe(0o600);
    expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
    const kept = join(shelf, 'by-hand');
    // From the first start on, before anything was signed.
    const { keys } = (await served.read('/v1/audit/keys')).json<{ keys: readonly KeyOnRecord[] }>();
    expect(keys).toHaveLength(1);
    expect(await kronika(served.directory, 'checkpoint', '--keep', kept)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no such directory/),
    });
    await mkdir(kept);
    const signed = await kronika(served.directory, 'checkpoint', '--keep', kept);
    expect(signed.code).toBe(0);
    const [name = ''] = await readdir(kept);
    expect(await readFile(join(kept, name), 'utf8')).toBe(signed.out);
    const rotated = await kronika(served.directory, 'key', 'rotate', '--reason', 'zmiana', '--as', 'j.nowak');
    expect(rotated.code).toBe(0);
    const shown = await kronika(served.directory, 'key', 'show');
    const [old = '', fresh = ''] = shown.out.trim().split('\n');
    expect(old).toBe(keys[0]?.key);
    expect(fresh).toBe(rotated.out.trim());
    expect(isSignedBy(readNote(signed.out)!, old)).toBe(true);
    const latest = (await served.read('/v1/audit/checkpoints/latest')).json<SignedCheckpoint>();
    expect(isSignedBy(readNote(latest.note)!, fresh)).toBe(true);
    const unknown = await kronika(served.directory, 'key', 'rotate');
    expect(unknown.code).toBe(2);
  });
});
