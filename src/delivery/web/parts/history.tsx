import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { HistoryLine } from '../../../application/queries/history.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { effectOf } from '../../../domain/subjects.js';
import { AUDITORS } from '../../http/auditors.js';
import type { Look } from '../look.js';
import { ChangesTable, changeShown } from './changes-table.js';
import type { Linked } from './values.js';

/** One event of the history: who, when, why, and every field before and after. */
export function Told({
  look,
  kind,
  line,
  linked,
}: {
  readonly look: Look;
  readonly kind: Kind;
  readonly line: HistoryLine;
  readonly linked: Linked;
}): VNode {
  const { t, f, words } = look;
  const shown = { look, kind, linked };
  return (
    <li id={`p${line.position}`}>
      <h3>{eventWords(look, kind, line.type)}</h3>
      <p class="quiet">
        {f.moment(line.recordedAt, ZONE)} · {line.by} ({line.roles.map((role) => words.role(role)).join(', ')}
        {line.department !== undefined && `, ${line.department}`}) · {t.position(f.number(Number(line.position)))}
        {line.origin !== undefined &&
          ` · ${t.entry.imported(line.origin.file.slice(0, 12), f.number(line.origin.row))}`}
        {look.may(...AUDITORS) && (
          <>
            {' · '}
            <ProofLink look={look} event={line.event} position={line.position} />
          </>
        )}
      </p>
      {line.reason !== undefined && (
        <p>
          {t.entry.reason}: {line.reason}
        </p>
      )}
      {line.changes.length > 0 && (
        <ChangesTable
          look={look}
          label={`${eventWords(look, kind, line.type)}, ${t.position(f.number(Number(line.position)))}`}
          changes={line.changes.map((change) => changeShown(shown, change))}
        />
      )}
    </li>
  );
}

/** The way to an event's proof. */
export function ProofLink({
  look,
  event,
  position,
}: {
  readonly look: Look;
  readonly event: string;
  readonly position: string;
}): VNode {
  const { t, f } = look;
  const label = `${t.proof.short} ${t.proof.ofEvent(f.number(Number(position)))}`;
  return (
    <a href={look.href(`/audyt/dowody/${event}`)} aria-label={label}>
      {t.proof.short}
    </a>
  );
}

/** What an event of an activity did. */
export function eventWords({ t, words }: Look, kind: Kind, type: string): string {
  const effect = effectOf(type);
  if (effect !== 'stepped') return t.effects[effect];
  const step = Object.entries(kind.steps).find(([, { event }]) => event === type)?.[0];
  return step === undefined ? type : words.step(kind.name, step);
}
