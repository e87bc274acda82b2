import type { Clock } from '../ports/clock.js';
import { Ids } from '../ports/ids.js';
import type { Dice } from './dice.js';

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** UUIDv7 (RFC 9562) of the simulated time: in its 12 bits after the time counts on, and the rest is thrown by dice. */
export class SeededIds extends Ids {
  private last = 0;
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly dice: Dice,
  ) {
    super();
  }

  next(): string {
    const now = Date.parse(this.clock.now());
    this.count = now === this.last ? this.count + 1 : 0;
    this.last = now;
    if (this.count > 0xfff) throw new RangeError('more ids in one millisecond than a UUIDv7 can tell apart');
    const time = hex(now, 12);
    const [first, second] = [this.dice.throw(), this.dice.throw()];
    const variant = hex(0x8000 | (first >>> 18), 4);
    const node = hex(first & 0xffff, 4) + hex(second, 8);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(this.count, 3)}-${variant}-${node}`;
  }
}
