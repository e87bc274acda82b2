import { isActivity, register } from '../../domain/views/register.js';
import type { ViewStore } from '../ports/view-store.js';
import type { Findings } from './finding.js';

/** The numbers of each series, `KT/2023/0001` and on, as the register has them: each once, and none left out. */
export async function checkNumbers(store: ViewStore, generation: string, findings: Findings): Promise<void> {
  const series = new Map<string, Map<number, string>>();
  for await (const batch of store.editions(generation, register.name)) {
    for (const { doc } of batch) {
      const { number } = isActivity(doc) ? doc : { number: '' };
      const [, name = '', ordinal = ''] = /^(.+)\/(\d+)$/.exec(number) ?? [];
      const given = series.get(name) ?? new Map<number, string>();
      series.set(name, given);
      const holder = given.get(Number(ordinal));
      if (holder === undefined) given.set(Number(ordinal), doc.id);
      else if (holder !== doc.id) findings.add('number', `${number} is the number of ${holder} and of ${doc.id}`);
    }
  }
  for (const [name, given] of series)
    for (let ordinal = 1; ordinal <= given.size; ordinal++)
      if (!given.has(ordinal)) {
        findings.add('number', `${name}/${String(ordinal).padStart(4, '0')} is nobody's number`);
        break;
      }
}
