import { Command, CommanderError } from 'commander';
import { Rejection } from '../../domain/kernel/rejection.js';
import { accountCommands } from './account-commands.js';
import { backupCommands } from './backup-commands.js';
import { checkpointCommands } from './checkpoint-commands.js';
import { clockCommands } from './clock-commands.js';
import type { Context, Parts } from './context.js';
import { copyCommands } from './copy-commands.js';
import { evidenceCommands } from './evidence-commands.js';
import { importCommand } from './import.js';
import { moveInCommand } from './move-in-command.js';
import { rebuildCommand } from './rebuild-command.js';
import { readingCommands } from './reading-commands.js';
import { masterKeyCommands } from './master-key-commands.js';
import { registerCommands } from './register-commands.js';
import { serveCommands } from './serve-commands.js';
import { EXIT, Misuse, type Terminal, told } from './terminal.js';
import { tokenCommands } from './token-commands.js';
import { verifyCommand } from './verify-command.js';

const COMMANDS = [
  serveCommands,
  importCommand,
  readingCommands,
  rebuildCommand,
  verifyCommand,
  checkpointCommands,
  evidenceCommands,
  masterKeyCommands,
  registerCommands,
  accountCommands,
  tokenCommands,
  clockCommands,
  backupCommands,
  copyCommands,
  moveInCommand,
];

/** The command line. @returns the exit code (API.md: 0 success, 1 findings or refusals, 2 usage) */
export async function run(argv: readonly string[], terminal: Terminal, parts: Parts): Promise<number> {
  let code: number = EXIT.success;
  const found = (): void => {
    code = EXIT.findings;
  };
  const program = new Command('kronika')
    .version(parts.version)
    .description('The daybook of a county office: an append-only ledger, and every report as of any day.')
    .addHelpText('after', '\nThe data directory and all else is set by KRONIKA_...: docs/operating.md has the table.');
  const context: Context = { terminal, parts, found };
  for (const add of COMMANDS) add(program, context);
  keepTo(terminal, program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (fault) {
    // Commander has told it already; to ask for help is no fault.
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.success : EXIT.usage;
    terminal.err.write(`${told(fault)}\n`);
    return isMisuse(fault) ? EXIT.usage : EXIT.findings;
  }
}

const isMisuse = (fault: unknown): boolean =>
  fault instanceof Misuse || (fault instanceof Rejection && fault.code === 'bad-query');

/** Commander writes to this terminal and never ends the process; it does not hand that on to subcommands by itself. */
function keepTo(terminal: Terminal, command: Command): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.out.write(text),
    writeErr: (text) => terminal.err.write(text),
  });
  for (const each of command.commands) keepTo(terminal, each);
}
