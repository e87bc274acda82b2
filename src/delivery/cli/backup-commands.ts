import type { Command } from 'commander';
import type { Access } from '../../application/ports/access-log-store.js';
import type { Manifest, OnPart } from '../../application/ports/ledger-files.js';
import { administrator, BY } from './administrator.js';
import type { Context } from './context.js';
import { showProgress } from './progress.js';
import { print, printJson } from './terminal.js';

interface Options {
  readonly json?: true;
  readonly as: string;
}

/** Told beside the result, where the copy is not all that there is to copy. */
const APART =
  'Views, accounts, tokens and the access log are in MongoDB (KRONIKA_VIEW_STORE), and not in this copy. Views can be ' +
  'built anew; the others cannot: back that database up too (docs/mongodb.md).\n';

/** `backup` and `restore`: the data directory's files, copied and put back. */
export function backupCommands(program: Command, { terminal, parts }: Context): void {
  const shown = async <T>(what: string, work: (onPart: OnPart) => Promise<T>): Promise<T> => {
    const progress = showProgress(what, terminal.err);
    return work(progress.report).finally(progress.stop);
  };

  program
    .command('backup')
    .argument('<target>', 'the directory to make; nothing may be there yet')
    .option('--json', 'as JSON')
    .option(...BY)
    .description('copies the ledger, the accounts and the access log, also of a running server, and checks the copy')
    .action(async (target: string, { json, as }: Options) => {
      const apart = parts.viewsApart();
      // Where there is no ledger nothing is made, not even a log of it.
      await parts.files.open(parts.data()).close();
      const { actor } = administrator(as);
      const subjects = ['ledger', ...(apart ? [] : ['accounts', 'access-log'])];
      const details = { command: 'backup', to: target };
      await parts.onRecord({ action: 'data-exported', actor, subjects, details }, null);
      const manifest = await shown('copying', (onPart) =>
        parts.files.backUp(parts.data(), target, { ledgerOnly: apart }, onPart),
      );
      if (json === true) await printJson(terminal, manifest);
      else await print(terminal, `${target} holds ${summary(manifest)}.\n`);
      if (apart) terminal.err.write(APART);
    });

  program
    .command('restore')
    .argument('<source>', 'a directory that backup made')
    .option('--replace', 'where there is a ledger: keeps it aside and puts this one in its place')
    .option('--json', 'as JSON')
    .option(...BY)
    .description('checks a backup and puts it into the data directory; not beside a running server')
    .action(async (source: string, { replace, json, as }: Options & { readonly replace?: true }) => {
      const { actor } = administrator(as);
      const onRecord = (staged: string, { madeAt, ledger }: Manifest): Promise<void> => {
        const details = { from: source, madeAt, events: ledger.events };
        const access: Access = { action: 'ledger-restored', actor, subjects: ['ledger'], details };
        return parts.onRecord(access, parts.viewsApart() ? null : staged);
      };
      const options = { replace: replace === true, onRecord };
      const restored = await shown('checking and copying', (onPart) =>
        parts.files.restore(source, parts.data(), options, onPart),
      );
      const { manifest, aside } = restored;
      if (json === true) return printJson(terminal, restored);
      const kept = aside === null ? '' : ` What stood there is in ${aside}.`;
      return print(terminal, `${parts.data()} holds ${summary(manifest)}.${kept}\n`);
    });
}

const summary = ({ ledger, madeAt }: Manifest): string =>
  `the ledger of ${ledger.county}, ${String(ledger.events)} events, as of ${madeAt}`;
