import type { Payload } from '../../domain/kernel/check.js';
import type { Role } from '../../domain/kernel/event.js';
import { OrganisationMerging } from '../../domain/registers/organisation.js';
import type { Register } from '../../domain/registers/register.js';
import {
  EntryCorrection,
  GMINA,
  GminaRecoding,
  MEASURE,
  MeasureReading,
  OFFICIAL,
  ORGANISATION,
  STRATEGY,
  UNIT,
} from '../../domain/registers/registers.js';
import { StrategyAmendment } from '../../domain/registers/strategy-changes.js';

/** One way of writing to a register. */
export interface EntryWrite {
  readonly register: Register;
  /** Below `/v1`, with `:key` for the entry that it changes. */
  readonly path: string;
  /** Of the event that it records. */
  readonly type: string;
  readonly payload: Payload<object>;
  readonly roles: readonly Role[];
  readonly does: string;
  /** A body that does it. */
  readonly example: object;
}

const made = (register: Register, roles: readonly Role[], does: string): EntryWrite => ({
  register,
  path: register.path,
  type: register.made,
  payload: register.details,
  roles,
  does,
  example: register.example,
});

const changed = (
  register: Register,
  what: string,
  type: string,
  payload: Payload<object>,
  roles: readonly Role[],
  does: string,
  example: object,
): EntryWrite => ({
  register,
  path: `${register.path}/:key/${what}`,
  type,
  payload,
  roles,
  does,
  example,
});

/** The adoption of a strategy: its answer lists the activities of earlier ones that lie in its time. */
export const ADOPTION: EntryWrite = made(
  STRATEGY,
  ['administrator'],
  'Adopts a strategy; `ends` lists the activities of earlier ones that lie in its time.',
);

/** Every write to a register, and who may make it (DOMAIN.md section 5; docs/adr/0007). */
export const ENTRY_WRITES: readonly EntryWrite[] = [
  ADOPTION,
  changed(
    STRATEGY,
    'amendments',
    'StrategyAmended',
    StrategyAmendment,
    ['administrator'],
    'Amends a strategy: texts, rules, further items.',
    {
      title: 'Strategia współpracy z gminami 2025-2027',
      from: '2025-01-01',
      until: '2027-12-31',
      items: [
        { code: 'S', text: 'Dobre stosunki z samorządami gmin' },
        { code: 'G1', parent: 'S', text: 'Wspólne szlaki rowerowe', needs: { gminas: 2 } },
        { code: 'G2', parent: 'S', text: 'Wspólna promocja' },
      ],
      reason: 'Uchwała rady powiatu dodała cel G2.',
    },
  ),
  made(GMINA, ['administrator'], 'Registers a gmina of the county.'),
  changed(
    GMINA,
    'corrections',
    'GminaCorrected',
    EntryCorrection,
    ['administrator'],
    'Corrects a gmina, or adds a population.',
    {
      changes: { populations: [{ year: 2023, residents: 7801, source: 'GUS, stan na 31.12.2023' }] },
      reason: 'Nowe dane GUS.',
    },
  ),
  changed(
    GMINA,
    'recoding',
    'GminaRecoded',
    GminaRecoding,
    ['administrator'],
    'Gives a gmina the code that goes with its new kind.',
    { terc: '0415053', kind: 'urban-rural', from: '2025-01-01' },
  ),
  made(ORGANISATION, ['recorder', 'manager', 'administrator'], 'Registers an organisation.'),
  changed(
    ORGANISATION,
    'corrections',
    'OrganisationCorrected',
    EntryCorrection,
    ['recorder', 'manager', 'administrator'],
    'Corrects an organisation.',
    { changes: { aliases: ['KGW w Brąchnowie'] }, reason: 'Tak podpisują się same.' },
  ),
  changed(
    ORGANISATION,
    'merging',
    'OrganisationMerged',
    OrganisationMerging,
    ['manager', 'administrator'],
    'Merges an organisation into another.',
    { into: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', reason: 'To samo koło pod dwiema nazwami.' },
  ),
  made(OFFICIAL, ['administrator'], 'Registers an official.'),
  changed(
    OFFICIAL,
    'corrections',
    'OfficialCorrected',
    EntryCorrection,
    ['administrator'],
    'Corrects an official, or ends the term.',
    { changes: { until: '2024-05-06' }, reason: 'Koniec kadencji.' },
  ),
  made(UNIT, ['administrator'], 'Registers an organisational unit of the county.'),
  changed(UNIT, 'corrections', 'UnitCorrected', EntryCorrection, ['administrator'], 'Corrects a unit.', {
    changes: { short: 'PZD' },
    reason: 'Brakowało skrótu.',
  }),
  made(MEASURE, ['manager'], 'Sets a measure for a strategy item.'),
  changed(MEASURE, 'corrections', 'MeasureCorrected', EntryCorrection, ['manager'], 'Corrects a measure.', {
    changes: { target: 420 },
    reason: 'Zarząd podniósł cel.',
  }),
  changed(MEASURE, 'readings', 'MeasureRead', MeasureReading, ['manager'], 'Records what a measure has reached.', {
    value: 310,
    on: '2023-12-31',
  }),
];
