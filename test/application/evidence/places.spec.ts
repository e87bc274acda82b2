import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { follow } from '../../../src/application/evidence/places.js';
import { runs } from '../../support/runs.js';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What a pointer leads to, in what the engine makes of the text. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (each, key) => (each as Record<string, unknown>)[key.replace(/~1/g, '/').replace(/~0/g, '~')],
      value,
    );

describe('a place in a JSON text', () => {
  it('is where it stops being JSON, and by nobody’s word but the text’s', () => {
    expect(follow('{"a":[1,{"b/c":"x"},tru]}')).toEqual({ at: 20, pointer: '/a/2' });
    expect(follow('{"a":[1,{"b/c":"x')).toEqual({ at: 17, pointer: '/a/1/b~1c' });
    expect(follow('{"a":"\\x"}')).toEqual({ at: 6, pointer: '/a' });
    expect(follow('{"a":1,"b":2]')).toEqual({ at: 12, pointer: '/b' });
    expect(follow('{"a":1}}')).toEqual({ at: 7, pointer: '' });
    // Between members there is none of their values.
    expect(follow('{ "a":1}', 2)).toEqual({ at: 2, pointer: '' });
    expect(follow('{"x":{"a":1,}}')).toEqual({ at: 12, pointer: '/x' });
    expect(follow('not a pack')).toEqual({ at: 0, pointer: '' });
  });

  it('is the end of the text exactly where that is JSON', () => {
    const texts = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', '.', '\n', 'e'),
    );
    fc.assert(
      fc.property(texts, ([json, where, sign]) => {
        const place = where % json.length;
        for (const text of [json, json.slice(0, place) + sign + json.slice(place + 1), json.slice(0, place)]) {
          // What comes after a list or an object with nothing else in it is reached if the text is a value.
          const whole = [`[${text}\n]`, `{"":${text}\n}`].every((around) => follow(`${around}x`).at === around.length);
          expect([text, whole]).toEqual([text, isJson(text)]);
        }
      }),
      runs(300),
    );
  });

  it('lies in the value that the engine finds there', () => {
    const name = fc.array(fc.constantFrom('a', 'ż', '/', '~', '"', '\\', '{', ' ')).map((signs) => signs.join(''));
    fc.assert(
      fc.property(fc.dictionary(name, fc.array(fc.dictionary(name, fc.integer()))), (value) => {
        const text = JSON.stringify(value);
        for (const { index, 1: number } of text.matchAll(/:(-?\d+)/g))
          expect(at(value, follow(text, index + 2).pointer)).toBe(Number(number));
      }),
      runs(100),
    );
  });
});
