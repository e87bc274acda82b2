import type { CloudEvent } from '../../../application/queries/ledger.js';
import type { ReplayLine } from '../../../application/queries/replay.js';
import type { Annulled, Corrected, Stepped } from '../../../domain/activities/activity.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { STATUSES } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import type { Entry, Register } from '../../../domain/registers/register.js';
import { REPORT_FROZEN, type ReportFrozen } from '../../../domain/freezing.js';
import { REGISTERS } from '../../../domain/registers/registers.js';
import { type AccessHead, DAY_CLOSED, type DayClosed, type ViewsOfDay } from '../../../domain/views/days.js';
import type { ActivityDoc } from '../../../domain/views/register.js';
import { ANNULMENT, detailsSchema, exampleDetails, leadsToAny, lineFields, stepsOf } from './kinds.js';
import { fieldsOf, payload } from './payloads.js';
import { ACTIVITY_EVENTS } from './register.js';
import {
  ACTOR,
  choice,
  constant,
  COUNT,
  DAY,
  ID,
  INSTANT,
  list,
  maybe,
  MONTH,
  named,
  nullable,
  object,
  POSITION,
  record,
  REVISION,
  type Schema,
  SHA256,
  text,
  whole,
} from './schema.js';

/** Events as the trail tells them, and what the replay shows beside them. */

const steppedSchema = (kind: Kind): Schema =>
  named(`${kind.noun}Stepped`, {
    oneOf: stepsOf(kind).map(({ name, row }) => {
      const { properties, required } = fieldsOf(row.fields);
      const fields = {
        type: 'object',
        properties: { ...properties, on: DAY },
        required: [...new Set(['on', ...required])],
        additionalProperties: false,
      };
      const stepped = object<Stepped>({
        step: constant(name),
        status: choice(leadsToAny(kind, row)),
        details: maybe({ ...detailsSchema(kind), description: 'Where it begins with this step.' }),
        fields,
      });
      return { title: row.event, ...stepped };
    }),
  });

const OPEN: Schema = { type: 'object', additionalProperties: true };

const CORRECTED = named(
  'Corrected',
  object<Corrected>({
    changes: {
      ...OPEN,
      description: 'New values by path; null where one was cleared.',
      examples: [{ place: 'Łubianka' }],
    },
    reason: text('Brakowało miejsca.'),
    statuses: maybe(list(choice(STATUSES), { description: 'Those to which the steps then led, where one moved.' })),
  }),
);
const ANNULLED = named('Annulled', object<Annulled>({ reason: text('Zapisane dwa razy.'), replacedBy: maybe(ID) }));
const CLOSED = named(
  'DayClosed',
  object<DayClosed>({
    day: DAY,
    checkpoint: maybe(text('urn:uuid:...', 'The ledger as it stood, signed: a C2SP signed note.')),
    views: maybe(
      object<ViewsOfDay>(
        {
          after: { ...COUNT, description: 'Position after which the stretch begins.' },
          position: { ...COUNT, description: 'Position of its last event.' },
          versions: record(whole(1), 'register'),
          editions: COUNT,
          digest: SHA256,
          chain: { ...SHA256, description: 'Over all this and the chain of the close before.' },
        },
        {
          description: 'What the views said at the end of the day: the editions that a stretch of the ledger touched.',
        },
      ),
    ),
    access: maybe(
      object<AccessHead>(
        { entries: { ...COUNT, description: 'How many entries there ever were.' }, head: SHA256 },
        { description: 'Where the access log stood: the hash of its last entry.' },
      ),
    ),
  }),
);

const FROZEN = named(
  'ReportFrozen',
  object<ReportFrozen>({
    report: choice(['period', 'annual'] satisfies ReportFrozen['report'][]),
    from: MONTH,
    to: MONTH,
    strategy: nullable(text('2022-2024', 'The strategy that was asked for.')),
    position: { ...whole(1234), description: 'The position at which the report stood.' },
    day: DAY,
    viewVersions: record(whole(1), 'register'),
    digest: SHA256,
    figures: { ...OPEN, description: 'What the report said.', examples: [{ report: 'annual', from: '2023-01' }] },
  }),
);

const dataOf = (register: Register): readonly Schema[] => [
  payload(register.details, register.example),
  ...Object.values(register.changes).map((change) => payload(change.payload)),
];

const DATA: Schema = {
  description:
    'What was recorded: of a step, the step with its fields (and the details where it is the first); of a correction, an undoing, an annulment or a restoration, its body; of a register, what was entered; of a frozen report, what it said.',
  anyOf: [...KINDS.map(steppedSchema), CORRECTED, ANNULLED, FROZEN, CLOSED, ...REGISTERS.flatMap(dataOf)],
};

const TYPES = [
  ...ACTIVITY_EVENTS,
  ...REGISTERS.flatMap(({ made, changes }) => [made, ...Object.keys(changes)]),
  REPORT_FROZEN,
  DAY_CLOSED,
];

const [first] = KINDS;
const CONTACT_DATA: object = {
  step: 'record',
  status: 'follow-up-open',
  details: first === undefined ? {} : exampleDetails(first),
  fields: { on: '2023-06-14' },
};

export const CLOUD_EVENT = named(
  'CloudEvent',
  object<CloudEvent>(
    {
      specversion: constant('1.0'),
      id: ID,
      source: text('urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'The ledger.'),
      type: choice(TYPES, { examples: ['ContactRecorded'] }),
      subject: text('contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'The stream: kind or register, and id.'),
      time: { ...INSTANT, description: 'When it was recorded.' },
      datacontenttype: constant('application/json'),
      data: { ...DATA, examples: [CONTACT_DATA] },
      position: POSITION,
      revision: REVISION,
      schema: whole(1, 'Version of the shape of `data`, as recorded.'),
      actor: ACTOR,
      roles: text('recorder', 'Those that the account had then, with blanks between.'),
      department: maybe(text('Wydział Promocji')),
      correlation: maybe(text('4bf92f3577b34da6a3ce929d0e0e4736', 'W3C trace id of the request.')),
      originfile: maybe({ ...SHA256, description: 'Of an import: SHA-256 of the file.' }),
      originrow: maybe(whole(17, 'Of an import: the row.')),
      acknowledged: maybe(text('contact-data', 'Warnings that the recorder saw and accepted.')),
    },
    { description: 'An event as CloudEvents 1.0 tells it.' },
  ),
);

function activityDoc(kind: Kind): Schema {
  const { overdue: _overdue, strategyItems: _items, title: _title, ...line } = lineFields(kind);
  const keys = list(text('0415052'));
  return named(
    `${kind.noun}Document`,
    object<ActivityDoc>({
      ...line,
      annulment: nullable(ANNULMENT),
      position: whole(1234),
      recordedOn: DAY,
      countsFrom: nullable(DAY),
      countsUntil: nullable(text('9999-12-31')),
      gminas: keys,
      items: list(text('2022-2024/T1')),
      units: list(text('pzd')),
      organisations: list(ID),
      representatives: list(text('wicestarosta')),
      caseSigns: list(text('PE.524.18.2023')),
      links: list(ID),
      amounts: list(text('support.granted/2023-06')),
      marks: list(text('monthKnown')),
      lateSteps: record(whole(1), 'late/2023-06'),
      selfApproved: choice(['true', 'false']),
      words: list(text('dozynki')),
    }),
  );
}

const entryDoc = (register: Register): Schema =>
  named(
    `${register.name.charAt(0).toUpperCase()}${register.name.slice(1)}Document`,
    object<Entry>({
      id: text(`${register.name}/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00`),
      register: constant(register.name),
      key: ID,
      details: payload(register.details, register.example),
      mergedInto: maybe(ID),
      revision: REVISION,
      recordedAt: INSTANT,
      recordedBy: ACTOR,
      lastChangedAt: INSTANT,
      lastChangedBy: ACTOR,
      position: whole(1234),
      kind: nullable(text('gmina')),
      gmina: nullable(text('0415052')),
      name: text('Gmina Łubianka'),
      words: list(text('lubianka')),
    }),
  );

const NOTHING: Schema = { type: 'null' };
const DOCUMENTS = [...KINDS.map(activityDoc), ...REGISTERS.map(entryDoc)];

export const REPLAY_LINE = named(
  'ReplayLine',
  object<ReplayLine>(
    {
      event: CLOUD_EVENT,
      before: {
        anyOf: [NOTHING, ...DOCUMENTS],
        description: 'Its subject as the views kept it before; null where there was none.',
      },
      after: { anyOf: [...DOCUMENTS, NOTHING], description: 'Its subject after; null where it has none.' },
    },
    { description: 'One change of the ledger.' },
  ),
);
