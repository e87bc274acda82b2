import type { FastifyRequest } from 'fastify';
import { textIn, textsIn } from '../http/form.js';
import { PROOF_FIELD } from '../http/rights.js';

/**
 * What was typed into a form whose sender is not known (any more): it goes along in the page that lets them sign in, and
 * comes back to the form. It is kept in no address, no cookie and nowhere here.
 */
export type Kept = Readonly<Record<string, readonly string[]>>;

/** The forms that are drawn and not saved where no button was pressed: of entries, persons and accounts. */
const DRAWN = /^\/(?:(?:wpis|rejestr|osoby)\/|konta(?:\/[^/?]+\/zmiana)?(?:\?|$))/;

/** All forms that may be sent once more as they came: those besides (signing in, one's password) hold passwords. */
const SENDABLE = /^\/(?:wpis|rejestr|osoby|raporty|konta)(?:[/?]|$)/;

/** The field that says which button was pressed. */
const PRESSED = 'do';

/** What a request brings that may be kept; null where it is no form that could be drawn from it. */
export function keptOf({ method, url, body }: FastifyRequest): Kept | null {
  return method === 'POST' && DRAWN.test(url) ? fieldsIn(body) : null;
}

/** What a form brought that cannot be recorded just now, to be sent once more. */
export interface Unsent {
  /** Where it was sent. */
  readonly address: string;
  readonly fields: Kept;
  /** The button that was pressed; empty where none was that has a name. */
  readonly pressed: string;
  /** Whether the form itself can be drawn again from these fields. */
  readonly drawable: boolean;
}

/** What a request brings that can be sent once more; null where it is no form, or one that holds a password. */
export function unsentOf({ method, url, body }: FastifyRequest): Unsent | null {
  if (method !== 'POST' || !SENDABLE.test(url)) return null;
  const fields = fieldsIn(body);
  if (fields === null) return null;
  return { address: url, fields, pressed: textIn(body, PRESSED), drawable: DRAWN.test(url) };
}

/** Who is signing in, where they go then, and what waits for them there. */
export interface Waiting {
  readonly name: string;
  readonly next: string;
  readonly kept: Kept | null;
}

export const written = (kept: Kept): string => JSON.stringify(kept);

/** What a page kept for an address; null where it kept nothing that a form there could take. */
export function readKept(address: string, text: string): Kept | null {
  if (text === '' || !DRAWN.test(address)) return null;
  try {
    return fieldsIn(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What somebody sent who was signing in, but for the password; null where a request is none of these. */
export function waitingIn({ method, url, body }: FastifyRequest): Waiting | null {
  if (method !== 'POST' || !/^\/logowanie(?:\?|$)/.test(url)) return null;
  const next = textIn(body, 'next');
  return { name: textIn(body, 'name').trim(), next, kept: readKept(next, textIn(body, 'kept')) };
}

/** All that a form brought, but for its proof and its button. */
function fieldsIn(form: unknown): Kept | null {
  if (typeof form !== 'object' || form === null) return null;
  const names = Object.keys(form).filter((name) => name !== PROOF_FIELD && name !== PRESSED);
  return Object.fromEntries(names.map((name) => [name, textsIn(form, name)]));
}
