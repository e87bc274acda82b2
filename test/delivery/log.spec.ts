import 'reflect-metadata';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../src/application/access/tokens.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { ViewStore } from '../../src/application/ports/view-store.js';
import { Projector } from '../../src/application/projector.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { tell } from '../../src/delivery/http/log.js';
import { problemIn, Served } from '../support/served.js';
import { eventually } from '../contract/event-store.fixture.js';
import { ADMINISTRATOR } from '../support/actors.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const CONTACT = kindNamed('contact')?.example ?? {};

/** What must never stand in a log, each in a place of its own. */
const SECRET = {
  title: 'Rozmowa z Kowalską',
  name: 'Grażyna Kowalska',
  mail: 'grazyna.kowalska@poczta.example',
  phone: '+48 601 234 567',
  pesel: '44051401359',
  searched: 'Wiśniewski',
  key: 'klucz-nowaka',
  reason: 'na prośbę Zielińskiego',
  body: 'urwane zdanie o Lewandowskim',
  path: 'Szymańska',
  header: 'Dąbrowski',
} as const;

function faultOf(work: () => unknown): Error {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Error) return fault;
  }
  throw new Error('it did not fail');
}

describe('the log', () => {
  const lines: string[] = [];
  let served: Served;
  let token: string;
  let auditor: string;

  beforeAll(async () => {
    const log = { write: (line: string) => void lines.push(line) };
    served = await Served.start({ KRONIKA_LOG: 'trace' }, { log, patience: 50 });
    const tokens = served.get(Tokens);
    token = await tokens.add({ name: 'pracownik-7', roles: ['manager', 'administrator'] }, ADMINISTRATOR);
    auditor = await tokens.add({ name: 'audytor-1', roles: ['auditor'], endsOn: '2099-12-31' }, ADMINISTRATOR);
  });
  afterAll(() => served.discard());
  beforeEach(() => {
    lines.length = 0;
  });

  const as = (headers: Record<string, string> = {}): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    ...headers,
  });
  const logged = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const plain = (text: string): string => text.normalize('NFC').toLowerCase();
  /** As they are, and as addresses and headers write them. */
  const expectNothingSaid = (): void => {
    const all = plain(lines.join(''));
    for (const said of [...Object.values(SECRET), token, auditor, 'krn_']) {
      for (const form of [said, encodeURIComponent(said), JSON.stringify(said).slice(1, -1)]) {
        expect(all).not.toContain(plain(form));
      }
    }
  };
  /** Has a port fail at one of its methods while something is done. */
  const failing = async <T extends object>(
    port: T,
    method: keyof T,
    fault: Error,
    work: () => Promise<void>,
  ): Promise<void> => {
    Object.defineProperty(port, method, { configurable: true, value: () => Promise.reject(fault) });
    try {
      await work();
    } finally {
      Reflect.deleteProperty(port, method);
    }
  };

  it('has one line a request: method, route, status, time, and the trace that the request came with', async () => {
    await served.read('/v1/activities?q=abc', as({ traceparent: TRACEPARENT }));
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 30,
        trace: TRACE,
        method: 'GET',
        route: '/v1/activities',
        status: 200,
        milliseconds: expect.any(Number),
        msg: 'answered',
      }),
    ]);
  });

  it('gives a request that brings no trace, or none that is one, a trace of its own', async () => {
    const none = ['', 'x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${TRACE}-00f067aa0ba902b7-01`];
    for (const traceparent of none) await served.read('/health/live', { traceparent });
    const traces = logged().map(({ trace }) => String(trace));
    for (const trace of traces) expect(trace).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([...traces, TRACE, '0'.repeat(32)]).size).toBe(none.length + 2);
  });

  it('names the same trace as the event that the request recorded', async () => {
    const recorded = await served.write('/v1/contacts', CONTACT, as({ traceparent: TRACEPARENT }));
    expect(recorded.statusCode).toBe(201);
    expect((await served.events()).at(-1)?.metadata.correlation).toBe(TRACE);
    expect(logged().at(-1)).toMatchObject({ trace: TRACE, route: '/v1/contacts', status: 201 });
  });

  it('tells a fault by its trace, which the answer names, and the answer tells nothing else', async () => {
    const fault = new TypeError(`cannot read ${SECRET.name}`, { cause: new Error(SECRET.mail) });
    await failing(served.get(ViewStore), 'find', fault, async () => {
      const answer = await served.read('/v1/activities', as({ traceparent: TRACEPARENT }));
      expect(answer.statusCode).toBe(500);
      expect(problemIn(answer)).toMatchObject({
        type: 'urn:kronika:problem:fault',
        instance: `urn:kronika:trace:${TRACE}`,
      });
      expect(answer.body).not.toMatch(/TypeError|cannot read|\bat \w|\.ts|node_modules/);
    });
    const [told] = logged();
    expect(told).toMatchObject({ level: 50, trace: TRACE, err: { type: 'TypeError', cause: { type: 'Error' } } });
    expect((told?.['err'] as { stack: string }).stack).toMatch(/^ {4}at .*log\.spec\.ts:\d+:\d+\)?/);
    expectNothingSaid();
  });

  it('holds nothing of what was said, whatever becomes of it', async () => {
    const named = {
      ...CONTACT,
      title: SECRET.title,
      counterparts: [{ organisation: { name: SECRET.name, kind: 'company' }, function: 'szefowa' }],
      description: `${SECRET.mail}, ${SECRET.phone}`,
    };
    const acknowledged = as({ 'kronika-acknowledge': 'contact-data', 'idempotency-key': SECRET.key });
    const statuses: number[] = [];
    const seen = ({ statusCode }: { statusCode: number }): void => void statuses.push(statusCode);

    const recorded = await served.write('/v1/contacts', named, acknowledged);
    seen(recorded);
    const { id } = recorded.json<{ id: string }>();
    seen(await served.write('/v1/contacts', { ...named, title: 'inny' }, acknowledged));
    seen(await served.write('/v1/contacts', named, as()));
    seen(await served.write('/v1/contacts', { ...named, description: SECRET.pesel }, as()));
    seen(await served.write('/v1/contacts', { ...named, [SECRET.name]: 1 }, as()));
    seen(await served.write('/v1/contacts', `{"title": "${SECRET.body}`, as()));
    seen(await served.write('/v1/contacts', `{"__proto__": {"title": "${SECRET.body}"}}`, as()));
    seen(await served.write('/v1/contacts', JSON.stringify({ title: SECRET.body.repeat(100_000) }), as()));
    seen(await served.write('/v1/contacts', SECRET.body, as({ 'content-type': `text/${SECRET.key}` })));
    seen(await served.write(`/v1/contacts/${id}/annulment`, { reason: SECRET.reason }, as({ 'if-match': '"9"' })));
    seen(await served.write(`/v1/contacts/${id}/annulment`, { reason: SECRET.reason }, as({ 'if-match': '"0"' })));
    seen(await served.write(`/v1/contacts/${id}/undoings`, { reason: SECRET.reason }, as({ 'if-match': '"1"' })));
    seen(await served.write('/v1/officials', { name: SECRET.name, function: 'starosta', from: '2024-01-01' }, as()));
    const searched = encodeURIComponent(SECRET.searched);
    seen(await served.read(`/v1/activities?q=${searched}`, as()));
    seen(await served.read(`/v1/activities?${searched}=${searched}`, as()));
    seen(await served.read(`/v1/contacts/${encodeURIComponent(SECRET.path)}`, as()));
    seen(await served.read(`/${encodeURIComponent(SECRET.path)}`, as()));
    seen(await served.read(`/v1/contacts/%zz${encodeURIComponent(SECRET.path)}`, as()));
    seen(await served.read(`/v1/contacts/${encodeURIComponent(SECRET.path.repeat(30))}`, as()));
    seen(await served.read('/v1/activities', { authorization: `Bearer krn_${SECRET.key}` }));
    seen(await served.read('/v1/activities', as({ 'kronika-after': SECRET.key })));
    seen(await served.read('/v1/activities', as({ 'kronika-after': '999999' })));
    seen(await served.write('/v1/contacts', named, { authorization: `Bearer ${auditor}` }));
    await failing(served.get(EventStore), 'append', new Rejection('unavailable', 'no room on the disk'), async () => {
      seen(await served.write('/v1/contacts', CONTACT, as()));
    });
    await failing(
      served.get(EventStore),
      'append',
      new Error(`no room for ${SECRET.name}\n    at ${SECRET.mail}`),
      async () => {
        seen(await served.write('/v1/contacts', named, as({ 'kronika-acknowledge': 'contact-data' })));
      },
    );
    // What JSON.parse quotes of a text that it cannot read.
    const quoting = faultOf(() => JSON.parse(SECRET.name) as unknown);
    await failing(served.get(ViewStore), 'find', quoting, async () => {
      seen(await served.read(`/v1/activities?q=${searched}`, as()));
    });
    expect([...new Set(statuses)].sort()).toEqual([
      200, 201, 400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 500, 503,
    ]);
    expect(logged().filter(({ msg }) => msg === 'answered')).toHaveLength(statuses.length);
    expectNothingSaid();
  });

  it('holds nothing of bytes that are no request', async () => {
    const port = Number(new URL(served.kronika.url ?? '').port);
    const answers: string[] = [];
    for (const bytes of [
      `${SECRET.header} not http at all\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${SECRET.header.repeat(5000)}\r\n\r\n`,
    ]) {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('error', () => undefined);
      socket.write(bytes);
      await once(socket, 'close');
      answers.push(text);
    }
    expect(answers[0]).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*\{"type":"urn:kronika:problem:malformed"/,
    );
    expect(answers[1]).toMatch(/^HTTP\/1\.1 431 [^]*\{"type":"urn:kronika:problem:header-too-large"/);
    expectNothingSaid();
  });

  it('holds nothing of what the projection stumbles on', async () => {
    const projector = served.get(Projector);
    await projector.close();
    await failing(served.get(ViewStore), 'commit', new Error(`cannot keep ${SECRET.name}`), async () => {
      projector.start((fault) => {
        served.kronika.app.getHttpAdapter().getInstance().log.error({ err: fault }, 'the projection was interrupted');
      });
      await served.write('/v1/contacts', { ...CONTACT, title: SECRET.title }, as());
      await eventually(() => logged().some(({ msg }) => msg === 'the projection was interrupted'), 'a word of it');
    });
    expectNothingSaid();
  });

  it('keeps the words of the engines, which speak of files', () => {
    const full = new Rejection('unavailable', 'there is no room left on the disk', [], {
      cause: Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }),
    });
    expect(tell(full)).toMatchObject({
      type: 'Rejection',
      code: 'unavailable',
      message: 'there is no room left on the disk',
      cause: { code: 'SQLITE_FULL' },
    });
    expect(tell('a text')).toEqual({ type: 'string', message: '', stack: '' });
  });
});
