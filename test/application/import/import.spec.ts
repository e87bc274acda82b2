import { beforeEach, describe, expect, it } from '@jest/globals';
import { textOf } from '../../../src/domain/kernel/json.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { OFFICIAL, ORGANISATION } from '../../../src/domain/registers/registers.js';
import type { ActivityDoc } from '../../../src/domain/views/register.js';
import { bodies, bringIn, table } from '../../support/import.js';
import { Ledger } from '../../support/ledger.js';
import { windows1250 } from '../../support/windows-1250.js';

const HEADER = 'ref;tytuł;data;gminy;kanał;kierunek;rozmówcy;rozmówcy: funkcja;cele strategii';
const row = (...cells: string[]): string =>
  cells.map((each) => (/[;"\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(';');
const contact = (
  ref: string,
  more: Partial<Record<'title' | 'on' | 'gminas' | 'channel' | 'with', string>> = {},
): string =>
  row(
    ref,
    more.title ?? 'Ustalenie terminu',
    more.on ?? '14.06.2022',
    more.gminas ?? 'Łubianka',
    more.channel ?? 'telefon',
    'wychodzący',
    more.with ?? 'Gmina Łubianka',
    'sekretarz',
    'T1',
  );
const ID = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
const csv = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\r\n');

describe('an import', () => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await Ledger.open('2025-01-10');
  });

  const activities = async (): Promise<ActivityDoc[]> => {
    const { id } = await ledger.views.current();
    const docs = await ledger.store.find(id, 'register', { at: 'now' });
    return (docs as unknown as ActivityDoc[]).sort((a, b) => a.position - b.position);
  };
  const eventCount = async (): Promise<number> => (await ledger.all()).length;

  it('records each row with its steps in one append, with the true time and person, and says from where', async () => {
    const header =
      'tytuł;data;gminy;beneficjent;forma;kwota wnioskowana;wniosek: data;przyznanie: data;przyznanie: kwota;przyznanie: decyzja organ;przyznanie: decyzja numer;przyznanie: decyzja data;przekazanie 1: data;przekazanie 1: kwota;przekazanie 1: ostatnia;przekazanie 2: data;przekazanie 2: kwota;rozliczenie: data;rozliczenie: kwota uznana;rozliczenie: zwrot';
    const line =
      'Dotacja na stroje;01.03.2022;Lubicz;KGW Krobia;dotacja;6 000,00;01.03.2022;19.04.2022;4 500;Zarząd Powiatu;871/2022;19.04.2022;02.05.2022;2 000 zł;nie;15.05.2022;2500;30.06.2022;4 400,50;99,50';
    const appends: number[] = [];
    const append = ledger.events.append.bind(ledger.events);
    ledger.events.append = (stream, expected, events) => {
      if (stream.startsWith('support-action')) appends.push(events.length);
      return append(stream, expected, events);
    };
    const came = await bringIn(ledger, 'support-action', [table(`${header}\n${line}\n`)]);
    expect(came).toMatchObject({ rows: 1, good: 1, bad: 0, recorded: 1, faults: [] });
    expect(appends).toEqual([5]);
    const [doc] = await activities();
    expect(doc).toMatchObject({
      status: 'settled',
      number: 'WS/2025/0001',
      recordedBy: 'anna',
      recordedOn: '2025-01-10',
    });
    expect(doc!.details).toMatchObject({
      requestedAmount: 600_000,
      form: 'grant',
      gminas: ['0415042'],
      beneficiary: { name: 'KGW Krobia' },
    });
    expect(doc!.taken.map(({ step, on, by: _by, status: _status, ...fields }) => [step, on, fields])).toEqual([
      ['request', '2022-03-01', {}],
      [
        'grant',
        '2022-04-19',
        { amount: 450_000, decision: { organ: 'Zarząd Powiatu', number: '871/2022', date: '2022-04-19' } },
      ],
      ['deliver', '2022-05-02', { amount: 200_000, final: false }],
      ['deliver', '2022-05-15', { amount: 250_000 }],
      ['settle', '2022-06-30', { accepted: 440_050, returned: 9_950 }],
    ]);
    const events = (await ledger.all()).filter(({ metadata }) => metadata.origin !== undefined);
    expect(events).toHaveLength(6);
    for (const { metadata } of events) {
      expect(metadata).toMatchObject({ actor: { id: 'anna' }, recordedAt: '2025-01-10T12:00:00.000Z' });
      expect(metadata.origin).toEqual({ file: expect.stringMatching(/^[0-9a-f]{64}$/), row: 2 });
    }
  });

  it('counts as backfilled, not as late', async () => {
    await bringIn(ledger, 'contact', [table(csv(contact('a'), contact('b')))]);
    const docs = await activities();
    expect(docs.map(({ lateDays, backfilledDays }) => [lateDays, backfilledDays > 900])).toEqual([
      [0, true],
      [0, true],
    ]);
  });

  it('records nothing while one row is bad, and tells every bad row with its place, its cell and what to do', async () => {
    const before = await eventCount();
    const text = csv(
      contact('a', { title: 'dwa\nwiersze' }),
      contact('b', { channel: 'gołąb', on: '31.02.2022' }),
      contact('c', { gminas: 'Chełmża' }),
      contact('d', { with: 'Nieznana Organizacja' }),
      contact('e', { on: '14.06.2026' }),
      contact('f', { title: 'PESEL 44051401359' }),
      contact('g', { title: 'tel. 600 100 200' }),
      contact('h', { title: '' }),
      contact('h'),
    );
    const came = await bringIn(ledger, 'contact', [table(text)]);
    expect(came).toMatchObject({ rows: 9, good: 1, bad: 8, recorded: null });
    expect(await eventCount()).toBe(before);
    const told = came.faults.map(({ row: at, line, column, value }) => [at, line, column, value]);
    expect(told.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [3, 4, 'data', '31.02.2022'],
      [3, 4, 'kanał', 'gołąb'],
      [4, 5, 'gminy', 'Chełmża'],
      [5, 6, 'rozmówcy', 'Nieznana Organizacja'],
      [6, 7, 'data', '14.06.2026'],
      [7, 8, 'tytuł', 'PESEL 44051401359'],
      [8, 9, 'tytuł', 'tel. 600 100 200'],
      [9, 10, 'tytuł', ''],
      [10, 11, 'ref', 'h'],
    ]);
    const english = /\b(?:must|is not|there is|needs|holds|missing)\b/;
    expect(came.faults.filter(({ reason }) => english.test(reason))).toEqual([]);
    expect(came.faults.find(({ value }) => value === 'Chełmża')?.reason).toMatch(
      /„Chełmża \(miasto\)” albo „Chełmża \(gmina\)”/,
    );
  });

  it('tells what else is wrong with a row whose cells do not read', async () => {
    const came = await bringIn(ledger, 'contact', [
      table(csv(contact('a', { channel: 'gołąb', gminas: 'Chełmża', title: '' }))),
    ]);
    expect(came.faults.map(({ column }) => column).sort()).toEqual(['gminy', 'kanał', 'tytuł']);
  });

  it('records the good rows when told to pass over the bad ones, and the rest once they are mended', async () => {
    const mended = csv(contact('a'), contact('b', { channel: 'telefon' }), contact('c', { on: '15.06.2022' }));
    const broken = mended.replace(contact('b'), contact('b', { channel: 'gołąb' }));
    expect(await bringIn(ledger, 'contact', [table(broken)], { skipBad: true })).toMatchObject({ bad: 1, recorded: 2 });
    expect(await bringIn(ledger, 'contact', [table(mended)])).toMatchObject({ repeated: 2, good: 1, recorded: 1 });
    expect(await bringIn(ledger, 'contact', [table(mended)])).toMatchObject({ repeated: 3, recorded: 0 });
    expect(await activities()).toHaveLength(3);
  });

  it('tells rows without a ref apart by what they say and how many say the same, in every encoding and order of columns', async () => {
    const rows = [contact(''), contact(''), contact('', { title: 'Coś innego' })];
    await bringIn(ledger, 'contact', [table(csv(...rows))]);
    expect(await activities()).toHaveLength(3);
    const again = csv(...rows, contact('')).replace('14.06.2022', '2022-06-14');
    expect(await bringIn(ledger, 'contact', [table(windows1250(again))])).toMatchObject({ repeated: 3, recorded: 1 });
    const turned =
      'title;occurredOn;Kierunek;CHANNEL;gminas;counterparts.function;counterparts;strategyItems\nUstalenie terminu;2022-06-14;outgoing;phone;0415052;sekretarz;Gmina Łubianka;T1\n';
    // The code and the name of a gmina are two contents: which gmina a name means is the register's to say.
    expect(await bringIn(ledger, 'contact', [table(turned.replace('0415052', 'Łubianka'))])).toMatchObject({
      repeated: 1,
    });
  });

  it('does not count a bad row among those that say the same', async () => {
    const wide = (cells: string): string => `${HEADER};termin dalszych działań\n${cells}\n`;
    const good = `${contact('')};`;
    const bad = `${contact('')};kiedyś`;
    await bringIn(ledger, 'contact', [table(wide([bad, good, good].join('\n')))], { skipBad: true });
    const mended = `${contact('')};20.06.2022`;
    expect(await bringIn(ledger, 'contact', [table(wide([mended, good, good].join('\n')))])).toMatchObject({
      repeated: 2,
      recorded: 1,
    });
  });

  it('refuses another content under a ref that is recorded, and the same ref twice in a file', async () => {
    await bringIn(ledger, 'contact', [table(csv(contact('a')))]);
    const came = await bringIn(ledger, 'contact', [table(csv(contact('a', { title: 'Inna treść' })))]);
    expect(came).toMatchObject({ bad: 1, recorded: null, faults: [{ column: 'ref', value: 'a' }] });
  });

  it('takes the same row in two files for one', async () => {
    const files = [
      table(csv(contact('a'), contact('')), 'jeden.csv'),
      table(csv(contact('a'), contact('')), 'dwa.csv'),
    ];
    expect(await bringIn(ledger, 'contact', files)).toMatchObject({ rows: 4, good: 2, repeated: 2, recorded: 2 });
    expect(await activities()).toHaveLength(2);
  });

  it('goes on after a break where it stopped, and records nothing twice', async () => {
    const rows = Array.from({ length: 1300 }, (_, nth) =>
      contact(nth % 2 === 0 ? `r${String(nth)}` : '', {
        title: `Sprawa ${String(nth % 400)}`,
        with: `KGW Nowe ${String(nth % 7)}`,
      }),
    );
    const file = table(csv(...rows));
    const append = ledger.events.append.bind(ledger.events);
    let left = 700;
    ledger.events.append = (...given) =>
      left-- > 0 ? append(...given) : Promise.reject(new Rejection('unavailable', 'the disk is full'));
    await expect(bringIn(ledger, 'contact', [file])).rejects.toMatchObject({ code: 'unavailable' });
    ledger.events.append = append;
    // Whether the views have caught up meanwhile or not.
    await bringIn(ledger, 'contact', [file]);
    await bringIn(ledger, 'contact', [file]);
    expect(await activities()).toHaveLength(1300);
    const organisations = (await ledger.all()).filter(({ type }) => type === ORGANISATION.made);
    expect(organisations.filter(({ data }) => textOf(data['name']).startsWith('KGW Nowe'))).toHaveLength(7);
  }, 60_000);

  it('reads the files again for recording when they hold more rows than are kept', async () => {
    const rows = Array.from({ length: 30 }, (_, nth) =>
      contact(`r${String(nth)}`, { with: `KGW Nowe ${String(nth % 3)}` }),
    );
    expect(await bringIn(ledger, 'contact', [table(csv(...rows))], { kept: 10 })).toMatchObject({
      good: 30,
      recorded: 30,
      faults: [],
    });
    expect(await bringIn(ledger, 'contact', [table(csv(...rows))])).toMatchObject({ repeated: 30 });
  });

  it('records nothing when it only tries, and says the same', async () => {
    const before = await eventCount();
    const text = csv(contact('a', { with: 'KGW Nowe' }), contact('b', { channel: 'gołąb' }));
    const tried = await bringIn(ledger, 'contact', [table(text)], { dryRun: true, skipBad: true });
    expect(await eventCount()).toBe(before);
    const { recorded: _tried, ...said } = tried;
    expect(await bringIn(ledger, 'contact', [table(text)], { skipBad: true })).toEqual({ ...said, recorded: 1 });
  });

  describe('finds by name', () => {
    it('gminas: by TERC, name, label, several in a cell; Chełmża alone is none', async () => {
      const gminas = [
        '0415052',
        '415052',
        'łubianka',
        'Gmina Łubianka',
        'Chełmża (miasto)',
        'chelmza (gmina)',
        'miasto Chełmża',
        'gm. Chełmża',
        'Lubicz, Obrowo',
        'Lubicz|Wielka Nieszawka',
      ];
      const came = await bringIn(ledger, 'contact', [
        table(csv(...gminas.map((each, nth) => contact(`g${String(nth)}`, { gminas: each })))),
      ]);
      expect(came.faults).toEqual([]);
      expect((await activities()).map(({ details }) => details.gminas?.join())).toEqual([
        '0415052',
        '0415052',
        '0415052',
        '0415052',
        '0415011',
        '0415022',
        '0415011',
        '0415022',
        '0415042,0415072',
        '0415042,0415082',
      ]);
    });

    it('organisations by name or alias; new ones are told before they are registered, once', async () => {
      const kgw = await ledger.enter(ORGANISATION, { name: 'KGW Brąchnowo', aliases: ['Koło w Brąchnowie'] });
      const text = csv(
        contact('a', { with: 'koło w brachnowie|OSP Pigża' }),
        contact('b', { with: 'osp pigża' }).replace('sekretarz', ''),
      );
      const came = await bringIn(ledger, 'contact', [table(text.replace(';sekretarz;', ';|;'))]);
      expect(came.faults).toEqual([]);
      expect(came.organisations).toEqual([{ name: 'OSP Pigża', kind: 'volunteer-fire-brigade' }]);
      const [first, second] = await activities();
      expect(first!.organisations[0]).toBe(kgw);
      expect(second!.organisations).toEqual([first!.organisations[1]]);
    });

    it('registers one whose kind the row gives, and asks for the kind of any other', async () => {
      const header = `${HEADER};rozmówcy rodzaj;rozmówcy organizacja gmina`;
      const text = `${header}\n${contact('a', { with: 'Razem' })};NGO;Lubicz\n${contact('b', { with: 'Inni' })};;\n`;
      const came = await bringIn(ledger, 'contact', [table(text)], { skipBad: true });
      expect(came.organisations).toEqual([{ name: 'Razem', kind: 'ngo', gmina: '0415042' }]);
      expect(came.faults).toMatchObject([
        { row: 3, column: 'rozmówcy', value: 'Inni', reason: expect.stringContaining('rodzaj') },
      ]);
    });

    it('officials of the register, functions, units and items of the strategy', async () => {
      const official = await ledger.enter(OFFICIAL, {
        name: 'Zofia Wymyślona',
        function: 'wicestarosta',
        from: '2018-11-20',
      });
      const text = [
        'tytuł;data;gminy;rodzaj wydarzenia;organizatorzy;reprezentanci;reprezentanci w zastępstwie;reprezentanci rola;cele strategii;jednostki',
        'Dożynki;20.08.2022;Łubianka;dożynki;Gmina Łubianka;Zofia Wymyślona|radny powiatu;starosta|;gość+przemówienie|gość;T2 Udział władz;PZD',
        'Sesja;20.09.2022;Łubianka;sesja;Gmina Łubianka;Jan Nieznany;;;;',
        '',
      ].join('\n');
      const came = await bringIn(ledger, 'attendance', [table(text)], { skipBad: true });
      expect(came.faults).toMatchObject([{ row: 3, column: 'reprezentanci', value: 'Jan Nieznany' }]);
      const [doc] = await activities();
      expect(doc!.details).toMatchObject({ strategyItems: ['T2'], units: ['pzd'] });
      expect(doc!.taken[0]!['representatives']).toEqual([
        { official, inPlaceOf: 'starosta', parts: ['guest', 'speech'] },
        { function: 'radny powiatu', parts: ['guest'] },
      ]);
    });

    it('other activities: by a ref of this file or an earlier one, by number, in whatever order they stand', async () => {
      const path = 'ref;tytuł;data;gminy;rodzaj inwestycji\nmost;Most;03.03.2022;Lubicz, Obrowo;most\n';
      await bringIn(ledger, 'joint-investment', [table(path)]);
      const [investment] = await activities();
      const header = 'ref;tytuł;data;gminy;kanały;odbiorcy;powiązania;cele strategii';
      const text = [
        header,
        `k1;Kampania;01.05.2022;Lubicz;plakaty;mieszkańcy;most;G3.4`,
        `k2;Kampania;01.05.2022;Lubicz;plakaty;mieszkańcy;k3, ${investment!.number};`,
        `k3;Kampania;01.05.2022;Lubicz;plakaty;mieszkańcy;k2;`,
        '',
      ].join('\n');
      expect((await bringIn(ledger, 'campaign', [table(text)])).faults).toEqual([]);
      const docs = new Map((await activities()).map((doc) => [doc.details.title + doc.number, doc]));
      const [first, second, third] = [...docs.values()].filter(({ kind }) => kind === 'campaign');
      expect(first!.links).toEqual([investment!.id]);
      expect([second!.links, third!.links]).toEqual([[third!.id, investment!.id], [second!.id]]);
    });
  });

  it('records a row behind those it names, and passes over one that names a bad one', async () => {
    const header = `${HEADER};powiązania`;
    const text = [
      header,
      `${contact('a')};b`,
      `${contact('b')};c`,
      `${contact('c')};`,
      `${contact('d')};e`,
      `${contact('e', { channel: 'gołąb' })};`,
      '',
    ].join('\n');
    const came = await bringIn(ledger, 'contact', [table(text)], { skipBad: true });
    expect(came).toMatchObject({ good: 3, bad: 2, recorded: 3 });
    expect(came.faults).toMatchObject([
      { row: 6, value: 'gołąb' },
      { row: 5, column: 'powiązania', value: 'e' },
    ]);
    const names = (await activities()).map(({ id, links }) => [id, links] as const);
    const order = names.map(([id]) => id);
    for (const [id, links] of names)
      for (const link of links) expect(order.indexOf(link)).toBeLessThan(order.indexOf(id));
    expect(order).toHaveLength(3);
  });

  it('refuses a row that names itself', async () => {
    const came = await bringIn(ledger, 'contact', [table(`${HEADER};powiązania\n${contact('a')};a\n`)]);
    expect(came.faults).toMatchObject([
      { column: 'powiązania', value: 'a', reason: expect.stringContaining('na siebie') },
    ]);
  });

  it('records no activity whose organisation could not be registered, nor one after it', async () => {
    const append = ledger.events.append.bind(ledger.events);
    ledger.events.append = (stream, expected, events) =>
      stream.startsWith('organisation-')
        ? Promise.reject(new Rejection('unavailable', 'no room'))
        : append(stream, expected, events);
    const text = csv(contact('a', { with: 'KGW Nowe' }), contact('b', { with: 'KGW Nowe' }));
    await expect(bringIn(ledger, 'contact', [table(text)])).rejects.toMatchObject({ code: 'unavailable' });
    await ledger.settle();
    expect(await activities()).toEqual([]);
    ledger.events.append = append;
    expect(await bringIn(ledger, 'contact', [table(text)])).toMatchObject({ recorded: 2 });
  });

  it('takes an organisation that somebody else registers meanwhile as the one it would have brought along', async () => {
    const append = ledger.events.append.bind(ledger.events);
    ledger.events.append = async (stream, expected, events) => {
      if (stream.startsWith('organisation-')) await append(stream, expected, [{ ...events[0]!, id: ID }]);
      return append(stream, expected, events);
    };
    const came = await bringIn(ledger, 'contact', [table(csv(contact('a', { with: 'KGW Nowe' })))]);
    expect(came).toMatchObject({ recorded: 1, faults: [] });
  });

  it('refuses a partner whose name two gminas share, and says what to write', async () => {
    const header =
      'tytuł;data;gminy;rodzaj inwestycji;porozumienie: data;porozumienie: partnerzy;porozumienie: partnerzy udział';
    const line = (partners: string): string => `Ścieżka;01.03.2022;Lubicz;ścieżka rowerowa;05.04.2022;${partners};1|2`;
    const came = await bringIn(ledger, 'joint-investment', [table(`${header}\n${line('Lubicz|Chełmża')}\n`)]);
    expect(came.faults).toMatchObject([
      {
        column: 'porozumienie: partnerzy',
        value: 'Lubicz|Chełmża',
        reason: '„Chełmża” to nazwa 2 gmin; napisz „Chełmża (miasto)” albo „Chełmża (gmina)” albo kod TERC',
      },
    ]);
    const right = `${header}\n${line('0415042|Urząd Gminy Chełmża')}\n`;
    expect(await bringIn(ledger, 'joint-investment', [table(right)])).toMatchObject({ recorded: 1 });
    expect((await activities())[0]!.taken[1]!['partners']).toEqual([
      { gmina: '0415042', share: 100 },
      { gmina: '0415022', share: 200 },
    ]);
  });

  it('puts the steps in order by their days, and those of one day as they can follow', async () => {
    const header =
      'tytuł;data;gminy;rodzaj inwestycji;umowa: wykonawca;umowa: kwota;umowa: data;umowa: wykonawca rodzaj;odbiór: data;odbiór: długość km;porozumienie: data;porozumienie: partnerzy;porozumienie: partnerzy udział;rozpoczęcie robót: data;wstrzymanie: data;wstrzymanie: powód;wznowienie: data;odbiór 2: data;odbiór 2: długość km;odbiór: częściowy';
    const line =
      'Ścieżka;01.03.2022;Lubicz, Obrowo;ścieżka rowerowa;Drogbud na Niby;1 000 000;05.04.2022;firma;01.06.2022;2,08;05.04.2022;Lubicz|Obrowo;100 000|50 000;05.04.2022;10.06.2022;mróz;10.06.2022;10.06.2022;4,15;tak';
    const came = await bringIn(ledger, 'joint-investment', [table(`${header}\n${line}\n`)]);
    expect(came.faults).toEqual([]);
    const [doc] = await activities();
    expect(doc!.taken.map(({ step }) => step)).toEqual([
      'propose',
      'agree',
      'contract',
      'start-works',
      'accept',
      'suspend',
      'resume',
      'accept',
    ]);
    expect(doc!.taken[1]!['partners']).toEqual([
      { gmina: '0415042', share: 10_000_000 },
      { gmina: '0415072', share: 5_000_000 },
    ]);
    expect(doc!.taken[7]).toMatchObject({ length: 4150 });
  });

  it('tells a step that cannot follow, one without its day, and one that nobody may take by import', async () => {
    const header =
      'ref;tytuł;data;gminy;forma;projekt: data;zatwierdzenie: data;rezygnacja: data;rezygnacja: powód;wydanie: nakład';
    const text = [
      header,
      'a;Folder;01.03.2022;Lubicz;folder;01.03.2022;02.03.2022;;;',
      'b;Folder;01.03.2022;Lubicz;folder;01.03.2022;;;;500',
      'c;Folder;01.03.2022;Lubicz;folder;01.03.2022;;05.03.2022;brak środków;600',
      '',
    ].join('\n');
    const came = await bringIn(ledger, 'publication', [table(text)]);
    expect(came.faults).toMatchObject([
      { row: 2, column: 'zatwierdzenie: data', reason: expect.stringContaining('nikt nie zatwierdza własnego wpisu') },
      { row: 3, column: 'wydanie: data', value: '', reason: 'podaj datę tego kroku' },
      { row: 4, column: 'wydanie: data', reason: 'podaj datę tego kroku' },
    ]);
  });

  it('knows what is told by month or year alone', async () => {
    await bringIn(ledger, 'contact', [table(csv(contact('a', { on: 'maj 2022' }), contact('b', { on: '2022' })))]);
    expect(
      (await activities()).map(({ details: { occurredOn, occurredPrecision } }) => [occurredOn, occurredPrecision]),
    ).toEqual([
      ['2022-05-01', 'month'],
      ['2022-01-01', 'year'],
    ]);
  });

  it('lets contact data stand when somebody says so, and the event keeps that', async () => {
    const file = table(csv(contact('a', { title: 'tel. 600 100 200' })));
    expect(await bringIn(ledger, 'contact', [file], { acknowledged: ['contact-data'] })).toMatchObject({ recorded: 1 });
    expect((await ledger.all()).at(-1)!.metadata.acknowledged).toEqual(['contact-data']);
  });

  it('is for recorders and managers', async () => {
    const auditor = { id: 'audytor', roles: ['auditor'] } as const;
    await expect(bringIn(ledger, 'contact', [table(csv(contact('a')))], { actor: auditor })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('does not read a file whose header is wrong, and names each column', async () => {
    const wrong = table(
      'tytuł;data;gminy;kanał;kierunek;kolor;Data\nx;1.1.2022;Lubicz;telefon;wychodzący;zielony;2.2.2022\n',
    );
    const came = await bringIn(ledger, 'contact', [wrong, table(csv(contact('a')), 'dobry.csv')], { skipBad: true });
    expect(came).toMatchObject({ unreadable: 1, recorded: null });
    expect(came.faults.map(({ row: at, column }) => [at, column])).toEqual([
      [1, 'kolor'],
      [1, 'Data'],
      [1, 'rozmówcy'],
    ]);
    expect(await bringIn(ledger, 'contact', [table('')])).toMatchObject({
      unreadable: 1,
      faults: [{ reason: expect.stringContaining('żadnego') }],
    });
  });

  it('passes over running numbers, marked columns and empty rows', async () => {
    const text = `Lp.;#notatki;${HEADER};;\n1;ważne;${contact('a')};;\n;;;;;;;;;;;\n\n2;;${contact('b')};;\n`;
    expect(await bringIn(ledger, 'contact', [table(text)])).toMatchObject({ rows: 2, recorded: 2, faults: [] });
  });

  describe('of bodies of the interface', () => {
    const body = {
      title: 'Ustalenie terminu',
      occurredOn: '2022-06-14',
      gminas: ['0415052'],
      channel: 'phone',
      direction: 'outgoing',
      counterparts: [{ organisation: 'Gmina Łubianka' }],
      followUpDue: '2022-06-30',
    };
    const steps = [{ step: 'close-follow-up', on: '2022-06-20', outcome: 'ustalono' }];

    it('records them with their steps, once', async () => {
      const file = bodies([{ ...body, ref: 'a', steps }, body]);
      expect(await bringIn(ledger, 'contact', [file])).toMatchObject({ recorded: 2, faults: [] });
      expect(await bringIn(ledger, 'contact', [file])).toMatchObject({ repeated: 2, recorded: 0 });
      expect((await activities()).map(({ status }) => status)).toEqual(['closed', 'follow-up-open']);
    });

    it('tells what is wrong by the place in the body', async () => {
      const came = await bringIn(ledger, 'contact', [
        bodies([
          7,
          { ...body, colour: 'red' },
          { ...body, steps: [{ step: 'fly', on: '2022-06-20' }] },
          { ...body, steps: [{ step: 'close-follow-up' }] },
          { ...body, gminas: ['Lubicz'] },
        ]),
      ]);
      expect(came.faults.map(({ row: at, column, value }) => [at, column, value])).toEqual([
        [1, '', '7'],
        [2, 'colour', 'red'],
        [3, 'steps.0.step', 'fly'],
        [4, 'steps.0.on', ''],
        [4, 'steps.0.outcome', ''],
        [5, 'gminas.0', 'Lubicz'],
      ]);
    });
  });
});
