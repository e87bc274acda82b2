import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { readConfig } from '../../src/config.js';
import { type Kronika, serve } from '../../src/serve.js';
import { eventually } from '../contract/event-store.fixture.js';
import { Cli, type Ended, kronika } from '../support/cli.js';

const LONG = 120_000;

const TERC = `WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA
04;04;;;chełmiński;powiat;2024-01-01
04;04;01;1;Chełmno;gmina miejska;2024-01-01
04;04;02;2;Chełmno;gmina wiejska;2024-01-01
04;04;03;2;Kijewo Królewskie;gmina wiejska;2024-01-01
04;02;;;brodnicki;powiat;2024-01-01
04;02;04;3;Górzno;gmina miejsko-wiejska;2024-01-01
04;02;04;4;Górzno;miasto;2024-01-01
04;02;04;5;Górzno;obszar wiejski;2024-01-01
`;

const STRATEGY = {
  id: '2025-2027',
  title: 'Strategia na lata 2025-2027',
  from: '2025-01-01',
  until: '2027-12-31',
  items: [
    { code: 'S', text: 'Cel strategiczny' },
    { code: 'G1', text: 'Cel szczegółowy', parent: 'S' },
  ],
};

const CONTACT = {
  title: 'Uzgodnienie terminu dożynek',
  occurredOn: '2023-05-10',
  gminas: ['0415052'],
  strategyItems: ['T1'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: 'gmina łubianka', function: 'sekretarz' }],
};

describe('the command line', () => {
  let home = '';
  const at = (name: string): string => join(home, name);
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-cli-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  /** A file in the test's own folder. */
  const file = async (name: string, content: unknown): Promise<string> => {
    await writeFile(at(name), typeof content === 'string' ? content : JSON.stringify(content));
    return at(name);
  };

  describe('tells by its exit code', () => {
    const usage: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
      ['a command that is not there', ['reprot'], /unknown command/],
      ['a missing option', ['report', 'annual'], /--year/],
      ['a year that is none', ['report', 'annual', '--year', 'last'], /^year: must be a year, such as 2023\n$/],
      ['nothing at all', [], /^Usage: kronika/],
      ['no more than a group of commands', ['token'], /^Usage: kronika token/],
      ['a token without a role', ['token', 'add', 'b'], /--role/],
      [
        'a token of a role that is none',
        ['token', 'add', 'b', '--role', 'boss'],
        /^--role must be one or more of rec.*\n$/,
      ],
      ['a token of no end', ['token', 'add', 'b', '--role', 'auditor'], /^--until is missing: an auditor's .*\n$/],
      [
        'a token of a name and an end that are none',
        ['token', 'add', '?', '--role', 'recorder', '--until', 'x'],
        /^the name must be .*\n--until must be .*\n$/,
      ],
      [
        'a period that ends before it begins',
        ['report', 'period', '--from', '2023-06', '--to', '2023-01'],
        /before from/,
      ],
      [
        'a format that is not there',
        ['report', 'annual', '--year', '2023', '--format', 'pdf'],
        /Allowed choices are json, csv, md/,
      ],
      ['a difference of no year', ['diff', '--as-of', '2'], /year: must be a year/],
      ['a frozen report and a year', ['diff', '--freezing', 'x', '--year', '2023'], /--freezing names its period/],
      [
        'two forms of a difference',
        ['diff', '--year', '2023', '--json', '--format', 'csv'],
        /'--json' cannot be used with|cannot be used with option '--json'/,
      ],
      ['a view that is not there', ['rebuild', 'weather'], /Allowed choices are register/],
      ['a file that cannot be read', ['strategy', 'adopt', '/nowhere.json'], /nowhere\.json cannot be read/],
      ['a speed that is none', ['replay', '--speed', '-1'], /--speed must be a number/],
    ];

    it(
      'that there is no ledger where it looked',
      async () => {
        expect(await kronika(at('nowhere'), 'verify')).toMatchObject({
          code: 2,
          out: '',
          err: expect.stringMatching(/there is no ledger in .*KRONIKA_DATA/),
        });
      },
      LONG,
    );

    it.each(usage)(
      '%s: usage',
      async (_what, args, says) => {
        await kronika(at('usage'), 'token', 'add', 'a', '--role', 'recorder');
        const { code, out, err } = await kronika(at('usage'), ...args);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).toMatch(says);
      },
      LONG,
    );

    it('its version', async () => {
      const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
      expect(await kronika(at('nowhere'), '--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    });

    it('every fault once', async () => {
      const strategy = { ...STRATEGY, until: '2020-01-01', items: [{ code: 'a', text: 'x' }] };
      const { code, err } = await kronika(at('once'), 'strategy', 'adopt', await file('bad-strategy.json', strategy));
      expect({ code, err }).toEqual({
        code: 1,
        err: '/items/0/code: must be a code of capital letters, digits and dots, such as G1.1\n/until: must not be before from\n',
      });
      const twice = { ...STRATEGY, until: '2020-01-01', items: [...STRATEGY.items, ...STRATEGY.items] };
      const both = await kronika(at('once'), 'strategy', 'adopt', await file('bad-strategy.json', twice));
      expect(both.err.split('\n')).toEqual([
        '/until: must not be before from',
        '/items/2/code: S stands twice',
        '/items/3/code: G1 stands twice',
        '',
      ]);
    });

    it(
      'help for every command',
      async () => {
        const { code, out } = await kronika(at('nowhere'), '--help');
        expect(code).toBe(0);
        const commands = [...out.matchAll(/^ {2}([a-z]+) .*$/gm)]
          .map(([, name]) => name ?? '')
          .filter((name) => name !== 'help');
        expect(commands.length).toBeGreaterThan(8);
        const helps = await Promise.all(commands.map((name) => kronika(at('nowhere'), name, '--help')));
        for (const help of helps)
          expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Usage: kronika') });
      },
      LONG,
    );
  });

  it(
    'gives out, lists and closes tokens',
    async () => {
      const data = at('tokens');
      const added = await kronika(
        data,
        'token',
        'add',
        'pracownik-1',
        '--role',
        'recorder',
        '--department',
        'promocja',
      );
      expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^krn_\S{43}\n$/) });
      expect(await kronika(data, 'token', 'add', 'pracownik-1', '--role', 'manager')).toMatchObject({ code: 1 });
      expect((await kronika(data, 'token', 'list')).out).toBe('pracownik-1\trecorder\tpromocja\n');
      expect(await kronika(data, 'token', 'close', 'pracownik-1')).toMatchObject({ code: 0 });
      const listed = JSON.parse((await kronika(data, 'token', 'list', '--json')).out) as object[];
      expect(listed).toEqual([expect.objectContaining({ name: 'pracownik-1', closedAt: expect.any(String) })]);
      expect(JSON.stringify(listed)).not.toContain(added.out.trim());
    },
    LONG,
  );

  it(
    'adopts a strategy from a file, once, and names each fault of a wrong one',
    async () => {
      const data = at('strategies');
      const good = await file('strategy.json', STRATEGY);
      expect(await kronika(data, 'strategy', 'adopt', good, '--as', 'admin-1')).toMatchObject({
        code: 0,
        out: 'The strategy 2025-2027 is adopted. It ends no item that an entry names.\n',
      });
      expect(await kronika(data, 'strategy', 'adopt', good)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/already/),
      });
      const items = [{ code: 'G1', text: '', parent: 'S' }, { code: 'G1' }];
      const wrong = await file('wrong.json', { ...STRATEGY, id: '2028', from: '2028-13-01', items });
      const { code, err } = await kronika(data, 'strategy', 'adopt', wrong);
      expect(code).toBe(1);
      for (const pointer of ['/from', '/items/0/text', '/items/1/text']) expect(err).toContain(`${pointer}: `);
      expect(await kronika(data, 'strategy', 'adopt', await file('broken.json', '{'))).toMatchObject({
        code: 2,
        err: expect.stringMatching(/is not JSON/),
      });
      const { items: goals } = JSON.parse((await kronika(data, 'report', 'annual', '--year', '2026')).out) as {
        items: { code: string }[];
      };
      expect(goals.map((goal) => goal.code)).toEqual(['S', 'G1', 'none']);
    },
    LONG,
  );

  it(
    "loads another county's gminas from a TERC file, and refuses to mix two counties",
    async () => {
      const data = at('county');
      const terc = await file('terc.csv', `\uFEFF${TERC}`);
      expect(await kronika(data, 'gminas', 'load', terc)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/lists 2 counties/),
      });
      expect(await kronika(data, 'gminas', 'load', terc, '--county', '0404')).toMatchObject({
        code: 0,
        out: 'powiat chełmiński: 3 registered, 0 renamed, 0 under a new code.\n',
      });
      expect((await kronika(data, 'gminas', 'load', terc, '--county', '0404')).out).toContain('0 registered');
      expect(await kronika(data, 'gminas', 'load', terc, '--county', '0402')).toMatchObject({
        code: 1,
        err: expect.stringMatching(/one ledger is one county's/),
      });
      const later = TERC.replaceAll('2024-01-01', '2025-01-01').replace(
        '04;04;03;2;Kijewo Królewskie',
        '04;04;03;3;Kijewo',
      );
      const changed = await kronika(
        data,
        'gminas',
        'load',
        await file('later.csv', later),
        '--county',
        '0404',
        '--json',
      );
      expect(JSON.parse(changed.out)).toEqual({ county: 'powiat chełmiński', registered: 0, renamed: 1, recoded: 1 });
      const report = JSON.parse((await kronika(data, 'report', 'annual', '--year', '2025')).out) as {
        gminas: { terc: string; name: string }[];
      };
      expect(report.gminas.map(({ terc: code, name }) => `${code} ${name}`).sort()).toEqual([
        '0404011 Chełmno (miasto)',
        '0404022 Chełmno (gmina)',
        '0404033 Kijewo',
      ]);
      expect(await kronika(data, 'gminas', 'load', await file('no.csv', 'a;b\n1;2\n'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/not a TERC file/),
      });
    },
    LONG,
  );

  describe('on the demonstration', () => {
    let data = '';
    const demo = (...args: readonly string[]): Promise<Ended> => kronika(data, ...args);
    beforeAll(async () => {
      data = at('demo');
      const serving = new Cli(['demo', '--data', data], at('unused'));
      await eventually(() => serving.err.includes('Worth opening'), 'a welcome', LONG);
      const urls = [...serving.err.matchAll(/http:\S+/g)].map(([url]) => url);
      expect(urls).toHaveLength(3);
      const [desk = ''] = urls;
      expect(desk).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pulpit$/);
      expect(urls.at(-1)).toMatch(/\/docs$/);
      for (const url of urls) expect((await fetch(url)).status).toBe(200);
      serving.kill('SIGTERM');
      expect(await serving.ended).toMatchObject({ code: 0 });
    }, LONG);

    it(
      'signs in whoever types what it printed, and stays on this machine whatever host is set',
      async () => {
        const serving = new Cli(['demo', '--data', data], at('unused'), {
          KRONIKA_AUTH: 'on',
          KRONIKA_HOST: '0.0.0.0',
        });
        await eventually(() => serving.err.includes('Ctrl-C'), 'a welcome', LONG);
        const { err } = serving;
        const url = new URL(/http:\S+\/pulpit/.exec(err)?.[0] ?? '');
        expect(url.hostname).toBe('127.0.0.1');
        const password = /all with the password (\S+):/.exec(err)?.[1] ?? '';
        const accounts = [...err.matchAll(/^ {2}(\S+) \((\S+)\)$/gm)].map(([, name = '', role = '']) => [name, role]);
        expect(accounts.map(([, role]) => role)).toEqual(['recorder', 'manager', 'auditor', 'administrator']);
        const signIn = (name: string, typed: string): Promise<Response> =>
          fetch(new URL('/logowanie', url), {
            method: 'POST',
            redirect: 'manual',
            headers: { origin: url.origin },
            body: new URLSearchParams({ name, password: typed }),
          });
        for (const [name = ''] of accounts) {
          const { status, headers } = await signIn(name, password);
          expect([name, status]).toEqual([name, 303]);
          const cookie = headers.get('set-cookie')?.replace(/;.*/, '') ?? '';
          expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
        }
        expect((await signIn('pracownik', `${password}!`)).status).toBe(401);
        expect((await fetch(url)).status).toBe(401);
        // Nobody from elsewhere gets as far as being asked.
        const elsewhere = Object.values(networkInterfaces()).flatMap((all = []) =>
          all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
        );
        for (const address of [...elsewhere, '127.0.0.2'])
          await expect(fetch(`http://${address}:${url.port}/logowanie`)).rejects.toThrow('fetch failed');
        serving.kill('SIGTERM');
        expect(await serving.ended).toMatchObject({ code: 0 });
      },
      LONG,
    );

    it(
      'names a document that was altered, builds the views anew, and verifies them',
      async () => {
        const views = new Database(join(data, 'views.sqlite'));
        const { changes } = views
          .prepare(
            `UPDATE "editions_1_register" SET doc = json_set(doc, '$.details.title', 'inny tytuł') WHERE key = 100`,
          )
          .run();
        views.close();
        expect(changes).toBe(1);
        const { code, out } = await demo('verify', '--json');
        expect({ code, verdict: JSON.parse(out) as unknown }).toMatchObject({
          code: 1,
          verdict: { differences: [{ view: 'register', what: 'differs' }] },
        });
        expect(await demo('rebuild', 'register')).toMatchObject({
          code: 0,
          out: expect.stringMatching(/events folded/),
        });
        expect(await demo('verify')).toMatchObject({
          code: 0,
          out: expect.stringMatching(/the views are what the ledger says/),
        });
      },
      LONG,
    );

    it(
      'tells a report, a history and a stretch of the ledger as of a point',
      async () => {
        const past = JSON.parse((await demo('report', 'annual', '--year', '2023', '--as-of', '2023-06-30')).out) as {
          demonstration: boolean;
          totals: { activities: { total: number } };
        };
        const now = JSON.parse((await demo('report', 'annual', '--year', '2023')).out) as typeof past;
        expect(past.demonstration).toBe(true);
        expect(past.totals.activities.total).toBeGreaterThan(0);
        expect(past.totals.activities.total).toBeLessThan(now.totals.activities.total);

        const quarter = ['report', 'period', '--from', '2023-01', '--to', '2023-03', '--as-of', '2023-06-30'];
        const [csv, md] = [await demo(...quarter, '--format', 'csv'), await demo(...quarter, '--format', 'md')];
        expect(csv).toMatchObject({ code: 0, out: expect.stringMatching(/^\uFEFFCzęść;Kod;.*\r\n/) });
        expect(md).toMatchObject({
          code: 0,
          out: expect.stringMatching(/^# Raport ze współpracy powiatu z gminami za okres styczeń 2023 – marzec 2023\n/),
        });
        expect(md.out).toContain('Dane demonstracyjne');

        const asked = ['diff', '--year', '2023', '--as-of', '2023-06-30', '--path', '/totals/activities/total'];
        const { figures } = JSON.parse((await demo(...asked, '--json')).out) as {
          figures: readonly { before: number; after: number; because: readonly { delta: number }[] }[];
        };
        expect(figures).toMatchObject([{ before: past.totals.activities.total, after: now.totals.activities.total }]);
        expect(figures[0]?.because.reduce((sum, { delta }) => sum + delta, past.totals.activities.total)).toBe(
          now.totals.activities.total,
        );
        const { out: diff } = await demo(...asked);
        expect(diff).toMatch(
          /^\/totals\/activities\/total: \d+ -> \d+\n {4}\d+ {2}\w+ {2}[A-Z]{2}\/\d{4}\/\d{4} {2}\+1\n/,
        );

        expect(await demo(...asked, '--format', 'csv')).toMatchObject({
          code: 0,
          out: expect.stringMatching(/^\uFEFFCzęść;Kod;.*;Powód;.*\r\n/),
        });
        expect(await demo(...asked, '--format', 'md')).toMatchObject({
          code: 0,
          out: expect.stringMatching(/^# Zmiany w raporcie ze współpracy powiatu z gminami za rok 2023\n/),
        });

        const history = await demo('history', 'KT/2023/0012');
        expect(history).toMatchObject({ code: 0, out: /^\d+ {2}2023-\S+Z {2}\S+ {2}ContactRecorded\n {4}status: "/ });
        expect(await demo('history', 'KT/2023/9999')).toMatchObject({
          code: 1,
          err: expect.stringMatching(/there is no entry KT\/2023\/9999/),
        });

        const played = await demo('replay', '--from', '1599', '--to', '1601', '--json', '--speed', '100000');
        const lines = played.out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as { event: { position: string } });
        expect(lines.map(({ event }) => event.position)).toEqual(['1599', '1600', '1601']);
        expect((await demo('replay', '--from', '1599', '--to', '1601')).out.split('\n')).toHaveLength(4);
      },
      LONG,
    );
  });

  describe('beside a running server', () => {
    let server: Kronika;
    let data = '';
    beforeAll(async () => {
      data = at('beside');
      server = await serve(readConfig({ KRONIKA_DATA: data, KRONIKA_AUTH: 'off', KRONIKA_LOG: 'silent' }), {
        listen: false,
      });
    });
    afterAll(() => server.close());

    it(
      'builds views anew while entries are recorded and read: no read fails, nothing is lost',
      async () => {
        const write = async (n: number): Promise<number> => {
          const { statusCode } = await server.app.inject({
            method: 'POST',
            url: '/v1/contacts',
            payload: { ...CONTACT, title: `kontakt ${String(n)}` },
          });
          return statusCode;
        };
        const total = async (): Promise<number> => {
          const answer = await server.app.inject('/v1/activities?count=true&limit=1');
          expect(answer.statusCode).toBe(200);
          return answer.json<{ total: number }>().total;
        };
        const enough = new AbortController();
        let written = 0;
        const working = (async () => {
          while (!enough.signal.aborted) {
            expect(await write(written)).toBe(201);
            written++;
            expect(await total()).toBe(written);
          }
        })();
        try {
          for (const command of ['rebuild', 'verify', 'rebuild'])
            expect(await new Cli([command], data).ended).toMatchObject({
              code: 0,
              err: expect.not.stringMatching(/^[a-z]+: \D/),
            });
          expect(await kronika(data, 'strategy', 'adopt', await file('beside.json', STRATEGY))).toMatchObject({
            code: 0,
          });
        } finally {
          enough.abort();
          await working;
        }
        expect(written).toBeGreaterThan(20);
        expect(await total()).toBe(written);
        expect((await server.app.inject('/v1/strategies/2025-2027')).statusCode).toBe(200);
        expect(await kronika(data, 'verify')).toMatchObject({ code: 0 });
      },
      LONG,
    );

    it(
      'lets in who was given a token meanwhile',
      async () => {
        const { out } = await kronika(data, 'token', 'add', 'pracownik-9', '--role', 'recorder');
        const answer = await server.app.inject({
          url: '/v1/activities',
          headers: { authorization: `Bearer ${out.trim()}` },
        });
        expect(answer.statusCode).toBe(200);
      },
      LONG,
    );
  });
});
