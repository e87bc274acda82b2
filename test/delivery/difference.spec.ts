import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/application/canonical.js';
import { newEvent } from '../../src/application/commands/request.js';
import type { Difference } from '../../src/application/difference/difference.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { Ids } from '../../src/application/ports/ids.js';
import { frozenReport } from '../../src/application/queries/freezings.js';
import { Settling } from '../../src/application/settling.js';
import { DIFFERENCE_FORMATS } from '../../src/delivery/reports/formats.js';
import { contact } from '../../src/domain/activities/contact/contact.js';
import { REPORT_FROZEN } from '../../src/domain/freezing.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { problemIn, Served } from '../support/served.js';

const YEAR = '/v1/reports/annual/difference';
const TOTAL = '/totals/activities/total';

describe('the difference over HTTP', () => {
  let office: Served;
  beforeAll(async () => {
    office = await Served.start({ KRONIKA_AUTH: 'off' });
    await record();
  });
  afterAll(() => office.discard());

  const record = async (): Promise<string> => {
    const answer = await office.write('/v1/contacts', { ...contact.example, occurredOn: '2023-06-14' });
    return answer.json<{ position: string }>().position;
  };
  const ask = async (query: string, path = YEAR): Promise<Difference> => {
    const answer = await office.read(`${path}?${query}`);
    expect([query, answer.statusCode]).toEqual([query, 200]);
    return answer.json<Difference>();
  };
  const total = ({ figures }: Difference): Difference['figures'][number] | undefined =>
    figures.find(({ path }) => path === TOTAL);
  const freeze = async (): Promise<{ id: string; position: string }> =>
    (await office.write('/v1/reports/annual/freezings', { year: 2023 })).json();

  it('tells every figure that differs between two points, and says where they stand', async () => {
    const [before, after] = [await record(), await record()];
    const answer = await office.read(`${YEAR}?year=2023&asOf=${before}&comparedTo=${after}`);
    expect(answer.headers['kronika-as-of']).toBe(after);
    const told = answer.json<Difference>();
    expect(told).toMatchObject({ report: 'annual', from: '2023-01', to: '2023-12', freezing: null });
    expect([told.before.position, told.after.position]).toEqual([before, after]);
    expect(total(told)).toMatchObject({ because: [{ position: after, class: 'late', delta: 1 }] });
    const period = await ask(
      `from=2023-06&to=2023-06&asOf=${before}&comparedTo=${after}`,
      '/v1/reports/period/difference',
    );
    expect(total(period)).toMatchObject({ because: [{ position: after, delta: 1 }] });
    expect((await ask(`year=2022&asOf=${before}&comparedTo=${after}`)).figures.map(({ path }) => path)).not.toContain(
      TOTAL,
    );
  });

  it('is told as a table, and as a document, to whoever likes these best', async () => {
    const [before, after] = [await record(), await record()];
    const path = `${YEAR}?year=2023&asOf=${before}&comparedTo=${after}`;
    const [csv, md] = [
      await office.read(path, { accept: 'text/csv' }),
      await office.read(path, { accept: 'text/markdown' }),
    ];
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="zmiany-2023-od-${before}-do-${after}.csv"`,
      vary: 'Accept',
      'kronika-as-of': after,
    });
    expect(csv.body).toMatch(/^\uFEFFCzęść;Kod;Nazwa;Wskaźnik;Było;Jest;Jednostka;Zmiana;Powód;/);
    expect(csv.body).toMatch(new RegExp(`;1;wpis spóźniony;KT/\\d{4}/\\d{4};${after};[^;]+;1;${TOTAL}\r\n`));
    expect(md.headers).toMatchObject({ 'content-type': 'text/markdown; charset=utf-8', 'kronika-as-of': after });
    expect(md.body).toMatch(/^# Zmiany w raporcie ze współpracy powiatu z gminami za rok 2023\n/);
    const json = await office.read(path);
    expect([json.headers['content-type'], json.headers.vary]).toEqual(['application/json; charset=utf-8', 'Accept']);
    expect(json.json<Difference>().names).toMatchObject({ '/items/T1': expect.stringMatching(/./) });

    const refused = await office.read(path, { accept: 'application/pdf' });
    expect([refused.statusCode, problemIn(refused).detail]).toEqual([
      406,
      `this comes as ${Object.values(DIFFERENCE_FORMATS)
        .map(({ mediaType }) => mediaType)
        .join(', ')}: ask for one of them`,
    ]);
  });

  it('is told between a frozen report and now, which differ by the events since', async () => {
    const { id } = await freeze();
    const nothing = await ask(`freezing=${id}`);
    expect(nothing).toMatchObject({ from: '2023-01', freezing: { id }, figures: [] });
    const position = await record();
    const told = await ask(`freezing=${id}`);
    expect(total(told)?.because).toMatchObject([{ position, class: 'late', delta: 1 }]);
    expect(told.before.digest).toBe(nothing.before.digest);
  });

  it('tells what the program made of a frozen report: code, and only there', async () => {
    const { id } = await freeze();
    const ledger = office.get(EventStore);
    const { figures, ...rest } = await frozenReport(ledger, id);
    // As an earlier program would have told it, which counted one more.
    const total1 = figures.totals.activities.total + 1;
    const older = {
      ...figures,
      totals: { ...figures.totals, activities: { ...figures.totals.activities, total: total1 } },
    };
    const other = office.get(Ids).next();
    const data = { ...rest, digest: digestOf(older), figures: older } as unknown as JsonObject;
    const request = { actor: { id: 'kierownik-1', roles: ['manager' as const] }, alone: false };
    const event = newEvent(request, office.get(Ids).next(), REPORT_FROZEN, data);
    await ledger.append(`freezing-${other}`, 'none', [event]);
    expect(await office.get(Settling).positionOf(event.id, 5000)).not.toBeNull();
    const position = await record();
    const told = await ask(`freezing=${other}`);
    expect(told.before.digest).toBe(digestOf(older));
    expect(total(told)).toBeUndefined();
    await record();
    const more = await ask(`freezing=${other}`);
    expect(total(more)?.because).toMatchObject([
      { position: null, event: null, class: 'code', delta: -1 },
      { position, class: 'late', delta: 1 },
      { class: 'late', delta: 1 },
    ]);
    const classes = more.figures.flatMap(({ because }) => because.map((each) => each.class));
    expect(classes.filter((each) => each === 'code')).toHaveLength(1);
  });

  it('tells one figure alone', async () => {
    const position = await record();
    const told = await ask(`year=2023&asOf=${String(Number(position) - 1)}&path=${TOTAL}`);
    expect(told.figures.map(({ path }) => path)).toEqual([TOTAL]);
  });

  it.each([
    ['', ['year']],
    ['year=2023&asOf=x&comparedTo=y', ['asOf', 'comparedTo']],
    ['year=2023&asOf=2999-01-01', ['asOf']],
    ['year=2023&strategy=none&asOf=2', ['strategy']],
    ['year=2023&colour=red', ['colour']],
    ['freezing={id}&year=2023', ['year']],
    ['freezing={id}&asOf=2', ['asOf']],
    ['freezing={id}&comparedTo=2', ['comparedTo']],
  ])('refuses what is not a difference: %s', async (query, pointers) => {
    const { id } = await freeze();
    const answer = await office.read(`${YEAR}?${query.replace('{id}', id)}`);
    expect(answer.statusCode).toBe(400);
    expect(problemIn(answer).errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('knows no frozen report that is none, or another', async () => {
    const { id } = await freeze();
    expect((await office.read(`${YEAR}?freezing=x`)).statusCode).toBe(404);
    expect((await office.read(`/v1/reports/period/difference?freezing=${id}`)).statusCode).toBe(404);
  });
});
