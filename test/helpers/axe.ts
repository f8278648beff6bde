import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** Nothing else ends a call into a page that does not answer, and a test that is over tells nothing of it. */
const LATE_MS = 45_000;

export interface AxeOptions {
  /** Text must have 7:1, not 4.5:1. */
  readonly enhanced?: boolean;
  /** Only what is in the first of these that there is; the rest was looked at before. */
  readonly within?: string;
}

/** What axe finds in the page as it is now. The page's context needs `bypassCSP`. */
export async function axeFindings(page: Page, options: AxeOptions = {}): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`axe gave no answer, at ${page.url()}`)), LATE_MS);
  });
  try {
    return await Promise.race([run(page, options), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function run(page: Page, { enhanced = false, within }: AxeOptions): Promise<readonly string[]> {
  // Once for each document: the script is long.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async ([enabled, selector]) => {
      const { axe } = globalThis as unknown as { readonly axe: Axe };
      const place = (selector === '' ? undefined : [...document.querySelectorAll(selector)].at(-1)) ?? document;
      // Nothing is fetched again, and nothing else is told than what is wrong.
      const options = { preload: false, resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled } } };
      const { violations } = await axe.run(place, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    [enhanced, within ?? ''] as const,
  );
}
