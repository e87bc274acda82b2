import type { AccessList, AccessParams } from '../../../application/access/access-reading.js';
import type { AccessRecord } from '../../../application/ports/access-log-store.js';
import type { Answer } from '../../../application/queries/figures.js';
import { isDay } from '../../../domain/kernel/day.js';
import { count } from '../../paper/paper.js';
import type { Look } from '../look.js';
import { actionWords, detailWords, subjectNamed } from '../pages/accesses.js';
import { type Cells, columnsOf, type ListFile } from './list-file.js';

type ColumnName = keyof Look['t']['accessColumns'];

const COLUMNS: Cells<ColumnName, AccessRecord> = {
  cells: {
    number: (_, { number }) => count(number),
    at: (_, { at: value }) => ({ as: 'moment', value }),
    by: (_, { actor }) => actor.id,
    roles: ({ words }, { actor }) => actor.roles.map((role) => words.role(role)).join(', '),
    action: (look, { action }) => actionWords(look, action),
    subjects: (look, { subjects }) =>
      subjects
        .map((subject) => {
          const { word, rest } = subjectNamed(look, subject);
          return [word, rest].filter(Boolean).join(' ');
        })
        .join('; '),
    details: (_, { details }) => (details === undefined ? '' : detailWords(details)),
    correlation: (_, { correlation }) => correlation ?? '',
    hash: (_, { hash }) => hash,
  },
  figures: ['number'],
  onPaper: ['number', 'at', 'by', 'roles', 'action', 'subjects', 'details'],
};

/** The access log, the last first. @param read what whoever takes it is on record for */
export function accessList(
  look: Look,
  asked: AccessParams,
  { value: { total, pages }, position }: Answer<AccessList>,
): ListFile<AccessRecord> {
  const { t } = look;
  return {
    file: 'rejestr-dostepow',
    ...t.lists.accesses,
    total,
    counted: t.entries(total),
    conditions: conditionsOf(look, asked),
    ...columnsOf(look, t.accessColumns, COLUMNS),
    source: 'GET /v1/access-log',
    told: (record) => record,
    pages: placed(pages, position),
  };
}

async function* placed(
  pages: AccessList['pages'],
  position: number,
): AsyncGenerator<Answer<{ readonly items: readonly AccessRecord[] }>> {
  for await (const items of pages) yield { value: { items }, position };
}

function conditionsOf(look: Look, asked: AccessParams): readonly string[] {
  const { t, f } = look;
  return (['by', 'action', 'subject', 'from', 'to'] as const).flatMap((name) => {
    const value = asked[name];
    if (value === undefined) return [];
    return [
      `${t.accesses[name]}: ${name === 'action' ? actionWords(look, value) : isDay(value) ? f.day(value) : value}`,
    ];
  });
}
