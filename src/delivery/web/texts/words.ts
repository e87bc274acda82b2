/** What the codes of the domain are called. */
export interface Words {
  /** One of a kind of activity, and many. */
  kind(name: string): string;
  kinds(name: string): string;
  status(code: string): string;
  phase(code: string): string;
  step(kind: string, step: string): string;
  field(kind: string, field: string): string;
  /** One of those that a field holds: `rozmówca` of `rozmówcy`. */
  one(kind: string, field: string): string;
  /** A coded value of a field; what is no code stands as it is. */
  value(kind: string, field: string, code: string): string;
  gminaKind(code: string): string;
  organisationKind(code: string): string;
  function(code: string): string;
  role(code: string): string;
  /** A figure or list of a report by its path within what it is of: `money/support/granted`. */
  figure(path: string): string;
  /** Why a figure changed. */
  cause(code: string): string;
  /** What an item of a strategy is in it. @param depth how many items stand above it */
  itemLevel(code: string, depth: number): string;
  /** Why a form of an entry was refused, as the program says it in English; fields and steps by the kind's own words. */
  refusal(kind: string, detail: string): string;
  /** Why nothing can be recorded just now, as the program says it in English. */
  outage(detail: string): string;
  /** What is wrong with something, as the program says it in English. */
  fault(detail: string): string;
}
