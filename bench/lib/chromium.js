import { CHROMIUM_FLAGS, findChromium } from '../../scripts/lib/chromium.js';

/** A Chromium; `undefined`: there is none here. */
export async function launchChromium() {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}
