import { type Block, type Cell, type Paper, type Piece, piecesOf, type Table, type Written } from './paper.js';

/** Markdown (CommonMark with the tables of GFM) of texts that may hold anything. */
export function markdown({ blocks, written }: Pick<Paper, 'blocks' | 'written'>): string {
  return `${blocks.map((block) => blockOf(block, written)).join('\n\n')}\n`;
}

function blockOf(block: Block, written: Written): string {
  const said = (cell: Cell): string => piecesOf(cell, written).map(marked).join('');
  switch (block.is) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${plain(block.text)}`;
    case 'warning':
      return `> **${plain(block.text)}**`;
    case 'paragraph':
      return said(block.line);
    case 'list':
      return block.items.map((item) => `- ${said(item)}`).join('\n');
    case 'table':
      return tableOf(block, said);
  }
}

function tableOf({ heads, rows }: Table, said: (cell: Cell) => string): string {
  return [
    heads.map(({ text }) => said(text)),
    heads.map(({ right }) => (right ? '---:' : '---')),
    ...rows.map((cells) => cells.map(said)),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function marked(piece: Piece): string {
  if (typeof piece === 'string') return plain(piece);
  return 'strong' in piece ? `**${plain(piece.strong)}**` : `\`${piece.code}\``;
}

/** Kept from being read as markup, and in one line. Nobody's words stand at the start of one. */
const plain = (text: string): string =>
  text
    .replace(/[^\S\u00a0]+/g, ' ')
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&');
