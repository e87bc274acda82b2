import type { Page } from 'playwright-core';
import type { Form } from './visitor.js';

/**
 * Fills in a form as somebody does who finds each field on it: asks for another row where there is none, and for the
 * items of the strategy that was in force on the day filled in.
 */
export async function fillIn(page: Page, form: Form): Promise<void> {
  for (const [name, said] of Object.entries(form)) {
    const values = [said].flat();
    const [first = ''] = values;
    const drawn = (await drawnAt(page, name, first)) ?? (await wanted(page, name, first));
    const field = page.locator(`[name="${name}"]`);
    if (drawn === 'checkbox')
      // The example's unit is not one of this county: the first that is offered will do.
      if (name === '/units') await field.first().check();
      else for (const value of values) await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (drawn === 'SELECT') await field.selectOption(values);
    else await field.fill(values.join('\n'));
  }
}

async function wanted(page: Page, name: string, value: string): Promise<string | null> {
  await page.locator(`button[value="want:/${name.split('/')[1] ?? ''}"]`).click();
  await page.waitForLoadState();
  await page.locator(chosenBy(name, value)).first().waitFor({ state: 'attached' });
  return drawnAt(page, name, value);
}

/** Where what is said goes: of the items of a strategy there have to be the very ones. */
const chosenBy = (name: string, value: string): string =>
  `[name="${name}"]${name === '/strategyItems' ? `[value="${value}"]` : ''}`;

/** How a field is drawn, all that is folded opened; null where there is none. */
const drawnAt = (page: Page, name: string, value: string): Promise<string | null> =>
  page.evaluate(
    (place) => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
      const field = document.querySelector(place);
      if (field === null) return null;
      return field instanceof HTMLInputElement ? field.type : field.tagName;
    },
    chosenBy(name, value),
  );
