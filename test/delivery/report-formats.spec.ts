import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Report } from '../../src/application/reports/report.js';
import { readConfig } from '../../src/config.js';
import { type Kronika, serve } from '../../src/serve.js';

const ANNUAL = '/v1/reports/annual?year=2023';
const PERIOD = '/v1/reports/period?from=2023-01&to=2023-03';

describe('a report over HTTP', () => {
  let data: string;
  let kronika: Kronika;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-formats-'));
    const config = { KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_AUTH: 'off', KRONIKA_PORT: '0' };
    kronika = await serve(readConfig(config));
    const contact = {
      title: 'Ustalenie terminu dożynek',
      occurredOn: '2023-02-14',
      gminas: ['0415052'],
      strategyItems: ['T1'],
      channel: 'phone',
      direction: 'outgoing',
      counterparts: [{ organisation: 'Gmina Łubianka', function: 'sekretarz' }],
    };
    const response = await fetch(`${kronika.url ?? ''}/v1/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(contact),
    });
    expect(response.status).toBe(201);
  });

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  const get = (path: string, accept?: string): Promise<Response> =>
    fetch(`${kronika.url ?? ''}${path}`, { headers: accept === undefined ? {} : { accept } });
  const typeOf = async (path: string, accept?: string): Promise<[number, string | null]> => {
    const response = await get(path, accept);
    expect(response.headers.get('vary')).toBe('Accept');
    return [response.status, response.headers.get('content-type')];
  };

  const JSON_TYPE = 'application/json; charset=utf-8';
  const CSV = 'text/csv; charset=utf-8';
  const MARKDOWN = 'text/markdown; charset=utf-8';

  it.each([
    ['*/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    // As browsers ask.
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', JSON_TYPE],
    ['text/csv', CSV],
    ['text/markdown', MARKDOWN],
    ['TEXT/CSV', CSV],
    ['text/csv;q=0.8, text/markdown;q=0.9', MARKDOWN],
    ['text/markdown;q=0.5, text/csv', CSV],
    ['application/json;q=0, */*;q=0.1', CSV],
    ['text/*', CSV],
    ['text/csv;q=0.4, */*', JSON_TYPE],
  ])('answers Accept: %s with %s', async (accept, expected) => {
    expect(await typeOf(ANNUAL, accept)).toEqual([200, expected]);
    expect(await typeOf(PERIOD, accept)).toEqual([200, expected]);
  });

  it.each(['application/pdf', 'text/html', 'text/csv;q=0', 'nonsense'])(
    'answers Accept: %s with problem details that list what there is',
    async (accept) => {
      for (const path of [ANNUAL, PERIOD]) {
        expect(await typeOf(path, accept)).toEqual([406, 'application/problem+json; charset=utf-8']);
        expect(await (await get(path, accept)).json()).toMatchObject({
          type: 'urn:kronika:problem:not-acceptable',
          status: 406,
          detail: expect.stringContaining('application/json, text/csv, text/markdown'),
        });
      }
    },
  );

  it('tells a bad question by problem details, in whatever form the report was wanted', async () => {
    for (const accept of ['text/csv', 'text/markdown'])
      expect(await typeOf('/v1/reports/annual?year=soon', accept)).toEqual([
        400,
        'application/problem+json; charset=utf-8',
      ]);
  });

  it('says the same in every form: where it stands, its digest, and a file name for the table', async () => {
    const { position, digest, totals } = (await (await get(ANNUAL)).json()) as Report;
    const path = `${ANNUAL}&asOf=${position}`;
    expect(totals.activities.total).toBe(1);

    const csv = await get(path, 'text/csv');
    expect(csv.headers.get('kronika-as-of')).toBe(position);
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="raport-2023-stan-${position}.csv"`);
    const bytes = Buffer.from(await csv.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const rows: string[][] = parse(bytes, { delimiter: ';', bom: true });
    const valueAt = (pointer: string): string | undefined => rows.find((row) => row[6] === pointer)?.[4];
    expect([valueAt('/totals/activities/total'), valueAt('/digest'), valueAt('/position')]).toEqual([
      '1',
      digest,
      position,
    ]);

    const markdown = await get(path, 'text/markdown');
    expect(markdown.headers.get('content-disposition')).toBeNull();
    const text = await markdown.text();
    expect(text).toContain(digest);
    expect(text).toContain('**1\u00a0działanie**');
    expect(text).not.toContain('Dane demonstracyjne');
  });
});
