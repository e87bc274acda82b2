import type { VNode } from 'preact';
import type { Look } from '../look.js';

type Params = Readonly<Record<string, string | undefined>>;

/** The year that a page shows, with those before and after it. */
export function Years({
  look,
  path,
  year,
  asked = {},
}: {
  readonly look: Look;
  readonly path: string;
  readonly year: number;
  /** What else the page is asked. */
  readonly asked?: Params;
}): VNode {
  const { t } = look;
  const to = (other: number): string => look.href(path, { ...asked, year: String(other) });
  const latest = Number(look.at.directory.day.slice(0, 4));
  return (
    <nav class="period" aria-label={t.year}>
      <a rel="prev" href={to(year - 1)}>
        ← {year - 1}
      </a>
      <b>
        {t.year} {year}
      </b>
      {year < latest && (
        <a rel="next" href={to(year + 1)}>
          {year + 1} →
        </a>
      )}
    </nav>
  );
}
