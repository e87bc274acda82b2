import { Injectable } from '@nestjs/common';
import type { Registers } from '../domain/activities/context.js';
import type { Payload } from '../domain/kernel/check.js';
import type { Day } from '../domain/kernel/day.js';
import { fold } from '../domain/kernel/words.js';
import { OrganisationDetails, type OrganisationKind } from '../domain/registers/organisation.js';
import type { Entry } from '../domain/registers/register.js';
import { GminaDetails, isAuthority, LEDGER, LedgerDetails, OfficialDetails } from '../domain/registers/registers.js';
import { Strategy } from '../domain/strategy/strategy.js';
import { registers } from '../domain/views/registers.js';
import { ViewStore } from './ports/view-store.js';
import { Views } from './views.js';

/** The registers at one point of the ledger, with the look-ups that decisions and answers need. */
export class RegisterBook implements Registers {
  private readonly registers = new Map<string, Map<string, Entry>>();
  private readonly byTerc = new Map<string, Entry>();
  private readonly byName = new Map<string, Set<string>>();

  /** A book of its own with the same entries. */
  copy(): RegisterBook {
    const copy = new RegisterBook();
    for (const entries of this.registers.values()) for (const entry of entries.values()) copy.put(entry);
    return copy;
  }

  put(entry: Entry): void {
    const entries = this.registers.get(entry.register) ?? new Map<string, Entry>();
    const before = entries.get(entry.key);
    // A name that was taken away leads nowhere any more.
    if (before !== undefined) for (const name of namesOf(before)) this.byName.get(name)?.delete(before.key);
    this.registers.set(entry.register, entries.set(entry.key, entry));
    if (entry.register === 'gmina') {
      const { terc, formerCodes } = detailsOf(entry, GminaDetails);
      for (const code of [terc, ...(formerCodes ?? []).map((each) => each.terc)]) this.byTerc.set(code, entry);
    }
    for (const name of namesOf(entry)) this.byName.set(name, (this.byName.get(name) ?? new Set()).add(entry.key));
  }

  get(register: string, key: string): Entry | null {
    return this.registers.get(register)?.get(key) ?? null;
  }

  all(register: string): Entry[] {
    return [...(this.registers.get(register)?.values() ?? [])];
  }

  /** The entry that stands for one: itself, or the one it was merged into. */
  standing(entry: Entry): Entry {
    const chain = [entry];
    for (let now = entry; now.mergedInto !== undefined;) {
      const into = this.get(now.register, now.mergedInto);
      if (into === null) return now;
      // Two processes may each have merged one into the other at the same moment: then the lowest key stands for all.
      if (chain.includes(into)) return chain.reduce((least, each) => (each.key < least.key ? each : least));
      chain.push((now = into));
    }
    return chain.at(-1) ?? entry;
  }

  /** Ids under which activities may name an organisation: its own and those merged into it. */
  idsOf(organisation: string): string[] {
    const merged = this.all('organisation').filter(
      (entry) => entry.mergedInto !== undefined && this.standing(entry).key === organisation,
    );
    return [organisation, ...merged.map((entry) => entry.key)];
  }

  /** Entries that go by a name or alias, case and accents aside; those merged away answer as what they became. */
  named(register: string, name: string): Entry[] {
    const keys = this.byName.get(`${register}/${fold(name)}`) ?? new Set<string>();
    const found = [...keys].flatMap((key) => this.get(register, key) ?? []).map((entry) => this.standing(entry));
    return [...new Set(found)];
  }

  gminaByTerc(terc: string): { readonly id: string; readonly name: string } | null {
    const entry = this.byTerc.get(terc);
    return entry === undefined ? null : { id: entry.key, name: detailsOf(entry, GminaDetails).label };
  }

  /** Every code that the gmina of this code ever had. */
  codesOf(terc: string): readonly string[] {
    const entry = this.byTerc.get(terc);
    return entry === undefined ? [] : [...this.byTerc].flatMap(([code, each]) => (each.id === entry.id ? [code] : []));
  }

  /** A unit by its id, name or short name. */
  unit(named: string): Entry | undefined {
    return (
      this.get('unit', named) ??
      this.named('unit', named)[0] ??
      this.all('unit').find((entry) => entry.details['short'] === named)
    );
  }

  organisationKind(id: string): OrganisationKind | null {
    const entry = this.get('organisation', id);
    return entry === null ? null : detailsOf(this.standing(entry), OrganisationDetails).kind;
  }

  isAuthority(official: string, on: Day): boolean {
    const entry = this.get('official', official);
    if (entry === null) return false;
    const details = detailsOf(entry, OfficialDetails);
    return details.from <= on && on <= (details.until ?? '9999') && isAuthority(details);
  }

  /** All strategies, by the day they come into force. */
  strategies(): Strategy[] {
    return this.all('strategy')
      .map((entry) => detailsOf(entry, Strategy))
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  strategiesInForce(from: Day, until: Day | null): readonly Strategy[] {
    const all = this.strategies();
    return all.filter((each, index) => {
      // In force from its start until the next one's start; past its own end too.
      const end = all[index + 1]?.from;
      return (until === null || each.from <= until) && (end === undefined || from < end);
    });
  }

  strategyOn(day: Day): Strategy | null {
    return this.strategiesInForce(day, day).at(-1) ?? null;
  }
}

/** The names by which an entry is found, with its register. */
function namesOf(entry: Entry): string[] {
  const { aliases } = detailsOf(entry, OrganisationDetails);
  return [entry.name, ...(aliases ?? [])].map((name) => `${entry.register}/${fold(name)}`);
}

/** An entry's details as its register's class says; they were checked when recorded. */
export function detailsOf<D extends object>(entry: Entry, _payload: Payload<D>): D {
  return entry.details as unknown as D;
}

/** The ledger's own id, as its first event says; empty before that. */
export function ledgerId(book: RegisterBook): string {
  const [ledger] = book.all(LEDGER.name);
  return ledger === undefined ? '' : detailsOf(ledger, LedgerDetails).ledger;
}

/** Keeps a {@link RegisterBook} abreast of the views, fetching only what changed. */
@Injectable()
export class RegisterDesk {
  private book = new RegisterBook();
  private generation = '';
  private position = 0;
  private looked = 0;
  private looking: Promise<RegisterBook> | null = null;
  private next: Promise<RegisterBook> | null = null;

  constructor(
    private readonly store: ViewStore,
    private readonly views: Views,
  ) {}

  /** Whoever asks while a look is under way waits for the next one, and shares it: it misses nothing that was there. */
  current(): Promise<RegisterBook> {
    if (this.looking === null) return (this.looking = this.look().finally(() => (this.looking = null)));
    this.next ??= this.looking
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.current();
      });
    return this.next;
  }

  private async look(): Promise<RegisterBook> {
    const { id } = await this.views.current();
    if (id !== this.generation)
      [this.generation, this.position, this.looked, this.book] = [id, 0, 0, new RegisterBook()];
    const { position } = await this.store.progress(id);
    if (position !== this.looked) {
      const changed = await this.store.find(id, registers.name, {
        where: { position: { $gt: this.position } },
        sort: 'position',
        at: 'now',
      });
      for (const doc of changed as unknown as Entry[]) {
        this.book.put(doc);
        this.position = Math.max(this.position, doc.position);
      }
      this.looked = position;
    }
    return this.book;
  }
}
