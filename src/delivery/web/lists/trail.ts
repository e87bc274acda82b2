import type { CloudEvent, LedgerParams } from '../../../application/queries/ledger.js';
import type { Mention } from '../../../application/queries/mentions.js';
import { count } from '../../paper/paper.js';
import type { Look } from '../look.js';
import { subjectKindWords, subjectTold, typeWords } from '../pages/audit.js';
import { askedWords } from '../register-words.js';
import { type Cells, columnsOf, type ListFile } from './list-file.js';

/** An event, with what the activities are called that it and its neighbours are of. */
export interface TrailLine {
  readonly event: CloudEvent;
  readonly mentioned: ReadonlyMap<string, Mention>;
}

type ColumnName = keyof Look['t']['trailColumns'];

const COLUMNS: Cells<ColumnName, TrailLine> = {
  cells: {
    position: (_, { event }) => count(Number(event.position)),
    recordedAt: (_, { event }) => ({ as: 'moment', value: event.time }),
    by: (_, { event }) => event.actor,
    roles: ({ words }, { event }) =>
      event.roles
        .split(' ')
        .filter(Boolean)
        .map((role) => words.role(role))
        .join(', '),
    department: (_, { event }) => event.department ?? '',
    what: (look, { event }) => typeWords(look, event.type, event.subject),
    kind: (look, { event, mentioned }) => subjectTold(look, event, mentioned).kind,
    subject: (look, { event, mentioned }) => subjectTold(look, event, mentioned).name,
    type: (_, { event }) => event.type,
    stream: (_, { event }) => event.subject,
    revision: (_, { event }) => ({ as: 'plain', value: event.revision }),
    file: (_, { event }) => event.originfile ?? '',
    row: (_, { event }) => (event.originrow === undefined ? '' : { as: 'plain', value: event.originrow }),
    correlation: (_, { event }) => event.correlation ?? '',
    id: (_, { event }) => event.id,
  },
  figures: ['position', 'revision', 'row'],
  onPaper: ['position', 'recordedAt', 'by', 'roles', 'what', 'kind', 'subject'],
};

/** The trail of events, the last first. */
export function trailList(
  look: Look,
  asked: LedgerParams,
  { total, pages }: Pick<ListFile<TrailLine>, 'total' | 'pages'>,
): ListFile<TrailLine> {
  const { t } = look;
  return {
    file: 'slad-zdarzen',
    ...t.lists.trail,
    total,
    counted: t.events(total),
    conditions: conditionsOf(look, asked),
    ...columnsOf(look, t.trailColumns, COLUMNS),
    source: 'GET /v1/ledger/events',
    told: ({ event }) => event,
    pages,
  };
}

function conditionsOf(
  look: Look,
  { kind, stream, gmina, by, recordedFrom, recordedTo }: LedgerParams,
): readonly string[] {
  const { t } = look;
  const kinds = kind?.split(',').map((each) => subjectKindWords(look, each));
  const asked = { gmina, recordedBy: by, recordedFrom, recordedTo } as const;
  return [
    ...(kinds === undefined ? [] : [`${t.audit.subject}: ${kinds.join(', ')}`]),
    ...(stream === undefined ? [] : [`${t.audit.stream}: ${stream}`]),
    ...(Object.keys(asked) as (keyof typeof asked)[]).flatMap((name) => {
      const value = asked[name];
      return value === undefined ? [] : [`${t.params[name]}: ${askedWords(look, name, value)}`];
    }),
  ];
}
