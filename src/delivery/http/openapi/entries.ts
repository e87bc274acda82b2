import type { Ended } from '../../../application/queries/ended-by.js';
import {
  ENTRY_PARAMS,
  type EntryLine,
  type EntryPage,
  type EntryParams,
} from '../../../application/queries/entries.js';
import type { Support } from '../../../application/queries/support.js';
import { KINDS } from '../../../domain/catalogue.js';
import { ORGANISATION_KINDS } from '../../../domain/registers/organisation.js';
import type { Register } from '../../../domain/registers/register.js';
import { FUNCTIONS, OFFICIAL, ORGANISATION, STRATEGY } from '../../../domain/registers/registers.js';
import { ADOPTION, type EntryWrite } from '../entry-writes.js';
import { POINT_PARAMS } from '../questions.js';
import type { AdoptionReceipt, EntryReceipt } from '../receipts.js';
import { AS_OF, CURSOR, LIMIT, WORDS } from './common-parameters.js';
import { CHANGING, type Meaning, meaning, type Operation, READING, type Success, WRITING } from './operation.js';
import { payload } from './payloads.js';
import {
  ACTOR,
  choice,
  COUNT,
  DAY,
  FLAG,
  GROSZE,
  ID,
  INSTANT,
  list,
  maybe,
  named,
  nullable,
  object,
  POSITION,
  REVISION,
  type Schema,
  TERC,
  text,
} from './schema.js';

/** The registers: their lists, their entries, and what is written to them. */

const nounOf = ({ name }: Register): string => name.charAt(0).toUpperCase() + name.slice(1);

const SUPPORT = named(
  'Support',
  object<Support>(
    {
      times: { ...COUNT, description: 'How often something was delivered, also where the rest was called off.' },
      requested: GROSZE,
      granted: GROSZE,
      delivered: GROSZE,
      settled: GROSZE,
      returned: GROSZE,
      open: { ...COUNT, description: 'Requested or granted and not yet done.' },
      decisionsTotal: {
        ...COUNT,
        description:
          'How many decisions there are, of which `decisions` are those of the latest activities; the register lists all: `kind=support-action&organisation=`.',
      },
      decisions: list(
        object<Support['decisions'][number]>({
          organ: text('Zarząd Powiatu Toruńskiego'),
          number: text('uchwała nr 871/2023'),
          date: DAY,
          amount: nullable(GROSZE),
          activity: text('WS/2023/0113', 'Number of the entry.'),
        }),
        { maxItems: 100 },
      ),
    },
    { description: 'What it got, that of organisations merged into it included. Grosze.' },
  ),
);

const SINCE_ADOPTION = {
  inForce: { ...FLAG, description: 'On the day asked.' },
  ranOut: { ...FLAG, description: 'Whether it is in force past its own end.' },
};

/** An entry; only the fields that entries of its register have. */
function lineSchema(register: Register): Schema {
  const whole = object<EntryLine>({
    id: text(register === STRATEGY ? '2022-2024' : '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'),
    details: payload(register.details, register.example),
    mergedInto: maybe({ ...ID, description: 'The organisation that stands for this one.' }),
    revision: REVISION,
    recordedAt: INSTANT,
    recordedBy: ACTOR,
    lastChangedAt: INSTANT,
    lastChangedBy: ACTOR,
    support: maybe(SUPPORT),
    inForce: maybe(SINCE_ADOPTION.inForce),
    ranOut: maybe(SINCE_ADOPTION.ranOut),
  });
  const elsewhere = [
    ...(register === ORGANISATION ? [] : ['mergedInto', 'support']),
    ...(register === STRATEGY ? [] : Object.keys(SINCE_ADOPTION)),
  ];
  const properties = Object.entries(whole['properties'] as object);
  return named(`${nounOf(register)}Entry`, {
    ...whole,
    properties: Object.fromEntries(properties.filter(([name]) => !elsewhere.includes(name))),
  });
}

/** What the entries of a register are told apart by; those of the others are all of one kind. */
function kinds(register: Register): readonly string[] {
  return register === ORGANISATION ? ORGANISATION_KINDS : register === OFFICIAL ? FUNCTIONS : [];
}

function parameters(register: Register): Operation['query'] {
  const meanings: Readonly<Record<keyof EntryParams, Meaning>> = {
    kind: {
      description: register === OFFICIAL ? 'Functions.' : 'Kinds.',
      schema: choice(kinds(register)),
      several: true,
    },
    gmina: { description: 'TERC of the gmina in which it lies, any it ever had.', schema: TERC },
    q: WORDS,
    limit: LIMIT(200, 50),
    cursor: CURSOR,
    asOf: AS_OF,
  };
  const asked = ENTRY_PARAMS.filter(
    (name) => (name !== 'kind' || kinds(register).length > 0) && (name !== 'gmina' || register === ORGANISATION),
  );
  return meaning(asked, meanings);
}

export const entryList = (register: Register): Operation => ({
  ...READING,
  id: `list-${register.path}`,
  tag: register.path,
  summary: `The register of ${register.path}`,
  ...(register === ORGANISATION && { description: 'Each with the support that it got.' }),
  query: parameters(register) ?? [],
  answers: [
    {
      status: 200,
      description: 'A page, by name.',
      schema: object<EntryPage>({
        items: list(lineSchema(register)),
        next: nullable({ ...text('WyIyYjE3Il0'), description: 'Cursor of the next page; null on the last.' }),
      }),
      headers: ['Kronika-As-Of'],
    },
  ],
});

export const entryRead = (register: Register): Operation => ({
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: `get-${register.name}`,
  tag: register.path,
  summary: `One entry of the register of ${register.path}`,
  query: meaning(POINT_PARAMS, { asOf: AS_OF }),
  answers: [
    { status: 200, description: 'The entry.', schema: lineSchema(register), headers: ['ETag', 'Kronika-As-Of'] },
  ],
});

export const RECEIPT: Parameters<typeof object<EntryReceipt>>[0] = {
  id: ID,
  revision: REVISION,
  position: nullable({ ...POSITION, description: 'Null where the views are late.' }),
};

const ENDED = object<Ended>({
  id: ID,
  kind: choice(KINDS.map(({ name }) => name)),
  number: text('KT/2025/0003'),
  title: text('Ustalenie terminu dożynek powiatowych'),
  occurredOn: DAY,
  strategyItems: list(text('T1')),
});

function receiptOf(write: EntryWrite): Schema {
  if (write !== ADOPTION) return named('EntryReceipt', object<EntryReceipt>(RECEIPT));
  const ends = nullable(
    list(ENDED, { description: 'The activities whose items it ends. Null where the views are late.' }),
  );
  return named('AdoptionReceipt', object<AdoptionReceipt>({ ...RECEIPT, ends }));
}

export function entryWriting(write: EntryWrite): Operation {
  const { register, path, payload: takes, does, example } = write;
  const what = /:key\/(.+)$/.exec(path)?.[1];
  const headers: Success['headers'] = ['ETag', 'Kronika-Position'];
  const done = { description: 'Recorded.', schema: receiptOf(write) };
  return {
    ...(what === undefined ? WRITING : CHANGING),
    // An entry that brings its own key may be there already.
    ...(what === undefined && { problems: [...WRITING.problems, 'state' as const] }),
    id: what === undefined ? `add-${register.name}` : `${register.name}-${what}`,
    tag: register.path,
    summary: does,
    ...('changes' in example && {
      description: 'New values by field; null clears. What stood there stays in history.',
    }),
    body: {
      schema: payload(takes, takes === register.details ? example : undefined),
      examples: { usual: { summary: does, value: example } },
    },
    answers: [
      what === undefined
        ? { ...done, status: 201, headers: ['Location', ...headers] }
        : { ...done, status: 200, headers },
    ],
  };
}
