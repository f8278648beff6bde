import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const FALSE_HERE = 'What was said before you came cannot be read here.';

browserSuite('what was said before', (browser) => {
  it('is the host’s copy where the host gives one, and the page does not say that there is none', async () => {
    const { link, host } = await startLiveSession({ history: 5 });
    host.say({ text: 'said <b>before</b>' });
    const { page, trouble } = await openPage(browser(), link, phone);
    await enterRoom(page);
    await page.getByText('The host gives newcomers its own copy').waitFor();
    await page.getByText('said <b>before</b>').waitFor();
    expect(await page.getByText(FALSE_HERE).count()).toBe(0);
    await page.getByText('You see what is said from now on.').waitFor();
    expect(trouble).toEqual([]);
  });

  it('cannot be read otherwise, and the page says so', async () => {
    const { link, host } = await startLiveSession();
    host.say({ text: 'said before' });
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await say(page, 'and after');
    await page.getByText('and after').waitFor();
    expect(await page.getByText(FALSE_HERE).count()).toBe(1);
    expect(await page.getByText('said before', { exact: true }).count()).toBe(0);
  });
});
