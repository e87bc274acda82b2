import type { Command } from 'commander';
import { Tokens } from '../../application/access/tokens.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { type Context, withServices } from './context.js';
import { Misuse, print, printJson } from './terminal.js';

interface NewTokenOptions {
  readonly role: readonly string[];
  readonly department?: string;
  readonly until?: string;
}

/** What each part of a token is called on the command line. */
const OPTIONS: Readonly<Record<string, string>> = { '/name': 'the name', '/roles': '--role', '/endsOn': '--until' };

/** All that a token is made of stands on the command line: what is wrong with it was not asked rightly. */
function notAskedRightly(fault: unknown): never {
  if (!(fault instanceof Rejection && fault.code === 'invalid')) throw fault;
  throw new Misuse(fault.faults.map(({ pointer, detail }) => `${OPTIONS[pointer] ?? pointer} ${detail}`).join('\n'));
}

/** `token add|list|close`: keys to the interface. */
export function tokenCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const token = program.command('token').description('keys to the interface');

  token
    .command('add')
    .argument('<name>', 'who acts with it, such as pracownik-1')
    .requiredOption('--role <role...>', 'recorder, manager, auditor, administrator; several combine')
    .option('--department <department>')
    .option('--until <day>', 'the last day on which it opens anything; an auditor needs one')
    .description('gives out a token and prints it, once: only its hash is kept')
    .action((name: string, { role, department, until }: NewTokenOptions) =>
      withServices(context, { create: true }, async (services) => {
        const asked = {
          name,
          roles: role,
          ...(department !== undefined && { department }),
          ...(until !== undefined && { endsOn: until }),
        };
        const given = await services.get(Tokens).add(asked).catch(notAskedRightly);
        await print(terminal, `${given}\n`);
      }),
    );

  token
    .command('list')
    .option('--json', 'as JSON')
    .description('who holds one, with which roles; never the tokens themselves')
    .action(({ json }: { readonly json?: true }) =>
      withServices(context, { create: false }, async (services) => {
        const tokens = (await services.get(Tokens).list()).map(({ hash: _hash, ...shown }) => shown);
        if (json === true) await printJson(terminal, tokens);
        else
          for (const { name, roles, department = '', endsOn, closedAt } of tokens) {
            const ends =
              closedAt === undefined ? (endsOn === undefined ? '' : `until ${endsOn}`) : `closed ${closedAt}`;
            await print(terminal, `${[name, roles.join(','), department, ends].join('\t').trimEnd()}\n`);
          }
      }),
    );

  token
    .command('close')
    .argument('<name>')
    .description('closes a token at once; its holder stays named in the ledger')
    .action((name: string) =>
      withServices(context, { create: false }, async (services) => {
        await services.get(Tokens).close(name);
        terminal.err.write(`The token of ${name} is closed.\n`);
      }),
    );
}
