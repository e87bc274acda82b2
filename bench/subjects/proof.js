/** Kronika's proofs put together as the composition root does: the tree of hashes, its signature, the whole check. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  Audit,
  Checkpoints,
  KeyFiles,
  LedgerTree,
  NoAccessLog,
  NoShelf,
  Projector,
  Proofs,
  Signing,
  SqliteTreeStore,
  Verify,
} from '../product.js';
import { openKronika, ScratchFiles } from './kronika.js';

/** @param treePath the tree's own file; begun where there is none */
export function openProof(ledgerPath, viewsPath, treePath) {
  const kronika = openKronika(ledgerPath, viewsPath);
  const { ledger, store, views } = kronika;
  const kept = SqliteTreeStore.open(treePath);
  const tree = new LedgerTree(ledger, kept);
  const keys = join(dirname(treePath), 'keys');
  mkdirSync(keys, { recursive: true });
  const projector = new Projector(ledger, store);
  return {
    ...kronika,
    tree,
    projector,
    checkpoints: new Checkpoints(ledger, tree, new Signing(ledger, new KeyFiles(keys))),
    proofs: new Proofs(tree, store, views),
    audit: new Audit(
      ledger,
      tree,
      new NoShelf(),
      projector,
      new Verify(ledger, store, views, new ScratchFiles()),
      store,
      views,
      new NoAccessLog(),
    ),
    close: async () => {
      await kronika.close();
      kept.close();
    },
  };
}

/** @returns the file of the tree over a whole ledger, made if it is not there yet */
export async function treeOf(ledgerPath, viewsPath) {
  const path = join(dirname(ledgerPath), 'tree.sqlite');
  if (existsSync(path)) return path;
  const draft = `${path}.draft`;
  for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  const { tree, close } = openProof(ledgerPath, viewsPath, draft);
  await tree.catchUp();
  await close();
  renameSync(draft, path);
  return path;
}
