import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Accounts } from '../../../src/application/access/accounts.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { Served } from '../../support/served.js';

const suite = HAS_BROWSER ? describe : describe.skip;
const PASSWORD = 'cztery kolory liści';

suite('signing in with a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;

  beforeAll(async () => {
    served = await Served.start({}, {});
    chromium = await browser();
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await served.discard();
  });

  const url = (address: string): string => `${served.kronika.url ?? ''}${address}`;
  /** A browser of its own, in which no script runs. */
  const open = async (): Promise<Page> => (await chromium.newContext({ javaScriptEnabled: false })).newPage();
  const submit = async (page: Page, button: string): Promise<void> => {
    await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
    await page.waitForLoadState();
  };
  const accounts = async (): Promise<string> => (await served.get(Accounts).list()).map(({ name }) => name).join();

  it('leads from the first link to a colleague’s account, without a script', async () => {
    const page = await open();
    await page.goto(served.kronika.firstLink ?? '');
    await page.getByLabel('Nazwa konta').fill('a.kowalska');
    await page.getByLabel('Nowe hasło').fill('krótkie');
    await submit(page, 'Ustal hasło');
    // What is amiss is told beside the field, and what was typed is there but for the password.
    await expect(page.getByLabel('Nowe hasło').getAttribute('aria-invalid')).resolves.toBe('true');
    await expect(page.getByLabel('Nazwa konta').inputValue()).resolves.toBe('a.kowalska');
    await page.getByLabel('Nowe hasło').fill(PASSWORD);
    await submit(page, 'Ustal hasło');
    expect(page.url()).toBe(url('/pulpit'));
    await page.getByRole('link', { name: 'Konta', exact: true }).click();
    await page.getByLabel('Nazwa konta').fill('b.lis');
    await page.getByLabel('pracownik').check();
    await submit(page, 'Załóż konto');
    const link = await page.locator('main code').innerText();
    await page.getByRole('button', { name: 'Wyloguj się' }).click();
    expect(page.url()).toBe(url('/logowanie'));
    expect((await page.goto(url('/pulpit')))?.status()).toBe(401);

    const colleague = await open();
    await colleague.goto(link);
    await colleague.getByLabel('Nowe hasło').fill(PASSWORD);
    await submit(colleague, 'Ustal hasło');
    expect(colleague.url()).toBe(url('/pulpit'));
    expect(await accounts()).toBe('a.kowalska,b.lis');
  });

  it('goes on where one was going, and lets one change the password', async () => {
    const page = await open();
    await page.goto(url('/gminy?year=2024'));
    await page.getByRole('link', { name: 'Zaloguj się' }).click();
    await page.getByLabel('Nazwa konta').fill('a.kowalska');
    await page.getByLabel('Hasło').fill('nie to');
    await submit(page, 'Zaloguj się');
    await expect(page.getByRole('alert').innerText()).resolves.toBe('Nazwa konta albo hasło są nieprawidłowe.');
    await page.getByLabel('Hasło').fill(PASSWORD);
    await submit(page, 'Zaloguj się');
    expect(page.url()).toBe(url('/gminy?year=2024'));
    await page.getByRole('link', { name: 'Zmień hasło' }).click();
    await page.getByLabel('Dotychczasowe hasło').fill(PASSWORD);
    await page.getByLabel('Nowe hasło').fill(`${PASSWORD}, nowe`);
    await submit(page, 'Zmień hasło');
    expect(page.url()).toBe(url('/pulpit'));
    await page.context().close();
  });
});
