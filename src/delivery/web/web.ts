import type { Type } from '@nestjs/common';
import { AccessPages } from './accesses.controller.js';
import { AccountPages } from './accounts.controller.js';
import { AuditPages } from './audit.controller.js';
import { CalendarPages } from './calendar.controller.js';
import { ChangePages } from './changes.controller.js';
import { DeskPages } from './desk.controller.js';
import { DifferencePages } from './difference.controller.js';
import { ErasurePages } from './erasures.controller.js';
import { EvidencePages } from './evidence.controller.js';
import { FreezingPages } from './freezings.controller.js';
import { OpenPages } from './open.controller.js';
import { PersonPages } from './persons.controller.js';
import { ProofPages } from './proofs.controller.js';
import { RecordingPages } from './recording.controller.js';
import { RegisterPages } from './register.controller.js';
import { ReportPages } from './reports.controller.js';
import { SessionPages } from './session.controller.js';
import { SubjectPages } from './subjects.controller.js';

/** Every controller of pages. */
export const PAGE_CONTROLLERS: readonly Type<object>[] = [
  DeskPages,
  RecordingPages,
  RegisterPages,
  ChangePages,
  SubjectPages,
  PersonPages,
  ErasurePages,
  CalendarPages,
  ReportPages,
  FreezingPages,
  DifferencePages,
  AuditPages,
  ProofPages,
  EvidencePages,
  AccessPages,
  OpenPages,
  SessionPages,
  AccountPages,
];
