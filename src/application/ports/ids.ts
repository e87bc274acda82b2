/** New identities. */
export abstract class Ids {
  /** A UUIDv7, later in text order than every one given before by this process. */
  abstract next(): string;
}
