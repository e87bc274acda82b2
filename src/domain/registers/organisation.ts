import { Choice, Identity, Means, Optional, Pattern, Patterns, Text, Texts } from '../kernel/fields.js';
import { TERC } from '../activities/details.js';

/** The kinds of organisations (DOMAIN.md section 2): sołectwo or osiedle, KGW, OSP and the rest. */
export const ORGANISATION_KINDS = [
  'gmina',
  'auxiliary-unit',
  'rural-housewives-circle',
  'volunteer-fire-brigade',
  'resident-group',
  'school',
  'ngo',
  'parish',
  'county',
  'voivodeship',
  'company',
  'media',
  'other',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** `urzad@gmina.example`, `@gmina.example`, `56 662 88 00`, `+48 601-234-567`. */
const CONTACT_POINT =
  /^(?:(?:[\p{L}\p{N}._%+-]{1,64})?@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+|(?:(?:\+|00)48[ -]?)?(?:\(?\d{2}\)?(?:[ -]?\d){7}|\d(?:[ -]?\d){8}))$/u;

export class OrganisationDetails {
  @Text(300) name!: string;
  @Optional() @Texts(300, { max: 30 }) aliases?: string[];
  @Choice(ORGANISATION_KINDS) kind!: OrganisationKind;
  @Optional() @Pattern(TERC, 'the TERC of a gmina', '0415052') gmina?: string;
  @Optional() @Text(200) locality?: string;
  @Optional() @Pattern(/^\d{10}$/, 'a KRS number of ten digits', '0000123456') krs?: string;
  @Optional() @Pattern(/^\d{9}(\d{5})?$/, 'a REGON of nine or fourteen digits', '871118833') regon?: string;
  @Means(
    "The office's own e-mail addresses (or `@domain`) and phone numbers: allowed in free text without a warning, so only a manager or an administrator sets them.",
  )
  @Optional()
  @Patterns(CONTACT_POINT, 'an e-mail address, a mail domain or a phone number of nine digits', '@gmina.example', {
    max: 30,
  })
  contactPoints?: string[];
}

export class OrganisationMerging {
  @Means('Id of the organisation that stays.')
  @Identity()
  into!: string;
  @Text(2000) reason!: string;
}
