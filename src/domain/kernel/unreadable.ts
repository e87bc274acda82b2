/**
 * Thrown where somebody asks for what could not be read. A body may be wrong in one field and break a rule in another, and
 * both are to be told at once: so every rule is asked, and one that asks for a field that is wrong has no answer.
 */
class Unreadable extends Error {}

/** What lies beneath a payload that is read in part. */
interface Partly {
  readonly whole: object;
  /** JSON Pointers into it of what can't be read. */
  readonly pointers: ReadonlySet<string>;
}

const partly = new WeakMap<object, Partly>();

/** The payload, in which asking for what lies at one of the pointers throws; itself where there are none. */
export function unreadableAt<T extends object>(payload: T, pointers: Iterable<string>): T {
  const own = pointersOf(payload);
  const more = [...pointers];
  return own.size + more.length === 0 ? payload : guarded(whole(payload), new Set([...own, ...more]));
}

/** All of a payload, also what is wrong: for those who look at texts and not at what they mean. */
export const whole = <T extends object>(payload: T): T => (partly.get(payload)?.whole ?? payload) as T;

/** Says that what is asked for could not be read. */
export function unreadable(): never {
  throw new Unreadable();
}

function guarded<T extends object>(payload: T, pointers: ReadonlySet<string>): T {
  const within = new Map<string, Set<string>>();
  for (const pointer of pointers) {
    const [, name = '', ...below] = pointer.split('/');
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    const rest = below.length === 0 ? '' : `/${below.join('/')}`;
    within.set(key, (within.get(key) ?? new Set()).add(rest));
  }
  const parts = new Map<object, object>();
  const proxy = new Proxy(payload, {
    get: (target, name): unknown => {
      const value: unknown = Reflect.get(target, name);
      const wrong = typeof name === 'string' ? within.get(name) : undefined;
      if (wrong === undefined) return value;
      if (wrong.has('') || typeof value !== 'object' || value === null) unreadable();
      let part = parts.get(value);
      if (part === undefined) parts.set(value, (part = guarded(value, wrong)));
      return part;
    },
  });
  partly.set(proxy, { whole: payload, pointers });
  return proxy;
}

/** What the work gives, or `otherwise` where it asks for what could not be read. */
export function readOr<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (unread) {
    if (unread instanceof Unreadable) return otherwise;
    throw unread;
  }
}

/** What the rules say, one after the other; nothing where one asks for what could not be read. */
export const asked = <T>(...rules: readonly (() => readonly T[])[]): T[] => rules.flatMap((rule) => readOr(rule, []));

/** The members of a list that can be read, each with its place; of a list that can't be, none. */
export function members<T>(list: () => readonly T[] | undefined): (readonly [member: T, index: number])[] {
  const all = readOr(list, []) ?? [];
  // What a correction puts in the place of a list may be anything.
  if (!Array.isArray(all)) return [];
  // Nearly always; the way below takes ten times as long.
  if (pointersOf(all).size === 0) return (all as readonly T[]).map((member, index) => [member, index] as const);
  return Array.from(all.keys()).flatMap((index) => asked(() => [[all[index] as T, index] as const]));
}

/** The fields of a payload that can be read, each whole. */
export function legibleFields<V>(payload: Readonly<Record<string, V>>): Record<string, V> {
  const fields = Object.keys(whole(payload)).flatMap((name) => asked(() => [[name, payload[name] as V] as const]));
  return Object.fromEntries(fields.filter(([, value]) => pointersOf(value).size === 0));
}

/** A payload with further fields; one that is made of what could not be read can't be read either. */
export function withFields<T extends object, F extends object>(
  payload: T,
  fields: { readonly [N in keyof F]: () => F[N] },
): Omit<T, keyof F> & F {
  const made: Record<string, unknown> = {};
  const unread: string[] = [];
  for (const [name, make] of Object.entries<() => unknown>(fields)) {
    const value = readOr<{ readonly is: unknown } | null>(() => ({ is: make() }), null);
    if (value === null) unread.push(`/${name}`);
    made[name] = value?.is;
  }
  return over(payload, unreadableAt(made, unread)) as Omit<T, keyof F> & F;
}

/** A payload with the fields of another over its own: each as far as it could be read where it comes from. */
export function over<B extends object, A extends object>(below: B, above: A): B & A {
  const both = { ...whole(below), ...whole(above) };
  if (pointersOf(below).size + pointersOf(above).size === 0) return both;
  const hidden = (pointer: string): boolean => (pointer.split('/')[1] ?? '') in whole(above);
  const pointers = [...pointersOf(below)].filter((pointer) => !hidden(pointer));
  return unreadableAt(both, [...pointers, ...pointersOf(above)]);
}

const pointersOf = (payload: unknown): ReadonlySet<string> => partly.get(payload as object)?.pointers ?? NONE;
const NONE: ReadonlySet<string> = new Set();

/** A copy in which what could not be read where it comes from can't be read either. */
export const alike = <T extends object>(copy: T, payload: object): T => unreadableAt(copy, pointersOf(payload));
