import { type Day, firstOf, lastOf, later, monthOf } from '../kernel/day.js';
import {
  Choice,
  Identities,
  Means,
  OnDay,
  Optional,
  Part,
  Parts,
  Pattern,
  Patterns,
  Text,
  Texts,
  UUID,
} from '../kernel/fields.js';

export const SCOPES = ['gminas', 'county', 'outside'] as const;
export const PRECISIONS = ['day', 'month', 'year'] as const;

/** TERC of a gmina: county, gmina, kind digit (1 urban, 2 rural, 3 urban-rural). */
export const TERC = /^\d{6}[123]$/;

/** Znak sprawy: KOM.JRWA.nr.rok, the cell's letters may have parts of their own (instrukcja kancelaryjna). */
const CASE_SIGN = /^\p{Lu}[\p{L}0-9-]*(?:\.\p{Lu}[\p{L}-]*)*\.(\d{2,6})\.\d{1,5}\.\d{4}(?:\.\p{L}+)?$/u;

/** The JRWA class of a case sign. */
export const jrwaOf = (sign: string): string | null => CASE_SIGN.exec(sign)?.[1] ?? null;

/**
 * An organisation, named by id, or by its name or alias in the register; one that is not there yet is registered on the
 * way when its kind is given. The ledger keeps `id` and the name of that time.
 */
export class OrganisationRef {
  /** `"KGW Brąchnowo"` or an id is short for the object. */
  static ofText(text: string): OrganisationRef {
    return Object.assign(new OrganisationRef(), UUID.test(text) ? { id: text } : { name: text });
  }

  @Optional() @Text(100) id?: string;
  @Optional() @Text(300) name?: string;
  @Optional() @Text(50) kind?: string;
  @Optional() @Pattern(TERC, 'the TERC of a gmina', '0415052') gmina?: string;
  @Optional() @Text(200) locality?: string;
}

/** Somebody who acted in public: an official of the register (id or name), or a function. Never another person's name. */
export class OfficialRef {
  @Optional() @Text(300) official?: string;
  @Optional() @Text(200) function?: string;
}

/** A paper of the case. The file itself stays in the office's EZD. */
export class DocumentRef {
  @Text(300) title!: string;
  @Optional() @Text(100) sign?: string;
  @Optional() @OnDay() date?: string;
  @Optional()
  @Pattern(/^[0-9a-f]{64}$/, 'a SHA-256 in hex', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  sha256?: string;
}

/** What every kind of activity tells (DOMAIN.md section 3). */
export class ActivityDetails {
  @Text(200) title!: string;
  @Optional() @Text(5000) description?: string;
  @OnDay() occurredOn!: Day;
  @Optional() @OnDay() occurredUntil?: Day;
  @Optional() @Choice(PRECISIONS) occurredPrecision?: (typeof PRECISIONS)[number];
  @Optional() @Choice(SCOPES) scope?: (typeof SCOPES)[number];
  @Optional() @Patterns(TERC, 'the TERC of a gmina', '0415052') gminas?: string[];
  @Optional() @Patterns(TERC, 'the TERC of a gmina', '0403042') otherGminas?: string[];
  @Means(
    'Codes of strategy items; those of another strategy than `strategy` as `2025-2027/G1`. Empty: outside the strategy.',
  )
  @Optional()
  @Texts(60, { max: 30 })
  strategyItems?: string[];
  @Means('The strategy whose codes are meant; filled in with the one in force.')
  @Optional()
  @Text(40)
  strategy?: string;
  @Means("Ids or names of the county's organisational units.")
  @Optional()
  @Texts(200, { max: 30 })
  units?: string[];
  @Optional() @Text(200) place?: string;
  @Optional() @Patterns(CASE_SIGN, 'a case sign', 'PE.0541.12.2023', { max: 20 }) caseSigns?: string[];
  @Optional() @Parts(() => DocumentRef, { max: 50 }) documents?: DocumentRef[];
  @Means('Ids of other activities.')
  @Optional()
  @Identities({ max: 50 })
  links?: string[];
  @Means('Who did it, where the recorder did not.')
  @Optional()
  @Part(() => OfficialRef)
  performedBy?: OfficialRef;
}

/** What a field says where nobody said anything. A correction that clears it puts this back. */
export const DEFAULTS = {
  occurredPrecision: 'day',
  scope: 'gminas',
  gminas: [],
  strategyItems: [],
} as const satisfies Partial<Record<keyof ActivityDetails, unknown>>;

/** What every step carries. */
export class StepFields {
  @Means('Business date of the step.')
  @Optional()
  @OnDay()
  on?: Day;
}

export class ReasonedStep extends StepFields {
  @Text(2000) reason!: string;
}

/** The days that the details speak of, as precisely as they are known. */
export function daysOf(details: ActivityDetails): { readonly from: Day; readonly until: Day } {
  const until = later(details.occurredOn, details.occurredUntil ?? details.occurredOn);
  switch (details.occurredPrecision) {
    case 'year':
      return { from: `${details.occurredOn.slice(0, 4)}-01-01`, until: `${until.slice(0, 4)}-12-31` };
    case 'month':
      return { from: firstOf(monthOf(details.occurredOn)), until: lastOf(monthOf(until)) };
    default:
      return { from: details.occurredOn, until };
  }
}
