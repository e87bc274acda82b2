import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
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

/**
 * Whether a generation holds the views of this version of the program. `outdated`: built by an earlier version.
 * `ahead`: built by a later one, which this one must not fold into.
 */
export function fitOf({ versions }: Generation): 'fits' | 'outdated' | 'ahead' {
  const own = new Map(VIEWS.map(({ name, version }) => [name, version]));
  if (Object.entries(versions).some(([name, version]) => version > (own.get(name) ?? 0))) return 'ahead';
  return VIEWS.every(({ name, version }) => versions[name] === version) ? 'fits' : 'outdated';
}

export const laterVersion = (): Rejection =>
  new Rejection('unavailable', 'the views were built by a later version of Kronika: start that one, or rebuild them');

/** The generation that reads go to. */
@Injectable()
export class Views {
  constructor(private readonly store: ViewStore) {}

  /** @throws Rejection `unsettled` while views of this version are being built; `unavailable` where a later one has */
  async current(): Promise<Generation> {
    const current = (await this.store.generations()).find((each) => each.current);
    if (current === undefined)
      throw new Rejection('unsettled', 'the views are being built for the first time; try again soon');
    const fit = fitOf(current);
    if (fit === 'outdated')
      throw new Rejection('unsettled', 'the views are being built anew for this version; try again soon');
    if (fit === 'ahead') throw laterVersion();
    return current;
  }
}
