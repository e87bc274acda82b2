import type { QueryBus } from '@nestjs/cqrs';
import type { Answer } from '../../application/queries/figures.js';
import type { CloudEvent } from '../../application/queries/ledger.js';
import { type Mention, MentionsQuery } from '../../application/queries/mentions.js';
import { subjectOf } from '../../domain/subjects.js';
import type { Look } from './look.js';

/** What the activities that events are of are called. */
export async function mentionedBy(
  queries: QueryBus,
  { at }: Look,
  events: readonly Pick<CloudEvent, 'subject'>[],
): Promise<ReadonlyMap<string, Mention>> {
  const ids = events.flatMap(({ subject }) => {
    const of = subjectOf(subject);
    return of?.of === 'activity' ? [of.id] : [];
  });
  const query = new MentionsQuery(ids, at.asOf);
  return (await queries.execute<MentionsQuery, Answer<ReadonlyMap<string, Mention>>>(query)).value;
}
