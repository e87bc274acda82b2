import type { Class } from '../../../application/difference/figure.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import type { Words } from './words.js';

/** The code's own names are English: `follow-up-open`, `caseSigns`. */
const plain = (code: string): string =>
  code
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('-', ' ');

const MANY: Readonly<Record<string, string>> = {
  attendance: 'attendances at events',
  'competition-entry': 'competition entries',
  'media-coverage': 'media coverage',
};

const FIGURES: Readonly<Record<string, string>> = {
  total: 'activities',
  started: 'begun',
  completed: 'completed',
  'activities/total': 'activities',
  'activities/started': 'begun',
  'activities/completed': 'completed',
  'attendance/invited': 'events: invitations',
  'attendance/attended': 'events: attended',
  'attendance/inPlace': 'events: in somebody’s place',
  'money/support/requested': 'support requested',
  'money/support/granted': 'support granted',
  'money/support/delivered': 'support delivered',
  'money/support/settled': 'support settled',
  'money/support/returned': 'support returned',
  'money/support/shared': 'support shared by several gminas',
  'money/investments/planned': 'investments: planned cost',
  'money/investments/contracted': 'investments: contracted',
  'money/investments/cost': 'investments: cost',
  'money/investments/share': 'investments: gminas’ own share',
  length: 'length accepted',
  lastContactOn: 'last contact',
  'openFollowUps/count': 'open follow-ups',
  'openFollowUps/overdue': 'open follow-ups overdue',
  'openPromises/count': 'open requests and promises',
  'openPromises/overdue': 'open requests and promises overdue',
  late: 'late entries',
  backfilled: 'backfilled entries',
  'activities/byPhase/*': 'activities by phase',
  'activities/byStatus/*': 'activities by status',
  'activities/byKind/*': 'activities by kind',
  'activities/byMonth/*': 'activities by month',
  'investments/total': 'investments in the period',
  'investments/lines': 'list of investments',
  'campaigns/total': 'campaigns in the period',
  'campaigns/lines': 'list of campaigns',
  gaps: 'goals and tasks without any activity',
  items: 'goals and tasks of the strategy',
  'strategy/id': 'strategy',
  'strategy/title': 'title of the strategy',
  'strategy/from': 'strategy in force from',
  'strategy/until': 'end of the strategy',
  'strategy/ranOut': 'the strategy has run out',
  'county/terc': 'code of the county',
  'county/name': 'county',
  terc: 'code of the gmina',
  key: 'key of the gmina',
  kind: 'kind of gmina',
  rank: 'rank by activities',
  residents: 'residents',
  residentsYear: 'residents: year of the figure',
  residentsSource: 'residents: source of the figure',
  'tile/row': 'place on the map: row',
  'tile/x': 'place on the map: column',
  parent: 'goal above',
  'perThousand/activities': 'activities per 1,000 residents',
  'perThousand/supportDelivered': 'support delivered per 1,000 residents',
  'perThousand/investmentShare': 'own share in investments per 1,000 residents',
  'percentOfAll/activities': 'percent of all activities',
  'percentOfAll/supportDelivered': 'percent of support delivered',
  'percentOfAll/investmentShare': 'percent of gminas’ shares in investments',
  'reached/value': 'reached',
  'reached/on': 'reached: as of',
  by: 'by when',
  overPlan: 'difference from plan',
  measured: 'last measured',
};

const CAUSES: Readonly<Record<Class, string>> = {
  new: 'new activity',
  late: 'late entry',
  backfilled: 'backfilled entry',
  step: 'next step',
  corrected: 'correction',
  undone: 'last step undone',
  annulled: 'annulment',
  restored: 'restoration',
  reference: 'change of a register',
  time: 'due date passed',
  code: 'change of the program',
};

function itemLevel(code: string, depth: number): string {
  if (code === OUTSIDE_STRATEGY) return 'outside the strategy';
  if (depth === 0) return 'strategic goal';
  if (depth === 1) return 'goal';
  return code.startsWith('T') ? 'task' : 'way of realising';
}

export const englishWords: Words = {
  kind: plain,
  kinds: (name) => ownOf(MANY, name) ?? `${plain(name)}s`,
  status: plain,
  phase: plain,
  step: (_kind, step) => plain(step),
  field: (_kind, field) => plain(field),
  one: (_kind, field) => plain(field).replace(/s$/, ''),
  value: (_kind, _field, code) => plain(code),
  gminaKind: (code) => `${plain(code)} gmina`,
  organisationKind: plain,
  function: plain,
  role: plain,
  figure: (path) => ownOf(FIGURES, path) ?? ownOf(FIGURES, path.replace(/[^/]+$/, '*')) ?? plain(path),
  cause: (code) => ownOf<string>(CAUSES, code) ?? plain(code),
  itemLevel,
  refusal: (_kind, detail) => detail,
  outage: (detail) => detail,
  fault: (detail) => detail,
};
