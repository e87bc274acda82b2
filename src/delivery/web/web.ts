import type { Type } from '@nestjs/common';
import { DeskPages } from './desk.controller.js';
import { FilePages } from './files.controller.js';
import { RegisterPages } from './register.controller.js';
import { ReportPages } from './reports.controller.js';
import { SubjectPages } from './subjects.controller.js';

/** Every controller of pages. */
export const PAGE_CONTROLLERS: readonly Type<object>[] = [
  DeskPages,
  RegisterPages,
  SubjectPages,
  ReportPages,
  FilePages,
];
