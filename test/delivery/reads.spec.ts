import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { type Kronika, serve } from '../../src/serve.js';

interface Problem {
  readonly type: string;
  readonly errors: readonly { readonly pointer: string }[];
}

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly position: string;
}

/** The parts of a text stream between blank lines, as they come. */
async function* blocks(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
}

describe('reads over HTTP', () => {
  let data: string;
  let kronika: Kronika;
  let closed = false;
  const recorded: Entry[] = [];

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-reads-'));
    const config = { KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_AUTH: 'off', KRONIKA_PORT: '0' };
    kronika = await serve(readConfig(config));
    for (const { path, example } of KINDS) {
      const response = await send('POST', `/v1/${path}`, example);
      expect([path, response.status]).toEqual([path, 201]);
      recorded.push((await response.json()) as Entry);
    }
  });

  afterAll(async () => {
    if (!closed) await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  const address = (path: string): string => `${kronika.url ?? ''}${path}`;
  const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(address(path), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    send('GET', path, undefined, headers);
  const problem = async (path: string, headers: Record<string, string> = {}): Promise<[number, string[]]> => {
    const response = await get(path, headers);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { errors } = (await response.json()) as Problem;
    return [response.status, errors.map(({ pointer }) => pointer).sort()];
  };

  it('shows one of each kind, with its tag, its steps and where the answer stands', async () => {
    for (const [index, kind] of KINDS.entries()) {
      const { id, position } = recorded[index] ?? { id: '', position: '' };
      const response = await get(`/v1/${kind.path}/${id}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('etag')).toBe('"0"');
      expect(Number(response.headers.get('kronika-as-of'))).toBeGreaterThanOrEqual(Number(position));
      const body = (await response.json()) as Record<string, unknown>;
      expect(body).toMatchObject({ id, kind: kind.name, revision: 0, details: { title: expect.any(String) } });
      expect(body['taken']).toMatchObject([
        { step: expect.any(String), on: expect.any(String), status: body['status'] },
      ]);
      expect(Object.keys(body)).toEqual(
        expect.arrayContaining([
          'number',
          'phase',
          'recordedAt',
          'recordedBy',
          'lastChangedAt',
          'lastChangedBy',
          'steps',
        ]),
      );
      // Not under another kind's address, and not before it was recorded.
      const other = KINDS[(index + 1) % KINDS.length]?.path ?? '';
      expect((await get(`/v1/${other}/${id}`)).status).toBe(404);
      expect((await get(`/v1/${kind.path}/${id}?asOf=${String(Number(position) - 1)}`)).status).toBe(404);
    }
  });

  it('waits for what the reader has seen, and says so where it is not there', async () => {
    const last = recorded.at(-1)?.position ?? '';
    expect((await get('/v1/activities?limit=1', { 'kronika-after': last })).status).toBe(200);
    expect((await get('/v1/ledger/events?limit=1', { 'kronika-after': last })).status).toBe(200);
    const nonsense = await get('/v1/activities', { 'kronika-after': '?' });
    expect(nonsense.status).toBe(400);
  });

  it('names everything wrong with a question at once: what is no parameter, and what is no value of one', async () => {
    expect(await problem('/v1/activities?colour=red&limit=0&kind=phone&asOf=2999-01-01&q=')).toEqual([
      400,
      ['asOf', 'colour', 'kind', 'limit', 'q'],
    ]);
    expect(await problem('/v1/activities?kind=contact&kind=campaign')).toEqual([400, ['kind']]);
    expect(await problem('/v1/organisations?colour=red&limit=x&gmina=0')).toEqual([400, ['colour', 'gmina', 'limit']]);
    expect(await problem('/v1/ledger/events?asOf=1&after=x&kind=y')).toEqual([400, ['after', 'asOf', 'kind']]);
    expect(await problem('/v1/ledger/replay?from=x&to=y&colour=red')).toEqual([400, ['colour', 'from', 'to']]);
    expect(await problem('/v1/ledger/events/stream?limit=5')).toEqual([400, ['limit']]);
    expect(await problem('/v1/ledger/events/stream', { 'last-event-id': 'x' })).toEqual([400, ['after']]);
    expect(await problem(`/v1/contacts/${recorded[0]?.id ?? ''}?kind=contact`)).toEqual([400, ['kind']]);
  });

  it('gives the trail as a batch of CloudEvents, and the address of the rest', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '/v1/ledger/events?limit=7&by=anonymous'; path !== undefined;) {
      const response = await get(path);
      expect(response.headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
      seen.push(...((await response.json()) as { type: string }[]).map(({ type }) => type));
      path = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    // One of each kind, and the organisations that they registered on the way.
    expect(seen.filter((type) => type !== 'OrganisationRegistered')).toHaveLength(KINDS.length);
    expect(seen.length).toBeGreaterThan(KINDS.length);
  });

  it('plays the ledger again, one line a change', async () => {
    const response = await get(`/v1/ledger/replay?from=${recorded[0]?.position ?? ''}`);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await response.text()).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      event: { type: 'ContactRecorded', position: recorded[0]?.position },
      before: null,
      after: { id: recorded[0]?.id, number: expect.stringMatching(/^KT/) },
    });
    expect(await (await get('/v1/ledger/replay?from=2020-01-01&to=2020-12-31')).text()).toBe('');
  });

  it('streams events as they are recorded, goes on where a reader left off, and lets go of readers who leave', async () => {
    const from = recorded.at(-2)?.position ?? '';
    const leaving = new AbortController();
    const response = await fetch(address('/v1/ledger/events/stream'), {
      headers: { 'last-event-id': from },
      signal: leaving.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const stream = blocks(response);
    expect((await stream.next()).value).toMatch(/^retry: \d+$/);
    const told = async (): Promise<{ id: string; type: string }> => {
      const text = String((await stream.next()).value);
      const [, id = '', json = ''] = /^id: (\d+)\ndata: (.+)$/.exec(text) ?? [];
      return { id, type: (JSON.parse(json) as { type: string }).type };
    };
    // What the example names was registered on the way.
    for (let last = await told(); last.id !== recorded.at(-1)?.position;) last = await told();
    const { id, path } = { id: recorded[0]?.id ?? '', path: KINDS[0]?.path ?? '' };
    const closing = await send(
      'POST',
      `/v1/${path}/${id}/steps/close-follow-up`,
      { outcome: 'ok' },
      { 'if-match': '"0"' },
    );
    const position = closing.headers.get('kronika-position');
    expect(await told()).toEqual({ id: position, type: 'FollowUpClosed' });
    leaving.abort();
    await expect(stream.next()).rejects.toThrow();
  });

  it('ends its streams when the program ends, and waits for nobody who asks nothing', async () => {
    // As browsers do: connected in advance, with nothing asked yet.
    const early = connect(Number(new URL(kronika.url ?? '').port), '127.0.0.1');
    await once(early, 'connect');
    const response = await get('/v1/ledger/events/stream');
    const stream = blocks(response);
    await stream.next();
    const before = performance.now();
    closed = true;
    await kronika.close();
    expect(performance.now() - before).toBeLessThan(3000);
    expect((await stream.next()).done).toBe(true);
    early.destroy();
  });
});
