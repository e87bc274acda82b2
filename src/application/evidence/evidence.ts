import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { FREEZING } from '../../domain/freezing.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import { inclusionStretches } from '../../domain/proof/paths.js';
import type { Entry } from '../../domain/registers/register.js';
import { GMINA, LEDGER, MEASURE, STRATEGY } from '../../domain/registers/registers.js';
import { streamOf } from '../../domain/subjects.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { measures, registers } from '../../domain/views/registers.js';
import { trail, type TrailDoc } from '../../domain/views/trail.js';
import { AsOf, type Reading } from '../as-of.js';
import { Checkpoints } from '../audit/checkpoints.js';
import { LedgerTree } from '../audit/ledger-tree.js';
import { Signing } from '../audit/signing.js';
import { canonical, digestOf } from '../canonical.js';
import { MAIN } from '../opening.js';
import { Patience } from '../patience.js';
import { Clock } from '../ports/clock.js';
import { EventStore } from '../ports/event-store.js';
import type { Answer } from '../queries/figures.js';
import { freezingAt, frozenReport } from '../queries/freezings.js';
import type { Period } from '../queries/period.js';
import { ledgerAt, makeReport, type ReportAsked } from '../reports/report.js';
import type { ReportFigures } from '../reports/report-figures.js';
import { Settling } from '../settling.js';
import { Behind } from './behind.js';
import { nameOf } from './inclusion.js';
import { FORMAT, type Pack, type PackedEvent, rowOf, type Sealed, SEALED, sealText, type Standing } from './pack.js';
import { verifyPack } from './verify-pack.js';

/** Which report: one that is made now, as of a point; or one that was frozen. */
export type EvidenceOf =
  | { readonly asked: ReportAsked; readonly asOf: string | undefined }
  | { readonly report: ReportFigures['report']; readonly freezing: string };

export class EvidenceQuery {
  /**
   * @param by the account that takes it
   * @param page SHA-256 (hex) of the page that shows packs
   */
  constructor(
    readonly of: EvidenceOf,
    readonly by: string,
    readonly page: string,
  ) {}
}

/** The text of a pack, in its one form, and the report in it. */
export interface Evidence {
  readonly text: string;
  readonly pack: Pack;
}

/** More than a browser shows at ease, and an office counts in a year. */
const MOST_ACTIVITIES = 10_000;
/** Entries read at a time. */
const PAGE = 1_000;

/** Makes evidence packs (docs/adr/0029). */
@QueryHandler(EvidenceQuery)
export class EvidenceHandler implements IQueryHandler<EvidenceQuery, Answer<Evidence>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
    private readonly tree: LedgerTree,
    private readonly checkpoints: Checkpoints,
    private readonly signing: Signing,
    private readonly settling: Settling,
    private readonly patience: Patience,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Rejection `bad-query`; `not-found` for a report that was never frozen; `unsettled`; `unavailable` where the
   * ledger cannot be signed, or does not bear out what would be packed
   */
  async execute({ of, by, page }: EvidenceQuery): Promise<Answer<Evidence>> {
    const { figures, standing } = await this.reportOf(of);
    const position = Number(standing.position);
    const { activities, streams } = await this.asOf.readOn(position, standing.day, (reading) =>
      behind(reading, figures),
    );
    const checkpoint = await this.checkpoints.make();
    if (!(await this.settling.reached(checkpoint.size, this.patience.milliseconds)))
      throw new Rejection('unsettled', 'the views are not there yet; ask again in a moment');
    const ofLedger = [
      streamOf(LEDGER.name, MAIN),
      ...(standing.freezing === null ? [] : [streamOf(FREEZING, standing.freezing)]),
    ];
    const events = await this.placed([
      ...(await this.eventsOf(ofLedger, checkpoint.size)),
      ...(await this.eventsOf(streams, position)),
    ]);
    const keys = await this.signing.keys();
    const sealed: Sealed = {
      format: FORMAT,
      made: { at: this.clock.now(), by },
      page,
      report: figures,
      standing,
      rows: activities.map(rowOf),
      events,
      hashes: await this.hashes(events, checkpoint.size),
      checkpoint: checkpoint.note,
      key: keys.at(-1)?.key ?? '',
    };
    const digests = Object.fromEntries(SEALED.map((name) => [name, digestOf(sealed[name])]));
    // Made of all names.
    const seal = await this.signing.sign(async () => sealText(digests as Parameters<typeof sealText>[0]));
    const pack: Pack = { ...sealed, seal };
    const text = canonical(pack);
    await proofRead(text);
    return { value: { text, pack }, position };
  }

  private async reportOf(of: EvidenceOf): Promise<{ readonly figures: ReportFigures; readonly standing: Standing }> {
    if ('asked' in of) {
      const { value: opened } = await this.asOf.read(undefined, ledgerAt);
      const { value } = await this.asOf.read(of.asOf, (reading) => makeReport(reading, of.asked, of.asOf, opened));
      const { asOf, position, day, viewVersions, digest, ahead: _ahead, links: _links, ...figures } = value;
      return { figures, standing: { asOf, position, day, viewVersions, digest, freezing: null } };
    }
    const { value: line } = await this.asOf.read(undefined, (reading) => freezingAt(reading, of.report, of.freezing));
    const { figures } = await frozenReport(this.ledger, of.freezing);
    const { asOf, day, viewVersions, digest, id } = line;
    return { figures, standing: { asOf, position: asOf, day, viewVersions, digest, freezing: id } };
  }

  /** The events of streams, each whole up to a position. */
  private async eventsOf(streams: readonly string[], upTo: number): Promise<readonly Placed[]> {
    const found: Placed[] = [];
    for (const stream of streams) {
      const events: RecordedEvent[] = [];
      for await (const { cursor: _cursor, ...event } of this.ledger.readStream(stream)) events.push(event);
      found.push(...events.map((event) => ({ event, upTo })));
    }
    return found;
  }

  /** Where events stand; those beyond what is asked for are left out. In the ledger's order. */
  private async placed(found: readonly Placed[]): Promise<readonly PackedEvent[]> {
    const { value: places } = await this.asOf.read(undefined, async (reading) => {
      const positions = new Map<string, number>();
      for (let at = 0; at < found.length; at += PAGE) {
        const ids = found.slice(at, at + PAGE).map(({ event }) => event.id);
        // The view holds nothing else.
        for (const doc of (await reading.get(trail.name, ids)) as readonly TrailDoc[])
          positions.set(doc.id, doc.position);
      }
      return positions;
    });
    return found
      .flatMap(({ event, upTo }) => {
        const position = places.get(event.id) ?? Infinity;
        return position <= upTo ? [{ position, event }] : [];
      })
      .sort((a, b) => a.position - b.position);
  }

  private async hashes(events: readonly PackedEvent[], size: number): Promise<Readonly<Record<string, string>>> {
    const stretches = new Map(
      events.flatMap(({ position }) => inclusionStretches(position - 1, size)).map((each) => [nameOf(each), each]),
    );
    const hashes = await this.tree.hashes([...stretches.values()]);
    return Object.fromEntries([...stretches.keys()].map((name, index) => [name, hashes[index]?.toString('hex') ?? '']));
  }
}

interface Placed {
  readonly event: RecordedEvent;
  /** The last position that is asked for. */
  readonly upTo: number;
}

/** The activities behind a report, and the streams of them and of the registers that its figures are told by. */
async function behind(
  reading: Reading,
  period: Period,
): Promise<{ readonly activities: readonly ActivityDoc[]; readonly streams: readonly string[] }> {
  const found = new Behind(period);
  for (
    let page = await activitiesAfter(reading, null);
    page.length > 0;
    page = await activitiesAfter(reading, page.at(-1) ?? null)
  )
    for (const doc of page) found.take(doc);
  const { activities } = found;
  if (activities.length > MOST_ACTIVITIES)
    refuseQuery([
      queryFault(
        'report',
        `${String(activities.length)} activities stand behind it, and a pack holds ${String(MOST_ACTIVITIES)}: ask for a shorter period`,
      ),
    ]);
  // The registers hold entries only.
  const entries = [
    ...(await reading.find(registers.name, { where: { register: { $in: [STRATEGY.name, GMINA.name] } } })),
    ...(await reading.find(measures.name, { where: { register: MEASURE.name } })),
  ] as unknown as readonly Entry[];
  return {
    activities,
    streams: [
      ...entries.map(({ register: name, key }) => streamOf(name, key)),
      ...activities.map(({ kind, id }) => streamOf(kind, id)),
    ],
  };
}

async function activitiesAfter(reading: Reading, last: ActivityDoc | null): Promise<readonly ActivityDoc[]> {
  const after = last === null ? {} : { after: { sort: last.occurredOn, id: last.id } };
  // The register holds activities only.
  return (await reading.find(register.name, { limit: PAGE, ...after })) as readonly ActivityDoc[];
}

/** A pack that would not pass is not handed out: then the ledger, its hashes and its views do not agree. */
async function proofRead(text: string): Promise<void> {
  const { verdict } = await verifyPack(text);
  if (verdict.sound) return;
  const [fault] = verdict.checks.flatMap(({ faults }) => faults);
  throw new Rejection(
    'unavailable',
    `the ledger does not bear out this report (${fault?.code ?? 'unchecked'} at ${fault?.where ?? '/'}): run kronika verify`,
  );
}
