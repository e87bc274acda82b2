import type { ComponentChildren, VNode } from 'preact';
import { type Block, type Cell, type Head, type Line, piecesOf, plainText, textOf } from '../../paper/paper.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { Table } from '../parts/tables.js';

/** A document as a page that is printed: what a file of it says, in the same order. */
export function printedPage(look: Look, title: string, blocks: readonly Block[]): Drawn {
  // A table is called by the heading that it stands under.
  let under = title;
  const drawn = blocks.map((block) => {
    if (block.is === 'heading') under = block.text;
    return <Drawing look={look} block={block} under={under} />;
  });
  return {
    title,
    body: (
      <>
        <p class="files">{look.t.print}</p>
        {drawn}
      </>
    ),
  };
}

function Drawing({
  look,
  block,
  under,
}: {
  readonly look: Look;
  readonly block: Block;
  readonly under: string;
}): VNode {
  switch (block.is) {
    case 'heading':
      return block.level === 3 ? <h3>{block.text}</h3> : <h2>{block.text}</h2>;
    case 'warning':
      return (
        <p>
          <strong>{block.text}</strong>
        </p>
      );
    case 'paragraph':
      return <p>{shown(look, block.line)}</p>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li>{shown(look, item)}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <Table
          look={look}
          caption={under}
          hidden
          columns={block.heads.map((head, index) => columnOf(look, head, index))}
          rows={block.rows}
        />
      );
  }
}

const columnOf = (look: Look, { text, right }: Head, index: number) => ({
  head: plainText(text),
  ...(right && { figures: true as const }),
  cell: (row: readonly Cell[]) => shown(look, row[index] ?? ''),
});

const shown = ({ f }: Look, of: Line | Cell): ComponentChildren =>
  piecesOf(of, f).map((piece) => {
    const text = textOf(piece);
    if (typeof piece === 'string') return text;
    return 'strong' in piece ? <strong>{text}</strong> : <code>{text}</code>;
  });
