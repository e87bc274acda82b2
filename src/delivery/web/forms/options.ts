import type { FieldForm } from '../../../domain/kernel/field-forms.js';
import { ORGANISATION_KINDS } from '../../../domain/registers/organisation.js';
import type { Option } from '../parts/forms.js';
import type { Drawing } from './drawing.js';
import { itemRule } from './item-rule.js';

/** What can be chosen in a field: codes of the domain, or what the registers know. */
export function optionsOf(
  { look, kind, typed, strategy }: Drawing,
  name: string,
  { schema }: FieldForm,
): readonly Option[] {
  const { directory } = look.at;
  const codes = schema.enum as readonly string[] | undefined;
  if (codes !== undefined) return codes.map((value) => ({ value, text: look.words.value(kind, name, value) }));
  switch (name) {
    case 'kind':
      return ORGANISATION_KINDS.map((value) => ({ value, text: look.words.organisationKind(value) }));
    case 'gmina':
    case 'gminas':
      return directory.gminas.map(({ key, label }) => ({ value: key, text: label }));
    case 'units':
      return Object.entries(directory.units).map(([value, text]) => ({ value, text }));
    case 'official':
      return Object.keys(directory.officials).map((value) => ({ value, text: look.official(value) }));
    case 'strategy':
      return directory.strategies.map(({ id, title }) => ({ value: id, text: title }));
    case 'strategyItems': {
      const chosen = [...typed].flatMap(([at, texts]) => (at.endsWith('/strategyItems') ? texts : []));
      return directory.strategies.flatMap(({ id, items }) =>
        items
          .map((item) => ({ item, value: id === strategy ? item.code : `${id}/${item.code}` }))
          // Of another strategy than the one that is meant, only what was chosen before; and what this kind can realise.
          .filter(
            ({ item: { realisedBy }, value }) =>
              chosen.includes(value) ||
              (id === strategy && (realisedBy === undefined || realisedBy.some((each) => each.kind === kind))),
          )
          .map(({ item, value }) => {
            const rule = itemRule(look, kind, item);
            return { value, text: `${value} ${item.text}${rule === '' ? '' : ` (${rule})`}` };
          }),
      );
    }
    default:
      return [];
  }
}
