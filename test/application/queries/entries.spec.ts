import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  EntriesHandler,
  EntriesQuery,
  EntryHandler,
  type EntryLine,
  type EntryPage,
  type EntryParams,
  EntryQuery,
} from '../../../src/application/queries/entries.js';
import type { SupportSums } from '../../../src/application/queries/support.js';
import { plusDays } from '../../../src/domain/kernel/day.js';
import { textOf } from '../../../src/domain/kernel/json.js';
import type { Rejection } from '../../../src/domain/kernel/rejection.js';
import type { Register } from '../../../src/domain/registers/register.js';
import { GMINA, MEASURE, OFFICIAL, ORGANISATION, STRATEGY, UNIT } from '../../../src/domain/registers/registers.js';
import { Ledger } from '../../support/ledger.js';
import { type Year, year } from '../../support/year.js';

const nameOf = ({ details }: EntryLine): string => textOf(details['name']);

const reader = (ledger: Ledger) => ({
  list: async (register: Register, params: EntryParams = {}): Promise<EntryPage> =>
    // Asked for them, it tells the decisions.
    (await new EntriesHandler(ledger.asOf, ledger.desk).execute(new EntriesQuery(register, params))).value as EntryPage,
  sums: async (params: EntryParams = {}): Promise<EntryPage<SupportSums>> =>
    (await new EntriesHandler(ledger.asOf, ledger.desk).execute(new EntriesQuery(ORGANISATION, params, [], 'sums')))
      .value,
  entry: async (register: Register, key: string, asOf?: string): Promise<EntryLine> =>
    (await new EntryHandler(ledger.asOf).execute(new EntryQuery(register, key, asOf))).value,
});

describe('the registers', () => {
  let story: Year;
  let read: ReturnType<typeof reader>;

  beforeAll(async () => {
    story = await year();
    read = reader(story.ledger);
  });

  const names = async (register: Register, params: EntryParams = {}): Promise<string[]> =>
    (await read.list(register, params)).items.map(nameOf);
  const faults = async (register: Register, params: EntryParams): Promise<readonly string[]> => {
    const rejection: unknown = await read.list(register, params).catch((fault: unknown) => fault);
    expect(rejection).toMatchObject({ code: 'bad-query' });
    return (rejection as Rejection).faults.map(({ pointer }) => pointer).sort();
  };

  it('find organisations by kind, by any code of their gmina, and by words of name and alias', async () => {
    expect(await names(ORGANISATION, { kind: 'rural-housewives-circle' })).toEqual([
      'KGW Brąchnowo',
      'Koło z Brąchnowa',
    ]);
    expect(await names(ORGANISATION, { kind: 'county,rural-housewives-circle', q: 'powiat' })).toEqual([
      'Powiat Toruński',
    ]);
    expect(await names(ORGANISATION, { q: 'starostwo' })).toEqual(['Powiat Toruński']);
    expect(await names(ORGANISATION, { q: 'brachn koło' })).toEqual(['Koło z Brąchnowa']);
    expect(await names(ORGANISATION, { gmina: '0415052' })).toEqual(['Gmina Łubianka']);
    expect(await names(ORGANISATION, { gmina: '0415053' })).toEqual(['Gmina Łubianka']);
    expect(await names(ORGANISATION, { asOf: '2023-01-01' })).toEqual([]);
    expect(await names(ORGANISATION, { gmina: '0415053', asOf: '2023-01-01' })).toEqual([]);
    expect(await names(UNIT, { q: 'drog' })).toEqual(['Powiatowy Zarząd Dróg']);
    expect(await names(OFFICIAL, { kind: 'wicestarosta' })).toEqual(['Zofia Wymyślona']);
    expect(await names(OFFICIAL, { kind: 'starosta' })).toEqual([]);
  });

  it('find an organisation that was registered under the new code of its gmina', async () => {
    const ledger = await Ledger.open('2023-05-02');
    await ledger.change(GMINA, '0415052', 'GminaRecoded', { terc: '0415053', kind: 'urban-rural', from: '2023-05-01' });
    await ledger.enter(ORGANISATION, { name: 'OSP Pigża', kind: 'volunteer-fire-brigade', gmina: '0415053' });
    for (const gmina of ['0415052', '0415053']) {
      const { items } = await reader(ledger).list(ORGANISATION, { gmina, kind: 'volunteer-fire-brigade' });
      expect(items).toHaveLength(1);
    }
  });

  it('tell the support that an organisation got, that of those merged into it with it, as of any day', async () => {
    const support = async (id: string, asOf?: string): Promise<EntryLine['support']> =>
      (await read.entry(ORGANISATION, id, asOf)).support;
    const nothing = {
      times: 0,
      requested: 0,
      granted: 0,
      delivered: 0,
      settled: 0,
      returned: 0,
      open: 0,
      decisionsTotal: 0,
      decisions: [],
    };
    const granted = {
      ...nothing,
      requested: 600_000,
      granted: 450_000,
      open: 1,
      decisionsTotal: 1,
      decisions: [
        {
          organ: 'Zarząd Powiatu',
          number: '9/2023',
          date: '2023-03-01',
          amount: 450_000,
          activity: 'WS/2023/0001',
        },
      ],
    };
    // Before they were merged, each had its own; the request that was refused later was open then.
    expect(await support(story.oldKgw, '2023-03-19')).toEqual(granted);
    expect(await support(story.kgw, '2023-03-19')).toEqual({ ...nothing, requested: 600_000, open: 1 });
    expect(await support(story.kgw)).toEqual(granted);
    const merged = await read.entry(ORGANISATION, story.oldKgw);
    expect(merged).toMatchObject({ mergedInto: story.kgw });
    // Told twice, it would be counted twice.
    expect(merged).not.toHaveProperty('support');
    const { items } = await read.list(ORGANISATION, { kind: 'rural-housewives-circle' });
    expect(items.map((line) => line.support?.granted)).toEqual([450_000, undefined]);
    const summed = items.map(({ support: whole, ...line }) => {
      if (whole === undefined) return line;
      const { decisions: _decisions, ...sums } = whole;
      return { ...line, support: sums };
    });
    expect((await read.sums({ kind: 'rural-housewives-circle' })).items).toEqual(summed);
    expect(await support(story.kgw, '2023-02-28')).toEqual(nothing);
  });

  it('add up what was delivered, settled and returned; not what was dropped or annulled', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const kgw = await ledger.enter(ORGANISATION, { name: 'KGW Pigża', aliases: [] });
    const body = { beneficiary: { id: kgw }, occurredOn: '2023-06-19', on: '2023-06-19' };
    ledger.clock.set('2023-08-01');
    const first = await ledger.record('support-action', body);
    await ledger.step(first, 'deliver', { amount: 200_000, final: false });
    expect((await reader(ledger).entry(ORGANISATION, kgw)).support).toMatchObject({ times: 1, open: 1 });
    await ledger.step(first, 'deliver', { amount: 250_000 });
    await ledger.step(first, 'settle', { accepted: 430_000, returned: 20_000 });
    await ledger.step(await ledger.record('support-action', body), 'cancel', { reason: 'rezygnacja' });
    await ledger.annul(await ledger.record('support-action', body));
    expect((await reader(ledger).entry(ORGANISATION, kgw)).support).toMatchObject({
      times: 1,
      requested: 600_000,
      granted: 450_000,
      delivered: 450_000,
      settled: 430_000,
      returned: 20_000,
      open: 0,
      decisions: [{ number: 'uchwała nr 871/2023' }],
    });
  });

  it('add up what was handed over before the rest was called off, and under which decision', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const kgw = await ledger.enter(ORGANISATION, { name: 'KGW Pigża', aliases: [] });
    ledger.clock.set('2023-08-01');
    const given = await ledger.record('support-action', { beneficiary: { id: kgw }, on: '2023-06-19' });
    await ledger.step(given, 'deliver', { amount: 200_000, final: false });
    await ledger.step(given, 'cancel', { reason: 'rezygnacja' });
    const support = async (): Promise<EntryLine['support']> => (await reader(ledger).entry(ORGANISATION, kgw)).support;
    const part = { times: 1, open: 0, requested: 0, granted: 0, delivered: 200_000, decisionsTotal: 1 };
    expect(await support()).toMatchObject({ ...part, decisions: [{ amount: 450_000, activity: 'WS/2023/0001' }] });
    await ledger.undo(given);
    expect(await support()).toMatchObject({ times: 1, open: 1, granted: 450_000, delivered: 200_000 });
    await ledger.annul(given);
    expect(await support()).toMatchObject({ times: 0, delivered: 0, decisionsTotal: 0, decisions: [] });
  });

  it('tell how many decisions there are, and the latest of them', async () => {
    const ledger = await Ledger.open('2023-01-02');
    const kgw = await ledger.enter(ORGANISATION, { name: 'KGW Pigża', aliases: [] });
    ledger.clock.set('2023-12-31');
    for (let n = 1; n <= 103; n++) {
      const on = plusDays('2023-01-02', n);
      const decision = { organ: 'Zarząd Powiatu', number: String(n), date: on };
      await ledger.record('support-action', { beneficiary: { id: kgw }, occurredOn: on, on, decision });
    }
    const { support } = await reader(ledger).entry(ORGANISATION, kgw);
    expect(support).toMatchObject({ open: 103, granted: 103 * 450_000, decisionsTotal: 103 });
    expect(support?.decisions.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 100 }, (_, index) => 103 - index),
    );
  });

  it('tell the latest decisions of each organisation of a list, however many another one has', async () => {
    const ledger = await Ledger.open('2023-01-02');
    ledger.clock.set('2023-12-31');
    const grant = async (organisation: string, day: number): Promise<void> => {
      const on = plusDays('2023-01-02', day);
      const decision = { organ: 'Zarząd Powiatu', number: String(day), date: on };
      await ledger.record('support-action', { beneficiary: { id: organisation }, occurredOn: on, on, decision });
    };
    const often = await ledger.enter(ORGANISATION, { name: 'KGW Pigża', aliases: [] });
    const once = await ledger.enter(ORGANISATION, { name: 'OSP Pigża', kind: 'volunteer-fire-brigade', aliases: [] });
    await grant(once, 1);
    for (let day = 2; day <= 104; day++) await grant(often, day);
    const { items } = await reader(ledger).list(ORGANISATION);
    const told = items.filter(({ id }) => id === often || id === once);
    expect(told.map(({ support }) => [support?.decisionsTotal, support?.decisions.length])).toEqual([
      [103, 100],
      [1, 1],
    ]);
    expect(told[1]?.support?.decisions[0]?.number).toBe('1');
  });

  it('tell whether a strategy is in force, and whether it has run out', async () => {
    const ledger = await Ledger.open('2023-01-02');
    ledger.clock.set('2026-02-01');
    const before = reader(ledger);
    expect(await before.entry(STRATEGY, '2022-2024', '2023-01-02')).toMatchObject({ inForce: true, ranOut: false });
    // Past its own end it stays in force.
    expect(await before.entry(STRATEGY, '2022-2024')).toMatchObject({ inForce: true, ranOut: true });
    await ledger.enter(STRATEGY, {});
    expect((await before.list(STRATEGY)).items).toMatchObject([
      { id: '2025-2027', inForce: true, ranOut: false },
      { id: '2022-2024', inForce: false, ranOut: false },
    ]);
    expect(await before.entry(STRATEGY, '2022-2024', '2026-01-31')).toMatchObject({ inForce: true, ranOut: true });
  });

  it('show an entry as it stood, and who changed it last', async () => {
    const ledger = await Ledger.open('2023-01-02');
    const measure = await ledger.enter(MEASURE, {});
    ledger.clock.set('2023-03-01');
    await ledger.change(MEASURE, measure, 'MeasureRead', { value: 60, on: '2023-02-28' });
    const { list, entry } = reader(ledger);
    expect((await list(MEASURE)).items).toMatchObject([{ id: measure, details: { readings: [{ value: 60 }] } }]);
    expect(await entry(MEASURE, measure)).toMatchObject({
      revision: 1,
      recordedAt: '2023-01-02T12:00:00.000Z',
      lastChangedAt: '2023-03-01T12:00:00.000Z',
      lastChangedBy: 'recorder',
    });
    expect(await entry(MEASURE, measure, '2023-02-28')).toMatchObject({ revision: 0 });
    await expect(entry(MEASURE, measure, '2023-01-01')).rejects.toMatchObject({ code: 'not-found' });
    await expect(entry(UNIT, 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are read page by page, in the order of names', async () => {
    const all = await names(ORGANISATION);
    expect(all.length).toBeGreaterThan(10);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: EntryPage = await read.list(ORGANISATION, { limit: '4', ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(nameOf));
      cursor = page.next;
    }
    expect(seen).toEqual(all);
  });

  it('refuse what cannot be asked, naming all of it at once', async () => {
    const wrong: EntryParams = { kind: 'club', gmina: '0101010', q: '!', limit: '0', cursor: 'x', asOf: '2030-01-01' };
    expect(await faults(ORGANISATION, wrong)).toEqual(Object.keys(wrong).sort());
    for (const [name, value] of Object.entries(wrong))
      expect(await faults(ORGANISATION, { [name]: value })).toEqual([name]);
    expect(await faults(UNIT, { kind: 'school', gmina: '0415052' })).toEqual(['gmina', 'kind']);
    const { next } = await read.list(ORGANISATION, { limit: '1' });
    expect(await faults(OFFICIAL, { cursor: next ?? '' })).toEqual(['cursor']);
    expect(await faults(ORGANISATION, { q: 'gmina', cursor: next ?? '' })).toEqual(['cursor']);
  });
});
