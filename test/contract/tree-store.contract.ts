import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TreeStore } from '../../src/application/ports/tree-store.js';

/** What an adapter brings: a store of its own at each call, empty; and another one on the same tree, if it can. */
export interface TreeAdapter {
  readonly name: string;
  readonly open: () => Promise<{
    readonly store: TreeStore;
    readonly beside: () => Promise<TreeStore>;
    readonly discard: () => Promise<void>;
  }>;
}

const tile = (...bytes: readonly number[]): Buffer => Buffer.concat(bytes.map((byte) => Buffer.alloc(32, byte)));
const progressAt = (size: number) => ({
  size,
  cursor: `c${String(size)}`,
  last: { stream: 'contact-1', revision: size },
});

/** Every adapter of the port of the tree of hashes passes this. */
export function treeStoreContract({ name, open }: TreeAdapter): void {
  describe(`a tree store (${name})`, () => {
    let store: TreeStore;
    let beside: () => Promise<TreeStore>;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, beside, discard } = await open());
    });
    afterEach(() => discard());

    it('is empty at first', async () => {
      expect(await store.progress()).toEqual({ size: 0, cursor: null, last: null });
      await expect(store.tiles([{ level: 0, index: 0 }])).rejects.toThrow(RangeError);
    });

    it('gives back tiles in the order asked, and how far it got', async () => {
      await store.commit(0, progressAt(2), [{ level: 0, index: 0, tile: tile(1, 2) }]);
      await store.commit(2, progressAt(300), [
        { level: 0, index: 0, tile: tile(1, 2, 3) },
        { level: 0, index: 1, tile: tile(4) },
        { level: 1, index: 0, tile: tile(5) },
      ]);
      expect(await store.progress()).toEqual(progressAt(300));
      const asked = [
        { level: 1, index: 0 },
        { level: 0, index: 0 },
        { level: 0, index: 1 },
      ];
      expect(await store.tiles(asked)).toEqual([tile(5), tile(1, 2, 3), tile(4)]);
    });

    it('refuses whoever adds to a tree that somebody else added to, and writes nothing of it', async () => {
      await store.commit(0, progressAt(1), [{ level: 0, index: 0, tile: tile(1) }]);
      const late = store.commit(0, progressAt(2), [{ level: 0, index: 0, tile: tile(9, 9) }]);
      await expect(late).rejects.toMatchObject({ name: 'Rejection', code: 'conflict' });
      expect(await store.tiles([{ level: 0, index: 0 }])).toEqual([tile(1)]);
      expect(await store.progress()).toEqual(progressAt(1));
    });

    it('keeps what it was given, whatever becomes of it there', async () => {
      const given = tile(1);
      await store.commit(0, progressAt(1), [{ level: 0, index: 0, tile: given }]);
      given.fill(7);
      const [found] = await store.tiles([{ level: 0, index: 0 }]);
      expect(found).toEqual(tile(1));
      found!.fill(7);
      expect(await store.tiles([{ level: 0, index: 0 }])).toEqual([tile(1)]);
    });

    it('is there for another process, and lets one of two add to it at the same time', async () => {
      const other = await beside();
      const tries = await Promise.allSettled(
        [store, other].map((each, n) => each.commit(0, progressAt(1), [{ level: 0, index: 0, tile: tile(n + 1) }])),
      );
      const lost = tries.filter((each) => each.status === 'rejected');
      expect(lost).toMatchObject([{ reason: { name: 'Rejection', code: 'conflict' } }]);
      const won = tries.findIndex(({ status }) => status === 'fulfilled');
      for (const each of [store, other]) {
        expect(await each.progress()).toEqual(progressAt(1));
        expect(await each.tiles([{ level: 0, index: 0 }])).toEqual([tile(won + 1)]);
      }
      await other.close();
    });

    it('is unavailable once it is closed', async () => {
      await store.close();
      await expect(store.progress()).rejects.toMatchObject({ name: 'Rejection', code: 'unavailable' });
    });
  });
}
