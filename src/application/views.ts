import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import type { Entry } from '../domain/registers/register.js';
import { registers } from '../domain/views/registers.js';
import type { Base } from './folding.js';
import { type At, type Generation, ViewStore } from './ports/view-store.js';

/** The documents of a generation as a fold finds them. */
export function baseOf(store: ViewStore, generation: string, at: At): Base {
  return {
    inForce: (view, ids) => store.inForce(generation, view, ids, at),
    // The registers hold entries only.
    strategies: async () =>
      (await store.find(generation, registers.name, { where: { register: 'strategy' }, at })) as unknown as Entry[],
  };
}

/** The generation that reads go to. */
@Injectable()
export class Views {
  constructor(private readonly store: ViewStore) {}

  /** @throws Rejection `unsettled` before the first generation is there */
  async current(): Promise<Generation> {
    const current = (await this.store.generations()).find((each) => each.current);
    if (current === undefined)
      throw new Rejection('unsettled', 'the views are being built for the first time; try again soon');
    return current;
  }
}
