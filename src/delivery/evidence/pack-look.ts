import { options } from 'preact';
import type { Pack } from '../../application/evidence/pack.js';
import { LANGUAGES } from '../web/language.js';
import { Look, NOTHING_KNOWN } from '../web/look.js';
import type { EVIDENCE_WORDS } from './words.js';

export type Code = keyof typeof EVIDENCE_WORDS;

/** Whatever would lead into Kronika: a file has nowhere to lead. */
const NOWHERE = 'kronika:';

/** Draws the pages of Kronika without their links: what would be one is no link then, only its words. */
export class PackLook extends Look {
  override href(): string {
    return NOWHERE;
  }

  override behind(): undefined {
    return undefined;
  }
}

options.vnode = ({ type, props }) => {
  // Any element's properties.
  const its = props as { href?: unknown };
  // Also to a place on a page of Kronika's.
  if (type === 'a' && typeof its.href === 'string' && its.href.startsWith(NOWHERE)) delete its.href;
};

/** How a pack's report is drawn: as of where it stands, with the names that it tells itself. */
export function lookOf(code: Code, { report, standing }: Pack): Look {
  return new PackLook({
    language: LANGUAGES[code],
    asOf: standing.asOf,
    directory: {
      ...NOTHING_KNOWN,
      day: standing.day,
      today: standing.day,
      gminas: report.gminas.map(({ terc, key, name }) => ({ terc, key, label: name, codes: [terc, key] })),
    },
    position: Number(standing.position),
    caller: null,
    proof: null,
    path: '',
    asked: {},
  });
}
