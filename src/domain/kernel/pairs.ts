/** By two keys, without one being made of both each time. */
export class Pairs<A, B, V> {
  private readonly values = new Map<A, Map<B, V>>();

  get(a: A, b: B, make: () => V): V {
    let inner = this.values.get(a);
    if (inner === undefined) this.values.set(a, (inner = new Map<B, V>()));
    let value = inner.get(b);
    if (value === undefined) inner.set(b, (value = make()));
    return value;
  }
}
