import type { Page } from 'playwright-core';
import { faultsInLightAndDark } from './axe.js';

/** 1280 pixels enlarged to 400%. */
const NARROW = { width: 320, height: 256 };
export const WIDE = { width: 1280, height: 720 };

/** Looks at pages that were asked for elsewhere, one after another in one window: nothing is loaded but their files. */
export class Examiner {
  private readonly said: string[] = [];

  /** @param page of the same program, wide: its policy, its addresses and its files are those of what is examined */
  constructor(private readonly page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.said.push(message.text());
    });
    page.on('pageerror', (error) => this.said.push(String(error)));
  }

  /**
   * What is amiss with a page, all that is folded opened: what axe objects to, what is too wide for a narrow screen, and
   * what the browser reports.
   */
  async amissIn(html: string): Promise<string[]> {
    const { page, said } = this;
    await page.setContent(html);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
    });
    const found = await faultsInLightAndDark(page);
    await page.setViewportSize(NARROW);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize(WIDE);
    if (width !== NARROW.width) found.push(`it is ${String(width)} wide`);
    return [...found, ...said.splice(0)];
  }
}
