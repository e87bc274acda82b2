import type { VNode } from 'preact';
import type { ActivityLine, ActivityPage } from '../../../application/queries/activities.js';
import type { RegisterParams } from '../../../application/queries/register-link.js';
import type { Look } from '../look.js';
import type { Drawn } from '../layout.js';
import { activityColumns } from '../parts/activities.js';
import { ListLinks } from '../parts/list-links.js';
import { Filters } from '../parts/register-filters.js';
import { type Column, Table } from '../parts/tables.js';
import { askedIn, type Asking } from '../register-words.js';

const SORTED = { number: 'number', when: 'occurredOn', due: 'due' } as const;
const USUAL = '-occurredOn';

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
          <ListLinks look={look} path="/rejestr" asked={without('limit', 'cursor', 'count')} total={page.total ?? 0} />
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
