import { OrganisationRef } from '../activities/details.js';
import { Changes, Means, Optional, Part, Pattern, Text } from '../kernel/fields.js';
import { isObject, type JsonObject } from '../kernel/json.js';
import { corrected, type Register, type RegisterChange } from './register.js';

export const PERSON_REGISTERED = 'PersonRegistered';
export const PERSON_CORRECTED = 'PersonCorrected';
export const PERSON_ERASED = 'PersonErased';

/** The fields that only sealed ever leave the program, and the reason of a correction, which may speak of them. */
export const SEALED_FIELDS = ['name', 'phone', 'email'] as const;
export type SealedField = (typeof SEALED_FIELDS)[number];
export const SEALED_REASON = 'reason';

const PHONE = /^\+?[\d(][\d() /.-]{5,29}(?: ?wewn\. ?\d{1,6})?$/;
const EMAIL = /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/;

/** Somebody at an office whom one calls or writes to, as people tell it. */
export class PersonDetails {
  @Means('Where the person works: an organisation by id, or by name or alias.')
  @Part(() => OrganisationRef)
  organisation!: OrganisationRef;
  @Means('What the person does there. Not sealed: it says nothing of who it is.')
  @Optional()
  @Text(200)
  function?: string;
  @Means('Sealed.')
  @Text(200)
  name!: string;
  @Means('Sealed.')
  @Optional()
  @Pattern(PHONE, 'a phone number', '56 662 87 00 wewn. 12')
  phone?: string;
  @Means('Sealed.')
  @Optional()
  @Pattern(EMAIL, 'an e-mail address', 'sekretariat@gmina.example')
  email?: string;
}

/** Why a person's data are destroyed: this stays for good. */
export class PersonErasure {
  @Means('Why. It stays for good, so it must not say who it was.')
  @Text(2000)
  reason!: string;
}

/** Sealed texts, in base64; the bytes are in docs/trust.md. */
class SealedFields {
  @Text(2000) name!: string;
  @Optional() @Text(2000) phone?: string;
  @Optional() @Text(2000) email?: string;
}

/** A person as the ledger and the views keep them. */
class SealedPerson {
  @Part(() => OrganisationRef) organisation!: OrganisationRef;
  @Optional() @Text(200) function?: string;
  @Means('Missing once the person was erased.')
  @Optional()
  @Part(() => SealedFields)
  sealed?: SealedFields;
  @Means('That the person was erased, and why.')
  @Optional()
  @Part(() => PersonErasure)
  erased?: PersonErasure;
}

/** A correction as the ledger keeps it: what was sealed before is sealed in it, and so is its reason. */
class SealedCorrection {
  @Means('`organisation`, `function` and `sealed`, which holds what changed of the sealed texts; null clears.')
  @Changes()
  changes!: Record<string, unknown>;
  @Means('Sealed.')
  @Text(12_000)
  reason!: string;
}

const objectIn = (data: JsonObject, name: string): JsonObject => {
  const found = data[name];
  return isObject(found) ? found : {};
};

/** What becomes of a person. After an erasure nothing sealed is left, and nothing can be corrected. */
const PERSON_CHANGES: Readonly<Record<string, RegisterChange>> = {
  [PERSON_CORRECTED]: {
    payload: SealedCorrection,
    apply: (details, data) => {
      const { sealed: _sealed, ...plain } = objectIn(data, 'changes');
      const sealed = corrected(objectIn(details, 'sealed'), objectIn(objectIn(data, 'changes'), 'sealed'));
      return corrected(details, { ...plain, sealed });
    },
  },
  [PERSON_ERASED]: {
    payload: PersonErasure,
    apply: ({ sealed: _sealed, ...details }, { reason }) => ({ ...details, erased: { reason } }),
  },
};

/** The persons whom one calls and writes to: what is theirs is sealed (docs/adr/0027). */
export const PERSON: Register = {
  name: 'person',
  path: 'persons',
  details: SealedPerson,
  made: PERSON_REGISTERED,
  changes: PERSON_CHANGES,
  example: {
    organisation: { id: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', name: 'Gmina Łubianka' },
    function: 'sekretarz gminy',
    sealed: {
      name: 'AT1w/C0yl+U1NMdMfb8rOOw+E6yu6QoEVFkeiyPPypN3gSUwRFZ+z5+bucE8XJXZjZTmoToFERH7Y4xcSn2rWfVJXs2DvOp1K0EHtYczNHLSrrDDK21eQTcaIWi9',
    },
  },
};
