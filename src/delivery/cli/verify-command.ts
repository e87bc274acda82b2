import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { Audit, type AuditVerdict } from '../../application/audit/audit.js';
import type { Finding } from '../../application/audit/finding.js';
import type { Kept } from '../../application/audit/kept-check.js';
import { readVerifierKey } from '../../domain/proof/note.js';
import { type Context, withServices } from './context.js';
import { showProgress } from './progress.js';
import { Misuse, print, printJson } from './terminal.js';

interface Options {
  readonly checkpoint?: readonly string[];
  readonly key?: readonly string[];
  readonly json?: true;
}

/** `verify`: the ledger against its hashes, signatures and kept checkpoints, the views against a replay of it. */
export function verifyCommand(program: Command, context: Context): void {
  const { terminal, parts } = context;

  /** The notes of files, and of directories in which checkpoints are kept. @throws Misuse */
  const keptIn = async (paths: readonly string[]): Promise<readonly Kept[]> => {
    const kept: Kept[] = [];
    for (const path of paths) {
      try {
        if (!(await stat(path)).isDirectory()) kept.push({ name: path, note: await readFile(path, 'utf8') });
        else for await (const each of parts.shelf(path).all()) kept.push(each);
      } catch (fault) {
        throw new Misuse(`${path} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`);
      }
    }
    return kept;
  };

  program
    .command('verify')
    .option('--checkpoint <path...>', 'checkpoints that were kept outside: files, or directories of them')
    .option('--key <key...>', 'public keys that were kept outside, as C2SP verifier keys')
    .option('--json', 'as JSON')
    .description(
      "holds the ledger against its hashes, its signatures and kept checkpoints, every edition of the views against a replay, and the access log against the days' closes; alters nothing",
    )
    .action(async ({ checkpoint = [], key: keys = [], json }: Options) => {
      const kept = await keptIn(checkpoint);
      for (const key of keys) if (readVerifierKey(key) === null) throw new Misuse(`${key} is no verifier key`);
      await withServices(context, { create: false }, async (services) => {
        const progress = showProgress('verifying', terminal.err);
        const verdict = await services.get(Audit).run({ kept, keys }, progress.report).finally(progress.stop);
        if (verdict.findings.length > 0) context.found();
        if (json === true) await printJson(terminal, verdict);
        else await print(terminal, told(verdict));
      });
    });
}

function told({ findings, untold, notes, trust, differences, ...counts }: AuditVerdict): string {
  const { events, editions, checkpoints, days } = counts;
  const counted = `${String(events)} events, ${String(checkpoints)} checkpoints, ${String(days)} days' views, ${String(editions)} editions`;
  const lines =
    findings.length === 0
      ? [`${counted}: nothing is wrong, and the views are what the ledger says.`]
      : [`${counted}. Not all is as it should be:`];
  for (const finding of findings) lines.push(`  ${finding.what}: ${finding.says}${placeOf(finding)}`);
  for (const [what, count] of Object.entries(untold)) lines.push(`  ${what}: ${String(count)} more`);
  if (differences.length > 0) lines.push('The views can be built anew: kronika rebuild');
  if (findings.length > 0) lines.push(`Still to be relied upon: ${reliable(trust)}.`);
  return [...lines, ...notes, ''].join('\n');
}

/** Where and since when, as far as it can be told. */
function placeOf({ position, since }: Finding): string {
  const place = [
    ...(position === null ? [] : [`position ${String(position)}`]),
    ...(since === null ? [] : [`since ${since}`]),
  ];
  return place.length === 0 ? '' : ` (${place.join(', ')})`;
}

function reliable({ signed, kept }: AuditVerdict['trust']): string {
  if (signed === 0) return 'nothing';
  const outside = kept === 0 ? '' : `; up to ${String(kept)} also by a checkpoint that was kept outside`;
  return `the events up to position ${String(signed)}, by a signed checkpoint${outside}`;
}
