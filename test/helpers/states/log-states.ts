import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { bringToFront, messageOf } from '../talk.js';
import type { RoomWalk, WalkWithBob } from './room-walk.js';

const RICH = '**bold**, *soft*, `code`, @ana\n> quoted\n- one\n- two\n```js\nconst a = 1;\n```';
const LONG = 'x'.repeat(4_000);

/** Everything that can stand in a log. */
export async function logStates(walk: WalkWithBob): Promise<void> {
  const { page, session, seen, message, field, bob } = walk;
  const { host, guest } = session;
  // To be taken out takes a while: it is shown below.
  const carl = await guest('carl');
  carl.rename('carlo');
  await page.locator('.line', { hasText: 'carlo' }).waitFor();
  carl.leave();
  host.say({ text: RICH });
  const rich = await messageOf(bob, RICH);
  bob.react(rich.key, '👍');
  host.react(rich.key, '👍');
  bob.say({ text: 'an answer', replyTo: rich.id });
  bob.say({ text: 'not for long', burn: 600 });
  bob.say({ text: 'waves', style: 'me' });
  bob.say({ text: 'مرحبا بالجميع' });
  bob.say({ text: 'see https://room.test/a/path?that=is&quite=long#and-so-on, or mailto:ana@room.test' });
  bob.say({ text: 'frist' });
  bob.edit((await messageOf(bob, 'frist')).key, 'first');
  bob.say({ text: 'a mistake' });
  bob.remove((await messageOf(bob, 'a mistake')).key);
  await page.locator('.after').filter({ hasText: /./u }).nth(1).waitFor();
  await walk.say('of my own');
  await messageOf(host, 'of my own');
  const full = page.locator('.message', { has: page.locator('pre') });
  await walk.press(full.locator('.chip'));
  await full.locator('.chip[aria-pressed=true]').waitFor();
  await seen('log');
  await noClipboard(page);
  const copy = full.locator('.copy');
  const before = await copy.textContent();
  await walk.press(copy);
  await expect.poll(() => copy.textContent()).not.toBe(before);
  await seen('log-not-copied');
  bob.say({ text: LONG });
  await message('xxx').locator('.more').waitFor();
  await page.locator('.line', { hasText: 'carlo' }).nth(1).waitFor();
  bob.typing(true);
  await page.locator('.typing bdi').waitFor();
  await seen('log-lines');
  await otherDay(walk);
  await page.locator('.divider.day').waitFor();
  await bringToFront(page, false);
  host.say({ text: 'while nobody looked' });
  await message('while nobody looked').waitFor();
  await bringToFront(page, true);
  await page.locator('.divider.unread').waitFor();
  await seen('log-dividers');
  await page.locator('.log').evaluate((node) => node.scrollTo(0, 0));
  await expect.poll(() => page.locator('.log.following').count()).toBe(0);
  host.say({ text: 'below' });
  await page.locator('.newer:not([hidden])').waitFor();
  await seen('log-newer');
  // What was looked at takes time to look at again.
  await walk.say('/clear');
  await expect.poll(() => page.locator('.message').count()).toBe(0);
  for (const typed of ['/help', '/who', '/mute bob', '/notify mentions']) {
    const notes = await page.locator('.note').count();
    await walk.say(typed);
    await page.locator('.note').nth(notes).waitFor();
    await seen(`note-${typed.slice(1).split(' ', 1)[0] ?? ''}`);
  }
  for (const [name, typed] of [
    ['unknown', '/nope'],
    ['unclear', '/burn soon x'],
    ['nobody', '/msg nobody hello'],
    ['long', 'x'.repeat(16_001)],
  ] as const) {
    await walk.say(typed);
    await page.locator('.talk .error:not(:empty)').waitFor();
    await seen(`refused-${name}`);
    await field.fill('');
  }
  await walk.say('/mute bob');
}

/** As where there is no https, and nothing else copies either. */
const noClipboard = (page: Page): Promise<void> =>
  page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('no clipboard'));
    document.execCommand = () => false;
  });

/** Messages of two days, of which the second begins between two of them. */
async function otherDay({ page, session, message }: RoomWalk): Promise<void> {
  await page.evaluate(() => {
    const dayOf = Date.prototype.toDateString;
    const later = Date.now();
    const toDateString = function (this: Date): string {
      return this.getTime() > later ? 'tomorrow' : dayOf.call(this);
    };
    Object.assign(Date.prototype, { toDateString });
  });
  session.host.say({ text: 'the day after' });
  await message('the day after').waitFor();
}
