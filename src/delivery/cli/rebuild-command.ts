import { Argument, type Command } from 'commander';
import { Rebuild } from '../../application/rebuild.js';
import { VIEWS } from '../../domain/views/catalogue.js';
import { type Context, withServices } from './context.js';
import { showProgress } from './progress.js';
import { print, printJson } from './terminal.js';

/** `rebuild`: the views anew. */
export function rebuildCommand(program: Command, context: Context): void {
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
}
