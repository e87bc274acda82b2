import { Choice, Identity, Means, Optional, Pattern, Text, Texts } from '../kernel/fields.js';
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

export class OrganisationDetails {
  @Text(300) name!: string;
  @Optional() @Texts(300, { max: 30 }) aliases?: string[];
  @Choice(ORGANISATION_KINDS) kind!: OrganisationKind;
  @Optional() @Pattern(TERC, 'the TERC of a gmina', '0415052') gmina?: string;
  @Optional() @Text(200) locality?: string;
  @Optional() @Pattern(/^\d{10}$/, 'a KRS number of ten digits', '0000123456') krs?: string;
  @Optional() @Pattern(/^\d{9}(\d{5})?$/, 'a REGON of nine or fourteen digits', '871118833') regon?: string;
  @Means("The office's own e-mail addresses (or `@domain`) and phone numbers: allowed in free text without a warning.")
  @Optional()
  @Texts(200, { max: 30 })
  contactPoints?: string[];
}

export class OrganisationMerging {
  @Means('Id of the organisation that stays.')
  @Identity()
  into!: string;
  @Text(2000) reason!: string;
}
