/** By two names, without a text of both being made each time. */
export class Pairs<V> {
  private readonly values = new Map<string, Map<string, V>>();

  get(a: string, b: string, make: () => V): V {
    let inner = this.values.get(a);
    if (inner === undefined) this.values.set(a, (inner = new Map<string, V>()));
    let value = inner.get(b);
    if (value === undefined) inner.set(b, (value = make()));
    return value;
  }
}
