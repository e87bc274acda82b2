import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { Accounts } from '../../application/access/accounts.js';
import { Tokens } from '../../application/access/tokens.js';
import type { Request } from '../../application/commands/request.js';
import { CONTACT_DATA } from '../../application/commands/personal-data.js';
import { Import } from '../../application/import/import.js';
import type { Importing } from '../../application/import/importing.js';
import type { Checked, RowAmiss } from '../../application/import/told.js';
import { Opening } from '../../application/opening.js';
import { Clock } from '../../application/ports/clock.js';
import { Ids } from '../../application/ports/ids.js';
import { Projector } from '../../application/projector.js';
import { RegisterDesk } from '../../application/registers.js';
import { Views } from '../../application/views.js';
import { KINDS } from '../../domain/catalogue.js';
import type { Kind } from '../../domain/activities/kind.js';
import { ROLES } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import { AuthSetting } from '../http/rights.js';
import { type Context, type Services, withServices } from './context.js';
import { openImportFile } from './import-file.js';
import { amissText, kindText, nobodyText, outcomeText, summaryText, unavailableText } from './import-text.js';
import { showProgress } from './progress.js';
import { Misuse, print, printJson, type Terminal } from './terminal.js';

interface ImportOptions {
  readonly kind: string;
  readonly as: string;
  readonly dryRun?: true;
  readonly skipBad?: true;
  readonly acknowledgeContactData?: true;
  readonly json?: true;
}

/** What an import came to. `recorded` is null where nothing was to be recorded. */
export interface Imported extends Checked {
  readonly faults: readonly RowAmiss[];
  readonly recorded: number | null;
}

/** `import`: activities with their steps, from tables or bodies of the interface (docs/import.md). */
export function importCommand(program: Command, context: Context): void {
  program
    .command('import')
    .argument('<file...>', 'CSV as Excel writes it, or NDJSON; one kind of activity a file')
    .requiredOption('--kind <kind>', `its name, Polish name or letters: ${KINDS.map(({ name }) => name).join(', ')}`)
    .option('--as <name>', 'who imports, as their token names them: a recorder or manager', userInfo().username)
    .option('--dry-run', 'checks everything and records nothing')
    .option('--skip-bad', 'records the good rows although others are bad')
    .option('--acknowledge-contact-data', 'lets e-mail addresses and phone numbers in texts stand')
    .option('--json', 'as JSON')
    .description('brings in activities with the steps they have taken; the same rows are never recorded twice')
    .action((files: readonly string[], options: ImportOptions) =>
      withServices(context, { create: true }, async (services) => {
        const { terminal } = context;
        const { faults, recorded, ...checked } = await importFiles(files, options, services, context).catch(inPolish);
        if (options.json === true) await printJson(terminal, { ...checked, recorded, faults });
        if (faults.length > 0) context.found();
      }),
    );
}

/** What befalls the ledger is told in English to whoever runs it: a clerk is told what to do. */
function inPolish(fault: unknown): never {
  if (!(fault instanceof Rejection && (fault.code === 'unavailable' || fault.code === 'unsettled'))) throw fault;
  throw new Rejection(fault.code, unavailableText(fault.message), fault.faults, { cause: fault });
}

/** Checks the files, tells what is amiss, and records what may be. */
async function importFiles(
  paths: readonly string[],
  options: ImportOptions,
  services: Services,
  context: Context,
): Promise<Imported> {
  const { terminal } = context;
  const kind = kindCalled(options.kind);
  const files = await Promise.all([...new Set(paths)].map(openImportFile));
  const request = await requestOf(options, services);
  const unopened = (await services.get(Opening).first()) === null;
  const imports = await (unopened && options.dryRun === true ? rehearsal(services, context) : opened(services));
  const importing = await imports.begin(files, kind, request);
  const faults: RowAmiss[] = [];
  const tell = (fault: RowAmiss): void => {
    faults.push(fault);
    if (options.json !== true) terminal.out.write(`${amissText(fault)}\n`);
  };
  const check = showProgress('sprawdzanie', terminal.err);
  const checked = await importing.check({ amiss: tell, progress: check.report }).finally(check.stop);
  if (options.json !== true) await print(terminal, summaryText(checked));

  const may = checked.unreadable === 0 && (checked.bad === 0 || options.skipBad === true);
  const recorded = may && options.dryRun !== true ? await record(importing, tell, services, terminal) : null;
  if (options.json !== true) await print(terminal, outcomeText(recorded, may, checked));
  return { ...checked, faults, recorded };
}

async function opened(services: Services): Promise<Import> {
  await services.get(Opening).open({ demonstration: false });
  await catchUp(services);
  return services.get(Import);
}

/** A dry run opens no ledger: where there is none yet, it tries on one in memory, opened the same. */
async function rehearsal(services: Services, { parts }: Context): Promise<Import> {
  const clock = services.get(Clock);
  const { ledger, views: store } = parts.demoEngines.inMemory(clock);
  await new Opening(ledger, services.get(Ids), clock).open({ demonstration: false });
  await new Projector(ledger, store).catchUp();
  const views = new Views(store);
  return new Import(ledger, views, store, new RegisterDesk(store, views), clock);
}

async function record(
  importing: Importing,
  tell: (fault: RowAmiss) => void,
  services: Services,
  terminal: Terminal,
): Promise<number> {
  const shown = showProgress('zapisywanie', terminal.err);
  try {
    return await importing.record({ amiss: tell, progress: shown.report });
  } catch (fault) {
    terminal.err.write('Przerwano. Co zapisano, zostaje; to samo polecenie uruchomione ponownie zapisze resztę.\n');
    throw fault;
  } finally {
    shown.stop();
    await catchUp(services, terminal);
  }
}

/** Brings the views up to the ledger; a server beside may be quicker, and then it does. */
async function catchUp(services: Services, terminal?: Terminal): Promise<void> {
  const shown = terminal === undefined ? null : showProgress('widoki', terminal.err);
  try {
    await services.get(Projector).catchUp(shown?.report);
  } catch (fault) {
    if (!(fault instanceof Rejection && fault.code === 'conflict')) throw fault;
  } finally {
    shown?.stop();
  }
}

/** @throws Misuse when there is no such kind */
function kindCalled(said: string): Kind {
  const plain = (word: string): string => fold(word).replace(/[\s_-]+/g, ' ');
  const found = KINDS.find(({ name, path, polish, letters }) =>
    [name, path, polish, letters].some((word) => plain(word) === plain(said)),
  );
  if (found !== undefined) return found;
  const known = KINDS.map(({ name, polish }) => `${name} (${polish})`);
  throw new Misuse(kindText(said, known));
}

/** Who imports: whose name it is says what they may. With authentication off, anybody, with every right. */
async function requestOf({ as, acknowledgeContactData }: ImportOptions, services: Services): Promise<Request> {
  const acknowledged = acknowledgeContactData === true ? { acknowledged: [CONTACT_DATA] } : {};
  if (!services.get(AuthSetting).on) return { actor: { id: as, roles: ROLES }, alone: true, ...acknowledged };
  const actor = (await services.get(Tokens).actorNamed(as)) ?? (await services.get(Accounts).actorNamed(as));
  if (actor === null) throw new Rejection('forbidden', nobodyText(as));
  return { actor, alone: false, ...acknowledged };
}
