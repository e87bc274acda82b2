import {
  FORMAT,
  type Pack,
  type PackedEvent,
  type PackedRow,
  type Standing,
} from '../../../application/evidence/pack.js';
import { type Actor, type Metadata, type Origin, type RecordedEvent, ROLES } from '../../../domain/kernel/event.js';
import { EVIDENCE_PARAMS } from '../questions.js';
import { meaning, type Operation, READING } from './operation.js';
import { FIGURE_PARAMETERS } from './figures.js';
import { PARAMETERS, REPORT_FIGURES } from './reports.js';
import {
  ACTOR,
  choice,
  constant,
  DAY,
  ID,
  INSTANT,
  list,
  maybe,
  named,
  nullable,
  object,
  POSITION,
  record,
  REVISION,
  SHA256,
  text,
  whole,
} from './schema.js';

/** Evidence packs: a report with all that proves it. */

const PACK = named(
  'EvidencePack',
  object<Pack>(
    {
      format: constant(FORMAT),
      made: object<Pack['made']>({ at: INSTANT, by: ACTOR }),
      page: { ...SHA256, description: 'Of the page that shows the pack, without the data in it.' },
      report: REPORT_FIGURES,
      standing: object<Standing>({
        asOf: text('2024-03-31'),
        position: POSITION,
        day: DAY,
        viewVersions: record(whole(1), 'register'),
        digest: { ...SHA256, description: "SHA-256 of the report's RFC 8785 form." },
        freezing: nullable({ ...ID, description: 'Of a report that was frozen: its id.' }),
      }),
      rows: list(
        object<PackedRow>({
          id: ID,
          kind: text('contact'),
          number: text('KT/2023/0417'),
          title: text('Rozmowa o drodze do szkoły'),
          status: text('held'),
          phase: nullable(text('done')),
          occurredOn: DAY,
          gminas: list(text('0415052')),
          items: list(text('2022-2024/G1_1')),
        }),
        { description: 'The activities behind the figures, as the register showed them.' },
      ),
      events: list(
        object<PackedEvent>({
          position: whole(1234, 'Leaf index + 1.'),
          event: object<RecordedEvent>({
            id: ID,
            stream: text('contact-018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'),
            revision: REVISION,
            type: text('ContactRecorded'),
            schema: whole(1),
            data: { type: 'object' },
            metadata: object<Metadata>({
              recordedAt: INSTANT,
              actor: object<Actor>({ id: ACTOR, roles: list(choice(ROLES)), department: maybe(text('WO')) }),
              correlation: maybe(text('4bf92f3577b34da6a3ce929d0e0e4736')),
              origin: maybe(object<Origin>({ file: SHA256, row: whole(2) })),
              request: maybe(SHA256),
              acknowledged: maybe(list(text('contact-data'))),
            }),
          }),
        }),
        { description: 'Every event of the activities and registers behind the figures, in the order of the ledger.' },
      ),
      hashes: record(SHA256, '0-1024', {
        description: 'The hashes of the inclusion proofs, by the stretch of leaves that each is over.',
      }),
      checkpoint: text(
        'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00\n1\n...',
        'C2SP signed note of a tlog-checkpoint.',
      ),
      key: text('urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00+c74f20a3+ARpc2QcU...', 'C2SP verifier key.'),
      seal: text('kronika evidence\n...', 'C2SP signed note: a digest of every other member.'),
    },
    { description: 'In RFC 8785 canonical form; docs/trust.md says how to check it.' },
  ),
);

export const evidence: Operation = {
  ...READING,
  id: 'take-evidence',
  tag: 'audit',
  summary: 'A report with all that proves it, in one file',
  description:
    'With `Accept: text/html` one page that holds the pack and its verifier: it checks itself offline in a browser. As JSON the pack alone. `kronika evidence verify` checks either.',
  query: meaning(EVIDENCE_PARAMS, {
    report: {
      description: 'Which report: annual, with its year; or period, with from and to. Left out: annual.',
      // No list of choices: each needs another parameter beside it.
      schema: { type: 'string', pattern: '^(annual|period)$', examples: ['annual'] },
    },
    year: { description: 'Of the annual report.', schema: PARAMETERS.year.schema },
    from: FIGURE_PARAMETERS.from,
    to: FIGURE_PARAMETERS.to,
    strategy: FIGURE_PARAMETERS.strategy,
    freezing: { description: 'A frozen report in place of one made now: it names its period itself.', schema: ID },
    asOf: FIGURE_PARAMETERS.asOf,
  }),
  problems: [...READING.problems, 'not-found', 'not-acceptable'],
  answers: [
    {
      status: 200,
      description: 'The pack.',
      schema: PACK,
      also: { 'text/html': '<!doctype html>\n<html lang="pl">\n' },
      headers: ['Kronika-As-Of', 'Vary'],
    },
  ],
};
