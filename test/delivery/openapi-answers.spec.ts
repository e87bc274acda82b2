import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { ON_PAPER } from '../../src/delivery/http/openapi/reports.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { GMINAS } from '../../src/domain/registers/torun.js';
import { type Kronika, serve } from '../../src/serve.js';
import { copyDemonstrationTo } from '../support/demonstration.js';
import { type Answer, type Call, callsOf, type OpenApi, Schemas, successOf } from '../support/openapi.js';

interface Page {
  readonly items: readonly { readonly id: string; readonly kind?: string }[];
  readonly next: string | null;
}

/** Loading the demonstration and reading all of it takes a while; how long is the machine's affair. Milliseconds. */
const LONG = 600_000;

/** The program without authentication, and its own description of itself. */
class Described {
  private constructor(
    readonly kronika: Kronika,
    readonly calls: readonly Call[],
    private readonly schemas: Schemas,
  ) {}

  static async start(data: string): Promise<Described> {
    const key = { KRONIKA_MASTER_KEY: '5f'.repeat(32) };
    const config = { KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_AUTH: 'off', ...key };
    const kronika = await serve(readConfig(config), { listen: false });
    const document = (await kronika.app.inject({ method: 'GET', url: '/openapi.json' })).json<OpenApi>();
    return new Described(kronika, callsOf(document), new Schemas(document));
  }

  call(method: Call['method'], path: string): Call {
    const found = this.calls.find((each) => each.method === method && each.path === path);
    if (found === undefined) throw new Error(`nothing describes ${method} ${path}`);
    return found;
  }

  /** Asks, and holds what is answered against what the description says of this status. */
  async ask(
    call: Call,
    {
      at = {},
      query = '',
      body,
      revision,
      accept,
    }: { at?: object; query?: string; body?: unknown; revision?: number; accept?: string } = {},
  ): Promise<{ readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, unknown>> }> {
    const url = Object.entries(at).reduce<string>(
      (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(String(value))),
      call.path,
    );
    const answer = await this.kronika.app.inject({
      method: call.method,
      url: `${url}${query}`,
      headers: {
        ...(revision !== undefined && { 'if-match': `"${String(revision)}"` }),
        ...(accept !== undefined && { accept }),
      },
      ...(body !== undefined && { payload: body as object }),
    });
    const where = `${call.method} ${url}${query} ${String(answer.statusCode)}`;
    const described = call.operation.responses[String(answer.statusCode)];
    if (described === undefined) throw new Error(`${where} is not described: ${answer.body}`);
    this.check(where, described, String(answer.headers['content-type']), answer.body);
    // The rows of no gmina are no entries of a register.
    const missing = /^\/v1\/gminas\/(?:county|outside)$/.test(url) ? ['Link', 'ETag'] : ['Link'];
    for (const name of Object.keys(described.headers ?? {}))
      if (!missing.includes(name))
        expect([where, name, answer.headers[name.toLowerCase()]]).toEqual([where, name, expect.any(String)]);
    return { status: answer.statusCode, text: answer.body, headers: answer.headers };
  }

  private check(where: string, { content }: Answer, given: string, text: string): void {
    const type = given.split(';')[0] ?? '';
    const found = content[type] ?? content['*/*'];
    if (found === undefined) throw new Error(`${where} answers ${type}, which is not described`);
    const lines = type === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text];
    const values = type.endsWith('json') ? lines.map((line) => JSON.parse(line) as unknown) : lines;
    for (const value of values) {
      const faults = this.schemas.faults(found.schema, value);
      if (faults.length > 0) expect([where, value, faults]).toEqual([where, value, []]);
    }
  }

  async close(): Promise<void> {
    await this.kronika.close();
  }
}

interface Standing {
  readonly id: string;
  readonly status: string;
  readonly revision: number;
}

const examplesOf = ({ operation }: Call): readonly unknown[] =>
  Object.values(operation.requestBody?.content['application/json'].examples ?? {}).map(({ value }) => value);

describe('what the description shows as an example', () => {
  let data: string;
  let office: Described;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-examples-'));
    office = await Described.start(data);
  });

  afterAll(async () => {
    await office.close();
    await rm(data, { recursive: true, force: true });
  });

  const done = async (call: Call, at: object, body: unknown, revision: number): Promise<Standing> => {
    const { status, text } = await office.ask(call, { at, body, revision });
    expect([call.path, status, text]).toEqual([call.path, successOf(call).status, text]);
    return JSON.parse(text) as Standing;
  };

  it.each(KINDS.map(({ path }) => path))(
    'records %s, and takes every step from where it says that it may',
    async (path) => {
      const kind = KINDS.find((each) => each.path === path)!;
      const record = office.call('POST', `/v1/${path}`);
      const taken = new Set<string>();
      const starts = examplesOf(record);
      expect(starts).toHaveLength(Object.values(kind.steps).filter((row) => row.starts).length);
      // Each way begins anew: an activity stands where its steps have led it.
      const ways: { readonly start: unknown; readonly steps: readonly string[] }[] = starts.map((start) => ({
        start,
        steps: [],
      }));
      for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
        let now = await done(record, {}, way.start, 0);
        for (const step of way.steps) {
          const call = office.call('POST', `/v1/${path}/{id}/steps/${step}`);
          const [body] = examplesOf(call);
          now = await done(call, { id: now.id }, body, now.revision);
          const row = kind.steps[step]!;
          const to = typeof row.to === 'object' ? row.to.among : row.to === 'back' ? row.from : [row.to];
          if (row.to !== 'back') expect([step, to.includes(now.status as never)]).toEqual([step, true]);
        }
        for (const [step, row] of Object.entries(kind.steps)) {
          if (taken.has(step) || !row.from.includes(now.status as never)) continue;
          taken.add(step);
          ways.push({ start: way.start, steps: [...way.steps, step] });
        }
      }
      const described = office.calls.filter((call) => call.path.startsWith(`/v1/${path}/{id}/steps/`));
      expect([...taken].sort()).toEqual(described.map((call) => call.path.split('/').at(-1) ?? '').sort());
    },
  );

  it.each(KINDS.map(({ path }) => path))('corrects, annuls, restores and undoes %s', async (path) => {
    const call = (what: string): Call => office.call('POST', `/v1/${path}/{id}/${what}`);
    const record = office.call('POST', `/v1/${path}`);
    let now = await done(record, {}, examplesOf(record)[0], 0);
    const at = { id: now.id };
    for (const what of ['corrections', 'annulment', 'restoration'])
      now = await done(call(what), at, examplesOf(call(what))[0], now.revision);
    const next = JSON.parse((await office.ask(office.call('GET', `/v1/${path}/{id}`), { at })).text) as {
      readonly steps: readonly string[];
    };
    const [step] = next.steps;
    if (step !== undefined) {
      const taking = call(`steps/${step}`);
      now = await done(taking, at, examplesOf(taking)[0], now.revision);
      await done(call('undoings'), at, examplesOf(call('undoings'))[0], now.revision);
    } else
      expect((await office.ask(call('undoings'), { at, body: { reason: 'x' }, revision: now.revision })).status).toBe(
        409,
      );
    await office.ask(office.call('GET', '/v1/activities/{id}/history'), { at });
  });

  it('writes to the registers', async () => {
    const other = await done(
      office.call('POST', '/v1/organisations'),
      {},
      { name: 'KGW w Brąchnowie', kind: 'rural-housewives-circle' },
      0,
    );
    const writes = office.calls.filter(
      ({ method, path }) =>
        method === 'POST' &&
        !path.startsWith('/v1/reports/') &&
        !path.startsWith('/v1/persons') &&
        !KINDS.some((kind) => path.startsWith(`/v1/${kind.path}`)),
    );
    expect(writes).toHaveLength(15);
    const entries = new Map<string, Standing>();
    for (const call of writes) {
      const [, register = ''] = /^\/v1\/([^/]+)/.exec(call.path) ?? [];
      const [body] = examplesOf(call) as readonly object[];
      const own =
        'into' in body!
          ? { ...body, into: other.id }
          : call.path.endsWith('recoding')
            ? { ...body, terc: '0415103' }
            : body;
      const before = entries.get(register);
      entries.set(register, await done(call, { key: before?.id ?? '' }, own, before?.revision ?? 0));
      const read = register === 'gminas' ? null : office.call('GET', `/v1/${register}/{key}`);
      if (read !== null) await office.ask(read, { at: { key: entries.get(register)?.id ?? '' } });
    }
  });

  it('records a person, reads, corrects and erases it, and tells who read it', async () => {
    const register = office.call('POST', '/v1/persons');
    const one = office.call('GET', '/v1/persons/{person}');
    let now = await done(register, {}, examplesOf(register)[0], 0);
    const at = { person: now.id };
    const state = async (): Promise<unknown> =>
      (JSON.parse((await office.ask(one, { at })).text) as { state: string }).state;
    expect(await state()).toBe('readable');
    expect((await office.ask(office.call('GET', '/v1/persons'))).status).toBe(200);
    const correct = office.call('POST', '/v1/persons/{person}/corrections');
    now = await done(correct, at, examplesOf(correct)[0], now.revision);
    const erase = office.call('DELETE', '/v1/persons/{person}');
    now = await done(erase, at, examplesOf(erase)[0], now.revision);
    expect(await state()).toBe('erased');
    expect((await office.ask(erase, { at, body: { reason: 'x' }, revision: now.revision })).status).toBe(409);
    expect((await office.ask(erase, { at, body: {}, revision: now.revision })).status).toBe(422);
    expect((await office.ask(erase, { at, body: { reason: 'x' } })).status).toBe(428);
    const log = office.call('GET', '/v1/access-log');
    const { items } = JSON.parse((await office.ask(log, { query: `?subject=person/${now.id}` })).text) as Page;
    expect(items).toHaveLength(2);
    await office.ask(office.call('GET', '/v1/ledger/replay'));
    await office.ask(office.call('GET', '/v1/ledger/events'));
  });

  it.each(['annual', 'period'])('freezes the %s report, lists it and reads it again', async (report) => {
    const path = `/v1/reports/${report}/freezings`;
    const freeze = office.call('POST', path);
    const { id } = await done(freeze, {}, examplesOf(freeze)[0], 0);
    const list = await office.ask(office.call('GET', path));
    expect(list.status).toBe(200);
    const read = office.call('GET', `${path}/{freezing}`);
    for (const accept of ['application/json', ...Object.keys(ON_PAPER)])
      expect((await office.ask(read, { at: { freezing: id }, accept })).status).toBe(200);
    expect((await office.ask(read, { at: { freezing: 'x' } })).status).toBe(404);
    expect((await office.ask(freeze, { body: { year: 1 } })).status).toBe(422);
  });

  it('tells refusals as it says: what is not there, not known, or not told which revision was seen', async () => {
    const entry = office.call('GET', '/v1/contacts/{id}');
    expect((await office.ask(entry, { at: { id: 'x' } })).status).toBe(404);
    expect((await office.ask(entry, { at: { id: 'x' }, query: '?colour=red' })).status).toBe(400);
    const step = office.call('POST', '/v1/contacts/{id}/steps/close-follow-up');
    const id = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
    expect((await office.ask(step, { at: { id }, body: { outcome: 'x' } })).status).toBe(428);
    // Whatever is wrong with the body: there is nothing to judge it by.
    expect((await office.ask(step, { at: { id }, body: {}, revision: 0 })).status).toBe(404);
    expect(
      (await office.ask(office.call('POST', '/v1/contacts'), { body: { description: 'x'.repeat(2_000_000) } })).status,
    ).toBe(413);
  });
});

describe('what is answered from the demonstration ledger', () => {
  let home: string;
  let office: Described;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-answers-'));
    await copyDemonstrationTo(home);
    office = await Described.start(home);
  }, LONG);

  afterAll(async () => {
    await office.close();
    await rm(home, { recursive: true, force: true });
  });

  const ask = async (path: string, query = '', at: object = {}): Promise<string> => {
    const call = office.call('GET', path);
    const { status, text } = await office.ask(call, { query, at });
    expect([path, query, status]).toEqual([path, query, 200]);
    return text;
  };

  /** All pages of a list. */
  const all = async (path: string, query = ''): Promise<Page['items']> => {
    const items: Page['items'][number][] = [];
    for (let cursor = ''; ;) {
      const page = JSON.parse(await ask(path, `?limit=200${query}${cursor}`)) as Page;
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${page.next}`;
    }
  };

  it(
    'every line of the register, an entry of each kind in each status, and what became of it',
    async () => {
      const lines = (await all('/v1/activities', '&count=true')) as readonly {
        readonly id: string;
        readonly kind: string;
        readonly status: string;
      }[];
      expect(lines.length).toBeGreaterThan(1000);
      const kinds = new Map(KINDS.map(({ name, path }) => [name, path]));
      const one = new Map(
        lines.map(({ id, kind, status }) => [`${kind} ${status}`, { id, path: kinds.get(kind) ?? '' }]),
      );
      for (const { id, path } of one.values()) {
        await ask(`/v1/${path}/{id}`, '', { id });
        await ask('/v1/activities/{id}/history', '', { id });
      }
      await ask('/v1/activities', '?asOf=2020-01-01');
    },
    LONG,
  );

  it(
    'every value that the description gives a parameter to choose from',
    async () => {
      for (const call of office.calls) {
        if (call.method !== 'GET' || call.path.includes('{') || call.path.endsWith('/stream')) continue;
        const { parameters } = call.operation;
        const needed = parameters.filter((each) => each.in === 'query' && each.required === true);
        const base = needed.map(({ name, schema }): [string, string] => [
          name,
          String((schema['examples'] as readonly unknown[])[0]),
        ]);
        for (const { name, schema, ...parameter } of parameters) {
          if (parameter.in !== 'query') continue;
          const choices = (schema['enum'] ??
            (schema['items'] as { enum?: readonly string[] } | undefined)?.enum ??
            []) as readonly string[];
          const asked = parameter.explode === false && choices.length > 0 ? [...choices, choices.join(',')] : choices;
          for (const value of asked) {
            const query = new URLSearchParams([...base.filter(([each]) => each !== name), [name, value]]).toString();
            await ask(call.path, `?${query}`);
          }
        }
      }
    },
    LONG,
  );

  it(
    'the figures, the reports and the registers, as of now and of past days',
    async () => {
      const period = 'from=2022-01&to=2024-12';
      for (const asOf of ['', '&asOf=2023-03-31', '&asOf=2020-01-01', '&asOf=1234']) {
        for (const path of ['/v1/gminas', '/v1/goals', '/v1/coverage', '/v1/reports/period'])
          await ask(path, `?${period}${asOf}`);
        await ask('/v1/reports/annual', `?year=2023${asOf}`);
        await ask('/v1/reports/annual/difference', `?year=2023${asOf}&comparedTo=2024-03-31`);
        await ask('/v1/reports/period/difference', `?from=2023-01&to=2023-03${asOf}&comparedTo=2023-06-30`);
      }
      const annual = office.call('GET', '/v1/reports/annual');
      for (const [accept, status] of [
        ...Object.keys(ON_PAPER).map((type) => [type, 200] as const),
        ['image/png', 406],
      ] as const)
        expect([accept, (await office.ask(annual, { query: '?year=2023', accept })).status]).toEqual([accept, status]);
      for (const terc of [...GMINAS.map((each) => each.terc), 'county', 'outside'])
        await ask('/v1/gminas/{terc}', '', { terc });
      for (const code of ['S', 'G1', 'T1', 'G3.3', 'none']) await ask('/v1/goals/{code}', `?${period}`, { code });
      for (const register of ['strategies', 'organisations', 'officials', 'units', 'measures']) {
        const entries = await all(`/v1/${register}`);
        expect([register, entries.length > 0]).toEqual([register, true]);
        for (const { id } of entries.slice(0, 5)) await ask(`/v1/${register}/{key}`, '', { key: id });
      }
    },
    LONG,
  );

  it(
    'every event of the trail, and every change of the ledger',
    async () => {
      let count = 0;
      for (let after = 0; ;) {
        const events = JSON.parse(await ask('/v1/ledger/events', `?limit=500&after=${String(after)}`)) as readonly {
          position: string;
        }[];
        count += events.length;
        if (events.length < 500) break;
        after = Number(events.at(-1)?.position);
      }
      expect(count).toBeGreaterThan(3000);
      const lines = (await ask('/v1/ledger/replay')).trim().split('\n');
      expect(lines).toHaveLength(count);
    },
    LONG,
  );

  it(
    'the proofs of an event, the checkpoints, the keys and the check',
    async () => {
      const [event] = JSON.parse(await ask('/v1/ledger/events', '?limit=1&after=1233')) as readonly { id: string }[];
      await ask('/v1/audit/proofs/inclusion', `?event=${event?.id ?? ''}&size=2000`);
      await ask('/v1/audit/proofs/consistency', '?from=1234');
      for (const path of ['/v1/audit/keys', '/v1/audit/checkpoints', '/v1/audit/checkpoints/latest']) {
        await ask(path);
        for (const [accept, status] of [
          ['text/plain', 200],
          ['image/png', 406],
        ] as const)
          expect([path, (await office.ask(office.call('GET', path), { accept })).status]).toEqual([path, status]);
      }
      await ask('/v1/audit/integrity');
    },
    LONG,
  );

  it('what is open to anybody', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/docs', '/openapi.json']) await ask(path);
    for (const file of ['start.js', 'swagger-ui.css']) await ask('/docs/{file}', '', { file });
  });
});
