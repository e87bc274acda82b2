import type { VNode } from 'preact';
import type { Coverage, GoalList, GoalRow } from '../../../application/queries/goals.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Choice, Hidden } from '../parts/forms.js';
import { Years } from '../parts/periods.js';
import { Figure, Table } from '../parts/tables.js';

/** How many items stand above an item. */
export function depthOf(item: Pick<GoalRow, 'parent'>, items: readonly GoalRow[]): number {
  const above = items.find(({ code }) => code === item.parent);
  return above === undefined ? 0 : 1 + depthOf(above, items);
}

/** The strategy's tree with what was done for each item, and in which gminas. */
export function goalsPage(look: Look, year: number, list: GoalList, coverage: Coverage): Drawn {
  const { t, f, words } = look;
  const { strategy, goals } = list;
  const asked = { strategy: strategy?.id };
  const ofGminas = look.at.directory.gminas.length;
  return {
    title: t.ways.goals,
    ...(strategy !== null && { kicker: t.goals.strategy(strategy.title, f.day(strategy.from), f.day(strategy.until)) }),
    body:
      strategy === null ? (
        <p class="lead">{t.goals.noStrategy}</p>
      ) : (
        <>
          <Years look={look} path="/cele" year={year} asked={look.at.asked['strategy'] === undefined ? {} : asked} />
          <Strategies look={look} year={year} shown={strategy.id} />
          {strategy.ranOut && <p class="warning">{t.goals.ranOut}</p>}
          <Section title={t.goals.done(String(year))} id="done">
            <p>{t.goals.counted}</p>
            <div class="long">
              <Table
                look={look}
                caption={t.goals.done(String(year))}
                hidden
                columns={[
                  {
                    head: t.goals.item,
                    cell: (row: GoalRow) => (
                      <a href={look.href(`/cele/${row.code}`, { ...asked, year: String(year) })}>
                        {row.code === OUTSIDE_STRATEGY ? t.outsideStrategy : row.code}
                      </a>
                    ),
                  },
                  {
                    head: t.goals.text,
                    cell: (row) => (
                      <>
                        <span class="kind">{words.itemLevel(row.code, depthOf(row, goals))}</span>{' '}
                        {row.code === OUTSIDE_STRATEGY ? '' : row.text}
                      </>
                    ),
                  },
                  {
                    head: words.figure('activities/total'),
                    figures: true,
                    cell: (row) => {
                      const pointer = `/goals/${String(goals.indexOf(row))}/activities/total`;
                      return row.activities.total === 0 && row.code !== OUTSIDE_STRATEGY ? (
                        <span class="late">{t.goals.gap}</span>
                      ) : (
                        <Figure href={look.behind(list.links[pointer])}>{f.number(row.activities.total)}</Figure>
                      );
                    },
                  },
                  {
                    head: words.figure('activities/completed'),
                    figures: true,
                    cell: (row) => (
                      <Figure
                        href={look.behind(list.links[`/goals/${String(goals.indexOf(row))}/activities/completed`])}
                      >
                        {f.number(row.activities.completed)}
                      </Figure>
                    ),
                  },
                  {
                    head: t.ways.gminas,
                    figures: true,
                    // The entries that the item counts say in which gminas.
                    cell: (row) => {
                      const told = t.goals.ofAll(f.number(row.gminas.length), f.number(ofGminas));
                      const pointer = `/goals/${String(goals.indexOf(row))}/activities/total`;
                      return row.gminas.length === 0 ? (
                        told
                      ) : (
                        <Figure href={look.behind(list.links[pointer])}>{told}</Figure>
                      );
                    },
                  },
                ]}
                rows={goals}
              />
            </div>
          </Section>
          <Section title={t.goals.coverage} id="coverage">
            <Matrix look={look} year={year} coverage={coverage} />
          </Section>
        </>
      ),
  };
}

function Strategies({
  look,
  year,
  shown,
}: {
  readonly look: Look;
  readonly year: number;
  readonly shown: string;
}): VNode | null {
  const { strategies } = look.at.directory;
  if (strategies.length < 2) return null;
  return (
    <form action="/cele" class="filters">
      <Hidden values={{ ...look.carried, year: String(year) }} />
      <Choice
        name="strategy"
        label={look.t.params.strategy}
        value={shown}
        options={strategies.map(({ id, title }) => ({ value: id, text: `${title} (${id})` }))}
      />
      <div class="actions">
        <button class="button">{look.t.show}</button>
      </div>
    </form>
  );
}

/** Gmina by item: how many, and where there is nothing. */
function Matrix({
  look,
  year,
  coverage,
}: {
  readonly look: Look;
  readonly year: number;
  readonly coverage: Coverage;
}): VNode {
  const { t, f } = look;
  const { rows, items, links } = coverage;
  return (
    <Table
      look={look}
      caption={t.goals.coverage}
      hidden
      columns={[
        {
          head: t.params.gmina,
          cell: ({ terc }: Coverage['rows'][number]) => (
            <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>{look.gmina(terc)}</a>
          ),
        },
        ...items.map(({ code }) => ({
          head: code === OUTSIDE_STRATEGY ? t.outsideStrategy : code,
          figures: true as const,
          cell: (row: Coverage['rows'][number]) => (
            <Figure href={look.behind(links[`/rows/${String(rows.indexOf(row))}/items/${code}`])}>
              {f.number(row.items[code] ?? 0)}
            </Figure>
          ),
        })),
      ]}
      rows={rows}
    />
  );
}
