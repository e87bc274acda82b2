import type { VNode } from 'preact';
import { AUDITORS } from '../../http/auditors.js';
import type { Look } from '../look.js';

/** The position of an event; for who may see the trail, the way to it. */
export function Position({ look, position }: { readonly look: Look; readonly position: string }): VNode {
  const { t, f } = look;
  const text = t.position(f.number(Number(position)));
  if (!look.may(...AUDITORS)) return <>{text}</>;
  // The trail begins before a position.
  return <a href={look.href('/audyt', { before: String(Number(position) + 1) })}>{text}</a>;
}
