/** Names of a form as they are written, where no register is at hand. */
export const PLAIN = {
  organisation: () => null,
  activity: () => null,
  numberOf: () => null,
  official: (value: string) => value,
  officialNamed: (shown: string) => shown,
  functionNamed: (shown: string) => shown,
};
