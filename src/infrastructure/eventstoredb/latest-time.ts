import type { Clock } from '../../application/ports/clock.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { timeOf } from './ledger-events.js';
import type { LedgerReader } from './ledger-reader.js';
import type { Position } from './positions.js';

const PAGE = 1_000;

/**
 * How many events of the server are looked through for the ledger's last: more than all 314 counties of the country on
 * one cluster record in the three weeks for which a clock is believed at the start (docs/adr/0015). A ledger that has
 * been silent for longer is taken for an empty one.
 */
const FAR_ENOUGH = 100 * PAGE;

/**
 * The latest instant at which the ledger was written to, as far as this process knows: looked up when it first writes,
 * and raised by all that it writes and reads. Other processes write meanwhile, so it may lag; effective time does not
 * hang on it (docs/adr/0018).
 */
export class LatestTime {
  private latest: string | null = null;
  private looked: Promise<void> | null = null;

  constructor(
    private readonly reader: LedgerReader,
    private readonly clock: Clock,
  ) {}

  note(time: string | null): void {
    if (time !== null && (this.latest === null || time > this.latest)) this.latest = time;
  }

  /** The instant for what is about to be recorded. @throws Rejection `unavailable` when the clock is not believed */
  async stamp(): Promise<string> {
    await this.look();
    try {
      return this.clock.stamp(this.latest);
    } catch (refusal) {
      if (!(refusal instanceof Rejection)) throw refusal;
      // Another process may have written since, or an administrator have said there that the clock is right.
      this.looked = null;
      await this.look();
      return this.clock.stamp(this.latest);
    }
  }

  private look(): Promise<void> {
    this.looked ??= this.lookBack().catch((error: unknown) => {
      this.looked = null;
      throw error;
    });
    return this.looked;
  }

  /** To the page in which the ledger's last events are: single ones may bear an earlier time, where days are closed in arrears. */
  private async lookBack(): Promise<void> {
    let from: Position | null = null;
    for (let seen = 0; seen < FAR_ENOUGH; seen += PAGE) {
      const page = await this.reader.allBackwards(PAGE, from);
      const ours = page.filter((event) => this.reader.isOurs(event));
      for (const event of ours) this.note(timeOf(event));
      from = page.at(-1)?.position ?? null;
      if (ours.length > 0 || page.length < PAGE || from === null) return;
    }
  }
}
