import type { Kind } from '../../domain/activities/kind.js';
import type { Day } from '../../domain/kernel/day.js';
import { streamOf } from '../../domain/subjects.js';
import type { NewOrganisation } from '../commands/registration.js';
import type { Request } from '../commands/request.js';
import type { EventStore } from '../ports/event-store.js';
import type { ViewStore } from '../ports/view-store.js';
import type { RegisterBook } from '../registers.js';
import type { Amiss, Draft, Drafted } from './draft.js';
import { Identities, type Identity } from './identity.js';
import { Links } from './links.js';
import { Names } from './names.js';
import { prepare, type Prepared, type Preparing, shape } from './prepare.js';
import { entered, Recording } from './recording.js';
import { inChunks, type Place, type ReadRow, rowsOf, type Surveyed } from './survey.js';
import type { Checked, ImportListener, RowAmiss } from './told.js';
import { Verdicts } from './verdicts.js';

/** What an import needs to know. */
export interface Circumstances {
  readonly kind: Kind;
  readonly request: Request;
  readonly today: Day;
  readonly book: RegisterBook;
  /** Of the views. */
  readonly generation: string;
  readonly ledger: EventStore;
  readonly store: ViewStore;
}

/** Good rows kept from the check for recording; of a larger import none is, and the files are read again. */
const KEPT = 20_000;

/** Rows handled at once: their look-ups are asked together, and their appends share a few commits. */
const CHUNK = 500;

interface Row extends Place {
  readonly draft: Draft;
  readonly identity: Identity;
}

interface Recordable extends Row {
  readonly prepared: Prepared;
  readonly request: Request;
}

/** One import: whole files, checked and then recorded. However large they are, no more than {@link KEPT} rows are held. */
export class Importing {
  private readonly verdicts: Verdicts;
  private readonly links: Links;
  /** The digest of each good row by its activity's id: two files may hold the same row. */
  private readonly seen = new Map<string, string>();
  private readonly naming: (Row & { readonly refs: readonly string[] })[] = [];
  private readonly brought: NewOrganisation[] = [];
  /** The good rows, ready to be recorded; null once there were too many. */
  private ready: Recordable[] | null = [];
  private done = 0;

  constructor(
    private readonly files: readonly Surveyed[],
    private readonly circumstances: Circumstances,
    private readonly kept = KEPT,
  ) {
    const { kind, store, generation } = circumstances;
    this.verdicts = new Verdicts(files);
    this.links = new Links(kind, this.verdicts, store, generation);
  }

  private get rows(): number {
    return this.files.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Checks every row of every file, and tells all that is amiss. Records nothing. */
  async check(listener: ImportListener): Promise<Checked> {
    const preparing = this.preparing();
    this.done = 0;
    for (const surveyed of this.files) {
      for (const fault of headerFaults(surveyed)) listener.amiss(fault);
      if (surveyed.sheet !== null && surveyed.sheet.amiss.length > 0) continue;
      await this.each(surveyed, (rows) => this.checkRows(rows, preparing, listener), listener);
    }
    this.refuseThoseNamingBad(listener);
    const [bad, repeated] = [this.verdicts.count('bad'), this.verdicts.count('repeated')];
    return {
      rows: this.rows,
      good: this.rows - bad - repeated,
      bad,
      repeated,
      unreadable: this.files.filter(({ unreadable }) => unreadable).length,
      organisations: this.brought.map(({ details }) => details),
    };
  }

  /**
   * Records the good rows that {@link check} found.
   *
   * @returns how many were recorded
   * @throws Rejection `unavailable` and the like: what was recorded stays, and the next run goes on behind it
   */
  async record(listener: ImportListener): Promise<number> {
    const awaited = (ref: string): boolean => this.verdicts.has(ref) && this.verdicts.ofRef(ref) === undefined;
    const recording = new Recording<Recordable>(this.circumstances.ledger, awaited);
    let recorded = 0;
    const add = async (rows: readonly Recordable[]): Promise<void> => {
      for (const each of rows) recording.add(each);
      const settled = await recording.settle();
      recorded += settled.recorded.length;
      for (const row of settled.taken) this.refuse(row, [{ pointer: '/ref', reason: TAKEN }], listener);
    };
    this.done = 0;
    await (this.ready === null ? this.prepareAgain(add, listener) : this.handOver(this.ready, add, listener));
    recording.addWaiting();
    await add([]);
    return recorded;
  }

  private async handOver(
    ready: readonly Recordable[],
    add: (rows: readonly Recordable[]) => Promise<void>,
    listener: ImportListener,
  ): Promise<void> {
    const good = ready.filter((row) => this.isGood(row));
    for (let at = 0; at < good.length; at += CHUNK) {
      await add(good.slice(at, at + CHUNK));
      listener.progress(Math.min(at + CHUNK, good.length), good.length);
    }
  }

  private async prepareAgain(
    add: (rows: readonly Recordable[]) => Promise<void>,
    listener: ImportListener,
  ): Promise<void> {
    const preparing = this.preparing();
    for (const surveyed of this.files) {
      const work = async (rows: readonly Row[]): Promise<void> => {
        const good = rows.filter((row) => this.isGood(row));
        await add(await this.prepared(good, preparing, listener));
      };
      await this.each(surveyed, work, listener);
    }
  }

  private isGood(place: Place): boolean {
    return this.verdicts.of(place) === undefined;
  }

  /** Goes through the rows of a file that can be read; the others are told, once. */
  private async each(
    surveyed: Surveyed,
    work: (rows: readonly Row[]) => Promise<void>,
    listener: ImportListener,
  ): Promise<void> {
    const identities = new Identities(this.circumstances.kind.name);
    for await (const chunk of inChunks(rowsOf(surveyed), CHUNK)) {
      await work(chunk.flatMap((each) => this.identified(each, identities, surveyed, listener)));
      this.done += chunk.length;
      listener.progress(this.done, this.rows);
    }
  }

  private identified(read: ReadRow, identities: Identities, surveyed: Surveyed, listener: ImportListener): Row[] {
    const { file, row, line } = read;
    const tell = (faults: readonly Amiss[]): void => {
      if (this.verdicts.of(read) === undefined)
        for (const fault of faults) listener.amiss({ file, row, line, ...fault });
      this.verdicts.put(read, 'bad');
    };
    if ('broken' in read) listener.amiss({ file, row, line, column: '', value: '', reason: read.broken });
    else if (read.drafted.amiss.length > 0) tell(this.allAmiss(read.drafted));
    else if (read.drafted.draft !== null) {
      const { draft } = read.drafted;
      const identity = identities.of(draft);
      if (!surveyed.again.has(row)) return [{ file, row, line, draft, identity }];
      const first = surveyed.refs.get(draft.ref ?? '');
      tell([{ column: 'ref', value: draft.ref ?? '', reason: `ten sam ref stoi już w wierszu ${String(first?.row)}` }]);
    }
    return [];
  }

  /** Beside what could not be read, what is wrong with the rest. */
  private allAmiss({ draft, amiss }: Drafted): readonly Amiss[] {
    if (draft === null) return amiss;
    const { kind, book } = this.circumstances;
    const told = new Set(amiss.map(({ column }) => column));
    const { said } = shape(
      { ...draft, body: this.links.without(draft.body) },
      { kind, names: new Names(book), links: this.links },
    );
    const rest = said.map(({ pointer, reason }) => ({ ...draft.place(pointer), reason }));
    return [...amiss, ...rest.filter(({ column }) => !told.has(column))];
  }

  private async checkRows(
    rows: readonly Row[],
    preparing: Omit<Preparing, 'linked'>,
    listener: ImportListener,
  ): Promise<void> {
    const recorded = await Promise.all(rows.map(({ identity }) => this.firstEvent(identity)));
    const fresh = rows.filter((row, nth) => {
      const { id, digest } = row.identity;
      const [event, twin] = [recorded[nth] ?? null, this.seen.get(id)];
      if (event === null && twin === undefined) return true;
      if (event === row.identity.event(0) || twin === digest) this.verdicts.put(row, 'repeated');
      else this.refuse(row, [{ pointer: '/ref', reason: event === null ? TWICE : TAKEN }], listener);
      return false;
    });
    for (const row of await this.prepared(fresh, preparing, listener)) {
      const { prepared, identity } = row;
      this.seen.set(identity.id, identity.digest);
      this.brought.push(...prepared.organisations);
      if (prepared.refs.length > 0) this.naming.push({ ...row, refs: prepared.refs });
      if (this.ready !== null && this.ready.length < this.kept) this.ready.push(row);
      else this.ready = null;
    }
  }

  /** The rows that can be recorded; what is amiss with the others is told. */
  private async prepared(
    rows: readonly Row[],
    preparing: Omit<Preparing, 'linked'>,
    listener: ImportListener,
  ): Promise<Recordable[]> {
    await this.links.lookUp(rows.map(({ draft }) => draft.body));
    const linked = this.links.kinds();
    return rows.flatMap((row) => {
      const origin = { file: this.digestOf(row.file), row: row.row };
      const request = { ...this.circumstances.request, origin };
      const prepared = prepare(row.draft, row.identity, request, { ...preparing, linked });
      if (!('events' in prepared)) {
        this.refuse(row, prepared, listener);
        return [];
      }
      for (const each of prepared.organisations) preparing.book.put(entered(each, request));
      return [{ ...row, prepared, request }];
    });
  }

  private preparing(): Omit<Preparing, 'linked'> {
    const { kind, today, book } = this.circumstances;
    // A book of its own: what rows bring along is not registered yet.
    const own = book.copy();
    return { kind, today, book: own, names: new Names(own), links: this.links };
  }

  private refuse(
    row: Row,
    faults: readonly { readonly pointer: string; readonly reason: string }[],
    listener: ImportListener,
  ): void {
    const { file, line, draft } = row;
    this.verdicts.put(row, 'bad');
    for (const { pointer, reason } of faults) {
      const at = pointer === '/ref' ? { column: 'ref', value: draft.ref ?? '' } : draft.place(pointer);
      listener.amiss({ file, row: row.row, line, ...at, reason });
    }
  }

  /** A row that names a bad one is bad. */
  private refuseThoseNamingBad(listener: ImportListener): void {
    for (let found = true; found;) {
      found = false;
      for (const row of this.naming) {
        const bad = row.refs.find((ref) => this.verdicts.ofRef(ref) === 'bad');
        if (bad === undefined || this.verdicts.of(row) === 'bad') continue;
        // An organisation that it brings along may be named by a row that stays: they are prepared again without it.
        this.ready = null;
        const named = this.verdicts.placeOf(bad);
        const reason = `wskazuje na wiersz ${String(named?.row)} (ref „${bad}”), którego nie da się zapisać`;
        this.refuse(
          row,
          [{ pointer: row.draft.body['promptedBy'] === bad ? '/promptedBy' : '/links', reason }],
          listener,
        );
        found = true;
      }
    }
  }

  private digestOf(file: string): string {
    return this.files.find((each) => each.file.name === file)?.file.digest ?? '';
  }

  private async firstEvent({ id }: Identity): Promise<string | null> {
    const { ledger, kind } = this.circumstances;
    for await (const event of ledger.readStream(streamOf(kind.name, id), { limit: 1 })) return event.id;
    return null;
  }
}

function headerFaults({ file, sheet, header, rows, unreadable }: Surveyed): RowAmiss[] {
  const at = header ?? { file: file.name, row: 1, line: 1 };
  const faults = sheet?.amiss ?? [];
  if (faults.length === 0 && unreadable && rows === 0) return [{ ...at, column: '', value: '', reason: EMPTY }];
  return faults.map((fault) => ({ ...at, ...fault }));
}

const EMPTY = 'w pliku nie ma żadnego wiersza z działaniem';
const TWICE = 'ten sam ref stoi w innym z wczytywanych plików, z inną treścią';
const TAKEN =
  'pod tym ref zapisano już działanie o innej treści; popraw wpis w programie albo nadaj wierszowi inny ref';
