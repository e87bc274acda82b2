import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { EventStore } from '../../../src/application/ports/event-store.js';
import { MasterKey } from '../../../src/application/ports/master-key.js';
import { ViewStore } from '../../../src/application/ports/view-store.js';
import type { ActivityPage } from '../../../src/application/queries/activities.js';
import { recordingPath } from '../../../src/delivery/web/forms/addresses.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { faultsInLightAndDark } from '../../support/axe.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { Served } from '../../support/served.js';

const suite = HAS_BROWSER ? describe : describe.skip;
const PASSWORD = 'cztery kolory liści';

suite('recording with a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_MASTER_KEY: '5f'.repeat(32) }, {});
    chromium = await browser();
    for (const [name, role] of [
      ['ewa', 'recorder'],
      ['jan', 'recorder'],
      ['maria', 'manager'],
    ] as const) {
      const { secret } = await served.get(Accounts).add({ name, roles: [role] }, ADMINISTRATOR);
      await served.get(Accounts).choose(secret, PASSWORD, '');
    }
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await chromium.close();
    await served.discard();
  });

  const url = (address: string): string => `${served.kronika.url ?? ''}${address}`;

  /** A browser in which somebody has signed in. */
  async function signedIn(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await chromium.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
    contexts.push(context);
    const value = await served.get(Sessions).open(name);
    await context.addCookies([{ name: 'kronika', value, url: url('/') }]);
    return context.newPage();
  }

  const main = (page: Page) => page.getByRole('main');
  const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
  const press = async (page: Page, name: string): Promise<void> => {
    await main(page).getByRole('button', { name, exact: true }).click();
    await page.waitForLoadState();
  };
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');

  /** Fills in a contact, but for its title. */
  async function fillContact(page: Page): Promise<void> {
    await page.goto(url('/wpis/kontakt'));
    await field(page, '/channel').selectOption('phone');
    await field(page, '/direction').selectOption('outgoing');
    await field(page, '/counterparts/0/organisation/name').fill('Gmina Łubianka');
    await page.getByText('Nie ma jej w rejestrze').first().click();
    await field(page, '/counterparts/0/organisation/kind').selectOption('gmina');
    await page.getByLabel('Łubianka', { exact: true }).check();
  }
  async function recordContact(page: Page, title: string): Promise<string> {
    await fillContact(page);
    await field(page, '/title').fill(title);
    await press(page, 'Zapisz');
    expect(await main(page).locator('.saved').innerText()).toContain('Zapisano');
    return new URL(page.url()).pathname;
  }
  const titled = async (title: string): Promise<ActivityPage['items']> => {
    const cookie = `kronika=${await served.get(Sessions).open('ewa')}`;
    const found = await served.read(`/v1/activities?q=${encodeURIComponent(title)}`, { cookie });
    return found.json<ActivityPage>().items;
  };

  const unfold = (page: Page): Promise<void> =>
    page.evaluate(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
    });

  /** Looks at what a page shows, state after state: what axe objects to, what is too wide, and what the browser reports. */
  function examining(page: Page): { readonly examine: (state: string) => Promise<void>; readonly found: string[] } {
    const found: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]/.test(message.text())) found.push(message.text());
    });
    const examine = async (state: string): Promise<void> => {
      found.push(...(await faultsInLightAndDark(page)).map((each) => `${state}: ${each}`));
      await page.setViewportSize({ width: 320, height: 256 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide !== 320) found.push(`${state} is ${String(wide)} wide`);
      await page.setViewportSize({ width: 1280, height: 960 });
    };
    return { examine, found };
  }

  it('begins in what is wrong, leads to each field, and takes what is mended', async () => {
    const page = await signedIn('ewa');
    await page.goto(url('/wpis/kontakt'));
    await field(page, '/title').fill('Z pomyłkami');
    await press(page, 'Zapisz');
    expect(await focused(page)).toBe('faults');
    expect(await page.title()).toContain('Nie zapisano');
    await page.locator('#faults a', { hasText: 'kanał' }).click();
    expect(await focused(page)).toBe('f-/channel');
    expect(await field(page, '/title').inputValue()).toBe('Z pomyłkami');
    await fillContact(page);
    await field(page, '/title').fill('Z pomyłkami');
    await press(page, 'Zapisz');
    expect(page.url()).toContain('/rejestr/');
  });

  it('keeps what was typed when the language is changed, there and back', async () => {
    const page = await signedIn('ewa');
    await fillContact(page);
    await field(page, '/title').fill('W dwóch językach');
    for (const [link, button] of [
      ['English', 'Save'],
      ['Polski', 'Zapisz'],
    ] as const) {
      await page.getByRole('link', { name: link, exact: true }).click();
      await main(page).getByRole('button', { name: button, exact: true }).waitFor();
      expect(await field(page, '/title').inputValue()).toBe('W dwóch językach');
      expect(await field(page, '/channel').inputValue()).toBe('phone');
    }
    expect(await titled('dwóch językach')).toEqual([]);
    await press(page, 'Zapisz');
    expect(page.url()).toContain('/rejestr/');
  });

  it('needs no mouse', async () => {
    const page = await signedIn('ewa');
    await recordContact(page, 'Żeby urząd był w rejestrze');
    await page.goto(url('/wpis/kontakt'));
    await field(page, '/title').focus();
    await page.keyboard.type('Z klawiatury');
    const walked: string[] = [];
    for (let step = 0; step < 40 && walked.at(-1) !== 'record'; step++) {
      await page.keyboard.press('Tab');
      const [name, visible] = await page.evaluate((): [string, boolean] => {
        const at = document.activeElement;
        if (!(at instanceof HTMLElement)) return ['', false];
        const named = at.getAttribute('name') === 'do' ? at.getAttribute('value') : at.getAttribute('name');
        return [named ?? at.tagName, getComputedStyle(at).outlineStyle !== 'none'];
      });
      expect([name, visible]).toEqual([name, true]);
      if (name === '/channel') await page.keyboard.press('t');
      if (name === '/direction') await page.keyboard.press('w');
      if (name === '/gminas' && walked.at(-1) !== '/gminas') await page.keyboard.press('Space');
      if (walked.at(-1) !== name) walked.push(name);
    }
    // Of the same office as before: it stands there already, in the order in which it reads.
    expect(walked.slice(0, 4)).toEqual(['/occurredOn', '/channel', '/direction', '/counterparts/0/organisation/name']);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/rejestr\//);
    expect(await page.locator('h1').innerText()).toBe('Z klawiatury');
  });

  it('saves by the enter key, and not by the first button that adds a row', async () => {
    const page = await signedIn('ewa');
    await fillContact(page);
    await field(page, '/title').fill('Klawiszem enter');
    await field(page, '/title').press('Enter');
    await page.waitForURL(/\/rejestr\//);
    expect((await titled('Klawiszem enter')).length).toBe(1);
  });

  it('records once what is clicked twice', async () => {
    const page = await signedIn('ewa');
    await fillContact(page);
    await field(page, '/title').fill('Dwuklik');
    await main(page).getByRole('button', { name: 'Zapisz', exact: true }).dblclick();
    await page.waitForURL(/\/rejestr\//);
    expect((await titled('Dwuklik')).length).toBe(1);
  });

  it('goes on with the next entry, and completes organisations as one types', async () => {
    const page = await signedIn('ewa');
    await fillContact(page);
    await field(page, '/title').fill('Jeden z dziesięciu');
    await press(page, 'Zapisz i dodaj następny');
    expect(await main(page).locator('.saved').innerText()).toContain('Jeden z dziesięciu');
    const office = field(page, '/counterparts/0/organisation/name');
    expect(await office.inputValue()).toBe('Gmina Łubianka');
    await office.fill('');
    const asked = page.waitForResponse(/\/v1\/organisations/);
    await office.pressSequentially('łubian');
    expect((await asked).status()).toBe(200);
    await page.locator('#organisations option:nth-child(2):last-child').waitFor({ state: 'attached' });
    const options = page.locator('#organisations option');
    const names = [options.nth(0), options.nth(1)].map((option) => option.getAttribute('value'));
    expect(await Promise.all(names)).toEqual(['Gmina Łubianka', 'Urząd Gminy Łubianka']);
  });

  it('does all of it without a script', async () => {
    const page = await signedIn('ewa', { javaScriptEnabled: false });
    const entry = await recordContact(page, 'Bez skryptu');
    await page.goto(url('/wpis/udzial-w-wydarzeniu'));
    await field(page, '/title').fill('Dożynki bez skryptu');
    await field(page, '/representatives/0/function').fill('starosta');
    await press(page, 'Dodaj: reprezentant');
    expect(await focused(page)).toBe('f-/representatives/1/official');
    expect(await field(page, '/representatives/0/function').inputValue()).toBe('starosta');
    expect(await field(page, '/title').inputValue()).toBe('Dożynki bez skryptu');
    await page.goto(url(entry));
    await page.getByRole('link', { name: 'kolejny termin' }).click();
    await field(page, '/due').fill('2030-01-31');
    await press(page, 'Zapisz');
    expect(await main(page).locator('.lead').first().innerText()).toContain('do dalszego kontaktu');
    await page.getByRole('link', { name: 'Cofnij ostatni krok' }).click();
    await field(page, '/reason').fill('Nie trzeba.');
    await press(page, 'Cofnij ostatni krok');
    expect(await main(page).locator('.saved').innerText()).toContain('Cofnięcie ostatniego kroku');
    await page.getByRole('link', { name: 'Popraw wpis' }).click();
    await field(page, '/changes/place').fill('Łubianka');
    await press(page, 'Pokaż zmiany');
    expect(await main(page).locator('.changes').innerText()).toContain('Łubianka');
    await field(page, '/reason').fill('Brakowało miejsca.');
    await press(page, 'Zapisz poprawkę');
    expect(await main(page).locator('.saved').innerText()).toContain('Poprawka');
    await page.getByRole('link', { name: 'Unieważnij wpis' }).click();
    await field(page, '/reason').fill('To była próba.');
    await press(page, 'Unieważnij wpis');
    expect(await main(page).locator('.warning').innerText()).toContain('Wpis unieważniony. Powód: To była próba.');
    const manager = await signedIn('maria', { javaScriptEnabled: false });
    await manager.goto(url(entry));
    await manager.getByRole('link', { name: 'Przywróć wpis' }).click();
    await field(manager, '/reason').fill('Jednak nie próba.');
    await press(manager, 'Przywróć wpis');
    expect(await main(manager).locator('.saved').innerText()).toContain('Przywrócenie');
  });

  it('tells the second of two editors what the first did', async () => {
    const [first, second] = [await signedIn('ewa'), await signedIn('jan')];
    const entry = await recordContact(first, 'Dwie osoby');
    for (const page of [first, second]) await page.goto(url(`${entry}/poprawka`));
    for (const [page, title] of [
      [first, 'Dwie osoby, raz'],
      [second, 'Dwie osoby, dwa'],
    ] as const) {
      await field(page, '/changes/title').fill(title);
      await field(page, '/reason').fill('Dokładniej.');
      await press(page, 'Zapisz poprawkę');
    }
    expect(first.url()).toContain('saved=1');
    expect(await focused(second)).toBe('faults');
    expect(await main(second).locator('.history').innerText()).toContain('Dwie osoby, raz');
    expect(await field(second, '/changes/title').inputValue()).toBe('Dwie osoby, dwa');
    await press(second, 'Zapisz poprawkę');
    expect(await second.locator('h1').innerText()).toBe('Dwie osoby, dwa');
  });

  it.each([true, false])(
    'comes back to the filled form after the session ended (script: %s)',
    async (javaScriptEnabled) => {
      const page = await signedIn('ewa', { javaScriptEnabled });
      await fillContact(page);
      await field(page, '/title').fill('Przerwane w połowie');
      await field(page, '/description').fill('Tego nikt nie chce pisać drugi raz.');
      await page.context().clearCookies();
      await press(page, 'Zapisz');
      expect(page.url()).toBe(url('/wpis/kontakt'));
      await page.getByLabel('Nazwa konta').fill('ewa');
      await page.getByLabel('Hasło').fill(PASSWORD);
      await press(page, 'Zaloguj się');
      if (!javaScriptEnabled) await press(page, 'Wróć do formularza');
      await page.waitForURL(/\/wpis\/kontakt$/);
      expect(await field(page, '/description').inputValue()).toBe('Tego nikt nie chce pisać drugi raz.');
      expect(await page.getByLabel('Łubianka', { exact: true }).isChecked()).toBe(true);
      expect(page.url()).not.toContain('?');
      await field(page, '/title').fill(`Przerwane w połowie ${String(javaScriptEnabled)}`);
      await press(page, 'Zapisz');
      expect(page.url()).toContain('/rejestr/');
    },
  );

  it('has nothing that axe objects to, in any state, in light colours and in dark, and never scrolls sideways', async () => {
    const page = await signedIn('maria');
    const entry = await recordContact(page, 'Pod lupą');
    const { examine, found } = examining(page);
    for (const address of [
      '/wpis',
      ...KINDS.map(recordingPath),
      '/wpis/dzialanie-wspierajace?step=grant',
      entry,
      `${entry}?asOf=${String((await served.events()).length)}`,
      `${entry}/poprawka`,
      `${entry}/krok/plan-follow-up`,
      `${entry}/krok/close-follow-up`,
      `${entry}/uniewaznienie`,
      `/wpis/kontakt?copy=${entry.split('/').at(-1) ?? ''}`,
      '/wpis?asOf=2024-01-01',
    ]) {
      await page.goto(url(address));
      await unfold(page);
      await examine(address);
    }
    await page.goto(url('/wpis/udzial-w-wydarzeniu'));
    await press(page, 'Zapisz');
    await examine('mistakes');
    await fillContact(page);
    await field(page, '/title').fill('Pod lupą');
    await press(page, 'Zapisz');
    await examine('a twin');
    await field(page, '/title').fill('Pod lupą 2');
    await field(page, '/description').fill('ktos@poczta.example');
    await press(page, 'Zapisz');
    await examine('contact data');
    await page.goto(url(`${entry}/poprawka`));
    await field(page, '/changes/title').fill('Inaczej');
    await press(page, 'Pokaż zmiany');
    await examine('a review');
    await page.context().clearCookies();
    await press(page, 'Zapisz poprawkę');
    await examine('a session that ended');
    expect(found).toEqual([]);
  }, 300_000);

  it('has nothing that axe objects to either where a person, or Kronika itself, is what is amiss', async () => {
    const [page, other] = [await signedIn('maria'), await signedIn('jan')];
    await recordContact(page, 'Żeby urząd był w rejestrze osób');
    const { examine, found } = examining(page);
    const broken: { readonly mockRestore: () => void }[] = [];
    const mend = (): void => {
      for (const each of broken.splice(0)) each.mockRestore();
    };
    try {
      await page.goto(url('/osoby'));
      await examine('no persons');
      await page.goto(url('/osoby/nowa'));
      await press(page, 'Zapisz osobę');
      await examine('a person of whom nothing was typed');
      const fill = async (): Promise<void> => {
        await page.goto(url('/osoby/nowa'));
        await field(page, '/organisation/name').fill('Gmina Łubianka');
        await field(page, '/function').fill('sekretarz gminy');
        await field(page, '/name').fill('Anna Wymyślona');
        await field(page, '/phone').fill('56 662 87 00');
      };
      await fill();
      await press(page, 'Zapisz osobę');
      const person = new URL(page.url()).pathname;
      await examine('a person who was just recorded');
      await page.goto(url('/osoby'));
      await examine('persons');
      await page.goto(url(`${person}/poprawka`));
      await field(page, '/changes/phone').fill('zadzwoń');
      await press(page, 'Zapisz poprawkę');
      await examine('a correction of a person, with mistakes');
      await other.goto(url(`${person}/poprawka`));
      await field(other, '/changes/function').fill('skarbnik gminy');
      await field(other, '/reason').fill('Awans.');
      await press(other, 'Zapisz poprawkę');
      await field(page, '/changes/phone').fill('56 662 87 99');
      await field(page, '/reason').fill('Nowy numer.');
      await press(page, 'Zapisz poprawkę');
      expect(await page.locator('#meanwhile').count()).toBe(1);
      await examine('a person whom somebody else changed');
      await page.goto(url(`${person}/usuniecie`));
      await press(page, 'Usuń dane na zawsze');
      await examine('an erasure without a reason');

      broken.push(jest.spyOn(served.get(MasterKey), 'read').mockResolvedValue(null));
      for (const address of ['/osoby', person, `${person}/poprawka`]) {
        await page.goto(url(address));
        await examine(`${address} without the master key`);
      }
      await fill();
      await press(page, 'Zapisz osobę');
      await examine('a person who cannot be sealed');
      mend();

      const unavailable = new Rejection('unavailable', 'The ledger is closed.');
      broken.push(jest.spyOn(served.get(EventStore), 'append').mockRejectedValue(unavailable));
      await fillContact(page);
      await field(page, '/title').fill('Pod lupą, nie zapisany');
      await press(page, 'Zapisz');
      await examine('a form that the ledger does not take');
      broken.push(jest.spyOn(served.get(ViewStore), 'generations').mockRejectedValue(unavailable));
      await press(page, 'Zapisz');
      await main(page).getByText('Pokaż, co wpisano').click();
      await examine('a form that cannot be drawn');
      mend();
      await press(page, 'Wróć do formularza');
      await examine('a form that is drawn again');
      await press(page, 'Zapisz');
      expect(page.url()).toContain('/rejestr/');

      await page.goto(url(`${person}/usuniecie`));
      await field(page, '/reason').fill('Wniosek osoby.');
      await field(page, '/confirmed').check();
      await press(page, 'Usuń dane na zawsze');
      await examine('an erased person');
    } finally {
      mend();
    }
    expect(found).toEqual([]);
  }, 300_000);
});
