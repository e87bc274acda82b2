import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Projector } from '../../src/application/projector.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { UNIT } from '../../src/domain/registers/registers.js';
import { type Answer, problemIn, Served } from '../support/served.js';

const CONTACT = kindNamed('contact')?.example ?? {};
/** Milliseconds that a request waits for the views in these tests, instead of five seconds. */
const PATIENCE = 300;

describe('views that are late', () => {
  let served: Served;
  let held: Projector | null = null;

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, patience: PATIENCE });
  });
  afterAll(() => served.discard());
  afterEach(() => {
    letGo();
  });

  const holdBack = async (): Promise<void> => {
    held = served.get(Projector);
    await held.close();
  };
  const letGo = (): void => {
    held?.start(() => undefined);
    held = null;
  };
  const record = (headers: Record<string, string> = {}): Promise<Answer> =>
    served.write('/v1/contacts', CONTACT, headers);
  const after = (answer: Answer): { 'kronika-after': string } => ({
    'kronika-after': String(answer.headers['kronika-position']),
  });
  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const before = performance.now();
    return [await work, performance.now() - before];
  };

  it('are waited for: a write knows its number and position', async () => {
    const recorded = await record();
    const { number, position } = recorded.json<{ number: string; position: string }>();
    expect(number).toMatch(/^KT\/\d{4}\/\d{4}$/);
    expect(recorded.headers['kronika-position']).toBe(position);
    expect(Number(position)).toBe((await served.events()).length);
  });

  it('leave a write its answer, without a number and a position, and with a token in their place', async () => {
    await holdBack();
    const [recorded, took] = await timed(record());
    expect(recorded.statusCode).toBe(201);
    const body = recorded.json<Record<string, unknown>>();
    expect(body).toMatchObject({
      kind: 'contact',
      number: null,
      position: null,
      revision: 0,
      status: expect.any(String),
    });
    expect(recorded.headers['etag']).toBe('"0"');
    expect(recorded.headers['location']).toBe(`/v1/contacts/${String(body['id'])}`);
    expect(recorded.headers['kronika-position']).toMatch(/^[\w-]{20,}$/);
    expect(recorded.headers['kronika-position']).not.toMatch(/^\d+$/);
    expect(took).toBeGreaterThanOrEqual(PATIENCE);
    // What is recorded is recorded.
    expect((await served.events()).at(-1)?.stream).toBe(`contact-${String(body['id'])}`);
  });

  it('leave a write to a register its answer too', async () => {
    await holdBack();
    const entered = await served.write('/v1/units', { ...UNIT.example, name: 'Dom Kultury' });
    expect(entered.statusCode).toBe(201);
    expect(entered.json()).toEqual({ id: expect.any(String), revision: 0, position: null });
    letGo();
    const { id } = entered.json<{ id: string }>();
    expect((await served.read(`/v1/units/${id}`, after(entered))).json()).toMatchObject({
      details: { name: 'Dom Kultury' },
    });
  });

  it('do not hide what was recorded from who brings the token: the read waits until they are there', async () => {
    await holdBack();
    const recorded = await record();
    const { id } = recorded.json<{ id: string }>();
    expect((await served.read(`/v1/contacts/${id}`)).statusCode).toBe(404);
    const waiting = served.read(`/v1/contacts/${id}`, after(recorded));
    letGo();
    const found = await waiting;
    expect(found.statusCode).toBe(200);
    expect(found.json()).toMatchObject({ id, number: expect.stringMatching(/^KT/) });
  });

  it('are told to who waits for them in vain: 503, and when to come again', async () => {
    await holdBack();
    const recorded = await record();
    const position = (await served.events()).length;
    for (const url of ['/v1/activities', '/v1/gminas', '/v1/units', '/v1/ledger/events', '/v1/ledger/replay']) {
      for (const headers of [after(recorded), { 'kronika-after': String(position) }]) {
        const [late, took] = await timed(served.read(url, headers));
        expect([url, late.statusCode, late.headers['retry-after']]).toEqual([url, 503, '5']);
        expect(problemIn(late).type).toBe('urn:kronika:problem:unsettled');
        expect(took).toBeGreaterThanOrEqual(PATIENCE);
      }
      // Who asks for nothing newer is answered from what there is.
      expect((await served.read(url, { 'kronika-after': '1' })).statusCode).toBe(200);
    }
    letGo();
    expect((await served.read('/v1/activities', after(recorded))).statusCode).toBe(200);
  });

  it('tell number and position when the same request comes again later', async () => {
    const key = { 'idempotency-key': 'klucz-1' };
    await holdBack();
    const first = (await record(key)).json<Record<string, unknown>>();
    expect(first).toMatchObject({ number: null, position: null });
    letGo();
    const again = (await record(key)).json<Record<string, unknown>>();
    expect(again).toEqual({ ...first, number: expect.stringMatching(/^KT/), position: expect.stringMatching(/^\d+$/) });
  });

  it('cannot be waited for by what no write answered', async () => {
    for (const token of ['?', 'x', '-1', Buffer.from('no event').toString('base64url'), '1'.repeat(40)]) {
      const answer = await served.read('/v1/activities', { 'kronika-after': token });
      expect([token, answer.statusCode]).toEqual([token, 400]);
    }
  });
});
