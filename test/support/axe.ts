import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Success criteria of WCAG 2.1, A and AA, and what axe holds for good practice. */
const CRITERIA: axe.RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] };
/** What may be so in light colours and otherwise in dark ones. */
const OF_COLOURS: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/**
 * What axe objects to on a page, in a line each: all rules in light colours, those of colours in dark ones.
 *
 * To judge the colours of a text takes axe milliseconds, which in a table of thousands is nearly all of its time; and it
 * finds the same wherever an element of the same name and classes has the same colours and size of text and stands on
 * the same grounds. So it judges each such look where it comes first and last; and not again in what the same window
 * shows later.
 */
export async function faultsInLightAndDark(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await bring(page);
  const { found, fresh } = await page.evaluate(judge, CRITERIA);
  if (!fresh) return found;
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await page.evaluate(judge, OF_COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found, ...dark.found.map((each) => `in the dark: ${each}`)];
}

/** Brings axe to a window: half as long for a browser to read as the source that axe itself would give. */
async function bring(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  await page.evaluate(() => {
    axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-look]' }] });
  });
}

/** What a window knows of looks: the number of each by all that makes it, and how often it may still be judged. */
interface Looks {
  readonly numbers: Map<string, number>;
  readonly left: Map<number, number>;
}

/**
 * Runs in the page, where `axe` is what was brought there.
 *
 * @returns what axe objects to, and whether any look was there that had not been judged
 */
async function judge(runOnly: axe.RunOnly): Promise<{ readonly found: string[]; readonly fresh: boolean }> {
  const TEXT = ['color', 'fill', 'font-size', 'font-weight', 'text-shadow'];
  const GROUND = ['background-color', 'background-image', 'opacity', 'position'];
  const NONE = 'rgba(0, 0, 0, 0)|none|1|static';
  // What axe cannot tell on one page it may tell on another.
  const TRIES = 3;
  const kept = globalThis as { looks?: Looks };
  const { numbers, left } = (kept.looks ??= { numbers: new Map<string, number>(), left: new Map<number, number>() });
  const numberOf = (...parts: readonly unknown[]): number => {
    const said = parts.join('|');
    const number = numbers.get(said) ?? numbers.size;
    numbers.set(said, number);
    return number;
  };
  const [grounds, looks] = [new Map<Element | null, number>(), new Map<Element, number>()];
  const [first, last] = [new Map<number, Element>(), new Map<number, Element>()];
  for (const element of document.querySelectorAll('html, body, body *')) {
    element.removeAttribute('data-look');
    const style = getComputedStyle(element);
    const drawn = (properties: readonly string[]): string =>
      properties.map((property) => style.getPropertyValue(property)).join('|');
    const below = grounds.get(element.parentElement) ?? 0;
    const own = drawn(GROUND);
    const ground = own === NONE ? below : numberOf('ground', below, own);
    grounds.set(element, ground);
    const written = [...element.childNodes].filter((node) => node.nodeType === node.TEXT_NODE);
    // Of a single character axe does not say whether it can be read.
    const length = Math.min(
      2,
      written
        .map(({ nodeValue }) => nodeValue)
        .join('')
        .trim().length,
    );
    const text = element.matches('input, select, textarea') ? 2 : length;
    if (text === 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    const classes = element.getAttribute('class');
    const look = numberOf(ground, element.localName, classes, element.matches(':disabled'), text, drawn(TEXT));
    looks.set(element, look);
    if (left.get(look) === 0) continue;
    if (!first.has(look)) first.set(look, element);
    last.set(look, element);
  }
  for (const element of [...first.values(), ...last.values()]) element.setAttribute('data-look', '');
  const { violations, incomplete } = await axe.run(document, {
    runOnly,
    resultTypes: ['violations', 'incomplete'],
    selectors: false,
    elementRef: true,
  });
  const open = incomplete.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes);
  const untold = new Set(open.map(({ element }) => looks.get(element as Element)));
  for (const number of first.keys()) left.set(number, untold.has(number) ? (left.get(number) ?? TRIES) - 1 : 0);
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
  return { found, fresh: first.size > 0 };
}
