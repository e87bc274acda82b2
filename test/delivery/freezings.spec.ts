import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonical, digestOf } from '../../src/application/canonical.js';
import type { Freezing, FreezingLine } from '../../src/application/queries/freezings.js';
import type { Report } from '../../src/application/reports/report.js';
import { Tokens } from '../../src/application/access/tokens.js';
import { contact } from '../../src/domain/activities/contact/contact.js';
import { type Answer, problemIn, Served } from '../support/served.js';
import { ADMINISTRATOR } from '../support/actors.js';

const YEAR = '/v1/reports/annual';
const FREEZINGS = `${YEAR}/freezings`;

describe('a report that is frozen', () => {
  let office: Served;
  beforeAll(async () => {
    office = await Served.start({ KRONIKA_AUTH: 'off' });
    await record();
  });
  afterAll(() => office.discard());

  const record = async (): Promise<void> => {
    expect((await office.write('/v1/contacts', { ...contact.example, occurredOn: '2023-06-14' })).statusCode).toBe(201);
  };
  const year = async (query = ''): Promise<Report> => (await office.read(`${YEAR}?year=2023${query}`)).json<Report>();
  const freeze = (body: object = { year: 2023 }, headers = {}): Promise<Answer> =>
    office.write(FREEZINGS, body, headers);
  const frozen = async (id: string): Promise<Freezing> => (await office.read(`${FREEZINGS}/${id}`)).json<Freezing>();

  it('is read again exactly as it was, whatever is recorded since', async () => {
    const then = await year();
    const answer = await freeze({ year: 2023 }, { 'kronika-actor': 'kierownik-1' });
    expect(answer.statusCode).toBe(201);
    const { id, digest, position } = answer.json<{ id: string; digest: string; position: string }>();
    expect(digest).toBe(then.digest);
    expect(answer.headers).toMatchObject({ etag: '"0"', location: `${FREEZINGS}/${id}`, 'kronika-position': position });
    await record();
    expect((await year()).digest).not.toBe(then.digest);
    const { report, freezing } = await frozen(id);
    expect(canonical(report)).toBe(canonical(then));
    expect(freezing).toMatchObject({
      asOf: then.position,
      digest,
      position,
      viewVersions: then.viewVersions,
      recordedBy: 'kierownik-1',
      recordedAt: expect.any(String),
    });
    const { asOf: _a, position: _p, day: _d, ahead: _h, viewVersions: _v, digest: _g, links: _l, ...figures } = report;
    expect(digestOf(figures)).toBe(digest);
  });

  it('is listed with the others of its report, as of any point', async () => {
    const list = async (query = ''): Promise<readonly FreezingLine[]> =>
      (await office.read(`${FREEZINGS}${query}`)).json<readonly FreezingLine[]>();
    const before = await list();
    const { position } = (await freeze()).json<{ position: string }>();
    expect(await list()).toHaveLength(before.length + 1);
    expect(await list(`?asOf=${String(Number(position) - 1)}`)).toEqual(before);
    const period = await office.write('/v1/reports/period/freezings', { from: '2023-01', to: '2023-03' });
    expect(period.statusCode).toBe(201);
    expect(await list()).toHaveLength(before.length + 1);
    const { id } = period.json<{ id: string }>();
    expect((await office.read(`${FREEZINGS}/${id}`)).statusCode).toBe(404);
    expect((await office.read(`/v1/reports/period/freezings/${id}`)).statusCode).toBe(200);
  });

  it('is frozen once under an Idempotency-Key, also when the report moved meanwhile', async () => {
    const headers = { 'idempotency-key': 'raport-2023' };
    const first = await freeze({ year: 2023 }, headers);
    await record();
    const again = await freeze({ year: 2023 }, headers);
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    const other = await freeze({ year: 2022 }, headers);
    expect([other.statusCode, problemIn(other).type]).toEqual([422, 'urn:kronika:problem:key-reused']);
    const both = await Promise.all([1, 2].map(() => freeze({ year: 2023 }, { 'idempotency-key': 'at-once' })));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(new Set(both.map(({ body }) => body)).size).toBe(1);
  });

  it('comes as CSV and Markdown too', async () => {
    const { id } = (await freeze()).json<{ id: string }>();
    const csv = await office.read(`${FREEZINGS}/${id}`, { accept: 'text/csv' });
    expect(csv.headers['content-disposition']).toContain('raport-2023-stan-');
    const markdown = await office.read(`${FREEZINGS}/${id}`, { accept: 'text/markdown' });
    expect(markdown.body).toContain('# Raport ze współpracy powiatu z gminami za rok 2023');
    expect((await office.read(`${FREEZINGS}/${id}`, { accept: 'image/png' })).statusCode).toBe(406);
  });

  it.each([
    [{ year: 'x' }, ['/year']],
    [{ year: 20 }, ['/year']],
    [{ year: 2023, strategy: 'none' }, ['/strategy']],
    [{ year: 2023, colour: 'red' }, ['/colour']],
  ])('is not frozen where nobody can tell which: %j', async (body, pointers) => {
    const answer = await freeze(body);
    expect(answer.statusCode).toBe(422);
    expect(problemIn(answer).errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('stands in the trail, and in the replay with no subject', async () => {
    const trail = await office.read('/v1/ledger/events?kind=freezing&limit=1');
    const [event] = trail.json<readonly { type: string; data: { figures: object; digest: string } }[]>();
    expect(event).toMatchObject({ type: 'ReportFrozen' });
    expect(digestOf(event?.data.figures)).toBe(event?.data.digest);
    const replay = await office.read('/v1/ledger/replay');
    const lines = replay.body.split('\n').filter((line) => line.includes('"ReportFrozen"'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.includes('"before":null,"after":null'))).toBe(true);
  });
});

describe('who freezes', () => {
  let office: Served;
  beforeAll(async () => {
    office = await Served.start({ KRONIKA_AUTH: 'on' });
  });
  afterAll(() => office.discard());

  it.each([
    ['recorder', 403],
    ['auditor', 403],
    ['administrator', 403],
    ['manager', 201],
  ] as const)('%s: %i; all of them read', async (role, status) => {
    const ends = role === 'auditor' ? { endsOn: '2099-12-31' } : {};
    const token = await office.get(Tokens).add({ name: `konto-${role}`, roles: [role], ...ends }, ADMINISTRATOR);
    const headers = { authorization: `Bearer ${token}` };
    expect((await office.write(FREEZINGS, { year: 2023 }, headers)).statusCode).toBe(status);
    expect((await office.read(FREEZINGS, headers)).statusCode).toBe(200);
  });
});
