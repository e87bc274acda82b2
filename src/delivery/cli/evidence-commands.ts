import { readFile } from 'node:fs/promises';
import { QueryBus } from '@nestjs/cqrs';
import { type Command, Option } from 'commander';
import { AccessLog } from '../../application/access/access-log.js';
import { Checkpoints } from '../../application/audit/checkpoints.js';
import { type Evidence, type EvidenceOf, EvidenceQuery } from '../../application/evidence/evidence.js';
import type { Verdict } from '../../application/evidence/verdict.js';
import { verifyPack } from '../../application/evidence/verify-pack.js';
import { Projector } from '../../application/projector.js';
import type { Answer } from '../../application/queries/figures.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { annual, type ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import { toJson } from '../../domain/kernel/check.js';
import { readVerifierKey } from '../../domain/proof/note.js';
import { EvidencePage, readPage } from '../evidence/page.js';
import { faultLine, headline, noteLine, outcome } from '../evidence/sentences.js';
import { EVIDENCE_WORDS, type EvidenceWords } from '../evidence/words.js';
import { administrator, BY } from './administrator.js';
import { type Context, withServices } from './context.js';
import { Misuse, print, printJson } from './terminal.js';

interface MakeOptions {
  readonly asOf?: string;
  readonly strategy?: string;
  readonly freezing?: string;
  readonly format: 'html' | 'json';
  readonly as: string;
}

interface VerifyOptions {
  readonly key?: string;
  readonly lang: keyof typeof EVIDENCE_WORDS;
  readonly json?: true;
}

const AS_OF = ['--as-of <point>', 'as it stood then: a day, an instant or a position'] as const;
const STRATEGY = ['--strategy <id>', 'whose items; left out: the one in force when the period begins'] as const;
const FREEZING = ['--freezing <id>', 'a frozen report; it names its period itself'] as const;
const FORMAT = new Option('--format <format>', 'a page that checks itself in a browser, or the data alone')
  .choices(['html', 'json'])
  .default('html');
const LANGUAGE = new Option('--lang <language>', 'of the verdict').choices(Object.keys(EVIDENCE_WORDS)).default('en');

/** `evidence annual|period`, `evidence verify`: a report with all that proves it in one file, and the check of one. */
export function evidenceCommands(program: Command, context: Context): void {
  const { terminal } = context;
  const evidence = program.command('evidence').description('a report with all that proves it, in one file');

  const make = (of: EvidenceOf, { as, format }: MakeOptions): Promise<void> =>
    withServices(context, { create: false }, async (services) => {
      // The first time the key goes on record, and the views have to tell of that, too.
      await services.get(Checkpoints).make();
      await services.get(Projector).catchUp();
      const page = services.get(EvidencePage);
      const query = new EvidenceQuery(of, as, page.digest);
      const { value } = await services.get(QueryBus).execute<EvidenceQuery, Answer<Evidence>>(query);
      const { report } = 'asked' in of ? of.asked : of;
      const { actor } = administrator(as);
      await services
        .get(AccessLog)
        .record({ action: 'evidence-taken', actor, subjects: [`evidence/${report}`], details: toJson(of) });
      await print(terminal, format === 'html' ? page.render(value.text) : value.text);
    });

  evidence
    .command('annual')
    .option('--year <year>')
    .option(...AS_OF)
    .option(...STRATEGY)
    .option(...FREEZING)
    .addOption(FORMAT)
    .option(...BY)
    .description('packs the report on a year: kronika evidence annual --year 2023 > evidence.html')
    .action(({ year, ...options }: MakeOptions & { readonly year?: string }) =>
      make(
        evidenceOf('annual', { year }, options, () => annual(readYear(year))),
        options,
      ),
    );
  evidence
    .command('period')
    .option('--from <month>', 'such as 2023-01')
    .option('--to <month>', 'included')
    .option(...AS_OF)
    .option(...STRATEGY)
    .option(...FREEZING)
    .addOption(FORMAT)
    .option(...BY)
    .description('packs the report on a stretch of months')
    .action(({ from, to, ...options }: MakeOptions & { readonly from?: string; readonly to?: string }) =>
      make(
        evidenceOf('period', { from, to }, options, () => ({ report: 'period', ...readMonths(from, to) })),
        options,
      ),
    );

  evidence
    .command('verify')
    .argument('<file>', 'a pack, .html or .json')
    .option('--key <key>', "the office's public key as you noted it before, a C2SP verifier key")
    .addOption(LANGUAGE)
    .option('--json', 'as JSON')
    .description('checks a pack: what is in it against the signed ledger, and its figures against what is in it')
    .action(async (file: string, { key, lang, json }: VerifyOptions) => {
      if (key !== undefined && readVerifierKey(key) === null) throw new Misuse(`${key} is no verifier key`);
      const content = await readFile(file, 'utf8').catch((fault: unknown) => {
        throw new Misuse(`${file} cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`);
      });
      const read = readPage(content) ?? { text: content };
      const { verdict } = await verifyPack(read.text, {
        ...('page' in read && { page: read.page }),
        ...(key !== undefined && { noted: key }),
      });
      if (!verdict.sound) context.found();
      if (json === true) await printJson(terminal, verdict);
      else await print(terminal, told(verdict, EVIDENCE_WORDS[lang]));
    });
}

/** @throws Misuse where a freezing and a period are both named */
function evidenceOf(
  report: ReportFigures['report'],
  period: Readonly<Record<string, string | undefined>>,
  { freezing, asOf, strategy }: MakeOptions,
  asked: () => ReportAsked,
): EvidenceOf {
  if (freezing === undefined) return { asked: { ...asked(), ...(strategy !== undefined && { strategy }) }, asOf };
  if ([...Object.values(period), asOf, strategy].some((each) => each !== undefined))
    throw new Misuse('--freezing names its period, point and strategy itself');
  return { report, freezing };
}

function told(verdict: Verdict, words: EvidenceWords): string {
  const lines = [headline(words, verdict)];
  for (const check of verdict.checks) {
    const { name, of, faults, untold } = check;
    const result = faults.length > 0 ? words.wrong(String(faults.length + untold)) : outcome(words, check, verdict);
    lines.push(`  ${words.checks[name]}${of === null ? '' : ` (${String(of)})`}: ${result}`);
    for (const fault of faults) lines.push(`    ${faultLine(words, fault)}`);
    if (untold > 0) lines.push(`    ${words.untold(String(untold))}`);
  }
  lines.push(`${words.unproven}:`, ...verdict.notes.map((note) => `  - ${noteLine(words, note)}`), '');
  return lines.join('\n');
}
