import { Representative } from '../../domain/activities/attendance/attendance.js';
import { Counterpart } from '../../domain/activities/contact/contact.js';
import { type ActivityDetails, OfficialRef, OrganisationRef } from '../../domain/activities/details.js';
import { Partner } from '../../domain/activities/joint-investment/joint-investment.js';
import type { Fault } from '../../domain/kernel/rejection.js';
import { members, readOr } from '../../domain/kernel/unreadable.js';
import { ORGANISATION_KINDS, OrganisationDetails, type OrganisationKind } from '../../domain/registers/organisation.js';
import type { RegisterBook } from '../registers.js';
import { organisationFaults } from './entry-rules.js';
import { gminaMeant } from './partner.js';
import { type NewOrganisation, organisationId } from './registration.js';

/**
 * Turns the names that people write into the ids that the ledger keeps, in place: organisations and officials by name,
 * units by name, gminas by any code they ever had, and where they share a cost by name.
 */
export class Resolver {
  readonly faults: Fault[] = [];
  /** Pointers to what was named and could not be found: nobody can say what holds of it. */
  readonly unknown: string[] = [];
  readonly organisations: NewOrganisation[] = [];

  constructor(private readonly book: RegisterBook) {}

  details(details: ActivityDetails, pointer = ''): void {
    this.walk(details, pointer);
    readOr(() => (details.gminas = this.gminas(details.gminas)), undefined);
    for (const [name, index] of members(() => details.units)) {
      const at = `${pointer}/units/${String(index)}`;
      const found = this.book.unit(name);
      if (found === undefined) this.tell(at, '', `there is no unit ${name}`);
      else details.units?.splice(index, 1, found.key);
    }
  }

  /** Every organisation and official within a payload. */
  walk(payload: object, pointer = ''): void {
    for (const name of Object.keys(payload))
      readOr(() => {
        this.field(payload, name, pointer);
      }, undefined);
  }

  private field(payload: object, name: string, pointer: string): void {
    const value: unknown = Reflect.get(payload, name);
    if (name === 'gmina' && typeof value === 'string') Reflect.set(payload, name, this.gmina(value));
    if (typeof value !== 'object' || value === null) return;
    const at = `${pointer}/${name}`;
    const looked = readOr(() => {
      if (value instanceof OrganisationRef) this.organisation(value, at);
      else if (value instanceof OfficialRef) this.official(value, at);
      else if (value instanceof Partner) this.partner(value, at);
      else if (value instanceof Counterpart) this.person(value, at);
      return true;
    }, false);
    // Whom it means nobody can say, where a part of it is wrong.
    if (!looked) this.unknown.push(at);
    if (!(value instanceof OrganisationRef)) this.walk(value, at);
  }

  /** Tells what is wrong with the form of a value that is looked up here. */
  refuse(pointer: string, detail: string, unread: boolean): void {
    this.faults.push({ pointer, detail });
    if (unread) this.unknown.push(pointer);
  }

  /** Tells what is wrong with a name, within what stands at `at`. */
  private tell(at: string, below: string, detail: string): void {
    this.faults.push({ pointer: at + below, detail });
    this.unknown.push(at);
  }

  private gminas(codes: string[] | undefined): string[] | undefined {
    const ids = codes?.map((terc) => this.gmina(terc));
    // Where one is unknown, each keeps its place: it is told by that.
    return codes?.some((terc) => this.book.gminaByTerc(terc) === null) === true ? ids : ids && [...new Set(ids)];
  }

  /** The key of the gmina that has or had this code. One that is none of the county's is told by the rules. */
  private gmina(terc: string): string {
    return this.book.gminaByTerc(terc)?.id ?? terc;
  }

  private partner(partner: Partner, pointer: string): void {
    if (partner.organisation === undefined || partner.gmina !== undefined) return;
    const meant = gminaMeant(partner.organisation, this.book);
    if (meant === null) return;
    delete partner.organisation;
    if ('terc' in meant) partner.gmina = meant.terc;
    else this.tell(`${pointer}/organisation`, '', meant.fault);
  }

  private person({ person }: Counterpart, pointer: string): void {
    if (person === undefined) return;
    const entry = this.book.get('person', person);
    if (entry === null) this.tell(`${pointer}/person`, '', `there is no person ${person}`);
    else if (entry.details['erased'] !== undefined)
      this.tell(`${pointer}/person`, '', 'this person was erased: name the function alone');
  }

  private official(ref: OfficialRef, pointer: string): void {
    if (ref instanceof Representative && ref.inPlaceOf !== undefined) {
      // Who is not in the register is a function.
      ref.inPlaceOf = this.officialNamed(ref.inPlaceOf) ?? ref.inPlaceOf;
    }
    if (ref.official === undefined) {
      if (ref.function === undefined) this.tell(pointer, '', 'must name an official or a function');
      return;
    }
    const found = this.officialNamed(ref.official);
    if (found === undefined) {
      const detail = `there is no official ${ref.official}: name a function, or register the official`;
      this.tell(pointer, '/official', detail);
    } else ref.official = found;
  }

  private officialNamed(named: string): string | undefined {
    return (this.book.get('official', named) ?? this.book.named('official', named).at(-1))?.key;
  }

  private organisation(ref: OrganisationRef, pointer: string): void {
    const found = this.found(ref, pointer);
    if (found === null) return;
    ref.id = found.id;
    ref.name = found.name;
    // What it is stands in the register; the activity only names it.
    delete ref.kind;
    delete ref.gmina;
    delete ref.locality;
  }

  private found(ref: OrganisationRef, pointer: string): { readonly id: string; readonly name: string } | null {
    if (ref.id !== undefined) {
      const entry = this.book.get('organisation', ref.id);
      if (entry === null) this.tell(pointer, '/id', `there is no organisation ${ref.id}`);
      return entry === null ? null : { id: this.book.standing(entry).key, name: this.book.standing(entry).name };
    }
    const { name } = ref;
    if (name === undefined) {
      this.tell(pointer, '', 'must name an organisation by id or name');
      return null;
    }
    const fits = this.book
      .named('organisation', name)
      .filter(
        (entry) =>
          (ref.kind === undefined || entry.kind === ref.kind) && (ref.gmina === undefined || entry.gmina === ref.gmina),
      );
    if (fits.length > 1) {
      const detail = `${name} is the name of ${String(fits.length)} organisations: give the id, kind or gmina`;
      this.tell(pointer, '/name', detail);
      return null;
    }
    const [entry] = fits;
    return entry === undefined ? this.registered(ref, name, pointer) : { id: entry.key, name: entry.name };
  }

  private registered(
    ref: OrganisationRef,
    name: string,
    pointer: string,
  ): { readonly id: string; readonly name: string } | null {
    const already = this.organisations.find((each) => each.details.name === name);
    if (already !== undefined) return { id: already.id, name };
    const kind = ORGANISATION_KINDS.find((each) => each === ref.kind);
    if (kind === undefined) {
      const detail =
        ref.kind === undefined
          ? `there is no organisation ${name}: to register it on the way, give its kind (${ORGANISATION_KINDS.join(', ')})`
          : `must be one of ${ORGANISATION_KINDS.join(', ')}`;
      this.tell(pointer, ref.kind === undefined ? '/name' : '/kind', detail);
      return null;
    }
    const amiss = organisationFaults(ref, this.book);
    if (amiss.length > 0) {
      for (const fault of amiss) this.tell(pointer, fault.pointer, fault.detail);
      return null;
    }
    const details = organisation(name, kind, ref.gmina && this.gmina(ref.gmina), ref.locality);
    const id = organisationId(details, this.book);
    this.organisations.push({ id, details, pointer });
    return { id, name };
  }
}

function organisation(
  name: string,
  kind: OrganisationKind,
  gmina: string | undefined,
  locality: string | undefined,
): OrganisationDetails {
  return Object.assign(new OrganisationDetails(), {
    name,
    kind,
    ...(gmina && { gmina }),
    ...(locality && { locality }),
  });
}
