import type { Actor } from '../kernel/event.js';
import type { Day } from '../kernel/day.js';
import type { OrganisationKind } from '../registers/organisation.js';
import type { Strategy } from '../strategy/strategy.js';

/** The registers, as a decision asks them. Application keeps them; application/registers.ts */
export interface Registers {
  /** The gmina that has this TERC on that day (or had it, or will); null when it is none of the county's. */
  gminaByTerc(terc: string): { readonly id: string; readonly name: string } | null;
  organisationKind(id: string): OrganisationKind | null;
  /** Whether an official held a function of authority on that day. */
  isAuthority(official: string, on: Day): boolean;
  /** The strategies in force at any time of a span, earliest first; `until` null: open. */
  strategiesInForce(from: Day, until: Day | null): readonly Strategy[];
}

/** What a decision needs besides the subject and the command. */
export interface Context {
  /** Today in the ledger's zone. */
  readonly today: Day;
  readonly actor: Actor;
  readonly registers: Registers;
  /** The kinds of the activities that the command names, by id; one that is missing does not exist. */
  readonly linked: ReadonlyMap<string, string>;
  /** The subject's own id; null for a new one, which nobody can name yet. */
  readonly subject: string | null;
  /** The day on which the subject was recorded; null for a new one. */
  readonly recordedOn: Day | null;
  /** With authentication off there are no two persons to keep apart (API.md). */
  readonly alone: boolean;
}
