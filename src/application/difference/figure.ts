import type { Json } from '../../domain/kernel/json.js';
import { canonical } from '../canonical.js';
import type { Shares } from '../queries/gminas.js';
import { isSet } from './leaves.js';

/** Why a figure changed (API.md, difference). */
export const CLASSES = [
  'new',
  'late',
  'backfilled',
  'step',
  'corrected',
  'undone',
  'annulled',
  'restored',
  'reference',
  'time',
  'code',
] as const;
export type Class = (typeof CLASSES)[number];

/** What changed a figure: an event, or what is none (time that passed, the program itself). */
export interface Source {
  /** Position and id of the event; null where it was none. */
  readonly position: number | null;
  readonly event: string | null;
  /** Id and number of the activity concerned. */
  readonly activity?: string;
  readonly number?: string;
  readonly class: Class;
}

/** Of a set: its members that came, and those that went. */
export interface Moved {
  readonly came: readonly string[];
  readonly went: readonly string[];
}

export interface Because extends Omit<Source, 'position'> {
  readonly position: string | null;
  /** Of a number: what it adds. Of a set: what moved. Null: it decided what the figure says now. */
  readonly delta: number | Moved | null;
  /** So many events of this class are told together: those that come after the first {@link MOST} of a figure. */
  readonly events?: number;
}

/** A figure that the two reports tell differently. */
export interface Differing {
  /** As in `leaves.ts`: a pointer in which members of lists go by what they are. */
  readonly path: string;
  /** Null: nothing there. Of a number that is 0. */
  readonly before: Json;
  readonly after: Json;
  readonly because: readonly Because[];
}

/** Events told one by one of a figure, unless it is asked for alone. */
export const MOST = 100;

/** Counts, grosze, hundredths, and measured quantities to the millionth: beyond that is only binary dust. */
export const exact = (value: number): number =>
  Number.isInteger(value) ? value : Math.round(value * 1_000_000) / 1_000_000;

const numeric = (value: Json | undefined): value is number | undefined =>
  value === undefined || typeof value === 'number';

/** That a sum decides whether a member is in a set. */
export interface Membership {
  readonly set: Figure;
  readonly member: string;
  readonly isIn: (sum: number) => boolean;
}

/** One figure on its way from the one point to the other, with what changed it. */
export class Figure {
  value: Json | undefined;
  /** What the event at hand adds to it so far. */
  pending = 0;
  /** What else is told from a sum: its shares and ranks by it, or whether a member is in a set. */
  tells: keyof Shares | Membership | null = null;
  private readonly causes: Because[] = [];
  /** How many more are told one by one. */
  private left: number;
  /** What came after these, by class: there are few. */
  private readonly rest: Together[] = [];
  /** Of a set by member; of what is neither set nor number, its one value's. */
  private readonly deciders = new Map<string, Source>();

  /** @param most causes told one by one; 0: the figure is the same at both ends, and nobody asks why */
  constructor(
    readonly path: string,
    readonly start: Json | undefined,
    private readonly most: number,
  ) {
    this.value = start;
    this.left = most;
  }

  /** Whether somebody asks why it is what it is. */
  get isWanted(): boolean {
    return this.most > 0;
  }

  /** Whether it tells no further causes one by one, and nothing is told from it at each event. */
  get isTold(): boolean {
    return this.left === 0 && this.most > 0 && this.tells === null;
  }

  /** The value of a number; nothing is 0. */
  get amount(): number {
    return typeof this.value === 'number' ? this.value : 0;
  }

  add(delta: number, source: Source): void {
    const by = exact(delta);
    if (by === 0) return;
    this.value = exact(this.amount + by);
    if (this.most === 0) return;
    if (this.left > 0) {
      this.left--;
      this.causes.push(because(source, by));
      return;
    }
    this.further(source.class, by, 1);
  }

  /** Of events of one class, once it tells no further causes one by one: what they add together. */
  addTogether(name: Class, delta: number, events: number): void {
    this.value = exact(this.amount + delta);
    this.further(name, delta, events);
  }

  private further(name: Class, by: number, events: number): void {
    let told = this.rest.find((each) => each.class === name);
    if (told === undefined) this.rest.push((told = together(name)));
    told.delta = exact(told.delta + by);
    told.events += events;
  }

  set(value: Json | undefined, source: Source): void {
    if (value === this.value) return;
    if (numeric(value) && numeric(this.value)) {
      this.add((value ?? 0) - this.amount, source);
      this.value = value;
      return;
    }
    if (same(this.value, value)) return;
    const before = this.value;
    this.value = value;
    const decided = isSet(this.path) ? differing(membersOf(before), membersOf(value)) : [ITSELF];
    for (const name of decided) this.deciders.set(name, source);
  }

  /** Adds a member to a set, or takes it out. */
  move(member: string, into: boolean, source: Source): void {
    const members = membersOf(this.value);
    if (members.includes(member) === into) return;
    this.value = into ? [...members, member].sort() : members.filter((each) => each !== member);
    this.deciders.set(member, source);
  }

  /** What made it what it is now. */
  because(): readonly Because[] {
    if (isSet(this.path)) return this.moves();
    if (numeric(this.start) && numeric(this.value))
      return [...this.causes, ...this.rest.toSorted((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class))];
    const decider = this.deciders.get(ITSELF);
    return decider === undefined ? [] : [because(decider, null)];
  }

  /** The event that decided on each member that came or went, those of one event together. */
  private moves(): Because[] {
    const now = new Set(membersOf(this.value));
    const moves = new Map<Source, { came: string[]; went: string[] }>();
    for (const name of differing(membersOf(this.start), [...now])) {
      const source = this.deciders.get(name);
      if (source === undefined) continue;
      const move = moves.get(source) ?? { came: [], went: [] };
      (now.has(name) ? move.came : move.went).push(name);
      moves.set(source, move);
    }
    const inOrder = [...moves].sort(([a], [b]) => Number(a.position) - Number(b.position));
    return inOrder.map(([source, delta]) => because(source, delta));
  }
}

/** What of a text is decided. */
const ITSELF = '';

/** Field by field: there are a hundred thousand of them, and to copy a source takes many times longer. */
function because(source: Source, delta: Because['delta']): Because {
  const { event, class: name, activity, number } = source;
  const position = source.position === null ? null : String(source.position);
  if (activity === undefined || number === undefined) return { position, event, class: name, delta };
  return { position, event, class: name, activity, number, delta };
}

/** Events of a class that are told together. */
interface Together extends Because {
  delta: number;
  events: number;
}

const together = (name: Class): Together => ({ position: null, event: null, class: name, delta: 0, events: 0 });

/** Members of a set as a figure holds them. */
const membersOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

const differing = (a: readonly string[], b: readonly string[]): string[] => [
  ...a.filter((each) => !b.includes(each)),
  ...b.filter((each) => !a.includes(each)),
];

/** Whether a figure says the same. What is not there is 0, and an empty list. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (numeric(a) && numeric(b)) return exact(a ?? 0) === exact(b ?? 0);
  if (a === b) return true;
  if (a === undefined || b === undefined) return Array.isArray(a ?? b) && canonical(a ?? b) === '[]';
  return canonical(a) === canonical(b);
}
