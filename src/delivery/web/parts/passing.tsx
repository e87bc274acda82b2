import type { VNode } from 'preact';
import type { Look } from '../look.js';
import type { Amiss } from '../pages.js';

/** Whether it is for no fault of what was sent: the same, sent later, may well be recorded. */
export const isPassing = ({ status, wait }: Amiss): boolean => status >= 500 || wait !== null;

/** Why something cannot be done just now, and when it can or whom to tell. */
export function Passing({ look, amiss }: { readonly look: Look; readonly amiss: Amiss }): VNode {
  const { t, words, f } = look;
  if (amiss.wait !== null) return <>{t.session.wait(f.number(amiss.wait))}</>;
  if (amiss.status !== 500) return <>{words.outage(amiss.detail)}</>;
  return (
    <>
      {t.faults.other.advice} <code>{amiss.trace}</code>
    </>
  );
}
