import { v7 } from 'uuid';
import { Ids } from '../../application/ports/ids.js';

/** UUIDv7 of the `uuid` package, which counts on within a millisecond. */
export class UuidIds extends Ids {
  next(): string {
    return v7();
  }
}
