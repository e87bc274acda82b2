import { describe, expect, it } from '@jest/globals';
import { Headers } from '../../../src/application/import/columns.js';
import { fieldWords, stepWords, valueWords } from '../../../src/application/import/glossary.js';
import { type Leaf, payloadLeaves } from '../../../src/application/import/leaves.js';
import { Reasons } from '../../../src/application/import/reasons.js';
import type { Kind } from '../../../src/domain/activities/kind.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import { check, fieldNames, type Payload } from '../../../src/domain/kernel/check.js';
import { formsOf } from '../../../src/domain/kernel/field-forms.js';
import { ORGANISATION_KINDS } from '../../../src/domain/registers/organisation.js';
import { faultsToldIn, RULES_OF_ACTIVITIES } from '../../support/told-in-source.js';

const payloadsOf = (kind: Kind): Payload<object>[] => {
  const found = new Set<Payload<object>>();
  const walk = (payload: Payload<object>): void => {
    if (found.has(payload)) return;
    found.add(payload);
    for (const { part } of formsOf(payload).values()) if (part !== undefined) walk(part());
  };
  for (const payload of [kind.details, ...Object.values(kind.steps).map(({ fields }) => fields)]) walk(payload);
  return [...found];
};

const leaves = (kind: Kind): Leaf[] =>
  [kind.details, ...Object.values(kind.steps).map(({ fields }) => fields)].flatMap((payload) => [
    ...payloadLeaves(payload),
  ]);

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('the glossary of %s', (name, kind) => {
  it('has a Polish header for every field of the details, of every step and of the objects in them', () => {
    const fields = payloadsOf(kind).flatMap((payload) => [...fieldNames(payload)]);
    expect(fields.length).toBeGreaterThan(15);
    expect(fields.filter((field) => fieldWords(name, field)[0] === '')).toEqual([]);
    // Nothing of a payload is left without a column.
    for (const payload of payloadsOf(kind))
      expect([...formsOf(payload).keys()].sort()).toEqual([...fieldNames(payload)].sort());
  });

  it('has a Polish word for every step', () => {
    const words = Object.keys(kind.steps).map((step) => stepWords(name, step)[0]);
    expect(new Set(words).size).toBe(words.length);
  });

  it('has a Polish word for every coded value, no two the same', () => {
    for (const payload of payloadsOf(kind))
      for (const [field, { schema }] of formsOf(payload)) {
        if (schema.enum === undefined) continue;
        const words = valueWords(name, field);
        expect([field, Object.keys(words ?? {}).sort()]).toEqual([field, [...(schema.enum as string[])].sort()]);
        const shown = Object.values(words ?? {}).flat();
        expect(new Set(shown).size).toBe(shown.length);
      }
  });

  it('leads every header, Polish or English, to its own column', () => {
    const headers = new Headers(kind);
    const columns = headers.all();
    for (const column of columns) {
      expect([headers.shown(column), headers.column(headers.shown(column))]).toEqual([
        headers.shown(column),
        expect.objectContaining(column),
      ]);
      if (column.of !== 'body' && column.of !== 'taken') continue;
      const english = [...(column.of === 'taken' ? [column.step] : []), ...column.leaf.path].join('.');
      if (english !== 'on')
        expect([english, headers.column(english)]).toEqual([english, expect.objectContaining(column)]);
    }
    const shown = columns.map((each) => headers.shown(each));
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('reads lists of objects only at the top of a payload, as the cells are built', () => {
    for (const leaf of leaves(kind).filter(({ rows }) => rows)) expect(leaf.into.length).toBeLessThanOrEqual(4);
    const lists = payloadsOf(kind).flatMap((payload) =>
      [...formsOf(payload).values()].flatMap(({ many, part }) => (many && part !== undefined ? [payload] : [])),
    );
    const top = [kind.details, ...Object.values(kind.steps).map(({ fields }) => fields)];
    expect(lists.filter((payload) => !top.includes(payload))).toEqual([]);
  });

  it('says in Polish whatever a check of the payloads may say', () => {
    const reasons = new Reasons(name);
    const junk = [
      undefined,
      7,
      -1,
      'zzz',
      '',
      '\u0001',
      'x'.repeat(6000),
      [],
      ['zzz', 'zzz'],
      [[1]],
      Array(2000).fill('x'),
      {},
      [{}],
      { zzz: 1 },
      true,
    ];
    const said = payloadsOf(kind).flatMap((payload) =>
      junk.flatMap(
        (value) => check(payload, Object.fromEntries([...fieldNames(payload)].map((field) => [field, value]))).faults,
      ),
    );
    expect(said.length).toBeGreaterThan(20);
    const details = [...new Set(said.map(({ detail }) => detail))];
    expect(details.filter((detail) => reasons.polish(detail) === detail)).toEqual([]);
  });
});

it('has a Polish word for every kind of organisation', () => {
  expect(Object.keys(valueWords('', 'kind') ?? {})).toEqual(ORGANISATION_KINDS);
});

it('says in Polish whatever the rules may say', async () => {
  const reasons = new Reasons('campaign');
  const texts = await faultsToldIn(RULES_OF_ACTIVITIES);
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter((text) => reasons.polish(text) === text)).toEqual([]);
});
