import type { GoalRow, MeasureFigures } from '../../application/queries/goals.js';
import type { Report } from '../../application/reports/report.js';
import { KINDS } from '../../domain/catalogue.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import { type Block, count, figures, heading, list, paragraph, strong, table, words } from '../paper/paper.js';
import { counted, day, number } from '../polish/formats.js';
import { itemLevel, ITEMS, KINDS_MANY, wordOf } from '../polish/glossary.js';
import { counts, days, head, KIND_LEGEND, kindColumns, phaseColumns, UNKNOWN } from './columns.js';
import type { Names } from './names.js';

const codeOf = (item: GoalRow): string => (item.code === OUTSIDE_STRATEGY ? UNKNOWN : item.code);

/** How many items stand above an item. */
function depthOf(item: GoalRow, items: readonly GoalRow[]): number {
  const above = items.find((each) => each.code === item.parent);
  return above === undefined ? 0 : 1 + depthOf(above, items);
}

export function goalsSection(report: Report, names: Names): readonly Block[] {
  const { items } = report;
  const partly = list(items.flatMap((item) => without(item, report, names)));
  return [
    heading(2, 'Cele strategii'),
    paragraph(
      'Cel szczegółowy obejmuje swoje zadania i sposoby realizacji, cel strategiczny wszystkie. Działanie, które służy kilku celom, liczy się w wierszu każdego z nich raz.',
    ),
    table<GoalRow>(
      [
        words('Kod', codeOf),
        words('Szczebel', (item) => itemLevel(item.code, depthOf(item, items))),
        words('Treść', ({ text }) => text),
        figures(head('activities/total'), ({ activities, code: its }) =>
          activities.total === 0 && its !== OUTSIDE_STRATEGY ? { as: 'gap', value: 0 } : count(activities.total),
        ),
        counts('activities/started', ({ activities }) => activities.started),
        counts('activities/completed', ({ activities }) => activities.completed),
        ...phaseColumns<GoalRow>(({ activities }) => activities.byPhase),
        words('Gminy', (item) => reached(item, report)),
      ],
      items,
    ),
    heading(3, 'Cele strategii według rodzajów działań'),
    table<GoalRow>([words('Kod', codeOf), ...kindColumns<GoalRow>(({ activities }) => activities.byKind)], items),
    paragraph(KIND_LEGEND),
    heading(3, 'Gminy bez działań według celów'),
    ...(partly.length > 0
      ? partly
      : [paragraph('Nie ma celu, któremu służyłyby działania w jednych gminach, a w innych nie.')]),
    ...measuresPart(items.flatMap(({ measures }) => measures)),
  ];
}

/** The gminas in which there was nothing of an item that there was something of elsewhere. */
function without(item: GoalRow, { gminas }: Report, names: Names): readonly string[] {
  const found = gminas.filter(({ terc }) => !item.gminas.includes(terc));
  return found.length === 0 || item.activities.total === 0 || item.code === OUTSIDE_STRATEGY
    ? []
    : [`${codeOf(item)}: ${found.map(({ terc }) => names.gmina(terc)).join(', ')}`];
}

/** In how many of the gminas there was something. */
const reached = (item: GoalRow, { gminas }: Report): string =>
  `${String(item.gminas.length)} z ${String(gminas.length)}`;

function measuresPart(measures: readonly MeasureFigures[]): readonly Block[] {
  if (measures.length === 0) return [heading(3, 'Mierniki'), paragraph('Nie ustalono mierników.')];
  return [
    heading(3, 'Mierniki'),
    table<MeasureFigures>(
      [
        words('Kod', ({ item }) => item),
        words('Miernik', ({ name, unit }) => `${name} (${unit})`),
        counts('baseline', ({ baseline }) => baseline),
        counts('target', ({ target }) => target),
        days('by', ({ by }) => by),
        figures(head('reached/value'), ({ reached: last }) =>
          last === null ? UNKNOWN : `${number(last.value)} (${day(last.on)})`,
        ),
      ],
      measures,
    ),
  ];
}

export function kindsSection({ kinds }: Report): readonly Block[] {
  return [
    heading(2, 'Rodzaje działań'),
    table<(typeof KINDS)[number]>(
      [
        words('Rodzaj', ({ name, letters }) => `${wordOf(KINDS_MANY, name)} (${letters})`),
        counts('total', ({ name }) => kinds[name]?.total ?? null),
        counts('started', ({ name }) => kinds[name]?.started ?? null),
        counts('completed', ({ name }) => kinds[name]?.completed ?? null),
      ],
      KINDS,
    ),
  ];
}

/** What there was nothing of: items of the strategy without an activity, gminas without an activity or a contact. */
export function gapsSection({ strategy, gaps, items, gminas }: Report): readonly Block[] {
  const none = (what: string, found: Report['gminas']): string =>
    `${what}: ${found.length === 0 ? 'nie ma takich' : found.map(({ name }) => name).join(', ')}.`;
  return [
    heading(2, 'Luki'),
    paragraph(
      strategy === null
        ? 'Nie przyjęto jeszcze strategii, więc nie ma jej celów bez działań.'
        : gaps.length === 0
          ? 'Każdemu celowi i zadaniu strategii służyło w tym okresie co najmniej jedno działanie.'
          : `Cele i zadania strategii bez działań w tym okresie (${counted(gaps.length, ITEMS)}):`,
    ),
    ...list(items.filter((item) => gaps.includes(item.code)).map((item) => [strong(codeOf(item)), ` ${item.text}`])),
    ...list([
      none(
        'Gminy bez działań w tym okresie',
        gminas.filter(({ activities }) => activities.total === 0),
      ),
      none(
        'Gminy bez kontaktu w tym okresie',
        gminas.filter(({ activities }) => activities.byKind['contact'] === 0),
      ),
    ]),
  ];
}
