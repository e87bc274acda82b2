import type { VNode } from 'preact';
import type { SignedCheckpoint } from '../../../application/audit/checkpoints.js';
import type { FindingCode } from '../../../application/audit/finding.js';
import type { Found, IntegrityReport } from '../../../application/audit/integrity.js';
import type { KeyOnRecord } from '../../../application/audit/signing.js';
import { ZONE } from '../../../application/placing.js';
import { AUDITORS } from '../../http/auditors.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { Checkpoint, notePath } from '../parts/checkpoint.js';
import { Facts } from '../parts/facts.js';
import { Figure, Hash, Table } from '../parts/tables.js';

export interface Soundness {
  /** Null as of a past point: the check is of the ledger as it is now. */
  readonly report: IntegrityReport | null;
  /** Of the last day that was closed by then; null where none was. */
  readonly checkpoint: SignedCheckpoint | null;
  /** Those that were on record by then, the first first. */
  readonly keys: readonly KeyOnRecord[];
}

/** Whether the record is sound, at a glance; and what protects it. */
export function integrityPage(look: Look, { report, checkpoint, keys }: Soundness): Drawn {
  const { t } = look;
  return {
    title: t.audit.pages.integrity,
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">{t.integrity.means}</p>
        <Section title={t.integrity.check} id="check">
          {report === null ? <p>{t.integrity.ofNow}</p> : <Check look={look} report={report} />}
        </Section>
        <Section title={t.checkpoints.last} id="checkpoint">
          <p>{t.checkpoints.means}</p>
          {checkpoint === null ? <p>{t.checkpoints.none}</p> : <Checkpoint look={look} checkpoint={checkpoint} />}
          <p class="actions">
            <a href={look.href('/audyt/punkty')}>{t.checkpoints.all}</a>
          </p>
        </Section>
        <Section title={t.integrity.keys} id="keys">
          {look.at.directory.ledger?.demonstration === true && <p class="warning">{t.integrity.demonstration}</p>}
          <p>{t.integrity.keysMeans}</p>
          {keys.length === 0 ? <p>{t.integrity.noKeys}</p> : <Keys look={look} keys={keys} />}
        </Section>
        <Section title={t.integrity.keeping} id="keeping">
          <p>{t.integrity.keepingMeans}</p>
          <ol>
            {t.integrity.ways.map((way) => (
              <li>{way}</li>
            ))}
          </ol>
          {!look.past && (
            <p class="actions">
              <a class="button" href={notePath(look)} download>
                {t.checkpoints.downloadNow}
              </a>
            </p>
          )}
        </Section>
      </>
    ),
  };
}

function Check({ look, report }: { readonly look: Look; readonly report: IntegrityReport }): VNode {
  const { t, f } = look;
  const { status, round, checked, last, findings } = report;
  const moment = (at: string | null, otherwise = t.none): string => (at === null ? otherwise : f.moment(at, ZONE));
  const counted = ({ events, editions }: { readonly events: number; readonly editions: number }): string =>
    t.integrity.counted(f.number(events), f.number(editions));
  return (
    <>
      {status === 'not-sound' ? (
        <div class="warning" role="status">
          <p>
            <strong>{t.integrity.unsound(f.number(findings.length))}</strong>
          </p>
          <p>{t.integrity.advice}</p>
        </div>
      ) : (
        <p class="saved" role="status">
          {last === null ? t.integrity.notYet : t.integrity.sound}
        </p>
      )}
      {findings.length > 0 && <Findings look={look} findings={findings} />}
      <Facts
        facts={[
          [t.integrity.lastAt, moment(last?.at ?? null)],
          ...(last === null
            ? []
            : [[t.integrity.lastSegment, `${segmentWords(look, last.segment)} (${counted(last)})`] as const]),
          [t.integrity.roundStarted, moment(round.startedAt)],
          [t.integrity.roundLooked, t.goals.ofAll(f.number(round.looked), f.number(round.of))],
          [t.integrity.completed, moment(round.completedAt, t.integrity.notCompleted)],
          [t.integrity.since, `${t.integrity.segments(f.number(checked.segments))}, ${counted(checked)}`],
        ]}
      />
      <p>{t.integrity.whole}</p>
      <p class="actions">
        <a href="/v1/audit/integrity">{t.integrity.json}</a>
      </p>
    </>
  );
}

/** A segment is a day, or a part of one with very many events: `2023-06-14.0000`. */
function segmentWords({ t, f }: Look, segment: string): string {
  const [day = '', part = ''] = segment.split('.');
  return Number(part) === 0 ? f.day(day) : t.integrity.part(f.day(day), f.number(Number(part) + 1));
}

function Findings({ look, findings }: { readonly look: Look; readonly findings: readonly Found[] }): VNode {
  const { t, f } = look;
  const words: Readonly<Record<FindingCode, string>> = t.findings;
  const trail = (position: number): string | undefined =>
    look.may(...AUDITORS) ? look.href('/audyt', { before: String(position + 1) }) : undefined;
  return (
    <Table
      look={look}
      caption={t.integrity.findings}
      columns={[
        { head: t.integrity.foundAt, cell: ({ foundAt }: Found) => f.moment(foundAt, ZONE) },
        { head: t.integrity.what, cell: ({ what }) => words[what] },
        { head: t.integrity.says, cell: ({ says }) => <span lang="en">{says}</span> },
        {
          head: t.integrity.position,
          figures: true,
          cell: ({ position }) =>
            position === null ? t.none : <Figure href={trail(position)}>{f.number(position)}</Figure>,
        },
        { head: t.integrity.from, cell: ({ since }) => (since === null ? t.none : f.moment(since, ZONE)) },
      ]}
      rows={findings}
    />
  );
}

function Keys({ look, keys }: { readonly look: Look; readonly keys: readonly KeyOnRecord[] }): VNode {
  const { t, f } = look;
  const vouched = (each: KeyOnRecord): string =>
    each === keys[0] ? t.integrity.first : each.endorsement === undefined ? t.integrity.lost : t.integrity.endorsed;
  return (
    <Table
      look={look}
      caption={t.integrity.keys}
      hidden
      columns={[
        { head: t.integrity.keySince, cell: ({ recordedAt }: KeyOnRecord) => f.moment(recordedAt, ZONE) },
        { head: t.integrity.key, cell: ({ key }) => <Hash>{key}</Hash> },
        { head: t.integrity.keyBy, cell: ({ by }) => by },
        {
          head: t.integrity.vouched,
          cell: (each) => `${vouched(each)}${each.reason === undefined ? '' : ` (${each.reason})`}`,
        },
      ]}
      rows={keys}
    />
  );
}
