import { Injectable } from '@nestjs/common';
import { Rejection } from '../../domain/kernel/rejection.js';
import { EMPTY_ROOT, type Hash, HASH_BYTES } from '../../domain/proof/hashing.js';
import { consistencyStretches, hashOf, inclusionStretches, nodesOf, type Stretch } from '../../domain/proof/paths.js';
import { edgeOf, fromTiles, Growing, hashAt, tileKey, type Tile, tileOf, WIDTH } from '../../domain/proof/tiles.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { TreeStore, type TreeProgress } from '../ports/tree-store.js';
import { leafHashOf } from './leaf.js';
import { type Root, Roots } from './roots.js';

/** Events hashed between two commits, at most; the event loop has its turn in between. */
const BATCH = 250;
/** Tries to add to the tree beside a process that does, too. */
const ATTEMPTS = 20;

interface Standing {
  readonly growing: Growing;
  readonly progress: TreeProgress;
}

/**
 * The ledger as a Merkle log: leaf by leaf in its order, leaf index + 1 being the position. It follows the projection, so
 * that recording waits for no hash, and whatever it lacks it reads from the ledger itself. Any number of processes may
 * add to it: each leaf is what the ledger says, whoever adds it.
 */
@Injectable()
export class LedgerTree extends Roots {
  private standing: Standing | null = null;
  private last: Promise<unknown> = Promise.resolve();
  /** Catching up by itself; settles with the fault that ended it, or null. */
  private catching: Promise<unknown> | null = null;
  private fault: Error | null = null;

  constructor(
    private readonly ledger: EventStore,
    private readonly store: TreeStore,
  ) {
    super();
  }

  /** How many leaves it has. */
  async size(): Promise<number> {
    return (await this.store.progress()).size;
  }

  /**
   * Takes in a batch that follows `position` events. Where it lacks some before them it reads the ledger by itself, to the
   * end: the views, which wait for what is taken in, do not wait for that.
   *
   * @throws what ended the last such catching up
   */
  async take(position: number, batch: readonly StoredEvent[]): Promise<void> {
    if (this.catching !== null) return;
    const { fault } = this;
    this.fault = null;
    if (fault !== null) throw fault;
    const behind = await this.alone(async () => {
      const { size } = (await this.stand()).progress;
      if (size >= position && size < position + batch.length) await this.add(batch.slice(size - position));
      return size < position;
    });
    if (!behind) return;
    this.catching = this.catchUp().then(
      () => (this.catching = null),
      (what: unknown) => {
        this.fault = what instanceof Error ? what : new Error(String(what));
        this.catching = null;
      },
    );
  }

  /** Follows the ledger to its end. @returns how many leaves there are then */
  catchUp(): Promise<number> {
    return this.alone(async () => {
      await this.follow();
      return (await this.stand()).progress.size;
    });
  }

  override async now(): Promise<Root> {
    const size = await this.catchUp();
    return { size, root: await this.root(size) };
  }

  /** @throws RangeError for a size that it has not reached */
  async root(size: number): Promise<Hash> {
    if (size === 0) return EMPTY_ROOT;
    const [root = EMPTY_ROOT] = await this.hashes([{ from: 0, to: size }]);
    return root;
  }

  /** The path from a leaf, counted from 0, to the root of a tree. @throws RangeError for a tree or a leaf that it has not */
  inclusion(leaf: number, size: number): Promise<readonly Hash[]> {
    return this.hashes(inclusionStretches(leaf, size));
  }

  /** The path between the roots of two trees. @throws RangeError for trees that it has not */
  consistency(first: number, second: number): Promise<readonly Hash[]> {
    return this.hashes(consistencyStretches(first, second));
  }

  /** Hashes of leaves from one, counted from 0, to another that is not included. @throws RangeError for leaves that it has not */
  async leaves(from: number, to: number): Promise<readonly Hash[]> {
    const hashes: Hash[] = [];
    for (let index = Math.floor(from / WIDTH); index * WIDTH < to; index++) {
      const [tile] = await this.store.tiles([{ level: 0, index }]);
      if (tile === undefined) throw new RangeError(`the tree has no leaf ${String(from)}`);
      const [first, end] = [Math.max(from - index * WIDTH, 0), Math.min(WIDTH, to - index * WIDTH)];
      if (tile.length < end * HASH_BYTES) throw new RangeError(`the tree has no leaf ${String(to - 1)}`);
      for (let at = first; at < end; at++) hashes.push(hashAt(tile, at));
    }
    return hashes;
  }

  /** As {@link leaves}; null where it has not all of them: its file was damaged. */
  async kept(from: number, to: number): Promise<readonly Hash[] | null> {
    try {
      return await this.leaves(from, to);
    } catch (fault) {
      if (fault instanceof RangeError) return null;
      throw fault;
    }
  }

  /** Whether the tree's last event is in the ledger as it was: it is not where the ledger's end was cut or altered. */
  async agrees(progress?: TreeProgress): Promise<boolean> {
    const { size, last } = progress ?? (await this.store.progress());
    if (last === null) return true;
    const [leaf] = await this.leaves(size - 1, size);
    for await (const event of this.ledger.readStream(last.stream, { from: last.revision, limit: 1 }))
      return leaf !== undefined && leafHashOf(event).equals(leaf);
    return false;
  }

  /** The hashes of stretches of leaves, as proofs name them. @throws RangeError for leaves that it has not */
  async hashes(stretches: readonly Stretch[]): Promise<readonly Hash[]> {
    const places = new Map(stretches.flatMap(nodesOf).map((node) => [tileKey(tileOf(node)), tileOf(node)]));
    const found = await this.store.tiles([...places.values()]);
    const tiles = new Map<string, Tile>();
    [...places.keys()].forEach((key, each) => {
      const tile = found[each];
      if (tile !== undefined) tiles.set(key, tile);
    });
    const at = fromTiles((place) => {
      const tile = tiles.get(tileKey(place));
      if (tile === undefined) throw new RangeError(`the tree has no tile ${tileKey(place)}`);
      return tile;
    });
    return stretches.map((stretch) => hashOf(stretch, at));
  }

  private async follow(): Promise<void> {
    const { progress } = await this.stand();
    for await (const batch of this.ledger.readAll({ after: progress.cursor, limit: BATCH })) {
      await this.add(batch);
      await new Promise(setImmediate);
    }
  }

  private async add(events: readonly StoredEvent[]): Promise<void> {
    const { growing, progress } = await this.stand();
    const altered = growing.add(events.map(leafHashOf));
    const end = events.at(-1);
    if (end === undefined) return;
    const next = { size: growing.leaves, cursor: end.cursor, last: { stream: end.stream, revision: end.revision } };
    await this.store.commit(progress.size, next, altered);
    this.standing = { growing, progress: next };
  }

  /** @throws Rejection `unavailable` when the tree is another ledger's, or the ledger's end was altered */
  private async stand(): Promise<Standing> {
    if (this.standing !== null) return this.standing;
    const progress = await this.store.progress();
    if (!(await this.agrees(progress)))
      throw new Rejection(
        'unavailable',
        `the tree of hashes does not agree with the ledger at position ${String(progress.size)}: run kronika verify`,
      );
    const edge = await this.store.tiles(edgeOf(progress.size));
    return (this.standing = { growing: new Growing(progress.size, edge), progress });
  }

  /** One after the other; somebody else who adds meanwhile is waited out. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await work();
        } catch (fault) {
          // Half-grown: to be taken up from what is kept.
          this.standing = null;
          const beside = fault instanceof Rejection && fault.code === 'conflict';
          if (!beside || attempt === ATTEMPTS) throw fault;
        }
      }
    });
    this.last = done.catch(() => undefined);
    return done;
  }
}
