import type { GoalRow, MeasureFigures } from '../../application/queries/goals.js';
import type { Report } from '../../application/reports/report.js';
import { KINDS } from '../../domain/catalogue.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import { counted, day, number } from '../polish/formats.js';
import { itemLevel, ITEMS, KINDS_MANY, wordOf } from '../polish/glossary.js';
import { counts, days, head, KIND_LEGEND, kindColumns, phaseColumns, UNKNOWN } from './columns.js';
import { blocks, figures, list, plain, table, words } from './markdown.js';
import type { Names } from './names.js';

const code = (item: GoalRow): string => (item.code === OUTSIDE_STRATEGY ? UNKNOWN : plain(item.code));

/** How many items stand above an item. */
function depthOf(item: GoalRow, items: readonly GoalRow[]): number {
  const above = items.find((each) => each.code === item.parent);
  return above === undefined ? 0 : 1 + depthOf(above, items);
}

export function goalsSection(report: Report, names: Names): string {
  const { items, gminas } = report;
  return blocks([
    '## Cele strategii',
    'Cel szczegółowy obejmuje swoje zadania i sposoby realizacji, cel strategiczny wszystkie. Działanie, które służy kilku celom, liczy się w wierszu każdego z nich raz.',
    table<GoalRow>(
      [
        words('Kod', code),
        words('Szczebel', (item) => itemLevel(item.code, depthOf(item, items))),
        words('Treść', ({ text }) => plain(text)),
        figures(head('activities/total'), ({ activities, code: its }) =>
          activities.total === 0 && its !== OUTSIDE_STRATEGY ? '**0 (luka)**' : number(activities.total),
        ),
        counts('activities/started', ({ activities }) => activities.started),
        counts('activities/completed', ({ activities }) => activities.completed),
        ...phaseColumns<GoalRow>(({ activities }) => activities.byPhase),
        words('Gminy', (item) => reached(item, report)),
      ],
      items,
    ),
    '### Cele strategii według rodzajów działań',
    table<GoalRow>([words('Kod', code), ...kindColumns<GoalRow>(({ activities }) => activities.byKind)], items),
    KIND_LEGEND,
    '### Gminy bez działań według celów',
    list(
      items.flatMap((item) => {
        const without = gminas.filter(({ terc }) => !item.gminas.includes(terc));
        return without.length === 0 || item.activities.total === 0 || item.code === OUTSIDE_STRATEGY
          ? []
          : [`${code(item)}: ${without.map(({ terc }) => plain(names.gmina(terc))).join(', ')}`];
      }),
    ) || 'Nie ma celu, któremu służyłyby działania w jednych gminach, a w innych nie.',
    measuresPart(items.flatMap(({ measures }) => measures)),
  ]);
}

/** In how many of the gminas there was something. */
const reached = (item: GoalRow, { gminas }: Report): string =>
  `${String(item.gminas.length)} z ${String(gminas.length)}`;

function measuresPart(measures: readonly MeasureFigures[]): string {
  const heading = '### Mierniki';
  if (measures.length === 0) return blocks([heading, 'Nie ustalono mierników.']).trimEnd();
  return blocks([
    heading,
    table<MeasureFigures>(
      [
        words('Kod', ({ item }) => plain(item)),
        words('Miernik', ({ name, unit }) => `${plain(name)} (${plain(unit)})`),
        counts('baseline', ({ baseline }) => baseline),
        counts('target', ({ target }) => target),
        days('by', ({ by }) => by),
        figures(head('reached/value'), ({ reached: last }) =>
          last === null ? UNKNOWN : `${number(last.value)} (${day(last.on)})`,
        ),
      ],
      measures,
    ),
  ]).trimEnd();
}

export function kindsSection({ kinds }: Report): string {
  return blocks([
    '## Rodzaje działań',
    table<(typeof KINDS)[number]>(
      [
        words('Rodzaj', ({ name, letters }) => `${wordOf(KINDS_MANY, name)} (${letters})`),
        counts('total', ({ name }) => kinds[name]?.total ?? null),
        counts('started', ({ name }) => kinds[name]?.started ?? null),
        counts('completed', ({ name }) => kinds[name]?.completed ?? null),
      ],
      KINDS,
    ),
  ]);
}

/** What there was nothing of: items of the strategy without an activity, gminas without an activity or a contact. */
export function gapsSection({ strategy, gaps, items, gminas }: Report): string {
  const without = (what: string, found: Report['gminas']): string =>
    `${what}: ${found.length === 0 ? 'nie ma takich' : found.map(({ name }) => plain(name)).join(', ')}.`;
  return blocks([
    '## Luki',
    strategy === null
      ? 'Nie przyjęto jeszcze strategii, więc nie ma jej celów bez działań.'
      : gaps.length === 0
        ? 'Każdemu celowi i zadaniu strategii służyło w tym okresie co najmniej jedno działanie.'
        : `Cele i zadania strategii bez działań w tym okresie (${counted(gaps.length, ITEMS)}):`,
    list(items.filter((item) => gaps.includes(item.code)).map((item) => `**${code(item)}** ${plain(item.text)}`)),
    list([
      without(
        'Gminy bez działań w tym okresie',
        gminas.filter(({ activities }) => activities.total === 0),
      ),
      without(
        'Gminy bez kontaktu w tym okresie',
        gminas.filter(({ activities }) => activities.byKind['contact'] === 0),
      ),
    ]),
  ]);
}
