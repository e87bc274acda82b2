import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { Cli } from '../support/cli.js';
import { ENGINES, House, type Process, until } from '../support/processes.js';

/** The work of a projector that was killed is taken over within this. */
const HANDOVER = 10_000;

describe.each(ENGINES)('roles, on $engine', (engines) => {
  let house: House;
  beforeAll(async () => {
    house = await House.build(engines);
  });
  afterAll(() => house.tearDown());
  beforeEach(() => house.begin());
  afterEach(() => house.end());

  const start = (role: string): Promise<Process> => house.start(role);
  /** The one of two that projects, and the one that waits. */
  const turns = async (one: Process, other: Process): Promise<[Process, Process]> => {
    await until(async () => (await one.projects()) !== (await other.projects()), 'one of two projects', HANDOVER);
    return (await one.projects()) ? [one, other] : [other, one];
  };

  it('api processes answer and record; one projector projects until it is told to end, and hands over', async () => {
    const [api, other] = await Promise.all([start('api'), start('api')]);
    expect(await api.status('/health/ready')).toBe(503);
    expect(await api.status('/v1/activities')).toBe(503);
    const projectors = await Promise.all([start('projector'), start('projector')]);
    const [active, waiting] = await turns(...projectors);
    await until(api.ready, 'the views are there', HANDOVER);
    expect(await api.record()).toMatch(/^KT\/\d{4}\/0001$/);
    expect(await other.record()).toMatch(/^KT\/\d{4}\/0002$/);
    expect(await Promise.all([api, other].map((each) => each.projects()))).toEqual([false, false]);
    // Who projects, or waits to, answers how it fares, and nothing else.
    for (const each of [active, waiting]) {
      expect(await each.status('/health/live')).toBe(200);
      // The image's own check asks this of both.
      await until(each.ready, 'it has the views too', HANDOVER);
      expect(await each.status('/v1/activities')).toBe(404);
    }

    expect(await active.stop()).toEqual([0, []]);
    await until(() => waiting.projects(), 'the other projects', HANDOVER);
    expect(await api.record()).toMatch(/^KT/);
    expect(await waiting.stop()).toEqual([0, []]);
    expect(await api.stop()).toEqual([0, []]);
  }, 240_000);

  it('a projector that is killed is followed within ten seconds; one that is stopped and goes on writes nothing over the next', async () => {
    const [api, ...projectors] = await Promise.all([start('api'), start('projector'), start('projector')]);
    const [active, waiting] = await turns(...projectors);
    expect(await api.record()).toMatch(/^KT/);
    const enough = new AbortController();
    let recorded = 1;
    const writes = (async () => {
      for (; !enough.signal.aborted; recorded++) await api.record();
    })();
    await setTimeout(300);
    const killed = performance.now();
    await active.end();
    // One budget for all of it: that it is noticed, that the next one begins, and that what is recorded since is folded.
    await until(async () => ++recorded > 0 && (await api.record()) !== null, 'views follow', HANDOVER);
    expect(performance.now() - killed).toBeLessThan(HANDOVER);
    expect(await waiting.projects()).toBe(true);
    enough.abort();
    await writes;

    const next = await start('projector');
    const [stopped, third] = await turns(waiting, next);
    recorded += 8;
    const eight = Promise.all(Array.from({ length: 8 }, () => api.record()));
    stopped.kill('SIGSTOP');
    await eight;
    if (engines.viewsApart) await until(() => third.projects(), 'the other projects', HANDOVER);
    // On one machine the lock of a process lasts as long as it lives; whoever else may fold is not kept from it.
    else expect(await new Cli(['rebuild'], house.directory, house.environment).ended).toMatchObject({ code: 0 });
    await until(api.ready, 'the views are there', HANDOVER);
    stopped.kill('SIGCONT');
    await turns(waiting, next);
    expect(Number((await api.record())?.split('/')[2])).toBe(recorded + 1);
    await house.verify();
  }, 240_000);
});
