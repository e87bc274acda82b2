import { describe, expect, it } from '@jest/globals';
import { passwordFaults } from '../../../src/application/access/password-rule.js';
import { Argon2Passwords } from '../../../src/infrastructure/system/argon2-passwords.js';

const passwords = new Argon2Passwords();

describe('a new password', () => {
  it.each([
    'cztery kolory liści',
    'zielonyrowerstoi',
    '            kropka',
    '😀😁😂🤣😃😄😅😆😉😊😋😎',
    'a1b2c3d4e5f6g7h8i9j0'.repeat(10),
  ])('may be %p: of nothing but letters, of signs of any script, or long', async (password) => {
    expect(await passwordFaults(passwords, password, 'j.nowak')).toEqual([]);
  });

  it.each([
    ['', /12 to 200/],
    ['jedenaście!', /12 to 200/],
    ['😀'.repeat(11), /12 to 200/],
    ['x1y2'.repeat(51), /12 to 200/],
    [`half a pair \ud83d`, /12 to 200/],
    ['abababababababab', /same few/],
    ['to ja J.NOWAK we własnej osobie', /name of the account/],
    ['1234567890123', /a row/],
    ['cbacbacbacba', /a row|same few/],
    ['112233445566', /a row/],
    ['qwertyuiop[]', /tried first/],
    ['Password2026!', /tried first/],
    ['!!!Manchester1999', /tried first/],
  ])('may not be %p', async (password, says) => {
    expect(await passwordFaults(passwords, password, 'j.nowak')).toEqual([
      { pointer: '/password', detail: expect.stringMatching(says) },
    ]);
  });
});

describe('the hashes of passwords', () => {
  it('are argon2id, each with a salt of its own, and match the password alone', async () => {
    const [one, two] = [await passwords.hash('zażółć gęślą'), await passwords.hash('zażółć gęślą')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    for (const hash of [one, two]) expect(await passwords.matches('zażółć gęślą', hash)).toBe(true);
    // The same letters, as another keyboard writes them.
    expect(await passwords.matches('zażółć gęślą'.normalize('NFD'), one)).toBe(true);
    for (const other of ['zazolc gesla', 'zażółć gęślą ', '']) expect(await passwords.matches(other, one)).toBe(false);
  });

  it('match nothing where there is none, not even the empty password', async () => {
    expect(await passwords.matches('', null)).toBe(false);
    expect(await passwords.matches('zażółć gęślą', null)).toBe(false);
  });
});
