import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tokens } from '../../../src/application/access/tokens.js';
import { Routes } from '../../../src/delivery/http/openapi/routes.js';
import { ROLES } from '../../../src/domain/kernel/event.js';
import { type Answer, Served } from '../../support/served.js';
import { addressesIn, wordsIn } from '../../support/web.js';

/** A value for each parameter of a path, and what a page cannot do without. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ':id': '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
  ':terc': '0415052',
  ':code': 'G1',
  ':report': 'roczny?year=2023',
  ':file': 'style.css',
};
const addressOf = (path: string): string => path.replace(/:\w+/g, (name) => PARAMETERS[name] ?? name);

describe('each page', () => {
  let served: Served;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    served = await Served.start();
    for (const role of ROLES) {
      const token = await served.get(Tokens).add({ name: `${role}-1`, roles: [role], endsOn: '2099-12-31' });
      tokens.set(role, token);
    }
  });
  afterAll(() => served.discard());

  const read = (address: string, token?: string): Promise<Answer> =>
    served.read(address, { accept: 'text/html', ...(token !== undefined && { authorization: `Bearer ${token}` }) });

  it('lets in the roles that it names and nobody else', async () => {
    const routes = served.get(Routes).forPeople();
    const seen = { open: 0, guarded: 0 };
    for (const { path, rights } of routes) {
      const address = addressOf(path);
      const ask = async (token?: string): Promise<number> => (await read(address, token)).statusCode;
      if (rights === 'open') {
        expect([path, [200, 302].includes(await ask())]).toEqual([path, true]);
        seen.open++;
        continue;
      }
      seen.guarded++;
      expect([path, await ask()]).toEqual([path, 401]);
      expect([path, await ask('krn_unknown')]).toEqual([path, 401]);
      for (const role of ROLES) {
        const status = await ask(tokens.get(role));
        if (rights.includes(role)) expect([path, role, [200, 404].includes(status)]).toEqual([path, role, true]);
        else expect([path, role, status]).toEqual([path, role, 403]);
      }
    }
    expect(seen).toEqual({ open: 3, guarded: 15 });
  });

  it('tells a stranger how to come in, and nothing of what is recorded', async () => {
    const { body, headers, statusCode } = await read('/rejestr?asOf=2099-01-01');
    expect(statusCode).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(wordsIn(body)).toContain('Nie wiadomo, kto pyta');
    expect(wordsIn(body)).toContain('kronika token add');
    expect(wordsIn(body)).not.toMatch(/toruński|pozycja|Pulpit/);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(wordsIn((await read('/rejestr?lang=en')).body)).toContain('Who are you?');
  });

  it('tells who lacks the role whom to ask, and leads where they may go', async () => {
    const { body, statusCode } = await read('/audyt', tokens.get('recorder'));
    expect(statusCode).toBe(403);
    expect(wordsIn(body)).toContain('Twoja rola nie obejmuje tej strony');
    expect(addressesIn(body)).toContain('/pulpit');
    expect(addressesIn(body)).not.toContain('/audyt');
    expect(addressesIn((await read('/pulpit', tokens.get('auditor'))).body)).toContain('/audyt');
  });

  it('says who is looking', async () => {
    expect(wordsIn((await read('/pulpit', tokens.get('manager'))).body)).toContain('Przegląda: manager-1.');
    // The statement is open to anybody, and knows who comes all the same.
    expect(wordsIn((await read('/dostepnosc', tokens.get('manager'))).body)).toContain('Przegląda: manager-1.');
    const stranger = await read('/dostepnosc');
    expect(stranger.statusCode).toBe(200);
    expect(wordsIn(stranger.body)).not.toContain('Przegląda');
  });
});
