import type { ComponentChildren, VNode } from 'preact';
import type { Json } from '../../../domain/kernel/json.js';
import type { Altered } from '../forms/changes.js';
import type { Look } from '../look.js';
import { placeOf, type Shown, Value } from './values.js';

interface Changed {
  readonly field: string;
  /** Null for nothing. */
  readonly before: ComponentChildren;
  readonly after: ComponentChildren;
}

/**
 * Fields before and after, side by side.
 *
 * @param label of the region in which the table is scrolled
 * @param after what the last column is headed by: what is, or what will be
 */
export function ChangesTable({
  look: { t },
  label,
  after = t.entry.after,
  changes,
}: {
  readonly look: Look;
  readonly label: string;
  readonly after?: string;
  readonly changes: readonly Changed[];
}): VNode {
  return (
    <div class="scroll" role="region" aria-label={`${label} (${t.table})`} tabIndex={0}>
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">{t.entry.field}</th>
            <th scope="col">{t.entry.before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((each) => (
            <tr>
              <th scope="row">{each.field}</th>
              <td class={each.before === null ? undefined : 'was'}>{each.before ?? t.none}</td>
              <td class={each.after === null ? undefined : 'is'}>{each.after ?? t.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What became of a field of an entry, as the table shows it. */
export function changeShown(shown: Shown, { path, before, after }: Altered): Changed {
  const { words, field, form } = placeOf(shown.look, shown.kind, path);
  const told = (value: Json): VNode | null =>
    value === null ? null : <Value {...shown} field={field} form={form} value={value} />;
  return { field: words, before: told(before), after: told(after) };
}
