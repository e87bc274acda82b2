import { kindNamed } from '../../domain/catalogue.js';
import { type Day, firstOf, lastOf } from '../../domain/kernel/day.js';
import { LISTED } from '../../domain/views/additions.js';
import { type Part, partsOf } from '../../domain/views/figures.js';
import { latePartsOf, rowsOf } from '../../domain/views/gmina-months.js';
import type { ActivityDoc } from '../../domain/views/register.js';
import type { Period } from '../queries/period.js';
import { concerns } from '../queries/register-where.js';

/**
 * The activities on which a report's figures hang, and no others: whatever has a part in a counter that the report reads
 * (application/queries/summary.ts), and is not evened out there by another part of its own.
 */
export class Behind {
  private readonly found = new Map<string, ActivityDoc>();
  private readonly lastContacts = new Map<string, { readonly day: Day; readonly doc: ActivityDoc }>();

  constructor(private readonly period: Period) {}

  take(doc: ActivityDoc): void {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    const parts = partsOf(kind, doc);
    for (const part of parts) if (part.key.startsWith('contact/')) this.contact(doc, part);
    if ([...parts, ...latePartsOf(doc)].some((part) => this.counts(part)) || this.runs(parts) || this.isListed(doc))
      this.found.set(doc.id, doc);
  }

  /** By number. */
  get activities(): readonly ActivityDoc[] {
    const all = new Map(this.found);
    for (const { doc } of this.lastContacts.values()) all.set(doc.id, doc);
    return [...all.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
  }

  /** In the period; or waiting, which is told whatever the period. */
  private counts({ month, key }: Part): boolean {
    const { from, to } = this.period;
    return (from <= month && month <= to) || key.startsWith('followUps/') || key.startsWith('promises/');
  }

  /** Going on when the period begins. */
  private runs(parts: readonly Part[]): boolean {
    const before = (key: string): boolean =>
      parts.some((part) => part.key.startsWith(key) && part.month < this.period.from);
    return before('started/') && !before('completed/');
  }

  private isListed(doc: ActivityDoc): boolean {
    const { from, to } = this.period;
    return LISTED.has(doc.kind) && concerns(doc, firstOf(from), lastOf(to));
  }

  /** The day of a row's last contact is told whatever the period: one contact of that day stands for it. */
  private contact(doc: ActivityDoc, part: Part): void {
    const day = part.key.slice('contact/'.length);
    for (const row of rowsOf(doc, part)) {
      const last = this.lastContacts.get(row);
      if (last === undefined || last.day < day) this.lastContacts.set(row, { day, doc });
    }
  }
}
