import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { RegisterParam, RegisterParams } from '../../../application/queries/register-link.js';
import { PHASES, STATUSES, ANNULLED } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { firstOf, isMonth, lastOf } from '../../../domain/kernel/day.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { COUNTY, OUTSIDE, OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import type { Look } from '../look.js';
import type { Drawn } from '../layout.js';
import { activityColumns } from '../parts/activities.js';
import { Calendar, Choice, Field, Hidden } from '../parts/forms.js';
import { type Column, Table } from '../parts/tables.js';
import { MOST_ON_PAPER } from '../register-columns.js';
import type { ActivityLine } from '../../../application/queries/activities.js';

/** What the form asks; whatever else the address asks is shown, kept, and can be taken away. */
const FORM = ['q', 'kind', 'gmina', 'item', 'status', 'phase', 'unit', 'occurredFrom', 'occurredTo'] as const;
/** How a list is shown, and not what it holds. */
const SHOWING: readonly string[] = ['sort', 'limit', 'cursor', 'count'];
const SORTED = { number: 'number', when: 'occurredOn', due: 'due' } as const;
const USUAL = '-occurredOn';

/** The register: what was asked, and a page of what there is. */
export function registerPage(look: Look, asked: RegisterParams, page: ActivityPage): Drawn {
  const { t } = look;
  const without = (...names: readonly string[]): RegisterParams =>
    Object.fromEntries(Object.entries(asked).filter(([name]) => !names.includes(name)));
  return {
    title: t.ways.register,
    body: (
      <>
        <Filters look={look} asked={asked} />
        <Asked look={look} asked={asked} without={(name) => look.href('/rejestr', without(name, 'cursor'))} />
        <div class="above">
          <p role="status">{page.total === undefined ? '' : t.entries(page.total)}</p>
          <p class="files">
            {t.register.export}
            {formsOf(page).map((form) => (
              <>
                {' '}
                <a href={look.href(`/rejestr.${form}`, without('limit', 'cursor', 'count'))} download>
                  {form.toUpperCase()}
                </a>
              </>
            ))}
          </p>
        </div>
        {page.items.length === 0 ? (
          <p class="lead">{t.register.empty}</p>
        ) : (
          <Table
            look={look}
            caption={t.register.caption}
            hidden
            columns={columns(look, asked, without)}
            rows={page.items}
          />
        )}
        <Turning look={look} page={page} to={(cursor) => look.href('/rejestr', { ...without('cursor'), cursor })} />
      </>
    ),
  };
}

/** The forms in which the list is to be had; how many there are, only its first page knows. */
const formsOf = ({ total = Infinity }: ActivityPage): readonly string[] =>
  total > MOST_ON_PAPER ? ['csv', 'xlsx'] : ['csv', 'xlsx', 'docx'];

function columns(
  look: Look,
  { sort = USUAL }: RegisterParams,
  without: (...names: readonly string[]) => RegisterParams,
): readonly Column<ActivityLine>[] {
  const descending = sort.startsWith('-');
  const known = activityColumns(look);
  return (['number', 'when', 'what', 'where', 'state', 'due'] as const).map((name) => {
    if (!(name in SORTED)) return known[name];
    const field = SORTED[name as keyof typeof SORTED];
    const mine = sort === field || sort === `-${field}`;
    // Newest first is what people look for; what is due first stands first.
    const next = mine ? (descending ? field : `-${field}`) : field === 'due' ? field : `-${field}`;
    return {
      ...known[name],
      sortHref: look.href('/rejestr', { ...without('sort', 'cursor'), sort: next }),
      ...(mine && { sorted: descending ? ('descending' as const) : ('ascending' as const) }),
    };
  });
}

/** The pages before and after. */
export function Turning({
  look,
  page,
  to,
}: {
  readonly look: Look;
  readonly page: { readonly previous: string | null; readonly next: string | null };
  readonly to: (cursor: string) => string;
}): VNode | null {
  if (page.previous === null && page.next === null) return null;
  return (
    <nav class="turning" aria-label={look.t.register.turning}>
      {page.previous !== null && (
        <a rel="prev" href={to(page.previous)}>
          ← {look.t.register.previous}
        </a>
      )}
      {page.next !== null && (
        <a rel="next" href={to(page.next)}>
          {look.t.register.next} →
        </a>
      )}
    </nav>
  );
}

function Filters({ look, asked }: { readonly look: Look; readonly asked: RegisterParams }): VNode {
  const { t, words } = look;
  const { gminas, units, strategies, inForce } = look.at.directory;
  const strategy = strategies.find(({ id }) => id === (asked.strategy ?? inForce));
  const kept = Object.entries(asked).filter(
    ([name]) => !FORM.some((each) => each === name) && !['cursor', 'limit', 'count'].includes(name),
  );
  const option = (value: string, text: string): { readonly value: string; readonly text: string } => ({ value, text });
  return (
    <form action="/rejestr" class="filters" aria-label={t.register.filters}>
      <Hidden values={{ ...Object.fromEntries(kept), ...look.carried }} />
      <Field name="q" label={t.params.q}>
        <input id="f-q" name="q" type="search" value={asked.q ?? ''} maxLength={200} />
      </Field>
      <Choice
        name="kind"
        label={t.params.kind}
        any={t.all}
        value={asked.kind}
        options={KINDS.map(({ name }) => option(name, words.kinds(name)))}
      />
      <Choice
        name="gmina"
        label={t.params.gmina}
        any={t.all}
        value={asked.gmina}
        options={[
          ...gminas.map(({ terc, label }) => option(terc, label)),
          option(COUNTY, t.county),
          option(OUTSIDE, t.outside),
        ]}
      />
      <Choice
        name="item"
        label={t.params.item}
        any={t.all}
        value={asked.item}
        options={[
          ...(strategy?.items ?? []).map(({ code, text }) => option(code, `${code} ${shortened(text)}`)),
          option(OUTSIDE_STRATEGY, t.outsideStrategy),
        ]}
      />
      <Choice
        name="phase"
        label={t.params.phase}
        any={t.all}
        value={asked.phase}
        options={Object.keys(PHASES).map((phase) => option(phase, words.phase(phase)))}
      />
      <Choice
        name="status"
        label={t.params.status}
        any={t.all}
        value={asked.status}
        options={[...STATUSES, ANNULLED].map((status) => option(status, words.status(status)))}
      />
      <Choice
        name="unit"
        label={t.params.unit}
        any={t.all}
        value={asked.unit}
        options={Object.entries(units).map(([key, name]) => option(key, name))}
      />
      <Calendar
        name="occurredFrom"
        label={t.params.occurredFrom}
        type="date"
        value={edge(asked.occurredFrom, firstOf)}
      />
      <Calendar name="occurredTo" label={t.params.occurredTo} type="date" value={edge(asked.occurredTo, lastOf)} />
      <div class="actions">
        <button class="button">{t.register.filter}</button>
        <a href={look.href('/rejestr')}>{t.register.clear}</a>
      </div>
    </form>
  );
}

/** A field of the calendar takes days: a month is its first or last. */
const edge = (value: string | undefined, of: (month: string) => string): string | undefined =>
  value !== undefined && isMonth(value) ? of(value) : value;

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** What is asked, each with the way to ask it no more. */
function Asked({
  look,
  asked,
  without,
}: {
  readonly look: Look;
  readonly asked: RegisterParams;
  readonly without: (name: string) => string;
}): VNode | null {
  const { t } = look;
  const shown = askedIn(look, asked);
  if (shown.length === 0) return null;
  return (
    <ul class="asked" aria-label={t.register.asked}>
      {shown.map(({ param, name, words }) => (
        <li>
          <span>
            {name}: <b>{words}</b>
          </span>{' '}
          <a href={without(param)} aria-label={t.register.without(name)}>
            ×
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What is asked, in words; how the list is shown is no part of it. */
export const askedIn = (
  look: Look,
  asked: RegisterParams,
): readonly { readonly param: RegisterParam; readonly name: string; readonly words: string }[] =>
  (Object.entries(asked) as [RegisterParam, string][])
    .filter(([param]) => !SHOWING.includes(param))
    .map(([param, value]) => ({ param, name: look.t.params[param], words: askedWords(look, param, value) }));

function askedWords(look: Look, name: RegisterParam, value: string): string {
  const { t, words, f } = look;
  const each = (say: (code: string) => string): string => value.split(',').map(say).join(', ');
  switch (name) {
    case 'kind':
      return each((code) => words.kinds(code));
    case 'status':
      return each((code) => words.status(code));
    case 'phase':
      return each((code) => words.phase(code));
    case 'gmina':
      return look.gmina(value);
    case 'unit':
      return look.unit(value);
    case 'item':
      return value === OUTSIDE_STRATEGY ? t.outsideStrategy : value;
    case 'representative':
      return look.official(value);
    case 'waitsFor':
      return each((code) => wordIn(t.waitsFor, code));
    case 'mark':
      return each((code) => wordIn(t.marks, code));
    case 'figure':
      return figureWords(look, value);
    case 'overdue':
    case 'selfApproved':
      return value === 'true' ? t.yes : t.no;
    default:
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? f.day(value) : isMonth(value) ? f.month(value) : value;
  }
}

const wordIn = (words: Readonly<Record<string, string>>, code: string): string => ownOf(words, code) ?? code;

function figureWords({ words }: Look, figure: string): string {
  const [group = '', name = ''] = figure.split('.');
  return words.figure(name === '' ? group : `money/${group}/${name}`);
}
