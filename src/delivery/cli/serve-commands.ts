import type { Command } from 'commander';
import type { Context, Serving } from './context.js';
import { DEMO_DATA, prepareDemo } from './demo.js';
import { showProgress } from './progress.js';

/** `serve` and `demo`: what goes on until it is told to end. */
export function serveCommands(program: Command, { terminal, parts }: Context): void {
  const untilInterrupted = async (serving: Serving): Promise<void> => {
    await terminal.interrupted();
    await serving.close();
  };

  program
    .command('serve')
    .description('serves the ledger until it is told to end')
    .action(async () => {
      const serving = await parts.serve();
      terminal.err.write(`Kronika: ${serving.url ?? ''}\n`);
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
      if (!serve) return;
      const auth = terminal.environment['KRONIKA_AUTH'] ?? 'off';
      const serving = await parts.serve({ KRONIKA_DATA: data, KRONIKA_EVENT_STORE: 'sqlite', KRONIKA_AUTH: auth });
      terminal.err.write(welcome(serving.url ?? ''));
      await untilInterrupted(serving);
    });
}

const welcome = (url: string): string => `
Worth opening:
  ${url}/pulpit
  ${url}/raporty/roczny?year=2023&asOf=2024-03-31
  ${url}/docs

Demonstration data, and no tokens: anybody on this machine may write. Ctrl-C ends it.
`;
