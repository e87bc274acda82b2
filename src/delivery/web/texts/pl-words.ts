import { fieldWords, stepWords, valueWords } from '../../../application/import/glossary.js';
import { kindNamed } from '../../../domain/catalogue.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { figureWords } from '../../polish/figures.js';
import {
  CLASS_WORDS,
  FUNCTION_WORDS,
  GMINA_KIND_WORDS,
  itemLevel,
  KINDS_MANY,
  LIST_WORDS,
  ONE_WORDS,
  PHASE_WORDS,
  ROLE_WORDS,
  STATUS_WORDS,
  wordOf,
} from '../../polish/glossary.js';
import type { Words } from './words.js';
import { polishFault } from './pl-faults.js';
import { polishOutage, polishRefusal } from './pl-refusals.js';

/** The words of reports on paper and of spreadsheets, for pages. */
export const polishWords: Words = {
  kind: (name) => kindNamed(name)?.polish ?? name,
  kinds: (name) => wordOf(KINDS_MANY, name),
  status: (code) => wordOf(STATUS_WORDS, code),
  phase: (code) => wordOf(PHASE_WORDS, code),
  step: (kind, step) => stepWords(kind, step)[0],
  field: (kind, field) => fieldWords(kind, field)[0],
  one: (kind, field) => ownOf(ONE_WORDS, field) ?? fieldWords(kind, field)[0],
  value: (kind, field, code) => ownOf(valueWords(kind, field) ?? {}, code)?.[0] ?? code,
  gminaKind: (code) => wordOf(GMINA_KIND_WORDS, code),
  organisationKind: (code) => ownOf(valueWords('', 'kind') ?? {}, code)?.[0] ?? code,
  function: (code) => wordOf(FUNCTION_WORDS, code),
  role: (code) => wordOf(ROLE_WORDS, code),
  figure: (path) => ownOf(LIST_WORDS, path) ?? figureWords(path)?.words ?? path,
  cause: (code) => wordOf(CLASS_WORDS, code),
  itemLevel,
  refusal: polishRefusal,
  outage: polishOutage,
  fault: polishFault,
};
