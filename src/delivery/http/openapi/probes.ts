import type { Operation } from './operation.js';
import { constant, COUNT, object, type Schema, text } from './schema.js';

/** What is open to anybody: probes, figures for Prometheus, and this description itself. */

const TAG = 'operating';
const open = { tag: TAG, problems: [] } as const satisfies Partial<Operation>;

export const live: Operation = {
  ...open,
  id: 'live',
  summary: 'Whether the process answers',
  answers: [
    {
      status: 200,
      description: 'It does.',
      schema: object<{ status: 'live' }>({ status: constant('live') }),
      headers: [],
    },
  ],
};

export interface Readiness {
  readonly status: 'ready' | 'catching-up';
  /** Events of the ledger that the views do not have yet. */
  readonly lag: number;
}

const readiness = (status: Readiness['status']): Schema =>
  object<Readiness>({
    status: constant(status),
    lag: { ...COUNT, examples: [status === 'ready' ? 0 : 120], description: 'Events that the views do not have yet.' },
  });

export const ready: Operation = {
  ...open,
  id: 'ready',
  summary: 'Whether the views have caught up with the ledger',
  answers: [
    { status: 200, description: 'They have: reads are worth asking.', schema: readiness('ready'), headers: [] },
    { status: 503, description: 'They are catching up.', schema: readiness('catching-up'), headers: ['Retry-After'] },
  ],
};

export const metrics: Operation = {
  ...open,
  id: 'metrics',
  summary: 'Figures for Prometheus',
  answers: [
    {
      status: 200,
      description: 'Appends, conflicts, the lag of the views, latencies by route, and the process itself.',
      type: 'text/plain',
      schema: text(
        '# HELP kronika_appends_total Writes recorded in the ledger.\n# TYPE kronika_appends_total counter\nkronika_appends_total 417\n',
      ),
      headers: [],
    },
  ],
};

export const description: Operation = {
  ...open,
  id: 'openapi',
  summary: 'This description, in OpenAPI 3.1',
  answers: [
    {
      status: 200,
      description: 'The document.',
      schema: {
        type: 'object',
        properties: { openapi: text('3.1.1') },
        required: ['openapi'],
        additionalProperties: true,
        examples: [{ openapi: '3.1.1', info: { title: 'Kronika', version: '1' }, paths: {} }],
      },
      headers: [],
    },
  ],
};

export const docs: Operation = {
  ...open,
  id: 'docs',
  summary: 'This description, to be read in a browser',
  answers: [
    {
      status: 200,
      description: 'A page.',
      type: 'text/html',
      schema: text('<!doctype html>\n<title>Kronika</title>\n'),
      headers: [],
    },
  ],
};

/** What the page loads, by name, with its type. */
export const DOCS_FILES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
  'start.js': 'text/javascript; charset=utf-8',
} as const;

export const docsFile: Operation = {
  ...open,
  id: 'docs-file',
  summary: "The page's script, style and picture",
  problems: ['not-found'],
  answers: [
    {
      status: 200,
      description: 'The file, of its own type.',
      type: '*/*',
      schema: text('window.onload = () => {};'),
      headers: [],
    },
  ],
};
