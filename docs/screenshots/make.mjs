/**
 * Takes a picture of each page of the demonstration, in light and dark colours and on a phone: `npm run screenshots`; of
 * some of them alone: `npm run screenshots -- konta konto`.
 * The demonstration is looked at on the morning after its story, so that the pictures are the same on any day.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';
import 'reflect-metadata';
import { partsOf } from '../../dist/command-line.js';
import { DEMO_ACCOUNTS, prepareDemoAccounts } from '../../dist/application/demo/demo-accounts.js';
import { SimulatedClock } from '../../dist/application/demo/simulated-clock.js';
import { AccountStore } from '../../dist/application/ports/account-store.js';
import { Passwords } from '../../dist/application/ports/passwords.js';
import { prepareDemo } from '../../dist/delivery/cli/demo.js';
import { readConfig } from '../../dist/config.js';
import { serve } from '../../dist/serve.js';

/** What one does on a page to get to the one that is wanted. */
const first = (where) => (page) => page.locator(where).first().click();
const press = (name) => (page) => page.getByRole('main').getByRole('button', { name, exact: true }).click();
const follow = (name) => (page) => page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
const INTO_FIRST = first('tbody th a');

/** Each page by the name of its picture: its address, and what leads on from there. */
const PAGES = {
  pulpit: ['/pulpit?year=2024'],
  'pulpit-stan-na-dzien': ['/pulpit?asOf=2024-03-31'],
  rejestr: ['/rejestr'],
  wpis: ['/rejestr?q=IN/2022/0001', INTO_FIRST],
  gminy: ['/gminy'],
  gmina: ['/gminy/0415052?year=2023'],
  cele: ['/cele'],
  cel: ['/cele/G1.4?year=2023'],
  organizacje: ['/organizacje?kind=rural-housewives-circle'],
  organizacja: ['/organizacje?kind=rural-housewives-circle', INTO_FIRST],
  osoby: ['/osoby'],
  osoba: ['/osoby', INTO_FIRST],
  'nowa-osoba': ['/osoby/nowa'],
  kalendarz: ['/kalendarz?month=2024-12'],
  raporty: ['/raporty'],
  raport: ['/raporty/roczny?year=2023&asOf=2024-03-31'],
  'zamrozony-raport': ['/raporty/roczny?year=2023', press('Zamroź raport')],
  roznica: ['/raporty/roczny/roznica?year=2023&comparedTo=2023-12-31'],
  audyt: ['/audyt'],
  odtwarzacz: ['/audyt/odtwarzacz?asOf=2023-05-10'],
  spojnosc: ['/audyt/spojnosc'],
  'punkty-kontrolne': ['/audyt/punkty'],
  dowod: ['/audyt', first('a[href^="/audyt/dowody/"]')],
  pakiety: ['/audyt/pakiety'],
  dostepy: ['/audyt/dostepy'],
  dostepnosc: ['/dostepnosc'],
  'nowy-wpis': ['/wpis'],
  formularz: ['/wpis/kontakt'],
  pomylki: ['/wpis/kontakt', press('Zapisz')],
  krok: ['/rejestr?kind=contact&status=recorded', INTO_FIRST, first('a[href*="/krok/"]')],
  poprawka: ['/rejestr?q=IN/2022/0001', INTO_FIRST, follow('Popraw wpis')],
  uniewaznienie: ['/rejestr?kind=contact&status=recorded', INTO_FIRST, follow('Unieważnij wpis')],
  logowanie: ['/logowanie'],
  konta: ['/konta'],
  konto: [`/konta/${DEMO_ACCOUNTS[0].name}`],
  haslo: ['/haslo'],
};
const LOOKS = {
  jasny: { viewport: { width: 1280, height: 960 }, colorScheme: 'light' },
  ciemny: { viewport: { width: 1280, height: 960 }, colorScheme: 'dark' },
  telefon: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PAGES, name));
if (unknown.length > 0) throw new Error(`no picture is called ${unknown.join(', ')}: ${Object.keys(PAGES).join(', ')}`);
const wanted = Object.entries(PAGES).filter(([name]) => asked.length === 0 || asked.includes(name));

const data = await mkdtemp(join(tmpdir(), 'kronika-pictures-'));
await prepareDemo(data, partsOf(process.env).demoEngines);
const settings = { ...process.env, KRONIKA_DATA: data, KRONIKA_AUTH: 'off', KRONIKA_LOG: 'silent', KRONIKA_PORT: '0' };
const clock = new SimulatedClock('2025-01-02T09:00:00.000Z');
const kronika = await serve(readConfig(settings), { clock });
await prepareDemoAccounts(kronika.app.get(AccountStore), kronika.app.get(Passwords), clock.now());
// The story tells of no persons.
for (const [organisation, its, name, phone] of [
  ['Gmina Łubianka', 'sekretarz gminy', 'Anna Wymyślona', '56 662 87 00'],
  ['Gmina Lubicz', 'inspektor do spraw promocji', 'Jan Zmyślony', '56 662 87 10 wewn. 12'],
])
  await kronika.app.inject({
    method: 'POST',
    url: '/v1/persons',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ organisation: { name: organisation }, function: its, name, phone }),
  });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--lang=pl',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  for (const [look, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
    const page = await context.newPage();
    for (const [name, [address, ...steps]] of wanted) {
      await page.goto(`${kronika.url}${address}`);
      for (const step of steps) {
        await step(page);
        await page.waitForLoadState();
      }
      await page.screenshot({ path: join(import.meta.dirname, `${name}-${look}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await kronika.close();
  await rm(data, { recursive: true, force: true });
}
