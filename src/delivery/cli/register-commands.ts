import { readFile } from 'node:fs/promises';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Command } from 'commander';
import { Enter, type Entered } from '../../application/commands/enter.js';
import { LoadGminas } from '../../application/commands/load-gminas.js';
import { Opening } from '../../application/opening.js';
import { Projector } from '../../application/projector.js';
import { type Ended, EndedByQuery } from '../../application/queries/ended-by.js';
import { KIND_FIELDS } from '../../domain/catalogue.js';
import { refuseFaults } from '../../domain/kernel/rejection.js';
import { STRATEGY } from '../../domain/registers/registers.js';
import { readStrategy } from '../../domain/strategy/strategy.js';
import { administrator, AS } from './administrator.js';
import { type Context, withServices } from './context.js';
import { readTercFile } from './terc-file.js';
import { Misuse, print, printJson } from './terminal.js';

interface WriteOptions {
  readonly as: string;
  readonly json?: true;
}

/** `strategy adopt` and `gminas load`: registers from files. */
export function registerCommands(program: Command, context: Context): void {
  const { terminal } = context;

  program
    .command('strategy')
    .description('strategies')
    .command('adopt')
    .argument('<file>', 'JSON: id, title, from, until and items (docs/operating.md)')
    .option(...AS)
    .option('--json', 'as JSON')
    .description('adopts a strategy, and lists the entries whose items it ends')
    .action((file: string, { as, json }: WriteOptions) =>
      withServices(context, { create: true }, async (services) => {
        const { strategy, faults } = readStrategy(await jsonIn(file), KIND_FIELDS);
        refuseFaults(faults);
        if (strategy === null) throw new Error('neither a strategy nor a fault');
        const projector = services.get(Projector);
        await services.get(Opening).open({ demonstration: false });
        await projector.catchUp();
        const adopt = new Enter(STRATEGY, null, STRATEGY.made, strategy, administrator(as));
        const { id } = await services.get(CommandBus).execute<Enter, Entered>(adopt);
        await projector.catchUp();
        const ends = await services.get(QueryBus).execute<EndedByQuery, readonly Ended[]>(new EndedByQuery(id));
        if (json === true) await printJson(terminal, { id, ends });
        else await print(terminal, adopted(id, ends));
      }),
    );

  program
    .command('gminas')
    .description('gminas')
    .command('load')
    .argument('<file>', "the statistical office's TERC file")
    .option('--county <code>', 'which county of the file, such as 0415')
    .option(...AS)
    .option('--json', 'as JSON')
    .description("loads a county's gminas: opens its ledger, or brings one up to the file's day")
    .action((file: string, { county, as, json }: WriteOptions & { readonly county?: string }) =>
      withServices(context, { create: true }, async (services) => {
        const listed = readTercFile(await textIn(file), county ?? null);
        const projector = services.get(Projector);
        const loaded = await services.get(LoadGminas).run(listed, administrator(as), () => projector.catchUp());
        const { registered, renamed, recoded } = loaded;
        if (json === true) await printJson(terminal, loaded);
        else
          await print(
            terminal,
            `${loaded.county}: ${String(registered)} registered, ${String(renamed)} renamed, ${String(recoded)} under a new code.\n`,
          );
      }),
    );
}

function adopted(id: string, ends: readonly Ended[]): string {
  const lines = ends.map(({ number, title, strategyItems }) => `  ${number}  ${strategyItems.join(', ')}  ${title}`);
  if (lines.length === 0) return `The strategy ${id} is adopted. It ends no item that an entry names.\n`;
  return `The strategy ${id} is adopted. It ends items that these entries name:\n${lines.join('\n')}\n`;
}

async function textIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (fault) {
    throw new Misuse(`${file} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await textIn(file));
  } catch (fault) {
    if (fault instanceof SyntaxError) throw new Misuse(`${file} is not JSON: ${fault.message}`);
    throw fault;
  }
}
