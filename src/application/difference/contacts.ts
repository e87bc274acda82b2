import type { Day } from '../../domain/kernel/day.js';

/** Of the counters of a row's contacts: a day follows. */
export const CONTACT = 'contact/';

/** How many contacts a row has on each day, and the last of the days that has one. */
export class Contacts {
  constructor(readonly row: string) {}

  last: Day | undefined;
  private readonly days = new Map<Day, number>();

  add(day: Day, value: number): void {
    const now = (this.days.get(day) ?? 0) + value;
    this.days.set(day, now);
    if (now > 0 && (this.last === undefined || day > this.last)) this.last = day;
    else if (now <= 0 && day === this.last) this.last = this.latest();
  }

  private latest(): Day | undefined {
    let last: Day | undefined;
    for (const [day, contacts] of this.days) if (contacts > 0 && (last === undefined || day > last)) last = day;
    return last;
  }
}
