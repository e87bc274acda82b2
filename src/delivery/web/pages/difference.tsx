import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { Difference, Side as Standing } from '../../../application/difference/difference.js';
import { type Part, placeOf } from '../../../application/difference/places.js';
import type { FreezingLine } from '../../../application/queries/freezings.js';
import { DifferenceTeller } from '../difference-teller.js';
import { type Drawn, pointWords, Section } from '../layout.js';
import type { Look } from '../look.js';
import { CompareForm } from '../parts/compare-form.js';
import { Differing, type Side } from '../parts/differing.js';
import { differencePath, freezingPath } from '../report-addresses.js';
import { Turning } from './register.js';
import { Files, periodWords } from './report.js';

/** A difference, with the two reports that differ. */
interface Compared {
  readonly difference: Difference;
  readonly before: Side;
  readonly after: Side;
}

/** More of either on a page is more than anybody reads, and takes long to draw. */
const [FIGURES, CAUSES] = [100, 200];

/**
 * What became different in a report, figure by figure, and what made it so.
 *
 * @param shown the frozen reports of the same kind; and the first figure or, where one is asked for alone, cause to be
 *   shown, counted from 0
 */
export function differencePage(
  look: Look,
  compared: Compared,
  shown: { readonly freezings: readonly FreezingLine[]; readonly first: number },
): Drawn {
  const { t, at } = look;
  const d = t.difference;
  const { difference } = compared;
  const { figures } = difference;
  const path = differencePath(difference.report);
  const { cursor: _cursor, path: only, ...asked } = at.asked;
  return {
    title: d.title(periodWords(look, difference)),
    kicker: compared.after.report.county?.name,
    body: (
      <>
        <p class="lead">{d.means}</p>
        <Files look={look} file={(extension) => look.href(`${path}.${extension}`, { ...asked, path: only })} />
        <Others look={look} difference={difference} freezings={shown.freezings} />
        <Sides look={look} compared={compared} />
        {figures.length === 0 && <p class="lead">{only === undefined ? d.same : d.sameFigure}</p>}
        {only === undefined ? (
          <Figures look={look} compared={compared} first={shown.first} />
        ) : (
          <Alone look={look} compared={compared} first={shown.first} />
        )}
      </>
    ),
  };
}

/** What is compared with what. */
function Sides({ look, compared }: { readonly look: Look; readonly compared: Compared }): VNode {
  const { t, f } = look;
  const d = t.difference;
  const { before, after, freezing, report } = compared.difference;
  const side = (label: string, { position, digest }: Standing, told: VNode | string): VNode => (
    <>
      <dt>{label}</dt>
      <dd>
        {told}; {t.position(f.number(Number(position)))}
        <br />
        SHA-256: <code>{digest}</code>
      </dd>
    </>
  );
  const then = pointWords(compared.before.look);
  return (
    <dl class="facts">
      {side(
        d.was,
        before,
        freezing === null ? (
          then
        ) : (
          <>
            <a href={look.href(freezingPath(report, freezing.id))}>{frozenWords(look, freezing)}</a>; {then}
          </>
        ),
      )}
      {side(d.is, after, pointWords(look))}
    </dl>
  );
}

const frozenWords = ({ t, f }: Look, { recordedAt, recordedBy }: FreezingLine): string =>
  t.difference.frozen(f.moment(recordedAt, ZONE), recordedBy);

interface Told {
  readonly look: Look;
  readonly compared: Compared;
  readonly first: number;
}

/** All figures, a page of them at a time, by part of the report. */
function Figures({ look, compared, first }: Told): VNode {
  const { t, f, at } = look;
  const teller = new DifferenceTeller(look, compared.difference);
  const path = differencePath(compared.difference.report);
  const to = (cursor: number): string =>
    look.href(path, { ...at.asked, cursor: cursor === 0 ? undefined : String(cursor) });
  const all = grouped(compared.difference.figures, ({ path: of }) => placeOf(of).part);
  const ordered = [...all.values()].flat();
  const page = ordered.slice(first, first + FIGURES).map((figure) => teller.named(figure));
  const begins = (part: Part): number => ordered.findIndex((each) => each === all.get(part)?.[0]);
  return (
    <>
      {ordered.length > 0 && <p role="status">{t.difference.changed(f.number(ordered.length))}</p>}
      {all.size > 1 && (
        <nav aria-label={t.difference.contents}>
          <ul class="next">
            {[...all].map(([part, { length }]) => (
              <li>
                <a href={`${to(begins(part))}#part-${part}`}>{t.difference.parts[part]}</a> ({f.number(length)})
              </li>
            ))}
          </ul>
        </nav>
      )}
      {page.length < ordered.length && page.length > 0 && (
        <p>{t.difference.shown(f.number(first + 1), f.number(first + page.length), f.number(ordered.length))}</p>
      )}
      {[...grouped(page, ({ place }) => place.part)].map(([part, figures]) => (
        <Section title={t.difference.parts[part]} id={`part-${part}`}>
          {[...grouped(figures, ({ place }) => place.at).values()].map((its) => (
            <Differing
              {...compared}
              teller={teller}
              figures={its}
              alone={(figure) => look.href(path, { ...at.asked, cursor: undefined, path: figure })}
            />
          ))}
        </Section>
      ))}
      <Turned look={look} first={first} count={ordered.length} most={FIGURES} to={to} />
    </>
  );
}

/** One figure, with each of its causes. */
function Alone({ look, compared, first }: Told): VNode | null {
  const { t, at } = look;
  const teller = new DifferenceTeller(look, compared.difference);
  const path = differencePath(compared.difference.report);
  const [figure] = compared.difference.figures.map((each) => teller.named(each));
  const all = look.href(path, { ...at.asked, path: undefined, cursor: undefined });
  return (
    <>
      {figure !== undefined && (
        <Section title={figure.subject.part} id={`part-${figure.place.part}`}>
          <Differing
            {...compared}
            teller={teller}
            figures={[figure]}
            each={figure.because.slice(first, first + CAUSES)}
            alone={() => all}
          />
          <Turned
            look={look}
            first={first}
            count={figure.because.length}
            most={CAUSES}
            to={(cursor) => look.href(path, { ...at.asked, cursor: cursor === 0 ? undefined : String(cursor) })}
          />
        </Section>
      )}
      <p>
        <a href={all}>{t.difference.everyFigure}</a>
      </p>
    </>
  );
}

/** In the order in which each first comes. */
function grouped<F, K>(figures: readonly F[], by: (figure: F) => K): ReadonlyMap<K, readonly F[]> {
  const groups = new Map<K, F[]>();
  for (const each of figures) {
    const group = groups.get(by(each));
    if (group === undefined) groups.set(by(each), [each]);
    else group.push(each);
  }
  return groups;
}

function Turned({
  look,
  first,
  count,
  most,
  to,
}: {
  readonly look: Look;
  readonly first: number;
  readonly count: number;
  readonly most: number;
  readonly to: (first: number) => string;
}): VNode {
  const previous = first === 0 ? null : String(Math.max(0, Math.min(first, count) - most));
  const next = first + most < count ? String(first + most) : null;
  return <Turning look={look} page={{ previous, next }} to={(cursor) => to(Number(cursor))} />;
}

/** The other points, and frozen reports, with which the report may be compared. */
function Others({
  look,
  difference,
  freezings,
}: {
  readonly look: Look;
  readonly difference: Difference;
  readonly freezings: readonly FreezingLine[];
}): VNode {
  const { report, from, to, strategy, before, freezing } = difference;
  const others = freezings.filter(
    (each) => each.from === from && each.to === to && each.strategy === strategy && each.id !== freezing?.id,
  );
  return (
    <>
      <CompareForm look={look} report={difference} was={before.day} />
      {others.length > 0 && (
        <details>
          <summary>{look.t.difference.withFrozen}</summary>
          <ul>
            {others.map((each) => (
              <li>
                <a href={look.href(differencePath(report), { freezing: each.id })}>{frozenWords(look, each)}</a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
