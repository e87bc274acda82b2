import { LEDGER_PARAMS, type LedgerParams, SUBJECTS } from '../../../application/queries/ledger.js';
import { REPLAY_PARAMS, STREAM_PARAMS } from '../questions.js';
import { DAY_OR_INSTANT, LIMIT } from './common-parameters.js';
import { CLOUD_EVENT, REPLAY_LINE } from './events.js';
import { example } from './example.js';
import { type Meaning, meaning, type Operation, READING } from './operation.js';
import { ACTOR, choice, DAY, list, POSITION, type Schema, TERC, text } from './schema.js';

/** The trail of events, live and replayed. */

const TAG = 'ledger';

const PARAMETERS: Readonly<Record<keyof LedgerParams, Meaning>> = {
  after: { description: 'Position after which to go on.', schema: POSITION },
  limit: LIMIT(500, 100),
  kind: {
    description: "Kinds of activity, registers, `freezing` for frozen reports, or `day` for the days' closes.",
    schema: choice(SUBJECTS),
    several: true,
  },
  type: { description: 'Types of event.', schema: text('ContactRecorded'), several: true },
  stream: { description: 'The stream of one subject.', schema: text('contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00') },
  gmina: {
    description: 'TERC of a gmina, `county` or `outside`: events of activities that counted there afterwards.',
    schema: { anyOf: [TERC, choice(['county', 'outside'])], examples: ['0415052'] },
  },
  by: { description: 'Id of the account that recorded it.', schema: ACTOR },
  recordedFrom: { description: 'Recorded then or later.', schema: DAY_OR_INSTANT },
  recordedTo: { description: 'Recorded then or earlier.', schema: DAY_OR_INSTANT },
};

export const events: Operation = {
  ...READING,
  id: 'list-events',
  tag: TAG,
  summary: 'The trail: events of the ledger in its order',
  query: meaning(LEDGER_PARAMS, PARAMETERS),
  answers: [
    {
      status: 200,
      description: 'A batch of CloudEvents 1.0.',
      type: 'application/cloudevents-batch+json',
      schema: list(CLOUD_EVENT),
      headers: ['Link'],
    },
  ],
};

const STREAMED: Schema = {
  type: 'string',
  description: 'Server-sent events: the position as `id`, a CloudEvent as `data`; a comment now and then.',
};

export const stream: Operation = {
  headers: ['Last-Event-ID', 'Kronika-Actor'],
  problems: ['bad-query', 'unavailable'],
  id: 'stream-events',
  tag: TAG,
  summary: 'The trail as it grows: server-sent events',
  description:
    'Each event once the views have it. It begins after Last-Event-ID, else after `after`, else now; it ends after an hour, when the reader comes back and shows its token again.',
  query: meaning(STREAM_PARAMS, PARAMETERS),
  answers: [
    {
      status: 200,
      description: 'The stream.',
      type: 'text/event-stream',
      schema: STREAMED,
      example: `retry: 3000\n\nid: 1234\ndata: ${JSON.stringify(example(CLOUD_EVENT))}\n\n`,
      headers: [],
    },
  ],
};

const POINT: Schema = { anyOf: [POSITION, DAY], examples: ['2023-06-14'] };

export const replay: Operation = {
  ...READING,
  id: 'replay',
  tag: TAG,
  summary: 'The ledger played again: each event with its subject before and after',
  query: meaning(REPLAY_PARAMS, {
    from: { description: 'Position or day from which to play. Left out: from the beginning.', schema: POINT },
    to: { description: 'Position or day up to which to play, included. Left out: up to now.', schema: POINT },
  }),
  answers: [
    {
      status: 200,
      description: 'NDJSON: one such object a line.',
      type: 'application/x-ndjson',
      schema: REPLAY_LINE,
      headers: [],
    },
  ],
};
