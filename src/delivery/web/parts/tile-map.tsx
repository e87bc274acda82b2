import type { VNode } from 'preact';
import type { GminaRow } from '../../../application/queries/gminas.js';
import type { Look } from '../look.js';

/** Of a hexagon that stands on its corner: from its middle to a corner. */
const RADIUS = 58;
const WIDTH = Math.sqrt(3) * RADIUS;
const MARGIN = 4;
/** How many shades tell more from less; the palest is for none at all. */
const SHADES = 5;
/** The city of Toruń lies within the county's bounds and is no member of it (DOMAIN.md section 2). */
const GUESTS: Readonly<Record<string, readonly { readonly name: string; readonly row: number; readonly x: number }[]>> =
  {
    '0415': [{ name: 'Toruń', row: 3, x: 1 }],
  };

const middle = ({ row, x }: { readonly row: number; readonly x: number }): readonly [number, number] => [
  x * WIDTH,
  row * 1.5 * RADIUS,
];

const corners = ([x, y]: readonly [number, number]): string =>
  [0, 1, 2, 3, 4, 5]
    .map((corner) => {
      const angle = (Math.PI / 180) * (60 * corner - 30);
      return `${(x + (RADIUS - 1.5) * Math.cos(angle)).toFixed(1)},${(y + (RADIUS - 1.5) * Math.sin(angle)).toFixed(1)}`;
    })
    .join(' ');

/** Between the least and the most there is: gminas differ by less than any of them from nothing. */
const shadeOf = (value: number, least: number, most: number): number =>
  value === 0 ? 0 : most === least ? SHADES : 1 + Math.round(((value - least) / (most - least)) * (SHADES - 1));

/**
 * The county's gminas as hexagons that keep their neighbourhoods, shaded by how much was done. A table beside it says
 * the same in words. Null where no gmina has a place on it.
 */
export function TileMap({
  look,
  rows,
  year,
  caption,
}: {
  readonly look: Look;
  readonly rows: readonly GminaRow[];
  /** Of the figures. */
  readonly year: number;
  readonly caption: string;
}): VNode | null {
  const placed = rows.flatMap((row) => (row.tile === null ? [] : [{ row, at: middle(row.tile) }]));
  if (placed.length === 0) return null;
  const guests = GUESTS[look.at.directory.ledger?.county.terc ?? ''] ?? [];
  const all = [...placed.map(({ at }) => at), ...guests.map(middle)];
  const [left, top] = [Math.min(...all.map(([x]) => x)) - WIDTH / 2, Math.min(...all.map(([, y]) => y)) - RADIUS];
  const [right, bottom] = [Math.max(...all.map(([x]) => x)) + WIDTH / 2, Math.max(...all.map(([, y]) => y)) + RADIUS];
  const box = [left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN];
  const totals = rows.map(({ activities }) => activities.total);
  const [least, most] = [Math.min(...totals), Math.max(...totals)];
  return (
    <figure class="map">
      <svg viewBox={box.map((each) => each.toFixed(1)).join(' ')} role="group" aria-label={caption}>
        {guests.map((guest) => (
          <g class="guest" aria-hidden="true">
            <polygon points={corners(middle(guest))} />
            <Label at={middle(guest)} name={guest.name} figure="" />
          </g>
        ))}
        {placed.map(({ row, at }) => (
          <a
            href={look.href(`/gminy/${row.terc}`, { year: String(year) })}
            class={`tile shade-${String(shadeOf(row.activities.total, least, most))}`}
            aria-label={`${row.name}: ${look.t.activities(row.activities.total)}`}
          >
            <polygon points={corners(at)} />
            <Label at={at} name={row.name} figure={look.f.number(row.activities.total)} />
          </a>
        ))}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** A name on as many lines as it has words, and a figure below. */
function Label({
  at: [x, y],
  name,
  figure,
}: {
  readonly at: readonly [number, number];
  readonly name: string;
  readonly figure: string;
}): VNode {
  const words = name.split(' ');
  const first = y - (words.length + (figure === '' ? 0 : 1.4) - 1) * 8 + 4;
  return (
    <text text-anchor="middle" aria-hidden="true">
      {words.map((word, index) => (
        <tspan x={x.toFixed(1)} y={(first + index * 16).toFixed(1)}>
          {word}
        </tspan>
      ))}
      {figure !== '' && (
        <tspan class="count" x={x.toFixed(1)} y={(first + words.length * 16 + 8).toFixed(1)}>
          {figure}
        </tspan>
      )}
    </text>
  );
}
