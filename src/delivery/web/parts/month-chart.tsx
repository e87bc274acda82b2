import type { VNode } from 'preact';
import type { Look } from '../look.js';
import { Figure, Table } from './tables.js';

export interface MonthFigure {
  /** `2023-01`; `unknown` for what is known by its year alone. */
  readonly month: string;
  readonly value: number;
  /** Leads to what is behind it. */
  readonly href: string | undefined;
}

const [WIDTH, HEIGHT, FOOT, HEAD] = [640, 330, 24, 22];

/** Figures by month: bars for the eye, and the table that says the same. */
export function MonthChart({
  look,
  caption,
  figures,
}: {
  readonly look: Look;
  readonly caption: string;
  readonly figures: readonly MonthFigure[];
}): VNode {
  const { t, f } = look;
  const bars = figures.filter(({ month }) => month !== 'unknown');
  const shown = figures.filter(({ month, value }) => month !== 'unknown' || value > 0);
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const slot = WIDTH / Math.max(1, bars.length);
  const scale = (HEIGHT - FOOT - HEAD) / most;
  return (
    <div class="chart">
      <figure>
        <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={`${caption}. ${t.chart}`}>
          {bars.map(({ month, value }, index) => {
            const [left, height] = [index * slot, value * scale];
            const middle = (left + slot / 2).toFixed(1);
            return (
              <g>
                <rect
                  x={(left + slot * 0.16).toFixed(1)}
                  y={(HEIGHT - FOOT - height).toFixed(1)}
                  width={(slot * 0.68).toFixed(1)}
                  height={height.toFixed(1)}
                />
                <text class="value" x={middle} y={(HEIGHT - FOOT - height - 5).toFixed(1)} text-anchor="middle">
                  {f.number(value)}
                </text>
                <text x={middle} y={HEIGHT - 7} text-anchor="middle">
                  {f.shortMonth(month)}
                </text>
              </g>
            );
          })}
          <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        </svg>
      </figure>
      <Table
        look={look}
        caption={caption}
        hidden
        columns={[
          { head: t.month, cell: ({ month }) => (month === 'unknown' ? t.unknownMonth : f.month(month)) },
          {
            head: look.words.figure('activities/total'),
            figures: true,
            cell: ({ value, href }) => <Figure href={href}>{f.number(value)}</Figure>,
          },
        ]}
        rows={shown}
      />
    </div>
  );
}

/** The months of a row's figures, with what is behind each. @param pointer of the figures among the links */
export function monthFigures(
  look: Look,
  byMonth: Readonly<Record<string, number>>,
  links: Readonly<Record<string, string>>,
  pointer: string,
): readonly MonthFigure[] {
  return Object.entries(byMonth).map(([month, value]) => ({
    month,
    value,
    href: look.behind(links[`${pointer}/${month}`]),
  }));
}
