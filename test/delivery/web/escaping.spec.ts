import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Served } from '../../support/served.js';

const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '"><img src=x onerror=alert(2)>';

/** Texts that were markup, a formula or an address that runs, if they were taken for what they look like. */
describe('what people write', () => {
  let served: Served;
  const ids: string[] = [];

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' });
    const entry = {
      occurredOn: '2025-06-14',
      gminas: ['0415052'],
      strategyItems: ['T1'],
      channel: 'phone',
      direction: 'outgoing',
      place: IMAGE,
      description: `${SCRIPT}\n${IMAGE}`,
      counterparts: [{ organisation: { name: `KGW ${IMAGE}`, kind: 'rural-housewives-circle' }, function: IMAGE }],
    };
    for (const title of [SCRIPT, '=1+1']) {
      const answer = await served.write('/v1/contacts', { ...entry, title });
      expect(answer.statusCode).toBe(201);
      ids.push(answer.json<{ id: string }>().id);
    }
    const corrected = await served.write(
      `/v1/contacts/${ids[0] ?? ''}/corrections`,
      { changes: { place: `${IMAGE} 2` }, reason: SCRIPT },
      { 'if-match': '"0"' },
    );
    expect(corrected.statusCode).toBe(200);
  });
  afterAll(() => served.discard());

  it('is shown on every page as it was written, and is never markup', async () => {
    const organisation = (await served.read('/v1/organisations?q=kgw')).json<{ items: { id: string }[] }>().items[0]
      ?.id;
    const pages = [
      '/pulpit',
      '/rejestr',
      `/rejestr/${ids[0] ?? ''}`,
      '/gminy/0415052?year=2025',
      '/cele/T1?year=2025',
      '/audyt',
      '/organizacje',
      `/organizacje/${organisation ?? ''}`,
    ];
    for (const page of pages) {
      const { body, statusCode } = await served.read(page);
      expect([page, statusCode]).toEqual([page, 200]);
      expect([page, body]).not.toEqual([page, expect.stringMatching(/<script>|<img/)]);
      expect([page, body]).toEqual([page, expect.stringMatching(/&lt;script>alert\(1\)|&quot;>&lt;img/)]);
    }
  });

  it('stays what it is in the search, the filters and the language', async () => {
    for (const name of ['q', 'recordedBy', 'lang', 'caseSign', 'representative']) {
      const { body } = await served.read(`/rejestr?${name}=${encodeURIComponent(`${IMAGE}${SCRIPT}`)}`);
      expect([name, body]).not.toEqual([name, expect.stringMatching(/<script>|<img/)]);
    }
    const missing = await served.read(`/${encodeURIComponent(SCRIPT)}`, { accept: 'text/html' });
    expect(missing.statusCode).toBe(404);
    expect(missing.body).not.toContain('<script>');
    const parameter = await served.read(`/rejestr?${encodeURIComponent(SCRIPT)}=1`);
    expect(parameter.statusCode).toBe(400);
    expect(parameter.body).not.toContain('<script>');
  });

  it('is no formula in a spreadsheet', async () => {
    const { body } = await served.read('/rejestr.csv');
    expect(body).toContain(";'=1+1;");
    expect(body).not.toContain(';=1+1');
  });
});
