import type { CheckpointPage, SignedCheckpoint } from '../../../application/audit/checkpoints.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { notePath } from '../parts/checkpoint.js';
import { Hash, Table } from '../parts/tables.js';

/** The days' checkpoints, the last first. @param cursor of this page; undefined for the first */
export function checkpointsPage(look: Look, { items, next }: CheckpointPage, cursor: string | undefined): Drawn {
  const { t, f } = look;
  return {
    title: t.audit.pages.checkpoints,
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">{t.checkpoints.means}</p>
        <Section title={t.checkpoints.list} id="list">
          {items.length === 0 ? (
            <p>{t.checkpoints.none}</p>
          ) : (
            <Table
              look={look}
              caption={t.checkpoints.list}
              hidden
              columns={[
                { head: t.checkpoints.day, cell: ({ day = '' }: SignedCheckpoint) => f.day(day) },
                { head: t.checkpoints.size, figures: true, cell: ({ size }) => f.number(size) },
                { head: t.checkpoints.root, cell: ({ root }) => <Hash>{root}</Hash> },
                {
                  head: t.checkpoints.note,
                  cell: ({ day = '' }) => (
                    <a href={notePath(look, day)} download aria-label={t.checkpoints.downloadOf(f.day(day))}>
                      {t.checkpoints.download}
                    </a>
                  ),
                },
              ]}
              rows={items}
            />
          )}
          <nav class="turning" aria-label={t.register.turning}>
            {cursor !== undefined && <a href={look.href('/audyt/punkty')}>← {t.audit.newest}</a>}
            {next !== null && (
              <a rel="next" href={look.href('/audyt/punkty', { cursor: next })}>
                {t.audit.older} →
              </a>
            )}
          </nav>
          <p class="actions">
            {!look.past && (
              <a class="button" href={notePath(look)} download>
                {t.checkpoints.downloadNow}
              </a>
            )}
            <a href="/v1/audit/checkpoints">{t.checkpoints.json}</a>
          </p>
        </Section>
      </>
    ),
  };
}
