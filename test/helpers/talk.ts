import type { Page } from 'playwright-core';
import type { Member } from '../../src/client/member-api.js';
import type { ViewItem, ViewMember } from '../../src/client/view.js';
import { isText, itemOf } from './live-session.js';

export type SaidItem = Extract<ViewItem, { readonly type: 'message' }>;

/** The message with this text, once this member has it. */
export const messageOf = async (member: Member, text: string): Promise<SaidItem> => (await itemOf(member, isText(text))) as SaidItem;

/** Resolves when something of the member's messages has become so. */
export const untilItem = async (member: Member, wanted: (item: SaidItem) => boolean): Promise<SaidItem> =>
  (await itemOf(member, (item) => item.type === 'message' && wanted(item))) as SaidItem;

/** A member of this nick, as another one has it. */
export function seenBy(member: Member, nick: string): ViewMember {
  const found = member.view.members.find((one) => one.nick === nick);
  if (found === undefined) throw new Error(`${nick} is not here`);
  return found;
}

/** Whether the page is in front. */
export const bringToFront = (page: Page, front: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !front);

/** The line of a message in the log of the page. */
export const messageIn = (page: Page, text: string) => page.locator('.message', { hasText: text });

/** Presses what can be done with a message. */
export async function act(page: Page, text: string, name: string): Promise<void> {
  await messageIn(page, text).locator('.text-body').hover();
  await page.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
}
