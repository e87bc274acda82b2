import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { GoalList, MeasureFigures, OneGoal } from '../../../application/queries/goals.js';
import { AUDITORS } from '../../http/auditors.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Figures, Kinds, RowReader } from '../parts/figures.js';
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
          <div>
            {!none && (
              <Section title={t.goals.where} id="where">
                <p>
                  <Figure href={goal.gminas.length === 0 ? undefined : reader.link('activities/total')}>
                    {t.goals.reached(
                      t.goals.ofAll(String(goal.gminas.length), String(look.at.directory.gminas.length)),
                    )}
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
            )}
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
        </div>
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
  const href = look.may(...AUDITORS) ? look.href('/audyt', { kind: 'measure' }) : undefined;
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
          cell: ({ baseline }) => <Figure href={href}>{f.number(baseline)}</Figure>,
        },
        {
          head: words.figure('target'),
          figures: true,
          cell: ({ target }) => <Figure href={href}>{f.number(target)}</Figure>,
        },
        { head: words.figure('by'), cell: ({ by }) => f.day(by) },
        {
          head: words.figure('reached/value'),
          figures: true,
          cell: ({ reached }) =>
            reached === null ? (
              t.none
            ) : (
              <Figure href={href}>{`${f.number(reached.value)} (${f.day(reached.on)})`}</Figure>
            ),
        },
      ]}
      rows={measures}
    />
  );
}
