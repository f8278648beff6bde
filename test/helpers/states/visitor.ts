import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openPage } from '../browser.js';
import { contextOf, lookName, type Look } from './look.js';
import { pageFaults } from './page-faults.js';

/** One page on its way from state to state. Nothing here depends on the language: places are found by what they are. */
export interface Walk {
  readonly page: Page;
  readonly look: Look;
  /** By finger or pointer, as the device has it. */
  press(target: Locator): Promise<void>;
  /** Here is a state: it is looked at. */
  seen(state: string): Promise<void>;
}

/** Somebody with a browser in one language. */
export interface Visitor {
  readonly look: Look;
  visit(address: string): Promise<Walk>;
}

/** A picture of each state goes there (CONTRIBUTING.md). */
const pictures = process.env['CHATTRACE_TEST_SCREENSHOTS'];

export function createVisitor(browser: Browser, look: Look): Visitor {
  return {
    look,
    async visit(address) {
      const { page } = await openPage(browser, address, contextOf(look));
      return {
        page,
        look,
        press: (target) => (look.device === 'phone' ? target.tap() : target.click()),
        seen: (state) => examine(page, look, state),
      };
    },
  };
}

async function examine(page: Page, look: Look, state: string): Promise<void> {
  const name = `${lookName(look)}-${state}`;
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  }
  // All of the walk is made, whatever is found on it.
  expect.soft(await pageFaults(page, look), name).toEqual([]);
}
