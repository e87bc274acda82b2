import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proofOf } from '../../src/application/access/secrets.js';
import { Sessions } from '../../src/application/access/sessions.js';
import { Tokens } from '../../src/application/access/tokens.js';
import { AccountStore } from '../../src/application/ports/account-store.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { readConfig } from '../../src/config.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { ROLES } from '../../src/domain/kernel/event.js';
import { type Kronika, serve } from '../../src/serve.js';
import { type Call, callsOf, type OpenApi } from '../support/openapi.js';
import { ADMINISTRATOR } from '../support/actors.js';

/** One request of an operation, ready to be sent by anybody. */
interface Prepared {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe('each operation of the description', () => {
  let data: string;
  let kronika: Kronika;
  let calls: readonly Call[];
  const tokens = new Map<string, string>();
  /** Of somebody of each role who has signed in: the cookie, and what a write has to show. */
  const sessions = new Map<string, { readonly cookie: string; readonly proof: string }>();

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-roles-'));
    kronika = await serve(
      readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_PORT: '0', KRONIKA_MASTER_KEY: '0'.repeat(64) }),
    );
    for (const role of ROLES) {
      tokens.set(
        role,
        await kronika.app.get(Tokens).add({ name: `${role}-1`, roles: [role], endsOn: '2099-12-31' }, ADMINISTRATOR),
      );
      const name = `${role}-2`;
      await kronika.app
        .get(AccountStore)
        .add({ name, password: null, roles: [role], createdAt: '2024-03-04T08:00:00.000Z' });
      const secret = await kronika.app.get(Sessions).open(name);
      sessions.set(role, { cookie: `kronika=${secret}`, proof: proofOf(secret) });
    }
    calls = callsOf((await (await fetch(`${kronika.url ?? ''}/openapi.json`)).json()) as OpenApi);
  });

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  /** The status of a request; its body, which may go on for ever, is not waited for. */
  const ask = async (method: string, { path, headers, body }: Prepared, token?: string): Promise<number> => {
    const leaving = new AbortController();
    const response = await fetch(`${kronika.url ?? ''}${path}`, {
      method,
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body }),
      signal: leaving.signal,
    });
    leaving.abort();
    return response.status;
  };

  const signedIn = (method: string, request: Prepared, role: string, shows: boolean): Promise<number> => {
    const { cookie = '', proof = '' } = sessions.get(role) ?? {};
    const headers = { ...request.headers, cookie, ...(shows && { 'kronika-proof': proof }) };
    return ask(method, { ...request, headers });
  };

  const recorded = async (): Promise<number> => {
    let count = 0;
    for await (const batch of kronika.app.get(EventStore).readAll()) count += batch.length;
    return count;
  };

  /** A fresh activity, recorded by the recorder: one that still has steps before it, where its kind has such. */
  const fresh = async (path: string): Promise<string> => {
    const address = `/v1/${path}`;
    const record = calls.find((call) => call.method === 'POST' && call.path === address);
    const examples = record?.operation.requestBody?.content['application/json'].examples ?? {};
    const { value } = Object.values(examples).at(-1)!;
    const response = await fetch(`${kronika.url ?? ''}${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get('recorder') ?? ''}` },
      body: JSON.stringify(value),
    });
    return ((await response.json()) as { readonly id: string }).id;
  };

  const prepared = async ({ method, path, operation }: Call): Promise<Prepared> => {
    const kind = KINDS.find((each) => path.startsWith(`/v1/${each.path}/`));
    const id = path.includes('{id}') ? await fresh(kind?.path ?? 'contacts') : '';
    const examples = operation.requestBody?.content['application/json'].examples ?? {};
    const needed = operation.parameters.filter((each) => each.in === 'query' && each.required === true);
    const query = needed.map(({ name, schema }): [string, string] => [
      name,
      String((schema['examples'] as readonly unknown[])[0]),
    ]);
    const address = path.replace('{id}', id).replace(/\{\w+\}/g, 'nobody-knows');
    return {
      path: query.length === 0 ? address : `${address}?${new URLSearchParams(query).toString()}`,
      headers: method === 'GET' ? {} : { 'content-type': 'application/json', 'if-match': '"0"' },
      ...(method !== 'GET' && { body: JSON.stringify(Object.values(examples)[0]?.value) }),
    };
  };

  it('lets in the roles that it names and nobody else, and records nothing for those whom it refuses', async () => {
    const seen = { open: 0, guarded: 0 };
    for (const call of calls) {
      const named = call.operation['x-kronika-roles'];
      const request = await prepared(call);
      const answers = (token?: string): Promise<number> => ask(call.method, request, token);
      const where = `${call.method} ${call.path}`;
      if (named === undefined) {
        expect([where, [401, 403].includes(await answers())]).toEqual([where, false]);
        seen.open++;
        continue;
      }
      const before = await recorded();
      expect([where, 'nobody', await answers()]).toEqual([where, 'nobody', 401]);
      expect([where, 'a stranger', await answers('krn_unknown')]).toEqual([where, 'a stranger', 401]);
      for (const role of ROLES.filter((each) => !named.includes(each))) {
        expect([where, role, await answers(tokens.get(role))]).toEqual([where, role, 403]);
        expect([where, role, await signedIn(call.method, request, role, true)]).toEqual([where, role, 403]);
      }
      // Another site can make the browser of somebody who may send this, but not make it show that it is not from there.
      if (call.method !== 'GET')
        for (const role of named)
          expect([where, role, await signedIn(call.method, request, role, false)]).toEqual([where, role, 403]);
      expect([where, await recorded()]).toEqual([where, before]);
      for (const role of named) {
        const status = await answers(tokens.get(role));
        expect([where, role, status, status !== 401 && status !== 403 && status < 500]).toEqual([
          where,
          role,
          status,
          true,
        ]);
      }
      seen.guarded++;
    }
    // The probes, the metrics, the description and its page, the public keys, and what the page is drawn with.
    expect(seen.open).toBe(7);
    expect(seen.guarded).toBeGreaterThan(100);
  }, 600_000);

  it('refuses a recorder the approval that is a manager’s alone, and grants it to a manager', async () => {
    const path = '/v1/publications/{id}/steps/approve';
    const approve = calls.find((call) => call.path === path)!;
    expect(approve.operation['x-kronika-roles']).toEqual(['manager']);
    const request = await prepared(approve);
    expect(await ask('POST', request, tokens.get('recorder'))).toBe(403);
    expect(await signedIn('POST', request, 'recorder', true)).toBe(403);
    expect(await signedIn('POST', request, 'manager', false)).toBe(403);
    expect(await signedIn('POST', request, 'manager', true)).toBe(200);
    expect(await ask('POST', await prepared(approve), tokens.get('manager'))).toBe(200);
  });
});
