import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  alike,
  asked,
  legibleFields,
  members,
  over,
  readOr,
  unreadable,
  unreadableAt,
  whole,
  withFields,
} from '../../src/domain/kernel/unreadable.js';

const NO = Symbol('unreadable');
const read = (work: () => unknown): unknown => readOr(work, NO);

describe('a payload that can be read in part', () => {
  const payload = {
    title: 'x',
    partners: [{ share: 1, name: 'a' }, { share: 2 }],
    'a/b~c': 5,
    place: undefined as string | undefined,
  };
  const partly = unreadableAt(payload, ['/title', '/partners/0/share', '/a~1b~0c', '/place']);

  it('is itself where all of it can be read', () => {
    expect(unreadableAt(payload, [])).toBe(payload);
    expect(whole(payload)).toBe(payload);
  });

  it('says nothing where it is asked for what is wrong, and the rest as it is', () => {
    expect(read(() => partly.title)).toBe(NO);
    expect(read(() => partly.place)).toBe(NO);
    expect(read(() => partly['a/b~c'])).toBe(NO);
    expect(read(() => partly.partners[0]?.share)).toBe(NO);
    expect(partly.partners[0]?.name).toBe('a');
    expect(partly.partners[1]).toEqual({ share: 2 });
    expect(partly.partners).toHaveLength(2);
    expect(whole(partly)).toBe(payload);
  });

  it('asks every rule, and goes on where one has no answer', () => {
    expect(
      asked<unknown>(
        () => [1],
        () => [partly.title],
        () => [2, 3],
        unreadable,
      ),
    ).toEqual([1, 2, 3]);
    expect(() =>
      asked(() => {
        throw new TypeError('a mistake');
      }),
    ).toThrow(TypeError);
  });

  it('gives the members of a list that can be read, with their places', () => {
    const list = unreadableAt({ of: ['a', 'b', 'c'] }, ['/of/1']);
    expect(members(() => list.of)).toEqual([
      ['a', 0],
      ['c', 2],
    ]);
    expect(members(() => unreadableAt(list, ['/of']).of)).toEqual([]);
    expect(members(() => undefined)).toEqual([]);
  });

  it('gives the fields that can be read whole', () => {
    expect(legibleFields(partly)).toEqual({});
    expect(legibleFields(unreadableAt({ a: 1, b: [1], c: 2 }, ['/b/0', '/c']))).toEqual({ a: 1 });
  });

  it('takes further fields; what is made of what is wrong is wrong', () => {
    const more = withFields(partly, { title: () => 'said', length: () => partly.title.length, place: () => 'here' });
    expect([more.title, more.place, read(() => more.length)]).toEqual(['said', 'here', NO]);
    expect(read(() => more.partners[0]?.share)).toBe(NO);
    expect(withFields({ a: 1 }, { b: () => 2 })).toEqual({ a: 1, b: 2 });
  });

  it('lies over another, field by field', () => {
    const both = over(unreadableAt({ a: 1, b: 2 }, ['/a', '/b']), unreadableAt({ b: 3, c: 4 }, ['/c']));
    expect([read(() => both.a), both.b, read(() => both.c)]).toEqual([NO, 3, NO]);
  });

  it('can be read no further in a copy', () => {
    const copy = alike(structuredClone(payload), partly);
    expect([read(() => copy.title), read(() => copy.partners[0]?.share), copy.partners[1]?.share]).toEqual([NO, NO, 2]);
  });
});

it('hides what it is told to and nothing else', () => {
  const path = fc.array(fc.constantFrom('a', 'b', '0', '1', '~', '/'), { minLength: 1, maxLength: 3 });
  const pointerOf = (names: readonly string[]): string =>
    names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const at = (value: unknown, names: readonly string[]): unknown =>
    names.reduce<unknown>((below, name) => (below as Record<string, unknown> | undefined)?.[name], value);
  fc.assert(
    fc.property(
      fc.object({ key: fc.constantFrom('a', 'b', '0', '1', '~', '/') }),
      fc.array(path),
      path,
      (value, hidden, asking) => {
        const partial = unreadableAt(value, hidden.map(pointerOf));
        const answered = readOr(() => ({ is: at(partial, asking) }), null);
        const within = hidden.some((names) => names.every((name, index) => asking[index] === name));
        if (within) expect(answered).toBeNull();
        else if (answered !== null && typeof answered.is !== 'object') expect(answered.is).toBe(at(value, asking));
      },
    ),
  );
});
