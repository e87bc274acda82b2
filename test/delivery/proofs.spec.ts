import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsistencyProof, InclusionProof } from '../../src/application/audit/proofs.js';
import { leafHashOf } from '../../src/application/audit/leaf.js';
import { isConsistent, rootByInclusion } from '../../src/domain/proof/proofs.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import { problemIn, Served } from '../support/served.js';

const CONTACT = { ...kindNamed('contact')?.example, followUpDue: null };
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('proofs over HTTP', () => {
  let served: Served;

  beforeAll(async () => {
    served = await Served.start({ KRONIKA_AUTH: 'off' });
    for (let n = 0; n < 5; n++) expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
  });
  afterAll(() => served.discard());

  it('lead from every event to the root of the ledger', async () => {
    const events = await served.events();
    for (const [index, event] of events.entries()) {
      const proof = (await served.read(`/v1/audit/proofs/inclusion?event=${event.id}`)).json<InclusionProof>();
      expect(proof).toMatchObject({ event: event.id, leafIndex: index, treeSize: events.length });
      expect(bytes(proof.leafHash)).toEqual(leafHashOf(event));
      const root = rootByInclusion(proof.leafIndex, proof.treeSize, leafHashOf(event), proof.path.map(bytes));
      expect(root?.toString('hex')).toBe(proof.root);
    }
  });

  it('are of the tree that is asked for, and say how one tree goes on from another', async () => {
    const events = await served.events();
    const [first] = events;
    const of = async (size: number): Promise<InclusionProof> =>
      (await served.read(`/v1/audit/proofs/inclusion?event=${first?.id ?? ''}&size=${String(size)}`)).json();
    const [small, large] = [await of(3), await of(events.length)];
    const proof = (await served.read('/v1/audit/proofs/consistency?from=3')).json<ConsistencyProof>();
    expect(proof).toMatchObject({ from: 3, fromRoot: small.root, to: events.length, toRoot: large.root });
    expect(
      isConsistent(
        { size: 3, root: bytes(small.root) },
        { size: events.length, root: bytes(large.root) },
        proof.path.map(bytes),
      ),
    ).toBe(true);
    const whole = (await served.read('/v1/audit/proofs/consistency?from=3&to=3')).json<ConsistencyProof>();
    expect(whole).toMatchObject({ from: 3, to: 3, path: [] });
  });

  it('are refused for what is not there, with every fault at once', async () => {
    const ask = (query: string) => served.read(`/v1/audit/proofs/${query}`);
    const unknown = await ask('inclusion?event=018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00');
    expect(unknown.statusCode).toBe(404);
    const bad = await ask('inclusion?event=x&size=0');
    expect(bad.statusCode).toBe(400);
    expect(problemIn(bad).errors?.map(({ pointer }) => pointer)).toEqual(['event', 'size']);
    for (const query of ['consistency', 'consistency?from=0', 'consistency?from=1&to=9999', 'consistency?from=5&to=3'])
      expect([query, (await ask(query)).statusCode]).toEqual([query, 400]);
    const [first] = await served.events();
    expect((await ask(`inclusion?event=${first?.id ?? ''}&size=9999`)).statusCode).toBe(400);
  });
});
