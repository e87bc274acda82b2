import { attendance } from './activities/attendance/attendance.js';
import { campaign } from './activities/campaign/campaign.js';
import { competitionEntry } from './activities/competition-entry/competition-entry.js';
import { contact } from './activities/contact/contact.js';
import { jointInitiative } from './activities/joint-initiative/joint-initiative.js';
import { jointInvestment } from './activities/joint-investment/joint-investment.js';
import type { Kind } from './activities/kind.js';
import { mediaCoverage } from './activities/media-coverage/media-coverage.js';
import { publication } from './activities/publication/publication.js';
import { supportAction } from './activities/support-action/support-action.js';
import { fieldNames } from './kernel/check.js';

/** The kinds of activity, in the order of DOMAIN.md section 3. */
export const KINDS: readonly Kind[] = [
  contact,
  attendance,
  supportAction,
  campaign,
  jointInvestment,
  jointInitiative,
  competitionEntry,
  publication,
  mediaCoverage,
];

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));
const byPath = new Map(KINDS.map((kind) => [kind.path, kind]));

export const kindNamed = (name: string): Kind | undefined => byName.get(name);
export const kindAt = (path: string): Kind | undefined => byPath.get(path);

/** The fields of each kind's details: what the rules of a strategy's items may speak of. */
export const KIND_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  KINDS.map(({ name, details }) => [name, fieldNames(details)]),
);
