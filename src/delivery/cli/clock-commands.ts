import { CommandBus } from '@nestjs/cqrs';
import type { Command } from 'commander';
import { Enter, type Entered } from '../../application/commands/enter.js';
import { MAIN } from '../../application/opening.js';
import { Clock } from '../../application/ports/clock.js';
import { Projector } from '../../application/projector.js';
import { CLOCK_ACCEPTED } from '../../domain/registers/clock-acceptance.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { administrator, AS } from './administrator.js';
import { type Context, withServices } from './context.js';

/** `clock accept`: the word that a clock far ahead of the last event is right. */
export function clockCommands(program: Command, context: Context): void {
  program
    .command('clock')
    .description("the machine's clock")
    .command('accept')
    .option(...AS)
    .description(
      'says that the clock is right although it is far ahead of the last event; the ledger keeps who said so',
    )
    .action(({ as }: { readonly as: string }) =>
      withServices(context, { create: false }, async (services) => {
        const clock = services.get(Clock);
        await services.get(Projector).catchUp();
        clock.accept();
        const told = clock.now();
        const accepting = new Enter(LEDGER, MAIN, CLOCK_ACCEPTED, { told }, administrator(as));
        await services.get(CommandBus).execute<Enter, Entered>(accepting);
        context.terminal.err.write(`The clock's ${told} is accepted, and recording goes on.\n`);
      }),
    );
}
