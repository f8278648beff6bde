import { expect } from 'vitest';
import { spoiledFiles } from '../spoiled-files.js';
import { dialogStates } from './dialog-states.js';
import { connectionStates } from './connection-states.js';
import { logStates } from './log-states.js';
import { messageStates } from './message-states.js';
import { peopleStates, privateStates } from './people-states.js';
import { memberOf, walkInto, type WalkWithBob } from './room-walk.js';
import { transferStates } from './transfer-states.js';
import type { Visitor } from './visitor.js';

type Part = (walk: WalkWithBob) => Promise<void>;

const talk: readonly Part[] = [connectionStates, logStates, messageStates];
const beside: readonly Part[] = [dialogStates, peopleStates, privateStates, transferStates];

/** What is said in a room, and what is done with it. */
export const logOfRoomStates = (visitor: Visitor): Promise<void> => walkThrough(visitor, talk);

/** Dialogs, members, talks of two, files. */
export const besideLogStates = (visitor: Visitor): Promise<void> => walkThrough(visitor, beside);

/** All of them in one page: to come into a room takes longer than to look at it. */
async function walkThrough(visitor: Visitor, parts: readonly Part[]): Promise<void> {
  const alone = await walkInto(visitor, { title: 'a room with quite a long name, as rooms sometimes have' });
  const { page, session, say, seen } = alone;
  await page.locator('.lock[data-level=sealed]').waitFor();
  await seen('room-empty');
  const { through, spoil } = spoiledFiles();
  const walk = { ...alone, bob: await session.guest('bob', through), spoil };
  await memberOf(page, 'bob').waitFor({ state: 'attached' });
  for (const part of parts) {
    await part(walk);
    // What was looked at takes time to look at again.
    await say('/clear');
    await expect.poll(() => page.locator('.message, .line').count()).toBe(0);
  }
}
