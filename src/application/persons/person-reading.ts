import { Injectable } from '@nestjs/common';
import { isObject, textOf } from '../../domain/kernel/json.js';
import { type Fault, queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import { isErased, type Opened } from '../../domain/registers/person-deciding.js';
import type { Entry } from '../../domain/registers/register.js';
import { PERSON } from '../../domain/registers/person.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { registers } from '../../domain/views/registers.js';
import { AccessLog, type Reader } from '../access/access-log.js';
import { AsOf } from '../as-of.js';
import type { Answer } from '../queries/figures.js';
import { bookAt } from '../queries/known.js';
import { cursorOf, pageOf } from '../queries/paging.js';
import { ledgerId, RegisterDesk } from '../registers.js';
import { Certificates, type Erasure } from './certificate.js';
import { type PersonKey, PersonKeys } from './person-keys.js';
import { opened } from './sealed.js';

/**
 * A person as whoever may see it sees it. `readable`: what is sealed stands opened beside. `erased`: nobody can open it
 * any more. `unreadable`: the key is not here, or what is sealed is not what was sealed for this person.
 */
export interface PersonLine extends Opened {
  readonly id: string;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly function?: string;
  readonly state: 'readable' | 'erased' | 'unreadable';
  readonly erasure?: Erasure;
  readonly revision: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
}

/** What of a person is not sealed. */
export interface UnsealedPerson extends Omit<PersonLine, 'state' | 'erasure' | keyof Opened> {
  readonly erased: boolean;
}

export interface PersonPage {
  readonly items: readonly PersonLine[];
  readonly next: string | null;
}

export const PERSON_PARAMS = ['organisation', 'limit', 'cursor', 'asOf'] as const;
type PersonParams = Readonly<Partial<Record<(typeof PERSON_PARAMS)[number], string>>>;

/** Opens what is sealed of persons, and puts on record for whom. What was erased stays erased at every point of the past. */
@Injectable()
export class PersonReading {
  constructor(
    private readonly asOf: AsOf,
    private readonly desk: RegisterDesk,
    private readonly keys: PersonKeys,
    private readonly certificates: Certificates,
    private readonly log: AccessLog,
  ) {}

  /**
   * In the order in which they were recorded.
   *
   * @param faults what was wrong with the address besides: told together with the query's own
   * @throws Rejection `bad-query`; `unavailable` without a master key, or where it cannot be put on record
   */
  async page(params: PersonParams, faults: readonly Fault[], reader: Reader): Promise<Answer<PersonPage>> {
    const { limit, after, faults: paging } = pageOf(PERSON.path, params);
    const point = this.asOf.faultsOf(params.asOf);
    const now = await this.desk.current();
    const { value, position } = await this.asOf.read(
      point.length === 0 ? params.asOf : undefined,
      async (reading): Promise<{ readonly entries: readonly Entry[]; readonly more: boolean }> => {
        const { organisation } = params;
        const book = await bookAt(reading, ['organisation']);
        const known = [book, now].some((each) => organisation === undefined || each.get('organisation', organisation));
        refuseQuery([
          ...faults,
          ...point,
          ...paging,
          ...(known ? [] : [queryFault('organisation', `there is no organisation ${organisation ?? ''}`)]),
        ]);
        const ids = organisation === undefined ? null : book.idsOf(organisation);
        // The registers hold entries only, and those of persons are some hundreds.
        const all = (await reading.find(registers.name, { where: { register: PERSON.name } })) as unknown as Entry[];
        const found = all
          .filter((entry) => ids === null || ids.includes(organisationOf(entry).id))
          .filter((entry) => after === null || placeOf(entry) > `${after.sort} ${after.id}`)
          .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
        return { entries: found.slice(0, limit), more: found.length > limit };
      },
    );
    const { entries, more } = value;
    const items = await this.shown(entries, params.asOf, reader, false);
    const last = entries.at(-1);
    const next =
      more && last !== undefined ? cursorOf(PERSON.path, params, { sort: last.recordedAt, id: last.key }) : null;
    return { value: { items, next }, position };
  }

  /** With the certificate of one who was erased. @throws Rejection `bad-query`, `not-found`, `unavailable` */
  async one(id: string, asOf: string | undefined, reader: Reader): Promise<Answer<PersonLine>> {
    const { value: entries, position } = await this.asOf.read(
      asOf,
      async (reading) => (await reading.get(registers.name, [`${PERSON.name}/${id}`])) as unknown as readonly Entry[],
    );
    const [line] = await this.shown(entries, asOf, reader, true);
    if (line === undefined) throw new Rejection('not-found', `there is no person ${id}`);
    return { value: line, position };
  }

  /** What of a person is not sealed, as it stands now: nobody goes on record. @throws Rejection `not-found` */
  async unsealed(id: string): Promise<UnsealedPerson> {
    const entry = (await this.desk.current()).get(PERSON.name, id);
    if (entry === null) throw new Rejection('not-found', `there is no person ${id}`);
    return { ...lineOf(entry), erased: isErased(entry) };
  }

  /** That a person was erased, which tells nothing of who it was. @throws Rejection `not-found` for one who was not */
  async erasureOf(id: string): Promise<Erasure> {
    const entry = (await this.desk.current()).get(PERSON.name, id);
    const erased = entry !== null && isErased(entry);
    const erasure = erased ? await this.certificates.of(id, await this.keys.destroy(id)) : null;
    if (erasure === null) throw new Rejection('not-found', `no person ${id} was erased`);
    return erasure;
  }

  /** Where persons are recorded who work there, by name; one that was merged is what it became. Opens nothing. */
  async organisations(asOf: string | undefined): Promise<readonly PersonLine['organisation'][]> {
    const book =
      asOf === undefined
        ? await this.desk.current()
        : (await this.asOf.read(asOf, (reading) => bookAt(reading, [ORGANISATION.name, PERSON.name]))).value;
    const standing = book.all(PERSON.name).flatMap((entry) => {
      const found = book.get(ORGANISATION.name, organisationOf(entry).id);
      return found === null ? [] : [book.standing(found)];
    });
    return [...new Set(standing)]
      .map(({ key, name }) => ({ id: key, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'pl'));
  }

  private async shown(
    entries: readonly Entry[],
    asOf: string | undefined,
    { actor, correlation }: Reader,
    attested: boolean,
  ): Promise<readonly PersonLine[]> {
    const now = await this.desk.current();
    const erased = new Set(
      entries.filter(({ key }) => isErased(now.get(PERSON.name, key) ?? { details: {} })).map(({ key }) => key),
    );
    const wanted = entries.map(({ key }) => key).filter((key) => !erased.has(key));
    const keys = wanted.length === 0 ? new Map<string, PersonKey>() : await this.keys.of(wanted);
    const ledger = ledgerId(now);
    const lines: PersonLine[] = [];
    for (const entry of entries) {
      const person = entry.key;
      const key = keys.get(person) ?? null;
      if (erased.has(person) || (key !== null && 'destroyedAt' in key)) {
        const erasure = attested ? await this.certificates.of(person, await this.keys.destroy(person)) : null;
        lines.push({ ...lineOf(entry), state: 'erased', ...(erasure !== null && { erasure }) });
        continue;
      }
      const texts = key === null ? null : opened(entry.details, key, { ledger, person });
      lines.push({ ...lineOf(entry), state: texts === null ? 'unreadable' : 'readable', ...texts });
    }
    const subjects = lines.filter(({ state }) => state === 'readable').map(({ id }) => `${PERSON.name}/${id}`);
    if (subjects.length > 0)
      await this.log.record({
        action: 'persons-read',
        actor,
        subjects,
        ...(asOf !== undefined && { details: { asOf } }),
        ...(correlation !== undefined && { correlation }),
      });
    return lines;
  }
}

/** By when it was recorded: an id that a request's key gave is in no order. */
const placeOf = ({ recordedAt, key }: Entry): string => `${recordedAt} ${key}`;

function organisationOf({ details }: Entry): PersonLine['organisation'] {
  const { organisation } = details;
  const { id, name } = isObject(organisation) ? organisation : {};
  return { id: textOf(id), name: textOf(name) };
}

function lineOf(entry: Entry): Omit<PersonLine, 'state'> {
  const its = textOf(entry.details['function']);
  return {
    id: entry.key,
    organisation: organisationOf(entry),
    ...(its !== '' && { function: its }),
    revision: entry.revision,
    recordedAt: entry.recordedAt,
    recordedBy: entry.recordedBy,
    lastChangedAt: entry.lastChangedAt,
    lastChangedBy: entry.lastChangedBy,
  };
}
