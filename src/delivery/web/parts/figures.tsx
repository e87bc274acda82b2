import type { VNode } from 'preact';
import type { ActivityFigures, ItemMoney } from '../../../application/queries/summary.js';
import type { RowFigures } from '../../../application/queries/gminas.js';
import type { FigureLinks } from '../../../application/queries/figure-links.js';
import { KINDS } from '../../../domain/catalogue.js';
import type { Look } from '../look.js';
import { Figure, Table } from './tables.js';

/** One figure with what it is of; `null` where nothing is known. */
export interface Told {
  readonly label: string;
  readonly text: string | null;
  readonly href?: string | undefined;
  readonly late?: boolean;
}

/** Figures beside each other, large. */
export function Figures({ look, told }: { readonly look: Look; readonly told: readonly Told[] }): VNode {
  return (
    <dl class="figures">
      {told.map(({ label, text, href, late }) => (
        <div>
          <dt>{label}</dt>
          <dd class={late === true ? 'late' : undefined}>
            <Figure href={href}>{text ?? look.t.none}</Figure>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Reads a row's figures with what is behind each. @param at pointer of the row among the links */
export class RowReader {
  constructor(
    private readonly look: Look,
    private readonly links: FigureLinks,
    private readonly at = '',
  ) {}

  link(path: string): string | undefined {
    return this.look.behind(this.links[`${this.at}/${path}`]);
  }

  private told(path: string, text: string | null, late = false): Told {
    return { label: this.look.words.figure(path), text, href: this.link(path), late };
  }

  counts({ activities, attendance, lastContactOn, openFollowUps, openPromises }: RowFigures): readonly Told[] {
    const { f } = this.look;
    return [
      ...this.activities(activities),
      this.told('attendance/attended', f.number(attendance.attended)),
      this.told('lastContactOn', lastContactOn === null ? null : f.day(lastContactOn)),
      this.told('openFollowUps/count', f.number(openFollowUps.count)),
      this.told('openFollowUps/overdue', f.number(openFollowUps.overdue), openFollowUps.overdue > 0),
      this.told('openPromises/count', f.number(openPromises.count)),
      this.told('openPromises/overdue', f.number(openPromises.overdue), openPromises.overdue > 0),
    ];
  }

  activities({ total, started, completed }: ActivityFigures): readonly Told[] {
    const { f } = this.look;
    return [
      this.told('activities/total', f.number(total)),
      this.told('activities/started', f.number(started)),
      this.told('activities/completed', f.number(completed)),
    ];
  }

  money({ support, investments }: ItemMoney, length: number): readonly Told[] {
    const { f } = this.look;
    return [
      ...Object.entries(support).map(([name, value]: [string, number]) =>
        this.told(`money/support/${name}`, f.zloty(value)),
      ),
      ...Object.entries(investments).map(([name, value]: [string, number]) =>
        this.told(`money/investments/${name}`, f.zloty(value)),
      ),
      this.told('length', f.length(length)),
    ];
  }
}

/** Figures as a table of two columns. */
export function FigureTable({
  look,
  caption,
  told,
}: {
  readonly look: Look;
  readonly caption: string;
  readonly told: readonly Told[];
}): VNode {
  return (
    <Table
      look={look}
      caption={caption}
      hidden
      columns={[
        { head: look.t.figures.figure, cell: ({ label }) => label },
        {
          head: look.t.figures.value,
          figures: true,
          cell: ({ text, href }) => <Figure href={href}>{text ?? look.t.none}</Figure>,
        },
      ]}
      rows={told}
    />
  );
}

/** How many of each kind. */
export function Kinds({
  look,
  byKind,
  reader,
}: {
  readonly look: Look;
  readonly byKind: Readonly<Record<string, number>>;
  readonly reader: RowReader;
}): VNode {
  const told = KINDS.map(({ name }) => ({
    label: look.words.kinds(name),
    text: look.f.number(byKind[name] ?? 0),
    href: reader.link(`activities/byKind/${name}`),
  }));
  return <FigureTable look={look} caption={look.t.figures.kinds} told={told} />;
}
