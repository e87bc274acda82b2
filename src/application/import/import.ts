import { Injectable } from '@nestjs/common';
import type { Kind } from '../../domain/activities/kind.js';
import { Calendar } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Request } from '../commands/request.js';
import { ZONE } from '../placing.js';
import { Clock } from '../ports/clock.js';
import { EventStore } from '../ports/event-store.js';
import { ViewStore } from '../ports/view-store.js';
import { RegisterDesk } from '../registers.js';
import { Views } from '../views.js';
import type { ImportFile } from './file.js';
import { Importing } from './importing.js';
import { survey } from './survey.js';

/**
 * Brings in files of activities with the steps they have taken. Whole files are checked before anything is recorded;
 * each row is then recorded in one append, under ids made of what it says, so that nothing is ever recorded twice.
 */
@Injectable()
export class Import {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly ledger: EventStore,
    private readonly views: Views,
    private readonly store: ViewStore,
    private readonly desk: RegisterDesk,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the files a first time: their headers, and the refs that their rows may name. The views must be abreast of the
   * ledger, because names are looked up in them.
   *
   * @param kept good rows that may be held from the check to the recording; left out: as many as an office brings at once
   * @throws Rejection `forbidden` for who may not record
   */
  async begin(files: readonly ImportFile[], kind: Kind, request: Request, kept?: number): Promise<Importing> {
    const { id, roles } = request.actor;
    if (!roles.includes('recorder') && !roles.includes('manager'))
      throw new Rejection(
        'forbidden',
        `${id} nie jest ani pracownikiem, ani kierownictwem, a tylko oni zapisują działania`,
      );
    const surveyed = [];
    for (const file of files) surveyed.push(await survey(file, kind));
    const { ledger, store } = this;
    const today = this.calendar.dayOf(this.clock.now());
    const [{ id: generation }, book] = [await this.views.current(), await this.desk.current()];
    return new Importing(surveyed, { kind, request, today, book, generation, ledger, store }, kept);
  }
}
