import { type Day, firstOf, lastOf } from '../../domain/kernel/day.js';
import type { Json } from '../../domain/kernel/json.js';
import type { Period } from '../queries/period.js';
import { concerns } from '../queries/register-where.js';
import { campaignLine, investmentLine, type LineDoc } from '../reports/lines.js';
import type { Alteration, CountedActivity } from './changes.js';
import type { Figure, Source } from './figure.js';
import type { Figures } from './figures.js';
import { type Leaves, leavesOf } from './leaves.js';

const LISTS: Readonly<Record<string, { readonly path: string; readonly line: (doc: LineDoc) => object }>> = {
  'joint-investment': { path: '/investments', line: investmentLine },
  campaign: { path: '/campaigns', line: campaignLine },
};

/** The lists of a report, line by line: how many concern the period, which of them are shown, and what each says. */
export class ListedLines {
  /** What decided last that an activity concerns the period, or where it stands in its list; by list, and by line. */
  private readonly deciders = new Map<string, Source>();
  private readonly from: Day;
  private readonly to: Day;

  /** By the path of a line: of others, the list alone tells that they came or went. */
  private readonly wanted = new Map<string, Figure[]>();

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
      if (its === undefined) this.wanted.set(line, [figures.at(path)]);
      else its.push(figures.at(path));
    }
  }

  apply({ kind, before, after }: Extract<Alteration, { of: 'activity' }>, source: Source): void {
    const list = LISTS[kind.name];
    if (list === undefined) return;
    const [was, is] = [before !== null && this.concerns(before), this.concerns(after)];
    if (was !== is) this.figures.at(`${list.path}/total`).add(is ? 1 : -1, source);
    const moved = was !== is || (is && before?.details.occurredOn !== after.details.occurredOn);
    if (moved) for (const what of [list.path, `${list.path}/${after.id}`]) this.deciders.set(what, source);
    const line = `${list.path}/lines/${after.id}`;
    const wanted = this.wanted.get(line);
    if (wanted === undefined) return;
    const leaves = leavesOf(list.line(after), line);
    for (const figure of wanted) figure.set(leaves.get(figure.path), source);
  }

  /** @param after the figures at the end: they tell which lines are shown */
  finish(after: Leaves): void {
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

  private concerns(activity: CountedActivity): boolean {
    return concerns(activity, this.from, this.to);
  }
}

const namesIn = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
