import { PERSON, PersonDetails, PersonErasure } from '../../../domain/registers/person.js';
import { Flag } from '../../../domain/kernel/fields.js';
import { ReasonBody } from '../../http/bodies.js';
import { CHANGES } from './changes.js';
import type { Section } from './places.js';

/** What the forms of persons are of. */
export const PERSONS = { name: PERSON.name, details: PersonDetails } as const;

/** What a form asks for that a program does not send: that its sender knows what an erasure does. */
class Confirmation {
  @Flag() confirmed!: boolean;
}

export const CONFIRMED = '/confirmed';

/** The fields of each form. */
export const PERSON_SECTIONS = {
  register: [{ payload: PersonDetails, prefix: '/' }],
  correct: [
    { payload: PersonDetails, prefix: CHANGES },
    { payload: ReasonBody, prefix: '/' },
  ],
  erase: [
    { payload: PersonErasure, prefix: '/' },
    { payload: Confirmation, prefix: '/' },
  ],
} as const satisfies Readonly<Record<string, readonly Section[]>>;

/** Told above a form whose person somebody else changed. */
export const OVERTAKEN = 'somebody changed this person meanwhile: look the data through and save again';
