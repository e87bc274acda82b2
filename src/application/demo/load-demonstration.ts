import { Checkpoints } from '../audit/checkpoints.js';
import { RunningRoot } from '../audit/roots.js';
import { Signing } from '../audit/signing.js';
import { ViewsOfDay } from '../audit/views-of-day.js';
import { Calendar } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { DayClosing } from '../day-closing.js';
import { Opening } from '../opening.js';
import { ZONE } from '../placing.js';
import { NoAccessLog } from '../ports/access-log-store.js';
import type { EventStore } from '../ports/event-store.js';
import type { ViewStore } from '../ports/view-store.js';
import { beginViews, FIRST_GENERATION, type OnProgress, Projection } from '../projection.js';
import { Rebuild } from '../rebuild.js';
import { Views } from '../views.js';
import { Dice } from './dice.js';
import { Player } from './player.js';
import { tellScenario } from './scenario.js';
import { SeededIds } from './seeded-ids.js';
import type { SimulatedClock } from './simulated-clock.js';
import type { Deed } from './story.js';

/** The first morning: the ledger is opened before anybody comes in. */
export const FIRST_MORNING = '2022-01-03T06:00:00.000Z';
/** The morning after the last day: that day can be closed. */
const MORNING_AFTER = '2025-01-02T06:00:00.000Z';

/** An empty ledger that is stamped by the clock beside it, and an empty view store. */
export interface DemonstrationStores {
  readonly ledger: EventStore;
  readonly views: ViewStore;
  /** A new one, at {@link FIRST_MORNING}. */
  readonly clock: SimulatedClock;
}

/**
 * Loads the demonstration: three years of a county's work, told by the chapters of this folder and recorded through
 * the handlers of the interface, day by day under a simulated clock. The same in every byte, on every engine.
 *
 * @returns how many events the ledger then holds
 * @throws Rejection `state` when the ledger is not empty
 */
export async function loadDemonstration(
  { ledger, views, clock }: DemonstrationStores,
  onProgress: OnProgress = () => undefined,
): Promise<number> {
  const ids = new SeededIds(clock, new Dice('ids'));
  const opening = new Opening(ledger, ids, clock);
  if ((await opening.first()) !== null) throw new Rejection('state', 'there is a ledger already');
  await opening.open({ demonstration: true });
  await beginViews(views);
  const projection = await Projection.resume(views, FIRST_GENERATION);
  const unprojected = new Set<string>();
  const project = async (): Promise<void> => {
    unprojected.clear();
    for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
  };
  const reading = new Views(views);
  const checkpoints = new Checkpoints(ledger, new RunningRoot(ledger), Signing.ofDemonstration(ledger));
  const said = new ViewsOfDay(ledger, views, reading);
  const closing = new DayClosing(ledger, reading, views, clock, checkpoints, said, new NoAccessLog());
  const player = new Player(ledger, views, clock, ids);
  const calendar = new Calendar(ZONE);
  const deeds = tellScenario().inOrder();
  let today = '';
  for (const [index, deed] of deeds.entries()) {
    clock.set(deed.at);
    const day = calendar.dayOf(deed.at);
    const named = namedIn(deed);
    if (day !== today || named.some((each) => unprojected.has(each))) await project();
    for (const each of named) unprojected.add(each);
    if (day !== today) {
      today = day;
      await closing.closePast();
      onProgress(index, deeds.length);
    }
    await player.play(deed);
  }
  clock.set(MORNING_AFTER);
  await project();
  await closing.closePast();
  await project();
  onProgress(deeds.length, deeds.length);
  return projection.progress.position;
}

/** Copies a ledger, event by event as it is, into empty stores, and builds the views there. */
export async function copyDemonstration(
  from: EventStore,
  { ledger, views }: Pick<DemonstrationStores, 'ledger' | 'views'>,
  onProgress: OnProgress = () => undefined,
): Promise<void> {
  let events = 0;
  await ledger.restore(
    (async function* () {
      for await (const batch of from.readAll()) {
        events += batch.length;
        yield batch;
      }
    })(),
  );
  await new Rebuild(ledger, views).run((done) => {
    onProgress(done, events);
  });
}

/**
 * The subjects and organisations that a deed names. Handlers look them up in the views: what was named since the last
 * projection, and is named again, may be something new that the views do not have yet.
 */
const namedIn = ({ subject, what }: Deed): readonly string[] => [
  `"@${String(subject)}"`,
  ...(JSON.stringify({ ...what, kind: undefined, register: undefined }).match(/"@\d+"|"(?:name|into)":"[^"]+"/g) ?? []),
];
