import { messageOf } from '../talk.js';
import type { RoomWalk } from './room-walk.js';

/** What can be done with a message, and while one writes one. */
export async function messageStates(walk: RoomWalk): Promise<void> {
  const { page, press, seen, message, escape, session, say, field } = walk;
  session.host.say({ text: 'a question' });
  await message('a question').waitFor();
  await act(walk, 'a question', 0);
  await page.locator('.talk .about .icon-button').waitFor();
  await seen('answering');
  await press(page.locator('.talk .about .icon-button'));
  await say('an answer');
  await messageOf(session.host, 'an answer');
  await press(message('an answer').locator('.text-body'));
  await page.locator('.message-bar').waitFor();
  await seen('message-acts');
  await act(walk, 'an answer', 2);
  await page.locator('.talk .about .icon-button').waitFor();
  await seen('rewriting');
  await press(page.locator('.talk .about .icon-button'));
  await act(walk, 'an answer', 3);
  await page.locator('dialog[open]').waitFor();
  await seen('take-back');
  await escape();
  await pickEmoji(walk);
  await act(walk, 'an answer', 4);
  await page.locator('.told:not(:empty)').waitFor();
  await seen('message-not-copied');
  for (const [name, typed] of [
    ['commands', '/'],
    ['members', '@q'],
    ['emoji', ':hea'],
  ] as const) {
    await field.fill('');
    await field.pressSequentially(typed);
    await page.locator('.suggestions:not([hidden])').waitFor();
    await seen(`suggested-${name}`);
  }
  await field.fill('one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine');
  await page.locator('.talk .burn-menu select').selectOption('3600');
  await seen('writing-much-for-an-hour');
  await field.fill('');
  await page.locator('.talk .burn-menu select').selectOption('0');
}

/** Presses the button at this place of the message's bar. */
async function act({ page, press, message }: RoomWalk, text: string, at: number): Promise<void> {
  const bar = page.locator('.message-bar .icon-button');
  if ((await message(text).locator('xpath=self::*[contains(@class, "acted-on")]').count()) === 0)
    await press(message(text).locator('.text-body'));
  await press(bar.nth(at));
}

async function pickEmoji(walk: RoomWalk): Promise<void> {
  const { page, seen, escape } = walk;
  await act(walk, 'an answer', 1);
  const field = page.locator('.emoji-search');
  await field.waitFor();
  await seen('emoji');
  await field.fill('heart');
  await page.locator('.emoji-cell[title]').first().waitFor();
  await seen('emoji-found');
  await field.fill('no such name');
  await page.locator('.emoji-cell').first().waitFor({ state: 'detached' });
  await seen('emoji-none');
  await escape();
}
