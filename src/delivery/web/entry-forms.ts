import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { Act, type Recorded } from '../../application/commands/act.js';
import type { Read } from '../../application/commands/bodies.js';
import { keyedId } from '../../application/commands/request.js';
import { ZONE } from '../../application/placing.js';
import { Ids } from '../../application/ports/ids.js';
import {
  ActivitiesQuery,
  type ActivityEntry,
  type ActivityLine,
  type ActivityPage,
  ActivityQuery,
} from '../../application/queries/activities.js';
import type { Answer } from '../../application/queries/figures.js';
import { type HistoryLine, HistoryQuery } from '../../application/queries/history.js';
import { type Mention, MentionsQuery } from '../../application/queries/mentions.js';
import type { RegisterParams } from '../../application/queries/register-link.js';
import { Receipts } from '../../application/receipts.js';
import { type RegisterBook, RegisterDesk } from '../../application/registers.js';
import type { Command } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { NO_OFFERS, type Offers, offersOf } from '../../domain/activities/offers.js';
import { kindNamed } from '../../domain/catalogue.js';
import { Calendar } from '../../domain/kernel/day.js';
import { UUID } from '../../domain/kernel/fields.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { PERSON } from '../../domain/registers/person.js';
import { FUNCTIONS, ORGANISATION } from '../../domain/registers/registers.js';
import { AnnulmentBody } from '../http/bodies.js';
import { callerOf, RECORDERS } from '../http/rights.js';
import { entryNumber } from './entry-number.js';
import { draft, type Draft } from './forms/draft.js';
import { activityFields } from './forms/inputs.js';
import { FormReader } from './forms/reading.js';
import type { Sent, Typed } from './forms/typed.js';
import { formWrite, routeOf } from './forms/write.js';
import type { Look } from './look.js';
import type { Amiss } from './pages.js';

/** As many names stand in a page; a script fetches those that fit what is typed. */
const NAMES_SHOWN = 200;

/** More than any entry names: each is looked up, and what is beyond stays as it was typed and is told as wrong. */
const NUMBERS_READ = 200;

/** What was recorded, and whether the register shows it by now. */
export interface Done extends Recorded {
  readonly number: string | null;
}

/** What the forms of entries share: the registers that they are filled in from, and the way in for what they send. */
@Injectable()
export class EntryForms {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Receipts) private readonly receipts: Receipts,
    @Inject(RegisterDesk) private readonly desk: RegisterDesk,
    @Inject(Ids) private readonly ids: Ids,
  ) {}

  /** The key of a form: however often the form is sent, what it says is recorded once. */
  newKey(): string {
    return this.ids.next();
  }

  /** Records what a form says, as the interface would: by the same command, under the form's key. */
  async act(
    request: FastifyRequest,
    kind: Kind,
    id: string | null,
    { value, faults }: Read<Command>,
    body: JsonObject,
    sent: Sent,
  ): Promise<Done> {
    const write = formWrite(request, sent, body, { revision: id !== null });
    const recorded = await this.commands.execute<Act, Recorded>(new Act(kind, id, value, write, faults));
    return { ...recorded, number: (await this.receipts.of(recorded.id, recorded.event)).number };
  }

  /**
   * A form as it was sent, with what is amiss. What was recorded under its key stands: whoever sends another content means
   * something else.
   */
  amended({ typed, meta }: Sent, error: unknown, amiss: Amiss): Draft {
    const reused = error instanceof Rejection && error.code === 'key-reused';
    return draft(typed, { ...meta, key: reused ? this.newKey() : meta.key }, { amiss });
  }

  /** The id of what a form records; null for a form without a key. */
  idOf(request: FastifyRequest, { meta }: Sent): string | null {
    const key = { route: routeOf(request), key: meta.key, digest: '' };
    return UUID.test(meta.key) ? keyedId({ ...callerOf(request), key }, 'subject') : null;
  }

  /** What somebody may do with an entry; as of a past day, nothing. */
  async offers(look: Look, kind: Kind, entry: ActivityEntry): Promise<Offers> {
    const { caller, directory } = look.at;
    if (caller === null || look.past || !look.may(...RECORDERS)) return NO_OFFERS;
    return offersOf(kind, entry, {
      today: directory.today,
      ...caller,
      registers: await this.desk.current(),
      linked: new Map(),
      subject: entry.id,
      recordedOn: this.calendar.dayOf(entry.recordedAt),
    });
  }

  /** @throws Rejection `not-found` */
  async entry(id: string): Promise<{ readonly entry: ActivityEntry; readonly kind: Kind }> {
    const { value: entry } = await this.queries.execute<ActivityQuery, Answer<ActivityEntry>>(
      new ActivityQuery(null, id, undefined),
    );
    const kind = kindNamed(entry.kind);
    if (kind === undefined) throw new Error(`an entry of no kind: ${entry.kind}`);
    return { entry, kind };
  }

  async history(id: string): Promise<readonly HistoryLine[]> {
    const query = new HistoryQuery(id, undefined);
    return (await this.queries.execute<HistoryQuery, Answer<readonly HistoryLine[]>>(query)).value;
  }

  async entries(params: RegisterParams): Promise<readonly ActivityLine[]> {
    const query = new ActivitiesQuery(params);
    return (await this.queries.execute<ActivitiesQuery, Answer<ActivityPage>>(query)).value.items;
  }

  /** @param shown what is read, whose inputs of activities are looked up, or what is recorded and to be shown: its ids */
  async reader(look: Look, kind: Kind, shown: Json | Typed): Promise<FormReader> {
    const typed = shown instanceof Map ? (shown as Typed) : null;
    const numbers = await this.numbered(kind, typed ?? new Map());
    const mentions = await this.mentions(
      typed === null ? textsIn(shown as Json).filter((text) => UUID.test(text)) : [],
    );
    const book = await this.desk.current();
    const { officials } = look.at.directory;
    const functionNamed = (text: string): string =>
      FUNCTIONS.find((code) => look.words.function(code) === text) ?? text;
    return new FormReader(kind.name, {
      organisation: organisationsIn(book),
      activity: (text) => numbers.get(entryNumber(text) ?? '') ?? null,
      numberOf: (id) => mentions.get(id)?.number ?? null,
      official: (value) => look.official(value),
      officialNamed: (text) => Object.keys(officials).find((id) => look.official(id) === text) ?? functionNamed(text),
      functionNamed,
    });
  }

  /** Reads the forms of persons. Of what the registers name, those ask for organisations alone. */
  async personReader(): Promise<FormReader> {
    const asTyped = (text: string): string => text;
    return new FormReader(PERSON.name, {
      organisation: organisationsIn(await this.desk.current()),
      activity: () => null,
      numberOf: () => null,
      official: asTyped,
      officialNamed: asTyped,
      functionNamed: asTyped,
    });
  }

  /** The ids of the activities whose numbers are typed where a form asks for activities, by number. */
  private async numbered(kind: Kind, typed: Typed): Promise<ReadonlyMap<string, string>> {
    const steps = Object.values(kind.steps).map(({ fields }) => fields);
    const fields = activityFields([kind.details, ...steps, AnnulmentBody]);
    const texts = [...typed].flatMap(([name, each]) => (fields.has(name.split(/[/.]/).at(-1) ?? '') ? each : []));
    const lines = texts.flatMap((text) => text.split('\n')).flatMap((line) => entryNumber(line) ?? []);
    const numbers = new Map<string, string>();
    for (const number of [...new Set(lines)].slice(0, NUMBERS_READ)) {
      const [found] = await this.entries({ number, limit: '1' });
      if (found !== undefined) numbers.set(number, found.id);
    }
    return numbers;
  }

  async mentions(ids: readonly string[]): Promise<ReadonlyMap<string, Mention>> {
    const query = new MentionsQuery(ids, undefined);
    return (await this.queries.execute<MentionsQuery, Answer<ReadonlyMap<string, Mention>>>(query)).value;
  }

  /** The names that forms complete: the gminas' offices first, then the rest as they are sorted. */
  async organisations(): Promise<readonly string[]> {
    const entries = (await this.desk.current())
      .all(ORGANISATION.name)
      .filter(({ mergedInto }) => mergedInto === undefined);
    const names = (office: boolean): string[] =>
      entries
        .filter(({ kind }) => (kind === 'gmina') === office)
        .map(({ name }) => name)
        .sort((a, b) => a.localeCompare(b, 'pl'));
    return [...new Set([...names(true), ...names(false)])].slice(0, NAMES_SHOWN);
  }

  /** The ids under which the register knows an organisation, by id or by any of its names. */
  async organisationsMeant({ id, name }: { readonly id?: string; readonly name?: string }): Promise<readonly string[]> {
    const book = await this.desk.current();
    const known = id === undefined ? null : book.get(ORGANISATION.name, id);
    if (known !== null) return book.idsOf(book.standing(known).key);
    return name === undefined ? [] : book.named(ORGANISATION.name, name).flatMap(({ key }) => book.idsOf(key));
  }

  /** The key of the gmina where an organisation is; null where the register does not say. */
  async gminaOf(organisation: string): Promise<string | null> {
    const book = await this.desk.current();
    const entry = book.get(ORGANISATION.name, organisation);
    const terc = entry === null ? null : book.standing(entry).gmina;
    return terc === null ? null : (book.gminaByTerc(terc)?.id ?? null);
  }

  async isOffice(organisation: string): Promise<boolean> {
    return (await this.desk.current()).organisationKind(organisation) === 'gmina';
  }
}

/** What the register calls an organisation, by its id. */
function organisationsIn(book: RegisterBook): (id: string) => string | null {
  return (id) => {
    const entry = book.get(ORGANISATION.name, id);
    return entry === null ? null : book.standing(entry).name;
  };
}

/** Every text of a JSON value. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value as object).flatMap(textsIn) : [];
}
