import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FILES = new URL('./assets/', import.meta.url);
/** The files of the pages, by name: read once, they are small. */
export const ASSETS: ReadonlyMap<string, { readonly type: string; readonly content: Buffer }> = new Map(
  [
    ['style.css', 'text/css; charset=utf-8'] as const,
    ['icon.svg', 'image/svg+xml'] as const,
    ['player.js', 'text/javascript; charset=utf-8'] as const,
    ['forms.js', 'text/javascript; charset=utf-8'] as const,
  ].map(([name, type]) => [name, { type, content: readFileSync(new URL(name, FILES)) }]),
);

/** The address of a file, with the digest of its content: it may be kept for ever. */
export function assetAddress(name: string): string {
  const content = ASSETS.get(name)?.content ?? '';
  return `/assets/${name}?v=${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}
