import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import {
  copyLedger,
  exportLines,
  importLines,
  type LedgerDigest,
  type OnStretch,
} from '../../application/ledger-copy.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { administrator, BY } from './administrator.js';
import type { Context, Filling } from './context.js';
import { showStretches } from './progress.js';
import { Misuse, print, printJson, type Terminal } from './terminal.js';

interface Json {
  readonly json?: true;
}

interface By {
  readonly as: string;
}

/** `ledger export|import|copy`: a whole ledger, event by event, with its ids, times and actors. */
export function copyCommands(program: Command, context: Context): void {
  const { terminal, parts } = context;
  const ledger = program.command('ledger').description('whole ledgers, event by event');

  /** @param size how many events there are to go through, where that is known; more may be recorded meanwhile */
  const shown = async <T>(size: number | null, work: (onStretch: OnStretch) => Promise<T>): Promise<T> => {
    const stretches = showStretches(terminal.err);
    const onStretch: OnStretch = (stretch, done, of) => {
      stretches.report(stretch, done, of ?? (size === null ? null : Math.max(done, size)));
    };
    return work(onStretch).finally(stretches.stop);
  };
  const tell = async (where: string, digest: LedgerDigest, { json }: Json): Promise<void> => {
    if (json === true) await printJson(terminal, digest);
    else await print(terminal, `${where}: ${String(digest.events)} events, SHA-256 ${digest.sha256}.\n`);
  };
  /** Fills a new ledger, puts it in place when it is whole, and tells what it holds. */
  const fill = async (
    place: string | null,
    size: number | null,
    options: Json,
    work: (filling: Filling, onStretch: OnStretch) => Promise<LedgerDigest>,
  ): Promise<void> => {
    const filling = await parts.ledgers.fill(place);
    const { left } = filling;
    if (left !== null) terminal.err.write(`going on with what is in ${left}\n`);
    try {
      const digest = await shown(size, (onStretch) => work(filling, onStretch));
      await filling.put();
      await tell(filling.where, digest, options);
    } catch (fault) {
      if (!isOfContent(fault)) throw fault;
      // What somebody else has left may be hours of work: whose it is, a person knows.
      if (left !== null) throw leftBy(fault, left);
      await filling.discard();
      throw fault;
    } finally {
      await filling.close();
    }
  };

  /** @param from whose access log it is; null for where the settings say */
  const onRecord = (command: string, to: string, { as }: By, from: string | null): Promise<void> => {
    const { actor } = administrator(as);
    return parts.onRecord({ action: 'data-exported', actor, subjects: ['ledger'], details: { command, to } }, from);
  };

  ledger
    .command('export')
    .argument('<file>', 'the file to make, or - for standard output')
    .option(...BY)
    .description('writes every event as a line of CloudEvents, and at the end how many and their digest')
    .action(async (file: string, by: By) => {
      const source = await parts.ledgers.open(null);
      try {
        await onRecord('ledger export', file, by, null);
        const digest = await shown(parts.ledgers.size(null), (onStretch) => {
          const lines = exportLines(source, onStretch);
          return file === '-' ? pour(lines, terminal) : writeFile(lines, file);
        });
        if (file !== '-') await tell(file, digest, {});
      } finally {
        await source.close();
      }
    });

  ledger
    .command('import')
    .argument('<file>', 'what export made, or - for standard input')
    .option('--json', 'as JSON')
    .description('makes the ledger of an export, in a data directory that holds none')
    .action(async (file: string, options: Json) => {
      const input = await readable(file);
      await fill(null, null, options, (into, onStretch) =>
        // Begun only here: a line that comes before somebody asks for it is lost.
        importLines(createInterface({ input, crlfDelay: Infinity }), into.ledger, onStretch),
      );
    });

  ledger
    .command('copy')
    .requiredOption(
      '--from <ledger>',
      'a data directory (also sqlite:DIRECTORY), or esdb://... on a server; it may be in use',
    )
    .requiredOption('--to <ledger>', 'the same, where there is no ledger, or the beginning of this copy')
    .option('--json', 'as JSON')
    .option(...BY)
    .description(
      'copies a ledger into an empty one, and compares the two; broken off, it goes on when it is given again',
    )
    .action(async ({ from, to, ...options }: Json & By & { readonly from: string; readonly to: string }) => {
      const source = await parts.ledgers.open(from);
      try {
        await fill(to, parts.ledgers.size(from), options, async (into, onStretch) => {
          await onRecord('ledger copy', into.where, options, from);
          return copyLedger(source, into.ledger, onStretch);
        });
      } finally {
        await source.close();
      }
    });
}

/** What was filled in is not what it ought to be: to go on with it would lead to the same again. */
const isOfContent = (fault: unknown): fault is Rejection =>
  fault instanceof Rejection && (fault.code === 'invalid' || fault.code === 'conflict');

const leftBy = (fault: Rejection, left: string): Rejection =>
  new Rejection(
    fault.code,
    `${fault.message} A copy that was broken off has left what is in ${left}: to go on with it, give the command again ` +
      `that began it; to begin anew, delete ${left}.`,
    fault.faults,
    { cause: fault },
  );

async function readable(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  const stream = createReadStream(file);
  try {
    await once(stream, 'open');
  } catch (fault) {
    throw new Misuse(`${file} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
  return stream;
}

/** At the reader's pace. */
async function pour<T>(lines: AsyncGenerator<string, T>, terminal: Terminal): Promise<T> {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return next.value;
    await print(terminal, `${next.value}\n`);
  }
}

/** What is at `file` afterwards is whole and on the disk, or nothing is. */
async function writeFile<T>(lines: AsyncGenerator<string, T>, file: string): Promise<T> {
  if (existsSync(file)) throw new Misuse(`there is something at ${file} already: it stays`);
  const ended: T[] = [];
  async function* text(): AsyncGenerator<string> {
    ended.push(yield* withLineEnds(lines));
  }
  try {
    await pipeline(text, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (fault) {
    await rm(file, { force: true });
    throw fault;
  }
  const [value] = ended;
  if (value === undefined) throw new Error('an export without an end');
  return value;
}

async function* withLineEnds<T>(lines: AsyncGenerator<string, T>): AsyncGenerator<string, T> {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return next.value;
    yield `${next.value}\n`;
  }
}
