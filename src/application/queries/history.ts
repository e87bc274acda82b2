import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Activity, evolve, statusOf } from '../../domain/activities/activity.js';
import type { Json } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { effectOf, streamOf, upcast } from '../../domain/subjects.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { trail, type TrailDoc } from '../../domain/views/trail.js';
import { AsOf } from '../as-of.js';
import { canonical } from '../canonical.js';
import { EventStore } from '../ports/event-store.js';
import type { Answer } from './figures.js';

/** What one event did to an activity (question 5 of DOMAIN.md section 5). */
export interface HistoryLine {
  readonly position: string;
  /** Id of the event. */
  readonly event: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly by: string;
  readonly roles: readonly string[];
  readonly department?: string;
  /** Of an import: the file's SHA-256 and row. */
  readonly origin?: { readonly file: string; readonly row: number };
  readonly reason?: string;
  /** Field by field, paths as corrections write them; null for what was not there. */
  readonly changes: readonly { readonly path: string; readonly before: Json; readonly after: Json }[];
}

export class HistoryQuery {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(HistoryQuery)
export class HistoryHandler implements IQueryHandler<HistoryQuery, Answer<readonly HistoryLine[]>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
  ) {}

  execute({ id, asOf }: HistoryQuery): Promise<Answer<readonly HistoryLine[]>> {
    return this.asOf.read(asOf, async (reading) => {
      const doc = (await reading.get(register.name, [id]))[0] as ActivityDoc | undefined;
      if (doc === undefined) throw new Rejection('not-found', `there is no activity ${id}`);
      const stream = streamOf(doc.kind, id);
      const trails = (await reading.find(trail.name, { where: { stream } })) as readonly TrailDoc[];
      const positions = new Map(trails.map(({ id: event, position }) => [event, position]));
      const lines: HistoryLine[] = [];
      let before: Activity | null = null;
      for await (const event of this.ledger.readStream(stream)) {
        const position = positions.get(event.id);
        // The ledger may be ahead of the point that is asked for.
        if (position === undefined) break;
        const after = evolve(doc.kind, effectOf(event.type), before, upcast(event));
        const { actor, recordedAt, origin } = event.metadata;
        const { reason } = event.data;
        lines.push({
          position: String(position),
          event: event.id,
          type: event.type,
          recordedAt,
          by: actor.id,
          roles: actor.roles,
          ...(actor.department !== undefined && { department: actor.department }),
          ...(origin !== undefined && { origin }),
          ...(typeof reason === 'string' && { reason }),
          changes: changesBetween(before, after),
        });
        before = after;
      }
      return lines;
    });
  }
}

/** Every place of an activity by its path. `repeated`: the steps whose times are told apart by number. */
function places(activity: Activity | null, repeated: ReadonlySet<string>): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  if (activity === null) return found;
  found.set('status', statusOf(activity));
  if (activity.annulment?.replacedBy !== undefined) found.set('replacedBy', activity.annulment.replacedBy);
  for (const [field, value] of Object.entries(activity.details)) found.set(field, value as Json);
  activity.taken.forEach(({ step, by: _by, status: _status, ...fields }, index) => {
    const nth = activity.taken.slice(0, index).filter((each) => each.step === step).length;
    const prefix = repeated.has(step) ? `steps.${step}.${String(nth)}` : `steps.${step}`;
    for (const [field, value] of Object.entries(fields)) found.set(`${prefix}.${field}`, value ?? null);
  });
  return found;
}

const repeatedIn = (activity: Activity | null): string[] =>
  (activity?.taken ?? []).map(({ step }) => step).filter((step, index, all) => all.indexOf(step) !== index);

function changesBetween(before: Activity | null, after: Activity): HistoryLine['changes'] {
  const repeated = new Set([...repeatedIn(before), ...repeatedIn(after)]);
  const [old, now] = [places(before, repeated), places(after, repeated)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const change = { path, before: old.get(path) ?? null, after: now.get(path) ?? null };
    return canonical(change.before) === canonical(change.after) ? [] : [change];
  });
}
