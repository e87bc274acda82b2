import { isObject, type Json } from '../../domain/kernel/json.js';
import { formOf } from './bytes.js';

/** Whether two JSON values are one. */
export const same = (a: unknown, b: unknown): boolean => formOf(a) === formOf(b);

/** A place where a value is not as another; both shortly. */
export interface Differing {
  readonly path: string;
  readonly said: string;
  readonly is: string;
}

const short = (value: unknown): string => {
  const text = value === undefined ? '' : formOf(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

/** Where a value is not as another, down to what is no object or list. */
export function differing(said: unknown, is: unknown, path: string): readonly Differing[] {
  if (same(said, is)) return [];
  const both = (of: (value: unknown) => boolean): boolean => of(said) && of(is);
  if (both(isObject) || (both(Array.isArray) && (said as Json[]).length === (is as Json[]).length)) {
    const [a, b] = [said as Readonly<Record<string, unknown>>, is as Readonly<Record<string, unknown>>];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) =>
      differing(a[name], b[name], `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }
  return [{ path, said: short(said), is: short(is) }];
}

/** How many values there are in a value. */
export function leavesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + leavesIn(each), 0);
}
