import { type FigureLinks, itemParams, Links } from '../queries/figure-links.js';
import type { Reading } from '../as-of.js';
import type { ReportFigures } from './report-figures.js';

/** The links of a report's figures. A line's is that of its entry, which tells all its figures. */
export function reportLinks(figures: ReportFigures, point: Pick<Reading, 'again' | 'day'>): FigureLinks {
  const links = new Links(figures, point);
  links.row('/totals', figures.totals, {}, null);
  figures.gminas.forEach((row, index) => {
    links.gmina(`/gminas/${String(index)}`, row);
  });
  links.row('/countyWide', figures.countyWide, { gmina: 'county' }, null);
  links.row('/outside', figures.outside, { gmina: 'outside' }, null);
  figures.items.forEach(({ code, activities }, index) => {
    links.activities(`/items/${String(index)}/activities`, activities, itemParams(code, figures.strategy?.id));
  });
  for (const [kind, counts] of Object.entries(figures.kinds)) links.totals(`/kinds/${kind}`, counts, { kind });
  for (const [name, kind] of [
    ['investments', 'joint-investment'],
    ['campaigns', 'campaign'],
  ] as const) {
    const { total, lines } = figures[name];
    links.add(`/${name}/total`, total, { kind, concernsFrom: figures.from, concernsTo: figures.to });
    lines.forEach(({ number }, index) => {
      links.add(`/${name}/lines/${String(index)}`, number, { number });
    });
  }
  return links.found;
}
