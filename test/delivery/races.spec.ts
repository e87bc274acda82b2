import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RegisterBook } from '../../src/application/registers.js';
import { readConfig } from '../../src/config.js';
import type { Entry } from '../../src/domain/registers/register.js';
import { type Kronika, serve } from '../../src/serve.js';

const SUPPORT = {
  title: 'Wsparcie festynu',
  occurredOn: '2023-06-10',
  gminas: ['0415052'],
  form: 'in-kind',
};

describe('what comes at the same moment', () => {
  let data: string;
  let kronika: Kronika;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-races-'));
    const config = readConfig({ KRONIKA_DATA: data, KRONIKA_AUTH: 'off', KRONIKA_LOG: 'silent' });
    kronika = await serve(config, { listen: false });
  });
  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    kronika.app.inject({ method: 'POST', url, payload, headers });
  const organisation = async (name: string, more: object = {}): Promise<string> =>
    (await post('/v1/organisations', { name, kind: 'ngo', ...more })).json<{ id: string }>().id;

  it('does not merge two organisations into each other', async () => {
    const [a, b] = [await organisation('Stowarzyszenie A'), await organisation('Stowarzyszenie B')];
    const merge = (from: string, into: string) =>
      post(`/v1/organisations/${from}/merging`, { into, reason: 'to samo' }, { 'if-match': '"0"' });
    const both = await Promise.all([merge(a, b), merge(b, a)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
    expect((await kronika.app.inject('/v1/organisations?limit=5')).statusCode).toBe(200);
  });

  it('tells the second of two bodies under one key that the key is taken', async () => {
    const send = (title: string) =>
      post('/v1/support-actions', { ...SUPPORT, title, beneficiary: 'Gmina Łubianka' }, { 'idempotency-key': 'one' });
    const both = await Promise.all([send('Pierwszy'), send('Drugi')]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422]);
    const again = await Promise.all([send('Pierwszy'), send('Pierwszy')]);
    expect(again.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  });

  it('registers an organisation once that two bring along at once', async () => {
    const bring = (title: string) =>
      post('/v1/support-actions', { ...SUPPORT, title, beneficiary: { name: 'KGW Raz', kind: 'ngo' } });
    const made = await Promise.all([bring('Pierwsze'), bring('Drugie'), bring('Trzecie')]);
    expect(made.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    const found = await kronika.app.inject('/v1/organisations?q=raz');
    expect(found.json()).toMatchObject({ items: [{ details: { name: 'KGW Raz' }, support: { times: 3 } }] });
    expect((await bring('Czwarte')).statusCode).toBe(201);
  });

  it('knows an organisation no longer by an alias that was taken away', async () => {
    const id = await organisation('Fundacja Dawna', { aliases: ['Fundacja Stara'] });
    const give = () => post('/v1/support-actions', { ...SUPPORT, beneficiary: 'Fundacja Stara' });
    expect((await give()).statusCode).toBe(201);
    const changes = { aliases: null };
    await post(`/v1/organisations/${id}/corrections`, { changes, reason: 'nie ta' }, { 'if-match': '"0"' });
    expect((await give()).statusCode).toBe(422);
  });

  it('refuses what an organisation would bring along on the way', async () => {
    const bring = (locality: string) =>
      post('/v1/support-actions', { ...SUPPORT, beneficiary: { name: 'KGW Nowe', kind: 'ngo', locality } });
    expect((await bring('44051401359 Wieś')).json()).toMatchObject({ errors: [{ pointer: '/beneficiary/locality' }] });
    expect((await bring('Wieś, jan@example.org')).json()).toMatchObject({
      errors: [{ pointer: '/beneficiary/locality' }],
    });
    expect((await bring('Wieś')).statusCode).toBe(201);
  });

  it('refuses a correction of more places than anything has', async () => {
    const changes = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`steps.none.${String(index)}.x`, 1]));
    const { id } = (await post('/v1/support-actions', { ...SUPPORT, beneficiary: 'Gmina Łubianka' })).json<{
      id: string;
    }>();
    const answer = await post(`/v1/support-actions/${id}/corrections`, { changes, reason: 'x' }, { 'if-match': '"0"' });
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ pointer: '/changes' }] });
  });
});

describe('organisations that two processes merged into each other', () => {
  it('stand for each other all the same, the lowest key for both', () => {
    const book = new RegisterBook();
    // Only what a merge needs.
    const entry = (key: string, mergedInto: string) =>
      ({ register: 'organisation', key, name: key, details: {}, mergedInto }) as unknown as Entry;
    const entries = [entry('a', 'b'), entry('b', 'c'), entry('c', 'a')];
    for (const each of entries) book.put(each);
    expect(entries.map((each) => book.standing(each).key)).toEqual(['a', 'a', 'a']);
  });
});
