import { expect } from 'vitest';
import { spoiledFiles } from '../spoiled-files.js';
import { dialogStates } from './dialog-states.js';
import { connectionStates } from './connection-states.js';
import { logStates } from './log-states.js';
import { messageStates } from './message-states.js';
import { peopleStates, privateStates } from './people-states.js';
import { memberOf, walkInto } from './room-walk.js';
import { transferStates } from './transfer-states.js';
import type { Visitor } from './visitor.js';

const parts = [connectionStates, logStates, messageStates, dialogStates, peopleStates, privateStates, transferStates];

/** All that one can meet in a room, in one page: to come into a room takes longer than to look at it. */
export async function roomStates(visitor: Visitor): Promise<void> {
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
