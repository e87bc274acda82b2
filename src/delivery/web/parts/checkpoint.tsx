import type { VNode } from 'preact';
import type { SignedCheckpoint } from '../../../application/audit/checkpoints.js';
import type { Look } from '../look.js';
import { type Fact, Facts } from './facts.js';

/** Where a day's checkpoint is taken as text. @param day left out: one of this very moment */
export const notePath = (look: Look, day?: string): string => look.href('/audyt/punkt.txt', { day });

/** The ways in which a root is written: as everywhere in Kronika, and as in the note itself. @param root SHA-256, hex */
export const rootFacts = ({ t }: Look, root: string): readonly Fact[] => [
  [t.checkpoints.root, <code>{root}</code>],
  [t.checkpoints.rootInNote, <code>{Buffer.from(root, 'hex').toString('base64')}</code>],
];

/** What a checkpoint of a day's close says. */
export function Checkpoint({
  look,
  checkpoint,
}: {
  readonly look: Look;
  readonly checkpoint: SignedCheckpoint;
}): VNode {
  const { t, f } = look;
  const { day = '', size, root, origin, views } = checkpoint;
  return (
    <>
      <Facts
        facts={[
          [t.checkpoints.day, f.day(day)],
          [t.checkpoints.size, f.number(size)],
          ...rootFacts(look, root),
          [t.checkpoints.origin, <code>{origin}</code>],
          ...(views === undefined ? [] : [[t.checkpoints.views, <code>{views}</code>] as const]),
        ]}
      />
      <p class="actions">
        <a href={notePath(look, day)} download>
          {t.checkpoints.downloadOf(f.day(day))}
        </a>
      </p>
    </>
  );
}
