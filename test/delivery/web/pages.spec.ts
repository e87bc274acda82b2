import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActivityPage } from '../../../src/application/queries/activities.js';
import type { OneGoal } from '../../../src/application/queries/one-goal.js';
import type { Report } from '../../../src/application/reports/report.js';
import { zloty } from '../../../src/delivery/polish/formats.js';
import { movedBy } from '../../support/entry-amounts.js';
import type { Answer, Served } from '../../support/served.js';
import { addressesIn, mainOf, rowsIn, servedDemonstration, wordsIn } from '../../support/web.js';

const NBSP = '\u00a0';

interface Organisation {
  readonly id: string;
  readonly details: { readonly name: string; readonly gmina?: string };
  readonly support?: Record<'times' | 'requested' | 'granted' | 'delivered' | 'settled' | 'returned', number>;
}

/** One of each page. */
const PAGES = [
  '/pulpit',
  '/rejestr',
  '/gminy',
  '/gminy/0415052',
  '/gminy/county',
  '/cele',
  '/cele/G1.4',
  '/cele/none',
  '/organizacje',
  '/osoby',
  '/kalendarz',
  '/raporty',
  '/raporty/roczny?year=2023',
  '/raporty/okresowy?from=2023-04&to=2023-06',
  '/audyt',
  '/audyt/odtwarzacz',
  '/audyt/spojnosc',
  '/audyt/punkty',
  '/audyt/pakiety',
  '/audyt/dostepy',
  '/dostepnosc',
] as const;

describe('the pages of the demonstration', () => {
  let served: Served;

  beforeAll(async () => {
    served = await servedDemonstration();
  });
  afterAll(() => served.discard());

  const page = async (address: string): Promise<string> => {
    const answer = await served.read(address, { accept: 'text/html' });
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer.body;
  };
  const asked = async (address: string): Promise<Answer> => served.read(address, { accept: 'text/html' });
  const register = async (query: string): Promise<ActivityPage> =>
    (await served.read(`/v1/activities?${query}`)).json<ActivityPage>();
  const organisations = async (query: string): Promise<readonly Organisation[]> =>
    (await served.read(`/v1/organisations?limit=200&${query}`)).json<{ items: Organisation[] }>().items;
  const withParams = (address: string, params: string): string =>
    `${address}${address.includes('?') ? '&' : '?'}${params}`;

  it('are HTML with a title and a heading, in Polish, and run nothing that is written into them', async () => {
    const titles = new Set<string>();
    for (const address of PAGES) {
      const { body, headers } = await asked(address);
      expect([address, headers['content-type']]).toEqual([address, 'text/html; charset=utf-8']);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe/);
      expect(body).toMatch(/^<!doctype html>\n<html lang="pl">/);
      expect([...body.matchAll(/<h1>/g)].length).toBe(1);
      expect([address, body]).not.toEqual([
        address,
        expect.stringMatching(/ style="| on[a-z]+="|<style|<script(?! type="module" src="\/assets\/)/),
      ]);
      titles.add(/<title>(.*?)<\/title>/.exec(body)?.[1] ?? '');
      const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect([address, ids.length]).toEqual([address, new Set(ids).size]);
    }
    expect(titles.size).toBe(PAGES.length);
  });

  it('lead only where something is, and carry the point in time and the language everywhere', async () => {
    const seen = new Set<string>();
    const patterns = new Map<string, number>();
    const leaving = /^(#|\/docs|\/assets|\/v1\/|https:\/\/www\.rpo\.gov\.pl)/;
    const queue = PAGES.map((address) => withParams(address, 'asOf=2023-06-30&lang=en'));
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      const pattern = address.replace(/\?.*/, '').replace(/[0-9a-f-]{36}|G?[\d.]+$/, '*');
      const count = patterns.get(pattern) ?? 0;
      if (seen.has(address) || count >= 4) continue;
      patterns.set(pattern, count + 1);
      seen.add(address);
      const answer = await asked(address);
      expect([address, answer.statusCode]).toEqual([address, 200]);
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      expect(answer.body).toContain('<body class="past">');
      // The way back to now, and the other language, are ways out of what is carried; so are the player's steps.
      const ways = answer.body
        .replace(/<section class="past-banner"[\s\S]*?<\/section>/, '')
        .replace(/<a class="language"[\s\S]*?<\/a>/, '')
        .replace(/<nav class="player"[\s\S]*?<\/nav>/, '');
      const carried = addressesIn(ways.replace(/<form[\s\S]*?<\/form>/g, '')).filter((each) => !leaving.test(each));
      expect(carried.length).toBeGreaterThan(5);
      for (const each of carried) {
        const params = new URL(each, 'http://kronika').searchParams;
        expect([address, each, params.get('asOf'), params.get('lang')]).toEqual([address, each, '2023-06-30', 'en']);
      }
      // A form carries both beside what is typed; that for the point itself, the language alone. One that sends does in
      // its address.
      for (const [form] of ways.matchAll(/<form[\s\S]*?<\/form>/g)) {
        if (form.startsWith('<form method="post"')) {
          expect(/action="([^"]*)"/.exec(form)?.[1]).toMatch(/\?asOf=2023-06-30&amp;lang=en$/);
          continue;
        }
        expect(form).toContain('<input type="hidden" name="lang" value="en"/>');
        expect(form).toMatch(/name="asOf"/);
      }
      queue.push(...carried);
    }
    expect(seen.size).toBeGreaterThan(40);
    expect(patterns.size).toBeGreaterThan(15);
  });

  it('say that they are set back, and lead back to now on the same page', async () => {
    const past = await page('/gminy/0415052?year=2023&asOf=2023-06-30');
    expect(wordsIn(past)).toContain('Stan na dzień 30.06.2023. Widać to, co było wtedy zapisane. Tylko do odczytu.');
    expect(addressesIn(/<section class="past-banner"[\s\S]*?<\/section>/.exec(past)?.[0] ?? '')).toEqual([
      '/gminy/0415052?year=2023',
    ]);
    const now = await page('/gminy/0415052?year=2023');
    expect(now).not.toContain('past-banner');
    expect(mainOf(now)).not.toBe(mainOf(past));
    // Today is now; a position and an instant are points too.
    expect(await page('/pulpit?asOf=2025-01-02')).not.toContain('past-banner');
    expect(wordsIn(await page('/pulpit?asOf=2236'))).toContain('Stan po zdarzeniu nr 2 236 (10.05.2023)');
    expect(wordsIn(await page('/pulpit?asOf=2023-05-10T10:00:00Z'))).toContain(
      'Stan na chwilę 10.05.2023, godz. 12:00:00',
    );
  });

  it('stay where they are set back to where something is wrong, and at now where the point is', async () => {
    const [, there] = (await register('sort=recordedAt&limit=2')).items;
    for (const [address, status] of [
      ['/rejestr/nic?asOf=2023-06-30', 404],
      [`/rejestr/${there?.id ?? ''}?asOf=2021-12-31`, 404],
      ['/rejestr?phase=x&asOf=2023-06-30', 400],
    ] as const) {
      const { body, statusCode } = await asked(address);
      const asOf = address.slice(-10);
      expect([address, statusCode, body.includes('past-banner')]).toEqual([address, status, true]);
      expect(addressesIn(mainOf(body))).toContain(`/rejestr?asOf=${asOf}`);
    }
    for (const asOf of ['2099-01-01', '99999999', 'maj', '2025-01-02'])
      expect((await asked(`/rejestr?phase=x&asOf=${asOf}`)).body).not.toContain('past-banner');
  });

  it('show and change no accounts as of a past day: they have none', async () => {
    for (const address of ['/konta', '/konta/nikt', '/haslo']) {
      const html = mainOf(await page(`${address}?asOf=2023-06-30`));
      expect(wordsIn(html)).toContain('Tylko do odczytu');
      expect(html).not.toContain('<form');
    }
    for (const address of [
      '/konta',
      '/konta/nikt/zmiana',
      '/konta/nikt/odnosnik',
      '/konta/nikt/zamkniecie',
      '/haslo',
    ]) {
      const body = { name: 'a.nowa', roles: 'recorder' };
      expect([address, (await served.write(`${address}?asOf=2023-06-30`, body)).statusCode]).toEqual([address, 409]);
    }
    expect(wordsIn(mainOf(await page('/konta')))).not.toContain('a.nowa');
  });

  it('before the ledger began, are empty and do not fail', async () => {
    for (const address of PAGES)
      await page(
        withParams(address, 'asOf=2021-12-31')
          .replace('/gminy/0415052', '/gminy/county')
          .replace('/cele/G1.4', '/cele/none'),
      );
    expect((await asked('/gminy/0415052?asOf=2021-12-31')).statusCode).toBe(404);
  });

  it('begin at the desk', async () => {
    const { statusCode, headers } = await asked('/');
    expect([statusCode, headers.location]).toEqual([302, '/pulpit']);
    const desk = await page('/pulpit?year=2024');
    expect([...desk.matchAll(/class="tile shade-\d"/g)].length).toBe(9);
    const [latest] = (await register('sort=-recordedAt&limit=1')).items;
    expect(desk).toContain(latest?.title.replaceAll('"', '&quot;') ?? '?');
    // The story leaves one item of the strategy without any activity in one year.
    const gaps = (await served.read('/v1/goals?from=2022-01&to=2022-12&gaps=true')).json<{
      goals: { code: string }[];
    }>();
    const empty = wordsIn(await page('/pulpit?year=2022')).match(/brak działań/g) ?? [];
    expect(gaps.goals.length).toBeGreaterThan(0);
    expect(empty.length).toBe(gaps.goals.length);
  });

  it('tell at the desk what is overdue and what falls due within 14 days, the oldest first', async () => {
    const on = '2024-12-27';
    const html = await page(`/pulpit?asOf=${on}`);
    const card = (name: string): string =>
      new RegExp(`<section class="card" aria-labelledby="todo-${name}">[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
    const idsIn = (part: string): (string | undefined)[] =>
      [...part.matchAll(/<li><a href="\/rejestr\/([0-9a-f-]{36})/g)].map(([, id]) => id);
    for (const [name, waitsFor] of [
      ['followUps', 'followUp'],
      ['promises', 'promise'],
    ] as const) {
      const { items, total = 0 } = await register(
        `waitsFor=${waitsFor}&dueTo=2025-01-10&sort=due&limit=6&count=true&asOf=${on}`,
      );
      const late = await register(`waitsFor=${waitsFor}&overdue=true&count=true&limit=1&asOf=${on}`);
      expect(wordsIn(card(name))).toContain(` ${String(total)} Po terminie i te`);
      expect(idsIn(card(name))).toEqual(items.map(({ id }) => id));
      expect(items.some(({ overdue }) => !overdue) || total > 6).toBe(true);
      if ((late.total ?? 0) > 0) expect(wordsIn(card(name))).toContain(`${String(late.total)} po terminie`);
    }
    const invited = await register(`waitsFor=reply&limit=200&asOf=${on}`);
    const byReply = invited.items.toSorted((a, b) => ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1)).slice(0, 6);
    expect(byReply.length).toBeGreaterThan(2);
    const due = new Map(invited.items.map(({ id, due: by }) => [id, by]));
    expect(idsIn(card('invitations')).map((id) => due.get(id ?? ''))).toEqual(byReply.map(({ due: by }) => by));
  });

  it('call nothing outside the strategy no gap at the desk, and lead there by its name', async () => {
    const html = await page('/pulpit?year=2015');
    const [outside = ''] = /<li(?:(?!<li)[\s\S])*?href="\/cele\/none[\s\S]*?<\/li>/.exec(html) ?? [];
    expect(wordsIn(outside).trim()).toBe('Poza strategią 0');
    expect(outside).not.toContain('gap');
    expect(outside).toMatch(/>Poza strategią<\/a>/);
  });

  it('show the register by what its address asks, page by page, forwards and back', async () => {
    const query = 'gmina=0415052&kind=contact&occurredFrom=2022-01&occurredTo=2024-12';
    const { total = 0 } = await register(`${query}&count=true`);
    const first = await page(`/rejestr?${query}&limit=20`);
    expect(wordsIn(first)).toContain(`${String(total)} wpisów`);
    expect(first).toMatch(/<option value="contact" selected/);
    expect(first).toMatch(/name="occurredFrom" type="date" value="2022-01-01"/);
    const numbers = (html: string): string[] =>
      rowsIn(html)
        .slice(1)
        .map(([number = '']) => number);
    const next = addressesIn(first).find((each) => each.includes('cursor='));
    const second = await page(next ?? '');
    expect(new Set([...numbers(first), ...numbers(second)]).size).toBe(40);
    // How many there are, and the forms in which they are to be had, every page says alike.
    const above = (html: string): string => wordsIn(/<div class="above"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '');
    expect([above(second), above(first)]).toEqual([above(first), expect.stringContaining('DOCX')]);
    expect(addressesIn(second)).toContain('#results');
    expect(above(await page(`/rejestr?limit=20`))).not.toContain('DOCX');
    const back = /<a rel="prev" href="([^"]+)"/.exec(second)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(numbers(await page(back))).toEqual(numbers(first));
    // What is asked besides the form is told, kept by it, and can be taken away.
    const more = await page('/rejestr?mark=shared&overdue=true&gmina=0415052');
    expect(wordsIn(more)).toContain('Cecha: wspólne dla kilku gmin');
    expect(more).toContain('<input type="hidden" name="mark" value="shared"/>');
    expect(addressesIn(more)).toContain('/rejestr?overdue=true&gmina=0415052');
    expect(wordsIn(await page('/rejestr?q=nieistniejącesłowo'))).toContain('Żaden wpis nie spełnia tych warunków.');
  });

  it('ask the register for whatever DOMAIN.md section 5 asks it, by a form', async () => {
    const folded = await page('/rejestr');
    expect(folded).toContain('<details class="more"><summary>Więcej warunków</summary>');
    const { items } = await register('kind=support-action&limit=1');
    const named = items[0]?.details as unknown as { beneficiary: { id: string; name: string } };
    const { id, name } = named.beneficiary;
    const official = /<select id="f-representative"[\s\S]*?<option value="([^"]+)"/.exec(folded)?.[1] ?? '';
    const cases: readonly (readonly [typed: Record<string, string>, asked: string, told: string])[] = [
      [{ organisation: name.toUpperCase() }, `organisation=${id}`, `Organizacja: ${name}`],
      [{ organisation: id }, `organisation=${id}`, `Organizacja: ${name}`],
      [{ representative: official }, `representative=${official}`, 'Reprezentant: '],
      [{ representative: 'starosta' }, 'representative=starosta', 'Reprezentant: starosta'],
      [{ caseSign: 'OR.0021.1.2023' }, 'caseSign=OR.0021.1.2023', 'Znak sprawy: OR.0021.1.2023'],
      [
        { recordedFrom: '2023-03-01', recordedTo: '2023-03-31' },
        'recordedFrom=2023-03-01&recordedTo=2023-03-31',
        '01.03.2023',
      ],
      [
        { recordedBy: 'pracownik-3', lateDays: '30' },
        'recordedBy=pracownik-3&lateDays=30',
        'Spóźnione o więcej dni niż: 30',
      ],
      [{ selfApproved: 'true' }, 'selfApproved=true', 'Zatwierdzone przez zapisującego: tak'],
      [{ overdue: 'true', waitsFor: 'promise' }, 'overdue=true&waitsFor=promise', 'Czeka na: wykonanie zobowiązania'],
    ];
    const fields = [
      ...(/<form action="\/rejestr" class="filters"[\s\S]*?<\/form>/.exec(folded)?.[0] ?? '').matchAll(
        /<(?:select|input) id="f-[^>]*? name="(\w+)"/g,
      ),
    ].map(([, each]) => each);
    for (const [typed, asked, told] of cases) {
      // A form sends its empty fields, too.
      const sent = new URLSearchParams({ ...Object.fromEntries(fields.map((each) => [each ?? '', ''])), ...typed });
      for (const each of Object.keys(typed)) expect(fields).toContain(each);
      const html = await page(`/rejestr?${sent.toString()}`);
      const { total } = await register(`${asked}&count=true&limit=1`);
      expect([asked, wordsIn(html)]).toEqual([asked, expect.stringContaining(told)]);
      expect([asked, wordsIn(/<p role="status">.*?<\/p>/.exec(html)?.[0] ?? '').replace(/\D/g, '')]).toEqual([
        asked,
        String(total),
      ]);
      expect(html).toContain('<details class="more" open>');
      // What was asked stands in the form that asks again.
      for (const [each, value] of Object.entries(typed))
        expect(html).toMatch(
          each === 'organisation'
            ? new RegExp(`name="organisation" value="${name.replaceAll('"', '&quot;')}"`)
            : new RegExp(
                `name="${each}"[^>]* value="${value}"|<select id="f-${each}"[\\s\\S]*?<option value="${value}" selected`,
              ),
        );
    }
    expect((await asked('/rejestr?organisation=Nikt%20taki')).statusCode).toBe(400);
    // Several of a closed list, and an instant, are not lost by asking again.
    const several = await page('/rejestr?status=invited,confirmed&recordedFrom=2023-03-01T08:00:00Z');
    expect(several).toContain('<option value="invited,confirmed" selected');
    expect(several).toContain('name="recordedFrom" value="2023-03-01T08:00:00Z"');
  });

  it('find an entry by its number, however it is typed', async () => {
    const [known] = (await register('kind=contact&limit=1')).items;
    for (const typed of [known?.number ?? '', (known?.number ?? '').toLowerCase().replaceAll('/', ' ')]) {
      const found = rowsIn(await page(`/rejestr?q=${encodeURIComponent(typed)}`)).slice(1);
      expect(found.map(([number]) => number)).toEqual([known?.number]);
    }
  });

  it('give away exactly the list that is shown, as a table', async () => {
    const query = 'gmina=0415052&phase=done&sort=number&asOf=2023-12-31';
    const link = addressesIn(await page(`/rejestr?${query}`)).find((each) => each.startsWith('/rejestr.csv'));
    const { body, headers } = await asked(link ?? '');
    expect(headers['content-disposition']).toBe('attachment; filename="rejestr-stan-2023-12-31.csv"');
    expect(body.startsWith('\ufeffNumer;Rodzaj;')).toBe(true);
    const all: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const found: ActivityPage = await register(`${query}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
      all.push(...found.items.map(({ number }) => number));
      cursor = found.next;
    }
    expect(all.length).toBeGreaterThan(100);
    expect(
      body
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(';')[0]),
    ).toEqual(all);
    expect((await asked('/rejestr.csv?phase=none')).statusCode).toBe(400);
  });

  it('tell an entry’s facts, steps, and whole history with before and after', async () => {
    const [investment] = (await register('kind=joint-investment&q=zlotoria')).items;
    const html = await page(`/rejestr/${investment?.id ?? ''}`);
    const words = wordsIn(html);
    expect(words).toContain('Lubicz (0415042)');
    expect(words).toContain('planowana długość 7 km');
    expect(words).toContain('planowany koszt 7 200 000,00 zł');
    expect(words).toContain('Możliwe następne kroki');
    expect(rowsIn(html)).toContainEqual(['Stan', 'w trakcie robót', 'wstrzymane']);
    expect(html).toMatch(/<h3>wznowienie<\/h3>/);
    const before = await page(`/rejestr/${investment?.id ?? ''}?asOf=2022-12-31`);
    const events = (text: string): number => [...text.matchAll(/<li id="p\d+"/g)].length;
    expect(events(before)).toBeGreaterThan(3);
    expect(events(before)).toBeLessThan(events(html));
    expect((await asked(`/rejestr/${investment?.id ?? ''}?asOf=2021-12-31`)).statusCode).toBe(404);
    const [annulled] = (await register('status=annulled&limit=1')).items;
    expect(wordsIn(await page(`/rejestr/${annulled?.id ?? ''}`))).toContain('Wpis unieważniony. Powód:');
  });

  it('show reports whose figures lead to as many entries as they say', async () => {
    for (const asOf of ['', '&asOf=2024-03-31']) {
      const html = await page(`/raporty/roczny?year=2023${asOf}`);
      const { totals, digest } = (await served.read(`/v1/reports/annual?year=2023${asOf}`)).json<Report>();
      expect(wordsIn(html)).toContain(digest);
      const summary = /<dl class="figures">[\s\S]*?<\/dl>/.exec(html)?.[0] ?? '';
      const counts = [totals.activities.total, totals.activities.started, totals.activities.completed];
      const links = addressesIn(summary).slice(0, 3);
      for (const [index, count] of counts.entries()) {
        expect(summary).toContain(`>${String(count)}</a>`);
        expect(wordsIn(await page(links[index] ?? ''))).toContain(`${String(count)} wpis`);
      }
      const csv = await asked(`/raporty/roczny.csv?year=2023${asOf}`);
      expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(csv.body).toContain(digest);
      expect((await asked(`/raporty/roczny.md?year=2023${asOf}`)).body).toContain('# Raport ze współpracy powiatu');
    }
    expect(wordsIn(await page('/raporty/roczny?year=2024&asOf=2024-06-30'))).toContain(
      'Okres jeszcze się nie skończył',
    );
    expect((await asked('/raporty/kwartalny')).statusCode).toBe(404);
    expect((await asked('/raporty/roczny')).statusCode).toBe(400);
  });

  it('compare the gminas per 1,000 residents, and show each month with what is behind it', async () => {
    const html = await page('/gminy/0415052?year=2023');
    expect(wordsIn(html)).toContain('mieszkańców: 7 769 (2021 r., GUS, NSP 2021)');
    expect(html).toContain('<strong aria-current="true">Łubianka</strong>');
    expect([...html.matchAll(/<g><rect /g)].length).toBe(12);
    const rows = rowsIn(html).filter(([head = '']) => /^[a-ząćęłńóśźż]+ 2023$/.test(head));
    expect(rows.length).toBe(12);
    const [, may] = rows.find(([month]) => month === 'maj 2023') ?? [];
    const link = addressesIn(html).find((each) => each.includes('countsFrom=2023-05&') && !each.includes('kind='));
    expect(wordsIn(await page(link ?? ''))).toMatch(new RegExp(`\\b${may ?? ''} wpis`));
  });

  it('lead from every figure of a report and of the lists down to entries', async () => {
    /** Figures that no entry is behind: they come from registers, or are worked out of others beside them. */
    const without = ['mieszkańcy'];
    let linked = 0;
    for (const address of [
      '/raporty/roczny?year=2023',
      '/raporty/roczny?year=2024&asOf=2024-09-30',
      '/raporty/okresowy?from=2022-04&to=2023-06',
      '/gminy?year=2023',
      '/gminy/0415052?year=2023',
      '/cele?year=2023',
      '/cele/G2?year=2023',
      '/cele/G3.2?year=2023&asOf=2023-09-30',
      '/cele/none?year=2024',
      '/organizacje?kind=rural-housewives-circle',
      '/organizacje?kind=volunteer-fire-brigade',
      ...(await organisations('kind=rural-housewives-circle,company')).map(
        ({ id }) => `/organizacje/${id}?year=2023&asOf=2024-03-31`,
      ),
    ]) {
      const html = mainOf(await page(address));
      for (const [table] of html.matchAll(/<table[\s\S]*?<\/table>/g)) {
        const heads = [...table.matchAll(/<th scope="col"[^>]*>([\s\S]*?)<\/th>/g)].map(([, head = '']) =>
          wordsIn(head).trim(),
        );
        for (const [row] of table.replace(/<thead>[\s\S]*<\/thead>/, '').matchAll(/<tr>[\s\S]*?<\/tr>/g))
          for (const [index, [cell, , of = '']] of [...row.matchAll(/<(t[hd])[^>]*?>([\s\S]*?)<\/\1>/g)].entries()) {
            const told = wordsIn(of).trim();
            // Nothing is nothing, "0 of 9" too.
            const nothing = !/[1-9]/.test(told.replace(/^0 z .*/, ''));
            if (!/^<t[hd][^>]* class="figure"/.test(cell) || nothing || without.includes(heads[index] ?? '')) continue;
            expect([address, heads[index], told, of.includes('<a href="/')]).toEqual([
              address,
              heads[index],
              told,
              true,
            ]);
            linked++;
          }
      }
    }
    expect(linked).toBeGreaterThan(1000);
  });

  it('tell of a goal the money and lengths that the annual report counts, and where its activities were', async () => {
    const year = 2023;
    for (const asOf of ['', '&asOf=2023-10-15']) {
      const { totals, gminas } = (await served.read(`/v1/reports/annual?year=${String(year)}${asOf}`)).json<Report>();
      const told = async (code: string): Promise<OneGoal> =>
        (await served.read(`/v1/goals/${code}?from=${String(year)}-01&to=${String(year)}-12${asOf}`)).json<OneGoal>();
      // Whatever there is, is of the strategy's own goal or of none.
      const [all, none] = [await told('S'), await told('none')];
      for (const group of ['support', 'investments'] as const)
        for (const [name, value] of Object.entries<number>(all.money[group])) {
          const [rest, sum] = [none.money, totals.money].map(
            (money) => (money[group] as Readonly<Record<string, number>>)[name] ?? 0,
          );
          expect([name, value + (rest ?? 0)]).toEqual([name, sum]);
        }
      expect(all.length + none.length).toBe(totals.length);
      expect(all.length).toBeGreaterThan(0);
      for (const [index, { terc, residents, activities, perThousand }] of all.shares.entries()) {
        const row = gminas.find((each) => each.terc === terc);
        expect([terc, activities.total + (none.shares[index]?.activities.total ?? 0), residents]).toEqual([
          terc,
          row?.activities.total,
          row?.residents,
        ]);
        expect(perThousand?.activities).toBe(Math.round((100_000 * activities.total) / (residents ?? 0)) / 100);
      }
      // The page says the same.
      const html = await page(`/cele/S?year=${String(year)}${asOf}`);
      const rows = new Map(rowsIn(html).map(([head = '', ...cells]) => [head, cells]));
      const read = (figure: string): string => figure.replace(/\s/g, ' ');
      expect(rows.get('wsparcie przekazane')).toEqual([read(zloty(all.money.support.delivered))]);
      expect(rows.get('inwestycje: wartość umów')).toEqual([read(zloty(all.money.investments.contracted))]);
      const lubianka = all.shares.find(({ terc }) => terc === '0415052');
      expect(rows.get('Łubianka')?.slice(0, 3)).toEqual([
        '7 769 (2021 r.)',
        String(lubianka?.activities.total),
        String(lubianka?.perThousand?.activities).replace('.', ','),
      ]);
    }
  });

  it('lead from how many gminas a goal reached to the entries that say which', async () => {
    const html = await page('/cele/G2?year=2023');
    const [told = ''] = /<p>(?:(?!<\/p>)[\s\S])*Działania objęły gminy[\s\S]*?<\/p>/.exec(html) ?? [];
    const [link = ''] = addressesIn(told);
    expect(link).toMatch(/^\/rejestr\?.*item=G2/);
    const gminas = new Set(
      (await register(`${link.split('?')[1] ?? ''}&limit=200`)).items.flatMap((each) => each.gminas),
    );
    expect(wordsIn(told)).toContain(`: ${String(gminas.size)} z 9`);
  });

  it('lead from the figures of a measure to the events that set and read it', async () => {
    const { items } = (await served.read('/v1/reports/annual?year=2023')).json<Report>();
    const measures = items.flatMap((item) => item.measures);
    const report = addressesIn(await page('/raporty/roczny?year=2023'));
    const eventsOf = async (query: string): Promise<readonly { readonly id: string }[]> =>
      (await served.read(`/v1/ledger/events?limit=500&${query}`)).json();
    const all = await eventsOf('kind=measure');
    for (const { id, item } of measures) {
      const trail = `/audyt?stream=measure-${id}`;
      expect(report).toContain(trail);
      expect(addressesIn(await page(`/cele/${item}?year=2023`))).toContain(trail);
      const own = await eventsOf(`stream=measure-${id}`);
      const html = await page(trail);
      expect(html).toContain(`<input type="hidden" name="stream" value="measure-${id}"/>`);
      expect(rowsIn(html).slice(1)).toHaveLength(own.length);
      expect([own.length > 1, own.length < all.length]).toEqual([true, true]);
    }
    expect(measures.length).toBeGreaterThan(1);
  });

  it('lead from what an organisation got to the support that it got', async () => {
    const html = await page('/organizacje?kind=rural-housewives-circle');
    const [link = ''] = addressesIn(mainOf(html)).filter((each) => each.includes('waitsFor=promise'));
    const { support } = (
      await served.read(`/v1/organisations/${new URL(link, 'http://kronika').searchParams.get('organisation') ?? ''}`)
    ).json<{ support: { open: number } }>();
    expect(wordsIn(await page(link))).toMatch(new RegExp(` ${String(support.open)} wpis`));
    const own = await page(`/organizacje/${new URL(link, 'http://kronika').searchParams.get('organisation') ?? ''}`);
    expect(addressesIn(/<dl class="figures">[\s\S]*?<\/dl>/.exec(own)?.[0] ?? '')).toContain(link);
  });

  it('tell of a goal what was promised for it and is open, those due first, first', async () => {
    const { strategy } = (await served.read('/v1/goals/G1.4?from=2024-01&to=2024-12')).json<{
      strategy: { id: string };
    }>();
    for (const [code, of] of [
      ['G1.4', `&strategy=${strategy.id}`],
      ['none', ''],
    ] as const) {
      const part = /<section aria-labelledby="promises">[\s\S]*?<\/section>/.exec(
        await page(`/cele/${code}?year=2024`),
      )?.[0];
      const { items, total = 0 } = await register(`item=${code}${of}&waitsFor=promise&sort=due&limit=10&count=true`);
      const told = rowsIn(part ?? '').slice(1);
      expect(told.map(([number]) => number)).toEqual(items.map(({ number }) => number));
      if (total > 10) expect(wordsIn(part ?? '')).toContain(`Zobacz wszystkie (${String(total)})`);
      if (code !== 'none') expect(total).toBeGreaterThan(0);
    }
  });

  it('lead from a year to the gminas of that year', async () => {
    for (const [address, least] of [
      ['/pulpit?year=2022', 18],
      ['/gminy?year=2022', 20],
      ['/gminy/0415052?year=2022', 8],
      ['/cele?year=2022', 9],
      ['/cele/G3.3?year=2022', 1],
      ['/raporty/roczny?year=2022', 50],
      ['/raporty/okresowy?from=2022-04&to=2022-06', 50],
      ['/raporty/roczny/roznica?year=2022&comparedTo=2022-12-31', 1],
      ['/audyt/odtwarzacz?asOf=2022-05-10', 9],
    ] as const) {
      // Without a contact is a gmina today, whatever the year.
      const html = mainOf(await page(address)).replace(
        /<section[^>]* aria-labelledby="todo-silent"[\s\S]*?<\/section>/,
        '',
      );
      const years = addressesIn(html)
        .filter((each) => /^\/gminy\/(?!0415052\?year=202[13]$)/.test(each))
        .map((each) => new URL(each, 'http://kronika').searchParams.get('year'));
      expect([address, years.length >= least, new Set(years)]).toEqual([address, true, new Set(['2022'])]);
    }
  });

  it('tell of an organisation under which decisions it got what', async () => {
    const list = (await served.read('/v1/organisations?kind=rural-housewives-circle&limit=200')).json<{
      items: { id: string; details: { name: string }; support?: { decisions: { number: string }[] } }[];
    }>();
    const supported = list.items.find(({ support }) => (support?.decisions.length ?? 0) > 1);
    const html = await page(`/organizacje/${supported?.id ?? ''}`);
    expect(wordsIn(html)).toContain(supported?.details.name);
    for (const { number } of supported?.support?.decisions ?? []) expect(wordsIn(html)).toContain(number);
    expect(wordsIn(await page('/organizacje?kind=rural-housewives-circle'))).toContain(supported?.details.name);
  });

  it('tell of an organisation the money of each year, and lead from what it got in all to the entries that moved it', async () => {
    const circles = await organisations('kind=rural-housewives-circle');
    const { id, support } = circles.toSorted((a, b) => (b.support?.settled ?? 0) - (a.support?.settled ?? 0))[0] ?? {};
    const address = (year: number): string => `/organizacje/${id ?? ''}?year=${String(year)}`;
    const rows = async (year: number): Promise<Map<string, string[]>> =>
      new Map(rowsIn(await page(address(year))).map(([head = '', ...cells]) => [head, cells]));
    const grosze = (told = ''): number => Math.round(100 * Number(told.replace(/[^0-9,]/g, '').replace(',', '.')));
    const years = await Promise.all([2021, 2022, 2023, 2024].map(rows));
    for (const [figure, words] of [
      ['requested', 'wnioskowane'],
      ['granted', 'przyznane'],
      ['delivered', 'przekazane'],
      ['settled', 'rozliczone'],
    ] as const) {
      const sum = years.reduce((total, year) => total + grosze(year.get(`wsparcie ${words}`)?.[0]), 0);
      expect([figure, sum]).toEqual([figure, support?.[figure]]);
      expect(sum).toBeGreaterThan(0);
      const told = /<dl class="figures">[\s\S]*?<\/dl>/.exec(await page(address(2023)))?.[0] ?? '';
      const link = addressesIn(told).find((each) => each.includes(`figure=support.${figure}`)) ?? '';
      const behind = (await register(`${link.split('?')[1] ?? ''}&limit=200`)).items;
      const moved = behind.map((line) => {
        const amounts = movedBy(line).filter((each) => each.figure === `support.${figure}`);
        return amounts.reduce((total, { value }) => total + value, 0);
      });
      // No entry is listed that moved nothing of it.
      expect(moved.every((value) => value > 0)).toBe(true);
      expect(moved.reduce((total, value) => total + value, 0)).toBe(sum);
    }
  });

  it('compare what organisations of a kind got in each gmina per 1,000 residents', async () => {
    const circles = await organisations('kind=rural-housewives-circle');
    const own = circles.find(({ details }) => details.gmina === '0415052');
    const html = await page(`/organizacje/${own?.id ?? ''}?year=2023`);
    const part = /<section aria-labelledby="comparison">[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(part).toContain('<strong aria-current="true">Łubianka</strong>');
    const here = circles.filter(({ details, support }) => details.gmina === '0415052' && support !== undefined);
    const delivered = here.reduce((sum, { support }) => sum + (support?.delivered ?? 0), 0);
    expect(delivered).toBeGreaterThan(0);
    const read = (figure: string): string => figure.replace(/\s/g, ' ');
    expect(rowsIn(part).find(([gmina]) => gmina === 'Łubianka')).toEqual([
      'Łubianka',
      '7 769 (2021 r.)',
      String(here.length),
      read(zloty(delivered)),
      read(zloty(Math.round((1000 * delivered) / 7_769))),
      '',
    ]);
    const [, link = ''] = addressesIn(part).filter((each) => each.includes('gmina=0415052'));
    const listed = rowsIn(await page(link)).slice(1);
    expect(listed.map(([name]) => name).sort()).toEqual(here.map(({ details }) => details.name).sort());
    // One that is of no gmina is compared with none.
    const [county] = await organisations('kind=county');
    expect(await page(`/organizacje/${county?.id ?? ''}`)).not.toContain('aria-labelledby="comparison"');
  });

  it('put events and what is due on their days', async () => {
    const html = await page('/kalendarz?month=2024-12&asOf=2024-12-15');
    const { items } = await register(
      'kind=attendance&occurredFrom=2024-12&occurredTo=2024-12&status=invited,confirmed,attended&asOf=2024-12-15',
    );
    expect(items.length).toBeGreaterThan(0);
    for (const { id, occurredOn } of items) {
      const day = new RegExp(`<time datetime="${occurredOn}"[\\s\\S]*?</li></ul></li>`).exec(html)?.[0] ?? '';
      expect(day).toContain(`/rejestr/${id}`);
    }
    expect(html).toContain('class="month starts-7"');
    expect((await asked('/kalendarz?month=maj')).statusCode).toBe(400);
  });

  it('show the trail newest first, and nothing of it that came after the point', async () => {
    const positions = (html: string): number[] =>
      rowsIn(html)
        .slice(1)
        .map(([position = '']) => Number(position.replaceAll(' ', '').replaceAll(NBSP, '')));
    const past = await page('/audyt?asOf=2023-05-10');
    const { headers } = await asked('/v1/gminas?from=2023-01&to=2023-05&asOf=2023-05-10');
    expect(positions(past)[0]).toBe(Number(headers['kronika-as-of']));
    expect(positions(past)).toEqual(positions(past).toSorted((a, b) => b - a));
    const older = await page(addressesIn(past).find((each) => each.includes('before=')) ?? '');
    expect(positions(older)[0]).toBe((positions(past).at(-1) ?? 0) - 1);
    const mine = await page('/audyt?by=pracownik-3&recordedFrom=2023-05-01&recordedTo=2023-05-31');
    expect(
      rowsIn(mine)
        .slice(1)
        .every(([, , who = '']) => who.startsWith('pracownik-3')),
    ).toBe(true);
    expect((await asked('/audyt?before=x')).statusCode).toBe(400);
    for (const [kind, words] of [
      ['freezing', 'zamrożony raport'],
      ['start', 'początek strategii'],
    ] as const)
      expect(await page(`/audyt?kind=${kind}`)).toContain(`<option value="${kind}" selected>${words}</option>`);
  });

  it('play the ledger day by day', async () => {
    const html = await page('/audyt/odtwarzacz?asOf=2023-05-10');
    const steps = addressesIn(/<nav class="player"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '');
    expect(steps.map((each) => each.replace(/.*asOf=/, ''))).toEqual([
      '2022-01-03',
      '2023-05-09',
      '2023-05-11',
      '2024-12-31',
    ]);
    expect(wordsIn(html)).toContain('Zapisano dnia 10.05.2023 3 zdarzenia');
    const { total } = await register('phase=underway&count=true&limit=1&asOf=2023-05-10');
    expect(wordsIn(html)).toContain(`w toku ${String(total)}`);
    // What the map says, a table says, too.
    expect(rowsIn(html)).toContainEqual(expect.arrayContaining(['Łubianka', expect.stringMatching(/^\d+$/)]));
    const last = await page('/audyt/odtwarzacz?asOf=2024-12-31');
    expect(last).toContain('<span class="button off">Następny</span>');
  });

  it('leave nothing of the day before on the page when the script plays on', async () => {
    const html = await page('/audyt/odtwarzacz?asOf=2023-05-10');
    const script = await asked(/src="(\/assets\/player\.js[^"]*)"/.exec(html)?.[1] ?? '');
    const parts = JSON.parse(
      /for \(const part of (\[.*?\])\)/.exec(script.body)?.[1]?.replaceAll("'", '"') ?? '[]',
    ) as string[];
    const cut = parts.reduce((rest, part) => {
      const [name = '', of = ''] = part.split('.');
      const tag = of === '' ? name : `[a-z]+[^>]* class="${of}"`;
      const found = new RegExp(`<(${tag})[^>]*>[\\s\\S]*?</${name}>`).exec(rest)?.[0] ?? '';
      expect([part, found === '']).toEqual([part, false]);
      return rest.replace(found, '');
    }, html);
    expect(cut).not.toContain('2023-05-10');
    // The title is set apart.
    expect(cut.replace(/<title>.*<\/title>/, '')).not.toContain('10.05.2023');
    expect(script.body).toContain("setAttribute('role', 'status')");
  });

  it('say in Polish what is wrong, and what can be done about it', async () => {
    const wrong = await asked('/rejestr?gmina=0101010&phase=x&occurredFrom=maj&bzdura=1&asOf=2099-01-01');
    expect(wrong.statusCode).toBe(400);
    expect(wordsIn(wrong.body)).toContain('Nieprawidłowe zapytanie');
    const faults = await asked(
      '/rejestr?gmina=0101010&phase=x&occurredFrom=maj&number=1&unit=x&organisation=x&item=G9&lateDays=x&recordedFrom=x&limit=0&sort=x&cursor=x&overdue=x&strategy=x',
    );
    expect(faults.statusCode).toBe(400);
    // Not one of them is left in the program's English.
    expect(wordsIn(faults.body)).not.toMatch(/must|is not|there is no/);
    expect([...faults.body.matchAll(/<li><code>/g)].length).toBeGreaterThan(11);
    for (const address of ['/rejestr/nic', '/gminy/0101010', '/cele/G9', '/organizacje/x', '/assets/x', '/nigdzie']) {
      const missing = await asked(address);
      expect([address, missing.statusCode]).toEqual([address, 404]);
      expect(wordsIn(missing.body)).toContain('Nie ma takiej strony');
    }
    // Programs are answered as programs.
    expect((await served.read('/nigdzie')).headers['content-type']).toMatch(/^application\/problem\+json/);
    expect((await asked('/v1/contacts/x')).headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('hold the accessibility statement under the ids by which machines read it', async () => {
    const html = await page('/dostepnosc');
    for (const id of 'wstep podmiot url data-publikacja data-aktualizacja status data-sporzadzenie data-przeglad audytor kontakt osoba email telefon procedura architektura aplikacje'.split(
      ' ',
    ))
      expect(html).toContain(`id="a11y-${id}"`);
    expect(wordsIn(html)).toContain('Powiat Toruński zobowiązuje się');
  });

  it('speak English when asked to', async () => {
    const html = await page('/pulpit?lang=en&year=2024');
    expect(html).toContain('<html lang="en">');
    expect(wordsIn(html)).toContain('Goals of the strategy in 2024');
    expect(addressesIn(html)).toContain('/pulpit?year=2024');
    for (const address of PAGES) {
      const words = wordsIn(mainOf(await page(withParams(address, 'lang=en'))));
      expect([address, words]).not.toEqual([
        address,
        expect.stringMatching(/Stan na dzień|Zobacz wszystkie|przekazane/),
      ]);
    }
  });

  it('keep their files for ever under an address that changes with them', async () => {
    const style = /href="(\/assets\/style\.css\?v=[0-9a-f]{12})"/.exec(await page('/pulpit'))?.[1] ?? '';
    const { headers, statusCode } = await asked(style.replaceAll('&amp;', '&'));
    expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  });
});
