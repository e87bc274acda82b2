import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ANNULLED } from '../../domain/activities/phase.js';
import { STRATEGY } from '../../domain/registers/registers.js';
import type { Strategy } from '../../domain/strategy/strategy.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { registers } from '../../domain/views/registers.js';
import { itemKey } from '../../domain/views/rows.js';
import { AsOf } from '../as-of.js';
import { strategiesAt } from './goals.js';

/** The activities, none that was annulled, whose items end because a strategy was adopted that reaches back over them (DOMAIN.md section 1). */
export class EndedByQuery {
  /** @param asOf a position, for an answer that stays the same whatever is recorded after */
  constructor(
    readonly strategy: string,
    readonly asOf?: string,
  ) {}
}

export interface Ended {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly title: string;
  readonly occurredOn: string;
  readonly strategyItems: readonly string[];
}

@QueryHandler(EndedByQuery)
export class EndedByHandler implements IQueryHandler<EndedByQuery, readonly Ended[]> {
  constructor(private readonly asOf: AsOf) {}

  async execute({ strategy: id, asOf }: EndedByQuery): Promise<readonly Ended[]> {
    const { value } = await this.asOf.read(asOf, async (reading) => {
      const [entry] = await reading.get(registers.name, [`${STRATEGY.name}/${id}`]);
      const all = (await strategiesAt(reading)).strategies();
      const adopted = all.find((each) => each.id === id);
      if (entry === undefined || adopted === undefined) return [];
      const earlier = all.filter((each) => each.from < adopted.from);
      const next = all.find((each) => each.from > adopted.from);
      const items = earlier.flatMap((each: Strategy) => each.items.map(({ code }) => itemKey(each.id, code)));
      if (items.length === 0) return [];
      const within = { $gte: adopted.from, ...(next !== undefined && { $lt: next.from }) };
      // The register holds activities only.
      return (await reading.find(register.name, {
        where: { items: { $in: items }, occurredOn: within, status: { $nin: [ANNULLED] } },
      })) as readonly ActivityDoc[];
    });
    return value.map(({ id: activity, kind, number, details, occurredOn }) => ({
      id: activity,
      kind,
      number,
      title: details.title,
      occurredOn,
      strategyItems: details.strategyItems ?? [],
    }));
  }
}
