import type { Locator, Page } from 'playwright-core';
import type { Member } from '../../../src/client/member-api.js';
import { startLiveSession, type LiveSession, type LiveSessionOptions } from '../live-session.js';
import type { Visitor, Walk } from './visitor.js';

/** A page in a room, as ana. */
export interface RoomWalk extends Walk {
  readonly session: LiveSession;
  /** In which one writes to the room. */
  readonly field: Locator;
  /** Of this text in the log. */
  message(text: string): Locator;
  say(text: string): Promise<void>;
  /** One of the tools of the header, also where they stand behind one icon: 0 search, 1 save, 2 keys, 3 leave. */
  tool(at: number): Promise<void>;
  /** The list of members, beside the log or in a sheet. */
  openMembers(): Promise<void>;
  openMember(nick: string): Promise<void>;
  /** What is on top goes. */
  escape(): Promise<void>;
}

/** With bob, who is outside of any browser. */
export interface WalkWithBob extends RoomWalk {
  readonly bob: Member;
  /** Whether what he sends of files is something else than he announced. */
  spoil(spoiled: boolean): void;
}

export async function walkInto(visitor: Visitor, options: LiveSessionOptions = {}, nick = 'ana'): Promise<RoomWalk> {
  const session = await startLiveSession(options);
  const walk = await visitor.visit(session.link);
  await enter(walk, nick);
  return inRoom(walk, session);
}

export async function enter({ page, press }: Walk, nick = 'ana'): Promise<void> {
  await page.locator('#nick').fill(nick);
  await press(page.locator('form.join .primary'));
  await page.locator('.log').first().waitFor();
}

export function inRoom(walk: Walk, session: LiveSession): RoomWalk {
  const { page, press, look } = walk;
  const field = page.locator('.talk textarea');
  const isPhone = look.device === 'phone';
  const dialogs = page.locator('dialog[open]');
  const escape = async (): Promise<void> => {
    const [menus, open] = [await page.locator('.member-menu').count(), await dialogs.count()];
    await page.keyboard.press('Escape');
    // A menu stands in what it was opened in.
    if (menus > 0) await page.locator('.member-menu').waitFor({ state: 'detached' });
    else if (open > 0) await dialogs.nth(open - 1).waitFor({ state: 'detached' });
  };
  const openMembers = async (): Promise<void> => {
    if (!isPhone) return;
    await press(page.locator('.members-button'));
    await page.locator('dialog .members').waitFor();
  };
  return {
    ...walk,
    session,
    field,
    message: (text) => page.locator('.message', { hasText: text }).last(),
    async say(text) {
      await field.fill(text);
      await press(page.locator('.talk .send'));
    },
    async tool(at) {
      if (isPhone) await press(page.locator('.header-row .narrow'));
      await press(isPhone ? page.locator('.tool').nth(at) : page.locator('.header-row .wide').nth(at));
    },
    openMembers,
    async openMember(nick) {
      await openMembers();
      await press(memberOf(page, nick));
      await page.locator('.member-menu').waitFor();
    },
    escape,
  };
}

/** By the name alone: words of a key stand there too. */
export const memberOf = (page: Page, nick: string): Locator =>
  page.locator('.member-button', { has: page.locator('.nick').getByText(nick, { exact: true }) });

/** As this member has it. */
export function idOf({ view }: Member, nick: string): Member['view']['self']['id'] {
  const found = view.members.find((member) => member.nick === nick);
  if (found === undefined) throw new Error(`${nick} is not here`);
  return found.id;
}
