import { type Payload } from '../kernel/check.js';
import {
  Changes,
  Choice,
  Count,
  Flag,
  Identity,
  Means,
  OnDay,
  Optional,
  Part,
  Parts,
  Pattern,
  Quantity,
  Text,
} from '../kernel/fields.js';
import type { JsonObject } from '../kernel/json.js';
import { Strategy } from '../strategy/strategy.js';
import { TERC } from '../activities/details.js';
import { AUTHORITY_FUNCTIONS } from '../activities/rules.js';
import { LEDGER_CHANGES } from './ledger-changes.js';
import { OrganisationDetails, OrganisationMerging } from './organisation.js';
import { PERSON } from './person.js';
import { corrected, type EntryCorrected, type Register, type RegisterChange } from './register.js';
import { STRATEGY_START_TAKEN, StrategyAmendment, StrategyStart } from './strategy-changes.js';

/** A correction of any register's entry. */
export class EntryCorrection {
  @Changes() changes!: Record<string, unknown>;
  @Text(2000) reason!: string;
}

const correction: RegisterChange = {
  payload: EntryCorrection,
  apply: (details, data) => corrected(details, (data as unknown as EntryCorrected).changes),
};

export const GMINA_KINDS = ['urban', 'rural', 'urban-rural'] as const;
export type GminaKind = (typeof GMINA_KINDS)[number];

export class Population {
  @Count() year!: number;
  @Count() residents!: number;
  @Text(300) source!: string;
}

/** A place on the hexagon tile map: row from the top, x in tiles from the left. */
export class Tile {
  @Count() row!: number;
  @Quantity() x!: number;
}

export class GminaDetails {
  @Means("The code in force. The entry's key is the code under which the gmina was first registered.")
  @Pattern(TERC, 'the TERC of a gmina', '0415052')
  terc!: string;
  @Text(100) name!: string;
  @Choice(GMINA_KINDS) kind!: GminaKind;
  @Means('What it is called where two share a name: `Chełmża (miasto)`.')
  @Text(120)
  label!: string;
  @Optional() @Parts(() => Population, { max: 200 }) populations?: Population[];
  @Optional() @Part(() => Tile) tile?: Tile;
  @Means('The codes it had before, each until the day on which the next came into force.')
  @Optional()
  @Parts(() => FormerCode, { max: 20 })
  formerCodes?: FormerCode[];
}

export class FormerCode {
  @Pattern(TERC, 'the TERC of a gmina', '0415052') terc!: string;
  @OnDay() until!: string;
}

/** A gmina of another kind has another seventh digit: one gmina under two dated codes. */
export class GminaRecoding {
  @Pattern(TERC, 'the TERC of a gmina', '0415053') terc!: string;
  @Choice(GMINA_KINDS) kind!: GminaKind;
  @OnDay() from!: string;
}

export const FUNCTIONS = [
  'starosta',
  'wicestarosta',
  'board-member',
  'council-chair',
  'council-vice-chair',
  'councillor',
  'skarbnik',
  'sekretarz',
  'unit-director',
  'department-head',
  'employee',
] as const;

/** Somebody who holds a public function; acts in public and stays named. */
export class OfficialDetails {
  @Text(200) name!: string;
  @Choice(FUNCTIONS) function!: (typeof FUNCTIONS)[number];
  @OnDay() from!: string;
  @Optional() @OnDay() until?: string;
  @Means('Whether the function is one of authority; left out, the function itself tells.')
  @Optional()
  @Flag()
  authority?: boolean;
}

export const isAuthority = ({ authority, function: its }: OfficialDetails): boolean =>
  authority ?? AUTHORITY_FUNCTIONS.includes(its);

export class UnitDetails {
  @Text(300) name!: string;
  @Optional() @Text(40) short?: string;
}

export class MeasureReading {
  @Quantity() value!: number;
  @OnDay() on!: string;
}

export class MeasureDetails {
  @Means('Code of a strategy item.')
  @Text(60)
  item!: string;
  @Optional() @Text(40) strategy?: string;
  @Text(300) name!: string;
  @Text(40) unit!: string;
  @Quantity() baseline!: number;
  @Quantity() target!: number;
  @OnDay() by!: string;
  @Optional() @Parts(() => MeasureReading, { max: 1000 }) readings?: MeasureReading[];
}

export class County {
  @Pattern(/^\d{4}$/, 'the TERC of a county', '0415') terc!: string;
  @Text(100) name!: string;
}

export class LedgerDetails {
  @Means("The ledger's own id: two ledgers never share one.")
  @Identity()
  ledger!: string;
  @Part(() => County) county!: County;
  @Means('IANA name of the zone in which days are told; fixed for ever.')
  @Text(60)
  zone!: string;
  @Means('A demonstration: invented but for the examples named, and under a simulated clock.')
  @Flag()
  demonstration!: boolean;
}

const register = (row: {
  name: string;
  path: string;
  noun: string;
  details: Payload<object>;
  made?: string;
  changes?: Record<string, RegisterChange>;
  example: object;
}): Register => ({
  name: row.name,
  path: row.path,
  details: row.details,
  made: row.made ?? `${row.noun}Registered`,
  changes: { [`${row.noun}Corrected`]: correction, ...row.changes },
  example: row.example,
});

export const LEDGER = register({
  name: 'ledger',
  path: 'ledger',
  noun: 'Ledger',
  made: 'LedgerOpened',
  details: LedgerDetails,
  changes: LEDGER_CHANGES,
  example: {},
});

export const STRATEGY = register({
  name: 'strategy',
  path: 'strategies',
  noun: 'Strategy',
  made: 'StrategyAdopted',
  details: Strategy,
  changes: {
    StrategyAmended: {
      payload: StrategyAmendment,
      apply: (details, { reason: _reason, ...amended }) => ({ ...details, ...amended }),
    },
    [STRATEGY_START_TAKEN]: { payload: StrategyStart, apply: (details) => details },
  },
  example: {
    id: '2025-2027',
    title: 'Strategia współpracy z gminami 2025-2027',
    from: '2025-01-01',
    until: '2027-12-31',
    items: [
      { code: 'S', text: 'Dobre stosunki z samorządami gmin' },
      {
        code: 'G1',
        parent: 'S',
        text: 'Wspólne szlaki rowerowe',
        realisedBy: [{ kind: 'joint-investment' }],
        needs: { gminas: 2 },
      },
    ],
  },
});

export const GMINA = register({
  name: 'gmina',
  path: 'gminas',
  noun: 'Gmina',
  details: GminaDetails,
  changes: {
    GminaRecoded: {
      payload: GminaRecoding,
      apply: (details, { terc, kind, from }) => ({
        ...details,
        terc,
        kind,
        formerCodes: [
          ...((details['formerCodes'] ?? []) as readonly JsonObject[]),
          { terc: details['terc'], until: from },
        ],
      }),
    },
  },
  example: {
    terc: '0415102',
    name: 'Nowa Wieś',
    label: 'Nowa Wieś',
    kind: 'rural',
    populations: [{ year: 2021, residents: 5000, source: 'GUS, NSP 2021' }],
  },
});

export const ORGANISATION = register({
  name: 'organisation',
  path: 'organisations',
  noun: 'Organisation',
  details: OrganisationDetails,
  changes: { OrganisationMerged: { payload: OrganisationMerging, apply: (details) => details } },
  example: {
    name: 'KGW Brąchnowo',
    aliases: ['Koło Gospodyń Wiejskich w Brąchnowie'],
    kind: 'rural-housewives-circle',
    gmina: '0415022',
    locality: 'Brąchnowo',
  },
});

export const OFFICIAL = register({
  name: 'official',
  path: 'officials',
  noun: 'Official',
  details: OfficialDetails,
  example: { name: 'Zofia Wymyślona', function: 'wicestarosta', from: '2018-11-20' },
});

export const UNIT = register({
  name: 'unit',
  path: 'units',
  noun: 'Unit',
  details: UnitDetails,
  example: { name: 'Powiatowy Zarząd Dróg', short: 'PZD' },
});

export const MEASURE = register({
  name: 'measure',
  path: 'measures',
  noun: 'Measure',
  made: 'MeasureSet',
  details: MeasureDetails,
  changes: {
    MeasureRead: {
      payload: MeasureReading,
      apply: (details, reading) => ({
        ...details,
        readings: [...((details['readings'] ?? []) as readonly JsonObject[]), reading],
      }),
    },
  },
  example: {
    item: 'T1',
    name: 'Kontakty z urzędami gmin w roku',
    unit: 'kontakt',
    baseline: 250,
    target: 400,
    by: '2024-12-31',
  },
});

export const REGISTERS: readonly Register[] = [LEDGER, STRATEGY, GMINA, ORGANISATION, OFFICIAL, UNIT, MEASURE, PERSON];
