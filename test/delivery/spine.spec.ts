import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../src/application/access/tokens.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { readConfig } from '../../src/config.js';
import { type Kronika, serve } from '../../src/serve.js';
import { ADMINISTRATOR } from '../support/actors.js';

const CONTACT = {
  title: 'Uzgodnienie terminu dożynek',
  occurredOn: '2023-05-10',
  gminas: ['0415052'],
  strategyItems: ['T1'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: 'gmina łubianka', function: 'sekretarz' }],
  followUpDue: '2023-05-20',
  caseSigns: ['PE.0541.12.2023', 'PE.0541.13.2023', 'KD-I.524.3.2023'],
};

describe('the program over HTTP', () => {
  let data: string;
  let kronika: Kronika;
  let recorder: string;
  let auditor: string;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-http-'));
    kronika = await serve(readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent' }), { listen: false });
    const tokens = kronika.app.get(Tokens);
    recorder = await tokens.add({ name: 'pracownik-1', roles: ['recorder'] }, ADMINISTRATOR);
    auditor = await tokens.add({ name: 'audytor-1', roles: ['auditor'], endsOn: '2099-12-31' }, ADMINISTRATOR);
  });

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  const post = (url: string, body: unknown, headers: Record<string, string> = {}, token = recorder) =>
    kronika.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const get = (url: string, token = auditor) =>
    kronika.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
  const position = async (): Promise<number> => {
    let count = 0;
    for await (const batch of kronika.app.get(EventStore).readAll()) count += batch.length;
    return count;
  };

  it('records, takes a step, and reads as of before and after it', async () => {
    const recorded = await post('/v1/contacts', CONTACT);
    expect(recorded.statusCode).toBe(201);
    const { id, number, position: at } = recorded.json<{ id: string; number: string; position: string }>();
    expect(number).toMatch(/^KT\/\d{4}\/0001$/);
    expect(recorded.headers['etag']).toBe('"0"');

    const steps = `/v1/contacts/${id}/steps/close-follow-up`;
    expect((await post(steps, { outcome: 'ustalono' })).statusCode).toBe(428);
    expect((await post(steps, { outcome: 'ustalono' }, { 'if-match': '"7"' })).statusCode).toBe(412);
    expect((await post(steps, { outcome: 'ustalono' }, { 'if-match': '"0"' })).json()).toMatchObject({
      status: 'closed',
      revision: 1,
    });
    expect((await post(steps, { outcome: 'ustalono' }, { 'if-match': '"1"' })).statusCode).toBe(409);

    expect((await get(`/v1/contacts/${id}`)).json()).toMatchObject({
      status: 'closed',
      jrwa: ['0541', '524'],
      steps: ['plan-follow-up'],
    });
    const then = await get(`/v1/contacts/${id}?asOf=${at}`);
    expect(then.json()).toMatchObject({ status: 'follow-up-open', overdue: true });
    expect(then.headers['kronika-as-of']).toBe(at);
    expect((await get(`/v1/contacts/${id}?asOf=2020-01-01`)).statusCode).toBe(404);

    const history = (await get(`/v1/activities/${id}/history`)).json<{ type: string; changes: unknown }[]>();
    expect(history.map(({ type }) => type)).toEqual(['ContactRecorded', 'FollowUpClosed']);
    expect(history[1]?.changes).toContainEqual({ path: 'status', before: 'follow-up-open', after: 'closed' });
  });

  it('gives each figure of a report the register query that lists what is behind it', async () => {
    const report = (await get('/v1/reports/annual?year=2023')).json<{ links: Record<string, string> }>();
    const link = report.links['/totals/activities/byKind/contact'] ?? '';
    expect((await get(link)).json<{ items: unknown[] }>().items).toHaveLength(1);
    expect((await get('/v1/goals?gaps=true&from=2023-01&to=2023-12')).body).toContain('G3.3');
    expect((await get('/v1/ledger/events?kind=contact')).json<{ type: string }[]>()[0]?.type).toBe('ContactRecorded');
    const lines = (await get('/v1/ledger/replay')).body.trim().split('\n');
    expect(lines).toHaveLength(await position());
    expect((await get('/v1/organisations?kind=gmina&q=lubianka')).json<{ items: unknown[] }>().items).toHaveLength(1);
  });

  it('tells what is no id among the links of a correction, and looks none of it up', async () => {
    const { id } = (await post('/v1/contacts', CONTACT)).json<{ id: string }>();
    const links = [{}, 5, ['x'], 'nic', null];
    const correction = { changes: { links }, reason: 'Powiązania' };
    const answer = await post(`/v1/contacts/${id}/corrections`, correction, { 'if-match': '"0"' });
    expect(answer.statusCode).toBe(422);
    const told = answer.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer);
    expect(told.sort()).toEqual(links.map((_, index) => `/changes/links/${String(index)}`));
  });

  it('answers the same under one Idempotency-Key, and records once', async () => {
    const key = { 'idempotency-key': 'raz' };
    const first = await post('/v1/contacts', CONTACT, key);
    const before = await position();
    expect((await post('/v1/contacts', CONTACT, key)).json()).toEqual(first.json());
    expect((await post('/v1/contacts', { ...CONTACT, title: 'Inny' }, key)).statusCode).toBe(422);
    expect(await position()).toBe(before);
  });

  it('lets in nobody without a token, and nobody beyond their role', async () => {
    const nobody = await kronika.app.inject({ method: 'GET', url: '/v1/activities' });
    expect(nobody.statusCode).toBe(401);
    expect(nobody.headers['content-type']).toContain('application/problem+json');
    expect(nobody.headers['cache-control']).toBe('no-store');
    expect((await get('/v1/activities', 'krn_wrong')).statusCode).toBe(401);
    expect((await post('/v1/contacts', CONTACT, {}, auditor)).statusCode).toBe(403);
    expect((await get('/v1/ledger/events', recorder)).statusCode).toBe(403);
  });

  it('refuses bad input by naming every fault, and records nothing', async () => {
    const before = await position();
    const bad: [unknown, number][] = [
      ['{"title":', 400],
      ['{"__proto__":{"a":1}}', 400],
      ['[]', 422],
      ['"text"', 422],
      [{ ...CONTACT, title: '\ud800' }, 422],
      [{ ...CONTACT, title: 7, nonsense: 1 }, 422],
      [{ ...CONTACT, occurredOn: '2023-02-30' }, 422],
      [{ ...CONTACT, gminas: ['9999999'] }, 422],
      [{ ...CONTACT, description: 'x'.repeat(10_000_000) }, 413],
      [{ ...CONTACT, description: 'PESEL 44051401359' }, 422],
    ];
    for (const [body, status] of bad) {
      const answer = await post('/v1/contacts', body);
      expect([JSON.stringify(body).slice(0, 60), answer.statusCode]).toEqual([
        JSON.stringify(body).slice(0, 60),
        status,
      ]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    const faults = (await post('/v1/contacts', { ...CONTACT, title: 7, nonsense: 1 })).json<{
      errors: { pointer: string }[];
    }>();
    expect(faults.errors.map(({ pointer }) => pointer).sort()).toEqual(['/nonsense', '/title']);
    expect((await get('/v1/activities?colour=red&limit=0')).statusCode).toBe(400);
    expect(await position()).toBe(before);
  });

  it('is ready when the views have caught up, and shows its figures', async () => {
    expect((await get('/health/ready')).json()).toEqual({ status: 'ready', lag: 0 });
    expect((await get('/metrics')).body).toContain('kronika_projection_lag_events 0');
  });
});
