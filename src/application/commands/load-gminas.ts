import { Injectable } from '@nestjs/common';
import type { Day } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Entry } from '../../domain/registers/register.js';
import { type County, GMINA, GminaDetails } from '../../domain/registers/registers.js';
import { Opening } from '../opening.js';
import { detailsOf, RegisterDesk } from '../registers.js';
import { Enter, EnterHandler } from './enter.js';
import type { Request } from './request.js';

/** A gmina as the statistical office's TERC file lists it. */
export interface ListedGmina extends Pick<GminaDetails, 'terc' | 'name' | 'kind' | 'label'> {
  /** The day of which the file tells (STAN_NA). */
  readonly statedOn: Day;
}

export interface ListedCounty {
  readonly county: County;
  readonly gminas: readonly ListedGmina[];
}

export interface Loaded {
  readonly county: string;
  readonly registered: number;
  readonly renamed: number;
  readonly recoded: number;
}

/** Loads a county's gminas from a TERC file: into a ledger that it opens, or abreast of what one already has. */
@Injectable()
export class LoadGminas {
  constructor(
    private readonly opening: Opening,
    private readonly desk: RegisterDesk,
    private readonly enter: EnterHandler,
  ) {}

  /** @param settled settles when the views have what was recorded so far: the register is read from them */
  async run(file: ListedCounty, request: Request, settled: () => Promise<void>): Promise<Loaded> {
    const ledger = await this.opening.begin(file.county, false);
    if (ledger.county.terc !== file.county.terc) {
      throw new Rejection(
        'state',
        `this ledger is that of ${ledger.county.name} (${ledger.county.terc}): one ledger is one county's`,
      );
    }
    await settled();
    const book = await this.desk.current();
    const result = { registered: 0, renamed: 0, recoded: 0 };
    for (const gmina of file.gminas) {
      // A gmina of another kind has another last digit, and is the same gmina.
      const known = book
        .all('gmina')
        .find((entry) => codesOf(entry).some((code) => code.slice(0, 6) === gmina.terc.slice(0, 6)));
      if (known === undefined) {
        const { statedOn: _statedOn, ...details } = gmina;
        await this.enter.execute(new Enter(GMINA, null, GMINA.made, details, request));
        result.registered++;
      } else await this.bringUp(known, gmina, request, result);
    }
    await settled();
    return { county: file.county.name, ...result };
  }

  private async bringUp(
    known: Entry,
    gmina: ListedGmina,
    request: Request,
    result: { renamed: number; recoded: number },
  ): Promise<void> {
    const { terc, name } = detailsOf(known, GminaDetails);
    if (terc !== gmina.terc) {
      const recoding = { terc: gmina.terc, kind: gmina.kind, from: gmina.statedOn };
      await this.enter.execute(new Enter(GMINA, known.key, 'GminaRecoded', recoding, request));
      result.recoded++;
    }
    if (name !== gmina.name) {
      const correction = {
        changes: { name: gmina.name, label: gmina.label },
        reason: `TERC, stan na ${gmina.statedOn}`,
      };
      await this.enter.execute(new Enter(GMINA, known.key, 'GminaCorrected', correction, request));
      result.renamed++;
    }
  }
}

function codesOf(entry: Entry): string[] {
  const { terc, formerCodes = [] } = detailsOf(entry, GminaDetails);
  return [terc, ...formerCodes.map((each) => each.terc)];
}
