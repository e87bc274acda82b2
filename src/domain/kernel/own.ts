/** What a record says itself of a key that somebody else chose: `constructor` is a word like any other. */
export const ownOf = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
