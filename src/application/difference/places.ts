/** The parts of a report, as figures are told of them. */
export type Part =
  | 'report'
  | 'totals'
  | 'countyWide'
  | 'outside'
  | 'gminas'
  | 'items'
  | 'measures'
  | 'kinds'
  | 'investments'
  | 'campaigns';

/** Where in a report a figure stands. */
export interface Place {
  readonly part: Part;
  /** What of the part: the key of a gmina's row, an item's code, a kind's name, a line's id; empty for the part as a whole. */
  readonly of: string;
  /** The path of that; a difference tells its name by it, where it has one. */
  readonly at: string;
  /** The figure's path within that. */
  readonly figure: string;
}

/** @param path of a figure, as in `leaves.ts` */
export function placeOf(path: string): Place {
  const parts = path.split('/');
  const [, first = '', second = '', third = '', fourth = ''] = parts.map(unescaped);
  const place = (part: Part, of: string, depth: number): Place => ({
    part,
    of,
    at: parts.slice(0, depth + 1).join('/'),
    figure: parts
      .slice(depth + 1)
      .map(unescaped)
      .join('/'),
  });
  switch (first) {
    case 'totals':
    case 'countyWide':
    case 'outside':
      return place(first, '', 1);
    case 'gminas':
    case 'kinds':
      return second === '' ? place(first, '', 0) : place(first, second, 2);
    case 'items':
      if (second === '') return place('items', '', 0);
      // A measure is of an item, and so is the list of them.
      return third === 'measures' && fourth !== '' ? place('measures', second, 4) : place('items', second, 2);
    case 'investments':
    case 'campaigns':
      return third === '' ? place(first, '', 0) : place(first, third, 3);
    default:
      return place('report', '', 0);
  }
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
