import type { Command } from 'commander';
import type { Context } from './context.js';

/** `move-in`: what a growing office kept in files goes to MongoDB. */
export function moveInCommand(program: Command, { terminal, parts }: Context): void {
  program
    .command('move-in')
    .description(
      'takes accounts, tokens, the access log and the keys of persons from the files of the data directory to MongoDB (KRONIKA_VIEW_STORE); with Kronika stopped',
    )
    .action(async () => {
      const { moved, aside } = await parts.moveIn();
      const { accounts, tokens, log, keys } = moved;
      terminal.err.write(
        `Taken to MongoDB: accounts ${String(accounts)}, tokens ${String(tokens)}, entries of the access log ${String(log)}, keys of persons ${String(keys)}.\n` +
          `The files are in ${aside} now. Delete that directory once both databases were backed up: as long as the keys are in it, no erasure holds.\n`,
      );
    });
}
