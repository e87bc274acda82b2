import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Success criteria of WCAG 2.1, A and AA, and what axe holds for good practice. */
const CRITERIA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
/** What may be so in light colours and otherwise in dark ones. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe objects to on a page, in a line each: all rules in light colours, those of colours in dark ones. */
export async function faultsInLightAndDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const found = await faults(page, (axe) => axe.withTags(CRITERIA));
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await faults(page, (axe) => axe.withRules(OF_COLOURS))).map((each) => `in the dark: ${each}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

async function faults(page: Page, asking: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  // There are no frames, so that the quicker way of asking sees all; and only what is wrong is told.
  const axe = asking(new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }));
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary ?? ''}`),
  );
}
