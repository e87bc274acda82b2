import type { Command } from 'commander';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, prepareDemoAccounts } from '../../application/demo/demo-accounts.js';
import { AccountStore } from '../../application/ports/account-store.js';
import { Clock } from '../../application/ports/clock.js';
import { Passwords } from '../../application/ports/passwords.js';
import type { Context, Serving } from './context.js';
import { DEMO_DATA, prepareDemo } from './demo.js';
import { firstLinkText } from './first-link.js';
import { showProgress } from './progress.js';

/** `serve` and `demo`: what goes on until it is told to end. */
export function serveCommands(program: Command, { terminal, parts }: Context): void {
  const untilInterrupted = async (serving: Serving): Promise<void> => {
    await terminal.interrupted();
    await serving.close();
  };

  const makeAccounts = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    const services = await parts.open({ create: false, settings });
    try {
      const now = services.get(Clock).now();
      await prepareDemoAccounts(services.get(AccountStore), services.get(Passwords), now);
    } finally {
      await services.close();
    }
  };

  program
    .command('serve')
    .description('serves the ledger until it is told to end')
    .action(async () => {
      const serving = await parts.serve();
      terminal.err.write(`Kronika: ${serving.url ?? ''}\n`);
      terminal.err.write(firstLinkText(serving.firstLink, terminal.err.isTTY === true));
      await untilInterrupted(serving);
    });

  program
    .command('demo')
    .description('loads the demonstration ledger, three years of a county office, and serves it')
    .option('--data <dir>', 'where it is kept', DEMO_DATA)
    .option('--no-serve', 'loads it and ends')
    .action(async ({ data, serve }: { readonly data: string; readonly serve: boolean }) => {
      const { loaded } = await prepareDemo(data, parts.demoEngines, (what) => showProgress(what, terminal.err));
      terminal.err.write(loaded ? `The demonstration ledger is in ${data}.\n` : `It is in ${data} already.\n`);
      const auth = terminal.environment['KRONIKA_AUTH'] ?? 'off';
      const settings = { KRONIKA_DATA: data, KRONIKA_EVENT_STORE: 'sqlite', KRONIKA_AUTH: auth, ...LOOPBACK };
      await makeAccounts(settings);
      if (!serve) return;
      const serving = await parts.serve(settings);
      terminal.err.write(welcome(serving.url ?? '', auth === 'on'));
      await untilInterrupted(serving);
    });
}

/** Everybody knows the passwords of a demonstration, so that nobody but this machine is let near it. */
const LOOPBACK = { KRONIKA_HOST: '127.0.0.1' } as const;

const welcome = (url: string, asks: boolean): string => `
Worth opening:
  ${url}/pulpit
  ${url}/raporty/roczny?year=2023&asOf=2024-03-31
  ${url}/docs

Accounts, all with the password ${DEMO_PASSWORD}:
${DEMO_ACCOUNTS.map(({ name, roles }) => `  ${name} (${roles.join(', ')})`).join('\n')}

${
  asks
    ? 'Demonstration data, for this machine alone.'
    : 'Demonstration data: nobody is asked who they are, and anybody on this machine may write. KRONIKA_AUTH=on asks.'
} Ctrl-C ends it.
`;
