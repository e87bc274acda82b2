import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { RegisterParam, RegisterParams } from '../../../application/queries/register-link.js';
import { PHASES, STATUSES, ANNULLED } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { firstOf, isDay, isMonth, lastOf } from '../../../domain/kernel/day.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { FUNCTIONS } from '../../../domain/registers/registers.js';
import { COUNTY, OUTSIDE, OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import type { Look } from '../look.js';
import type { Drawn } from '../layout.js';
import { activityColumns } from '../parts/activities.js';
import { Calendar, Choice, Field, Hidden, type Option } from '../parts/forms.js';
import { type Column, Table } from '../parts/tables.js';
import { MOST_ON_PAPER } from '../register-columns.js';
import type { ActivityLine } from '../../../application/queries/activities.js';

/** What the form asks at first, and folded; whatever else the address asks is shown, kept, and can be taken away. */
const FORM = ['q', 'kind', 'gmina', 'item', 'status', 'phase', 'unit', 'occurredFrom', 'occurredTo'] as const;
const MORE = [
  'organisation',
  'representative',
  'caseSign',
  'waitsFor',
  'overdue',
  'recordedFrom',
  'recordedTo',
  'recordedBy',
  'lateDays',
  'selfApproved',
] as const satisfies readonly RegisterParam[];
/** How a list is shown, and not what it holds. */
const SHOWING: readonly string[] = ['sort', 'limit', 'cursor', 'count'];
const SORTED = { number: 'number', when: 'occurredOn', due: 'due' } as const;
const USUAL = '-occurredOn';

/** What the register is asked. */
export interface Asking {
  readonly asked: RegisterParams;
  /** What the organisation is called that is asked for by its id. */
  readonly organisation?: string | undefined;
}

/** The register: what was asked, and a page of what there is. */
export function registerPage(look: Look, { asked, organisation }: Asking, page: ActivityPage): Drawn {
  const { t } = look;
  const without = (...names: readonly string[]): RegisterParams =>
    Object.fromEntries(Object.entries(asked).filter(([name]) => !names.includes(name)));
  return {
    title: t.ways.register,
    script: 'forms.js',
    results: 'results',
    body: (
      <>
        <Filters look={look} asked={asked} organisation={organisation} />
        <Asked
          look={look}
          asked={asked}
          organisation={organisation}
          without={(name) => look.href('/rejestr', without(name, 'cursor'))}
        />
        <div class="above" id="results" tabIndex={-1}>
          <p role="status">{t.entries(page.total ?? 0)}</p>
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

/** The forms in which the list is to be had: what is too long goes into no document. */
const formsOf = ({ total = 0 }: ActivityPage): readonly string[] =>
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

function Filters({ look, asked, organisation }: Asking & { readonly look: Look }): VNode {
  const { t, words } = look;
  const { gminas, units, strategies, inForce } = look.at.directory;
  const strategy = strategies.find(({ id }) => id === (asked.strategy ?? inForce));
  const of = { look, asked };
  const kept = Object.entries(asked).filter(
    ([name]) => ![...FORM, ...MORE, 'cursor', 'limit', 'count'].some((each) => each === name),
  );
  return (
    <form action="/rejestr" class="filters" aria-label={t.register.filters}>
      <Hidden values={{ ...Object.fromEntries(kept), ...look.carried }} />
      <Field name="q" label={t.params.q}>
        <input id="f-q" name="q" type="search" value={asked.q ?? ''} maxLength={200} />
      </Field>
      <OneOf {...of} name="kind" options={KINDS.map(({ name }) => option(name, words.kinds(name)))} />
      <OneOf
        {...of}
        name="gmina"
        options={[
          ...gminas.map(({ terc, label }) => option(terc, label)),
          option(COUNTY, t.county),
          option(OUTSIDE, t.outside),
        ]}
      />
      <OneOf
        {...of}
        name="item"
        options={[
          ...(strategy?.items ?? []).map(({ code, text }) => option(code, `${code} ${shortened(text)}`)),
          option(OUTSIDE_STRATEGY, t.outsideStrategy),
        ]}
      />
      <OneOf {...of} name="phase" options={Object.keys(PHASES).map((phase) => option(phase, words.phase(phase)))} />
      <OneOf
        {...of}
        name="status"
        options={[...STATUSES, ANNULLED].map((status) => option(status, words.status(status)))}
      />
      <OneOf {...of} name="unit" options={Object.entries(units).map(([key, name]) => option(key, name))} />
      <Calendar
        name="occurredFrom"
        label={t.params.occurredFrom}
        type="date"
        value={edge(asked.occurredFrom, firstOf)}
      />
      <Calendar name="occurredTo" label={t.params.occurredTo} type="date" value={edge(asked.occurredTo, lastOf)} />
      <More look={look} asked={asked} organisation={organisation} />
      <div class="actions">
        <button class="button">{t.register.filter}</button>
        <a href={look.href('/rejestr')}>{t.register.clear}</a>
      </div>
    </form>
  );
}

/** What is asked less often. */
function More({ look, asked, organisation }: Asking & { readonly look: Look }): VNode {
  const { t, words } = look;
  const { officials } = look.at.directory;
  const of = { look, asked };
  const truth = [option('true', t.yes), option('false', t.no)];
  return (
    <details class="more" open={MORE.some((name) => asked[name] !== undefined)}>
      <summary>{t.register.more}</summary>
      <div>
        <Typed {...of} name="organisation" value={organisation ?? asked.organisation} list="organisations" />
        <datalist id="organisations" />
        <OneOf
          {...of}
          name="representative"
          options={[
            ...Object.keys(officials).map((id) => option(id, look.official(id))),
            ...FUNCTIONS.map((code) => option(code, words.function(code))),
          ]}
        />
        <Typed {...of} name="caseSign" />
        <OneOf {...of} name="waitsFor" options={Object.entries(t.waitsFor).map(([code, text]) => option(code, text))} />
        <OneOf {...of} name="overdue" options={truth} />
        <Recorded {...of} name="recordedFrom" />
        <Recorded {...of} name="recordedTo" />
        <Typed {...of} name="recordedBy" />
        <Typed {...of} name="lateDays" mode="numeric" />
        <OneOf {...of} name="selfApproved" options={truth} />
      </div>
    </details>
  );
}

interface OfFilter {
  readonly look: Look;
  readonly asked: RegisterParams;
  readonly name: RegisterParam;
}

const option = (value: string, text: string): Option => ({ value, text });

/** One of what is known. What the address asks besides, as several of them, can be chosen again. */
function OneOf({ look, asked, name, options }: OfFilter & { readonly options: readonly Option[] }): VNode {
  const value = asked[name];
  const known = value === undefined || options.some((each) => each.value === value);
  return (
    <Choice
      name={name}
      label={look.t.params[name]}
      any={look.t.all}
      value={value}
      options={known ? options : [...options, option(value, askedWords(look, name, value))]}
    />
  );
}

function Typed({
  look,
  asked,
  name,
  value = asked[name],
  mode,
  list,
}: OfFilter & {
  readonly value?: string | undefined;
  readonly mode?: 'numeric';
  readonly list?: string;
}): VNode {
  return (
    <Field name={name} label={look.t.params[name]}>
      <input
        id={`f-${name}`}
        name={name}
        value={value ?? ''}
        inputMode={mode}
        list={list}
        maxLength={200}
        autocomplete="off"
      />
    </Field>
  );
}

/** A day; an instant, which an address may ask for, too, stands as it is. */
function Recorded(of: OfFilter): VNode {
  const { look, asked, name } = of;
  const value = asked[name];
  return value === undefined || isDay(value) ? (
    <Calendar name={name} label={look.t.params[name]} type="date" value={value} />
  ) : (
    <Typed {...of} />
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
  organisation,
  without,
}: Asking & {
  readonly look: Look;
  readonly without: (name: string) => string;
}): VNode | null {
  const { t } = look;
  const shown = askedIn(look, { asked, organisation });
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
  { asked, organisation }: Asking,
): readonly { readonly param: RegisterParam; readonly name: string; readonly words: string }[] =>
  (Object.entries(asked) as [RegisterParam, string][])
    .filter(([param]) => !SHOWING.includes(param))
    .map(([param, value]) => ({
      param,
      name: look.t.params[param],
      words: param === 'organisation' ? (organisation ?? value) : askedWords(look, param, value),
    }));

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
