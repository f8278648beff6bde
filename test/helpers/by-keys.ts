import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openPage, type WatchedPage } from './browser.js';

/** What a page with such a watch has. */
interface Watched {
  /** What had the focus before nothing had it. */
  readonly lostFocus: readonly string[];
}

/** A page that is never touched with a pointer, and tells where the focus was lost. */
export async function openByKeys(browser: Browser, link: string): Promise<WatchedPage> {
  const watched = await openPage(browser, 'about:blank');
  await watched.page.addInitScript(() => {
    const lostFocus: string[] = [];
    Object.assign(globalThis, { lostFocus });
    let last: Element | undefined;
    let without = 0;
    // Between two screens of the page there may be a moment without; nobody can press a key in one frame.
    const look = (): void => {
      const now = document.activeElement;
      const isLost = last !== undefined && (now === null || now === document.body);
      without = isLost ? without + 1 : 0;
      if (without === 3) lostFocus.push(last?.outerHTML.slice(0, 160) ?? '');
      if (now !== null && now !== document.body) last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    // From the last field of the page Tab leads to the browser itself.
    addEventListener('keydown', ({ key }) => key === 'Tab' && (last = undefined));
  });
  await watched.page.goto(link);
  return watched;
}

export const lostFocus = (page: Page): Promise<readonly string[]> => page.evaluate(() => (globalThis as unknown as Watched).lostFocus);

/** The name of what has the focus; a title that was given it has no ring, all else has one, and is in sight. */
export async function focused(page: Page): Promise<string> {
  const { name, seen } = await page.evaluate(() => {
    const node = document.activeElement ?? document.body;
    const labels = node instanceof HTMLInputElement || node instanceof HTMLSelectElement ? [...(node.labels ?? [])] : [];
    const label = node.getAttribute('aria-label') ?? labels[0]?.textContent ?? node.textContent ?? '';
    const { top, bottom, left, right } = node.getBoundingClientRect();
    const isInside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && right > left && bottom > top;
    const isRinged = [
      node,
      ...(node.closest('.composer, .burn-menu') === null ? [] : [node.closest('.composer, .burn-menu') ?? node]),
    ].some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    });
    return { name: label.trim(), seen: isInside && (isRinged || node.matches('h1, h2, dialog')) };
  });
  expect([name, seen]).toEqual([name, true]);
  return name;
}

/** Presses Tab until something of this name has the focus. */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press(key);
    // Behind the last field stands the browser.
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const name = await focused(page);
    if (wanted.test(name)) return;
    passed.push(name.slice(0, 30));
  }
  throw new Error(`${key} leads to no ${wanted}, but to ${passed.join(' | ')}`);
}

/** Goes there, and presses it. */
export async function pressBy(page: Page, wanted: RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await tabTo(page, wanted, key);
  await page.keyboard.press('Enter');
}
