import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { ActivityPage } from '../../../src/application/queries/activities.js';
import type { Report } from '../../../src/application/reports/report.js';
import { Integrity } from '../../../src/application/audit/integrity.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { Examiner, WIDE } from '../../support/examining.js';
import { printedOn } from '../../support/pdf.js';
import { Served } from '../../support/served.js';
import { Office } from '../../support/states.js';
import { addressesIn, servedDemonstration } from '../../support/web.js';

const suite = HAS_BROWSER ? describe : describe.skip;

/** A text as paper and screen have it alike: without spaces, without hyphens where a line is broken, and without capitals that the style sheet sets. */
const solid = (text: string): string => text.replace(/[\s\u00ad\u2010-]+/g, '').toLowerCase();

suite('the pages in a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;

  beforeAll(async () => {
    served = await servedDemonstration({ KRONIKA_AUTH: 'off' }, {});
    chromium = await browser();
  }, 120_000);

  afterAll(async () => {
    await chromium.close();
    await served.discard();
  });

  const url = (address: string): string => `${served.kronika.url ?? ''}${address}`;

  /** Opens a context of its own for a while. */
  async function within<T>(
    options: BrowserContextOptions,
    act: (page: Page, context: BrowserContext) => Promise<T>,
  ): Promise<T> {
    const context = await chromium.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
    try {
      return await act(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  /** The pages that are examined, of every sort; what they need is recorded on the way. */
  async function addresses(): Promise<string[]> {
    const record = async (path: string, body: object): Promise<string> =>
      (await served.write(path, body)).json<{ id: string }>().id;
    const found = async (query: string): Promise<string> =>
      (await served.read(`/v1/activities?limit=1&${query}`)).json<ActivityPage>().items[0]?.id ?? '';
    const { items } = (await served.read('/v1/organisations?kind=rural-housewives-circle')).json<{
      items: { id: string; support?: { times: number } }[];
    }>();
    const [{ id: event = '' } = {}] = (await served.read('/v1/ledger/events?limit=1&after=1233')).json<
      { id?: string }[]
    >();
    const organisation = items.find(({ support }) => (support?.times ?? 0) > 1)?.id ?? '';
    const anna = {
      organisation: { name: 'Gmina Łubianka' },
      function: 'sekretarz gminy',
      name: 'Anna Wymyślona',
      phone: '56 662 87 00',
    };
    const [person, erased] = [await record('/v1/persons', anna), await record('/v1/persons', anna)];
    await served.kronika.app.inject({
      method: 'DELETE',
      url: `/v1/persons/${erased}`,
      headers: { 'content-type': 'application/json', 'if-match': '"0"' },
      payload: JSON.stringify({ reason: 'Wniosek osoby.' }),
    });
    const quarter = { from: '2023-01', to: '2023-03' };
    const frozen = await record('/v1/reports/period/freezings', quarter);
    await record('/v1/contacts', { ...contact.example, occurredOn: '2023-02-14' });
    // Another of the same months, to be compared with.
    await record('/v1/reports/period/freezings', quarter);
    const difference = '/raporty/roczny/roznica?year=2023&comparedTo=2024-06-30';
    const figure = addressesIn((await served.read(difference)).body).find((each) => each.includes('path=')) ?? '';
    const entry = `/rejestr/${await found('kind=joint-investment&q=zlotoria')}`;
    return [
      '/pulpit?year=2024',
      '/rejestr?limit=5',
      '/rejestr?gmina=0415052&waitsFor=promise&overdue=true',
      '/rejestr?q=nieistniejące',
      '/rejestr.html?kind=campaign',
      entry,
      `/rejestr/${await found('status=annulled')}`,
      '/gminy',
      '/gminy/0415052?year=2023',
      '/gminy/county',
      '/cele',
      '/cele/G1.4?year=2023',
      '/organizacje',
      `/organizacje/${organisation}`,
      '/osoby',
      '/osoby/nowa',
      `/osoby/${person}`,
      `/osoby/${person}/poprawka`,
      `/osoby/${person}/usuniecie`,
      `/osoby/${erased}`,
      '/kalendarz?month=2024-12',
      '/raporty',
      '/raporty/roczny?year=2022',
      '/raporty/okresowy?from=2023-01&to=2023-03',
      `/raporty/okresowy/zamrozone/${frozen}`,
      `/raporty/okresowy/roznica?freezing=${frozen}`,
      difference,
      figure,
      '/audyt?recordedTo=2022-01-03',
      '/audyt/odtwarzacz?asOf=2023-05-10',
      '/audyt/spojnosc',
      '/audyt/punkty',
      `/audyt/dowody/${event}`,
      '/audyt/pakiety',
      '/audyt/dostepy',
      '/dostepnosc',
      '/wpis',
      '/wpis/kontakt',
      '/logowanie',
      '/konta',
      '/haslo',
      '/nigdzie',
      '/rejestr?phase=x',
      ...['/pulpit?', '/pulpit?lang=en&', '/rejestr?limit=3&', '/gminy/0415052?', '/kalendarz?', `${entry}?`].map(
        (address) => `${address}asOf=2024-06-30`,
      ),
      ...[
        '/pulpit',
        '/rejestr?limit=3',
        entry,
        '/gminy/0415052',
        '/cele/G1.4?year=2023',
        `/organizacje/${organisation}`,
        `/osoby/${person}`,
        '/kalendarz',
        `/raporty/okresowy/zamrozone/${frozen}`,
        figure,
        '/audyt/odtwarzacz',
        `/audyt/dowody/${event}`,
        '/audyt/dostepy',
        '/wpis/kontakt',
      ].map((address) => `${address}${address.includes('?') ? '&' : '?'}lang=en`),
    ];
  }

  it('have nothing that axe objects to, in light colours and in dark, unfolded, and in English; never scroll sideways, enlarged fourfold; and load nothing that their policy refuses', async () => {
    await within({ viewport: WIDE }, async (page) => {
      const examiner = new Examiner(page);
      const found: (readonly [string, number, readonly string[]])[] = [];
      await page.goto(url('/pulpit'));
      const examine = async (address: string): Promise<void> => {
        const { statusCode, body } = await served.read(address, { accept: 'text/html' });
        found.push([address, statusCode, await examiner.amissIn(body)]);
      };
      for (const address of await addresses()) await examine(address);
      served.get(Integrity).note('keeping', 'kept', ['the checkpoint of 2024-03-31 is another']);
      await examine('/audyt/spojnosc');
      served.get(Integrity).note('keeping', 'kept', []);
      const status = (address: string): number =>
        address.startsWith('/nigdzie') ? 404 : address.includes('phase=x') ? 400 : 200;
      for (const [address, answered, amiss] of found)
        expect([address, answered, amiss]).toEqual([address, status(address), []]);
    });
  }, 300_000);

  it('are examined by what finds fault where something is amiss', async () => {
    await within({ viewport: WIDE }, async (page) => {
      const examiner = new Examiner(page);
      await page.goto(url('/dostepnosc'));
      const { body } = await served.read('/dostepnosc');
      for (const [markup, told] of [
        ['', /^$/],
        ['<details><summary>pole</summary><input /></details>', /^label: <input/],
        ['<font color="#999999">za jasne</font>', /^color-contrast: <font color="#999999"/],
        ['<font color="#555555">za ciemne po ciemku</font>', /^in the dark: color-contrast: <font color="#555555"/],
        ['<canvas width="900"></canvas>', /^it is 9\d\d wide$/],
        ['<p style="margin: 0">z obcym stylem</p>', /Content Security Policy/],
      ] as const) {
        const found = await examiner.amissIn(body.replace('</main>', `${markup}</main>`));
        expect([markup, found.join(' ')]).toEqual([markup, expect.stringMatching(told)]);
      }
    });
  });

  it('have nothing amiss either in an office that has just begun, whatever somebody mistakes, and whatever fails', async () => {
    const office = await Served.start({ KRONIKA_MASTER_KEY: '5f'.repeat(32) });
    try {
      await within({ viewport: WIDE }, async (page) => {
        const examiner = new Examiner(page);
        const found: (readonly [string, readonly string[]])[] = [];
        // A page of the same program, whose files are under the same addresses.
        await page.goto(url('/logowanie'));
        for await (const [shows, html] of new Office(office).states())
          found.push([shows, await examiner.amissIn(html)]);
        for (const [shows, amiss] of found) expect([shows, amiss]).toEqual([shows, []]);
        expect(found.length).toBeGreaterThan(100);
      });
    } finally {
      await office.discard();
    }
  }, 300_000);

  it('are walked by the keyboard in the order in which they read, and show where one is', async () => {
    await within({}, async (page) => {
      await page.goto(url('/rejestr'));
      const focused = (): Promise<readonly [string, boolean]> =>
        page.evaluate(() => {
          const { activeElement: at } = document;
          if (at === null) return ['', false];
          const name = at.id || at.textContent.trim() || at.tagName;
          return [name, getComputedStyle(at).outlineStyle !== 'none'];
        });
      const walked: string[] = [];
      for (let step = 0; step < 17; step++) {
        await page.keyboard.press('Tab');
        const [name, visible] = await focused();
        expect([name, visible]).toEqual([name, true]);
        // The parts of a date are stops of one field.
        if (walked.at(-1) !== name) walked.push(name);
      }
      expect(walked.slice(0, 13)).toEqual([
        'Przejdź do treści',
        'Przejdź do wyników',
        'Kronika',
        'search',
        'Znajdź',
        'as-of',
        'Pokaż',
        'English',
        'Pulpit',
        'Nowy wpis',
        'Rejestr',
        'Gminy',
        'Cele',
      ]);
      await page.goto(url('/rejestr'));
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await focused()).toEqual(['content', expect.any(Boolean)]);
      await page.keyboard.press('Tab');
      expect((await focused())[0]).toBe('f-q');
    });
  }, 180_000);

  it('do all that they do without a script', async () => {
    await within({ javaScriptEnabled: false }, async (page) => {
      await page.goto(url('/rejestr'));
      await page.getByLabel('Rodzaj', { exact: true }).selectOption('contact');
      await page.getByLabel('Gmina', { exact: true }).selectOption('0415052');
      await page.getByRole('button', { name: 'Pokaż' }).last().click();
      expect(new URL(page.url()).searchParams.get('gmina')).toBe('0415052');
      await page.getByRole('link', { name: 'Następna strona' }).click();
      await page.getByRole('link', { name: 'Poprzednia strona' }).click();
      await page.locator('tbody th a').first().click();
      expect(await page.locator('h2', { hasText: 'Historia wpisu' }).count()).toBe(1);
      await page.getByLabel('Stan na dzień').first().fill('2024-12-30');
      await page.locator('.point button').click();
      expect(await page.locator('.past-banner').innerText()).toContain('Stan na dzień 30.12.2024');
      await page.getByRole('link', { name: 'Wróć do dziś' }).click();
      expect(await page.locator('.past-banner').count()).toBe(0);
      await page.getByLabel('Szukaj').fill('KT/2024/0147');
      await page.getByRole('button', { name: 'Znajdź' }).click();
      expect(await page.locator('tbody tr').count()).toBe(1);
      await page.goto(url('/audyt/odtwarzacz?asOf=2023-05-10'));
      expect(await page.getByRole('button', { name: 'Odtwarzaj' }).isVisible()).toBe(false);
      await page.getByRole('link', { name: 'Następny' }).click();
      expect(page.url()).toContain('asOf=2023-05-11');
    });
  }, 180_000);

  it('play the ledger by themselves until they are stopped', async () => {
    await within({}, async (page) => {
      await page.goto(url('/audyt/odtwarzacz?asOf=2023-05-10'));
      await page.getByRole('button', { name: 'Odtwarzaj' }).click();
      await page.waitForURL(/asOf=2023-05-15/);
      await page.getByRole('button', { name: 'Zatrzymaj' }).click();
      await page.getByRole('button', { name: 'Odtwarzaj' }).waitFor();
      const stopped = page.url();
      const told = await page.locator('.past-banner').innerText();
      const [, day = ''] = /asOf=(\d{4}-\d{2}-\d{2})/.exec(stopped) ?? [];
      expect(told).toContain(day.split('-').reverse().join('.'));
    });
  }, 180_000);

  it('print as documents, whose tables have their headers on every page', async () => {
    const asOf = '2024-03-31';
    const { digest, position } = (await served.read(`/v1/reports/annual?year=2023&asOf=${asOf}`)).json<Report>();
    const list = `kind=contact&occurredFrom=2023-01-01&asOf=${asOf}`;
    const { items } = (await served.read(`/v1/activities?${list}&limit=1`)).json<ActivityPage>();
    for (const { address, first, sha } of [
      { address: `/raporty/roczny?year=2023&asOf=${asOf}`, first: 'Chełmża (gmina)', sha: digest },
      { address: `/rejestr.html?${list}`, first: items[0]?.number ?? '', sha: '[0-9a-f]{64}' },
    ])
      await within({}, async (page) => {
        await page.goto(url(address));
        const shown = await page.evaluate(() =>
          [...document.querySelectorAll('table')].map(({ tHead, tBodies }) => ({
            head: tHead?.textContent ?? '',
            rows: [...(tBodies[0]?.rows ?? [])].map(({ textContent }) => textContent),
          })),
        );
        const screen = solid(await page.locator('body').innerText());
        const printed = (await printedOn(await page.pdf({ preferCSSPageSize: true }))).map(solid);
        const numbers = printed.map((_, index) => `${String(index + 1)}/${String(printed.length)}`);
        expect(printed.map((each, index) => each.startsWith(numbers[index] ?? ''))).toEqual(printed.map(() => true));
        const pages = printed.map((each, index) => each.slice(numbers[index]?.length));
        const whole = pages.join('');

        // A page that goes on with a table begins with its headers, and never with a row.
        const heads = shown.map(({ head }) => solid(head));
        const rows = shown.flatMap((table) => table.rows).map(solid);
        expect(rows.some((row) => row.startsWith(solid(first)))).toBe(true);
        expect(pages.slice(1).filter((each) => heads.some((head) => each.startsWith(head))).length).toBeGreaterThan(2);
        for (const each of pages)
          expect([each.slice(0, 60), rows.some((row) => each.startsWith(row))]).toEqual([each.slice(0, 60), false]);
        for (const row of rows) expect([row, pages.some((each) => each.includes(row))]).toEqual([row, true]);

        for (const said of ['Stan na dzień 31.03.2024', `Pozycja w dzienniku ${position}`])
          expect([said, whole.includes(solid(said))]).toEqual([said, true]);
        expect(whole).toMatch(new RegExp(`sha256:${sha}`));

        // What leads elsewhere is for the screen.
        for (const way of [
          'Przejdź do treści',
          'Znajdź',
          'Pulpit',
          'English',
          'Wróć do dziś',
          'Strona drukuje się jako dokument',
          'Deklaracja dostępności',
        ])
          expect([way, screen.includes(solid(way)), whole.includes(solid(way))]).toEqual([way, true, false]);
      });
  }, 180_000);
});
