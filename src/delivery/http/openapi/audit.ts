import {
  CONSISTENCY_PARAMS,
  type ConsistencyProof,
  INCLUSION_PARAMS,
  type InclusionProof,
} from '../../../application/audit/proofs.js';
import { meaning, type Operation, READING } from './operation.js';
import { ID, list, named, object, type Schema, SHA256, whole } from './schema.js';

/** Proofs of the ledger as a Merkle log. */

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
