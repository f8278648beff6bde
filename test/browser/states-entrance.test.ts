import { expect, it } from 'vitest';
import { browserSuite, openPage } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { entranceStates } from '../helpers/states/entrance-states.js';
import { statesSuite } from '../helpers/states/states-suite.js';
import { contextOf, type Look } from '../helpers/states/look.js';
import { pageFaults } from '../helpers/states/page-faults.js';

statesSuite('before the room', entranceStates);

const look: Look = { code: 'de', device: 'phone', theme: 'dark' };

browserSuite('what is looked for in every state', (browser) => {
  it('is found', async () => {
    const { origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin, contextOf(look));
    await page.locator('#link').waitFor();
    expect(await pageFaults(page, look)).toEqual([]);
    await page.evaluate(() => {
      const wide = document.createElement('p');
      wide.style.cssText = 'inline-size: 40rem';
      wide.textContent = 'Nothing else is said. This page has no key. Paste the whole link, or scan the code again.';
      const dim = document.createElement('p');
      dim.style.color = 'rgb(70 70 70)';
      dim.textContent = 'Kaum zu sehen';
      const small = document.createElement('button');
      small.style.cssText = 'inline-size: 20px; min-block-size: 20px; block-size: 20px; overflow: hidden; white-space: nowrap; padding: 0';
      small.textContent = 'Unlesbar';
      const field = document.createElement('input');
      field.style.fontSize = '12px';
      document.querySelector('.card-body')?.append(dim, wide, small, field);
      document.documentElement.dir = 'rtl';
    });
    const found = await pageFaults(page, look);
    for (const fault of [
      /^spoken is de, rtl/u,
      /^wider than the page/u,
      /^cut off: <button/u,
      /^smaller than a finger: <button/u,
      /^makes a phone zoom: <input/u,
      /^in English: This page has no key\./u,
      /^color-contrast: /u,
      /^label: /u,
    ])
      expect(found).toContainEqual(expect.stringMatching(fault));
  });
});
