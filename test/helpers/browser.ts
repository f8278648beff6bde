import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';

/** Of the scripts that contributors use, which are plain JavaScript. */
const { CHROMIUM_FLAGS, findChromium } = (await import(
  /* @vite-ignore */ new URL('../../scripts/lib/chromium.js', import.meta.url).href
)) as {
  readonly CHROMIUM_FLAGS: readonly string[];
  readonly findChromium: (...before: readonly string[]) => string | undefined;
};

/** `192.0.2.1` and `room.test` stand for addresses beyond loopback. */
const FLAGS = [...CHROMIUM_FLAGS, '--host-resolver-rules=MAP 192.0.2.1 127.0.0.1, MAP room.test 127.0.0.1'];

/** All of Chromium that a page sees, without windows and what is in them: a profile opens in a quarter of the time. */
const SHELL = 'chromium-headless-shell';

/** Not only its shell, which does not know every flag. */
export const hasWholeChromium = findChromium() !== undefined;

/** A whole Chromium with flags of its own, closed when the test ends. */
export async function launchWith(...flags: readonly string[]): Promise<Browser> {
  const executablePath = findChromium() ?? notThere();
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
  onTestFinished(() => browser.close());
  return browser;
}

/** A suite in one Chromium; visibly skipped where there is none. */
export function browserSuite(name: string, tests: (browser: () => Browser) => void): void {
  const executablePath = findChromium(SHELL);
  if (executablePath === undefined) {
    describe.skip(`${name}: SKIPPED, no Chromium here (install chromium, or set CHATTRACE_TEST_CHROMIUM)`, () => tests(notThere));
    return;
  }
  describe(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: FLAGS });
    });
    afterAll(async () => {
      await browser?.close();
    });
    tests(() => browser ?? notThere());
  });
}

function notThere(): never {
  throw new Error('there is no browser');
}

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address that was asked for, in order; what the page has in memory (blob:) is no request. */
  readonly requests: readonly string[];
  /** Console errors and warnings, exceptions, dialogs, violations of the content security policy: what must not happen. */
  readonly trouble: readonly string[];
}

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** A fresh profile with one page, closed when the test ends. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = desktop): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const trouble: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('blob:')) requests.push(request.url());
  });
  page.on('pageerror', (error) => void trouble.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.exposeFunction('reportViolation', (directive: string) => void trouble.push(`violation: ${directive}`));
  await context.addInitScript(() => {
    const report = (globalThis as unknown as { readonly reportViolation: (directive: string) => void }).reportViolation;
    addEventListener('securitypolicyviolation', (event) => report(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(address);
  return { page, context, requests, trouble };
}

/** Through the join card into the room. */
export async function enterRoom(page: Page, nick?: string): Promise<void> {
  if (nick !== undefined) await page.getByLabel('Your nick').fill(nick);
  await page.getByRole('button', { name: /^Join/u }).click();
  await page.getByRole('log').waitFor();
}

/** Writes into the prompt line and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  // What is said to one alone has a button of its own.
  await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
}
