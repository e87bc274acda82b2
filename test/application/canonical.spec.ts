import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical, digestOf } from '../../src/application/canonical.js';
import { runs } from '../support/runs.js';

describe('the RFC 8785 form', () => {
  it('is that of the example of section 3.2.2', () => {
    const example = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    expect(canonical(JSON.parse(example))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('has names in the order of section 3.2.3, by UTF-16 units', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '10', '2', '\ud83d\ude00', '\u0080', '\u00f6'];
    const order = ['\r', '1', '10', '2', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const written = canonical(Object.fromEntries(names.map((name) => [name, 0])));
    expect(written).toBe(`{${order.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
  });

  it('is what the package of one of its authors writes, of any JSON value, and reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonical(value)).toBe(canonicalize(value));
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value));
      }),
      runs(500),
    );
  });

  it('leaves out what is not there, and refuses what no JSON value holds', () => {
    expect(canonical({ b: undefined, a: 1 })).toBe('{"a":1}');
    for (const value of [undefined, NaN, Infinity, [undefined], { a: () => 1 }, 1n])
      expect(() => canonical(value)).toThrow(TypeError);
    expect(digestOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
