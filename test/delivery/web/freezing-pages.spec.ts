import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import type { Difference } from '../../../src/application/difference/difference.js';
import { AccessLogStore } from '../../../src/application/ports/access-log-store.js';
import type { FreezingLine } from '../../../src/application/queries/freezings.js';
import type { Report } from '../../../src/application/reports/report.js';
import { DOCX, XLSX } from '../../../src/delivery/reports/formats.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import type { Role } from '../../../src/domain/kernel/event.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import type { Answer, Served } from '../../support/served.js';
import { Visitor } from '../../support/visitor.js';
import { addressesIn, mainOf, rowsIn, servedDemonstration, wordsIn } from '../../support/web.js';

const LOADING = 240_000;
/** What an office writes with, by extension: ZIP files, whose content office-documents.spec.ts reads. */
const OFFICE = { docx: DOCX, xlsx: XLSX };
const YEAR = '/raporty/roczny?year=2023';
const QUARTER = '/raporty/okresowy?from=2023-01&to=2023-03';
const DIFFERENCE = '/raporty/roczny/roznica';
/** Between two days of the story, in which much was recorded. */
const SPRING = `${DIFFERENCE}?year=2023&comparedTo=2023-06-30&asOf=2023-07-31`;

/** What is compared on a page: a figure with its row, and the rows of what made it. */
interface Block {
  readonly figure: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly causes: readonly { readonly said: string; readonly change: string }[];
  readonly links: readonly string[];
}

const blocksIn = (html: string): Block[] =>
  [...html.matchAll(/<tbody><tr><th scope="rowgroup">[\s\S]*?<\/tbody>/g)].map(([block]) => {
    const [[figure = '', before = '', after = '', change = ''] = [], ...causes] = rowsIn(block);
    return {
      figure,
      before,
      after,
      change,
      causes: causes.map(([said = '', its = '']) => ({ said, change: its })),
      links: addressesIn(block),
    };
  });

/** A number as a page writes it; NaN for what is none. */
const read = (text: string): number => {
  const plain = text.replace(/ zł$/, '').replaceAll(' ', '').replace('−', '-').replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
};
const rounded = (value: number): number => Math.round(value * 100) / 100;

describe('frozen reports and differences, on pages', () => {
  let served: Served;
  const people = new Map<string, Visitor>();
  let recorder: string;

  beforeAll(async () => {
    served = await servedDemonstration({});
    for (const [name, roles] of [
      ['ewa', ['recorder']],
      ['maria', ['manager']],
      ['adam', ['auditor']],
    ] as const satisfies readonly (readonly [string, readonly Role[]])[]) {
      const ends = roles[0] === 'auditor' ? { endsOn: '2099-12-31' } : {};
      await served.get(Accounts).add({ name, roles, ...ends }, ADMINISTRATOR);
      const visitor = new Visitor(served);
      visitor.cookie = `kronika=${await served.get(Sessions).open(name)}`;
      people.set(name, visitor);
    }
    recorder = await served.get(Tokens).add({ name: 'program', roles: ['recorder'] }, ADMINISTRATOR);
  }, LOADING);
  afterAll(() => served.discard());

  const of = (name: string): Visitor => {
    const visitor = people.get(name);
    if (visitor === undefined) throw new Error(name);
    return visitor;
  };
  const page = async (address: string, name = 'adam'): Promise<string> => {
    const answer = await of(name).read(address);
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer.body;
  };
  const api = async <T>(address: string): Promise<T> =>
    (await of('adam').read(address, { accept: 'application/json' })).json<T>();
  const frozen = (): Promise<readonly FreezingLine[]> => api('/v1/reports/annual/freezings');
  /** Records a contact of a day of 2023. @returns its id */
  const record = async (): Promise<string> => {
    const body = { ...contact.example, occurredOn: '2023-06-14' };
    const answer = await served.write('/v1/contacts', body, { authorization: `Bearer ${recorder}` });
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    return answer.json<{ id: string }>().id;
  };
  /** What a page hides in its forms. */
  const hiddenIn = (html: string, name: string): string =>
    new RegExp(`<input type="hidden" name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  /** Presses the button of a report's page, or sends the form of one that was read before. */
  const freeze = async (address: string, form?: string): Promise<Answer> => {
    const html = form ?? (await page(address, 'maria'));
    return of('maria').send(address, { proof: hiddenIn(html, 'proof'), key: hiddenIn(html, 'key') });
  };
  const countBehind = async (link: string | undefined): Promise<number> => {
    const [, count = ''] = /([\d ]+) wpis/.exec(wordsIn(mainOf(await page(link ?? '')))) ?? [];
    return Number(count.replaceAll(' ', ''));
  };

  describe('a report is frozen', () => {
    it('by a manager alone, and as of now alone', async () => {
      expect(mainOf(await page(YEAR, 'maria'))).toContain('Zamroź raport');
      for (const [name, address] of [
        ['ewa', YEAR],
        ['adam', YEAR],
        ['maria', `${YEAR}&asOf=2024-03-31`],
      ] as const)
        expect([name, mainOf(await page(address, name))]).toEqual([name, expect.not.stringContaining('Zamroź raport')]);
      const proofOf = async (name: string): Promise<string> => hiddenIn(await page('/pulpit', name), 'proof');
      expect((await of('ewa').send(YEAR, { proof: await proofOf('ewa') })).statusCode).toBe(403);
      const hers = await proofOf('maria');
      expect((await of('maria').send(`${YEAR}&asOf=2024-03-31`, { proof: hers })).statusCode).toBe(409);
      // Somebody else's page may have made the browser send it.
      expect((await of('maria').send(YEAR, {})).statusCode).toBe(403);
      expect((await of('maria').send('/raporty/roczny?year=x', { proof: hers })).statusCode).toBe(400);
      expect((await of('maria').send('/raporty/kwartalny', { proof: hers })).statusCode).toBe(404);
      expect(await frozen()).toEqual([]);
      expect(wordsIn(mainOf(await page('/raporty')))).toContain('Nie zamrożono jeszcze żadnego raportu.');
    });

    it('once, however often the form is sent; and is shown as it was, whatever is recorded since', async () => {
      const then = await api<Report>('/v1/reports/annual?year=2023');
      const form = await page(YEAR, 'maria');
      const answers = [await freeze(YEAR), await freeze(YEAR, form), await freeze(YEAR, form)];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
      const [first, second, again] = answers.map(({ headers }) => headers.location ?? '');
      expect(second).toBe(again);
      expect(first).not.toBe(second);
      expect((await frozen()).map(({ id }) => `/raporty/roczny/zamrozone/${id}`).sort()).toEqual(
        [first, second].sort(),
      );

      await record();
      const html = await page(first ?? '');
      const words = wordsIn(mainOf(html)).slice(0, 1000);
      expect(words).toContain('Zamrożony raport za rok 2023');
      expect(words).toContain('Kto zamroził maria');
      expect(words).toContain(then.digest);
      const { total } = then.totals.activities;
      const summary = /<dl class="figures">[\s\S]*?<\/dl>/.exec(html)?.[0] ?? '';
      expect(summary).toContain(`>${String(total)}</a>`);
      expect((await api<Report>('/v1/reports/annual?year=2023')).totals.activities.total).toBe(total + 1);
      // What is behind a figure is what was behind it then.
      expect(await countBehind(addressesIn(summary)[0])).toBe(total);
      const csv = await of('adam').read(`${first ?? ''}.csv`);
      expect(csv.headers['content-disposition']).toContain('raport-2023-stan-');
      expect(csv.body).toContain(then.digest);
      for (const [extension, type] of Object.entries(OFFICE)) {
        expect(addressesIn(html)).toContain(`${first ?? ''}.${extension}`);
        const { headers, rawPayload } = await of('adam').read(`${first ?? ''}.${extension}`);
        expect([headers['content-type'], rawPayload.subarray(0, 2).toString()]).toEqual([type, 'PK']);
      }
    });

    it('and listed with all others, the last one first, as of any day', async () => {
      const answer = await freeze(QUARTER);
      expect(answer.headers.location).toMatch(/^\/raporty\/okresowy\/zamrozone\//);
      const html = mainOf(await page('/raporty'));
      const rows = rowsIn(html).slice(1);
      expect(rows.map(([report]) => report)).toEqual([
        'okresowy za okres styczeń 2023 – marzec 2023',
        'roczny za rok 2023',
        'roczny za rok 2023',
      ]);
      const [line] = await api<readonly FreezingLine[]>('/v1/reports/period/freezings');
      expect(rows[0]?.slice(2, 6)).toEqual([
        'maria',
        '02.01.2025',
        expect.any(String),
        `${line?.digest.slice(0, 12) ?? ''}…`,
      ]);
      expect(read(rows[0]?.[4] ?? '')).toBe(Number(line?.asOf));
      expect(addressesIn(html)).toContain(answer.headers.location);
      expect(wordsIn(mainOf(await page('/raporty?asOf=2024-12-31')))).toContain('Nie zamrożono jeszcze');
      const missing = await of('adam').read(`${answer.headers.location ?? ''}?asOf=2024-12-31`);
      expect(missing.statusCode).toBe(404);
      expect((await of('adam').read('/raporty/roczny/zamrozone/nic')).statusCode).toBe(404);
    });
  });

  describe('a difference', () => {
    it('between a frozen report and now leads to the entry that made it, and to what is behind either side', async () => {
      const [line] = await frozen();
      const html = await page(`${DIFFERENCE}?freezing=${line?.id ?? ''}`, 'ewa');
      const id = /\/rejestr\/([0-9a-f-]{36})#p/.exec(html)?.[1] ?? '';
      const { figures, before, after } = await api<Difference>(
        `/v1/reports/annual/difference?freezing=${line?.id ?? ''}`,
      );
      const words = wordsIn(mainOf(html));
      expect(words).toContain(`zamrożony 02.01.2025, godz. 10:00:00 (maria)`);
      for (const { digest } of [before, after]) expect(words).toContain(digest);
      const total = figures.find(({ path }) => path === '/totals/activities/total');
      const [cause] = total?.because ?? [];
      expect(cause).toMatchObject({ activity: id, class: 'late', delta: 1 });
      const block = blocksIn(html).find(({ figure }) => figure === 'działania razem');
      expect([block?.before, block?.after, block?.change].map((text) => read(text ?? ''))).toEqual([
        total?.before,
        total?.after,
        1,
      ]);
      expect(block?.causes).toEqual([
        { said: expect.stringMatching(/^wpis spóźniony · KT\/2025\/\d{4} · pozycja w dzienniku/), change: '+1' },
      ]);
      expect(await countBehind(block?.links[0])).toBe(total?.before);
      expect(await countBehind(block?.links[1])).toBe(total?.after);
      expect(block?.links.at(-1)).toBe(`/rejestr/${id}#p${cause?.position ?? ''}`);
      expect((await page(`/rejestr/${id}`)).includes(`id="p${cause?.position ?? ''}"`)).toBe(true);
      // As of a day before it was frozen there is nothing to compare.
      const early = `${DIFFERENCE}?freezing=${line?.id ?? ''}&asOf=2024-12-31`;
      expect((await of('ewa').read(early)).statusCode).toBe(404);
    });

    it('between two days tells every figure that differs, page by page, and its changes add up', async () => {
      const { figures } = await api<Difference>(
        '/v1/reports/annual/difference?year=2023&asOf=2023-07-31&comparedTo=2023-06-30',
      );
      const blocks: Block[] = [];
      let pages = 0;
      for (let address: string | undefined = SPRING; address !== undefined; pages++) {
        const html: string = await page(address);
        expect(html).toContain('<body class="past">');
        expect(gzipSync(html).length).toBeLessThan(150_000);
        expect(wordsIn(mainOf(html))).toContain(`Zmienione wskaźniki: ${String(figures.length)}`);
        for (const pattern of [/ id="([^"]+)"/g, /role="region" aria-label="([^"]+)"/g]) {
          const told = [...html.matchAll(pattern)].map(([, name]) => name);
          expect([address, told.length]).toEqual([address, new Set(told).size]);
        }
        blocks.push(...blocksIn(html));
        address = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(pages).toBeGreaterThan(1);
      expect(blocks.length).toBe(figures.length);
      const numbers = blocks.filter(({ change }) => !Number.isNaN(read(change)));
      expect(numbers.length).toBeGreaterThan(50);
      for (const { figure, before, after, change, causes } of numbers) {
        const gap = rounded(read(change));
        const sum = causes.reduce((all, each) => all + (each.change === '' ? 0 : read(each.change)), 0);
        expect([figure, rounded(read(after) - read(before)), rounded(sum)]).toEqual([figure, gap, gap]);
      }
      expect(blocks.filter(({ figure }) => /\/|undefined/.test(figure))).toEqual([]);
    });

    it('tells a figure that many events made by class, and each of them on a page of its own', async () => {
      const [block] = blocksIn(await page(SPRING)).filter(({ figure }) => figure === 'działania razem');
      expect(block?.causes.some(({ said }) => /^nowe działanie \(\d+ zdarze/.test(said))).toBe(true);
      const [alone] = blocksIn(await page(block?.links.at(-1) ?? ''));
      expect(alone?.causes.length).toBeGreaterThan(10);
      for (const { said } of alone?.causes ?? [])
        expect(said).toMatch(/^[^·]+ · [A-Z]{2}\/20\d\d\/\d{4} · pozycja w dzienniku [\d ]+$/);
      const sum = alone?.causes.reduce((all, { change }) => all + read(change), 0);
      expect([sum, alone?.change]).toEqual([read(block?.change ?? ''), block?.change]);
    });

    it('is asked for from the report’s page; the later point is that of the application, whichever is named first', async () => {
      const form = /<form action="\/raporty\/roczny\/roznica"[\s\S]*?<\/form>/.exec(await page(YEAR))?.[0] ?? '';
      expect(form).toContain('<input type="hidden" name="year" value="2023"/>');
      expect(form).toMatch(/name="comparedTo" type="date" value="2023-12-31" required/);
      expect(form).toMatch(/name="asOf" type="date" value="2025-01-02"/);
      const turned = await of('adam').read(`${DIFFERENCE}?year=2023&comparedTo=2023-07-31&asOf=2023-06-30`);
      expect([turned.statusCode, turned.headers.location]).toEqual([
        302,
        `${DIFFERENCE}?year=2023&comparedTo=2023-06-30&asOf=2023-07-31`,
      ]);
      for (const [query, says] of [
        ['year=2023', 'podaj dzień'],
        ['year=2023&comparedTo=wczoraj', 'podaj dzień'],
        ['year=2023&comparedTo=2099-01-01', 'jeszcze nie nadszedł'],
        ['comparedTo=2023-06-30', 'podaj rok'],
        ['freezing=x&year=2023', 'nieznany parametr'],
        ['year=2023&comparedTo=2023-06-30&cursor=x', 'zacznij od pierwszej'],
      ] as const) {
        const answer = await of('adam').read(`${DIFFERENCE}?${query}`);
        expect([query, answer.statusCode, wordsIn(answer.body)]).toEqual([query, 400, expect.stringContaining(says)]);
      }
      const same = await page(`${DIFFERENCE}?year=2023&comparedTo=2023-06-30&asOf=2023-06-30`);
      expect(wordsIn(mainOf(same))).toContain('Raport mówi to samo');
    });

    it('comes as the same files as over the interface', async () => {
      const html = await page(SPRING);
      for (const [extension, accept] of [
        ['csv', 'text/csv'],
        ['md', 'text/markdown'],
      ] as const) {
        const link = addressesIn(html).find((each) => each.startsWith(`${DIFFERENCE}.${extension}`));
        const file = await of('adam').read(link ?? '');
        const due = await of('adam').read(
          '/v1/reports/annual/difference?year=2023&asOf=2023-07-31&comparedTo=2023-06-30',
          { accept },
        );
        expect([file.statusCode, file.body]).toEqual([200, due.body]);
        expect(file.headers['content-disposition']).toContain(`zmiany-2023-od-2023-06-30-do-2023-07-31.${extension}`);
      }
      for (const [extension, type] of Object.entries(OFFICE)) {
        const link = addressesIn(html).find((each) => each.startsWith(`${DIFFERENCE}.${extension}`));
        const { headers, rawPayload } = await of('adam').read(link ?? '');
        expect([headers['content-type'], rawPayload.subarray(0, 2).toString()]).toEqual([type, 'PK']);
      }
      const none = SPRING.replace(DIFFERENCE, `${DIFFERENCE}.pdf`);
      expect((await of('adam').read(none)).statusCode).toBe(404);
    });

    it('speaks English when asked to', async () => {
      const [line] = await frozen();
      const told = new Set<string>();
      for (let address: string | undefined = `${SPRING}&lang=en`; address !== undefined;) {
        const html: string = await page(address);
        for (const { figure } of blocksIn(html)) told.add(figure);
        expect(wordsIn(mainOf(html))).not.toMatch(/Było|przybyło|zdarze|wpis |Razem/);
        address = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(told).toContain('activities by kind: contacts');
      for (const figure of told) expect(figure).toMatch(/^(?!.*[a-z][A-Z])[A-Za-z0-9 ,:’()-]+$/);
      const since = wordsIn(mainOf(await page(`${DIFFERENCE}?freezing=${line?.id ?? ''}&lang=en`)));
      expect(since).toContain('Figures changed:');
      expect(since).toContain('late entry · KT/2025/');
      expect(wordsIn(mainOf(await page('/raporty?lang=en')))).toContain('Frozen by');
      expect(wordsIn(mainOf(await page(`/raporty/roczny/zamrozone/${line?.id ?? ''}?lang=en`)))).toContain(
        'Frozen report, 2023',
      );
    });

    it('and a frozen report go on record for who reads them', async () => {
      const log = await served.get(AccessLogStore).find({ limit: 200 });
      const told = log.filter(({ action }) => action === 'report-run').map(({ subjects }) => subjects[0]);
      const [line] = await frozen();
      expect(told).toContain(`report/annual/freezings/${line?.id ?? ''}`);
      expect(told).toContain('report/annual/difference');
    });
  });
});
