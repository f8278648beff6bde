import { expect } from 'vitest';
import type { Member } from '../../../src/client/member-api.js';
import { untilItem } from '../talk.js';
import { idOf, memberOf, type RoomWalk, type WalkWithBob } from './room-walk.js';

/** Who is who, and what two say alone. */
export async function peopleStates(walk: WalkWithBob): Promise<void> {
  const { page, press, seen, bob } = walk;
  await walk.openMember('bob');
  await seen('member');
  await codes(walk, bob);
  for (const at of [3, 4]) await heed(walk, at);
  await page.locator('.members .badge-muted').waitFor({ state: 'attached' });
  await page.locator('.members .badge-ignored').waitFor({ state: 'attached' });
  await walk.openMembers();
  await seen('members-marked');
  await close(walk);
  await walk.openMembers();
  await press(memberOf(page, 'ana'));
  await press(page.locator('dialog[open] .qr-box button'));
  await page.locator('.qr-box svg').waitFor();
  await seen('own-codes');
  await close(walk);
  for (const at of [3, 4]) await heed(walk, at);
}

/** Mutes, ignores, or takes that back. */
async function heed(walk: RoomWalk, at: number): Promise<void> {
  await walk.openMember('bob');
  await walk.press(walk.page.locator('.member-act').nth(at));
  await close(walk);
}

const openCodes = async (walk: RoomWalk): Promise<void> => {
  await walk.openMember('bob');
  await walk.press(walk.page.locator('.member-act').nth(2));
  await walk.page.locator('dialog[open] .codes-result').waitFor();
};

/** All dialogs, one on the other. */
async function close({ page, escape }: RoomWalk): Promise<void> {
  while ((await page.locator('dialog[open], .member-menu').count()) > 0) await escape();
}

async function codes(walk: RoomWalk, bob: Member): Promise<void> {
  const { page, press, seen } = walk;
  const answer = page.locator('dialog[open] .codes-result button');
  await close(walk);
  await openCodes(walk);
  await seen('codes');
  await press(answer.first());
  await page.locator('.codes-result .error').waitFor();
  await seen('codes-differ');
  await close(walk);
  await emoji(walk, bob);
  await openCodes(walk);
  await press(answer.last());
  await page.locator('.members .badge-verified:not([hidden])').waitFor({ state: 'attached' });
  await close(walk);
  await openCodes(walk);
  await seen('codes-verified');
  await close(walk);
}

async function emoji(walk: RoomWalk, bob: Member): Promise<void> {
  const { page, press, seen } = walk;
  const box = page.locator('dialog[open] .code-box').first();
  const ana = idOf(bob, 'ana');
  await openCodes(walk);
  await press(box.locator('button'));
  await expect.poll(() => bob.emoji(ana)?.state).toBe('asked');
  await seen('emoji-waiting');
  bob.compare(ana);
  await box.locator('.emoji').waitFor();
  await seen('emoji-shown');
  bob.answer(ana, undefined);
  await box.locator('.emoji').waitFor({ state: 'detached' });
  await seen('emoji-stopped');
  await close(walk);
  bob.compare(ana);
  await page.locator('.note .secondary').waitFor();
  await seen('emoji-invited');
  await press(page.locator('.note .secondary'));
  await box.locator('.primary').waitFor();
  await seen('emoji-asked');
  await close(walk);
  bob.answer(ana, undefined);
}

/** What two say alone. */
export async function privateStates(walk: WalkWithBob): Promise<void> {
  const { page, press, seen, bob } = walk;
  bob.tell(idOf(bob, 'ana'), { text: 'only for you' });
  bob.tell(idOf(bob, 'ana'), { text: 'and once more' });
  await page.locator('.talk > :not(.log-box) .private-open').waitFor();
  await page.locator('.private-line').waitFor();
  await seen('private-waiting');
  await press(page.locator('.private-line .private-open'));
  await page.locator('.private-pane .message').nth(1).waitFor();
  await page.locator('.private-pane textarea').fill('for you alone');
  await press(page.locator('.private-pane .send'));
  await untilItem(bob, ({ text }) => text === 'for you alone');
  await seen('private');
  await press(page.locator('.private-head .icon-button'));
}
