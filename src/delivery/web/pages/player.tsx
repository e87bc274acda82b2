import type { VNode } from 'preact';
import type { DaysAround } from '../../../application/queries/days.js';
import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { Phase } from '../../../domain/activities/phase.js';
import type { Day } from '../../../domain/kernel/day.js';
import { type Drawn, Section } from '../layout.js';
import { addressOf, type Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { Figures } from '../parts/figures.js';
import { Ranking } from '../parts/ranking.js';
import { TileMap } from '../parts/tile-map.js';
import { Events, type Trailed } from './audit.js';

export interface Played {
  readonly around: DaysAround;
  readonly year: number;
  readonly gminas: GminaList;
  /** How many activities stood in each phase on that day. */
  readonly phases: readonly { readonly phase: Phase; readonly count: number }[];
  /** What was recorded on that day. */
  readonly trailed: Pick<Trailed, 'events' | 'mentioned'> & { readonly total: number };
}

/** The ledger day by day: the application itself, set back to each day on which anything was recorded. */
export function playerPage(look: Look, { around, year, gminas, phases, trailed }: Played): Drawn {
  const { t, f, words } = look;
  const { day } = look.at.directory;
  const caption = t.desk.map(String(year));
  return {
    title: t.player.title,
    kicker: f.longDay(day),
    body: (
      <>
        <AuditWays look={look} />
        <p>{t.player.means}</p>
        <Steps look={look} around={around} />
        <Figures
          look={look}
          told={phases.map(({ phase, count }) => ({
            label: words.phase(phase),
            text: f.number(count),
            href: count === 0 ? undefined : look.href('/rejestr', { phase }),
          }))}
        />
        <div class="halves">
          <Section title={caption} id="map">
            <TileMap look={look} rows={gminas.gminas} year={year} caption={t.desk.mapMeans} />
            <details>
              <summary>{t.desk.mapTable}</summary>
              <Ranking look={look} gminas={gminas} year={year} />
            </details>
          </Section>
          <Section title={t.player.recorded(f.day(day))} id="recorded">
            <p>{t.events(trailed.total)}</p>
            {trailed.events.length > 0 && (
              <Events
                look={look}
                caption={t.player.recorded(f.day(day))}
                events={trailed.events}
                mentioned={trailed.mentioned}
              />
            )}
            {trailed.total > trailed.events.length && (
              <p>
                <a href={look.href('/audyt', { recordedFrom: day, recordedTo: day })}>
                  {t.seeAll(f.number(trailed.total))}
                </a>
              </p>
            )}
          </Section>
        </div>
      </>
    ),
    script: 'player.js',
  };
}

/** The ways to other days. Played, the script follows the one to the next day. */
function Steps({ look, around }: { readonly look: Look; readonly around: DaysAround }): VNode {
  const { t, f } = look;
  const to = (asOf: Day): string => addressOf('/audyt/odtwarzacz', { ...look.carried, asOf });
  const steps: readonly (readonly [string, Day | null, string?])[] = [
    [t.player.first, around.first],
    [t.player.previous, around.previous, 'prev'],
    [t.player.next, around.next, 'next'],
    [t.player.last, around.last],
  ];
  return (
    <nav class="player" aria-label={t.player.steps}>
      {steps.map(([label, day, rel]) =>
        day === null ? (
          <span class="button off">{label}</span>
        ) : (
          <a class="button" href={to(day)} rel={rel}>
            {label} <span class="quiet">{f.day(day)}</span>
          </a>
        ),
      )}
      <button type="button" hidden data-play={t.player.play} data-stop={t.player.stop}>
        {t.player.play}
      </button>
    </nav>
  );
}
