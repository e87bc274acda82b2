import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, fieldNames, tidy, toJson } from '../../src/domain/kernel/check.js';
import {
  AtTime,
  Choice,
  Choices,
  Count,
  Flag,
  Identities,
  Identity,
  InMonth,
  Metres,
  Money,
  OnDay,
  Optional,
  Part,
  Parts,
  Pattern,
  Patterns,
  Quantity,
  Text,
  Texts,
  WebAddress,
} from '../../src/domain/kernel/fields.js';
import { runs } from '../support/runs.js';

class Leaf {
  @Text(10) name!: string;
  @Optional() @Money() amount?: number;
}

class Branch {
  @Part(() => Leaf) leaf!: Leaf;
  @Optional() @Parts(() => Leaf, { min: 1, max: 3 }) leaves?: Leaf[];
}

class Everything {
  @Text(20) text!: string;
  @Optional() @Pattern(/^\d{3}$/, 'three digits', '123') pattern?: string;
  @Optional() @Choice(['a', 'b']) choice?: string;
  @Optional() @Choices(['a', 'b', 'c']) choices?: string[];
  @Optional() @OnDay() day?: string;
  @Optional() @InMonth() month?: string;
  @Optional() @AtTime() time?: string;
  @Optional() @Money() money?: number;
  @Optional() @Metres() metres?: number;
  @Optional() @Count() count?: number;
  @Optional() @Quantity() quantity?: number;
  @Optional() @Flag() flag?: boolean;
  @Optional() @Texts(5, { max: 3 }) texts?: string[];
  @Optional() @Patterns(/^\d$/, 'a digit', '1', { min: 1, max: 3 }) patterns?: string[];
  @Optional() @Identity() id?: string;
  @Optional() @Identities({ max: 2 }) ids?: string[];
  @Optional() @WebAddress() url?: string;
  @Optional() @Part(() => Branch) branch?: Branch;
}

class Heir extends Everything {
  @Flag() more!: boolean;
}

const pointersOf = (data: unknown): string[] => check(Everything, data).faults.map(({ pointer }) => pointer);
const parse = (text: string): unknown => JSON.parse(text);

const UUID = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';

describe('a payload', () => {
  it('is an object', () => {
    for (const data of [null, undefined, 'text', 5, true, [], [{}]]) {
      expect(check(Everything, data)).toMatchObject({
        value: null,
        faults: [{ pointer: '', detail: 'must be an object' }],
      });
    }
  });

  it('comes back as an instance of its class, its parts too', () => {
    const { value } = check(Everything, { text: 'x', branch: { leaf: { name: 'y' } } });
    expect(value).toBeInstanceOf(Everything);
    expect(value?.branch).toBeInstanceOf(Branch);
    expect(value?.branch?.leaf).toBeInstanceOf(Leaf);
  });

  it('lacks nothing that it must have', () => {
    expect(check(Everything, {}).faults).toEqual([{ pointer: '/text', detail: 'is missing' }]);
    expect(
      check(Heir, {})
        .faults.map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/more', '/text']);
  });

  it('has no field that its class has not', () => {
    expect(check(Everything, { text: 'x', colour: 'red' }).faults).toEqual([
      { pointer: '/colour', detail: 'is not a field of this' },
    ]);
    expect(pointersOf({ text: 'x', branch: { leaf: { name: 'x', colour: 1 } } })).toEqual(['/branch/leaf/colour']);
    expect(pointersOf({ text: 'x', 'a/b~c': 1, '': 2 }).sort()).toEqual(['/', '/a~1b~0c']);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'then',
    'toJSON',
  ])('has no field named %s, not even in a part', (name) => {
    for (const value of ['1', '{ "polluted": true }', '[]', '"x"']) {
      expect(pointersOf(parse(`{ "text": "x", "${name}": ${value} }`))).toEqual([`/${name}`]);
      expect(pointersOf(parse(`{ "text": "x", "branch": { "leaf": { "name": "x", "${name}": ${value} } } }`))).toEqual([
        `/branch/leaf/${name}`,
      ]);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('may leave out with null what it may leave out, and keeps nothing of it', () => {
    const { value } = check(Everything, { text: 'x', day: null, branch: null, texts: null });
    expect(Object.keys(value ?? {})).toEqual(['text']);
    const nested = check(Branch, { leaf: { name: 'x', amount: null }, leaves: [{ name: 'y', amount: null }] });
    expect(toJson(nested.value!)).toStrictEqual({ leaf: { name: 'x' }, leaves: [{ name: 'y' }] });
    expect(check(Everything, { text: null }).faults).toEqual([{ pointer: '/text', detail: 'is missing' }]);
  });

  it('tells every fault at once, each where it is', () => {
    const data = {
      money: -1,
      day: 'soon',
      branch: { leaf: { amount: 0.5 }, leaves: [{ name: 'x' }, { name: '' }] },
      colour: 1,
    };
    expect(pointersOf(data).sort()).toEqual([
      '/branch/leaf/amount',
      '/branch/leaf/name',
      '/branch/leaves/1/name',
      '/colour',
      '/day',
      '/money',
      '/text',
    ]);
  });

  it('tells faults from where the reader sent it', () => {
    expect(check(Leaf, { amount: -1, name: 'x' }, '/steps/0').faults[0]?.pointer).toBe('/steps/0/amount');
    expect(check(Leaf, 5, '/steps/0').faults[0]?.pointer).toBe('/steps/0');
    expect(check(Leaf, parse('{ "constructor": 1 }'), '/steps/0').faults[0]?.pointer).toBe('/steps/0/constructor');
  });

  it('knows its fields, inherited ones too', () => {
    expect([...fieldNames(Leaf)].sort()).toEqual(['amount', 'name']);
    expect(fieldNames(Heir)).toContain('text');
    expect(fieldNames(Heir)).toContain('more');
    expect(fieldNames(Everything)).not.toContain('more');
  });
});

/** What each field takes, and what it does not. */
const FIELDS: readonly (readonly [field: string, takes: readonly unknown[], refuses: readonly unknown[]])[] = [
  [
    'text',
    ['x', 'zażółć gęślą jaźń', 'dwa\nwiersze\t i', '👍', 'x'.repeat(20), '<script>'],
    [
      '',
      ' ',
      '\n\t',
      'x'.repeat(21),
      'a\u0000',
      'a\u001b[0m',
      'a\u007f',
      'a\u009c',
      '\ud800',
      'a\udc00b',
      5,
      true,
      [],
      {},
      ['x'],
    ],
  ],
  ['pattern', ['123'], ['12', '1234', '123\n', ' 123', 123, ['123']]],
  ['choice', ['a', 'b'], ['c', 'A', '', 'toString', 1, ['a']]],
  [
    'choices',
    [[], ['a'], ['c', 'b', 'a']],
    [['a', 'a'], ['d'], 'a', [['a']], ['a', 'b', 'c', 'a'], [null], { 0: 'a' }],
  ],
  [
    'day',
    ['2023-06-14', '2024-02-29', '1900-01-01', '2199-12-31'],
    [
      '2023-02-30',
      '2023-02-29',
      '0000-01-01',
      '1899-12-31',
      '2200-01-01',
      '9999-12-31',
      '2023-13-01',
      '2023-00-10',
      '2023-6-14',
      '14.06.2023',
      '2023-06-14T00:00:00Z',
      '+02023-06-14',
      '2023-06-14\n',
      '２０２３-06-14',
      20230614,
      '',
    ],
  ],
  [
    'month',
    ['2023-06', '2023-12'],
    ['2023-13', '2023-00', '2023-6', '2023', '2023-06-01', '0000-01', '9999-01', 202306],
  ],
  ['time', ['00:00', '09:30', '23:59'], ['24:00', '9:30', '12:60', '12:00:00', '12.00', 1200]],
  [
    'money',
    [0, 1, 430_000_000, 1_000_000_000_000],
    [-1, 0.5, 1_000_000_000_001, 1e300, Infinity, Number.NaN, '100', true, [100], { value: 1 }],
  ],
  ['metres', [0, 2080], [-1, 2.08, '2080', 1e13]],
  ['count', [0, 400], [-1, 1.5, '400', false]],
  ['quantity', [0, -3.5, 1e12], [1e13, -1e13, Infinity, -Infinity, Number.NaN, '5', true]],
  ['flag', [true, false], ['true', 'false', 0, 1, [], {}]],
  [
    'texts',
    [[], ['a', 'b'], ['a', 'A']],
    [['a', 'a'], ['a', 'b', 'c', 'd'], [''], ['aaaaaa'], [5], [null], ['a', ['b']], 'a', {}, { length: 1 }],
  ],
  ['patterns', [['1'], ['1', '2', '3']], [[], ['1', '1'], ['x'], [1], ['1', '2', '3', '4'], '1']],
  ['id', [UUID], ['', 'x', UUID.toUpperCase(), `${UUID}0`, `${UUID}\n`, 5]],
  ['ids', [[], [UUID]], [[UUID, UUID], ['x'], UUID]],
  [
    'url',
    ['https://powiat.example/a?b=c#d', 'http://127.0.0.1:3000/'],
    ['powiat.example', 'https://', 'file:///etc', 'https://a b', 5],
  ],
  [
    'branch',
    [{ leaf: { name: 'x' } }, { leaf: { name: 'x' }, leaves: [{ name: 'x' }] }],
    [{}, { leaf: null }, { leaf: [] }, { leaf: 'x' }, 'x', 5, true, [], [{ leaf: { name: 'x' } }]],
  ],
];

describe.each(FIELDS)('the field %s', (field, takes, refuses) => {
  const having = (value: unknown): unknown => ({ text: 'x', [field]: value });

  it.each(takes.map((value) => [value]))('takes %j', (value) => {
    const { value: taken, faults } = check(Everything, having(value));
    expect(faults).toEqual([]);
    expect(toJson(taken!)[field]).toEqual(value);
  });

  it.each(refuses.map((value) => [value]))('refuses %j, and says where', (value) => {
    const pointers = pointersOf(having(value));
    expect(pointers.length).toBeGreaterThan(0);
    for (const pointer of pointers) expect(`${pointer}/`).toMatch(new RegExp(`^/${field}/`));
  });
});

describe('a list of parts', () => {
  const listed = (leaves: unknown): unknown => ({ text: 'x', branch: { leaf: { name: 'x' }, leaves } });
  const at = '/branch/leaves';

  it.each([
    ['nothing', [], [at]],
    ['too many', Array.from({ length: 4 }, () => ({ name: 'x' })), [at]],
    ['null', [null], [`${at}/0`]],
    ['a text', [{ name: 'x' }, 'y'], [`${at}/1`]],
    ['a list', [[{ name: 'x' }]], [`${at}/0`]],
    ['an empty list', [[]], [`${at}/0`]],
    ['parts with faults', [{ name: 'x' }, { amount: 1 }, { name: 'x', colour: 1 }], [`${at}/1/name`, `${at}/2/colour`]],
    ['an object like a list', { 0: { name: 'x' }, length: 1 }, [at]],
  ])('does not hold %s', (_what, leaves, pointers) => {
    expect(pointersOf(listed(leaves))).toEqual(pointers);
  });

  it('that is far too long is told quickly', () => {
    const started = performance.now();
    expect(pointersOf(listed(Array.from({ length: 200_000 }, () => ({}))))).toEqual([at]);
    expect(pointersOf({ text: 'x', texts: Array.from({ length: 200_000 }, String) })).toEqual(['/texts']);
    const missing = Array.from({ length: 900 }, (_each, index) => `${at}/${String(index)}/name`);
    expect(pointersOf(listed(missing.map(() => ({}))))).toEqual([at, ...missing]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('what was made to harm', () => {
  it.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
    ['objects in lists', '[{"a":', '}]'],
  ])('is refused, not run out of stack: %s nested without end', (_what, open, close) => {
    const depth = 20_000;
    const deep = parse(`{ "text": "x", "branch": ${open.repeat(depth)}1${close.repeat(depth)} }`);
    const [pointer] = pointersOf(deep);
    expect(pointer).toMatch(/^\/branch/);
  });

  it('is told in one fault where it has more fields than any payload, and is read no further', () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`f${String(index)}`, index]));
    const fault = { pointer: '', detail: 'must have at most 1000 fields' };
    expect(check(Everything, many)).toEqual({ value: null, faults: [fault], unread: [''] });
    expect(check(Everything, many, '/whole').faults).toEqual([{ ...fault, pointer: '/whole' }]);
  });

  it('never fails otherwise than by telling faults', () => {
    const keys = fc.constantFrom(...fieldNames(Everything), 'leaf', 'leaves', 'name', 'amount', '__proto__', 'x');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom<unknown>(null, '', 'x', '2023-01-01', -1, 0, 1.5, true, UUID),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(keys, tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (data) => {
        const { value: taken, faults } = check(Everything, data);
        expect(taken === null).toBe(faults.some(({ pointer }) => pointer === ''));
        for (const { pointer, detail } of faults) {
          expect(pointer === '' || pointer.startsWith('/')).toBe(true);
          expect(detail).not.toBe('');
        }
        // What was taken is taken again, and is plain JSON without empty fields.
        if (taken !== null && faults.length === 0) {
          expect(check(Everything, toJson(taken)).faults).toEqual([]);
          expect(JSON.stringify(toJson(taken))).not.toContain('null');
        }
      }),
      runs(500),
    );
  });
});

describe('what the ledger keeps', () => {
  it('is plain JSON, whatever class it was', () => {
    const { value } = check(Branch, { leaf: { name: 'x' }, leaves: [{ name: 'y', amount: 0 }] });
    const json = toJson(value!);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
    expect(json).toStrictEqual({ leaf: { name: 'x' }, leaves: [{ name: 'y', amount: 0 }] });
  });

  it('has no empty fields', () => {
    expect(tidy({ a: null, b: { c: null, d: [{ e: null, f: 0 }] }, g: '', h: false })).toStrictEqual({
      b: { d: [{ f: 0 }] },
      g: '',
      h: false,
    });
    expect(tidy(5)).toBe(5);
  });
});
