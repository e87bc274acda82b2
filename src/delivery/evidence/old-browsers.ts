/**
 * What the verifier uses of the language that browsers of five years ago lack. Imported before everything else.
 */

function define(on: object, name: string, value: (this: never, ...given: never[]) => unknown): void {
  if (!(name in on)) Object.defineProperty(on, name, { value, writable: true, configurable: true });
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  return this[index < 0 ? this.length + index : index];
}

define(Array.prototype, 'at', at);
define(String.prototype, 'at', at);

define(Array.prototype, 'findLastIndex', function <T>(this: readonly T[], holds: (each: T, index: number) => boolean) {
  let index = this.length - 1;
  // The index is one of the list's own.
  while (index >= 0 && !holds(this[index] as T, index)) index--;
  return index;
});

define(Array.prototype, 'findLast', function <T>(this: readonly T[], holds: (each: T, index: number) => boolean) {
  return this[this.findLastIndex(holds)];
});

define(Object, 'hasOwn', (of: object, name: string): boolean => Object.prototype.hasOwnProperty.call(of, name));
