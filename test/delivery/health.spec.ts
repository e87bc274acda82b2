import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Projector } from '../../src/application/projector.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { SetClock } from '../support/ledger.js';
import { Served } from '../support/served.js';
import { eventually } from '../contract/event-store.fixture.js';

const CONTACT = kindNamed('contact')?.example ?? {};

describe('whoever runs the program sees', () => {
  const clock = new SetClock('2024-03-04T10:00:00.000Z');
  let served: Served;

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, clock, patience: 0 });
    await ready();
  });
  afterAll(() => served.discard());

  const ready = async (): Promise<void> => {
    let status = 0;
    await eventually(() => {
      void served.read('/health/ready').then((answer) => (status = answer.statusCode));
      return status === 200;
    }, 'the views caught up');
  };
  const record = (headers: Record<string, string> = {}, body: object = CONTACT) =>
    served.write('/v1/contacts', body, headers);
  /** A figure by its name and labels; undefined where there is none. */
  const figure = async (name: string): Promise<number | undefined> => {
    const { body } = await served.read('/metrics');
    const line = body.split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  };
  const heldBack = async (work: () => Promise<void>): Promise<void> => {
    const projector = served.get(Projector);
    await projector.close();
    try {
      await work();
    } finally {
      projector.start(() => undefined);
      await ready();
    }
  };

  it('that it lives, whatever its views do', async () => {
    await heldBack(async () => {
      await record();
      expect((await served.read('/health/live')).json()).toEqual({ status: 'live' });
    });
  });

  it('that it is ready when the views have every event of the ledger, and by how many they are behind', async () => {
    expect((await served.read('/health/ready')).json()).toEqual({ status: 'ready', lag: 0 });
    await heldBack(async () => {
      await record();
      await record();
      const behind = await served.read('/health/ready');
      expect(behind.statusCode).toBe(503);
      expect(behind.headers['retry-after']).toBe('5');
      expect(behind.json()).toEqual({ status: 'catching-up', lag: 2 });
    });
    expect((await served.read('/health/ready')).json()).toEqual({ status: 'ready', lag: 0 });
  });

  it('the lag of the views in events, and in seconds since the oldest that they lack', async () => {
    expect(await figure('kronika_projection_lag_events')).toBe(0);
    expect(await figure('kronika_projection_lag_seconds')).toBe(0);
    await heldBack(async () => {
      const before = (await figure('kronika_position')) ?? 0;
      await record();
      clock.set('2024-03-04T10:00:20.000Z');
      await record();
      clock.set('2024-03-04T10:00:42.000Z');
      expect(await figure('kronika_projection_lag_events')).toBe(2);
      expect(await figure('kronika_projection_lag_seconds')).toBe(42);
      expect(await figure('kronika_position')).toBe(before);
    });
    expect(await figure('kronika_position')).toBe((await served.events()).length);
  });

  it('how many events the ledger took: none for a request that comes again or is refused', async () => {
    const took = async (work: () => Promise<unknown>): Promise<number> => {
      const before = (await figure('kronika_appends_total')) ?? 0;
      await work();
      return ((await figure('kronika_appends_total')) ?? 0) - before;
    };
    expect(await figure('kronika_appends_total')).toBe((await served.events()).length);
    expect(await took(() => record())).toBe(1);
    const key = { 'idempotency-key': 'raz' };
    expect(await took(() => record(key))).toBe(1);
    expect(await took(() => record(key))).toBe(0);
    // At once, so that the ledger itself finds that it has them: nothing is there when they are looked up.
    const twice = { 'idempotency-key': 'dwa' };
    const both = () => Promise.all([record(twice), record(twice)]);
    expect(await took(both)).toBe(1);
    const onTheWay = { organisation: { name: 'KGW Nowe Pole', kind: 'rural-housewives-circle' }, function: 'szefowa' };
    expect(await took(() => record({}, { ...CONTACT, counterparts: [onTheWay] }))).toBe(2);
    expect(await took(() => record({}, { ...CONTACT, title: '' }))).toBe(0);
  });

  it('counts from its own start what it adds, not what a ledger holds', async () => {
    const own = await Served.start({ KRONIKA_AUTH: 'off' });
    const built = (await own.events()).length;
    expect((await own.read('/metrics')).body).toContain(`kronika_appends_total ${built}\n`);
    await own.stop();
    const again = await Served.start({}, { listen: false }, own.directory);
    expect((await again.read('/metrics')).body).toContain('kronika_appends_total 0\n');
    await again.discard();
  });

  it('how many writes met a conflict', async () => {
    const { id } = (await record()).json<{ id: string }>();
    const before = (await figure('kronika_conflicts_total')) ?? -1;
    const step = (revision: number) =>
      served.write(
        `/v1/contacts/${id}/steps/close-follow-up`,
        { outcome: 'ustalono' },
        { 'if-match': `"${revision}"` },
      );
    expect((await step(7)).statusCode).toBe(412);
    expect((await step(0)).statusCode).toBe(200);
    expect((await step(1)).statusCode).toBe(409);
    expect(await figure('kronika_conflicts_total')).toBe(before + 1);
  });

  it('how long answers take, by the pattern of the route and never by the address', async () => {
    const { id } = (await record()).json<{ id: string }>();
    await ready();
    await served.read(`/v1/contacts/${id}`);
    await served.read('/v1/activities?q=Kowalska');
    await served.read('/nowhere/Kowalska');
    const count = (route: string, status: number): Promise<number | undefined> =>
      figure(`kronika_http_seconds_count{method="GET",route="${route}",status="${status}"}`);
    expect(await count('/v1/contacts/:id', 200)).toBe(1);
    expect(await count('/v1/activities', 200)).toBe(1);
    expect(await count('none', 404)).toBe(1);
    const { body } = await served.read('/metrics');
    expect(body).not.toMatch(/Kowalska/);
    expect(body).not.toContain(id);
    expect(body).toMatch(
      /^kronika_http_seconds_bucket\{le="0\.1",method="POST",route="\/v1\/contacts",status="201"\} \d+$/m,
    );
  });
});
