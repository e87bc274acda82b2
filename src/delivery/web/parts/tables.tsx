import type { ComponentChildren, VNode } from 'preact';
import type { Look } from '../look.js';

/** A figure that leads to what is behind it, where there is anything. */
export function Figure({ href, children }: { readonly href: string | undefined; readonly children: string }): VNode {
  return href === undefined ? <>{children}</> : <a href={href}>{children}</a>;
}

/** A hash or a key in a table: it is wrapped, but keeps to a width at which it can be read. */
export function Hash({ children }: { readonly children: string }): VNode {
  return <code class="hash">{children}</code>;
}

/** A column of a table of things. The first one names the thing of its row. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (thing: T) => ComponentChildren;
  /** Figures stand at the right. */
  readonly figures?: true;
  /** Said of the rows' order, where they stand in this column's. */
  readonly sorted?: 'ascending' | 'descending';
  /** Orders the rows by this column. */
  readonly sortHref?: string;
}

/** A table under a caption, which may be wider than the page. */
export function Table<T>({
  look,
  caption,
  columns,
  rows,
  foot,
  hidden,
}: {
  readonly look: Look;
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  /** A last row that sums up. */
  readonly foot?: T;
  /** Where a heading beside says what the caption would. */
  readonly hidden?: true;
}): VNode {
  const row = (thing: T): VNode => (
    <tr>
      {columns.map(({ cell, figures }, index) =>
        index === 0 ? (
          <th scope="row" class={figures === true ? 'figure' : undefined}>
            {cell(thing)}
          </th>
        ) : (
          <td class={figures === true ? 'figure' : undefined}>{cell(thing)}</td>
        ),
      )}
    </tr>
  );
  return (
    // A region that scrolls has to be reached by the keyboard.
    <div class="scroll" role="region" aria-label={`${caption} (${look.t.table})`} tabIndex={0}>
      <table>
        <caption class={hidden === true ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, figures, sorted, sortHref }) => (
              <th scope="col" class={figures === true ? 'figure' : undefined} aria-sort={sorted}>
                {sortHref === undefined ? head : <a href={sortHref}>{head}</a>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map(row)}</tbody>
        {foot !== undefined && <tfoot>{row(foot)}</tfoot>}
      </table>
    </div>
  );
}
