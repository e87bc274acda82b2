import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { GoalList, GoalRow } from '../../../application/queries/goals.js';
import type { RegisterParams } from '../../../application/queries/register-link.js';
import { plusDays } from '../../../domain/kernel/day.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Bar } from '../parts/bar.js';
import { Years } from '../parts/periods.js';
import { Figure, Table } from '../parts/tables.js';
import { TileMap } from '../parts/tile-map.js';

const SHORT = { limit: '6', count: 'true' } as const;

/** What needs doing, and what was done last: each a question to the register. */
export const DESK_LISTS = [
  { name: 'followUps', asked: { waitsFor: 'followUp', overdue: 'true', sort: 'due', ...SHORT } },
  { name: 'promises', asked: { waitsFor: 'promise', overdue: 'true', sort: 'due', ...SHORT } },
  { name: 'invitations', asked: { waitsFor: 'reply', sort: 'occurredOn', ...SHORT } },
  { name: 'latest', asked: { sort: '-recordedAt', limit: '8' } },
] as const satisfies readonly { readonly name: string; readonly asked: RegisterParams }[];

/** A quarter, in days: so long a gmina may go without a contact before it is told (DOMAIN.md section 5, question 1). */
const SILENCE = 92;

export interface Desk {
  readonly year: number;
  readonly gminas: GminaList;
  readonly goals: GoalList;
  /** Of {@link DESK_LISTS}, in that order. */
  readonly lists: readonly ActivityPage[];
}

export function deskPage(look: Look, { year, gminas, goals, lists }: Desk): Drawn {
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
              <Ranking look={look} gminas={gminas} year={years} />
            </details>
          </Section>
          <Section title={t.desk.goals(years)} id="goals">
            <Goals look={look} goals={goals} year={years} />
          </Section>
        </div>
        <h2>{t.desk.todo}</h2>
        <div class="cards">
          {DESK_LISTS.map(({ name, asked }, index) => {
            const page = lists[index];
            return name === 'latest' || page === undefined ? null : (
              <section class="card" aria-labelledby={`todo-${name}`}>
                <h3 id={`todo-${name}`}>
                  {t.desk[name]} <span class="badge">{f.number(page.total ?? 0)}</span>
                </h3>
                <Todo
                  look={look}
                  page={page}
                  all={look.href('/rejestr', { ...asked, limit: undefined, count: undefined })}
                />
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
            page={lists.at(-1) ?? { items: [] }}
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

function Todo({ look, page, all }: { readonly look: Look; readonly page: ActivityPage; readonly all: string }): VNode {
  const { t, f } = look;
  if (page.items.length === 0) return <p>{t.desk.todoNone}</p>;
  return (
    <>
      <ul>
        {page.items.map(({ id, title, number, due, overdue, occurredOn }) => (
          <li>
            <a href={look.href(`/rejestr/${id}`)}>{title}</a>{' '}
            <span class={overdue ? 'late' : 'quiet'}>
              {number}, {due === null ? t.desk.happens(f.day(occurredOn)) : t.desk.dueOn(f.day(due))}
            </span>
          </li>
        ))}
      </ul>
      {(page.total ?? 0) > page.items.length && (
        <p>
          <a href={all}>{t.seeAll(f.number(page.total ?? 0))}</a>
        </p>
      )}
    </>
  );
}

function Ranking({
  look,
  gminas,
  year,
}: {
  readonly look: Look;
  readonly gminas: GminaList;
  readonly year: string;
}): VNode {
  const { t, f, words } = look;
  return (
    <Table
      look={look}
      caption={t.desk.mapMeans}
      hidden
      columns={[
        { head: t.params.gmina, cell: ({ terc, name }) => <a href={look.href(`/gminy/${terc}`, { year })}>{name}</a> },
        {
          head: words.figure('activities/total'),
          figures: true,
          cell: (row) => (
            <Figure href={look.behind(gminas.links[`/gminas/${String(gminas.gminas.indexOf(row))}/activities/total`])}>
              {f.number(row.activities.total)}
            </Figure>
          ),
        },
        {
          head: words.figure('lastContactOn'),
          cell: ({ lastContactOn }) => (lastContactOn === null ? t.none : f.day(lastContactOn)),
        },
      ]}
      rows={gminas.gminas}
    />
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
          <li
            class={
              `${row.parent === root ? 'goal' : ''} ${row.activities.total === 0 ? 'gap' : ''}`.trim() || undefined
            }
          >
            <a class="code" href={look.href(`/cele/${row.code}`, { year, strategy: goals.strategy?.id })}>
              {codeOf(look, row)}
            </a>
            <span class="text">{row.text}</span>
            <Bar value={row.activities.total} most={most} />
            <span class="count">
              {row.activities.total === 0 ? (
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

const codeOf = ({ t }: Look, { code }: GoalRow): string => (code === OUTSIDE_STRATEGY ? t.none : code);
