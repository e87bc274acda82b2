import { toJson } from '../../domain/kernel/check.js';
import type { NewEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import type { OrganisationDetails } from '../../domain/registers/organisation.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { streamOf } from '../../domain/subjects.js';
import type { EventStore } from '../ports/event-store.js';
import { ledgerId, type RegisterBook } from '../registers.js';
import { hashedId, newEvent, type Request } from './request.js';

/** An organisation to be registered on the way. */
export interface NewOrganisation {
  readonly id: string;
  readonly details: OrganisationDetails;
  /** Where the request names it. */
  readonly pointer: string;
}

/**
 * The id of an organisation that is registered on the way: the same one for whoever brings it at the same moment, so
 * that it is registered once. Where an entry that was renamed meanwhile has that id, the next one.
 */
export function organisationId({ name, kind, gmina = '' }: OrganisationDetails, book: RegisterBook): string {
  for (let nth = 0; ; nth++) {
    const id = hashedId(ledgerId(book), 'organisation on the way', fold(name), kind, gmina, String(nth));
    if (book.get(ORGANISATION.name, id) === null) return id;
  }
}

/** The event that registers it; the same one for the same organisation. */
export const registration = ({ id, details }: NewOrganisation, request: Request): NewEvent =>
  newEvent(request, hashedId('registered', id), ORGANISATION.made, toJson(details));

/** Registers it, unless somebody else just did. */
export async function register(ledger: EventStore, organisation: NewOrganisation, request: Request): Promise<void> {
  try {
    await ledger.append(streamOf(ORGANISATION.name, organisation.id), 'none', [registration(organisation, request)]);
  } catch (fault) {
    if (!(fault instanceof Rejection && fault.code === 'conflict')) throw fault;
  }
}
