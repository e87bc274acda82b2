import { KINDS } from '../../../domain/catalogue.js';
import { MEASURE, OFFICIAL, ORGANISATION, STRATEGY, UNIT } from '../../../domain/registers/registers.js';
import { DOCS_FILES } from './probes.js';
import { choice, ID, type Schema, text } from './schema.js';

/** What holds everywhere, in the words of the document's first page. */
export const INTRODUCTION = `The daybook of a county office: what it does with and for its gminas, as a ledger of events that are never altered.

**Values.** JSON in UTF-8; days \`2024-03-31\`, months \`2024-03\`, instants RFC 3339, positions decimal strings, money whole grosze, lengths whole metres. In what you send, a field that is null is as good as left out; in the changes of a correction null clears.

**Who acts.** Every write is recorded as somebody's. Send \`Authorization: Bearer\` with a token, or the cookie of a session; each operation says which roles may call it, in words and as \`x-kronika-roles\`. Recorders (pracownik) and managers (kierownictwo) record; everybody with a token reads the register and the figures; auditors and managers read the trail; administrators keep the registers.

**As of.** Reads below \`/v1\` take \`asOf\` and answer as things were known then: at the end of a day, at an instant, or at a position of the ledger. A past day costs a look-up, not a replay. The answer says in \`Kronika-As-Of\` at which position it stands. The trail has no \`asOf\`: its positions are what it is asked by.

**Writing.** Everything that changes what is there needs \`If-Match\` with the \`ETag\` of what you saw. Any POST may bring an \`Idempotency-Key\`. A write answers \`Kronika-Position\`; a read with that as \`Kronika-After\` has it.

**Saying no.** Every refusal is \`application/problem+json\` (RFC 9457) with a stable \`type\`, plain words, and for bad input every fault at once, those of its form and the rules that the rest of it breaks. An address that is not here answers 404, a method that an address does not have 405 with \`Allow\`; GET may be asked as HEAD everywhere.`;

/** The groups of operations, in the order in which they are shown. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'activities', description: 'The register of all activities' },
  ...KINDS.map(({ path, polish }) => ({ name: path, description: polish })),
  { name: 'figures', description: 'Gminas, goals and their matrix' },
  { name: 'reports', description: 'All figures of a period or a year; frozen, and compared' },
  { name: 'ledger', description: 'The trail of events' },
  { name: 'audit', description: 'Proofs that nothing was altered' },
  { name: 'gminas', description: 'The register of gminas' },
  ...[STRATEGY, ORGANISATION, OFFICIAL, UNIT, MEASURE].map(({ path }) => ({
    name: path,
    description: `The register of ${path}`,
  })),
  { name: 'operating', description: 'Probes, metrics and this description' },
];

/** What stands in the addresses. */
export const PATH_PARAMETERS: Readonly<
  Record<string, { readonly description: string; readonly schema: Schema } | undefined>
> = {
  id: { description: 'Id of the activity.', schema: ID },
  key: { description: 'Id of the entry.', schema: ID },
  freezing: { description: 'Id of the frozen report.', schema: ID },
  terc: {
    description: 'TERC of a gmina, in force or under which it was first registered; `county`, `outside`.',
    schema: text('0415052'),
  },
  code: { description: 'Code of a strategy item; `none` for what names no item.', schema: text('T1') },
  file: { description: 'A file of the page.', schema: choice(Object.keys(DOCS_FILES)) },
};
