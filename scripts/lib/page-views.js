import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS } from './chromium.js';
import { at } from './paths.js';

const desktop = { viewport: { width: 1100, height: 760 } };
const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** Each of them in a room of its own: what was said before somebody came is not theirs. */
const views = [
  { name: 'page-desktop-dark', context: { ...desktop, colorScheme: 'dark' } },
  { name: 'page-desktop-light', context: { ...desktop, colorScheme: 'light' } },
  { name: 'page-phone-dark', context: { ...phone, colorScheme: 'dark' } },
  { name: 'page-phone-light', context: { ...phone, colorScheme: 'light' } },
];

/**
 * The page in a real Chromium, while `chattrace demo --page` plays.
 * @param {string} executablePath
 * @param {(name: string, png: Uint8Array) => void} take
 */
export async function pagePictures(executablePath, take) {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    for (const { name, context } of views) {
      const demo = spawn(process.execPath, [at('bin', 'chattrace.js'), 'demo', '--fast', '--page'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const [link] = await once(createInterface({ input: demo.stdout }), 'line');
        const card = name.startsWith('page-phone-dark') ? 'page-card' : undefined;
        take(name, await picture(browser, link, context, (png) => (card === undefined ? undefined : take(card, png))));
      } finally {
        demo.kill('SIGINT');
        await once(demo, 'close');
      }
    }
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} link
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(png: Uint8Array) => void} takeCard
 */
async function picture(browser, link, options, takeCard) {
  const context = await browser.newContext({ ...options, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your nick').fill('Mia');
  takeCard(await page.screenshot());
  await page.getByRole('button', { name: /^Join/u }).click();
  await page.getByText('The code of the gate').waitFor();
  const png = await page.screenshot();
  await context.close();
  return png;
}
