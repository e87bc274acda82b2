import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Accounts } from '../../../src/application/access/accounts.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Tokens } from '../../../src/application/access/tokens.js';
import { EventStore } from '../../../src/application/ports/event-store.js';
import { ViewStore } from '../../../src/application/ports/view-store.js';
import type { ActivityPage } from '../../../src/application/queries/activities.js';
import { recordingPath } from '../../../src/delivery/web/forms/addresses.js';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { campaign } from '../../../src/domain/activities/campaign/campaign.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { jointInitiative } from '../../../src/domain/activities/joint-initiative/joint-initiative.js';
import { jointInvestment } from '../../../src/domain/activities/joint-investment/joint-investment.js';
import { mediaCoverage } from '../../../src/domain/activities/media-coverage/media-coverage.js';
import { publication } from '../../../src/domain/activities/publication/publication.js';
import { supportAction } from '../../../src/domain/activities/support-action/support-action.js';
import type { JsonObject } from '../../../src/domain/kernel/json.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { browser, HAS_BROWSER } from '../../support/browser.js';
import { fillIn } from '../../support/filling.js';
import { Served } from '../../support/served.js';
import { typedOf } from '../../support/typed-forms.js';
import type { Form } from '../../support/visitor.js';

const suite = HAS_BROWSER ? describe : describe.skip;
const PASSWORD = 'cztery kolory liści';

interface Mistaken {
  readonly at: string;
  readonly button?: string;
  readonly form: Form;
  /** What is said, by the field at which it is said. */
  readonly told: readonly (readonly [field: string, words: string])[];
}

/** Each rule of DOMAIN.md that a clerk can break in a new entry; what is left out besides is told as well. */
const MISTAKES: readonly Mistaken[] = [
  {
    at: recordingPath(contact),
    form: {
      '/title': 'x'.repeat(201),
      '/occurredOn': '2098-12-31',
      '/occurredUntil': '2098-12-30',
      '/on': '2098-12-31',
      '/description': 'Dzwonił rolnik, PESEL 44051401359, w sprawie drogi.',
      '/otherGminas': '0415052',
      '/caseSigns': 'bez znaku',
      '/documents/0/sha256': 'abc',
      '/links': 'KT/1999/1',
      '/counterparts/0/organisation/name': 'Nikt taki',
      '/counterparts/0/person': 'Jan Nowak',
    },
    told: [
      ['/title', 'tekst ma mieć od 1 do 200 znaków'],
      ['/occurredOn', 'to, co wykonane, nie może mieć daty po dniu dzisiejszym'],
      ['/occurredUntil', 'data zakończenia nie może być wcześniejsza niż data rozpoczęcia'],
      ['/on', 'krok nie może mieć daty po dniu dzisiejszym'],
      ['/description', 'numerów PESEL nigdy się nie zapisuje'],
      ['/gminas', 'zaznacz co najmniej jedną gminę'],
      ['/otherGminas', '0415052 to gmina tego powiatu'],
      ['/caseSigns', 'to nie jest znak sprawy'],
      ['/documents/0/sha256', 'to nie jest skrót SHA-256'],
      ['/links', 'nie ma wpisu o takim numerze'],
      ['/counterparts/0/organisation/name', 'nie ma organizacji „Nikt taki” w rejestrze'],
      ['/counterparts/0/person', 'wklej identyfikator ze strony osoby do kontaktu'],
    ],
  },
  {
    at: recordingPath(contact),
    form: { '/scope': 'county', '/gminas': ['0415052'], '/description': 'Pisać na ktos@poczta.example.' },
    told: [
      ['/gminas', 'przy zasięgu „powiat” nie podaje się gmin'],
      ['/description', 'zawiera adres e-mail albo numer telefonu'],
    ],
  },
  {
    at: recordingPath(attendance),
    form: {
      '/strategyItems': ['T2'],
      '/organisers/0/name': 'Szkoła w Przykładowie',
      '/organisers/0/kind': 'school',
      '/representatives/0/function': 'kierowca',
    },
    told: [
      ['/strategyItems', 'T2 wymaga organizatora albo beneficjenta rodzaju: gmina'],
      ['/strategyItems', 'T2 wymaga, by powiat reprezentowała władza powiatu'],
    ],
  },
  {
    at: `${recordingPath(supportAction)}?step=request`,
    form: {
      '/strategyItems': ['G1.4'],
      '/beneficiary/name': 'Firma w Przykładowie',
      '/beneficiary/kind': 'company',
      '/requestedAmount': 'około tysiąca',
      '/budgetClass': 'dział 921',
    },
    told: [
      ['/strategyItems', 'G1.4 wymaga organizatora albo beneficjenta rodzaju'],
      ['/requestedAmount', 'podaj kwotę w złotych, nieujemną'],
      ['/budgetClass', 'napisz dział-rozdział-paragraf'],
    ],
  },
  {
    at: recordingPath(campaign),
    form: { '/gminas': ['0415052'], '/strategyItems': ['G2.1', 'G3.4'], '/baseline': 'dużo', '/budget': '-5' },
    told: [
      ['/strategyItems', 'G2.1 wymaga co najmniej 2 gmin'],
      ['/strategyItems', 'G3.4 wymaga powiązania z działaniem rodzaju: wspólna inwestycja'],
      ['/baseline', 'podaj liczbę'],
      ['/budget', 'podaj kwotę w złotych, nieujemną'],
    ],
  },
  {
    at: recordingPath(jointInvestment),
    form: { '/roadNumber': 'droga do Pigży', '/plannedLength': 'daleko' },
    told: [
      ['/roadNumber', 'to nie jest numer drogi'],
      ['/plannedLength', 'podaj długość w pełnych metrach'],
    ],
  },
  {
    at: recordingPath(publication),
    form: { '/scope': 'outside', '/strategyItems': ['G1.1', 'G1.3'], '/issn': '1734', '/url': 'powiat' },
    told: [
      ['/strategyItems', 'G1.1 wymaga podania jednostki powiatu'],
      ['/strategyItems', 'G1.3 wymaga podania gminy'],
      ['/issn', 'to nie jest ISSN'],
      ['/url', 'adres ma zaczynać się od http'],
    ],
  },
  {
    at: recordingPath(jointInitiative),
    form: { '/participants': 'tłum' },
    told: [['/participants', 'podaj liczbę całkowitą']],
  },
  {
    at: recordingPath(mediaCoverage),
    form: { '/strategyItems': ['G2.3'], '/jointMessage': 'false', '/promptedBy': 'KT/1999/1' },
    told: [
      ['/strategyItems', 'G2.3 realizuje się przez'],
      ['/promptedBy', 'nie ma wpisu o takim numerze'],
    ],
  },
];

suite('recording with a browser (needs Chromium)', () => {
  let served: Served;
  let chromium: Browser;
  const people = new Map<string, Page>();
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    served = await Served.start({}, {});
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

  /** A browser in which somebody has signed in: one for all tests, but for those that ask for another sort of it. */
  async function signedIn(name: string, options?: BrowserContextOptions): Promise<Page> {
    const known = options === undefined ? people.get(name) : undefined;
    if (known !== undefined) return known;
    const context = await chromium.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
    const value = await served.get(Sessions).open(name);
    await context.addCookies([{ name: 'kronika', value, url: url('/') }]);
    const page = await context.newPage();
    if (options === undefined) people.set(name, page);
    else contexts.push(context);
    return page;
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
    const store = served.get(EventStore);
    const append = store.append.bind(store);
    let answer = (): void => undefined;
    const sent = new Promise<void>((resolve) => (answer = resolve));
    const slow = jest.spyOn(store, 'append').mockImplementation(async (...events) => {
      await sent;
      return append(...events);
    });
    try {
      const button = main(page).getByRole('button', { name: 'Zapisz', exact: true });
      await button.scrollIntoViewIfNeeded();
      const { x, y } = (await button.boundingBox()) ?? { x: 0, y: 0 };
      for (let click = 0; click < 2; click++) {
        const posted = page.waitForRequest((request) => request.method() === 'POST');
        await page.mouse.click(x + 5, y + 5);
        await posted;
      }
      answer();
      // Not by its address: the way there that the browser gave up for the second would count as one that failed.
      await main(page).locator('.saved').waitFor();
    } finally {
      answer();
      slow.mockRestore();
    }
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

  /** Makes mistakes on a page, and is told each of them above the form and beside its field. */
  async function mistake(page: Page, { at, button = 'Zapisz', form, told }: Mistaken): Promise<void> {
    await page.goto(url(at));
    await fillIn(page, form);
    await press(page, button);
    expect([at, await focused(page)]).toEqual([at, 'faults']);
    const summary = await page.locator('#faults').innerText();
    for (const [name, words] of told) {
      expect([at, name, summary]).toEqual([at, name, expect.stringContaining(words)]);
      expect(await page.locator(`[id="e-${name}"]`).innerText()).toContain(words);
      expect(await page.locator(`[id="f-${name}"]`).count()).toBe(1);
      expect(await page.locator(`#faults a[href="#f-${name}"]`).count()).toBeGreaterThan(0);
    }
    for (const [name, said] of Object.entries(form))
      if (typeof said === 'string') expect([name, await field(page, name).inputValue()]).toEqual([name, said]);
  }

  it('tells each mistake beside its field, and keeps what was typed', async () => {
    // Nothing is filled in for who has recorded nothing yet.
    const page = await signedIn('jan');
    const before = (await served.events()).length;
    for (const each of MISTAKES) await mistake(page, each);
    expect((await served.events()).length).toBe(before);
    // What is only warned of may stand.
    await fillContact(page);
    await fillIn(page, { '/title': 'Z adresem', '/description': 'Pisać na ktos@poczta.example.' });
    await press(page, 'Zapisz');
    await page.getByLabel('Wiem, że w tekście jest adres e-mail').check();
    await press(page, 'Zapisz');
    expect(await main(page).locator('.saved').innerText()).toContain('Zapisano');
  }, 180_000);

  it('tells mistakes in the steps and changes of an entry in the same way', async () => {
    const token = await served.get(Tokens).add({ name: 'program', roles: ['recorder'] }, ADMINISTRATOR);
    const headers = { authorization: `Bearer ${token}` };
    const record = async (path: string, body: object): Promise<string> => {
      const answer = await served.write(path, body, headers);
      expect([path, answer.statusCode]).toEqual([path, 201]);
      return answer.json<{ id: string }>().id;
    };
    const support = await record('/v1/support-actions', supportAction.example);
    const delivering = `/v1/support-actions/${support}/steps/deliver`;
    const delivered = { amount: 450_000, on: '2023-07-20' };
    expect((await served.write(delivering, delivered, { ...headers, 'if-match': '"0"' })).statusCode).toBe(200);
    const investment = await record('/v1/joint-investments', jointInvestment.example);
    const page = await signedIn('ewa');
    await mistake(page, {
      at: `/rejestr/${support}/krok/settle`,
      form: { '/on': '2023-07-19', '/accepted': '4500', '/returned': '1' },
      told: [
        ['/on', 'nie może być przed wcześniejszym krokiem'],
        ['/accepted', 'kwota uznana i zwrócona razem przekraczają przekazaną (4500,00 zł)'],
      ],
    });
    await mistake(page, {
      at: `/rejestr/${support}/poprawka`,
      button: 'Zapisz poprawkę',
      form: { '/changes/title': '', '/changes/occurredOn': '2098-12-31' },
      told: [
        ['/changes/title', 'wypełnij to pole'],
        ['/changes/occurredOn', 'nie może mieć daty po dniu dzisiejszym'],
        ['/reason', 'wypełnij to pole'],
      ],
    });
    await mistake(page, {
      at: `/rejestr/${investment}/krok/agree`,
      form: { '/partners/0/gmina': '0415052', '/partners/0/share': 'połowa' },
      told: [['/partners/0/share', 'podaj kwotę w złotych']],
    });
    await page.goto(url(`/rejestr/${support}/poprawka`));
    await field(page, '/reason').fill('Nic się nie zmienia.');
    await press(page, 'Zapisz poprawkę');
    expect(await page.locator('#faults').innerText()).toContain('formularz niczego nie zmienia');
    await page.goto(url(`/rejestr/${support}/krok/deliver`));
    expect(await main(page).innerText()).toContain('nie można wykonać, bo stan wpisu to teraz');
    const manager = await signedIn('maria');
    await mistake(manager, {
      at: `/rejestr/${investment}/uniewaznienie`,
      button: 'Unieważnij wpis',
      form: { '/replacedBy': 'KT/1999/1' },
      told: [
        ['/reason', 'wypełnij to pole'],
        ['/replacedBy', 'nie ma wpisu o takim numerze'],
      ],
    });
  }, 180_000);

  it('says why what is not for whoever tries is refused, and what stands twice', async () => {
    const manager = await signedIn('maria');
    const { step: _, ...example } = publication.example as JsonObject;
    await manager.goto(url(`${recordingPath(publication)}?step=draft`));
    await fillIn(manager, typedOf(publication, { ...example, step: 'draft' }));
    await press(manager, 'Zapisz');
    const own = new URL(manager.url()).pathname;
    expect(own).toMatch(/^\/rejestr\//);
    await manager.goto(url(`${own}/krok/approve`));
    await press(manager, 'Zapisz');
    expect(await main(manager).innerText()).toContain('nikt nie zatwierdza własnego wpisu');

    const ewas = await recordContact(await signedIn('ewa'), 'Nie Jana');
    const page = await signedIn('jan');
    await page.goto(url(`${ewas}/uniewaznienie`));
    await field(page, '/reason').fill('To nie mój wpis.');
    await press(page, 'Unieważnij wpis');
    expect(await main(page).innerText()).toContain('unieważnia tylko własne wpisy');

    const token = await served.get(Tokens).add({ name: 'inny-program', roles: ['recorder'] }, ADMINISTRATOR);
    const written = await served.write('/v1/joint-investments', jointInvestment.example, {
      authorization: `Bearer ${token}`,
    });
    const share = (index: number) => ({ [`/partners/${index}/gmina`]: '0415052', [`/partners/${index}/share`]: '100' });
    await page.goto(url(`/rejestr/${written.json<{ id: string }>().id}/krok/agree`));
    await fillIn(page, { ...share(0), ...share(1) });
    await press(page, 'Zapisz');
    expect(await page.locator('#faults').innerText()).toContain('stoi dwa razy');
    expect(await field(page, '/partners/1/share').inputValue()).toBe('100');
  }, 180_000);

  it('comes through an outage with all that was typed', async () => {
    const page = await signedIn('ewa');
    await fillContact(page);
    await field(page, '/title').fill('W czasie awarii');
    const unavailable = new Rejection('unavailable', 'The views are closed.');
    const broken = jest.spyOn(served.get(ViewStore), 'generations').mockRejectedValue(unavailable);
    try {
      await press(page, 'Zapisz');
      await main(page).getByText('Pokaż, co wpisano').click();
      expect(await main(page).innerText()).toContain('W czasie awarii');
    } finally {
      broken.mockRestore();
    }
    await press(page, 'Wróć do formularza');
    expect(await field(page, '/title').inputValue()).toBe('W czasie awarii');
    await press(page, 'Zapisz');
    expect(page.url()).toContain('/rejestr/');
  });
});
