import { stringify } from 'csv-stringify/sync';
import { ZONE } from '../../application/placing.js';
import type { ActivityLine, ActivityPage } from '../../application/queries/activities.js';
import { guarded } from '../reports/report-csv.js';
import type { Look } from './look.js';

/** As a Polish spreadsheet opens it right: UTF-8 with BOM, `;`, CRLF; a page of the register at a time. */
export async function* registerCsv(
  look: Look,
  first: ActivityPage,
  after: (cursor: string) => Promise<ActivityPage>,
): AsyncGenerator<string> {
  yield lines([Object.values(look.t.csv)], true);
  for (let page = first; ; page = await after(page.next)) {
    if (page.items.length > 0)
      yield lines(
        page.items.map((line) => cells(look, line)),
        false,
      );
    if (page.next === null) return;
  }
}

const lines = (rows: readonly (readonly string[])[], bom: boolean): string =>
  stringify([...rows], { delimiter: ';', record_delimiter: 'windows', bom });

/** In the order of the catalogue's `csv`. Days are written as they are kept: every spreadsheet reads them. */
function cells(look: Look, line: ActivityLine): readonly string[] {
  const { words, t, f } = look;
  const { details, waitsFor } = line;
  const known: Readonly<Record<string, string>> = t.waitsFor;
  return [
    line.number,
    words.kind(line.kind),
    guarded(line.title),
    line.occurredOn,
    line.occurredUntil,
    words.value('', 'occurredPrecision', details.occurredPrecision ?? 'day'),
    words.status(line.status),
    line.phase === null ? '' : words.phase(line.phase),
    words.value('', 'scope', details.scope ?? 'gminas'),
    [...(details.gminas ?? []), ...(details.otherGminas ?? [])].map((code) => look.gmina(code)).join(', '),
    line.strategyItems.join(', '),
    waitsFor === null ? '' : (known[waitsFor] ?? waitsFor),
    line.due ?? '',
    line.overdue ? t.yes : t.no,
    String(line.lateDays),
    String(line.backfilledDays),
    f.moment(line.recordedAt, ZONE),
    guarded(line.recordedBy),
    f.moment(line.lastChangedAt, ZONE),
    guarded(line.lastChangedBy),
    line.id,
  ];
}
