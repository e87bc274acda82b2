import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { annual, type Report } from '../../src/application/reports/report.js';
import { NBSP } from '../../src/delivery/polish/formats.js';
import { REPORT_FORMATS, reportFileName } from '../../src/delivery/reports/formats.js';
import { demonstrationReports } from '../support/reports.js';

const LOADING = 120_000;
const AS_OF = '2024-03-31';

/** A row of the CSV, as it is parsed back. */
interface Row {
  readonly name: string;
  readonly figure: string;
  readonly value: string;
  readonly unit: string;
  readonly pointer: string;
  readonly link: string;
}

/** Plain spaces, so that expectations can be read; where they must not break is told in polish.spec.ts. */
const spaced = (text: string): string => text.replaceAll(NBSP, ' ');

function parsed(csv: string): readonly Row[] {
  const rows: string[][] = parse(csv, { delimiter: ';', bom: true, record_delimiter: '\r\n' });
  expect(rows[0]).toEqual([
    'Część',
    'Kod',
    'Nazwa',
    'Wskaźnik',
    'Wartość',
    'Jednostka',
    'Ścieżka w JSON',
    'Zapytanie do rejestru',
  ]);
  return rows.slice(1).map(([, , name, figure, value, unit, pointer, link]) => ({
    name: name!,
    figure: figure!,
    value: value!,
    unit: unit!,
    pointer: pointer!,
    link: link!,
  }));
}

/** Every leaf of a JSON value by its pointer; a list of texts is one leaf. */
function* leaves(value: unknown, pointer = ''): Generator<readonly [pointer: string, leaf: unknown]> {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    // Lists of parts that happen to be empty hold no figure.
    if (value.length > 0 || /(gminas|gaps)$/.test(pointer)) yield [pointer, value];
  } else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) yield* leaves(each, `${pointer}/${name}`);
  else yield [pointer, value];
}

const MONEY =
  /\/money\/|^\/(?:investments|campaigns)\/.*\/(plannedCost|contracted|cost|overPlan|share|amount|budget)$|\/perThousand\/(supportDelivered|investmentShare)$/;
const LENGTH = /\/(length|plannedLength)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A cell of a number read as a machine would; NaN where it is none. */
const read = (cell: string): number => (/^-?\d+(,\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : NaN);

/** What a cell has to hold for a leaf, and what it holds, in comparable form. */
function compared({ value, unit, pointer }: Row, leaf: unknown): readonly [unknown, unknown] {
  if (leaf === null) return ['', value];
  if (typeof leaf === 'boolean') return [leaf ? 'tak' : 'nie', value];
  if (typeof leaf === 'number') {
    if (MONEY.test(pointer)) {
      expect([pointer, unit, value]).toEqual([pointer, 'zł', expect.stringMatching(/^-?\d+,\d\d$/)]);
      return [leaf, Math.round(read(value) * 100)];
    }
    expect([pointer, unit]).toEqual([pointer, LENGTH.test(pointer) ? 'm' : '']);
    return [leaf, read(value)];
  }
  if (Array.isArray(leaf)) return /gminas$/.test(pointer) ? [leaf.join(), keysIn(value)] : [leaf.join(', '), value];
  // JSON holds nothing else.
  const text = leaf as string;
  if (DAY.test(text) && !pointer.endsWith('asOf')) return [text, value.split('.').reverse().join('-')];
  if (/\/(terc|key)$/.test(pointer)) return [`TERC ${text}`, value];
  if (pointer.endsWith('/gmina')) return [text, keysIn(value)];
  return [text, value];
}

/** The keys of the rows that a cell of gminas names. */
const keysIn = (cell: string): string =>
  cell === 'Cały powiat' ? 'county' : cell === 'Poza powiatem' ? 'outside' : (cell.match(/\d{7}(?=\])/g) ?? []).join();

/** Told in words: which ones is a matter of the glossary, that they are not the code is tested here. */
const IN_WORDS = /^\/(report|from|to|ahead)$|\/(status|investmentKind|kind)$/;

let demo: Awaited<ReturnType<typeof demonstrationReports>>;
let report: Report;
beforeAll(async () => {
  demo = await demonstrationReports();
  report = await demo(annual(2023), AS_OF);
}, LOADING);

describe('a report as CSV', () => {
  it('opens in Polish Excel: BOM, semicolons, CRLF', () => {
    const csv = REPORT_FORMATS.csv.render(report);
    expect(csv.startsWith('\ufeffCzęść;Kod;')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each([
    ['the year, as of a past day', () => report],
    [
      'a quarter before anything was settled',
      () => demo({ report: 'period', from: '2022-01', to: '2022-03' }, '2022-02-20'),
    ],
    ['nothing at all', () => demo(annual(2020), '0')],
  ])('holds every figure of the JSON report, with its value and its register query: %s', async (_of, made) => {
    const whole = await made();
    const { links, ...told } = whole;
    const rows = parsed(REPORT_FORMATS.csv.render(whole));
    const expected = [...leaves(JSON.parse(JSON.stringify(told)))];
    expect(rows.map(({ pointer }) => pointer)).toEqual(expected.map(([pointer]) => pointer));
    for (const [index, [pointer, leaf]] of expected.entries()) {
      const row = rows[index]!;
      const [wanted, found] = compared(row, leaf);
      if (IN_WORDS.test(pointer)) expect([pointer, row.value]).not.toEqual([pointer, wanted]);
      else expect([pointer, found]).toEqual([pointer, wanted]);
    }
    // A figure's own query, or that of the line it stands in; no query is left out.
    const linkOf = (pointer: string): string => links[pointer] ?? links[pointer.split('/').slice(0, 4).join('/')] ?? '';
    expect(rows.map(({ pointer, link }) => [pointer, link])).toEqual(
      rows.map(({ pointer }) => [pointer, linkOf(pointer)]),
    );
    expect(new Set(rows.map(({ link }) => link).filter((link) => link !== ''))).toEqual(new Set(Object.values(links)));
  });

  it('names every figure in Polish', () => {
    for (const { figure, pointer } of parsed(REPORT_FORMATS.csv.render(report))) {
      const last = pointer.slice(pointer.lastIndexOf('/') + 1);
      expect([pointer, figure]).toEqual([pointer, expect.not.stringMatching(/[/_]|^[a-z]+[A-Z]/)]);
      if (!pointer.startsWith('/viewVersions/')) expect(figure).not.toBe(last);
    }
  });

  it('shows a figure that nobody has named yet under its own name', () => {
    const newer = { ...report, totals: { ...report.totals, novelty: { count: 7 } } };
    expect(
      parsed(REPORT_FORMATS.csv.render(newer)).find(({ pointer }) => pointer === '/totals/novelty/count'),
    ).toMatchObject({
      figure: 'novelty/count',
      value: '7',
    });
  });

  it('says some of 2023 as of 31 March 2024 as it was written down once', () => {
    const rows = parsed(REPORT_FORMATS.csv.render(report));
    const at = (pointer: string): readonly string[] => {
      const { name, figure, value, unit } = rows.find((row) => row.pointer === pointer)!;
      return [name, figure, value, unit];
    };
    expect(at('/totals/money/investments/cost')).toEqual([
      'każde działanie raz',
      'inwestycje: koszt poniesiony',
      '16088240,00',
      'zł',
    ]);
    expect(at('/gminas/0/lastContactOn')).toEqual(['Chełmża (gmina)', 'ostatni kontakt', '26.03.2024', 'data']);
    expect(at('/gminas/0/kind')).toEqual(['Chełmża (gmina)', 'rodzaj gminy', 'gmina wiejska', '']);
    expect(at('/items/2/activities/byMonth/2023-05')[1]).toBe('działania według miesiąca: maj 2023');
    expect(at('/investments/lines/0/status')).toEqual(['Ścieżka rowerowa Złotoria-Lubicz', 'stan', 'wstrzymane', '']);
    expect(at('/investments/lines/0/overPlan')).toEqual([
      'Ścieżka rowerowa Złotoria-Lubicz',
      'różnica wobec planu',
      '-220000,00',
      'zł',
    ]);
    expect(at('/demonstration')).toEqual(['', 'dane demonstracyjne', 'tak', '']);
  });

  it.each(['=HYPERLINK("http://x.example";"tu")', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '＝1'])(
    'gives no spreadsheet a formula to run: %j',
    (text) => {
      const rows = parsed(REPORT_FORMATS.csv.render(withWords(report, text)));
      const written = rows.filter(({ value }) => value.includes(text));
      expect(written.length).toBeGreaterThanOrEqual(4);
      for (const { name, value, pointer } of rows) {
        const number = /^-\d+(,\d+)?$/.test(value);
        expect([pointer, number ? '' : value, name]).toEqual([
          pointer,
          expect.not.stringMatching(/^\s*[=+\-@＝]/),
          expect.not.stringMatching(/^\s*[=+\-@＝]/),
        ]);
      }
    },
  );
});

/** A report in which somebody's words are these. */
function withWords(whole: Report, text: string): Report {
  const [investment, ...investments] = whole.investments.lines;
  const [campaign, ...campaigns] = whole.campaigns.lines;
  const partner = { organisation: text, share: 1 };
  return {
    ...whole,
    investments: {
      ...whole.investments,
      lines: [
        { ...investment!, title: text, partners: [partner], sources: [{ name: text, amount: 1 }] },
        ...investments,
      ],
    },
    campaigns: { ...whole.campaigns, lines: [{ ...campaign!, aim: text, result: text }, ...campaigns] },
  };
}

/** A section of a document, by its heading, without what lies below the next one. */
function section(document: string, heading: string): string {
  const start = document.indexOf(`\n${heading}\n`);
  expect([heading, start]).not.toEqual([heading, -1]);
  const rest = document.slice(start + heading.length + 2);
  const end = rest.search(/\n##? /);
  return end < 0 ? rest : rest.slice(0, end);
}

/** The cells of a table's line that begins with this cell. */
const cellsOf = (text: string, first: string): readonly string[] =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${first} |`))!
    .slice(2, -2)
    .split(' | ');

describe('a report as a document', () => {
  const rendered = (whole: Report): string => spaced(REPORT_FORMATS.md.render(whole));

  it('says first what it is, of when, and that a demonstration is one', () => {
    expect(rendered(report).split('\n## ')[0]).toBe(`# Raport ze współpracy powiatu z gminami za rok 2023

> **Dane demonstracyjne: dziennik jest pokazowy, a jego treść, poza nielicznymi prawdziwymi przykładami, zmyślona.**

- Powiat: powiat toruński (TERC 0415)
- Okres: od 01.01.2023 do 31.12.2023
- Stan na dzień: 31.03.2024
- Pozycja w dzienniku: 3 588
- Strategia: Strategia współpracy z gminami powiatu toruńskiego (2022-2024), na okres od 01.01.2022 do 31.12.2024

Kreska (–) oznacza brak danych.
`);
  });

  it('warns where the period, or a part of it, is still to come', async () => {
    const heading = async (asOf: string, period = annual(2023)): Promise<string> =>
      rendered(await demo(period, asOf)).split('\n- Powiat')[0]!;
    expect(await heading('2023-12-31')).not.toContain('Okres jeszcze');
    expect(await heading('2023-12-30')).toContain('> **Okres jeszcze się nie skończył: dane sięgają dnia 30.12.2023.');
    expect(await heading('2023-01-01')).toContain('> **Okres jeszcze się nie skończył');
    expect(await heading('2022-12-31')).toContain('> **Okres jeszcze się nie zaczął: dane sięgają dnia 31.12.2022.');
    const csv = parsed(REPORT_FORMATS.csv.render(await demo(annual(2023), '2023-12-30')));
    expect(csv.find(({ pointer }) => pointer === '/ahead')).toMatchObject({
      figure: 'okres po dniu, na który jest stan',
      value: 'częściowo',
    });
  });

  it('sums up', () => {
    expect(section(rendered(report), '## Podsumowanie').split('\n### ')[0]!.trim()).toBe(
      `- W tym okresie **571 działań**, rozpoczęte 562, zakończone 560.
- Etapy wszystkich działań według daty zdarzenia: przed rozpoczęciem 0, w toku 3, wykonane 556, niezrealizowane 75.
- Wydarzenia: zaproszenia 52, udział 69, w tym w zastępstwie 4.
- Wsparcie: przyznano 451 300,00 zł, przekazano 468 350,00 zł, rozliczono 381 350,00 zł.
- Wspólne inwestycje: wartość umów 29 120 500,00 zł, koszt poniesiony 16 088 240,00 zł, odebrano 14,53 km.
- Ostatni kontakt: 26.03.2024.
- Sprawy do dalszego kontaktu: 0, w tym po terminie 0.
- Otwarte wnioski i zobowiązania: 105, w tym po terminie 0.`,
    );
  });

  it('has its parts in the order in which an office reads them', () => {
    expect(rendered(report).match(/^## .+$/gm)).toEqual([
      '## Podsumowanie',
      '## Gminy',
      '## Cele strategii',
      '## Rodzaje działań',
      '## Pieniądze',
      '## Inwestycje',
      '## Kampanie',
      '## Luki',
      '## Wpisy spóźnione i uzupełnione wstecz',
      '## Skrót danych',
    ]);
  });

  it('tells the two gminas called Chełmża apart, each with its figures', () => {
    const text = section(rendered(report), '## Gminy');
    expect(text).toContain(
      '| 1 | Chełmża (gmina) | 0415022 | gmina wiejska | 9 600 | 81 | 78 | 79 | 8,44 | 6 697,92 zł |',
    );
    expect(text).toContain(
      '| 9 | Chełmża (miasto) | 0415011 | gmina miejska | 13 906 | 56 | 55 | 54 | 4,03 | 1 236,88 zł |',
    );
  });

  it('shows money, lengths and late entries of every row of the report, and the total', () => {
    const document = rendered(report);
    const [money, late] = ['## Pieniądze', '## Wpisy spóźnione i uzupełnione wstecz'].map((each) =>
      section(document, each),
    );
    const [support, investments] = money!.split('### Inwestycje i drogi');
    const zl = (cell: string): number => Math.round(Number(cell.replace(/ |zł/g, '').replace(',', '.')) * 100);
    const metres = (cell: string): number =>
      Math.round(Number(cell.replace(/ |k?m/g, '').replace(',', '.')) * (cell.endsWith('km') ? 1000 : 1));
    const rows = [...report.gminas, report.countyWide, report.outside, { ...report.totals, name: '**Razem**' }];
    expect(rows).toHaveLength(12);
    for (const { name, money: figures, length, late: tardy, backfilled } of rows) {
      const given = figures.support;
      expect(cellsOf(support!, name).slice(1).map(zl)).toEqual([
        given.requested,
        given.granted,
        given.delivered,
        given.settled,
        given.returned,
        given.shared,
      ]);
      const { planned, contracted, cost, share } = figures.investments;
      const cells = cellsOf(investments!, name);
      expect(cells.slice(1, 5).map(zl)).toEqual([planned, contracted, cost, share]);
      expect(metres(cells[5]!)).toBe(length);
      expect(cellsOf(late!, name).slice(1).map(Number)).toEqual([tardy, backfilled]);
    }
  });

  it('tells an investment with its plan, contract, cost, partners and sources', () => {
    const text = section(rendered(report), '## Inwestycje');
    expect(text).toContain('(14 inwestycji)');
    expect(text).toContain(
      '| IN/2022/0006 | Most w Bujdowie (most, droga nr 9913C) | rozliczone | Łysomice | 2 600 000,00 zł | 2 652 000,00 zł | 2 705 040,00 zł | 105 040,00 zł | – | 0 m |',
    );
    expect(text).toContain(
      '- IN/2022/0006 Most w Bujdowie: udziały: Łysomice 780 000,00 zł; źródła: Rządowy Fundusz Rozwoju Dróg 1 300 000,00 zł, Budżet powiatu 520 000,00 zł.',
    );
    expect(text).not.toContain('Pokazano');
    const cut = { ...report, investments: { ...report.investments, total: 240 } };
    expect(rendered(cut)).toContain('Pokazano 14 z 240; wszystkie są w rejestrze działań.');
  });

  it('tells a campaign with its aim, measure, baseline, target and result', () => {
    expect(section(rendered(report), '## Kampanie')).toContain(
      '| KA/2023/0002 | Czyste pobocza | zakończone | Obrowo, Czernikowo | Mniej śmieci na poboczach | worki zebrane w ciągu akcji | 400 | 700 | 715 | 715 worków przy celu 700 | 3 500,00 zł | 3 410,00 zł |',
    );
  });

  it('says the gaps: items of the strategy, gminas without an activity or a contact', async () => {
    expect(section(rendered(report), '## Luki')).toContain('co najmniej jedno działanie');
    const early = await demo({ report: 'period', from: '2022-01', to: '2022-01' }, '2022-01-20');
    expect(early.gaps.length).toBeGreaterThan(1);
    const text = section(rendered(early), '## Luki');
    for (const gap of early.gaps) {
      const item = early.items.find(({ code }) => code === gap)!;
      expect(text).toContain(`- **${gap}** ${item.text}`);
      expect(cellsOf(section(rendered(early), '## Cele strategii'), gap)[3]).toBe('**0 (luka)**');
    }
    const summer = await demo({ report: 'period', from: '2023-07', to: '2023-09' }, AS_OF);
    expect(section(rendered(summer), '## Luki')).toContain('- Gminy bez kontaktu w tym okresie: Wielka Nieszawka.');
  });

  it('says of which point it is: a day, an instant in Polish time, or an event', async () => {
    const asked = { report: 'period', from: '2022-01', to: '2022-02' } as const;
    const standing = async (asOf: string): Promise<string | undefined> =>
      /^- Stan.*$/m.exec(rendered(await demo(asked, asOf)))?.[0];
    expect(await standing('2022-02-20')).toBe('- Stan na dzień: 20.02.2022');
    expect(await standing('2022-02-20T12:00:00Z')).toBe('- Stan na chwilę: 20.02.2022, godz. 13:00:00 czasu polskiego');
    expect(await standing('320')).toMatch(/^- Stan: po zdarzeniu nr 320 dziennika \(\d\d\.02\.2022\)$/);
  });

  it('has something to say before anything was recorded', async () => {
    const text = rendered(await demo(annual(2020), '0'));
    expect(text).toContain('- Strategia: nie przyjęto jeszcze żadnej');
    expect(text).toContain('**0 działań**');
  });

  it('takes nobody’s words for markup', () => {
    const text = rendered(withWords(report, 'a | b *c* <script>x</script> [d](e) &amp; `f`\nnowa'));
    expect(text).toContain('a \\| b \\*c\\* \\<script\\>x\\</script\\> \\[d\\](e) \\&amp; \\`f\\` nowa');
    for (const table of text.match(/(?:^\|.*\n)+/gm)!) {
      const widths = table
        .trim()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).length);
      expect([table.slice(0, 60), new Set(widths).size]).toEqual([table.slice(0, 60), 1]);
    }
  });
});

describe('the file of a report', () => {
  it('is called after its period and the point it stands at', () => {
    const { csv, md } = REPORT_FORMATS;
    expect(reportFileName(report, csv)).toBe('raport-2023-stan-2024-03-31.csv');
    const quarter = { ...report, report: 'period', to: '2023-03', asOf: '2024-03-31T12:00:00.5+02:00' } as const;
    expect(reportFileName(quarter, md)).toBe('raport-2023-01-2023-03-stan-2024-03-31T12-00-00-5-02-00.md');
  });
});
