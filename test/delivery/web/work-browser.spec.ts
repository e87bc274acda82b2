import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Accounts } from '../../../src/application/access/accounts.js';
import { recordingPath } from '../../../src/delivery/web/forms/addresses.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import type { Role } from '../../../src/domain/kernel/event.js';
import type { JsonObject } from '../../../src/domain/kernel/json.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { fillIn } from '../../support/filling.js';
import type { Served } from '../../support/served.js';
import { stepIn, typedOf } from '../../support/typed-forms.js';
import { servedDemonstration } from '../../support/web.js';

const suite = HAS_BROWSER ? describe : describe.skip;
const PASSWORD = 'cztery kolory liści';

suite('the work of an office with a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;
  let files: string;
  const people = new Map<string, Page>();

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'kronika-work-'));
    served = await servedDemonstration({}, {});
    chromium = await browser();
    for (const [name, role] of [
      ['ewa', 'recorder'],
      ['maria', 'manager'],
      ['adam', 'auditor'],
    ] as const satisfies readonly (readonly [string, Role])[]) {
      const ends = role === 'auditor' ? { endsOn: '2099-12-31' } : {};
      const { secret } = await served.get(Accounts).add({ name, roles: [role], ...ends }, ADMINISTRATOR);
      await served.get(Accounts).choose(secret, PASSWORD, '');
    }
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await served.discard();
    await rm(files, { recursive: true });
  });

  const url = (address: string): string => `${served.kronika.url ?? ''}${address}`;
  const main = (page: Page) => page.getByRole('main');
  const press = async (page: Page, name: string): Promise<void> => {
    await main(page).getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  };

  /** A browser in which somebody has signed in, once for all that they do. */
  async function signedIn(name: string): Promise<Page> {
    const known = people.get(name);
    if (known !== undefined) return known;
    const page = await chromium.newPage({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw' });
    await page.goto(url('/logowanie'));
    await page.getByLabel('Nazwa konta').fill(name);
    await page.getByLabel('Hasło').fill(PASSWORD);
    await press(page, 'Zaloguj się');
    expect(new URL(page.url()).pathname).toBe('/pulpit');
    people.set(name, page);
    return page;
  }

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    'records a %s, once all that was left out is filled in',
    async (_name, kind) => {
      const example = kind.example as JsonObject;
      const page = await signedIn('ewa');
      await page.goto(url(`${recordingPath(kind)}?step=${stepIn(kind, example)}`));
      await press(page, 'Zapisz');
      const led = await page
        .locator('#faults a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(1) ?? ''));
      expect(led.length).toBeGreaterThan(2);
      const there = await page.evaluate((ids) => ids.filter((id) => document.getElementById(id) !== null), led);
      expect(there).toEqual(led);
      await fillIn(page, typedOf(kind, example));
      await press(page, 'Zapisz');
      expect([await page.locator('#faults').allInnerTexts(), await page.locator('h1').innerText()]).toEqual([
        [],
        example['title'],
      ]);
      expect(await main(page).locator('.saved').innerText()).toContain('Zapisano');
    },
    120_000,
  );

  it('freezes a report, tells what became of it, and takes what proves it from the office', async () => {
    const manager = await signedIn('maria');
    await manager.goto(url('/raporty/roczny?year=2024'));
    await press(manager, 'Zamroź raport');
    expect(await manager.locator('h1').innerText()).toBe('Zamrożony raport za rok 2024');
    const frozen = manager.url();

    const clerk = await signedIn('ewa');
    const [contact] = KINDS;
    if (contact === undefined) throw new Error('no kinds');
    await clerk.goto(url(recordingPath(contact)));
    const late = { title: 'Zapisano po zamrożeniu', occurredOn: '2024-12-30', followUpDue: '2025-01-31' };
    await fillIn(clerk, typedOf(contact, { ...(contact.example as JsonObject), ...late }));
    await press(clerk, 'Zapisz');
    const entry = new URL(clerk.url()).pathname;

    await manager.goto(frozen);
    await main(manager).getByRole('link', { name: 'Co się zmieniło w tym raporcie od zamrożenia' }).click();
    expect(await main(manager).getByRole('status').innerText()).toContain('Zmienione wskaźniki');
    const leading = main(manager).locator(`a[href^="${entry}"]`);
    expect(await leading.count()).toBeGreaterThan(0);
    await leading.first().click();
    expect(await manager.locator('h1').innerText()).toBe('Zapisano po zamrożeniu');

    const auditor = await signedIn('adam');
    await auditor.goto(frozen);
    expect(await main(auditor).getByRole('button', { name: 'Zamroź raport' }).count()).toBe(0);
    const downloading = auditor.waitForEvent('download');
    await main(auditor).getByRole('button', { name: 'Pobierz stronę (.html)' }).click();
    const pack = join(files, 'pakiet.html');
    await (await downloading).saveAs(pack);

    const page = await chromium.newPage({ offline: true });
    await page.goto(pathToFileURL(pack).href);
    expect(await page.locator('.verdict').innerText({ timeout: 120_000 })).toContain(
      'Dane w tym pliku są takie, jakie podpisał urząd, a liczby raportu z nich wynikają.',
    );
    expect(await page.locator('h1').innerText()).toContain('rok 2024');
    expect(await page.locator('main').innerText()).not.toContain('Zapisano po zamrożeniu');
  }, 300_000);

  it('goes back to a day before an entry was corrected and annulled, and shows it as it was', async () => {
    const page = await signedIn('ewa');
    await page.goto(url('/rejestr?status=annulled'));
    await page.locator('tbody th a').first().click();
    expect(await main(page).locator('.warning').first().innerText()).toContain('Wpis unieważniony');
    const told = (await main(page).locator('li[id^="p"] .quiet').allInnerTexts()).join();
    const days = [...told.matchAll(/(\d{2})\.(\d{2})\.(\d{4})/g)].map(([, day, month, year]) =>
      [year, month, day].join('-'),
    );
    await page
      .getByLabel('Stan na dzień')
      .first()
      .fill(days.toSorted()[0] ?? '');
    await page.locator('.point button').click();
    expect(await page.locator('.past-banner').innerText()).toContain('Stan na dzień');
    expect(await main(page).getByText('Wpis unieważniony').count()).toBe(0);
    expect(await main(page).getByRole('link', { name: 'Popraw wpis' }).count()).toBe(0);
  }, 120_000);
});
