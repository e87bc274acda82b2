import { ACCESS_PARAMS, type AccessPage } from '../../../application/access/access-reading.js';
import { ACCESS_ACTIONS, type AccessRecord } from '../../../application/ports/access-log-store.js';
import { type Actor, ROLES } from '../../../domain/kernel/event.js';
import { AS_OF, CURSOR, LIMIT } from './common-parameters.js';
import { meaning, type Operation, READING } from './operation.js';
import { ACTOR, choice, DAY, INSTANT, list, maybe, named, nullable, object, SHA256, text, whole } from './schema.js';

/** Who read or exported personal data, ran a report, took evidence, or changed accounts or the configuration. */

const RECORD = named(
  'AccessRecord',
  object<AccessRecord>(
    {
      number: whole(417, 'Counted without a gap.'),
      at: INSTANT,
      action: choice(ACCESS_ACTIONS, { examples: ['persons-read'] }),
      actor: object<Actor>({
        id: ACTOR,
        roles: list(choice(ROLES, { examples: ['recorder'] })),
        department: maybe(text('Wydział Promocji')),
      }),
      subjects: list(text('person/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'What it was done to.')),
      details: maybe({
        type: 'object',
        additionalProperties: true,
        description: 'What was asked, or what became of it.',
        examples: [{ asOf: '2024-03-31' }],
      }),
      correlation: maybe(text('4bf92f3577b34da6a3ce929d0e0e4736', 'W3C trace id of the request.')),
      previous: nullable({ ...SHA256, description: 'The hash of the entry before; null for the first.' }),
      hash: { ...SHA256, description: 'SHA-256 of the RFC 8785 form of all the rest.' },
    },
    { description: 'An entry of the access log.' },
  ),
);

export const accessLog: Operation = {
  ...READING,
  id: 'list-accesses',
  tag: 'audit',
  summary: 'Who read or exported personal data, ran a report, took evidence, or changed accounts or the configuration',
  description:
    'The last first. Entries are chained by their hashes, and each day’s close in the ledger carries the hash of the last one; `kronika verify` checks both. They are kept for two years. Whoever asks is put on record as well.',
  query: meaning(ACCESS_PARAMS, {
    by: { description: 'Id of the account.', schema: ACTOR },
    action: {
      description:
        'What was done. `data-exported`: a command copied the ledger, the accounts or the keys of persons out of the program; `ledger-restored`: a backup was put in place; `configuration-changed`: the program was started with other settings, by whom the machine knows.',
      schema: choice(ACCESS_ACTIONS),
    },
    subject: {
      description: 'What it was done to: `person/` and its id, `account/` and its name, `report/annual`, `ledger`.',
      schema: text('person/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'),
    },
    from: { description: 'The first day.', schema: DAY },
    to: { description: 'The last day.', schema: DAY },
    limit: LIMIT(200, 50),
    cursor: CURSOR,
    asOf: AS_OF,
  }),
  answers: [
    {
      status: 200,
      description: 'A page of them.',
      schema: object<AccessPage>({ items: list(RECORD), next: nullable(text('WyIyYjE3Il0')) }),
      headers: ['Kronika-As-Of'],
    },
  ],
};
