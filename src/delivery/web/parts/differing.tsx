import type { VNode } from 'preact';
import type { Because } from '../../../application/difference/figure.js';
import type { Place } from '../../../application/difference/places.js';
import type { Report } from '../../../application/reports/report.js';
import { eventsIn, summed, type Summed } from '../../reports/causes.js';
import type { Named } from '../../reports/difference-words.js';
import type { DifferenceTeller } from '../difference-teller.js';
import type { Look } from '../look.js';
import { Position } from './position.js';
import { Figure } from './tables.js';

/** One of the two reports, and the look of a page that stands where it does. */
export interface Side {
  readonly look: Look;
  readonly report: Report;
}

/** As many causes of a figure are told one by one; of what has more, by class, and each on a page of the figure's own. */
const MOST_CAUSES = 10;

interface Telling {
  readonly teller: DifferenceTeller;
  readonly before: Side;
  readonly after: Side;
  /** The page of a figure alone. */
  readonly alone: (path: string) => string;
}

/** The figures of a gmina, an item, a line of a list: before, after, and what made them so. */
export function Differing({
  figures,
  each,
  ...telling
}: Telling & {
  readonly figures: readonly Named[];
  /** Causes to be told one by one, where not all of the figure are. */
  readonly each?: readonly Because[];
}): VNode | null {
  const [first] = figures;
  if (first === undefined) return null;
  const { look, report } = telling.after;
  const { t } = look;
  const { part, code, name } = first.subject;
  const title = [code, name].filter((text) => text !== '').join(' ');
  const href = pageOf(look, report, first.place);
  const caption = title === '' ? part : `${part}: ${title}`;
  return (
    <>
      {title !== '' && <h3>{href === undefined ? title : <a href={href}>{title}</a>}</h3>}
      {/* A region that scrolls has to be reached by the keyboard. */}
      <div class="scroll" role="region" aria-label={`${caption} (${t.table})`} tabIndex={0}>
        <table class="differing">
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.difference.figure}</th>
              {[t.difference.was, t.difference.is, t.difference.change].map((head) => (
                <th scope="col" class="figure">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          {figures.map((figure) => (
            <tbody>
              <FigureRow {...telling} figure={figure} />
              <Causes {...telling} figure={figure} each={each} />
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

/** The page of what a figure is of, where there is one at the later point. */
function pageOf(look: Look, { gminas, items, strategy, from }: Report, { part, of }: Place): string | undefined {
  switch (part) {
    case 'gminas': {
      const gmina = gminas.find(({ key }) => key === of);
      return gmina === undefined ? undefined : look.href(`/gminy/${gmina.terc}`, { year: from.slice(0, 4) });
    }
    case 'items':
    case 'measures':
      return items.some(({ code }) => code === of)
        ? look.href(`/cele/${of}`, { strategy: strategy?.id, year: from.slice(0, 4) })
        : undefined;
    case 'investments':
    case 'campaigns':
      return of === '' ? undefined : look.href(`/rejestr/${of}`);
    default:
      return undefined;
  }
}

function FigureRow({ teller, before, after, figure }: Telling & { readonly figure: Named }): VNode {
  const gap = teller.gap(figure);
  const right = gap === null ? '' : ' figure';
  const link = ({ look, report }: Side): string | undefined => look.behind(behind(report, figure.place));
  return (
    <tr>
      <th scope="rowgroup">{figure.figure}</th>
      <td class={`was${right}`}>
        <Figure href={link(before)}>{teller.value(figure.before, figure)}</Figure>
      </td>
      <td class={`is${right}`}>
        <Figure href={link(after)}>{teller.value(figure.after, figure)}</Figure>
      </td>
      <td class={gap === null ? undefined : 'figure'}>{gap}</td>
    </tr>
  );
}

function Causes({
  teller,
  after: { look },
  alone,
  figure,
  each,
}: Telling & { readonly figure: Named; readonly each: readonly Because[] | undefined }): VNode {
  const events = eventsIn(figure.because);
  if (each !== undefined || events <= MOST_CAUSES)
    return (
      <>
        {(each ?? figure.because).map((because) => (
          <tr>
            <td colSpan={3} class="cause">
              <Cause look={look} because={because} />
            </td>
            <Delta text={teller.delta(because.delta, figure)} isFigure={typeof because.delta === 'number'} />
          </tr>
        ))}
      </>
    );
  const { t, words } = look;
  return (
    <>
      {summed(figure.because).map((sum) => (
        <tr>
          <td colSpan={3} class="cause">{`${words.cause(sum.class)} (${sum.number ?? t.events(sum.events)})`}</td>
          <Delta text={added(teller, sum, figure)} isFigure={typeof sum.delta === 'number'} />
        </tr>
      ))}
      <tr>
        <td colSpan={4} class="cause every">
          <a href={alone(figure.path)} aria-label={`${t.difference.every(t.events(events))}: ${figure.figure}`}>
            {t.difference.every(t.events(events))}
          </a>
        </td>
      </tr>
    </>
  );
}

const Delta = ({ text, isFigure }: { readonly text: string; readonly isFigure: boolean }): VNode => (
  <td class={isFigure ? 'figure' : undefined}>{text}</td>
);

const added = (teller: DifferenceTeller, { delta }: Summed, figure: Named): string =>
  typeof delta === 'number' || delta === null
    ? teller.delta(delta, figure)
    : delta.map((each) => teller.delta(each, figure)).join('; ');

/** One event, or what is none: why, of which entry, and where in the ledger. */
function Cause({ look, because }: { readonly look: Look; readonly because: Because }): VNode {
  const { position, activity, number } = because;
  // The entry's history tells the event.
  const place = position === null ? '' : `#p${position}`;
  return (
    <>
      {look.words.cause(because.class)}
      {activity !== undefined && (
        <>
          {' · '}
          <a href={`${look.href(`/rejestr/${activity}`)}${place}`}>{number}</a>
        </>
      )}
      {position !== null && (
        <>
          {' · '}
          <Position look={look} position={position} />
        </>
      )}
      {because.events !== undefined && ` (${look.t.events(because.events)})`}
    </>
  );
}

/** The register query behind a figure, as its report links it; nothing for what the entry of a line tells itself. */
function behind({ links, gminas, items }: Report, { part, of, figure }: Place): string | undefined {
  switch (part) {
    case 'totals':
    case 'countyWide':
    case 'outside':
      return links[`/${part}/${figure}`];
    case 'kinds':
      return links[`/kinds/${of}/${figure}`];
    case 'gminas':
      return links[`/gminas/${String(gminas.findIndex(({ key }) => key === of))}/${figure}`];
    case 'items':
      return links[`/items/${String(items.findIndex(({ code }) => code === of))}/${figure}`];
    case 'investments':
    case 'campaigns':
      return of === '' ? links[`/${figure}`] : undefined;
    case 'measures':
    case 'report':
      return undefined;
  }
}
