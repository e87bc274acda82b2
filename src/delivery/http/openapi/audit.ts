import {
  CHECKPOINT_PARAMS,
  type CheckpointPage,
  type SignedCheckpoint,
} from '../../../application/audit/checkpoints.js';
import {
  CONSISTENCY_PARAMS,
  type ConsistencyProof,
  INCLUSION_PARAMS,
  type InclusionProof,
} from '../../../application/audit/proofs.js';
import { FINDINGS } from '../../../application/audit/finding.js';
import type { Found, IntegrityReport, Look } from '../../../application/audit/integrity.js';
import type { KeyOnRecord } from '../../../application/audit/signing.js';
import { LIMIT } from './common-parameters.js';
import { meaning, type Operation, READING } from './operation.js';
import {
  ACTOR,
  choice,
  COUNT,
  DAY,
  ID,
  INSTANT,
  list,
  maybe,
  named,
  nullable,
  object,
  type Schema,
  SHA256,
  text,
  whole,
} from './schema.js';

/** Proofs of the ledger as a Merkle log, its signed checkpoints, and the keys that sign them. */

const TAG = 'audit';

const SIZE = (example: number, description: string): Schema => ({
  type: 'integer',
  minimum: 1,
  examples: [example],
  description,
});
const PATH = list(SHA256, { description: 'SHA-256 hashes, from the bottom of the tree up (RFC 9162).' });

export const inclusion: Operation = {
  ...READING,
  id: 'prove-inclusion',
  tag: TAG,
  summary: 'A proof that an event is in the ledger',
  description:
    'The leaf is the RFC 8785 form of the event with its metadata; RFC 9162 section 2.1.3.2 says how the path leads from it to the root.',
  query: meaning(INCLUSION_PARAMS, {
    event: { description: 'Id of the event.', schema: ID, required: true },
    size: {
      description: 'Of which tree: the number of events in it, such as a checkpoint names. Left out: of all so far.',
      schema: SIZE(1234, 'Events in the tree.'),
    },
  }),
  problems: [...READING.problems, 'not-found'],
  answers: [
    {
      status: 200,
      description: 'The proof.',
      schema: named(
        'InclusionProof',
        object<InclusionProof>({
          event: ID,
          leafIndex: { ...whole(1233, 'Counted from 0: the position less one.'), minimum: 0 },
          leafHash: SHA256,
          treeSize: SIZE(1234, 'Events in the tree.'),
          root: SHA256,
          path: PATH,
        }),
      ),
      headers: [],
    },
  ],
};

export const consistency: Operation = {
  ...READING,
  id: 'prove-consistency',
  tag: TAG,
  summary: 'A proof that the ledger of then is the beginning of the ledger of later',
  query: meaning(CONSISTENCY_PARAMS, {
    from: { description: 'Events in the smaller tree.', schema: SIZE(1, 'Events in the tree.'), required: true },
    to: { description: 'Events in the larger tree. Left out: all so far.', schema: SIZE(1234, 'Events in the tree.') },
  }),
  answers: [
    {
      status: 200,
      description: 'The proof.',
      schema: named(
        'ConsistencyProof',
        object<ConsistencyProof>({
          from: SIZE(1, 'Events in the smaller tree.'),
          fromRoot: SHA256,
          to: SIZE(1234, 'Events in the larger tree.'),
          toRoot: SHA256,
          path: PATH,
        }),
      ),
      headers: [],
    },
  ],
};

/** A real one, over the first leaf of the reference trees. */
const NOTE =
  'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n\n— urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00 x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const KEY = 'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

const CHECKPOINT = named(
  'Checkpoint',
  object<SignedCheckpoint>(
    {
      origin: text('urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', 'The ledger.'),
      size: SIZE(1, 'Events under it: the position of the last.'),
      root: { ...SHA256, description: 'Of the tree of RFC 9162 over them.' },
      views: maybe({ ...SHA256, description: 'The chain over what the views said, at the close of a day.' }),
      day: maybe(DAY),
      note: text(NOTE, 'C2SP signed note of a tlog-checkpoint, Ed25519.'),
    },
    { description: 'A signed checkpoint: the note, and what it says.' },
  ),
);

const AS_TEXT = {
  headers: ['Kronika-Actor'],
  problems: ['bad-query', 'not-acceptable', 'unavailable'],
} as const satisfies Partial<Operation>;

export const checkpoints: Operation = {
  ...AS_TEXT,
  id: 'list-checkpoints',
  tag: TAG,
  summary: "The days' closes, signed: the last first",
  query: meaning(CHECKPOINT_PARAMS, {
    limit: LIMIT(200, 50),
    cursor: { description: 'What the page before answered as `next`.', schema: text('2023-06-14') },
  }),
  answers: [
    {
      status: 200,
      description: 'A page of them; as text/plain the bare notes, an empty line between.',
      schema: object<CheckpointPage>({ items: list(CHECKPOINT), next: nullable(text('2023-06-14')) }),
      also: { 'text/plain': NOTE },
      headers: ['Link', 'Vary'],
    },
  ],
};

export const latestCheckpoint: Operation = {
  ...AS_TEXT,
  id: 'latest-checkpoint',
  tag: TAG,
  summary: 'The ledger as it stands now, signed',
  description: 'Keep it where the office cannot reach it: `kronika verify --checkpoint` holds the ledger against it.',
  answers: [
    {
      status: 200,
      description: 'The checkpoint; as text/plain the bare note.',
      schema: CHECKPOINT,
      also: { 'text/plain': NOTE },
      headers: ['Vary'],
    },
  ],
};

export interface Keys {
  readonly keys: readonly KeyOnRecord[];
}

export const keys: Operation = {
  ...AS_TEXT,
  headers: [],
  id: 'list-keys',
  tag: TAG,
  summary: 'The public keys that sign checkpoints, the first first',
  answers: [
    {
      status: 200,
      description: 'All that ever did; as text/plain one C2SP verifier key a line.',
      schema: object<Keys>({
        keys: list(
          object<KeyOnRecord>({
            key: text(KEY, 'C2SP verifier key.'),
            recordedAt: INSTANT,
            by: ACTOR,
            endorsement: maybe(text('kronika signing key\n...', 'The word of the key before it, a signed note.')),
            reason: maybe(text('Zmiana administratora.')),
          }),
        ),
      }),
      also: { 'text/plain': `${KEY}\n` },
      headers: ['Vary'],
    },
  ],
};

export const integrity: Operation = {
  id: 'integrity',
  tag: TAG,
  summary: 'What was checked when, with what result',
  description:
    'Kronika checks itself all the time: a segment of the ledger after the other, its events against the tree of hashes, its checkpoints, and its editions against a fold of its events; and it goes through all editions for what no event made. This is what this process has found since it began; `kronika verify` checks everything at once.',
  headers: ['Kronika-Actor'],
  problems: ['bad-query'],
  answers: [
    {
      status: 200,
      description: 'The state of the check.',
      schema: object<IntegrityReport>({
        status: choice(['nothing-found', 'not-sound']),
        round: object<IntegrityReport['round']>({
          startedAt: nullable(INSTANT),
          looked: COUNT,
          of: { ...COUNT, description: 'Segments of the ledger.' },
          completedAt: nullable({ ...INSTANT, description: 'When all had been looked at the last time.' }),
        }),
        checked: object<IntegrityReport['checked']>({ segments: COUNT, events: COUNT, editions: COUNT }),
        last: nullable(object<Look>({ at: INSTANT, segment: text('2023-06-14.0000'), events: COUNT, editions: COUNT })),
        findings: list(
          object<Found>({
            what: choice(FINDINGS, { examples: ['altered'] }),
            says: text('the event at 1234 is not what was recorded there'),
            position: nullable(whole(1234, 'Where the ledger is wrong; null where it is not the ledger.')),
            since: nullable(INSTANT),
            foundAt: INSTANT,
          }),
        ),
      }),
      headers: [],
    },
  ],
};
