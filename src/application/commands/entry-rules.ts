import type { Day } from '../../domain/kernel/day.js';
import { type JsonObject, textOf } from '../../domain/kernel/json.js';
import { check } from '../../domain/kernel/check.js';
import type { Fault } from '../../domain/kernel/rejection.js';
import { asked, legibleFields, members, over, readOr, unreadableAt, whole } from '../../domain/kernel/unreadable.js';
import { KIND_FIELDS } from '../../domain/catalogue.js';
import { corrected, type Entry, type Register } from '../../domain/registers/register.js';
import {
  GMINA,
  type GminaKind,
  MEASURE,
  type MeasureReading,
  OFFICIAL,
  ORGANISATION,
  STRATEGY,
} from '../../domain/registers/registers.js';
import { readStrategy, Strategy } from '../../domain/strategy/strategy.js';
import { detailsOf, type RegisterBook } from '../registers.js';
import { sameStart } from './strategy-starts.js';

/** The key of an entry whose details have one of their own; null where it is a new id. */
export function entryKey(register: Register, details: JsonObject): string | null {
  if (register === GMINA) return textOf(details['terc']);
  return register === STRATEGY ? textOf(details['id']) : null;
}

/** The key of an entry that an address names: a gmina goes by any code that it ever had (docs/adr/0003). */
export function keyOf(register: Register, named: string | null, book: RegisterBook): string | null {
  return register === GMINA && named !== null ? (book.gminaByTerc(named)?.id ?? named) : named;
}

const KIND_DIGIT: Readonly<Record<GminaKind, string>> = { urban: '1', rural: '2', 'urban-rural': '3' };

/** What an entry is judged by, besides itself. */
interface Circumstances {
  readonly book: RegisterBook;
  readonly today: Day;
}

/** What breaks the rules of a register's entry, as it would stand; of a correction, what is wrong with its form too. */
export function entryFaults(
  register: Register,
  key: string,
  type: string,
  data: JsonObject,
  before: Entry | null,
  circumstances: Circumstances,
): readonly Fault[] {
  if (!('changes' in data)) {
    const details = over(before?.details ?? {}, data);
    return standingFaults(register, key, type, details, before, circumstances);
  }
  const changed = readOr(() => corrected(before?.details ?? {}, legibleFields(data['changes'] as JsonObject)), null);
  if (changed === null) return [];
  const { faults, unread } = check(register.details, changed);
  const details = unreadableAt(changed, unread);
  const broken = standingFaults(register, key, type, details, before, circumstances);
  return [...faults, ...broken].map((fault) => ({ ...fault, pointer: `/changes${fault.pointer}` }));
}

function standingFaults(
  register: Register,
  key: string,
  type: string,
  details: JsonObject,
  before: Entry | null,
  { book, today }: Circumstances,
): readonly Fault[] {
  switch (register) {
    case GMINA:
      return gminaFaults(details, key, type, before, book);
    case ORGANISATION:
      return asked(() =>
        type === 'OrganisationMerged'
          ? mergingFaults(textOf(details['into']), key, book)
          : organisationFaults(details, book),
      );
    case OFFICIAL:
      return asked(() =>
        typeof details['until'] === 'string' && details['until'] < textOf(details['from'])
          ? [{ pointer: '/until', detail: 'must not be before from' }]
          : [],
      );
    case STRATEGY:
      return strategyFaults(details, before, book);
    case MEASURE:
      return asked(
        () => measureFaults(details, book),
        () => readingFaults(type, details, before, today),
      );
    default:
      return [];
  }
}

function gminaFaults(
  details: JsonObject,
  key: string,
  type: string,
  before: Entry | null,
  book: RegisterBook,
): Fault[] {
  const terc = (): string => textOf(details['terc']);
  const says = (pointer: string, detail: string): Fault[] => [{ pointer, detail }];
  return asked(
    () =>
      terc().at(-1) === KIND_DIGIT[details['kind'] as GminaKind]
        ? []
        : says('/kind', `does not go with the last digit of ${terc()}`),
    () => {
      const county = book.all('ledger')[0]?.details['county'] as { readonly terc: string } | undefined;
      return county === undefined || terc().startsWith(county.terc)
        ? []
        : says('/terc', `${terc()} does not lie in this ledger's county, ${county.terc}`);
    },
    // Activities name it by its codes: a correction that took one away would leave them without a gmina.
    () =>
      type === 'GminaCorrected' && terc() !== before?.details['terc']
        ? says('/terc', 'a gmina gets another code by its recoding, and keeps the one that it had')
        : [],
    () => {
      const kept = formerCodes(details);
      return formerCodes(before?.details ?? {}).flatMap((code) =>
        kept.includes(code) ? [] : says('/formerCodes', `${code} can't be taken out: activities may name it`),
      );
    },
    () =>
      type === 'GminaRecoded' && terc() === before?.details['terc']
        ? says('/terc', `${terc()} is its code already`)
        : [],
    () => {
      const owner = book.gminaByTerc(terc());
      return owner === null || owner.id === key ? [] : says('/terc', `${terc()} is the code of ${owner.name}`);
    },
  );
}

const formerCodes = (details: JsonObject): string[] =>
  ((details['formerCodes'] ?? []) as readonly { readonly terc: string }[]).map(({ terc }) => terc);

/** Of an organisation's details, however it comes into the register. */
export function organisationFaults({ gmina }: { readonly gmina?: unknown }, book: RegisterBook): Fault[] {
  return typeof gmina === 'string' && book.gminaByTerc(gmina) === null
    ? [{ pointer: '/gmina', detail: `${gmina} is not the TERC of a gmina of this county` }]
    : [];
}

function mergingFaults(into: string, key: string, book: RegisterBook): Fault[] {
  const entry = book.get('organisation', into);
  if (entry === null) return [{ pointer: '/into', detail: `there is no organisation ${into}` }];
  if (into === key) return [{ pointer: '/into', detail: 'must be another organisation' }];
  return entry.mergedInto === undefined
    ? []
    : [{ pointer: '/into', detail: `it was itself merged into ${entry.mergedInto}` }];
}

function strategyFaults(details: JsonObject, before: Entry | null, book: RegisterBook): readonly Fault[] {
  const { reason: _reason, ...file } = whole(details);
  const { strategy, faults } = readStrategy(file, KIND_FIELDS);
  if (strategy === null) return faults;
  const broken = asked(
    () => {
      const clash = book.strategies().find((each) => each.id !== strategy.id && each.from === strategy.from);
      return clash === undefined ? [] : [sameStart(clash.id)];
    },
    () => (before === null ? [] : amendmentFaults(detailsOf(before, Strategy), strategy)),
  );
  return [...faults, ...broken];
}

/** What was recorded under an item must go on meaning the same: none is taken away, none moves in the tree. */
function amendmentFaults(before: Strategy, after: Strategy): Fault[] {
  const now = new Map(members(() => after.items).flatMap(([item]) => asked(() => [[item.code, item] as const])));
  // One whose code can't be read may be any of them.
  const legible = readOr(() => after.items.every(({ code }) => now.has(code)), false);
  return before.items.flatMap(({ code, parent }) => {
    const item = now.get(code);
    if (item === undefined)
      return legible ? [{ pointer: '/items', detail: `${code} can't be taken out: activities may name it` }] : [];
    return asked(() =>
      item.parent === parent ? [] : [{ pointer: '/items', detail: `${code} can't be moved to another goal` }],
    );
  });
}

function measureFaults({ item, strategy }: JsonObject, book: RegisterBook): Fault[] {
  const known = book.strategies().filter((each) => strategy === undefined || each.id === strategy);
  return known.some((each) => each.items.some(({ code }) => code === item))
    ? []
    : [{ pointer: '/item', detail: `${textOf(item)} is not an item of a strategy` }];
}

/** What was read can't have been read after today, as what was done can't lie there; what stands already is let be. */
function readingFaults(type: string, details: JsonObject, before: Entry | null, today: Day): Fault[] {
  const ahead = (on: string, pointer: string): Fault[] =>
    on > today ? [{ pointer, detail: `a measure can't be read after today, ${today}` }] : [];
  if (type === 'MeasureRead') return ahead(textOf(details['on']), '/on');
  const known = new Set(readingsOf(before?.details ?? {}).map(({ on }) => on));
  return members(() => readingsOf(details)).flatMap(([reading, index]) =>
    asked(() => (known.has(reading.on) ? [] : ahead(reading.on, `/readings/${String(index)}/on`))),
  );
}

const readingsOf = (details: JsonObject): readonly MeasureReading[] =>
  // Checked against its class when it came in.
  (details['readings'] ?? []) as unknown as readonly MeasureReading[];
