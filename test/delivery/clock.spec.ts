import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DayClosing } from '../../src/application/day-closing.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { readConfig } from '../../src/config.js';
import { DAY_CLOSED } from '../../src/domain/views/days.js';
import { WatchedClock } from '../../src/infrastructure/system/watched-clock.js';
import { type Kronika, serve } from '../../src/serve.js';
import { everything, HandClock } from '../contract/event-store.fixture.js';
import { kronika } from '../support/cli.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONG = 60_000;

const CONTACT = {
  title: 'Uzgodnienie terminu dożynek',
  occurredOn: '2024-03-02',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: 'gmina łubianka', function: 'sekretarz' }],
};

describe('the program under a clock that somebody sets', () => {
  let data: string;
  let wall: HandClock;
  let passed: number;
  let server: Kronika;

  const start = async (): Promise<void> => {
    const config = readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_AUTH: 'off' });
    const clock = new WatchedClock(wall, config.clock, () => passed);
    server = await serve(config, { listen: false, clock });
  };
  const setClock = (by: number): void => {
    wall.instant = new Date(Date.parse(wall.instant) + by).toISOString();
  };
  const timePasses = (by: number): void => {
    passed += by;
    setClock(by);
  };
  const write = () =>
    server.app.inject({
      method: 'POST',
      url: '/v1/contacts',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(CONTACT),
    });
  const total = async (asOf?: string): Promise<unknown> => {
    const url = `/v1/activities?count=true${asOf === undefined ? '' : `&asOf=${asOf}`}`;
    return (await server.app.inject(url)).json<{ total: unknown }>().total;
  };
  const closes = async (): Promise<unknown[]> =>
    (await everything(server.app.get(EventStore)))
      .filter(({ type }) => type === DAY_CLOSED)
      .map(({ data: said }) => said['day']);

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-clock-'));
    wall = new HandClock();
    wall.instant = '2026-03-02T22:30:00.000Z';
    passed = 0;
    await start();
    expect((await write()).statusCode).toBe(201);
  });
  afterEach(async () => {
    await server.close();
    await rm(data, { recursive: true });
  });

  it(
    'set back over midnight, records nothing into the day that is closed',
    async () => {
      timePasses(HOUR);
      expect((await write()).statusCode).toBe(201);
      await server.app.get(DayClosing).closePast();
      expect(await closes()).toEqual(['2026-03-02']);
      const before = await total('2026-03-02');

      setClock(-2 * HOUR);
      expect((await write()).statusCode).toBe(201);
      await server.app.get(DayClosing).closePast();

      const times = (await everything(server.app.get(EventStore)))
        .filter(({ type }) => type !== DAY_CLOSED)
        .map(({ metadata }) => metadata.recordedAt);
      expect(times).toEqual([...times].sort());
      expect(times.at(-1)).toBe('2026-03-02T23:30:00.000Z');
      expect(await closes()).toEqual(['2026-03-02']);
      setClock(2 * HOUR);
      expect(await total('2026-03-02')).toBe(before);
      expect(await total()).toBe(3);
    },
    LONG,
  );

  it(
    'set far ahead, records nothing and closes no day, says why, and goes on once it is set right',
    async () => {
      setClock(40 * DAY);
      const refused = await write();
      expect(refused.statusCode).toBe(503);
      expect(refused.headers['content-type']).toContain('application/problem+json');
      expect(refused.json()).toMatchObject({
        type: 'urn:kronika:problem:unavailable',
        detail: expect.stringMatching(/^Nothing is recorded: the clock leapt ahead.*kronika clock accept$/),
      });
      await expect(server.app.get(DayClosing).closePast()).rejects.toThrow('Nothing is recorded');
      expect(await closes()).toEqual([]);
      expect(await total()).toBe(1);

      setClock(-40 * DAY);
      expect((await write()).statusCode).toBe(201);
      await server.app.get(DayClosing).closePast();
      expect(await closes()).toEqual([]);
      expect(await total()).toBe(2);
    },
    LONG,
  );

  it(
    'far ahead at its start, answers but records nothing, until an administrator has said that the clock is right',
    async () => {
      await server.close();
      await rm(data, { recursive: true });
      // The command goes by the machine's own time.
      wall.instant = new Date(Date.now() - 40 * DAY).toISOString();
      await start();
      await write();
      await server.close();
      setClock(40 * DAY);
      await start();
      expect((await write()).json()).toMatchObject({
        detail: expect.stringMatching(/the clock says .*, and the last event is of/),
      });
      expect(await total()).toBe(1);

      expect(await kronika(data, 'clock', 'accept', '--as', 'informatyk')).toMatchObject({
        code: 0,
        err: expect.stringMatching(/^The clock's .* is accepted/),
      });

      expect((await write()).statusCode).toBe(201);
      const accepted = (await everything(server.app.get(EventStore))).find(({ type }) => type === 'ClockAccepted');
      expect(accepted).toMatchObject({
        stream: 'ledger-main',
        // After what opened it, and the key that signs.
        revision: 2,
        metadata: { actor: { id: 'informatyk', roles: ['administrator'] } },
      });
    },
    LONG,
  );
});
