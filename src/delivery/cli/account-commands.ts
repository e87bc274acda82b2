import type { Command } from 'commander';
import { Accounts, type GivenLink } from '../../application/access/accounts.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { LinkAddresses } from '../http/link-addresses.js';
import { administrator, BY } from './administrator.js';
import { type Context, type Services, withServices } from './context.js';
import { notAskedRightly } from './holder-options.js';
import { print, printJson, type Terminal } from './terminal.js';

interface HolderOptions {
  readonly role?: readonly string[];
  readonly department?: string;
  readonly until?: string;
  readonly as: string;
}

const ROLE = ['--role <role...>', 'recorder, manager, auditor, administrator; several combine'] as const;
const UNTIL = ['--until <day>', 'the last day on which it opens anything; an auditor needs one'] as const;

const changesOf = ({ role, department, until }: Omit<HolderOptions, 'as'>) => ({
  ...(role !== undefined && { roles: role }),
  ...(department !== undefined && { department }),
  ...(until !== undefined && { endsOn: until }),
});

/** Prints a link alone where a program reads, and beside it what it is for. */
async function printLink(terminal: Terminal, services: Services, link: GivenLink, forWhat: string): Promise<void> {
  const { KRONIKA_PORT: port = '3000' } = terminal.environment;
  await print(terminal, `${services.get(LinkAddresses).of(link, `http://127.0.0.1:${port}`)}\n`);
  terminal.err.write(`${forWhat} It can be used once, until ${link.endsAt}.\n`);
}

/** `account add|list|change|close|link`: the people who come in with a name and a password. */
export function accountCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const account = program.command('account').description('the people who sign in');

  account
    .command('add')
    .argument('<name>', 'who acts, such as j.nowak: events keep it for good')
    .requiredOption(...ROLE)
    .option('--department <department>')
    .option(...UNTIL)
    .option(...BY)
    .description('makes an account and prints the link with which its owner chooses a password')
    .action((name: string, { role = [], as, ...more }: HolderOptions) =>
      withServices(context, { create: true }, async (services) => {
        const link = await services
          .get(Accounts)
          .add({ name, roles: role, ...changesOf(more) }, administrator(as).actor)
          .catch(notAskedRightly);
        await printLink(terminal, services, link, `With this link ${name} chooses a password.`);
      }),
    );

  account
    .command('list')
    .option('--json', 'as JSON')
    .description('who has an account, with which roles')
    .action(({ json }: { readonly json?: true }) =>
      withServices(context, { create: false }, async (services) => {
        const accounts = await services.get(Accounts).list();
        if (json === true) await printJson(terminal, accounts);
        else
          for (const { name, roles, department = '', endsOn, closedAt, ready } of accounts) {
            const ends = endsOn === undefined ? '' : `until ${endsOn}`;
            const stands = closedAt === undefined ? (ready ? ends : `no password yet ${ends}`) : `closed ${closedAt}`;
            await print(terminal, `${[name, roles.join(','), department, stands].join('\t').trimEnd()}\n`);
          }
      }),
    );

  account
    .command('change')
    .argument('<name>')
    .option(...ROLE)
    .option('--department <department>', 'an empty one takes it away')
    .option('--until <day>', 'the last day on which it opens anything; an empty one takes it away')
    .option(...BY)
    .description('gives an account other roles, another department or another end, from the next request on')
    .action((name: string, options: HolderOptions) =>
      withServices(context, { create: false }, async (services) => {
        const { department, endsOn, ...roles } = changesOf(options);
        const emptied = (text: string): string | null => (text === '' ? null : text);
        const changes = {
          ...roles,
          ...(department !== undefined && { department: emptied(department) }),
          ...(endsOn !== undefined && { endsOn: emptied(endsOn) }),
        };
        await services.get(Accounts).change(name, changes, administrator(options.as).actor).catch(notAskedRightly);
        terminal.err.write(`The account ${name} is changed.\n`);
      }),
    );

  account
    .command('close')
    .argument('<name>')
    .option(...BY)
    .description('closes an account at once, with its sessions and the token of its name; it stays named in the ledger')
    .action((name: string, { as }: { readonly as: string }) =>
      withServices(context, { create: false }, async (services) => {
        await services.get(Accounts).close(name, administrator(as).actor);
        terminal.err.write(`The account ${name} is closed.\n`);
      }),
    );

  account
    .command('link')
    .argument('[name]', 'left out: for the first administrator, while there is no account')
    .option(...BY)
    .description('prints a one-time link with which a password is chosen, for whoever forgot theirs')
    .action((name: string | undefined, { as }: { readonly as: string }) =>
      withServices(context, { create: name === undefined }, async (services) => {
        const accounts = services.get(Accounts);
        if (name !== undefined) {
          await printLink(
            terminal,
            services,
            await accounts.newLink(name, administrator(as).actor),
            `With this link ${name} chooses a password.`,
          );
          return;
        }
        const link = await accounts.firstLink();
        if (link === null) throw new Rejection('state', 'there are accounts already: say whose link it is to be');
        await printLink(terminal, services, link, 'This link makes the first administrator.');
      }),
    );
}
