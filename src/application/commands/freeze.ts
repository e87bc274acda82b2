import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FREEZING, REPORT_FROZEN, type ReportFrozen } from '../../domain/freezing.js';
import { toJson } from '../../domain/kernel/check.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { streamOf } from '../../domain/subjects.js';
import { viewVersions } from '../../domain/views/catalogue.js';
import { AsOf } from '../as-of.js';
import { digestOf } from '../canonical.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import { Ids } from '../ports/ids.js';
import { ledgerAt, type ReportAsked, reportFigures } from '../reports/report.js';
import { keyedId, newEvent, type Request } from './request.js';

/** Puts on record what a report says now. */
export class Freeze {
  constructor(
    readonly asked: ReportAsked,
    readonly request: Request,
  ) {}
}

export interface Froze {
  readonly id: string;
  readonly revision: number;
  readonly event: string;
  readonly digest: string;
}

@CommandHandler(Freeze)
export class FreezeHandler implements ICommandHandler<Freeze, Froze> {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
    private readonly ids: Ids,
  ) {}

  async execute({ asked, request }: Freeze): Promise<Froze> {
    const id = keyedId(request, 'subject') ?? this.ids.next();
    const stream = streamOf(FREEZING, id);
    const known = await this.recorded(stream);
    if (known !== null) return answered(id, known, request);
    const { value: frozen } = await this.asOf.read(undefined, async (reading): Promise<ReportFrozen> => {
      const figures = await reportFigures(reading, asked, await ledgerAt(reading)).catch(asBody);
      return {
        report: asked.report,
        from: asked.from,
        to: asked.to,
        strategy: asked.strategy ?? null,
        position: reading.position,
        day: reading.day,
        viewVersions: viewVersions(),
        digest: digestOf(figures),
        figures: toJson(figures),
      };
    });
    const event = newEvent(request, keyedId(request, 'event') ?? this.ids.next(), REPORT_FROZEN, toJson(frozen));
    await this.ledger.append(stream, 'none', [event]);
    // The same request may have come twice at once, each with a report of its own: the one that was recorded stands.
    const stands = await this.recorded(stream);
    if (stands === null) throw new Error(`${stream} was just recorded`);
    return answered(id, stands, request);
  }

  private async recorded(stream: string): Promise<StoredEvent | null> {
    for await (const event of this.ledger.readStream(stream, { limit: 1 })) return event;
    return null;
  }
}

/** What is no strategy was named in the body here, not in the address. */
function asBody(fault: unknown): never {
  if (!(fault instanceof Rejection && fault.code === 'bad-query')) throw fault;
  const faults = fault.faults.map(({ pointer, detail }) => ({ pointer: `/${pointer}`, detail }));
  throw new Rejection('invalid', fault.message, faults);
}

/** @throws Rejection `key-reused` where the Idempotency-Key froze another report */
function answered(id: string, { id: event, revision, data, metadata }: StoredEvent, { key }: Request): Froze {
  if (metadata.request !== key?.digest) {
    throw new Rejection(
      'key-reused',
      'this Idempotency-Key was used with another body; use a new key for a new request',
    );
  }
  const { digest } = data as unknown as ReportFrozen;
  return { id, revision, event, digest };
}
