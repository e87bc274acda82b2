import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { refuseQuery } from '../../domain/kernel/rejection.js';
import { register } from '../../domain/views/register.js';
import { AsOf } from '../as-of.js';
import { RegisterDesk } from '../registers.js';
import type { Answer } from './figures.js';
import { bookAt, Known } from './known.js';
import type { RegisterParams } from './register-link.js';
import { registersNamed, registerWhere } from './register-where.js';

/** How many entries of the register each of several questions finds, all at one point. */
export class TotalsQuery {
  constructor(
    readonly asked: readonly RegisterParams[],
    readonly asOf: string | undefined,
  ) {}
}

/** Answers in the order asked. */
@QueryHandler(TotalsQuery)
export class TotalsHandler implements IQueryHandler<TotalsQuery, Answer<readonly number[]>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly desk: RegisterDesk,
  ) {}

  async execute({ asked, asOf }: TotalsQuery): Promise<Answer<readonly number[]>> {
    const now = await this.desk.current();
    return this.asOf.read(asOf, async (reading) => {
      const known = new Known(await bookAt(reading, [...new Set(asked.flatMap(registersNamed))]), now);
      const wheres = asked.map((params) => {
        const { where, faults } = registerWhere(params, known, reading.day);
        refuseQuery(faults);
        return where;
      });
      return Promise.all(wheres.map((where) => reading.count(register.name, where)));
    });
  }
}
