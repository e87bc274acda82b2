/** What a ledger can hold: plain JSON, nothing else. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that is text; empty where it is none. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
