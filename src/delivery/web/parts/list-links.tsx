import type { VNode } from 'preact';
import { LIST_FORMS } from '../lists/list-forms.js';
import type { Look } from '../look.js';

/**
 * The forms in which a list is to be had.
 *
 * @param path of the list's own page @param asked what the list is asked, and not how its page shows it
 * @param total in what is too short for so many rows it is not offered; left out where nobody has counted
 */
export function ListLinks({
  look,
  path,
  asked,
  total = 0,
}: {
  readonly look: Look;
  readonly path: string;
  readonly asked: Readonly<Record<string, string | undefined>>;
  readonly total?: number;
}): VNode {
  const { t } = look;
  return (
    <p class="files">
      {t.lists.export}
      {LIST_FORMS.filter(({ most }) => total <= most).map(({ extension }) => {
        const href = look.href(`${path}.${extension}`, asked);
        return (
          <>
            {' '}
            {extension === 'html' ? (
              <a href={href}>{t.lists.print}</a>
            ) : (
              <a href={href} download>
                {extension.toUpperCase()}
              </a>
            )}
          </>
        );
      })}
    </p>
  );
}
