import type { VNode } from 'preact';
import type { RegisterParam, RegisterParams } from '../../../application/queries/register-link.js';
import { ANNULLED, PHASES, STATUSES } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { firstOf, isDay, isMonth, lastOf } from '../../../domain/kernel/day.js';
import { FUNCTIONS } from '../../../domain/registers/registers.js';
import { COUNTY, OUTSIDE, OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import type { Look } from '../look.js';
import { type Asking, askedWords } from '../register-words.js';
import { ORGANISATIONS } from './entry-fields.js';
import { Calendar, Choice, Field, Hidden, type Option } from './forms.js';

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

/** What the register may be asked, as a form. */
export function Filters({ look, asked, organisation }: Asking & { readonly look: Look }): VNode {
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
        <Typed {...of} name="organisation" value={organisation?.said ?? asked.organisation} list={ORGANISATIONS} />
        <datalist id={ORGANISATIONS} />
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
