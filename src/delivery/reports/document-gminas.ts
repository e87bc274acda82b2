import type { GminaRow, RowFigures } from '../../application/queries/gminas.js';
import type { Report } from '../../application/reports/report.js';
import { monthsBetween } from '../../domain/kernel/day.js';
import {
  type Block,
  count,
  figures,
  heading,
  type Line,
  paragraph,
  strong,
  type Table,
  table,
  words,
} from '../paper/paper.js';
import { month } from '../polish/formats.js';
import { GMINA_KIND_WORDS, wordOf } from '../polish/glossary.js';
import { counts, days, head, KIND_LEGEND, kindColumns, money, phaseColumns, UNKNOWN } from './columns.js';

/** Any row of figures under the name that people know it by. */
export interface NamedRow {
  readonly name: Line;
  readonly row: RowFigures;
}

/** Every row of a report, each activity once at the end. */
export const namedRows = ({ gminas, countyWide, outside, totals }: Report): readonly NamedRow[] => [
  ...[...gminas, countyWide, outside].map((row) => ({ name: row.name, row })),
  { name: [strong('Razem')], row: totals },
];

export const rowName = words<NamedRow>('Gmina', ({ name }) => name);

export function gminasSection(report: Report): readonly Block[] {
  const rows = namedRows(report);
  return [
    heading(2, 'Gminy'),
    paragraph(
      'Kolejność gmin według liczby działań. Działanie w kilku gminach liczy się w wierszu każdej z nich, a w wierszu „Razem” raz.',
    ),
    facts(report.gminas),
    ...sources(report.gminas),
    heading(3, 'Etapy działań w gminach'),
    paragraph(
      'Wszystkie działania, także te, które się nie rozpoczęły lub do których nie doszło, według daty zdarzenia.',
    ),
    table([rowName, ...phaseColumns<NamedRow>(({ row }) => row.activities.byPhase)], rows),
    heading(3, 'Rodzaje działań w gminach'),
    table([rowName, ...kindColumns<NamedRow>(({ row }) => row.activities.byKind)], rows),
    paragraph(KIND_LEGEND),
    heading(3, 'Działania w gminach według miesięcy'),
    paragraph('Działanie liczy się w każdym miesiącu, w którym trwało.'),
    table(
      [
        words<string>('Miesiąc', (each) => (each === 'unknown' ? 'miesiąc nieznany' : month(each))),
        ...rows.map(({ name, row }) => figures<string>(name, (each) => count(row.activities.byMonth[each] ?? 0))),
      ],
      [...monthsBetween(report.from, report.to), 'unknown'],
    ),
    heading(3, 'Wydarzenia i sprawy otwarte'),
    paragraph('Ostatni kontakt i sprawy otwarte podano na dzień stanu raportu, bez względu na jego okres.'),
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
  ];
}

function facts(gminas: readonly GminaRow[]): Table {
  return table<GminaRow>(
    [
      figures('Miejsce', ({ rank }) => count(rank)),
      words('Gmina', ({ name }) => name),
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
function sources(gminas: readonly GminaRow[]): readonly Block[] {
  const told = gminas.flatMap(({ residentsYear, residentsSource }) =>
    residentsYear === null ? [] : [`${residentsSource ?? UNKNOWN} (${String(residentsYear)} r.)`],
  );
  return told.length === 0 ? [] : [paragraph(`Źródło liczby mieszkańców: ${[...new Set(told)].join('; ')}.`)];
}
