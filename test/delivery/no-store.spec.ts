import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Served } from '../support/served.js';

const ANNA = { organisation: { name: 'Gmina Łubianka' }, function: 'sekretarz gminy', name: 'Anna Wymyślona' };

describe('answers with what nobody else may read', () => {
  let served: Served;
  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off', KRONIKA_MASTER_KEY: '5f'.repeat(32) });
  }, 60_000);
  afterAll(() => served.discard());

  it('are kept by no browser and no proxy: persons, the access log, evidence', async () => {
    const kept = (answer: Answer): unknown => [answer.statusCode, answer.headers['cache-control']];
    const registered = await served.write('/v1/persons', ANNA);
    const { id } = registered.json<{ id: string }>();
    expect(kept(registered)).toEqual([201, 'no-store']);
    const correction = { changes: { name: 'Anna Zmyślona' }, reason: 'pomyłka' };
    const of = `/v1/persons/${id}`;
    expect(kept(await served.write(`${of}/corrections`, correction, { 'if-match': '"0"' }))).toEqual([200, 'no-store']);
    for (const path of ['/v1/persons', of, '/v1/access-log', '/v1/audit/evidence?year=2023'])
      expect([path, kept(await served.read(path))]).toEqual([path, [200, 'no-store']]);
    expect(kept(await served.read('/v1/audit/evidence?year=2023', { accept: 'text/html' }))).toEqual([200, 'no-store']);
    const erased = await served.kronika.app.inject({
      method: 'DELETE',
      url: of,
      headers: { 'if-match': '"1"', 'content-type': 'application/json' },
      payload: JSON.stringify({ reason: 'Wniosek osoby.' }),
    });
    expect(kept(erased)).toEqual([200, 'no-store']);
  }, 60_000);
});
