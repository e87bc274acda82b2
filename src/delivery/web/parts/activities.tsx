import type { VNode } from 'preact';
import type { ActivityLine } from '../../../application/queries/activities.js';
import type { Look } from '../look.js';
import { type Column, Table } from './tables.js';

/** The day or days of an activity, as precisely as they are known. */
export function when({ f }: Look, { details, occurredOn, occurredUntil }: ActivityLine): string {
  switch (details.occurredPrecision) {
    case 'year':
      return occurredOn.slice(0, 4);
    case 'month':
      return f.month(occurredOn.slice(0, 7));
    default:
      return occurredOn === occurredUntil ? f.day(occurredOn) : `${f.day(occurredOn)} – ${f.day(occurredUntil)}`;
  }
}

function where(look: Look, { details }: ActivityLine): string {
  const scope = details.scope === 'county' || details.scope === 'outside' ? [look.gmina(details.scope)] : [];
  return [
    ...scope,
    ...[...(details.gminas ?? []), ...(details.otherGminas ?? [])].map((code) => look.gmina(code)),
  ].join(', ');
}

const entryHref = (look: Look, id: string): string => look.href(`/rejestr/${id}`);

/** A status with its phase for the eye. */
export function Status({
  look,
  line,
}: {
  readonly look: Look;
  readonly line: Pick<ActivityLine, 'status' | 'phase'>;
}): VNode {
  return <span class={`status ${line.phase ?? 'annulled'}`}>{look.words.status(line.status)}</span>;
}

/** By when something is due, and that it is late. */
export function Due({ look, line }: { readonly look: Look; readonly line: ActivityLine }): VNode | null {
  if (line.due === null) return null;
  return (
    <span class={line.overdue ? 'late' : undefined}>
      {look.f.day(line.due)}
      {line.overdue && `, ${look.t.overdue}`}
    </span>
  );
}

/** The columns of a list of activities, in order. */
export function activityColumns(
  look: Look,
): Readonly<Record<'number' | 'when' | 'what' | 'where' | 'state' | 'due', Column<ActivityLine>>> {
  const { t, words } = look;
  return {
    number: { head: t.register.number, cell: ({ id, number }) => <a href={entryHref(look, id)}>{number}</a> },
    when: { head: t.register.when, cell: (line) => when(look, line) },
    what: {
      head: t.register.what,
      cell: (line) => (
        <>
          <span class="kind">{words.kind(line.kind)}</span> {line.title}
        </>
      ),
    },
    where: { head: t.register.where, cell: (line) => where(look, line) },
    state: { head: t.register.state, cell: (line) => <Status look={look} line={line} /> },
    due: { head: t.register.due, cell: (line) => <Due look={look} line={line} /> },
  };
}

/** Some activities, and the way to all of them. */
export function Activities({
  look,
  caption,
  page,
  all,
  columns = ['number', 'when', 'what', 'where', 'state'],
}: {
  readonly look: Look;
  readonly caption: string;
  readonly page: { readonly items: readonly ActivityLine[]; readonly total?: number };
  readonly all: string;
  readonly columns?: readonly (keyof ReturnType<typeof activityColumns>)[];
}): VNode {
  if (page.items.length === 0) return <p>{look.t.nothing}</p>;
  const known = activityColumns(look);
  const count = page.total ?? page.items.length;
  return (
    <>
      <Table look={look} caption={caption} hidden columns={columns.map((name) => known[name])} rows={page.items} />
      {count > page.items.length && (
        <p>
          <a href={all}>{look.t.seeAll(look.f.number(count))}</a>
        </p>
      )}
    </>
  );
}
