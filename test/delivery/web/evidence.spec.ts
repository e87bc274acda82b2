import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Pack } from '../../../src/application/evidence/pack.js';
import { follow } from '../../../src/application/evidence/places.js';
import { verifyPack } from '../../../src/application/evidence/verify-pack.js';
import { readPage } from '../../../src/delivery/evidence/page.js';
import { faultsInLightAndDark } from '../../support/axe.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { faultsOf } from '../../support/evidence.js';
import type { Served } from '../../support/served.js';
import { servedDemonstration } from '../../support/web.js';
import { runs } from '../../support/runs.js';

const packIn = (html: string): Pack => JSON.parse(readPage(html)?.text ?? '') as Pack;

/** A pack of a year of the demonstration ledger, about as large as an office's. */
describe('an evidence pack of the demonstration', () => {
  let served: Served;
  let files: string;
  let html: string;
  let text: string;
  /** Of a month alone. */
  let short: string;

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'kronika-evidence-'));
    served = await servedDemonstration();
    const of = async (query: string, accept: string): Promise<string> =>
      (await served.read(`/v1/audit/evidence?${query}&asOf=2024-03-31`, { accept })).body;
    [html, text] = [await of('year=2023', 'text/html'), await of('year=2023', 'application/json')];
    short = await of('report=period&from=2023-06&to=2023-06', 'text/html');
  }, 600_000);
  afterAll(async () => {
    await served.discard();
    await rm(files, { recursive: true });
  });

  it('bears out any report, as of any day: what is packed is enough to count it anew', async () => {
    const months = fc
      .integer({ min: 0, max: 35 })
      .map((at) => `${String(2022 + Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`);
    const days = fc
      .date({ min: new Date('2022-01-05'), max: new Date('2024-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    await fc.assert(
      fc.asyncProperty(months, months, days, async (a, b, day) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const answer = await served.read(`/v1/audit/evidence?report=period&from=${from}&to=${to}&asOf=${day}`);
        // One that does not pass is not handed out.
        expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
        const { verdict } = await verifyPack(answer.body);
        expect(verdict.notes.map(({ code }) => code)).not.toContain('counted-otherwise');
        expect([verdict.sound, faultsOf(verdict)]).toEqual([true, []]);
      }),
      runs(3),
    );
  }, 600_000);

  it('is of a size that can be sent', () => {
    const pack = JSON.parse(text) as Pack;
    expect(pack.events.length).toBeGreaterThan(1000);
    expect(html.length).toBeLessThan(2_500_000);
    expect(html.length - text.length).toBeLessThan(450_000);
  });

  /** Of a pack's text: the member, and of the lists in it the entry, in which a place lies; `/` for what is between members. */
  const partAt = (pack: string, at: number): string => {
    let from = 1;
    const inMember = Object.entries(JSON.parse(pack) as Pack).some(([name, value]) => {
      const begin = from + name.length + 3;
      from = begin + JSON.stringify(value).length + 1;
      return begin <= at && at < from - 1;
    });
    // A name that is another is one of no member, wherever it stood.
    if (!inMember) return '/';
    const { pointer } = follow(pack, at + 1);
    const [, member = '', entry = ''] = pointer.split('/');
    // Another position may be past the end of the ledger: then it is the checkpoint that does not reach so far.
    const within = ['events', 'rows'].includes(member) && !pointer.endsWith('/position');
    return within && entry !== '' ? `/${member}/${entry}` : `/${member}`;
  };
  const expectFoundAt = async (pack: string, part: string): Promise<void> => {
    const { verdict } = await verifyPack(pack);
    const places = verdict.checks.flatMap(({ faults }) => faults.map(({ where }) => where));
    const found = part === '/' ? places.length > 0 : places.some((where) => `${where}/`.startsWith(`${part}/`));
    expect([verdict.sound, part, found || places]).toEqual([false, part, true]);
  };
  const flipped = (bytes: Buffer, at: number, by: number): string => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ by;
    return copy.toString();
  };
  const FLIP = fc.integer({ min: 1, max: 255 });

  it('does not pass with any byte of its data another, and says where', async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), FLIP, async (at, by) => {
        await expectFoundAt(flipped(bytes, at, by), partAt(text, bytes.subarray(0, at).toString().length));
      }),
      runs(8),
    );
  }, 600_000);

  it('does not pass with a byte of any of its members another, as data or within the page', async () => {
    const data = readPage(short)?.text ?? '';
    const members = Object.entries(JSON.parse(data) as Pack);
    const begin = short.indexOf('id="pack">') + 'id="pack">'.length;
    await fc.assert(
      fc.asyncProperty(fc.nat(), FLIP, async (where, by) => {
        let from = 1;
        for (const [name, value] of members) {
          const own = JSON.stringify(value);
          const at = from + name.length + 3 + (where % own.length);
          from += name.length + 3 + own.length + 1;
          const part = partAt(data, at);
          expect([part, part === `/${name}` || part.startsWith(`/${name}/`)]).toEqual([part, true]);
          await expectFoundAt(flipped(Buffer.from(data), Buffer.byteLength(data.slice(0, at)), by), part);
        }
        // In the page the data stand as in the file, but that each `<` is escaped.
        const escaped = short.indexOf('\\u003c', begin);
        const at = where % ((escaped < 0 ? short.indexOf('</script>', begin) : escaped) - begin);
        const page = flipped(Buffer.from(short), Buffer.byteLength(short.slice(0, begin + at)), by);
        await expectFoundAt(readPage(page)?.text ?? '', partAt(data, at));
      }),
      runs(1),
    );
  }, 600_000);

  const suite = HAS_BROWSER ? describe : describe.skip;
  suite('in a browser, from the disk and without a network (needs Chromium)', () => {
    let chromium: Browser;
    beforeAll(async () => {
      chromium = await browser();
    });
    afterAll(() => chromium.close());

    /** Opens a page from the disk. What it would ask of a network, and what goes wrong in it, is gathered. */
    async function opened(
      content: string,
      act: (page: Page, amiss: readonly string[]) => Promise<void>,
      { before, ...options }: BrowserContextOptions & { readonly before?: (page: Page) => Promise<void> } = {},
    ): Promise<void> {
      const file = join(files, 'pack.html');
      await writeFile(file, content);
      const context = await chromium.newContext({
        offline: true,
        locale: 'pl-PL',
        timezoneId: 'Europe/Warsaw',
        ...options,
      });
      const amiss: string[] = [];
      try {
        const page = await context.newPage();
        await before?.(page);
        page.on('request', (request) => {
          if (!request.url().startsWith('file:')) amiss.push(request.url());
        });
        page.on('pageerror', ({ message }) => amiss.push(message));
        page.on('console', (message) => {
          if (message.type() === 'error') amiss.push(message.text());
        });
        await page.goto(pathToFileURL(file).href);
        await act(page, amiss);
      } finally {
        await context.close();
      }
    }
    const verdict = (page: Page): Promise<string> => page.locator('.verdict').innerText({ timeout: 120_000 });

    it('says in both languages that all is as it was signed', async () => {
      await opened(html, async (page, amiss) => {
        const said = await verdict(page);
        expect(said).toContain('Dane w tym pliku są takie, jakie podpisał urząd, a liczby raportu z nich wynikają.');
        expect(said).toContain('The data in this file are as the office signed them');
        expect(await page.title()).toBe('Pakiet dowodowy – Kronika');
        expect(await page.locator('h1').innerText()).toBe('Raport ze współpracy powiatu z gminami za rok 2023');
        const results = await page.locator('#verdict ~ .scroll tbody tr td:last-child').allInnerTexts();
        expect(results).toEqual(Array(8).fill('zgodne'));
        await page.getByRole('button', { name: 'English' }).click();
        expect(await page.locator('h1').innerText()).toContain('Report on the county’s work');
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        expect(await page.locator('#verdict ~ .scroll tbody tr td:last-child').allInnerTexts()).toEqual(
          Array(8).fill('right'),
        );
        // A file has nowhere to lead but within itself.
        const links = await page.locator('a[href]').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
        expect(links.filter((each) => each?.startsWith('#') !== true)).toEqual([]);
        expect(amiss).toEqual([]);
      });
    }, 300_000);

    it('says where it was altered', async () => {
      const pack = packIn(short);
      const { number, title } = pack.rows[0]!;
      const other = short.replace(`"number":"${number}"`, `"number":"${number.replace(/\d/, '9')}"`);
      expect(other).not.toBe(short);
      await opened(other, async (page) => {
        expect(await verdict(page)).toContain('Dane w tym pliku nie są takie, jakie podpisał urząd');
        expect(await page.locator('.warning').first().innerText()).toContain('nie należy ufać');
        expect(await page.locator('#verdict ~ .scroll').nth(1).innerText()).toContain('/rows');
      });
      const at = short.indexOf(JSON.stringify(title).slice(1, -1));
      const event = `${short.slice(0, at)}X${short.slice(at + 1)}`;
      await opened(event, async (page) => {
        expect(await verdict(page)).toContain('The data in this file are not as the office signed them');
        expect(await page.locator('#verdict ~ .scroll').nth(1).innerText()).toMatch(/\/events\/\d+/);
      });
      const begin = short.indexOf('id="pack">') + 10;
      await opened(`${short.slice(0, begin)}x${short.slice(begin + 1)}`, async (page) => {
        expect(await verdict(page)).toContain('W tym pliku nie ma danych pakietu');
      });
    }, 300_000);

    it('runs no script but its own', async () => {
      await opened(short.replace('<script>', '<script>document.title="altered";'), async (page, amiss) => {
        expect(await page.title()).toBe('Pakiet dowodowy – Kronika');
        expect(await page.locator('main').innerText()).toContain('Trwa sprawdzanie');
        expect(amiss.join()).toContain('Content Security Policy');
      });
      await opened(
        short,
        async (page) => expect(await page.locator('main').innerText()).toContain('kronika evidence verify'),
        {
          javaScriptEnabled: false,
        },
      );
    }, 300_000);

    it('does without what browsers of five years ago lack', async () => {
      const older = async (page: Page): Promise<void> => {
        await page.addInitScript(`
          for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group'])
            delete Array.prototype[name];
          delete String.prototype.at; delete String.prototype.isWellFormed; delete String.prototype.toWellFormed;
          delete Object.hasOwn; delete Object.groupBy; delete Map.groupBy; delete Array.fromAsync;
          for (const name of ['union', 'intersection', 'difference', 'isSubsetOf']) delete Set.prototype[name];
          delete Promise.withResolvers; delete globalThis.structuredClone; delete Uint8Array.fromBase64;
          delete Uint8Array.fromHex; delete Uint8Array.prototype.toHex; delete Uint8Array.prototype.toBase64;
          delete globalThis.crypto; delete globalThis.Iterator;
          // Without the name, the helpers would still stand on what all iterators have in common.
          const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
          for (const name of Object.getOwnPropertyNames(iterators)) if (name !== 'constructor') delete iterators[name];
          if ('map' in new Map().values()) throw new Error('there are helpers of iterators still');
        `);
      };
      const act = async (page: Page, amiss: readonly string[]): Promise<void> => {
        expect(await verdict(page)).toContain('Dane w tym pliku są takie, jakie podpisał urząd');
        expect(amiss).toEqual([]);
      };
      await opened(short, act, { before: older });
    }, 300_000);

    it('compares a key, and unfolds an entry, by the keyboard alone', async () => {
      const { key, rows } = packIn(short);
      await opened(short, async (page) => {
        await verdict(page);
        await page.locator('#noted').focus();
        await page.keyboard.insertText(key);
        await page.keyboard.press('Enter');
        expect(await page.locator('.noted [role=status] strong').innerText({ timeout: 60_000 })).toBe(
          'To jest klucz tego dziennika.',
        );
        await page.locator('#noted').fill(`${key}x`);
        await page.keyboard.press('Enter');
        await page.getByText('To nie jest klucz tego dziennika.').waitFor({ timeout: 60_000 });
        expect(await verdict(page)).toContain('nie są takie');
        const entry = page.locator('.unfolding').first();
        expect(await entry.innerText()).toContain(rows[0]?.number);
        await entry.locator('summary').first().focus();
        await page.keyboard.press('Enter');
        await entry.locator('ol li').first().waitFor();
        expect(await entry.locator('ol li').first().innerText()).toMatch(/Pozycja \d/);
      });
    }, 300_000);

    it('is read by everybody: axe, a phone, paper', async () => {
      await opened(short, async (page) => {
        await verdict(page);
        await page.locator('.unfolding summary').first().click();
        await page.locator('.unfolding ol li').first().waitFor();
        expect(await faultsInLightAndDark(page)).toEqual([]);
        await page.setViewportSize({ width: 320, height: 640 });
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(320);
        await page.emulateMedia({ media: 'print', colorScheme: 'light' });
        expect(await page.locator('.languages').isVisible()).toBe(false);
        expect(await page.locator('.unfolding summary').first().isVisible()).toBe(true);
      });
    }, 300_000);
  });
});
