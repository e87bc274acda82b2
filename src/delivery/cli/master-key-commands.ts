import type { Command } from 'commander';
import { AccessLog } from '../../application/access/access-log.js';
import { PersonKeys } from '../../application/persons/person-keys.js';
import { masterKeyId } from '../../domain/registers/sealing.js';
import { administrator, BY } from './administrator.js';
import { type Context, withServices } from './context.js';

/** `master-key create|rotate`, `person-keys backup`: what opens the sealed data of persons. */
export function masterKeyCommands(program: Command, context: Context): void {
  const { terminal, parts } = context;
  const masterKey = program.command('master-key').description('the key that wraps the keys of persons');

  masterKey
    .command('create')
    .argument('<file>', 'to be made; outside the data directory')
    .description('makes a master key in a file that nobody else may read; KRONIKA_MASTER_KEY_FILE is to name it')
    .action(async (file: string) => {
      const key = await parts.masterKeys.create(file);
      terminal.err.write(
        `${file} holds the master key ${masterKeyId(key)}. Set KRONIKA_MASTER_KEY_FILE to it, and keep a copy where no backup of the ledger is.\n`,
      );
    });

  masterKey
    .command('rotate')
    .requiredOption('--to <file>', 'that holds the new one; make it with master-key create')
    .option(...BY)
    .description('wraps the keys of persons with another master key; set that one and restart afterwards')
    .action(async ({ to, as }: { readonly to: string; readonly as: string }) => {
      const next = await parts.masterKeys.read(to);
      await withServices(context, { create: false }, async (services) => {
        const details = { master: masterKeyId(next) };
        const { actor } = administrator(as);
        await services
          .get(AccessLog)
          .record({ action: 'master-key-changed', actor, subjects: ['master-key'], details });
        const { keys, master } = await services.get(PersonKeys).rewrap(next);
        terminal.err.write(
          `Keys wrapped by ${master}: ${String(keys)}. Set KRONIKA_MASTER_KEY_FILE to ${to}, restart, and destroy the old one with its copies.\n`,
        );
      });
    });

  program
    .command('person-keys')
    .description('the keys of persons')
    .command('backup')
    .argument('<file>', 'the copy that was there gives way: only one may be left')
    .option(...BY)
    .description('copies the wrapped keys of persons; an erasure holds for the copy only once it was made anew')
    .action(async (file: string, { as }: { readonly as: string }) => {
      const directory = parts.keys();
      const { actor } = administrator(as);
      const details = { command: 'person-keys backup', to: file };
      await parts.onRecord({ action: 'data-exported', actor, subjects: ['person-keys'], details }, directory);
      const keys = await parts.files.backUpKeys(directory, file);
      terminal.err.write(`${file} holds the keys of persons: ${String(keys)}.\n`);
    });
}
