import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { ActivityPage } from '../../../src/application/queries/activities.js';
import type { Report } from '../../../src/application/reports/report.js';
import { faultsInLightAndDark } from '../../support/axe.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { printedOn } from '../../support/pdf.js';
import type { Served } from '../../support/served.js';
import { servedDemonstration } from '../../support/web.js';

const suite = HAS_BROWSER ? describe : describe.skip;

/** A text as paper and screen have it alike: without spaces, without hyphens where a line is broken, and without capitals that the style sheet sets. */
const solid = (text: string): string => text.replace(/[\s\u00ad\u2010-]+/g, '').toLowerCase();

/** 1280 pixels enlarged to 400%. */
const NARROW = { width: 320, height: 256 };
const WIDE = { width: 1280, height: 720 };

/** What can be seen of any page, in one visit: to draw each once more for each question takes minutes. */
interface Visit {
  readonly address: string;
  /** What axe objects to. */
  readonly faults: readonly string[];
  /** Pixels that it takes on a narrow screen. */
  readonly width: number;
  /** The errors that the browser reports. */
  readonly said: readonly string[];
}

suite('the pages in a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;
  let now: readonly Visit[];
  let past: readonly Visit[];

  beforeAll(async () => {
    served = await servedDemonstration({ KRONIKA_AUTH: 'off' }, {});
    chromium = await browser();
    const found = async (query: string): Promise<string> =>
      (await served.read(`/v1/activities?limit=1&${query}`)).json<ActivityPage>().items[0]?.id ?? '';
    const { items } = (await served.read('/v1/organisations?kind=rural-housewives-circle')).json<{
      items: { id: string; support?: { times: number } }[];
    }>();
    const [{ id: event = '' } = {}] = (await served.read('/v1/ledger/events?limit=1&after=1233')).json<
      { id?: string }[]
    >();
    const organisation = items.find(({ support }) => (support?.times ?? 0) > 1)?.id ?? '';
    const [person, erased] = [await recordedPerson(), await recordedPerson()];
    await served.kronika.app.inject({
      method: 'DELETE',
      url: `/v1/persons/${erased}`,
      headers: { 'content-type': 'application/json', 'if-match': '"0"' },
      payload: JSON.stringify({ reason: 'Wniosek osoby.' }),
    });
    const entry = `/rejestr/${await found('kind=joint-investment&q=zlotoria')}`;
    now = await visit([
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
      '/raporty/roczny/roznica?year=2023&comparedTo=2024-06-30',
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
    ]);
    past = await visit(
      ['/pulpit?', '/pulpit?lang=en&', '/rejestr?limit=3&', '/gminy/0415052?', '/kalendarz?', `${entry}?`].map(
        (address) => `${address}asOf=2024-06-30`,
      ),
    );
  }, 600_000);

  afterAll(async () => {
    await chromium.close();
    await served.discard();
  });

  /** @returns the id of a contact person who was recorded just now */
  async function recordedPerson(): Promise<string> {
    const organisation = { name: 'Gmina Łubianka' };
    const body = { organisation, function: 'sekretarz gminy', name: 'Anna Wymyślona', phone: '56 662 87 00' };
    return (await served.write('/v1/persons', body)).json<{ id: string }>().id;
  }

  const url = (address: string): string => `${served.kronika.url ?? ''}${address}`;

  /** Opens a context of its own for a while. */
  async function within<T>(
    options: BrowserContextOptions,
    act: (context: BrowserContext, page: Page) => Promise<T>,
  ): Promise<T> {
    const context = await chromium.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
    try {
      return await act(context, await context.newPage());
    } finally {
      await context.close();
    }
  }

  /** Opens pages one after another, and looks at each in every way that needs no deed. */
  const visit = (addresses: readonly string[]): Promise<Visit[]> =>
    within({ viewport: WIDE }, async (_context, page) => {
      let said: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      const visits: Visit[] = [];
      for (const address of addresses) {
        said = [];
        await page.goto(url(address));
        const faults = await faultsInLightAndDark(page);
        await page.setViewportSize(NARROW);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        await page.setViewportSize(WIDE);
        visits.push({ address, faults, width, said });
      }
      return visits;
    });

  it('have nothing that axe objects to, in light colours and in dark', () => {
    for (const { address, faults } of now) expect([address, faults]).toEqual([address, []]);
  });

  it('have nothing that axe objects to as of a past day', () => {
    for (const { address, faults } of past) expect([address, faults]).toEqual([address, []]);
  });

  it('never scroll sideways, enlarged fourfold or on a narrow screen', () => {
    for (const { address, width } of [...now, ...past]) expect([address, width]).toEqual([address, NARROW.width]);
  });

  it('load nothing that their policy refuses, and report no error', () => {
    // But for the last two, which answer that they found nothing or were asked wrongly.
    for (const { address, said } of [...now.slice(0, -2), ...past]) expect([address, said]).toEqual([address, []]);
  });

  it('are walked by the keyboard in the order in which they read, and show where one is', async () => {
    await within({}, async (_context, page) => {
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
    await within({ javaScriptEnabled: false }, async (_context, page) => {
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
    await within({}, async (_context, page) => {
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
      await within({}, async (_context, page) => {
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
