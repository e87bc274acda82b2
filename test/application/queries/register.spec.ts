import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ActivitiesHandler, ActivitiesQuery, type ActivityPage } from '../../../src/application/queries/activities.js';
import { REGISTER_PARAMS, registerQuery, type RegisterParams } from '../../../src/application/queries/register-link.js';
import type { Rejection } from '../../../src/domain/kernel/rejection.js';
import { type Year, year } from '../../support/year.js';

describe('the register', () => {
  let story: Year;
  let handler: ActivitiesHandler;

  beforeAll(async () => {
    story = await year();
    handler = new ActivitiesHandler(story.ledger.asOf, story.ledger.desk);
  });

  const asked = new Set<string>();
  const ask = async (params: RegisterParams): Promise<ActivityPage> => {
    for (const name of Object.keys(params)) asked.add(name);
    return (await handler.execute(new ActivitiesQuery(params))).value;
  };
  /** The activities found, by their names in the story, in alphabetical order. */
  const found = async (params: RegisterParams): Promise<string> =>
    (await ask(params)).items
      .map(({ id }) => story.names.get(id) ?? id)
      .sort()
      .join(' ');
  const faults = async (params: RegisterParams): Promise<readonly string[]> => {
    const rejection: unknown = await ask(params).catch((fault: unknown) => fault);
    expect(rejection).toMatchObject({ code: 'bad-query' });
    return (rejection as Rejection).faults.map(({ pointer }) => pointer).sort();
  };

  const ALL = 'campaign feast grant imported invited outside phone refused road twice';

  it('is found by each filter alone', async () => {
    const { official, oldKgw, kgw, done } = story;
    const expected: [RegisterParams, string][] = [
      [{}, ALL],
      [{ kind: 'contact' }, 'imported phone twice'],
      [{ kind: 'contact,campaign' }, 'campaign imported phone twice'],
      [{ gmina: '0415011' }, 'imported'],
      [{ gmina: '0415022' }, 'campaign grant'],
      // The code that Łubianka had, and the one that it got.
      [{ gmina: '0415052' }, 'campaign feast grant invited phone refused road twice'],
      [{ gmina: '0415053' }, 'campaign feast grant invited phone refused road twice'],
      [{ gmina: 'outside' }, 'outside'],
      [{ gmina: 'county' }, ''],
      [{ item: 'T1' }, 'phone twice'],
      [{ item: 'T2' }, 'feast invited'],
      // Goals are rolled up: T1, T2 and G1.4 lie below G1.
      [{ item: 'G1' }, 'feast grant invited phone refused twice'],
      [{ item: 'S' }, 'campaign feast grant invited phone refused road twice'],
      [{ item: 'none' }, 'imported outside'],
      [{ item: 'G3.3' }, ''],
      [{ strategy: '2022-2024', item: 'G2' }, 'campaign invited road'],
      [{ strategy: '2022-2024' }, 'campaign feast grant invited phone refused road twice'],
      [{ unit: 'pzd' }, 'road'],
      [{ unit: 'Powiatowy Zarząd Dróg' }, 'road'],
      [{ status: 'annulled' }, 'twice'],
      [{ status: 'closed,refused' }, 'phone refused'],
      [{ phase: 'ahead' }, 'campaign grant invited road'],
      [{ phase: 'done' }, 'feast imported outside phone'],
      [{ phase: 'dropped' }, 'refused'],
      [{ organisation: oldKgw }, 'grant'],
      // What was merged into it is found with it.
      [{ organisation: kgw }, 'grant refused'],
      [{ representative: official }, 'feast'],
      [{ representative: 'wicestarosta' }, 'feast'],
      [{ representative: 'starosta' }, 'feast'],
      [{ representative: 'skarbnik' }, ''],
      [{ caseSign: 'PE.0541.12.2022' }, 'feast'],
      [{ number: 'KT/2023/0001' }, 'phone'],
      [{ number: 'KT/2023/0002' }, 'imported'],
      [{ overdue: 'true' }, 'grant invited'],
      [{ overdue: 'false' }, 'campaign feast imported outside phone refused road twice'],
      [{ waitsFor: 'promise' }, 'grant'],
      [{ waitsFor: 'reply,followUp' }, 'invited'],
      [{ dueTo: '2023-05' }, 'grant invited'],
      [{ dueFrom: '2023-04-30', dueTo: '2023-05-19' }, 'grant'],
      [{ dueFrom: '2023-05-21' }, ''],
      [{ link: done['road']?.id ?? '' }, 'campaign'],
      [{ mark: 'inPlace' }, 'feast'],
      [{ mark: 'invited' }, 'invited'],
      [{ mark: 'yearOnly' }, 'imported'],
      [{ occurredFrom: '2023-02', occurredTo: '2023-03-01' }, 'grant refused road'],
      [{ occurredTo: '2022-12' }, 'feast imported'],
      [{ occurredFrom: '2023-06-24' }, 'invited'],
      [{ recordedFrom: '2023-04-12', recordedTo: '2023-04-12' }, 'imported outside twice'],
      [{ recordedFrom: '2023-05-02T12:00:00Z' }, 'campaign invited'],
      [{ recordedFrom: '2023-05-02T14:00:00.001+02:00' }, ''],
      [{ recordedTo: '2023-01-31' }, 'phone'],
      // What counts in May 2022 was known by its year alone; nothing of it is known by month.
      [{ countsFrom: '2022-05', countsTo: '2022-05' }, 'imported'],
      [{ countsFrom: '2023-02', countsTo: '2023-02' }, 'phone'],
      [{ countsFrom: '2022-12' }, 'feast imported outside phone'],
      // What lies ahead concerns every month from the one in which it was to begin.
      [{ concernsFrom: '2023-02', concernsTo: '2023-02' }, 'grant phone road'],
      [{ concernsFrom: '2023-06', concernsTo: '2023-06' }, 'campaign grant invited road'],
      [{ concernsTo: '2022-12' }, 'feast imported'],
      [{ startedFrom: '2023-01', startedTo: '2023-12' }, 'outside phone'],
      [{ completedFrom: '2023-02-15', completedTo: '2023-02-15' }, 'phone'],
      [{ figure: 'support.granted', figureFrom: '2023-03', figureTo: '2023-03' }, 'grant'],
      [{ figure: 'support.granted', figureFrom: '2023-04', figureTo: '2023-12' }, ''],
      [{ figure: 'support.requested', figureFrom: '2023-01', figureTo: '2023-12' }, 'grant'],
      [{ figure: 'investments.planned', figureFrom: '2023-02', figureTo: '2023-02' }, 'road'],
      [{ figure: 'investments.share.0415072', figureFrom: '2023-03', figureTo: '2023-03' }, 'road'],
      [{ figure: 'late', figureFrom: '2022-12', figureTo: '2022-12' }, 'feast'],
      [{ figure: 'backfilled', figureFrom: '2022-01', figureTo: '2022-12' }, 'imported'],
      [{ lateDays: '56' }, 'feast twice'],
      [{ lateDays: '57' }, 'twice'],
      [{ backfilledDays: '30' }, 'imported'],
      [{ recordedBy: 'colleague' }, 'feast'],
      [{ selfApproved: 'true' }, 'grant'],
      [{ selfApproved: 'false' }, 'campaign feast imported invited outside phone refused road twice'],
      [{ q: 'ROWER' }, 'campaign'],
      [{ q: 'lubianka kampania' }, 'campaign'],
      [{ q: 'Grudziądz' }, 'outside'],
      [{ q: 'kampania Grudziądz' }, ''],
    ];
    const got = await Promise.all(expected.map(async ([params]) => [params, await found(params)]));
    expect(got).toEqual(expected);
  });

  it('is found by filters together: all must hold', async () => {
    expect(await found({ kind: 'contact', gmina: '0415053', phase: 'done' })).toBe('phone');
    expect(await found({ phase: 'ahead', overdue: 'true' })).toBe('grant invited');
    expect(await found({ phase: 'ahead', overdue: 'true', kind: 'support-action', selfApproved: 'true' })).toBe(
      'grant',
    );
    expect(await found({ item: 'G1', occurredFrom: '2023-01', recordedBy: 'recorder', q: 'dozynki' })).toBe('invited');
    expect(await found({ item: 'T1', q: 'dozyn', status: 'closed' })).toBe('phone');
    expect(await found({ gmina: '0415022', kind: 'contact' })).toBe('');
  });

  it('as of a past day: what was known at its end', async () => {
    expect(await found({ asOf: '2023-01-09' })).toBe('');
    expect(await found({ asOf: '2023-01-31' })).toBe('phone');
    expect(await found({ asOf: '2023-02-28', status: 'follow-up-open,closed' })).toBe('phone');
    expect(await found({ asOf: '2023-02-14', waitsFor: 'followUp', overdue: 'true' })).toBe('phone');
    expect(await found({ asOf: '2023-02-10', waitsFor: 'followUp', overdue: 'true' })).toBe('');
    expect(await found({ asOf: '2023-03-19', organisation: story.kgw })).toBe('refused');
    expect(await found({ asOf: '2023-03-20', organisation: story.kgw })).toBe('grant refused');
    expect(await found({ asOf: '2023-04-30', overdue: 'true' })).toBe('');
    expect(await found({ asOf: '2023-05-01', overdue: 'true' })).toBe('grant');
    // The code that Łubianka was to get finds it before it had it.
    expect(await found({ asOf: '2023-04-11', gmina: '0415053', kind: 'joint-investment' })).toBe('road');
  });

  it('as of an instant or a position in the midst of a day: what was known then', async () => {
    const { road, outside, imported, twice } = story.done;
    const at = (position = 0): string => String(position);
    expect(await found({ asOf: '2023-03-01T11:59:59.999Z' })).toBe('feast phone');
    expect(await found({ asOf: '2023-03-01T13:00:00+01:00' })).toBe('feast grant phone refused');
    expect(await found({ asOf: at(road?.position), status: 'proposed' })).toBe('road');
    expect(await found({ asOf: at((road?.position ?? 0) - 1), kind: 'joint-investment' })).toBe('');
    expect(await found({ asOf: at(outside?.position), recordedFrom: '2023-04-12' })).toBe('outside');
    expect(await found({ asOf: at(imported?.position), recordedFrom: '2023-04-12' })).toBe('imported outside');
    expect(await found({ asOf: at(twice?.position), status: 'annulled' })).toBe('');
    expect(await found({ asOf: '0' })).toBe('');
  });

  it('before the ledger began, is empty whatever is asked that is known today', async () => {
    const known: RegisterParams = { gmina: '0415053', item: 'G1', unit: 'pzd', organisation: story.kgw };
    for (const [name, value] of Object.entries(known))
      expect(await found({ [name]: value, asOf: '2020-01-01' })).toBe('');
    expect(await found({ ...known, asOf: '0' })).toBe('');
  });

  it('orders by each field, both ways, and says how many there are', async () => {
    const values = async (sort: string, of: (line: ActivityPage['items'][number]) => string): Promise<void> => {
      const up = (await ask({ sort })).items.map(of);
      const down = (await ask({ sort: `-${sort}` })).items.map(of);
      expect(up).toEqual([...up].sort());
      expect(down).toEqual([...up].reverse());
      expect(new Set(up).size).toBeGreaterThan(3);
    };
    await values('occurredOn', ({ occurredOn }) => occurredOn);
    await values('recordedAt', ({ recordedAt }) => recordedAt);
    await values('number', ({ number }) => number);
    await values('lastChangedAt', ({ lastChangedAt }) => lastChangedAt);
    expect((await ask({})).items.map(({ id }) => id)).toEqual(
      (await ask({ sort: '-occurredOn' })).items.map(({ id }) => id),
    );
    expect(await ask({ count: 'true', limit: '2', phase: 'done' })).toMatchObject({ total: 4 });
    expect(await ask({ limit: '2' })).not.toHaveProperty('total');
  });

  it('is read page by page without loss or repeat, at now and as of any point', async () => {
    for (const asOf of [undefined, '2023-04-30', String(story.done['outside']?.position)]) {
      const point: RegisterParams = asOf === undefined ? {} : { asOf };
      for (const sort of ['-occurredOn', 'recordedAt', '-number', 'lastChangedAt']) {
        for (const limit of ['1', '3', '9']) {
          const seen: string[] = [];
          for (let cursor: string | null = ''; cursor !== null;) {
            const page: ActivityPage = await ask({ ...point, sort, limit, ...(cursor !== '' && { cursor }) });
            seen.push(...page.items.map(({ id }) => id));
            cursor = page.next;
          }
          expect(seen).toEqual((await ask({ ...point, sort })).items.map(({ id }) => id));
        }
      }
    }
  });

  it('is read backwards over the same pages, to the first', async () => {
    for (const point of [{}, { asOf: '2023-04-30' }]) {
      for (const sort of ['-occurredOn', 'number']) {
        const pages: ActivityPage[] = [];
        for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.next)
          pages.push(await ask({ ...point, sort, limit: '2', ...(cursor !== '' && { cursor }) }));
        expect(pages.length).toBeGreaterThan(2);
        expect(pages[0]).toMatchObject({ previous: null });
        const back: ActivityPage[] = [pages.at(-1)!];
        for (let cursor = back[0]!.previous; cursor !== null; cursor = back[0]!.previous)
          back.unshift(await ask({ ...point, sort, limit: '2', cursor }));
        const ids = (list: readonly ActivityPage[]): string[][] => list.map(({ items }) => items.map(({ id }) => id));
        expect(ids(back)).toEqual(ids(pages));
        expect(back.slice(0, -1).every(({ next }) => next !== null)).toBe(true);
      }
    }
  });

  it('by the day it is due, lists only what is due on a day', async () => {
    const due = await ask({ sort: 'due', count: 'true' });
    const all = (await ask({})).items.filter((line) => line.due !== null);
    expect(due.items.map((line) => line.due)).toEqual(all.map((line) => line.due).sort());
    expect(due.total).toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
    expect(all.length).toBeLessThan((await ask({})).items.length);
  });

  it('refuses a cursor that is not of the very query', async () => {
    const { next } = await ask({ limit: '2', phase: 'ahead' });
    const cursor = next ?? '';
    expect(await found({ limit: '3', phase: 'ahead', cursor })).not.toBe('');
    expect(await faults({ limit: '2', cursor })).toEqual(['cursor']);
    expect(await faults({ limit: '2', phase: 'ahead', sort: 'number', cursor })).toEqual(['cursor']);
    expect(await faults({ limit: '2', phase: 'ahead', asOf: '2023-05-01', cursor })).toEqual(['cursor']);
    const [digest] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string];
    for (const forged of ['x', '[]', `["${digest}",5,"x"]`, `["${digest}",null,"x"]`, `["${digest}","x"]`, '{"a":1}']) {
      const made = Buffer.from(forged).toString('base64url');
      expect(await faults({ limit: '2', phase: 'ahead', cursor: made })).toEqual(['cursor']);
    }
  });

  it('refuses what cannot be asked, naming all of it at once', async () => {
    const wrong: RegisterParams = {
      kind: 'contact,phonecall',
      gmina: '0101010',
      item: 'G9',
      unit: 'nobody',
      status: 'done',
      phase: 'started',
      organisation: 'nobody',
      number: '17',
      overdue: 'yes',
      waitsFor: 'godot',
      mark: 'black',
      occurredFrom: '2023-13',
      occurredTo: '2023-02-30',
      recordedFrom: '2023-05-02T12:00',
      recordedTo: 'yesterday',
      dueFrom: '5',
      dueTo: '2023-13',
      concernsFrom: 'x',
      concernsTo: 'x',
      countsFrom: '23',
      countsTo: '2023-1',
      startedFrom: 'x',
      startedTo: 'x',
      completedFrom: 'x',
      completedTo: 'x',
      figure: 'support.wished',
      figureFrom: '2023-05',
      figureTo: '2023-04',
      lateDays: '-1',
      backfilledDays: '1.5',
      selfApproved: '1',
      q: '...',
      sort: 'title',
      limit: '201',
      cursor: 'x',
      count: 'yes',
      asOf: '2023-07-01',
    };
    const named = Object.keys(wrong).filter((name) => name !== 'figureTo');
    expect(await faults(wrong)).toEqual(named.sort());
    // Each is wrong by itself, too.
    for (const [name, value] of Object.entries(wrong)) {
      if (name.startsWith('figure')) continue;
      expect(await faults({ [name]: value })).toEqual([name]);
    }
    expect(await faults({ strategy: '1999' })).toEqual(['strategy']);
    expect(await faults({ limit: '0' })).toEqual(['limit']);
    expect(await faults({ asOf: '999999' })).toEqual(['asOf']);
    expect(await faults({ figure: 'investments.share.0101010', figureFrom: '2023-01', figureTo: '2023-01' })).toEqual([
      'figure',
    ]);
    expect(await faults({ q: Array.from({ length: 3000 }, (_, index) => `w${String(index)}`).join(' ') })).toEqual([
      'q',
    ]);
  });

  it('makes links that ask what they were made from', () => {
    const params = { item: 'G1.1', q: 'Łubianka & dożynki', asOf: '2023-03-31' } as const;
    const address = new URL(registerQuery(params), 'http://localhost');
    expect(address.pathname).toBe('/v1/activities');
    expect(Object.fromEntries(address.searchParams)).toEqual(params);
  });

  it('was asked by every parameter that there is', () => {
    expect([...asked].sort()).toEqual([...REGISTER_PARAMS].sort());
  });
});
