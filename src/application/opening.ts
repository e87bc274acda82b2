import { Injectable } from '@nestjs/common';
import { toJson } from '../domain/kernel/check.js';
import { Rejection } from '../domain/kernel/rejection.js';
import type { Register } from '../domain/registers/register.js';
import { GMINA, LEDGER, type LedgerDetails, ORGANISATION, STRATEGY, UNIT } from '../domain/registers/registers.js';
import { COUNTY, GMINAS, ORGANISATIONS, UNITS } from '../domain/registers/torun.js';
import { COUNTY_STRATEGY_2022_2024 } from '../domain/strategy/county-strategy-2022-2024.js';
import { streamOf } from '../domain/subjects.js';
import { hashedId, newEvent, type Request } from './commands/request.js';
import { EventStore } from './ports/event-store.js';
import { Clock } from './ports/clock.js';
import { Ids } from './ports/ids.js';
import { ZONE } from './placing.js';

export const MAIN = 'main';

/** The program itself, where no person acts. */
export const KRONIKA: Request = { actor: { id: 'kronika', roles: ['administrator'] }, alone: false };

/** Opens a ledger: its first event, and what is built in. Begun and broken off, it goes on where it stopped. */
@Injectable()
export class Opening {
  constructor(
    private readonly ledger: EventStore,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** What the ledger's first event says; null while there is none. */
  async first(): Promise<LedgerDetails | null> {
    for await (const { data } of this.ledger.readStream(streamOf(LEDGER.name, MAIN), { limit: 1 })) {
      // Checked when it was recorded.
      return data as unknown as LedgerDetails;
    }
    return null;
  }

  /** Opens the ledger of powiat toruński with its gminas, units and the strategy 2022-2024, unless another is open. */
  async open({ demonstration }: { readonly demonstration: boolean }): Promise<LedgerDetails> {
    const details = await this.begin(COUNTY, demonstration);
    if (details.county.terc === COUNTY.terc) await this.builtIn(details.ledger);
    return details;
  }

  /** Opens the ledger of a county, without anything built in; or answers what is open. */
  async begin(county: LedgerDetails['county'], demonstration: boolean): Promise<LedgerDetails> {
    const standing = await this.first();
    if (this.clock.simulated && !(standing?.demonstration ?? demonstration)) {
      throw new Error('a simulated clock is for demonstration ledgers only: this one records real work');
    }
    // Its last event is of an invented day: the machine's clock is ahead of it, and right.
    if (standing?.demonstration ?? demonstration) this.clock.accept();
    if (standing !== null) return standing;
    const details: LedgerDetails = { ledger: this.ids.next(), county, zone: ZONE, demonstration };
    const opened = newEvent(KRONIKA, hashedId(details.ledger, LEDGER.made), LEDGER.made, toJson(details));
    try {
      await this.ledger.append(streamOf(LEDGER.name, MAIN), 'none', [opened]);
      return details;
    } catch (fault) {
      // Another process opened it at the same time: there is one ledger, and it is that one.
      const others = fault instanceof Rejection && fault.code === 'conflict' ? await this.first() : null;
      if (others === null) throw fault;
      return others;
    }
  }

  private async builtIn(ledger: string): Promise<void> {
    const enter = async (register: Register, key: string, details: object): Promise<void> => {
      const stream = streamOf(register.name, key);
      // Looked for first: a start that finds all in place needs no disk that can be written to, and no clock.
      for await (const _standing of this.ledger.readStream(stream, { limit: 1 })) return;
      const event = newEvent(KRONIKA, hashedId(ledger, register.name, key), register.made, toJson(details));
      await this.ledger.append(stream, 'none', [event]);
    };
    await enter(STRATEGY, COUNTY_STRATEGY_2022_2024.id, COUNTY_STRATEGY_2022_2024);
    for (const gmina of GMINAS) await enter(GMINA, gmina.terc, gmina);
    for (const [key, unit] of Object.entries(UNITS)) await enter(UNIT, key, unit);
    for (const each of ORGANISATIONS) await enter(ORGANISATION, hashedId(ledger, 'organisation', each.name), each);
  }
}
