import type { FastifyRequest } from 'fastify';
import { textsIn } from '../http/form.js';
import { META } from './forms/typed.js';

/**
 * What was typed into a form whose sender is not known (any more): it goes along in the page that lets them sign in, and
 * comes back to the form. It is kept in no address, no cookie and nowhere here.
 */
export type Kept = Readonly<Record<string, readonly string[]>>;

/** The forms of entries, and of persons: those of accounts hold passwords. */
const ENTRIES = /^\/(?:wpis|rejestr|osoby)\//;

const mayBeKept = (name: string): boolean => name.startsWith('/') || META.some((each) => each === name);

/** What a request brings that may be kept; null where it is no form of an entry. */
export function keptOf({ method, url, body }: FastifyRequest): Kept | null {
  if (method !== 'POST' || !ENTRIES.test(url) || typeof body !== 'object' || body === null) return null;
  const names = Object.keys(body).filter(mayBeKept);
  return Object.fromEntries(names.map((name) => [name, textsIn(body, name)]));
}

export const written = (kept: Kept): string => JSON.stringify(kept);

/** What a page kept for an address; null where it kept nothing that a form of an entry could take. */
export function readKept(address: string, text: string): Kept | null {
  if (text === '' || !ENTRIES.test(address)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const names = Object.keys(parsed).filter(mayBeKept);
  return Object.fromEntries(names.map((name) => [name, textsIn(parsed, name)]));
}
