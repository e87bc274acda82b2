/** One thing wrong with what was sent. `pointer` is a JSON Pointer (RFC 6901) into it. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Every way in which Kronika says no. Delivery turns each into one answer, in one place.
 *
 * - `invalid`: the content breaks a rule that does not depend on the subject's state
 * - `forbidden`: the actor may not do this
 * - `not-found`: no such subject
 * - `state`: the subject's state forbids the step
 * - `conflict`: somebody else changed the subject first
 * - `key-reused`: the Idempotency-Key was used with another body
 * - `bad-query`: a question that cannot be asked
 * - `unsettled`: the views are not there yet; ask again
 * - `too-large`: more than the store takes in one go
 * - `too-many`: asked too often; see {@link TooMany}
 * - `unavailable`: the store cannot be reached or is full; nothing was recorded
 */
export type RejectionCode =
  | 'invalid'
  | 'forbidden'
  | 'not-found'
  | 'state'
  | 'conflict'
  | 'key-reused'
  | 'bad-query'
  | 'unsettled'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

export class Rejection extends Error {
  override readonly name = 'Rejection';

  constructor(
    readonly code: RejectionCode,
    message: string,
    readonly faults: readonly Fault[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Asked more often than anybody needs to. */
export class TooMany extends Rejection {
  /** @param seconds after which it may be asked again */
  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super('too-many', message);
  }
}

/** @throws Rejection `invalid` naming every fault, when there is one */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new Rejection('invalid', faults.map((fault) => fault.detail).join(' '), faults);
}

/** @throws Rejection `bad-query` naming every parameter that can't be, when there is one. Pointers are their names. */
export function refuseQuery(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new Rejection('bad-query', faults.map(({ detail }) => detail).join(' '), faults);
}

/** What is wrong with a parameter of a query. */
export const queryFault = (name: string, says: string): Fault => ({ pointer: name, detail: `${name}: ${says}` });
