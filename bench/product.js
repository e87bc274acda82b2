/**
 * The product as it was built in this checkout (`npm run build`), and what is measured beside it: everything that the
 * benchmarks use of it comes through here. better-sqlite3, uuid and Nest are the product's own copies (Node looks for
 * them in the checkout's node_modules), so that Kronika and its raw limit run on the very same build.
 */
import 'reflect-metadata';

export { readConfig } from '../dist/config.js';
export { ActHandler, Act } from '../dist/application/commands/act.js';
export { newEvent, hashedId } from '../dist/application/commands/request.js';
export { Identities } from '../dist/application/import/identity.js';
export { Recording } from '../dist/application/import/recording.js';
export { AsOf } from '../dist/application/as-of.js';
export { Audit } from '../dist/application/audit/audit.js';
export { Checkpoints } from '../dist/application/audit/checkpoints.js';
export { LedgerTree } from '../dist/application/audit/ledger-tree.js';
export { Proofs } from '../dist/application/audit/proofs.js';
export { Signing } from '../dist/application/audit/signing.js';
export { FIRST_MORNING, loadDemonstration } from '../dist/application/demo/load-demonstration.js';
export { SimulatedClock } from '../dist/application/demo/simulated-clock.js';
export { DifferenceHandler, DifferenceQuery } from '../dist/application/difference/difference.js';
export { Placing } from '../dist/application/placing.js';
export { Projector } from '../dist/application/projector.js';
export { Rebuild } from '../dist/application/rebuild.js';
export { RegisterDesk } from '../dist/application/registers.js';
export { Verify } from '../dist/application/verify.js';
export { Views } from '../dist/application/views.js';
export { ActivitiesHandler, ActivitiesQuery } from '../dist/application/queries/activities.js';
export { ReportHandler, ReportQuery } from '../dist/application/queries/figures.js';
export { annual } from '../dist/application/reports/report.js';
export { NoShelf } from '../dist/application/ports/checkpoint-shelf.js';
export { Scratch } from '../dist/application/ports/scratch.js';
export { readRecording, wellFormed } from '../dist/application/commands/bodies.js';
export { KINDS, kindNamed } from '../dist/domain/catalogue.js';
export { Calendar, plusDays, startOfDay } from '../dist/domain/kernel/day.js';
export { GMINA, LEDGER, ORGANISATION, STRATEGY, UNIT } from '../dist/domain/registers/registers.js';
export { COUNTY, GMINAS, ORGANISATIONS, UNITS } from '../dist/domain/registers/torun.js';
export { COUNTY_STRATEGY_2022_2024 } from '../dist/domain/strategy/county-strategy-2022-2024.js';
export { ancestorsOf } from '../dist/domain/strategy/strategy.js';
export { advance, subjectOf, streamOf } from '../dist/domain/subjects.js';
export { viewVersions, VIEWS } from '../dist/domain/views/catalogue.js';
export { isEntry } from '../dist/domain/views/registers.js';
export { numbering, numberingId, numberOf } from '../dist/domain/views/numbering.js';
export { toDraft } from '../dist/infrastructure/eventstoredb/ledger-events.js';
export { NoAccessLog } from '../dist/application/ports/access-log-store.js';
export { MemoryViewStore } from '../dist/infrastructure/memory/memory-view-store.js';
export { SqliteEventStore } from '../dist/infrastructure/sqlite/sqlite-event-store.js';
export { SqliteTreeStore } from '../dist/infrastructure/sqlite/sqlite-tree-store.js';
export { SqliteViewStore } from '../dist/infrastructure/sqlite/sqlite-view-store.js';
export { KeyFiles } from '../dist/infrastructure/system/key-files.js';
export { SystemClock } from '../dist/infrastructure/system/system-clock.js';
export { UuidIds } from '../dist/infrastructure/system/uuid-ids.js';
export { serve } from '../dist/serve.js';
