import { digestOf } from '../canonical.js';
import { datedId, hashedId } from '../commands/request.js';
import { textOf } from '../../domain/kernel/json.js';
import type { Draft } from './draft.js';

/** What a row is known by, so that it is recorded once however often it is imported. */
export interface Identity {
  /** The activity's id. */
  readonly id: string;
  /** Of the row's content, in hex. */
  readonly digest: string;
  /** The id of the nth event of the activity, from 0; another content has other ones. */
  event(nth: number): string;
}

/** The id of the activity that a row of this `ref` records. */
export const refId = (kind: string, ref: string): string => hashedId('import', kind, 'ref', ref);

/** Tells the rows of one file apart: by their `ref`, else by what they say and how many said the same before. */
export class Identities {
  private readonly counts = new Map<string, number>();

  constructor(private readonly kind: string) {}

  /** To be asked of each row once, in order. */
  of({ ref, body, steps }: Draft): Identity {
    const digest = digestOf([body, steps]);
    const nth = this.counts.get(digest) ?? 0;
    if (ref === null) this.counts.set(digest, nth + 1);
    const day = textOf(body['occurredOn'] ?? '');
    const id = ref === null ? datedId(day, 'import', this.kind, 'row', digest, String(nth)) : refId(this.kind, ref);
    return { id, digest, event: (event) => datedId(day, 'import', id, digest, String(event)) };
  }
}
