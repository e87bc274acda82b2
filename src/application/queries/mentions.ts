import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { AsOf } from '../as-of.js';
import type { Answer } from './figures.js';

/** What an activity is called where something else names it. */
export interface Mention {
  readonly number: string;
  readonly title: string;
}

/** The activities of these ids, by id; those that were not there yet are left out. */
export class MentionsQuery {
  constructor(
    readonly ids: readonly string[],
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(MentionsQuery)
export class MentionsHandler implements IQueryHandler<MentionsQuery, Answer<ReadonlyMap<string, Mention>>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ ids, asOf }: MentionsQuery): Promise<Answer<ReadonlyMap<string, Mention>>> {
    return this.asOf.read(asOf, async (reading) => {
      // The register holds activities only.
      const docs = (await reading.get(register.name, [...new Set(ids)])) as readonly ActivityDoc[];
      return new Map(docs.map(({ id, number, details }) => [id, { number, title: details.title }]));
    });
  }
}
