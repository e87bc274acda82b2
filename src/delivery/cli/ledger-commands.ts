import { Argument, type Command } from 'commander';
import { Rebuild } from '../../application/rebuild.js';
import { Projector } from '../../application/projector.js';
import { Verify, type Verdict } from '../../application/verify.js';
import { VIEWS } from '../../domain/views/catalogue.js';
import { type Context, withServices } from './context.js';
import { showProgress } from './progress.js';
import { print, printJson } from './terminal.js';

/** `rebuild` and `verify`: the views against the ledger. */
export function ledgerCommands(program: Command, context: Context): void {
  const { terminal } = context;

  program
    .command('rebuild')
    // All views are folded in one pass and kept as one generation, so that they always stand at one position.
    .addArgument(new Argument('[view]', 'any of them; all are built together').choices(VIEWS.map(({ name }) => name)))
    .option('--json', 'as JSON')
    .description('builds the views anew beside the present ones, which are read meanwhile, then swaps')
    .action((_view: string | undefined, { json }: { readonly json?: true }) =>
      withServices(context, { create: false }, async (services) => {
        const progress = showProgress('rebuilding', terminal.err);
        const built = await services.get(Rebuild).run(progress.report).finally(progress.stop);
        if (json === true) await printJson(terminal, built);
        else
          await print(
            terminal,
            `${String(built.events)} events folded; the views are now generation ${built.generation}.\n`,
          );
      }),
    );

  program
    .command('verify')
    .option('--json', 'as JSON')
    .description(
      'replays the ledger from nothing and compares every edition of the views, and what each is found by; alters nothing',
    )
    .action(({ json }: { readonly json?: true }) =>
      withServices(context, { create: false }, async (services) => {
        await services.get(Projector).catchUp();
        const progress = showProgress('replaying', terminal.err);
        const verdict = await services.get(Verify).run(progress.report).finally(progress.stop);
        if (verdict.difference !== null) context.found();
        if (json === true) await printJson(terminal, verdict);
        else await print(terminal, sentence(verdict));
      }),
    );
}

function sentence({ events, editions, difference }: Verdict): string {
  if (difference === null)
    return `${String(events)} events replayed, ${String(editions)} editions compared: the views are what the ledger says.\n`;
  const { view, id, from, what } = difference;
  return `The views are not what the ledger says. First: ${view} ${id} of ${from} ${what}. Build them anew: kronika rebuild\n`;
}
