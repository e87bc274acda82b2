import { type Activity, evolve, statusOf } from '../../domain/activities/activity.js';
import { campaign } from '../../domain/activities/campaign/campaign.js';
import { jointInvestment } from '../../domain/activities/joint-investment/joint-investment.js';
import { type Day, firstOf, lastOf } from '../../domain/kernel/day.js';
import type { Json } from '../../domain/kernel/json.js';
import { effectOf, streamOf, upcast } from '../../domain/subjects.js';
import type { Addition } from '../../domain/views/additions.js';
import { gminaRows, type Listing } from '../../domain/views/register.js';
import type { EventStore } from '../ports/event-store.js';
import type { Period } from '../queries/period.js';
import { concerns } from '../queries/register-where.js';
import { campaignLine, investmentLine, type LineDoc } from '../reports/lines.js';
import type { Figure, Source } from './figure.js';
import type { Figures } from './figures.js';
import { type Leaves, leavesOf } from './leaves.js';

/** The list of each kind that has one. */
const LISTS: Readonly<Record<string, { readonly path: string; readonly line: (doc: LineDoc) => object }>> = {
  [jointInvestment.name]: { path: '/investments', line: investmentLine },
  [campaign.name]: { path: '/campaigns', line: campaignLine },
};

/** A line of which somebody asks, and what the events did to it that made it what it says. */
interface Wanted {
  readonly figures: Figure[];
  readonly additions: Addition[];
}

/** The lists of a report, line by line: how many concern the period, which of them are shown, and what each says. */
export class ListedLines {
  /** What decided last that an activity concerns the period, or where it stands in its list; by list, and by line. */
  private readonly deciders = new Map<string, Source>();
  private readonly from: Day;
  private readonly to: Day;

  /** By the path of a line: of others, the list alone tells that they came or went. */
  private readonly wanted = new Map<string, Wanted>();

  /** @param wanted paths of all figures that somebody wants explained */
  constructor(
    period: Period,
    private readonly figures: Figures,
    wanted: Iterable<string>,
  ) {
    [this.from, this.to] = [firstOf(period.from), lastOf(period.to)];
    for (const path of wanted) {
      const [, line] = /^(\/[^/]+\/lines\/[^/]+)\//.exec(path) ?? [];
      if (line === undefined) continue;
      const its = this.wanted.get(line);
      if (its === undefined) this.wanted.set(line, { figures: [figures.at(path)], additions: [] });
      else its.figures.push(figures.at(path));
    }
  }

  apply(addition: Addition): void {
    const { activity, listed } = addition;
    const list = LISTS[listed?.kind ?? ''];
    if (listed === undefined || list === undefined) return;
    const [was, is] = [listed.was !== null && this.concerns(listed.was), this.concerns(listed.is)];
    if (was !== is) this.figures.at(`${list.path}/total`).add(is ? 1 : -1, addition);
    const moved = was !== is || (is && listed.was?.occurredOn !== listed.is.occurredOn);
    if (moved) for (const what of [list.path, `${list.path}/${activity}`]) this.deciders.set(what, addition);
    this.wanted.get(`${list.path}/lines/${activity}`)?.additions.push(addition);
  }

  /** @param after the figures at the end: they tell which lines are shown */
  async finish(after: Leaves, ledger: EventStore): Promise<void> {
    for (const [path, { figures, additions }] of this.wanted) await this.tell(path, figures, additions, ledger);
    for (const { path } of Object.values(LISTS)) {
      const lines = this.figures.at(`${path}/lines`);
      const [shown, now] = [namesIn(lines.value), namesIn(after.get(`${path}/lines`))];
      const move = (id: string, into: boolean): void => {
        // A list shows so many: one may be moved by another that came before it.
        const source = this.deciders.get(`${path}/${id}`) ?? this.deciders.get(path);
        if (source !== undefined) lines.move(id, into, source);
      };
      for (const id of shown) if (!now.includes(id)) move(id, false);
      for (const id of now) if (!shown.includes(id)) move(id, true);
    }
  }

  /** A line tells much of an activity, of which counters know nothing: it is folded from the ledger, up to each of the events. */
  private async tell(
    path: string,
    figures: readonly Figure[],
    additions: readonly Addition[],
    ledger: EventStore,
  ): Promise<void> {
    const [first] = additions;
    const kind = first?.listed?.kind ?? '';
    const list = LISTS[kind];
    if (first === undefined || list === undefined) return;
    const { activity: id, number } = first;
    const by = new Map(additions.map((addition) => [addition.event, addition]));
    let left = by.size;
    let activity: Activity | null = null;
    for await (const event of ledger.readStream(streamOf(kind, id))) {
      activity = evolve(kind, effectOf(event.type), activity, upcast(event));
      const addition = by.get(event.id);
      if (addition === undefined) continue;
      const { details, taken } = activity;
      const doc = { id, number, details, taken, status: statusOf(activity), gminas: gminaRows(details) };
      const leaves = leavesOf(list.line(doc), path);
      for (const figure of figures) figure.set(leaves.get(figure.path), addition);
      if (--left === 0) return;
    }
    throw new Error(`${String(left)} events of ${kind} ${id} that the views tell of are not in the ledger`);
  }

  private concerns(listing: Listing): boolean {
    return concerns(listing, this.from, this.to);
  }
}

const namesIn = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
