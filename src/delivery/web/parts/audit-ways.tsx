import type { VNode } from 'preact';
import type { Role } from '../../../domain/kernel/event.js';
import { ACCESS_READERS, AUDITORS, WATCHERS } from '../../http/auditors.js';
import { READERS } from '../../http/rights.js';
import type { Look } from '../look.js';

/** The pages of the audit, each with whom it is for: whoever may ask the interface for the same. */
const PAGES = [
  ['trail', '/audyt', AUDITORS],
  ['player', '/audyt/odtwarzacz', AUDITORS],
  ['integrity', '/audyt/spojnosc', WATCHERS],
  ['checkpoints', '/audyt/punkty', READERS],
  ['packs', '/audyt/pakiety', AUDITORS],
  ['accesses', '/audyt/dostepy', ACCESS_READERS],
] as const satisfies readonly (readonly [string, string, readonly Role[]])[];

const mine = (look: Look): readonly (typeof PAGES)[number][] => PAGES.filter(([, , roles]) => look.may(...roles));

/** Where the audit begins for somebody: not everybody may see the trail. */
export const auditPath = (look: Look): string => mine(look)[0]?.[1] ?? '/audyt';

/** The ways between the pages of the audit. */
export function AuditWays({ look }: { readonly look: Look }): VNode {
  const { t } = look;
  return (
    <nav class="ways within" aria-label={t.audit.ways}>
      <ul>
        {mine(look).map(([name, address]) => (
          <li>
            <a href={look.href(address)} aria-current={look.at.path === address ? 'page' : undefined}>
              {t.audit.pages[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
