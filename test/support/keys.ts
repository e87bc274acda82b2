import { KeyStore } from '../../src/application/ports/key-store.js';

/** Keys in memory. */
export class MemoryKeys extends KeyStore {
  constructor(
    public key: string | null = null,
    public following: string | null = null,
  ) {
    super();
  }

  current(): Promise<string | null> {
    return Promise.resolve(this.key);
  }

  begin(key: string): Promise<string> {
    this.key ??= key;
    return Promise.resolve(this.key);
  }

  next(): Promise<string | null> {
    return Promise.resolve(this.following);
  }

  stage(key: string): Promise<void> {
    this.following = key;
    return Promise.resolve();
  }

  promote(): Promise<void> {
    [this.key, this.following] = [this.following, null];
    return Promise.resolve();
  }
}
