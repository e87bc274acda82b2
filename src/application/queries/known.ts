import type { Entry } from '../../domain/registers/register.js';
import { registers } from '../../domain/views/registers.js';
import type { Strategy } from '../../domain/strategy/strategy.js';
import type { Reading } from '../as-of.js';
import type { Day } from '../../domain/kernel/day.js';
import { RegisterBook } from '../registers.js';

/** The registers as they stood at a reading's point; all of them, or those named. */
export async function bookAt(reading: Reading, names?: readonly string[]): Promise<RegisterBook> {
  const book = new RegisterBook();
  if (names?.length === 0) return book;
  const where = names === undefined ? {} : { register: { $in: names } };
  // The registers hold entries only.
  for (const doc of await reading.find(registers.name, { where })) book.put(doc as unknown as Entry);
  return book;
}

/**
 * What a question names, as it stood at the point that it asks about; and what was not known then but is now. A
 * question about a day before the ledger began names nothing wrong: its answer is empty.
 */
export class Known {
  constructor(
    private readonly then: RegisterBook,
    private readonly now: RegisterBook,
  ) {}

  /** The key of the gmina that has or had this code. */
  gmina(terc: string): string | undefined {
    return (this.then.gminaByTerc(terc) ?? this.now.gminaByTerc(terc))?.id;
  }

  /** Every code that this gmina ever had. */
  gminaCodes(terc: string): readonly string[] {
    return [...new Set([...this.then.codesOf(terc), ...this.now.codesOf(terc)])];
  }

  /** The ids of an organisation and of those merged into it by then; undefined where there is none. */
  organisations(id: string): readonly string[] | undefined {
    const known = this.then.get('organisation', id) ?? this.now.get('organisation', id);
    return known === null ? undefined : this.then.idsOf(id);
  }

  unit(named: string): string | undefined {
    return (this.then.unit(named) ?? this.now.unit(named))?.key;
  }

  /** Officials of this name or in this function, by id. */
  officials(named: string): readonly string[] {
    return this.then
      .all('official')
      .filter(({ name, kind }) => name === named || kind === named)
      .map(({ key }) => key);
  }

  strategy(id: string): Strategy | undefined {
    return [this.then, this.now].flatMap((book) => book.strategies().filter((each) => each.id === id))[0];
  }

  /** In force on a day; the first one before that. */
  strategyOn(day: Day): Strategy | undefined {
    const [first = null] = this.then.strategies();
    return this.then.strategyOn(day) ?? first ?? this.now.strategyOn(day) ?? this.now.strategies()[0];
  }

  /** Whether a strategy has an item, or got it later. */
  hasItem(strategy: string, code: string): boolean {
    return [this.then, this.now].some((book) =>
      book.strategies().some((each) => each.id === strategy && each.items.some((item) => item.code === code)),
    );
  }
}
