import { CONTACT_DATA } from '../../../application/commands/personal-data.js';
import type { AnswerHeader, Meaning, RequestHeader } from './operation.js';
import { constant, POSITION, type Schema, text } from './schema.js';

export const REQUEST_HEADERS: Readonly<Record<RequestHeader, Meaning>> = {
  'If-Match': {
    description: 'The ETag of what you saw: the write is refused when somebody else changed it meanwhile.',
    schema: { type: 'string', pattern: '^(?:W/)?"\\d{1,15}"$', examples: ['"0"'] },
    required: true,
  },
  'Idempotency-Key': {
    description:
      'Any name that you give to this request: repeated with the same body, it gets the same answer and records nothing twice.',
    schema: {
      type: 'string',
      pattern: '^[\\x21-\\x7e]{1,200}$',
      examples: ['3f0b4c1e-6f0a-4d4e-9d5a-2f8d3b0b9a11'],
    },
  },
  'Kronika-After': {
    description:
      'What a write answered as Kronika-Position: the answer waits until the views hold it, 5 seconds at most.',
    schema: text('1234'),
  },
  'Kronika-Acknowledge': {
    description:
      "The e-mail address or phone number in a text, which is not an office's own, was seen and may stand. The event keeps this.",
    schema: constant(CONTACT_DATA),
  },
  'Kronika-Actor': {
    description: 'Who acts, where authentication is off; without it, "anonymous". Where it is on, the token says.',
    schema: text('pracownik-1'),
  },
  'Last-Event-ID': {
    description: 'Position of the last event seen: the stream goes on after it. Browsers send it by themselves.',
    schema: text('1234'),
  },
  traceparent: {
    description: 'W3C trace context: its trace id is kept with what is recorded, as the correlation.',
    schema: {
      type: 'string',
      pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
      examples: ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    },
  },
};

export const ANSWER_HEADERS: Readonly<Record<AnswerHeader, { readonly description: string; readonly schema: Schema }>> =
  {
    ETag: { description: 'The revision of the subject; If-Match takes it.', schema: text('"0"') },
    'Kronika-Position': {
      description:
        'Position of what was recorded. Where the views are more than 5 seconds behind, a token that Kronika-After takes as well.',
      schema: text('1234'),
    },
    'Kronika-As-Of': { description: 'The position at which the whole answer stands.', schema: POSITION },
    Location: {
      description: 'Where it is read.',
      schema: text('/v1/contacts/018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'),
    },
    Vary: { description: 'What the answer hangs on besides the address.', schema: text('Accept') },
    'Retry-After': { description: 'Seconds.', schema: text('5') },
    Link: {
      description: 'Where the rest is, `rel="next"`; missing at the end.',
      schema: text('</v1/ledger/events?limit=100&after=1334>; rel="next"'),
    },
  };
