import { CONTACT_DATA } from '../../../application/commands/personal-data.js';
import { defaultStart } from '../../../domain/activities/decide.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { ANNULLED } from '../../../domain/activities/phase.js';
import { AnnulmentBody, CorrectionBody, ReasonBody } from '../bodies.js';
import type { Receipt } from '../receipts.js';
import {
  exampleFields,
  exampleStatus,
  leadsToAny,
  type NamedStep,
  numberOf,
  recordingExamples,
  recordingSchema,
  statusesOf,
  stepsOf,
} from './kinds.js';
import { type Body, CHANGING, type Operation, type Success, WRITING } from './operation.js';
import { payload } from './payloads.js';
import { choice, constant, ID, named, nullable, object, POSITION, REVISION, type Schema } from './schema.js';

/** The writes of one kind of activity. */

const tagOf = (kind: Kind): string => kind.path;

const receiptSchema = (kind: Kind): Schema =>
  named(
    `${kind.noun}Receipt`,
    object<Receipt>({
      id: ID,
      kind: constant(kind.name),
      number: nullable({ ...numberOf(kind), description: 'Null where the views are late: it is counted by them.' }),
      status: choice([...statusesOf(kind), ANNULLED]),
      revision: REVISION,
      position: nullable(POSITION),
    }),
  );

const receipt = (kind: Kind, status: string, description: string, revision = 1): Success => ({
  status: 200,
  description,
  schema: receiptSchema(kind),
  example: {
    id: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00',
    kind: kind.name,
    number: `${kind.letters}/2023/0417`,
    status,
    revision,
    position: '1234',
  },
  headers: ['ETag', 'Kronika-Position'],
});

const PERSONAL = `No text may hold a PESEL; an e-mail address or phone number that is not an office's own needs the header Kronika-Acknowledge: ${CONTACT_DATA}.`;

export function recording(kind: Kind): Operation {
  const starts = stepsOf(kind).filter(({ row }) => row.starts);
  const leads = starts.map(({ name, row }) => `${name} leads to ${leadsToAny(kind, row).join(' or ')}`);
  return {
    ...WRITING,
    id: `record-${kind.name}`,
    tag: tagOf(kind),
    summary: `Record: ${kind.name} (${kind.polish})`,
    description: [
      `The details, and the fields of the step with which it begins beside them. It begins with ${defaultStart(kind)} unless \`step\` says otherwise; ${leads.join('; ')}.`,
      'Organisations are named by id, name or alias; one that is not in the register is registered on the way when its kind is given.',
      PERSONAL,
    ].join('\n\n'),
    body: {
      schema: recordingSchema(kind),
      examples: Object.fromEntries(
        recordingExamples(kind).map(({ step, body }) => [step, { summary: `It begins with ${step}.`, value: body }]),
      ),
    },
    answers: [
      {
        ...receipt(kind, exampleStatus(kind), 'Recorded.', 0),
        status: 201,
        headers: ['Location', 'ETag', 'Kronika-Position'],
      },
    ],
  };
}

export const steps = (kind: Kind): readonly Operation[] =>
  stepsOf(kind)
    .filter(({ row }) => row.from.length > 0)
    .map((step) => taking(kind, step));

function taking(kind: Kind, step: NamedStep): Operation {
  const { name, row } = step;
  const to = leadsToAny(kind, row);
  const back = row.to === 'back' ? ': the one it was suspended from' : '';
  const body: Body = {
    schema: payload(row.fields),
    examples: { [name]: { summary: `Leads to ${to.join(' or ')}.`, value: exampleFields(kind, step) } },
    optional: true,
  };
  return {
    ...CHANGING,
    id: `${kind.name}-${name}`,
    tag: tagOf(kind),
    summary: `Take the step ${name}: ${row.from.join(', ')} → ${to.join(' or ')}`,
    description: [
      `Possible while it is ${row.from.join(' or ')}; leads to ${to.join(' or ')}${back}. Recorded as ${row.event}.`,
      ...(row.approves === 'manager'
        ? ['An approval: only a manager may give it, and nobody to an entry of their own.']
        : []),
      ...(row.approves === 'anyone'
        ? ['Where one person recorded both the entry and this, the register shows it (`selfApproved`).']
        : []),
      '`on` is the business date, today where it is left out; not before the step before it.',
      PERSONAL,
    ].join('\n\n'),
    at: { step: name },
    body,
    answers: [receipt(kind, to[0] ?? '', 'Taken.')],
    ...(row.approves === 'manager' && { roles: ['manager'] as const }),
  };
}

const reasoned = (summary: string): Body => ({
  schema: payload(ReasonBody),
  examples: { reason: { summary, value: { reason: 'Pomyłka w zapisie: chodziło o inną gminę.' } } },
});

export const correcting = (kind: Kind): Operation => ({
  ...CHANGING,
  id: `correct-${kind.name}`,
  tag: tagOf(kind),
  summary: `Correct: ${kind.name}`,
  description:
    'New values by path: a field of the details (`place`), or of a step taken (`steps.grant.amount`; `steps.measure.1.value` where it was taken several times, counted from 0). Null clears. What stood there stays in the history. Where a corrected field decides the status to which a step led, the status moves with it.',
  body: {
    schema: payload(CorrectionBody),
    examples: {
      place: {
        summary: 'A field of the details.',
        value: { changes: { place: 'Łubianka' }, reason: 'Brakowało miejsca.' },
      },
    },
  },
  answers: [receipt(kind, exampleStatus(kind), 'Corrected.')],
});

export const undoing = (kind: Kind): Operation => ({
  ...CHANGING,
  id: `undo-${kind.name}`,
  tag: tagOf(kind),
  summary: `Undo the last step: ${kind.name}`,
  description: 'Back to the status before it. The first step is not undone: annul the entry instead.',
  body: reasoned('Why.'),
  answers: [receipt(kind, exampleStatus(kind), 'Undone.')],
});

export const annulling = (kind: Kind): Operation => ({
  ...CHANGING,
  id: `annul-${kind.name}`,
  tag: tagOf(kind),
  summary: `Annul: ${kind.name}`,
  description:
    'Out of all figures, never out of history. A recorder annuls own entries on the day they were recorded; a manager any. What was dropped (declined, refused, cancelled...) is corrected or its last step undone instead.',
  body: {
    schema: payload(AnnulmentBody),
    examples: { twice: { summary: 'Recorded twice.', value: { reason: 'Zapisane dwa razy.' } } },
  },
  answers: [receipt(kind, ANNULLED, 'Annulled.')],
});

export const restoring = (kind: Kind): Operation => ({
  ...CHANGING,
  id: `restore-${kind.name}`,
  tag: tagOf(kind),
  summary: `Restore what was annulled: ${kind.name}`,
  description: 'Back to the status before the annulment.',
  body: reasoned('Why.'),
  answers: [receipt(kind, exampleStatus(kind), 'Restored.')],
});
