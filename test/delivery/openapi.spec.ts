import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { readConfig } from '../../src/config.js';
import { Addresses } from '../../src/delivery/http/addresses.js';
import { Routes } from '../../src/delivery/http/openapi/routes.js';
import { type Kronika, serve } from '../../src/serve.js';
import { type Call, callsOf, type OpenApi, Schemas, successOf } from '../support/openapi.js';

describe('the description of the interface', () => {
  let data: string;
  let kronika: Kronika;
  let document: OpenApi;
  let calls: readonly Call[];
  let schemas: Schemas;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-openapi-'));
    kronika = await serve(readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent' }), { listen: false });
    document = (await kronika.app.inject({ method: 'GET', url: '/openapi.json' })).json<OpenApi>();
    calls = callsOf(document);
    schemas = new Schemas(document);
  });

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  /** Every object of the document, with its place. */
  const walk = (value: unknown, at = ''): (readonly [string, Readonly<Record<string, unknown>>])[] => {
    if (typeof value !== 'object' || value === null) return [];
    const below = Object.entries(value).flatMap(([name, each]) => walk(each, `${at}/${name}`));
    return Array.isArray(value) ? below : [[at, value as Readonly<Record<string, unknown>>], ...below];
  };

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('names nothing that it does not hold, and holds nothing that it does not name', () => {
    const references = new Set(walk(document).flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : [])));
    const held = Object.entries(document.components)
      .filter(([section]) => section !== 'securitySchemes')
      .flatMap(([section, parts]) => Object.keys(parts).map((name) => `#/components/${section}/${name}`));
    expect([...references].sort()).toEqual(held.sort());
  });

  it('describes every route that is served, and serves every one that it describes', () => {
    const pattern = (path: string): string =>
      path.replace(/\{(\w+)\}/g, ':$1').replace(/\/steps\/[^/]+$/, '/steps/:step');
    const pages = new Set(
      kronika.app
        .get(Routes)
        .forPeople()
        .map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    );
    const described = new Set(calls.map(({ method, path }) => `${method} ${pattern(path)}`));
    const served = kronika.app
      .get(Addresses)
      .all()
      .filter((route) => !pages.has(route.replace(/^HEAD /, 'GET ')))
      // Fastify answers HEAD wherever GET is. A mention in the media takes no step after the first.
      .filter((route) => !route.startsWith('HEAD ') && route !== 'POST /v1/media-coverage/:id/steps/:step');
    expect([...described].sort()).toEqual(served.sort());
    expect(served.length).toBeGreaterThan(100);
  });

  it('says of every operation what it is called, who may call it, and what each of its parameters means', () => {
    const ids = calls.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of calls) {
      const roles = operation['x-kronika-roles'];
      const words = roles === undefined ? 'Open to anybody.' : `May be called by: ${roles.join(', ')}.`;
      expect([path, operation.description]).toEqual([path, expect.stringContaining(words)]);
      expect([path, operation.security]).toEqual([path, roles === undefined ? [] : undefined]);
      const asOf = operation.parameters.some(({ name }) => name === 'asOf');
      const reads = /^\/v1\/(?!ledger|audit\/(?!evidence))/.test(path) && operation.requestBody === undefined;
      expect([path, asOf]).toEqual([path, reads]);
      const names = operation.parameters.map((each) => `${each.in} ${each.name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('shows an example of every body and every answer, and each is what its schema says', () => {
    for (const call of calls) {
      const { path, operation, method } = call;
      const contents = [
        ...(operation.requestBody === undefined ? [] : [operation.requestBody.content['application/json']]),
        ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content)),
      ];
      expect([path, operation.requestBody !== undefined]).toEqual([path, method !== 'GET']);
      expect(successOf(call).status).toBe(path.includes('{') || method === 'GET' ? 200 : 201);
      for (const { schema, examples } of contents) {
        const values = Object.values(examples);
        expect([path, values.length > 0]).toEqual([path, true]);
        for (const { value } of values) expect([path, value, schemas.faults(schema, value)]).toEqual([path, value, []]);
      }
      for (const { name, schema } of operation.parameters) {
        for (const value of (schema['examples'] ?? []) as readonly unknown[])
          expect([path, name, schemas.faults(schema, value)]).toEqual([path, name, []]);
      }
    }
  });

  it('tells every refusal of an operation, by status and by its type', () => {
    const types = ({ operation }: Call, status: number): string[] => {
      const content = operation.responses[String(status)]?.content['application/problem+json'];
      return Object.values(content?.examples ?? {}).map(({ value }) => (value as { readonly type: string }).type);
    };
    const urn = (code: string): string => `urn:kronika:problem:${code}`;
    for (const call of calls) {
      const expected = (status: number, ...codes: readonly string[]): void =>
        expect([call.path, status, types(call, status)]).toEqual([call.path, status, codes.map(urn)]);
      expected(500, 'fault');
      if (call.operation['x-kronika-roles'] !== undefined) {
        expected(401, 'unauthenticated');
        expected(403, 'forbidden');
      }
      if (call.method === 'GET') continue;
      expected(400, 'malformed', 'bad-query');
      expected(413, 'too-large');
      expected(415, 'media-type');
      expected(422, 'invalid', 'key-reused');
      // What freezes a report reads the views first.
      expected(503, 'unavailable', ...(call.path.endsWith('/freezings') ? ['unsettled'] : []));
      if (!call.path.includes('{')) continue;
      expected(404, 'not-found');
      expected(409, 'state');
      expected(412, 'conflict');
      expected(428, 'precondition-required');
    }
  });

  it('leaves no object open but those that hold what nobody can know beforehand', () => {
    const objects = walk(document.components.schemas).filter(
      ([, { type, oneOf }]) => type === 'object' && oneOf === undefined,
    );
    const open = objects.filter(([, { additionalProperties }]) => additionalProperties !== false);
    const told = open.filter(([, { additionalProperties }]) => typeof additionalProperties === 'object');
    expect(open.filter((each) => !told.includes(each)).map(([at]) => at)).toEqual([
      '/AccessRecord/properties/details',
      '/Corrected/properties/changes',
      '/CorrectionBody/properties/changes',
      '/EntryCorrection/properties/changes',
      '/EvidencePack/properties/events/items/properties/event/properties/data',
      // Whatever a report said, in any version of the program.
      '/ReportFrozen/properties/figures',
      '/SealedCorrection/properties/changes',
    ]);
    // Figures by status, month or item, and the like: any key, each with the same kind of value.
    expect(told.length).toBeLessThan(objects.length / 5);
  });

  it('is read in a browser from here alone, by anybody', async () => {
    const page = await kronika.app.inject({ method: 'GET', url: '/docs' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(loaded).toHaveLength(5);
    for (const url of loaded) {
      const file = await kronika.app.inject({ method: 'GET', url });
      expect([url, file.statusCode, file.rawPayload.length > 100]).toEqual([url, 200, true]);
    }
    expect(page.body).not.toMatch(/<script>|<style|style=|https?:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect((await kronika.app.inject({ method: 'GET', url: '/docs/package.json' })).statusCode).toBe(404);
  });
});

describe('a wrong method', () => {
  let data: string;
  let kronika: Kronika;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-methods-'));
    kronika = await serve(readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent' }), { listen: false });
  });

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  it.each([
    ['DELETE', '/v1/activities?q=x', 'GET, HEAD'],
    ['GET', '/v1/contacts', 'POST'],
    ['PUT', '/v1/contacts/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'GET, HEAD'],
    ['PATCH', '/v1/organisations', 'GET, HEAD, POST'],
    ['GET', '/v1/contacts/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00/steps/close-follow-up', 'POST'],
    ['OPTIONS', '/health/live', 'GET, HEAD'],
  ] as const)('%s %s is told which methods there are', async (method, url, allow) => {
    const answer = await kronika.app.inject({ method, url });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe(allow);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ type: 'urn:kronika:problem:method', status: 405 });
  });

  it.each([
    ['GET', '/v1/nothing'],
    ['GET', '/v1/contacts/'],
    ['POST', '/v1/activities/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'],
    ['DELETE', '/v1'],
  ] as const)('%s %s is no address at all', async (method, url) => {
    const answer = await kronika.app.inject({ method, url });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['allow']).toBeUndefined();
    expect(answer.json()).toMatchObject({ type: 'urn:kronika:problem:no-such-address' });
  });
});
