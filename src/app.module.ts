import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AccessDisposal } from './application/access/access-disposal.js';
import { AccessLog } from './application/access/access-log.js';
import { AccessReading } from './application/access/access-reading.js';
import { Accounts } from './application/access/accounts.js';
import { Sessions } from './application/access/sessions.js';
import { Tokens } from './application/access/tokens.js';
import { AsOf } from './application/as-of.js';
import { Audit } from './application/audit/audit.js';
import { Checkpoints } from './application/audit/checkpoints.js';
import { Integrity } from './application/audit/integrity.js';
import { Keeping } from './application/audit/keeping.js';
import { LedgerTree } from './application/audit/ledger-tree.js';
import { Proofs } from './application/audit/proofs.js';
import { Signing } from './application/audit/signing.js';
import { ViewsOfDay } from './application/audit/views-of-day.js';
import { ActHandler } from './application/commands/act.js';
import { EnterHandler } from './application/commands/enter.js';
import { FreezeHandler } from './application/commands/freeze.js';
import { Import } from './application/import/import.js';
import { LoadGminas } from './application/commands/load-gminas.js';
import { EvidenceHandler } from './application/evidence/evidence.js';
import { DifferenceHandler } from './application/difference/difference.js';
import { DayClosing } from './application/day-closing.js';
import { Duty } from './application/duty.js';
import { Lag } from './application/lag.js';
import { Opening } from './application/opening.js';
import { PATIENCE, Patience } from './application/patience.js';
import { Clock } from './application/ports/clock.js';
import { Certificates } from './application/persons/certificate.js';
import { PersonKeys } from './application/persons/person-keys.js';
import { PersonReading } from './application/persons/person-reading.js';
import { PersonRecording } from './application/persons/person-recording.js';
import { Projector } from './application/projector.js';
import { ActivitiesHandler, ActivityHandler } from './application/queries/activities.js';
import { DaysAroundHandler } from './application/queries/days.js';
import { DirectoryHandler } from './application/queries/directory.js';
import { EntriesHandler, EntryHandler } from './application/queries/entries.js';
import { FreezingHandler, FreezingsHandler } from './application/queries/freezings.js';
import { MentionsHandler } from './application/queries/mentions.js';
import { HistoryHandler } from './application/queries/history.js';
import { Trail } from './application/queries/ledger.js';
import { LiveTrail } from './application/queries/live-trail.js';
import { Replay } from './application/queries/replay.js';
import { EndedByHandler } from './application/queries/ended-by.js';
import { FIGURE_HANDLERS } from './application/queries/figures.js';
import { ORGANISATION_FIGURE_HANDLERS } from './application/queries/organisation-figures.js';
import { OrganisationMeantHandler } from './application/queries/organisation-meant.js';
import { TotalsHandler } from './application/queries/totals.js';
import { Rebuild } from './application/rebuild.js';
import { Receipts } from './application/receipts.js';
import { RegisterDesk } from './application/registers.js';
import { Settling } from './application/settling.js';
import { Tally } from './application/tally.js';
import { Verify } from './application/verify.js';
import { Views } from './application/views.js';
import type { Config } from './config.js';
import { EvidencePage } from './delivery/evidence/page.js';
import { ACTIVITY_CONTROLLERS } from './delivery/http/activities.controller.js';
import { AccessLogController } from './delivery/http/access-log.controller.js';
import { Addresses } from './delivery/http/addresses.js';
import { AsOfHeaders } from './delivery/http/as-of.js';
import { AuditController } from './delivery/http/audit.controller.js';
import { EntryWrites } from './delivery/http/entry-writes.controller.js';
import { REGISTER_CONTROLLERS } from './delivery/http/entries.controller.js';
import { EvidenceController } from './delivery/http/evidence.controller.js';
import { FiguresController } from './delivery/http/figures.controller.js';
import { FREEZING_CONTROLLERS } from './delivery/http/freezings.controller.js';
import { LedgerController } from './delivery/http/ledger.controller.js';
import { LedgerStreamController } from './delivery/http/ledger-stream.controller.js';
import { ENTRY_CONTROLLERS, RegisterController } from './delivery/http/register.controller.js';
import { PersonsController } from './delivery/http/persons.controller.js';
import { OnRecordInterceptor } from './delivery/http/on-record.js';
import { HealthController, Metrics } from './delivery/http/metrics.js';
import { OpenApiController } from './delivery/http/openapi/openapi.controller.js';
import { Routes } from './delivery/http/openapi/routes.js';
import { ProblemFilter } from './delivery/http/problem.js';
import { AuthSetting, RightsGuard } from './delivery/http/rights.js';
import { LinkAddresses } from './delivery/http/link-addresses.js';
import { PublicUrl, SessionCookie } from './delivery/http/session-cookie.js';
import { EntryForms } from './delivery/web/entry-forms.js';
import { Faults, PageFaults } from './delivery/web/page-faults.js';
import { Pages } from './delivery/web/pages.js';
import { PAGE_CONTROLLERS } from './delivery/web/web.js';
import { SystemClock } from './infrastructure/system/system-clock.js';
import { WatchedClock } from './infrastructure/system/watched-clock.js';
import { adapters } from './adapters.js';

/** What a test or the demonstration may put in place of the machine's own. */
export interface Overrides {
  readonly clock?: Clock;
  /** How long requests wait for the views, in milliseconds. */
  readonly patience?: number;
}

/** The verifier of evidence packs, as `npm run build` makes it: also where a test reads the sources. */
const VERIFIER = new URL(
  import.meta.url.endsWith('.js') ? './delivery/evidence/verifier.js' : '../dist/delivery/evidence/verifier.js',
  import.meta.url,
);

const SERVICES: Provider[] = [
  AccessDisposal,
  AccessLog,
  AccessReading,
  Accounts,
  AsOf,
  Audit,
  Certificates,
  Checkpoints,
  DayClosing,
  Duty,
  Import,
  Integrity,
  Keeping,
  Lag,
  LedgerTree,
  LiveTrail,
  LoadGminas,
  Opening,
  PersonKeys,
  PersonReading,
  PersonRecording,
  Projector,
  Proofs,
  Rebuild,
  Receipts,
  RegisterDesk,
  Replay,
  Sessions,
  Settling,
  Signing,
  Tally,
  Tokens,
  Trail,
  Verify,
  Views,
  ViewsOfDay,
];

const HANDLERS: Provider[] = [
  ActHandler,
  EnterHandler,
  FreezeHandler,
  FreezingHandler,
  FreezingsHandler,
  ActivitiesHandler,
  ActivityHandler,
  DaysAroundHandler,
  DirectoryHandler,
  EntriesHandler,
  EntryHandler,
  HistoryHandler,
  MentionsHandler,
  EndedByHandler,
  OrganisationMeantHandler,
  TotalsHandler,
  ...FIGURE_HANDLERS,
  ...ORGANISATION_FIGURE_HANDLERS,
  DifferenceHandler,
  EvidenceHandler,
];

const CONTROLLERS: Type[] = [
  ...ACTIVITY_CONTROLLERS,
  ...ENTRY_CONTROLLERS,
  ...REGISTER_CONTROLLERS,
  RegisterController,
  AuditController,
  AccessLogController,
  LedgerController,
  LedgerStreamController,
  EntryWrites,
  EvidenceController,
  PersonsController,
  FiguresController,
  ...FREEZING_CONTROLLERS,
  OpenApiController,
  ...PAGE_CONTROLLERS,
];

/** The program, put together. */
@Module({})
export class AppModule {
  static async forRoot(config: Config, { patience = PATIENCE, ...overrides }: Overrides = {}): Promise<DynamicModule> {
    const clock = overrides.clock ?? new WatchedClock(new SystemClock(), config.clock);
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      // Who only projects is asked how it fares, and nothing else.
      controllers: config.role === 'projector' ? [HealthController] : [...CONTROLLERS, HealthController],
      providers: [
        ...(await adapters(config, clock)),
        ...SERVICES,
        ...HANDLERS,
        Addresses,
        AsOfHeaders,
        { provide: EvidencePage, useFactory: () => new EvidencePage(VERIFIER) },
        Metrics,
        { provide: Patience, useValue: { milliseconds: patience } satisfies Patience },
        Routes,
        { provide: PublicUrl, useValue: { origin: config.publicUrl } satisfies PublicUrl },
        SessionCookie,
        LinkAddresses,
        { provide: AuthSetting, useValue: { on: config.auth === 'on' } satisfies AuthSetting },
        { provide: APP_GUARD, useClass: RightsGuard },
        { provide: APP_INTERCEPTOR, useClass: OnRecordInterceptor },
        ProblemFilter,
        Pages,
        EntryForms,
        PageFaults,
        { provide: APP_FILTER, useClass: Faults },
      ],
    };
  }
}
