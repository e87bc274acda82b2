import { AsOf } from '../../src/application/as-of.js';
import {
  type Difference,
  type DifferenceAsked,
  DifferenceHandler,
  DifferenceQuery,
} from '../../src/application/difference/difference.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { makeReport, type Report, type ReportAsked } from '../../src/application/reports/report.js';
import { Views } from '../../src/application/views.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { type Demonstration, demonstration } from './demonstration.js';

class MemoryScratch extends Scratch {
  small(): ViewStore {
    return new MemoryViewStore();
  }
  large(): ReturnType<Scratch['large']> {
    return Promise.resolve({ store: new MemoryViewStore(), dispose: () => Promise.resolve() });
  }
}

const asOfIn = ({ ledger, views, clock }: Demonstration): AsOf =>
  new AsOf(ledger, views, new Views(views), new MemoryScratch(), clock);

/** Makes reports of the demonstration. */
export async function demonstrationReports(): Promise<(asked: ReportAsked, asOf?: string) => Promise<Report>> {
  const asOf = asOfIn(await demonstration());
  return async (asked, at) => (await asOf.read(at, (reading) => makeReport(reading, asked, at))).value;
}

/** Tells differences of the demonstration. */
export async function demonstrationDifferences(): Promise<
  (report: ReportAsked, asked: DifferenceAsked) => Promise<Difference>
> {
  const demo = await demonstration();
  const handler = new DifferenceHandler(asOfIn(demo), demo.ledger, demo.views, new Views(demo.views));
  return async (report, asked) => (await handler.execute(new DifferenceQuery(report, asked))).value;
}
