/** What is done with passwords by those who know how. */
export abstract class Passwords {
  /** A hash in PHC form, with a salt of its own: slow and large on purpose. */
  abstract hash(password: string): Promise<string>;
  /** Whether this password made the hash. @param hash null where there is none: then false, after the same work */
  abstract matches(password: string, hash: string | null): Promise<boolean>;
  /** Whether it is one that many people use, and so the first that is tried. Case does not matter. */
  abstract isCommon(password: string): Promise<boolean>;
}
