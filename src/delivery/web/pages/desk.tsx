import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { GoalList, GoalRow } from '../../../application/queries/goals.js';
import type { RegisterParams } from '../../../application/queries/register-link.js';
import { type Day, plusDays } from '../../../domain/kernel/day.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Bar } from '../parts/bar.js';
import { Years } from '../parts/periods.js';
import { Ranking } from '../parts/ranking.js';
import { Figure } from '../parts/tables.js';
import { TileMap } from '../parts/tile-map.js';

/** So many days ahead what falls due is told: then there is time to do it. */
const AHEAD = 14;

/** What needs doing, what is overdue first: each a question to the register. @param day on which one stands */
export const todosOn = (day: Day) =>
  [
    { name: 'followUps', asked: { waitsFor: 'followUp', dueTo: plusDays(day, AHEAD), sort: 'due' } },
    { name: 'promises', asked: { waitsFor: 'promise', dueTo: plusDays(day, AHEAD), sort: 'due' } },
    { name: 'invitations', asked: { waitsFor: 'reply', sort: 'occurredOn' } },
  ] as const satisfies readonly { readonly name: string; readonly asked: RegisterParams }[];

/** What waits, of one kind. */
export interface Waiting {
  /** Those that come first, by the day on which they are due; then those without one. */
  readonly items: ActivityPage['items'];
  readonly total: number;
  readonly overdue: number;
}

/** A quarter, in days: so long a gmina may go without a contact before it is told (DOMAIN.md section 5, question 1). */
const SILENCE = 92;

export interface Desk {
  readonly year: number;
  readonly gminas: GminaList;
  readonly goals: GoalList;
  /** Of {@link todosOn}, in that order. */
  readonly waiting: readonly Waiting[];
  /** What was recorded last. */
  readonly latest: ActivityPage;
}

export function deskPage(look: Look, { year, gminas, goals, waiting, latest }: Desk): Drawn {
  const { t, f } = look;
  const since = plusDays(look.at.directory.day, -SILENCE);
  const silent = gminas.gminas.filter(({ lastContactOn }) => lastContactOn === null || lastContactOn < since);
  const years = String(year);
  return {
    title: t.ways.desk,
    body: (
      <>
        <Years look={look} path="/pulpit" year={year} />
        <div class="halves">
          <Section title={t.desk.map(years)} id="map">
            <TileMap look={look} rows={gminas.gminas} year={year} caption={t.desk.mapMeans} />
            <details>
              <summary>{t.desk.mapTable}</summary>
              <Ranking look={look} gminas={gminas} year={year} />
            </details>
          </Section>
          <Section title={t.desk.goals(years)} id="goals">
            <Goals look={look} goals={goals} year={years} />
          </Section>
        </div>
        <h2>{t.desk.todo}</h2>
        <div class="cards">
          {todosOn(look.at.directory.day).map(({ name, asked }, index) => {
            const found = waiting[index];
            return found === undefined ? null : (
              <section class="card" aria-labelledby={`todo-${name}`}>
                <h3 id={`todo-${name}`}>
                  {t.desk[name]} <span class="badge">{f.number(found.total)}</span>
                </h3>
                {name !== 'invitations' && <p class="quiet">{t.desk.soonMeans(t.days(AHEAD))}</p>}
                {found.overdue > 0 && (
                  <p class="late">
                    <a href={look.href('/rejestr', { waitsFor: asked.waitsFor, overdue: 'true', sort: 'due' })}>
                      {t.overdueCount(f.number(found.overdue))}
                    </a>
                  </p>
                )}
                <Todo look={look} found={found} all={look.href('/rejestr', asked)} />
              </section>
            );
          })}
          <section class="card" aria-labelledby="todo-silent">
            <h3 id="todo-silent">
              {t.desk.silent} <span class="badge">{f.number(silent.length)}</span>
            </h3>
            <p class="quiet">{t.desk.silentMeans(t.days(SILENCE))}</p>
            {silent.length === 0 ? (
              <p>{t.desk.silentNone}</p>
            ) : (
              <ul>
                {silent.map(({ terc, name, lastContactOn }) => (
                  <li>
                    <a href={look.href(`/gminy/${terc}`)}>{name}</a>{' '}
                    <span class="quiet">
                      {lastContactOn === null ? t.desk.neverContacted : t.desk.lastContact(f.day(lastContactOn))}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
        <Section title={t.desk.latest} id="latest">
          <Activities
            look={look}
            caption={t.desk.latest}
            page={latest}
            all={look.href('/rejestr', { sort: '-recordedAt' })}
          />
          <p>
            <a href={look.href('/rejestr', { sort: '-recordedAt' })}>{t.desk.latestAll}</a>
          </p>
        </Section>
      </>
    ),
  };
}

function Todo({ look, found, all }: { readonly look: Look; readonly found: Waiting; readonly all: string }): VNode {
  const { t, f } = look;
  const { items, total } = found;
  if (items.length === 0) return <p>{t.desk.todoNone}</p>;
  return (
    <>
      <ul>
        {items.map(({ id, title, number, due, overdue, occurredOn }) => (
          <li>
            <a href={look.href(`/rejestr/${id}`)}>{title}</a>{' '}
            <span class={overdue ? 'late' : 'quiet'}>
              {number}, {due === null ? t.desk.happens(f.day(occurredOn)) : t.desk.dueOn(f.day(due))}
              {overdue && `, ${t.overdue}`}
            </span>
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p>
          <a href={all}>{t.seeAll(f.number(total))}</a>
        </p>
      )}
    </>
  );
}

/** Every goal and task with what was done for it, as a bar; what is empty is said to be. */
function Goals({ look, goals, year }: { readonly look: Look; readonly goals: GoalList; readonly year: string }): VNode {
  const { t, f } = look;
  if (goals.strategy === null) return <p>{t.goals.noStrategy}</p>;
  const rows = goals.goals.filter(({ parent, code }) => parent !== null || code === OUTSIDE_STRATEGY);
  const root = goals.goals.find(({ parent }) => parent === null)?.code;
  const most = Math.max(1, ...rows.map(({ activities }) => activities.total));
  return (
    <>
      <p class="quiet">{goals.strategy.title}</p>
      <ul class="goals">
        {rows.map((row) => (
          <li class={`${row.parent === root ? 'goal' : ''} ${isGap(row) ? 'gap' : ''}`.trim() || undefined}>
            <Item look={look} row={row} href={look.href(`/cele/${row.code}`, { year, strategy: goals.strategy?.id })} />
            <Bar value={row.activities.total} most={most} />
            <span class="count">
              {isGap(row) ? (
                t.goals.gap
              ) : (
                <Figure href={look.behind(goals.links[`/goals/${String(goals.goals.indexOf(row))}/activities/total`])}>
                  {f.number(row.activities.total)}
                </Figure>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Nothing outside the strategy is none. */
const isGap = ({ activities, code }: GoalRow): boolean => activities.total === 0 && code !== OUTSIDE_STRATEGY;

/** An item by its code; what lies outside has none, and is led to by its name. */
function Item({ look, row, href }: { readonly look: Look; readonly row: GoalRow; readonly href: string }): VNode {
  return row.code === OUTSIDE_STRATEGY ? (
    <>
      <span class="code" />
      <span class="text">
        <a href={href}>{look.t.outsideStrategy}</a>
      </span>
    </>
  ) : (
    <>
      <a class="code" href={href}>
        {row.code}
      </a>
      <span class="text">{row.text}</span>
    </>
  );
}
