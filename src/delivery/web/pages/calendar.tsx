import type { VNode } from 'preact';
import type { ActivityLine, ActivityPage } from '../../../application/queries/activities.js';
import { type Day, firstOf, lastOf, type Month, plusDays } from '../../../domain/kernel/day.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { Calendar, Hidden } from '../parts/forms.js';

export interface CalendarShown {
  readonly month: Month;
  /** Events of others with an invitation, confirmed or attended. */
  readonly events: ActivityPage;
  /** What is due: follow-ups, promises, answers to invitations. */
  readonly due: ActivityPage;
}

/** What lies on one day. */
interface Note {
  readonly line: ActivityLine;
  readonly words: string;
  readonly late: boolean;
}

/** A month with its invitations and what is due in it. */
export function calendarPage(look: Look, { month, events, due }: CalendarShown): Drawn {
  const { t, f } = look;
  const to = (other: Month): string => look.href('/kalendarz', { month: other });
  const [before, after] = [plusDays(firstOf(month), -1).slice(0, 7), plusDays(lastOf(month), 1).slice(0, 7)];
  const notes = notesOf(look, events, due);
  const truncated = [events, due].some(({ items, total = 0 }) => total > items.length);
  return {
    title: t.ways.calendar,
    body: (
      <>
        <nav class="period" aria-label={t.month}>
          <a rel="prev" href={to(before)}>
            ← {f.month(before)}
          </a>
          <b>{f.month(month)}</b>
          <a rel="next" href={to(after)}>
            {f.month(after)} →
          </a>
        </nav>
        <form action="/kalendarz" class="filters">
          <Hidden values={look.carried} />
          <Calendar name="month" label={t.month} type="month" value={month} />
          <div class="actions">
            <button class="button">{t.show}</button>
          </div>
        </form>
        <h2>{f.month(month)}</h2>
        <p>
          {t.calendar.means(t.entries(events.total ?? events.items.length), t.entries(due.total ?? due.items.length))}{' '}
          <a href={look.href('/rejestr', { kind: 'attendance', occurredFrom: month, occurredTo: month })}>
            {t.calendar.allEvents}
          </a>
          {' · '}
          <a href={look.href('/rejestr', { dueFrom: month, dueTo: month, sort: 'due' })}>{t.calendar.allDue}</a>
        </p>
        {truncated && <p class="warning">{t.calendar.truncated}</p>}
        <div class="weekdays" aria-hidden="true">
          {f.weekdays.map((name) => (
            <span>{name}</span>
          ))}
        </div>
        <ol class={`month starts-${String(weekdayOf(firstOf(month)))}`}>
          {daysOf(month).map((day) => (
            <Cell look={look} day={day} notes={notes.get(day) ?? []} />
          ))}
        </ol>
      </>
    ),
  };
}

function notesOf(look: Look, events: ActivityPage, due: ActivityPage): ReadonlyMap<Day, readonly Note[]> {
  const notes = new Map<Day, Note[]>();
  const add = (day: Day, note: Note): void => void notes.set(day, [...(notes.get(day) ?? []), note]);
  for (const line of events.items) add(line.occurredOn, { line, words: look.words.status(line.status), late: false });
  const waits: Readonly<Record<string, string>> = look.t.calendar.due;
  for (const line of due.items)
    if (line.due !== null) add(line.due, { line, words: waits[line.waitsFor ?? ''] ?? '', late: line.overdue });
  return notes;
}

function Cell({
  look,
  day,
  notes,
}: {
  readonly look: Look;
  readonly day: Day;
  readonly notes: readonly Note[];
}): VNode {
  const { f, at } = look;
  return (
    <li
      class={[notes.length === 0 ? 'empty' : '', day === at.directory.day ? 'today' : ''].join(' ').trim() || undefined}
    >
      <h3>
        <time dateTime={day} aria-label={f.longDay(day)}>
          {String(Number(day.slice(8)))}
        </time>
        <span class="name" aria-hidden="true">
          {f.longDay(day)}
        </span>
      </h3>
      {notes.length > 0 && (
        <ul class="values">
          {notes.map(({ line, words, late }) => (
            <li>
              <a href={look.href(`/rejestr/${line.id}`)}>{line.title}</a>{' '}
              <span class={late ? 'late' : 'quiet'}>
                {words}
                {late && `, ${look.t.overdue}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** 1 is Monday. */
const weekdayOf = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

const daysOf = (month: Month): readonly Day[] =>
  Array.from({ length: Number(lastOf(month).slice(8)) }, (_, index) => plusDays(firstOf(month), index));
