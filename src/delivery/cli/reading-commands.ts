import { QueryBus } from '@nestjs/cqrs';
import { Argument, type Command, Option } from 'commander';
import { AccessLog } from '../../application/access/access-log.js';
import { type Difference, type DifferenceAsked, DifferenceQuery } from '../../application/difference/difference.js';
import type { Because, Differing } from '../../application/difference/figure.js';
import { ActivitiesQuery, type ActivityPage } from '../../application/queries/activities.js';
import { type Answer, ReportQuery } from '../../application/queries/figures.js';
import { type HistoryLine, HistoryQuery } from '../../application/queries/history.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { Replay, type ReplayLine } from '../../application/queries/replay.js';
import { Projector } from '../../application/projector.js';
import { annual, type Report, type ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { isActivity } from '../../domain/views/register.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { DIFFERENCE_FORMATS, REPORT_FORMATS, type ReportFormatName } from '../reports/formats.js';
import { administrator, BY } from './administrator.js';
import { type Context, type Services, withServices } from './context.js';
import { Misuse, print, printJson, refuseToShow } from './terminal.js';

interface ReportOptions extends By {
  readonly format: ReportFormatName;
  readonly asOf?: string;
  readonly strategy?: string;
}

interface By {
  readonly as: string;
}

const AS_OF = ['--as-of <point>', 'as it stood then: a day, an instant or a position'] as const;
const STRATEGY = ['--strategy <id>', 'whose items; left out: the one in force when the period begins'] as const;
const FORMS = 'JSON, a table (csv), a document in Polish (md, docx) or a workbook (xlsx)';
const FORMAT = new Option('--format <format>', FORMS).choices(Object.keys(REPORT_FORMATS)).default('json');

/** `report`, `diff`, `history` and `replay`: what the ledger says, now or as of a point. */
export function readingCommands(program: Command, context: Context): void {
  const { terminal } = context;
  /** Reads with views that have every event recorded so far. */
  const reading = (work: (services: Services) => Promise<void>): Promise<void> =>
    withServices(context, { create: false }, async (services) => {
      await services.get(Projector).catchUp();
      await work(services);
    });
  const printReport = (asked: ReportAsked, { asOf, strategy, format, as }: ReportOptions): Promise<void> =>
    reading(async (services) => {
      const query = new ReportQuery({ ...asked, ...(strategy !== undefined && { strategy }) }, asOf);
      const { value } = await services.get(QueryBus).execute<ReportQuery, Answer<Report>>(query);
      const content = format === 'json' ? null : REPORT_FORMATS[format].render(value);
      if (content !== null) refuseToShow(terminal, content);
      await onRecord(services, as, `report/${asked.report}`, { ...asked, ...(asOf !== undefined && { asOf }) });
      if (content === null) await printJson(terminal, value);
      else await print(terminal, content);
    });

  const report = program.command('report').description('reports, for any period, as of any point');
  report
    .command('annual')
    .requiredOption('--year <year>')
    .option(...AS_OF)
    .option(...STRATEGY)
    .addOption(FORMAT)
    .option(...BY)
    .description('the report on a year')
    .action(({ year, ...options }: ReportOptions & { readonly year: string }) =>
      printReport(annual(readYear(year)), options),
    );
  report
    .command('period')
    .requiredOption('--from <month>', 'such as 2023-01')
    .requiredOption('--to <month>', 'included')
    .option(...AS_OF)
    .option(...STRATEGY)
    .addOption(FORMAT)
    .option(...BY)
    .description('the report on a stretch of months')
    .action(({ from, to, ...options }: ReportOptions & { readonly from: string; readonly to: string }) =>
      printReport({ report: 'period', ...readMonths(from, to) }, options),
    );

  program
    .command('diff')
    .addArgument(new Argument('[report]', 'left out: annual').choices(['annual', 'period']).default('annual'))
    .option('--year <year>', 'of the annual report')
    .option('--from <month>', 'of the report on a period, such as 2023-01')
    .option('--to <month>', 'included')
    .option('--as-of <point>', 'the one point: a day, an instant or a position; left out: now')
    .option('--compared-to <point>', 'the other; the earlier one stands before; left out: now')
    .option('--freezing <id>', 'a frozen report in place of the one point; it names its period itself')
    .option(...STRATEGY)
    .option('--path <path>', 'one figure alone, with every event that made it differ')
    .addOption(
      new Option('--format <format>', `${FORMS}; left out: plain lines`)
        .choices(Object.keys(DIFFERENCE_FORMATS))
        .conflicts('json'),
    )
    .option('--json', 'as JSON')
    .option(...BY)
    .description('what a report says differently at two points, and which events made it')
    .action((report: ReportFigures['report'], { json, format, as, ...options }: DiffOptions & DiffForm & By) =>
      reading(async (services) => {
        const { value } = await services
          .get(QueryBus)
          .execute<DifferenceQuery, Answer<Difference>>(differenceQuery(report, options));
        const content = format === undefined || format === 'json' ? null : DIFFERENCE_FORMATS[format].render(value);
        if (content !== null) refuseToShow(terminal, content);
        await onRecord(services, as, `report/${report}/difference`, { ...options });
        if (content !== null) await print(terminal, content);
        else if (json === true || format === 'json') await printJson(terminal, value);
        else for (const each of value.figures) await print(terminal, differingText(each));
      }),
    );

  program
    .command('history')
    .argument('<entry>', 'its id, or its number such as KT/2023/0417')
    .option(...AS_OF)
    .option('--json', 'as JSON')
    .description('what was done to an entry, by whom, when and why')
    .action((entry: string, { asOf, json }: { readonly asOf?: string; readonly json?: true }) =>
      reading(async (services) => {
        const id = await idOf(services, entry);
        const query = new HistoryQuery(id, asOf);
        const { value } = await services.get(QueryBus).execute<HistoryQuery, Answer<readonly HistoryLine[]>>(query);
        if (json === true) await printJson(terminal, value);
        else for (const line of value) await print(terminal, historyText(line));
      }),
    );

  program
    .command('replay')
    .option('--from <point>', 'a day or a position; left out: the beginning')
    .option('--to <point>', 'a day or a position, included; left out: now')
    .option('--speed <days>', 'days of the ledger played in a second; left out: as fast as it goes')
    .option('--json', 'one JSON object a line: event, before, after')
    .description('plays the ledger again, change by change')
    .action(({ from, to, speed, json }: ReplayOptions) =>
      reading(async (services) => {
        const wait = pacing(speed);
        for await (const line of services.get(Replay).lines(from, to)) {
          await wait(line.event.time);
          await print(terminal, json === true ? `${JSON.stringify(line)}\n` : replayText(line));
        }
      }),
    );
}

/** Whoever runs a report on the machine goes on record as whoever asks for one over HTTP. */
const onRecord = (services: Services, as: string, subject: string, details: JsonObject): Promise<void> =>
  services
    .get(AccessLog)
    .record({ action: 'report-run', actor: administrator(as).actor, subjects: [subject], details });

interface DiffOptions extends DifferenceAsked {
  readonly year?: string;
  readonly from?: string;
  readonly to?: string;
  readonly strategy?: string;
}

interface DiffForm {
  readonly json?: true;
  readonly format?: ReportFormatName;
}

/** @throws Misuse where a freezing and a period are both named */
function differenceQuery(report: ReportFigures['report'], options: DiffOptions): DifferenceQuery {
  const { year, from, to, strategy, ...asked } = options;
  if (asked.freezing !== undefined) {
    if ([year, from, to, strategy].some((each) => each !== undefined))
      throw new Misuse('--freezing names its period and strategy itself');
    return new DifferenceQuery(report, asked);
  }
  const of = report === 'annual' ? annual(readYear(year)) : { report, ...readMonths(from, to) };
  return new DifferenceQuery({ ...of, ...(strategy !== undefined && { strategy }) }, asked);
}

function differingText({ path, before, after, because }: Differing): string {
  const lines = because.map(({ position, class: its, number, delta, events }) => {
    const what = [its, number ?? '', events === undefined ? '' : `${String(events)} events`].filter(Boolean).join('  ');
    return `    ${position ?? '-'}  ${what}${delta === null ? '' : `  ${deltaText(delta)}`}`;
  });
  return [`${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`, ...lines, ''].join('\n');
}

function deltaText(delta: NonNullable<Because['delta']>): string {
  if (typeof delta === 'number') return delta > 0 ? `+${String(delta)}` : String(delta);
  return [...delta.came.map((each) => `+${each}`), ...delta.went.map((each) => `-${each}`)].join(' ');
}

interface ReplayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly speed?: string;
  readonly json?: true;
}

/** An entry's id, where its number was given. */
async function idOf(services: Services, entry: string): Promise<string> {
  if (!entry.includes('/')) return entry;
  const query = new ActivitiesQuery({ number: entry });
  const { value } = await services.get(QueryBus).execute<ActivitiesQuery, Answer<ActivityPage>>(query);
  const [found] = value.items;
  if (found === undefined) throw new Rejection('not-found', `there is no entry ${entry}`);
  return found.id;
}

function historyText({ position, recordedAt, by, type, reason, changes }: HistoryLine): string {
  const lines = changes.map(
    ({ path, before, after }) =>
      `    ${path}: ${before === null ? '' : `${JSON.stringify(before)} -> `}${JSON.stringify(after)}`,
  );
  return [
    `${position}  ${recordedAt}  ${by}  ${type}${reason === undefined ? '' : `  (${reason})`}`,
    ...lines,
    '',
  ].join('\n');
}

function replayText({ event, after }: ReplayLine): string {
  const subject = isActivity(after) ? `${after.number}  ${after.details.title}` : event.subject;
  return `${event.position}  ${event.time}  ${event.actor}  ${event.type}  ${subject}\n`;
}

const DAY = 86_400_000;

/** Waits so that so many days of the ledger pass in a second. @throws Misuse when that is no number above 0 */
function pacing(speed: string | undefined): (time: string) => Promise<void> {
  if (speed === undefined) return () => Promise.resolve();
  const days = Number(speed);
  if (!(days > 0 && days < Infinity)) throw new Misuse(`--speed must be a number of days above 0, not ${speed}`);
  let last: number | null = null;
  return async (time) => {
    const now = Date.parse(time);
    const apart = last === null ? 0 : Math.max(0, now - last);
    last = now;
    if (apart > 0) await new Promise((resolve) => setTimeout(resolve, (apart / DAY / days) * 1000));
  };
}
