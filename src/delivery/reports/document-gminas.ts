import type { GminaRow, RowFigures } from '../../application/queries/gminas.js';
import type { Report } from '../../application/reports/report.js';
import { monthsBetween } from '../../domain/kernel/day.js';
import { month, number } from '../polish/formats.js';
import { GMINA_KIND_WORDS, wordOf } from '../polish/glossary.js';
import { counts, days, head, KIND_LEGEND, kindColumns, money, phaseColumns, UNKNOWN } from './columns.js';
import { blocks, figures, plain, table, words } from './markdown.js';

/** Any row of figures under the name that people know it by. */
export interface NamedRow {
  readonly name: string;
  readonly row: RowFigures;
}

/** Every row of a report, each activity once at the end. */
export const namedRows = ({ gminas, countyWide, outside, totals }: Report): readonly NamedRow[] => [
  ...[...gminas, countyWide, outside].map((row) => ({ name: plain(row.name), row })),
  { name: '**Razem**', row: totals },
];

export const rowName = words<NamedRow>('Gmina', ({ name }) => name);

export function gminasSection(report: Report): string {
  const rows = namedRows(report);
  return blocks([
    '## Gminy',
    'Kolejność gmin według liczby działań. Działanie w kilku gminach liczy się w wierszu każdej z nich, a w wierszu „Razem” raz.',
    facts(report.gminas),
    sources(report.gminas),
    '### Etapy działań w gminach',
    'Wszystkie działania, także te, które się nie rozpoczęły lub do których nie doszło, według daty zdarzenia.',
    table([rowName, ...phaseColumns<NamedRow>(({ row }) => row.activities.byPhase)], rows),
    '### Rodzaje działań w gminach',
    table([rowName, ...kindColumns<NamedRow>(({ row }) => row.activities.byKind)], rows),
    KIND_LEGEND,
    '### Działania w gminach według miesięcy',
    'Działanie liczy się w każdym miesiącu, w którym trwało.',
    table(
      [
        words<string>('Miesiąc', (each) => (each === 'unknown' ? 'miesiąc nieznany' : month(each))),
        ...rows.map(({ name, row }) => figures<string>(name, (each) => number(row.activities.byMonth[each] ?? 0))),
      ],
      [...monthsBetween(report.from, report.to), 'unknown'],
    ),
    '### Wydarzenia i sprawy otwarte',
    'Ostatni kontakt i sprawy otwarte podano na dzień stanu raportu, bez względu na jego okres.',
    table<NamedRow>(
      [
        rowName,
        counts('attendance/invited', ({ row }) => row.attendance.invited),
        counts('attendance/attended', ({ row }) => row.attendance.attended),
        counts('attendance/inPlace', ({ row }) => row.attendance.inPlace),
        days('lastContactOn', ({ row }) => row.lastContactOn),
        counts('openFollowUps/count', ({ row }) => row.openFollowUps.count),
        counts('openFollowUps/overdue', ({ row }) => row.openFollowUps.overdue),
        counts('openPromises/count', ({ row }) => row.openPromises.count),
        counts('openPromises/overdue', ({ row }) => row.openPromises.overdue),
      ],
      rows,
    ),
  ]);
}

function facts(gminas: readonly GminaRow[]): string {
  return table<GminaRow>(
    [
      figures('Miejsce', ({ rank }) => number(rank)),
      words('Gmina', ({ name }) => plain(name)),
      words('TERC', ({ terc }) => terc),
      words(head('kind'), ({ kind }) => wordOf(GMINA_KIND_WORDS, kind)),
      counts('residents', ({ residents }) => residents),
      counts('activities/total', ({ activities }) => activities.total),
      counts('activities/started', ({ activities }) => activities.started),
      counts('activities/completed', ({ activities }) => activities.completed),
      counts('perThousand/activities', ({ perThousand }) => perThousand?.activities ?? null),
      money('perThousand/supportDelivered', ({ perThousand }) => perThousand?.supportDelivered ?? null),
    ],
    gminas,
  );
}

/** Of which year, and from where, the numbers of residents are. */
function sources(gminas: readonly GminaRow[]): string {
  const told = gminas.flatMap(({ residentsYear, residentsSource }) =>
    residentsYear === null ? [] : [`${plain(residentsSource ?? UNKNOWN)} (${String(residentsYear)} r.)`],
  );
  return told.length === 0 ? '' : `Źródło liczby mieszkańców: ${[...new Set(told)].join('; ')}.`;
}
