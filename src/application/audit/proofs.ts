import { Injectable } from '@nestjs/common';
import { type Fault, queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import type { Hash } from '../../domain/proof/hashing.js';
import { UUID } from '../../domain/kernel/fields.js';
import { trail, type TrailDoc } from '../../domain/views/trail.js';
import { ViewStore } from '../ports/view-store.js';
import { Views } from '../views.js';
import { LedgerTree } from './ledger-tree.js';

/** Hashes are SHA-256 in hex. */
export interface InclusionProof {
  readonly event: string;
  /** Counted from 0: the event's position less one. */
  readonly leafIndex: number;
  readonly leafHash: string;
  readonly treeSize: number;
  readonly root: string;
  /** From the leaf's sibling up. */
  readonly path: readonly string[];
}

export interface ConsistencyProof {
  readonly from: number;
  readonly fromRoot: string;
  readonly to: number;
  readonly toRoot: string;
  readonly path: readonly string[];
}

export const INCLUSION_PARAMS = ['event', 'size'] as const;
export const CONSISTENCY_PARAMS = ['from', 'to'] as const;
type Params<N extends readonly string[]> = Readonly<Partial<Record<N[number], string>>>;

const SIZE = /^[1-9]\d{0,14}$/;
const hex = (hash: Hash): string => hash.toString('hex');

/** Proofs that an event is in the ledger, and that one ledger is the beginning of another. */
@Injectable()
export class Proofs {
  constructor(
    private readonly tree: LedgerTree,
    private readonly store: ViewStore,
    private readonly views: Views,
  ) {}

  /** @throws Rejection `bad-query`; `not-found` for an event that the ledger has not */
  async inclusion({ event, size }: Params<typeof INCLUSION_PARAMS>): Promise<InclusionProof> {
    const faults: Fault[] = [];
    if (event === undefined || !UUID.test(event)) faults.push(queryFault('event', 'must be the id of an event'));
    if (size !== undefined && !SIZE.test(size)) faults.push(sizeFault('size'));
    refuseQuery(faults);
    const position = await this.positionOf(event ?? '');
    const reached = await this.reach(position);
    const treeSize = size === undefined ? reached : Number(size);
    if (treeSize < position || treeSize > reached)
      refuseQuery([
        queryFault('size', `must be from ${String(position)}, where the event stands, to ${String(reached)}`),
      ]);
    const leafIndex = position - 1;
    const [leaf] = await this.tree.leaves(leafIndex, position);
    if (leaf === undefined) throw new Error('a tree without a leaf of its own');
    return {
      event: event ?? '',
      leafIndex,
      leafHash: hex(leaf),
      treeSize,
      root: hex(await this.tree.root(treeSize)),
      path: (await this.tree.inclusion(leafIndex, treeSize)).map(hex),
    };
  }

  /** @throws Rejection `bad-query` */
  async consistency(params: Params<typeof CONSISTENCY_PARAMS>): Promise<ConsistencyProof> {
    const faults = CONSISTENCY_PARAMS.filter((name) => {
      const value = params[name];
      return value === undefined ? name === 'from' : !SIZE.test(value);
    }).map(sizeFault);
    refuseQuery(faults);
    const from = Number(params.from);
    const reached = await this.reach(Math.max(from, Number(params.to ?? 0)));
    const to = params.to === undefined ? reached : Number(params.to);
    if (to > reached) refuseQuery([queryFault('to', `the ledger has ${String(reached)} events`)]);
    if (from > to) refuseQuery([queryFault('from', `must not be larger than ${String(to)}`)]);
    return {
      from,
      fromRoot: hex(await this.tree.root(from)),
      to,
      toRoot: hex(await this.tree.root(to)),
      path: (await this.tree.consistency(from, to)).map(hex),
    };
  }

  /** Where an event stands in the ledger. @throws Rejection `not-found` for one that the ledger has not */
  async positionOf(event: string): Promise<number> {
    const { id } = await this.views.current();
    const found = (await this.store.inForce(id, trail.name, [event], 'now')).get(event);
    if (found === undefined) throw new Rejection('not-found', 'there is no such event');
    return (found.doc as TrailDoc).position;
  }

  /** How large the tree is, once it has followed the ledger to a position that the ledger has. */
  private async reach(position: number): Promise<number> {
    const size = await this.tree.size();
    return size >= position ? size : this.tree.catchUp();
  }
}

const sizeFault = (name: string): Fault => queryFault(name, 'must be a number of events, from 1');
