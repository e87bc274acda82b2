import type { VNode } from 'preact';
import type { SignedCheckpoint } from '../../../application/audit/checkpoints.js';
import type { InclusionProof } from '../../../application/audit/proofs.js';
import { ZONE } from '../../../application/placing.js';
import type { CloudEvent } from '../../../application/queries/ledger.js';
import type { Mention } from '../../../application/queries/mentions.js';
import { inclusionStretches } from '../../../domain/proof/paths.js';
import { type Drawn, Section } from '../layout.js';
import { addressOf, type Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { Checkpoint, notePath, rootFacts } from '../parts/checkpoint.js';
import { Facts } from '../parts/facts.js';
import { Field, Hidden } from '../parts/forms.js';
import { Hash, Table } from '../parts/tables.js';
import { Subject, typeWords } from './audit.js';

export interface Proven {
  readonly proof: InclusionProof;
  readonly event: CloudEvent;
  readonly mentioned: ReadonlyMap<string, Mention>;
  /** The root to which the event leads by the path, reckoned from the event itself: SHA-256, hex. Null for none. */
  readonly led: string | null;
  /** Of the day's close whose root the path leads to; null where there is none of that size. */
  readonly checkpoint: SignedCheckpoint | null;
  /** The size that was asked for; undefined where none was. */
  readonly size: string | undefined;
}

/** That an event is in the ledger, in words and step by step. */
export function proofPage(look: Look, proven: Proven): Drawn {
  const { t, f } = look;
  const { proof, event } = proven;
  return {
    title: t.proof.title(f.number(Number(event.position))),
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">{t.proof.means}</p>
        <Section title={t.proof.event} id="event">
          <Event look={look} proven={proven} />
        </Section>
        <Section title={t.proof.path} id="path">
          {proof.path.length === 0 ? <p>{t.proof.noPath}</p> : <Path look={look} proof={proof} />}
        </Section>
        <Section title={t.proof.leads} id="leads">
          <Leads look={look} proven={proven} />
          <p class="actions">
            <a href={addressOf('/v1/audit/proofs/inclusion', { event: proof.event, size: String(proof.treeSize) })}>
              {t.proof.json}
            </a>
            <a href={addressOf('/v1/audit/proofs/consistency', { from: String(proof.treeSize) })}>{t.proof.growth}</a>
          </p>
        </Section>
        <Section title={t.proof.kept} id="kept">
          <p>{t.proof.keptMeans}</p>
          <form action={look.at.path} class="filters">
            <Hidden values={look.carried} />
            <Field name="size" label={t.proof.size}>
              <input id="f-size" name="size" inputMode="numeric" value={proven.size ?? ''} maxLength={15} />
            </Field>
            <div class="actions">
              <button class="button">{t.show}</button>
            </div>
          </form>
        </Section>
      </>
    ),
  };
}

interface Props {
  readonly look: Look;
  readonly proven: Proven;
}

function Event({ look, proven: { proof, event, mentioned } }: Props): VNode {
  const { t, f } = look;
  return (
    <Facts
      facts={[
        [t.audit.position, f.number(Number(event.position))],
        [t.audit.what, typeWords(look, event.type, event.subject)],
        [t.audit.subject, <Subject look={look} event={event} mentioned={mentioned} />],
        [t.entry.recorded, `${f.moment(event.time, ZONE)}, ${event.actor}`],
        [t.proof.id, <code>{proof.event}</code>],
        [t.proof.leafIndex, f.number(proof.leafIndex)],
        [t.proof.leafHash, <code>{proof.leafHash}</code>],
      ]}
    />
  );
}

interface Step {
  readonly number: number;
  readonly left: boolean;
  /** Positions. */
  readonly from: number;
  readonly to: number;
  readonly hash: string;
}

function Path({ look, proof }: { readonly look: Look; readonly proof: InclusionProof }): VNode {
  const { t, f } = look;
  const { leafIndex, treeSize, path } = proof;
  const steps = inclusionStretches(leafIndex, treeSize).map(({ from, to }, index): Step => ({
    number: index + 1,
    left: from < leafIndex,
    from: from + 1,
    to,
    hash: path[index] ?? '',
  }));
  return (
    <>
      <p>{t.proof.pathMeans}</p>
      <Table
        look={look}
        caption={t.proof.path}
        hidden
        columns={[
          { head: t.proof.step, figures: true, cell: ({ number }: Step) => f.number(number) },
          { head: t.proof.side, cell: ({ left }) => (left ? t.proof.left : t.proof.right) },
          { head: t.proof.over, cell: ({ from, to }) => t.proof.range(f.number(from), f.number(to)) },
          { head: t.proof.hash, cell: ({ hash }) => <Hash>{hash}</Hash> },
        ]}
        rows={steps}
      />
    </>
  );
}

function Leads({ look, proven: { proof, led, checkpoint, size } }: Props): VNode {
  const { t, f } = look;
  const signed = checkpoint === null ? null : t.proof.signed(f.day(checkpoint.day ?? ''));
  const right = led === (checkpoint?.root ?? proof.root);
  return (
    <>
      {!right && <p class="warning">{t.proof.otherwise}</p>}
      {right && signed !== null && <p class="saved">{signed}</p>}
      {checkpoint === null && <p>{size === undefined ? t.proof.unsigned : t.proof.ofSize}</p>}
      {checkpoint === null || !right ? (
        <Facts facts={[[t.proof.treeSize, f.number(proof.treeSize)], ...rootFacts(look, led ?? proof.root)]} />
      ) : null}
      {checkpoint !== null && <Checkpoint look={look} checkpoint={checkpoint} />}
      {checkpoint === null && size === undefined && !look.past && (
        <p>
          {t.proof.unsignedNow}{' '}
          <a href={notePath(look)} download>
            {t.checkpoints.downloadNow}
          </a>
        </p>
      )}
    </>
  );
}
