import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { AsOf } from '../as-of.js';
import { RegisterDesk } from '../registers.js';
import type { Answer } from './figures.js';
import { bookAt } from './known.js';

/** Which organisation is meant by its id, or by a name or alias, as they stood at a point; or, if nobody knew it then, stand now. */
export class OrganisationMeantQuery {
  constructor(
    readonly said: string,
    readonly asOf: string | undefined,
  ) {}
}

export interface OrganisationMeant {
  readonly key: string;
  readonly name: string;
  /** What means it when it is said: its name, or its id where the name means another, too. */
  readonly said: string;
}

/** Answers null where there is none. @throws Rejection `bad-query` where several go by the name */
@QueryHandler(OrganisationMeantQuery)
export class OrganisationMeantHandler implements IQueryHandler<
  OrganisationMeantQuery,
  Answer<OrganisationMeant | null>
> {
  constructor(
    private readonly asOf: AsOf,
    private readonly desk: RegisterDesk,
  ) {}

  async execute({ said, asOf }: OrganisationMeantQuery): Promise<Answer<OrganisationMeant | null>> {
    const now = await this.desk.current();
    return this.asOf.read(asOf, async (reading) => {
      const then = await bookAt(reading, [ORGANISATION.name]);
      for (const book of [then, now]) {
        const byId = book.get(ORGANISATION.name, said);
        const [found, another] = byId === null ? book.named(ORGANISATION.name, said) : [byId];
        if (another !== undefined) refuseQuery([queryFault('organisation', 'is the name of several organisations')]);
        if (found === undefined) continue;
        const { key, name } = found;
        const [first, ...others] = book.named(ORGANISATION.name, name);
        return { key, name, said: first?.key === key && others.length === 0 ? name : key };
      }
      return null;
    });
  }
}
