import type { Command } from 'commander';
import { Tokens } from '../../application/access/tokens.js';
import { administrator, BY } from './administrator.js';
import { type Context, withServices } from './context.js';
import { notAskedRightly } from './holder-options.js';
import { print, printJson } from './terminal.js';

interface NewTokenOptions {
  readonly role: readonly string[];
  readonly department?: string;
  readonly until?: string;
  readonly as: string;
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
    .option(...BY)
    .description('gives out a token and prints it, once: only its hash is kept')
    .action((name: string, { role, department, until, as }: NewTokenOptions) =>
      withServices(context, { create: true }, async (services) => {
        const asked = {
          name,
          roles: role,
          ...(department !== undefined && { department }),
          ...(until !== undefined && { endsOn: until }),
        };
        const given = await services.get(Tokens).add(asked, administrator(as).actor).catch(notAskedRightly);
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
    .option(...BY)
    .description('closes a token at once; its holder stays named in the ledger')
    .action((name: string, { as }: { readonly as: string }) =>
      withServices(context, { create: false }, async (services) => {
        await services.get(Tokens).close(name, administrator(as).actor);
        terminal.err.write(`The token of ${name} is closed.\n`);
      }),
    );
}
