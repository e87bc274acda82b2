import type { StrategyItem } from '../../../domain/strategy/strategy.js';
import type { Look } from '../look.js';

/**
 * What an item of the strategy asks of an activity of a kind that realises it, in words (DOMAIN.md section 1); empty for
 * nothing.
 */
export function itemRule({ t, words }: Look, kind: string, { realisedBy = [], needs = {} }: StrategyItem): string {
  const says = t.forms.itemRule;
  const { gminas, units, organisation, representative, linkedTo } = needs;
  const ways = realisedBy.filter((each) => each.kind === kind);
  const asked: string[] = [];
  const worded = (field: string, value: string): string =>
    value === 'true' ? t.yes : value === 'false' ? t.no : words.value(kind, field, value);
  // Where one way asks for nothing of the kind, the others do not bind.
  if (ways.length > 0 && ways.every(({ field }) => field !== undefined))
    for (const { field = '', values = [] } of ways)
      asked.push(says.value(words.field(kind, field), values.map((value) => worded(field, value)).join(', ')));
  if (gminas !== undefined) asked.push(says.gminas(gminas));
  if (units !== undefined) asked.push(says.units(units));
  if (organisation !== undefined)
    asked.push(says.organisation(organisation.map((each) => words.organisationKind(each)).join(', ')));
  if (representative !== undefined) asked.push(says.representative);
  if (linkedTo !== undefined) asked.push(says.linkedTo(words.kind(linkedTo)));
  return asked.length === 0 ? '' : says.needs(asked.join('; '));
}
