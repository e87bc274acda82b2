import type { Command } from 'commander';
import { Checkpoints } from '../../application/audit/checkpoints.js';
import { keepOn, shelfName } from '../../application/audit/keeping.js';
import { Signing } from '../../application/audit/signing.js';
import { administrator, AS } from './administrator.js';
import { type Context, withServices } from './context.js';
import { print, printJson } from './terminal.js';

interface Json {
  readonly json?: true;
}

/** `checkpoint`, `key show|rotate`: the ledger signed as it stands, and what signs it. */
export function checkpointCommands(program: Command, context: Context): void {
  const { terminal, parts } = context;

  program
    .command('checkpoint')
    .option('--keep <dir>', 'also keeps it there, as a file of its own; the directory must be there')
    .option('--json', 'as JSON')
    .description('signs the ledger as it stands and prints the checkpoint: keep it where the office cannot reach it')
    .action(({ keep, json }: Json & { readonly keep?: string }) =>
      withServices(context, { create: false }, async (services) => {
        const checkpoint = await services.get(Checkpoints).make();
        if (keep !== undefined && !(await keepOn(parts.shelf(keep), checkpoint))) {
          context.found();
          terminal.err.write(
            `In ${keep} another checkpoint is kept as ${shelfName(checkpoint)}: the ledger held other events then. It stays there; keep this one elsewhere, and see: kronika verify --checkpoint ${keep}\n`,
          );
        }
        if (json === true) await printJson(terminal, checkpoint);
        else await print(terminal, checkpoint.note);
      }),
    );

  const key = program.command('key').description('the keys that sign checkpoints');

  key
    .command('show')
    .option('--json', 'as JSON')
    .description('the public keys, the first first: one C2SP verifier key a line')
    .action(({ json }: Json) =>
      withServices(context, { create: false }, async (services) => {
        const keys = await services.get(Signing).keys();
        if (json === true) await printJson(terminal, keys);
        else for (const each of keys) await print(terminal, `${each.key}\n`);
      }),
    );

  key
    .command('rotate')
    .requiredOption('--reason <why>', 'why, as the ledger will say')
    .option('--lost', 'the key on record is not here any more: nobody signs for the new one, and verify will say so')
    .option(...AS)
    .description(
      'makes a new key that signs from now on; the ledger keeps who did it, why, and the word of the old key',
    )
    .action(({ reason, lost, as }: { readonly reason: string; readonly lost?: true; readonly as: string }) =>
      withServices(context, { create: false }, async (services) => {
        const made = await services.get(Signing).rotate(administrator(as), reason, lost === true);
        await print(terminal, `${made}\n`);
      }),
    );
}
