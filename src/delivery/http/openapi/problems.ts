import type { Fault, RejectionCode } from '../../../domain/kernel/rejection.js';
import { FAULT, MOST_FAULTS, PLATFORM, type Problem, REJECTIONS } from '../problem.js';
import { choice, list, maybe, named, object, type Schema, shared, text, whole } from './schema.js';

/** Everything by which the interface says no: the last part of a problem's `type`. */
export type ProblemCode = RejectionCode | keyof typeof PLATFORM | 'fault';

const KNOWN = { ...PLATFORM, ...REJECTIONS, fault: FAULT };

interface Said {
  /** When it is answered. */
  readonly when: string;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

/** When each is answered, and what it may say. */
const SAID: Readonly<Record<ProblemCode, Said>> = {
  malformed: {
    when: 'The body is no JSON.',
    detail: 'Unexpected end of JSON input',
  },
  'bad-query': {
    when: 'A parameter of the address or a header is not known, or not of its form: all of them are named.',
    detail: 'limit: must be a number from 1 to 200',
    errors: [{ pointer: 'limit', detail: 'limit: must be a number from 1 to 200' }],
  },
  unauthenticated: {
    when: 'There is no token, or it is not known, has ended or was closed.',
    detail: 'send a token: Authorization: Bearer ...',
  },
  forbidden: {
    when: 'The token is of none of the roles that may, or a rule of the office keeps this person from it.',
    detail: 'this is for manager; you are recorder',
  },
  'not-found': { when: 'There is no such subject.', detail: 'there is no such contact' },
  'no-such-address': {
    when: 'Nothing lies at this address.',
    detail: 'Cannot GET /v1/nothing',
  },
  method: {
    when: 'The address is known, the method is not one of it; `Allow` names those that are.',
    detail: 'DELETE is not a method of this address; these are: GET, HEAD',
  },
  'not-acceptable': {
    when: 'It does not come in any form that `Accept` takes.',
    detail: 'this comes as application/json, text/html: ask for one of them',
  },
  state: {
    when: 'The subject stands where this is not possible; what would be possible is named.',
    detail: 'close-follow-up is not possible while it is closed; possible now: plan-follow-up',
  },
  conflict: {
    when: 'If-Match is not the revision at which the subject stands.',
    detail: 'somebody changed it meanwhile: it is at revision 3; read it again',
  },
  'request-timeout': {
    when: 'The request stopped before its end.',
    detail: 'the request did not come to its end',
  },
  'address-too-long': { when: 'The address is too long.', detail: 'the address is too long' },
  'header-too-large': { when: 'The headers are larger than 16 KiB.', detail: 'the header is larger than 16 KiB' },
  'too-large': { when: 'The body is larger than a mebibyte.', detail: 'Request body is too large' },
  'media-type': {
    when: 'The body is of a type that is not taken.',
    detail: 'Unsupported Media Type: send application/json',
  },
  invalid: {
    when: 'The body parses but is not acceptable: every fault of its form is named, or every rule that it breaks.',
    detail: '2 things are wrong with it; see errors',
    errors: [
      { pointer: '/title', detail: 'must be text of 1 to 200 characters' },
      { pointer: '/gminas/0', detail: '9999999 is not the TERC of a gmina of this county' },
    ],
  },
  'key-reused': {
    when: 'The Idempotency-Key was used with another body.',
    detail: 'this Idempotency-Key was used with another body; use a new key for a new request',
  },
  'precondition-required': {
    when: 'If-Match is missing.',
    detail: 'send If-Match with the ETag of what you saw, so that nobody overwrites what somebody else just did',
  },
  unsettled: {
    when: 'The views do not yet hold what `Kronika-After` names: ask again.',
    detail: 'the views are not there yet; ask again in a moment',
  },
  'too-many': {
    when: 'The account writes more often than anybody needs to; `Retry-After` says when it may go on.',
    detail: 'that is more than one account may write at a time; go on in 2 s',
  },
  unavailable: {
    when: 'The store cannot be reached or is full; nothing was recorded.',
    detail: 'the ledger cannot be written: the disk is full',
  },
  fault: {
    when: 'A fault of the program; nothing of it leaves the house.',
    detail: 'The fault is ours and is in the log under its trace. Try again.',
  },
};

const FAULT_SCHEMA = named(
  'Fault',
  object<Fault>({
    pointer: text('/title', 'JSON Pointer (RFC 6901) into the body, or the name of a parameter.'),
    detail: text('must be text of 1 to 200 characters'),
  }),
);

const PROBLEM: Schema = named(
  'Problem',
  object<Problem>(
    {
      type: choice(
        Object.keys(KNOWN).map((code) => urn(code)),
        { description: 'Stable: programs may rely on it.' },
      ),
      title: text('The content is not acceptable'),
      status: whole(422),
      detail: text('2 things are wrong with it; see errors', 'In plain words.'),
      instance: maybe(
        text('urn:kronika:trace:4bf92f3577b34da6a3ce929d0e0e4736', 'Of a fault of ours: its trace in the log.'),
      ),
      errors: maybe(
        list(FAULT_SCHEMA, {
          description: `Everything that is wrong with what was sent, at once: all of its form, and every rule that what can be read of it breaks. Of more than ${String(MOST_FAULTS)} the first, and the detail says how many.`,
          maxItems: MOST_FAULTS,
        }),
      ),
    },
    { description: 'Problem details (RFC 9457).' },
  ),
);

function urn(code: string): string {
  return `urn:kronika:problem:${code}`;
}

/** Headers that come with a status (problem.ts). */
const HEADERS: Readonly<Record<number, Schema>> = {
  401: { 'WWW-Authenticate': { schema: { const: 'Bearer' } } },
  405: { Allow: { schema: text('GET, HEAD') } },
  429: { 'Retry-After': { description: 'Seconds.', schema: text('2') } },
  503: { 'Retry-After': { description: 'Seconds.', schema: text('5') } },
};

const statusOf = (code: ProblemCode): number => KNOWN[code].status;

/** The answers of an operation that say no, by status: each code with an example. */
export function problemAnswers(codes: readonly ProblemCode[]): Record<string, Schema> {
  const statuses = [...new Set(codes.map(statusOf))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const mine = codes.filter((code) => statusOf(code) === status);
      return [String(status), shared('responses', mine.join('-or-'), problemAnswer(status, mine))];
    }),
  );
}

function problemAnswer(status: number, codes: readonly ProblemCode[]): Schema {
  const examples = codes.map((code) => {
    const { detail, errors } = SAID[code];
    const value = { type: urn(code), ...KNOWN[code], detail, ...(errors !== undefined && { errors }) };
    return [code, { summary: SAID[code].when, value }] as const;
  });
  return {
    description: codes.map((code) => SAID[code].when).join(' Or: '),
    ...(HEADERS[status] !== undefined && { headers: HEADERS[status] }),
    content: { 'application/problem+json': { schema: PROBLEM, examples: Object.fromEntries(examples) } },
  };
}
