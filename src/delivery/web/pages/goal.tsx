import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { GoalList, MeasureFigures } from '../../../application/queries/goals.js';
import type { GoalShare, OneGoal } from '../../../application/queries/one-goal.js';
import { MEASURE } from '../../../domain/registers/registers.js';
import { streamOf } from '../../../domain/subjects.js';
import { AUDITORS } from '../../http/auditors.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Bar } from '../parts/bar.js';
import { Figures, FigureTable, Kinds, RowReader } from '../parts/figures.js';
import { MonthChart, monthFigures } from '../parts/month-chart.js';
import { Years } from '../parts/periods.js';
import { Figure, Table } from '../parts/tables.js';
import { depthOf } from './goals.js';

export interface GoalShown {
  readonly year: number;
  readonly goal: OneGoal;
  /** All of them: what stands above and below it. */
  readonly list: GoalList;
  readonly register: ActivityPage;
  /** What is open, whatever the year. */
  readonly promises: ActivityPage;
}

/** One goal, task or way of realising one; or what lies outside the strategy. */
export function goalPage(look: Look, { year, goal, list, register, promises }: GoalShown): Drawn {
  const { t, words } = look;
  const { code, strategy } = goal;
  const reader = new RowReader(look, goal.links);
  const none = code === OUTSIDE_STRATEGY;
  const asked = { strategy: strategy?.id };
  const below = list.goals.filter(({ parent }) => parent === code);
  const without = look.at.directory.gminas.filter(({ terc }) => !goal.gminas.includes(terc));
  const months = t.figures.months(String(year));
  return {
    title: none ? t.outsideStrategy : `${code} ${goal.text}`,
    kicker: `${words.itemLevel(code, depthOf(goal, list.goals))}${strategy === null ? '' : ` · ${strategy.title}`}`,
    body: (
      <>
        <Years look={look} path={`/cele/${code}`} year={year} asked={asked} />
        {goal.parent !== null && (
          <p>
            {t.goals.above}:{' '}
            <a href={look.href(`/cele/${goal.parent}`, { ...asked, year: String(year) })}>
              {goal.parent} {look.item(goal.parent, strategy?.id)}
            </a>
          </p>
        )}
        <Figures look={look} told={reader.activities(goal.activities)} />
        {goal.activities.total === 0 && !none && <p class="warning">{t.goals.nothing(String(year))}</p>}
        <Section title={months} id="months">
          <MonthChart
            look={look}
            caption={months}
            figures={monthFigures(look, goal.activities.byMonth, goal.links, '/activities/byMonth')}
          />
        </Section>
        <div class="halves">
          <Section title={t.figures.kinds} id="kinds">
            <Kinds look={look} byKind={goal.activities.byKind} reader={reader} />
          </Section>
          <Section title={t.figures.money} id="money">
            <FigureTable look={look} caption={t.figures.money} told={reader.money(goal.money, goal.length)} />
          </Section>
        </div>
        {!none && (
          <div class="halves">
            <Section title={t.goals.where} id="where">
              <p>
                <Figure href={goal.gminas.length === 0 ? undefined : reader.link('activities/total')}>
                  {t.goals.reached(t.goals.ofAll(String(goal.gminas.length), String(look.at.directory.gminas.length)))}
                </Figure>
              </p>
              {without.length > 0 && (
                <>
                  <h3>{t.goals.without}</h3>
                  <ul>
                    {without.map(({ terc, label }) => (
                      <li>
                        <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>{label}</a>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </Section>
            {below.length > 0 && (
              <Section title={t.goals.below} id="below">
                <ul class="values">
                  {below.map((row) => (
                    <li>
                      <a href={look.href(`/cele/${row.code}`, { ...asked, year: String(year) })}>{row.code}</a>{' '}
                      {row.text} (
                      <Figure
                        href={look.behind(list.links[`/goals/${String(list.goals.indexOf(row))}/activities/total`])}
                      >
                        {t.activities(row.activities.total)}
                      </Figure>
                      )
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </div>
        )}
        <Section title={t.gmina.comparison} id="comparison">
          <Comparison look={look} year={year} shares={goal.shares} reader={reader} />
        </Section>
        {!none && (
          <Section title={t.goals.measures} id="measures">
            <Measures look={look} measures={goal.measures} />
          </Section>
        )}
        <Section title={t.gmina.promises} id="promises">
          <Activities
            look={look}
            caption={t.gmina.promises}
            page={promises}
            columns={['number', 'what', 'where', 'state', 'due']}
            all={look.href('/rejestr', { ...(none ? {} : asked), item: code, waitsFor: 'promise', sort: 'due' })}
          />
        </Section>
        <Section title={t.gmina.register(String(year))} id="register">
          <Activities
            look={look}
            caption={t.gmina.register(String(year))}
            page={register}
            all={look.href('/rejestr', {
              ...(none ? {} : asked),
              item: code,
              countsFrom: goal.from,
              countsTo: goal.to,
            })}
          />
        </Section>
      </>
    ),
  };
}

/** How much of it each gmina had per 1,000 residents, most first. */
function Comparison({
  look,
  year,
  shares,
  reader,
}: {
  readonly look: Look;
  readonly year: number;
  readonly shares: readonly GoalShare[];
  readonly reader: RowReader;
}): VNode {
  const { t, f, words } = look;
  const perThousand = (share: GoalShare): number => share.perThousand?.activities ?? 0;
  const rows = shares.toSorted((a, b) => perThousand(b) - perThousand(a));
  const most = rows[0] === undefined ? 0 : perThousand(rows[0]);
  const behind = (share: GoalShare, path: string): string | undefined =>
    reader.link(`shares/${String(shares.indexOf(share))}/${path}`);
  return (
    <Table
      look={look}
      caption={t.gmina.comparison}
      hidden
      columns={[
        {
          head: t.params.gmina,
          cell: ({ terc, name }) => <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>{name}</a>,
        },
        {
          head: words.figure('residents'),
          figures: true,
          cell: ({ residents, residentsYear }) =>
            residents === null ? t.none : t.gmina.residentsIn(f.number(residents), String(residentsYear)),
        },
        {
          head: words.figure('activities/total'),
          figures: true,
          cell: (share) => <Figure href={behind(share, 'activities/total')}>{f.number(share.activities.total)}</Figure>,
        },
        {
          head: words.figure('perThousand/activities'),
          figures: true,
          cell: (share) =>
            share.perThousand === null ? (
              t.none
            ) : (
              <Figure href={behind(share, 'perThousand/activities')}>{f.number(share.perThousand.activities)}</Figure>
            ),
        },
        { head: t.gmina.beside, cell: (share) => <Bar value={perThousand(share)} most={most} /> },
      ]}
      rows={rows}
    />
  );
}

/** What management wants to reach, and what was reached: recorded by events of its own, which the trail tells to who may read it. */
export function Measures({
  look,
  measures,
}: {
  readonly look: Look;
  readonly measures: readonly MeasureFigures[];
}): VNode {
  const { t, f, words } = look;
  if (measures.length === 0) return <p>{t.goals.noMeasures}</p>;
  const behind = ({ id }: MeasureFigures): string | undefined =>
    look.may(...AUDITORS) ? look.href('/audyt', { stream: streamOf(MEASURE.name, id) }) : undefined;
  return (
    <Table
      look={look}
      caption={t.goals.measures}
      hidden
      columns={[
        { head: t.goals.measure, cell: ({ name, unit }) => `${name} (${unit})` },
        {
          head: words.figure('baseline'),
          figures: true,
          cell: (measure) => <Figure href={behind(measure)}>{f.number(measure.baseline)}</Figure>,
        },
        {
          head: words.figure('target'),
          figures: true,
          cell: (measure) => <Figure href={behind(measure)}>{f.number(measure.target)}</Figure>,
        },
        { head: words.figure('by'), cell: ({ by }) => f.day(by) },
        {
          head: words.figure('reached/value'),
          figures: true,
          cell: (measure) => {
            const { reached } = measure;
            if (reached === null) return t.none;
            return <Figure href={behind(measure)}>{`${f.number(reached.value)} (${f.day(reached.on)})`}</Figure>;
          },
        },
      ]}
      rows={measures}
    />
  );
}
