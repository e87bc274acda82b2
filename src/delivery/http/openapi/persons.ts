import type { Erasure } from '../../../application/persons/certificate.js';
import { PERSON_PARAMS, type PersonLine, type PersonPage } from '../../../application/persons/person-reading.js';
import { PERSON, PersonDetails, PersonErasure } from '../../../domain/registers/person.js';
import { EntryCorrection } from '../../../domain/registers/registers.js';
import { POINT_PARAMS } from '../questions.js';
import type { EntryReceipt, ErasureReceipt } from '../receipts.js';
import { AS_OF, CURSOR, LIMIT } from './common-parameters.js';
import { RECEIPT } from './entries.js';
import { CHANGING, meaning, type Operation, READING, WRITING } from './operation.js';
import { payload } from './payloads.js';
import { ACTOR, choice, ID, INSTANT, list, maybe, named, nullable, object, REVISION, text } from './schema.js';

/** Persons at offices: recorded sealed, read by whoever may, erased. */

const TAG = PERSON.path;

const CERTIFICATE =
  'kronika erasure certificate\nurn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00\nperson 018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01\n...\n\n— urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00 ...\n';

const ERASURE = named(
  'Erasure',
  object<Erasure>({
    at: { ...INSTANT, description: 'When it was recorded.' },
    by: ACTOR,
    reason: text('Wniosek osoby; obowiązek archiwalny ustał.'),
    keyDestroyedAt: INSTANT,
    certificate: nullable(
      text(CERTIFICATE, 'A C2SP signed note (docs/trust.md); null while the key that signs is not here.'),
    ),
  }),
);

const PERSON_LINE = named(
  'Person',
  object<PersonLine>({
    id: ID,
    organisation: object<PersonLine['organisation']>({ id: ID, name: text('Gmina Łubianka') }),
    function: maybe(text('sekretarz gminy')),
    name: maybe(text('Anna Wymyślona')),
    phone: maybe(text('56 662 87 00')),
    email: maybe(text('sekretarz@gmina.example')),
    state: choice(['readable', 'erased', 'unreadable'], {
      description:
        '`erased`: nobody can open it any more, at whatever point. `unreadable`: the key is not here, or what is sealed is not what was sealed for this person.',
    }),
    erasure: maybe(ERASURE),
    revision: REVISION,
    recordedAt: INSTANT,
    recordedBy: ACTOR,
    lastChangedAt: INSTANT,
    lastChangedBy: ACTOR,
  }),
);

const EXAMPLE = {
  organisation: { name: 'Gmina Łubianka' },
  function: 'sekretarz gminy',
  name: 'Anna Wymyślona',
  phone: '56 662 87 00 wewn. 12',
  email: 'sekretarz@gmina.example',
};

const LOGGED = 'Whoever reads it goes on record in the access log before it is answered.';

export const personList: Operation = {
  ...READING,
  id: 'list-persons',
  tag: TAG,
  summary: 'Persons at offices, in the order in which they were recorded',
  description: LOGGED,
  query: meaning(PERSON_PARAMS, {
    organisation: { description: 'Id of the organisation; those merged into it count too.', schema: ID },
    limit: LIMIT(200, 50),
    cursor: CURSOR,
    asOf: AS_OF,
  }),
  answers: [
    {
      status: 200,
      description: 'A page of them.',
      schema: object<PersonPage>({ items: list(PERSON_LINE), next: nullable(text('WyIyYjE3Il0')) }),
      headers: ['Kronika-As-Of'],
    },
  ],
};

export const personRead: Operation = {
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: 'get-person',
  tag: TAG,
  summary: 'One person, with the certificate where it was erased',
  description: LOGGED,
  query: meaning(POINT_PARAMS, { asOf: AS_OF }),
  answers: [{ status: 200, description: 'The person.', schema: PERSON_LINE, headers: ['ETag', 'Kronika-As-Of'] }],
};

const receipt = named('EntryReceipt', object<EntryReceipt>(RECEIPT));

export const personRegistering: Operation = {
  ...WRITING,
  problems: [...WRITING.problems, 'state'],
  id: 'add-person',
  tag: TAG,
  summary: 'Records a person at an office',
  description:
    'Name, phone number and e-mail address are sealed with a key of the person’s own before they go into the ledger; activities name the person by id. 503 says what to do where no master key is set.',
  body: {
    schema: payload(PersonDetails, EXAMPLE),
    examples: { usual: { summary: 'A person', value: EXAMPLE } },
  },
  answers: [
    { status: 201, description: 'Recorded.', schema: receipt, headers: ['Location', 'ETag', 'Kronika-Position'] },
  ],
};

export const personCorrecting: Operation = {
  ...CHANGING,
  id: 'person-corrections',
  tag: TAG,
  summary: 'Corrects a person',
  description: 'New values by field; null clears. The reason is sealed, too.',
  body: {
    schema: payload(EntryCorrection),
    examples: {
      usual: {
        summary: 'Another number',
        value: { changes: { phone: '56 662 87 01' }, reason: 'Nowy numer po remoncie urzędu.' },
      },
    },
  },
  answers: [{ status: 200, description: 'Recorded.', schema: receipt, headers: ['ETag', 'Kronika-Position'] }],
};

export const personErasing: Operation = {
  ...CHANGING,
  id: 'erase-person',
  tag: TAG,
  summary: 'Erases a person, for good',
  description:
    'Records the erasure with its reason, then destroys the key: what is sealed can be opened by nobody any more, at no point of the past. The ledger stays as it is, byte for byte, and so do its proofs. The reason stays, so it must not say who it was.',
  body: {
    schema: payload(PersonErasure),
    examples: {
      usual: { summary: 'On request', value: { reason: 'Wniosek osoby; obowiązek archiwalny ustał.' } },
    },
  },
  answers: [
    {
      status: 200,
      description: 'Erased, with the certificate.',
      schema: named('ErasureReceipt', object<ErasureReceipt>({ ...RECEIPT, erasure: ERASURE })),
      headers: ['ETag', 'Kronika-Position'],
    },
  ],
};
