import type { ActivityDoc } from '../../domain/views/register.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import type { Report } from '../reports/report.js';
import type { ReportFigures } from '../reports/report-figures.js';

/** What a pack says first: how it is to be read (docs/trust.md has the bytes). */
export const FORMAT = 'kronika-evidence-1';

/** An event as it was recorded, and where: leaf index + 1. */
export interface PackedEvent {
  readonly position: number;
  readonly event: RecordedEvent;
}

/** An activity as the register showed it at the report's point. */
export interface PackedRow extends Pick<
  ActivityDoc,
  'id' | 'kind' | 'number' | 'status' | 'phase' | 'occurredOn' | 'gminas' | 'items'
> {
  readonly title: string;
}

/** Where a report stands, as the report itself says it. */
export interface Standing extends Pick<Report, 'asOf' | 'position' | 'day' | 'viewVersions' | 'digest'> {
  /** Of a report that was frozen: its id. */
  readonly freezing: string | null;
}

/** Everything in a pack but the seal over it. */
export interface Sealed {
  readonly format: typeof FORMAT;
  readonly made: { readonly at: string; readonly by: string };
  /** SHA-256 (hex) of the page that shows the pack, without the data in it. */
  readonly page: string;
  readonly report: ReportFigures;
  readonly standing: Standing;
  readonly rows: readonly PackedRow[];
  /** Every event, in the ledger's order, of the activities and registers behind the report, and of the ledger itself. */
  readonly events: readonly PackedEvent[];
  /** SHA-256 (hex) of the stretches of leaves that prove the events, by `<from>-<to>`: from 0, the last not included. */
  readonly hashes: Readonly<Record<string, string>>;
  /** C2SP signed note over the ledger in which the events are. */
  readonly checkpoint: string;
  /** C2SP verifier key of the office's key then in force. */
  readonly key: string;
}

/** A report with all that proves it. */
export interface Pack extends Sealed {
  /** Signed note: a digest of every other member. */
  readonly seal: string;
}

/** The members that a seal is over, in its order. */
export const SEALED = [
  'checkpoint',
  'events',
  'format',
  'hashes',
  'key',
  'made',
  'page',
  'report',
  'rows',
  'standing',
] as const satisfies readonly (keyof Sealed)[];

/** What the office signs under a pack. @param digests SHA-256 (hex) of each member's RFC 8785 form */
export const sealText = (digests: Readonly<Record<(typeof SEALED)[number], string>>): string =>
  ['kronika evidence', ...SEALED.map((name) => `${name} ${digests[name]}`), ''].join('\n');

export const rowOf = (doc: ActivityDoc): PackedRow => ({
  id: doc.id,
  kind: doc.kind,
  number: doc.number,
  title: doc.details.title,
  status: doc.status,
  phase: doc.phase,
  occurredOn: doc.occurredOn,
  gminas: doc.gminas,
  items: doc.items,
});
