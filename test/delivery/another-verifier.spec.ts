import 'reflect-metadata';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kindNamed } from '../../src/domain/catalogue.js';
import { kronika } from '../support/cli.js';
import { SetClock } from '../support/ledger.js';
import { Served } from '../support/served.js';

/**
 * A verifier written from docs/trust.md and the standards that it names, and from nothing of the program: what the
 * document says is enough.
 */
type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Told = Record<string, Json>;

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-04', followUpDue: null };
const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 8785, for texts without anything peculiar: names sorted, no blanks. */
function jcs(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${jcs(each)}`).join(',')}}`;
}

/** A line of `ledger export` as the leaf that the document says. */
function leafOf(line: Told): string {
  const { id, subject, revision, type, schema, data, time, actor, roles, department, ...rest } = line;
  const { correlation, originfile, originrow, request, acknowledged } = rest;
  const words = (text: Json | undefined): string[] => (typeof text === 'string' ? text.split(' ') : []);
  const optional = (members: Record<string, Json | undefined>): Told =>
    Object.fromEntries(Object.entries(members).flatMap(([name, each]) => (each === undefined ? [] : [[name, each]])));
  const metadata = optional({
    recordedAt: time,
    actor: optional({ id: actor, roles: words(roles), department }),
    correlation,
    origin: originfile === undefined ? undefined : optional({ file: originfile, row: originrow }),
    request,
    acknowledged: acknowledged === undefined ? undefined : words(acknowledged),
  });
  return jcs(optional({ id, stream: subject, revision, type, schema, data, metadata }));
}

const leafHash = (leaf: string): Buffer => sha256(Buffer.of(0), leaf);

function root(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return first;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256(Buffer.of(1), root(leaves.slice(0, left)), root(leaves.slice(left)));
}

/** The lines of a note's text, once its signature is that of the key. */
function opened(note: string, verifierKey: string): string[] {
  const [, name = '', id = '', body = ''] = /^(.+?)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey) ?? [];
  const key = Buffer.from(body, 'base64');
  expect([key.length, key[0]]).toEqual([33, 1]);
  expect(sha256(`${name}\n`, key).subarray(0, 4).toString('hex')).toBe(id);
  const [text = '', signatures = ''] = note.split('\n\n');
  const [, signer, encoded = ''] = /^— (\S+) (\S+)\n$/.exec(signatures) ?? [];
  const signature = Buffer.from(encoded, 'base64');
  expect([signer, signature.subarray(0, 4).toString('hex')]).toEqual([name, id]);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  expect(verify(null, Buffer.from(`${text}\n`), publicKey, signature.subarray(4))).toBe(true);
  return text.split('\n');
}

describe('another verifier, written from docs/trust.md', () => {
  let served: Served;
  let lines: Told[];
  let end: Told | undefined;

  beforeAll(async () => {
    const clock = new SetClock('2024-03-04T10:00:00.000Z');
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, clock, look: 30 });
    for (const day of ['2024-03-04', '2024-03-05']) {
      clock.set(`${day}T10:00:00.000Z`);
      const headers = {
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        'idempotency-key': day,
        'kronika-acknowledge': 'contact-data',
      };
      expect((await served.write('/v1/contacts', CONTACT, headers)).statusCode).toBe(201);
      clock.set(`${day}T23:30:00.000Z`);
      const deadline = performance.now() + 20_000;
      while ((await served.events()).at(-1)?.type !== 'DayClosed' && performance.now() < deadline)
        await new Promise((settle) => setTimeout(settle, 30));
    }
    const { out } = await kronika(served.directory, 'ledger', 'export', '-');
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Told);
    lines = told.filter(({ type }) => type !== 'LedgerExported');
    end = told.at(-1);
  });
  afterAll(() => served.discard());

  const text = async (path: string): Promise<string> => (await served.read(path, { accept: 'text/plain' })).body;

  it('finds the example of the document to be what it says', async () => {
    const document = await readFile(resolve(import.meta.dirname, '../../docs/trust.md'), 'utf8');
    const [, leaf = '', hash] = /^ {4}(\{"data".+\})$[^`]+`([0-9a-f]{64})`/m.exec(document) ?? [];
    expect(leafHash(leaf).toString('hex')).toBe(hash);
  });

  it('finds the end of an export, and the order and times of its events, to be what the document says', () => {
    const digest = sha256(...lines.map((line) => `${leafOf(line)}\n`)).toString('hex');
    expect([end?.['type'], end?.['data']]).toEqual(['LedgerExported', { events: lines.length, sha256: digest }]);
    const [first] = lines;
    expect([first?.['type'], first?.['subject'], first?.['revision']]).toEqual(['LedgerOpened', 'ledger-main', 0]);
    const { zone } = first?.['data'] as { zone: string };
    const dayIn = new Intl.DateTimeFormat('sv', { timeZone: zone });
    const days = new Set<string>();
    const revisions = new Map<Json, number>();
    const closed: string[] = [];
    let effective = '';
    for (const { type, subject, revision, data, ...line } of lines) {
      const time = line['time'] as string;
      expect(revision).toBe((revisions.get(subject ?? null) ?? -1) + 1);
      revisions.set(subject ?? null, Number(revision));
      if (type === 'DayClosed') {
        const { day } = data as { day: string };
        closed.push(day);
        // The instant at which the next day begins, and none before it is of that day.
        const midnight = Date.parse(time);
        expect([dayIn.format(midnight - 1), dayIn.format(midnight) > day]).toEqual([day, true]);
      } else expect(time >= effective).toBe(true);
      if (time > effective) effective = time;
      if (type !== 'DayClosed') days.add(dayIn.format(Date.parse(effective)));
    }
    expect(closed).toEqual([...days].sort());
    expect(closed).toHaveLength(2);
  });

  it('comes from an export to the root that the office signs, and from the closes to theirs', async () => {
    const key = (await text('/v1/audit/keys')).trim();
    const leaves = lines.map(leafOf).map(leafHash);
    const signed = opened(await text('/v1/audit/checkpoints/latest'), key);
    const origin = `urn:uuid:${(lines[0]?.['data'] as { ledger: string }).ledger}`;
    expect(signed).toEqual([origin, String(leaves.length), root(leaves).toString('base64')]);
    const closes = lines.flatMap(({ type, data }, index) =>
      type === 'DayClosed' ? [{ index, data: data as Told }] : [],
    );
    expect(closes).toHaveLength(2);
    let previous: Json = null;
    for (const { index, data } of closes) {
      const { chain, ...views } = data['views'] as Told;
      const [, size, encoded, extension] = opened(data['checkpoint'] as string, key);
      expect([Number(size), encoded]).toEqual([index, root(leaves.slice(0, index)).toString('base64')]);
      expect(extension).toBe(`kronika-views ${chain as string}`);
      expect(sha256(jcs({ ...views, day: data['day'] ?? null, previous })).toString('hex')).toBe(chain);
      previous = chain ?? null;
    }
  });
});
