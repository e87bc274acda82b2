import type { Segment } from '../../domain/kernel/day.js';
import { isActivity, register } from '../../domain/views/register.js';
import type { ViewStore } from '../ports/view-store.js';
import type { Findings } from './finding.js';

/** Who has a number, and the segment from which. */
interface Holder {
  readonly id: string;
  readonly from: Segment;
}

/**
 * The numbers of each series, `KT/2023/0001` and on, as the register has them: each once, and none left out.
 *
 * @param began when each segment began
 */
export async function checkNumbers(
  store: ViewStore,
  generation: string,
  began: ReadonlyMap<Segment, string>,
  findings: Findings,
): Promise<void> {
  const series = new Map<string, Map<number, Holder>>();
  const wrong = (says: string, from: Segment | undefined): void => {
    findings.add('number', says, null, began.get(from ?? ''));
  };
  for await (const batch of store.editions(generation, register.name)) {
    for (const { doc, from } of batch) {
      const { number } = isActivity(doc) ? doc : { number: '' };
      const [, name = '', ordinal = ''] = /^(.+)\/(\d+)$/.exec(number) ?? [];
      const given = series.get(name) ?? new Map<number, Holder>();
      series.set(name, given);
      const holder = given.get(Number(ordinal));
      if (holder === undefined) given.set(Number(ordinal), { id: doc.id, from });
      else if (holder.id !== doc.id) wrong(`${number} is the number of ${holder.id} and of ${doc.id}`, from);
    }
  }
  for (const [name, given] of series)
    for (let ordinal = 1; ordinal <= given.size; ordinal++)
      if (!given.has(ordinal)) {
        const next = [...given.keys()].reduce(
          (least, each) => (each > ordinal && each < least ? each : least),
          Infinity,
        );
        wrong(`${name}/${String(ordinal).padStart(4, '0')} is nobody's number`, given.get(next)?.from);
        break;
      }
}
