import type { WebSocketRoute } from 'playwright-core';
import { closeCodes } from '../../../src/protocol/relay-code.js';
import { itemOf, startLiveSession } from '../live-session.js';
import { lossStates } from './loss-states.js';
import { modeStates } from './mode-states.js';
import { enter, inRoom } from './room-walk.js';
import type { Visitor, Walk } from './visitor.js';

/** What rooms say of themselves, and how they end, in one page. */
export async function endStates(visitor: Visitor): Promise<void> {
  const walk = await visitor.visit('about:blank');
  await modeStates(walk);
  await lossStates(walk);
  await farewellStates(walk);
}

/** The last screens of a room: each as it comes about. */
async function farewellStates(walk: Walk): Promise<void> {
  const session = await startLiveSession({ mode: 'shared-key' });
  const { page, press, seen } = walk;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/ws$/u, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  const farewell = page.locator('.card-body > .primary');
  const come = async (): Promise<void> => {
    await page.goto(session.link);
    await enter(walk);
  };
  await come();
  for (const [name, code] of [
    ['replaced', closeCodes.replaced],
    ['too-much', closeCodes.flood],
    ['version', closeCodes.bad_frame],
    ['host-gone', closeCodes.ended],
    ['removed', closeCodes.removed],
  ] as const) {
    await sockets.at(-1)?.close({ code });
    await farewell.waitFor();
    await seen(`ended-${name}`);
    // Whoever was removed, or whose host is gone, has no link any more.
    if (page.url().includes('#')) await press(farewell);
    if (page.url().includes('#')) await enter(walk);
    else await come();
  }
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.locator('.notice').waitFor();
  await seen('returned');
  await enter(walk);
  await inRoom(walk, session).tool(3);
  await press(page.locator('dialog[open] .danger'));
  await farewell.waitFor();
  await seen('left');
  await come();
  session.gate.shut();
  await page.locator('.status-bar:not(:empty)').waitFor();
  for (const text of ['into the dark', 'and again']) await inRoom(walk, session).say(text);
  await page.locator('.message').nth(1).waitFor();
  await inRoom(walk, session).tool(3);
  await press(page.locator('dialog[open] .danger'));
  await farewell.waitFor();
  await seen('left-undelivered');
  session.gate.mend();
  await come();
  await itemOf(session.host, ({ type }) => type === 'member-joined');
  await session.end();
  await farewell.waitFor();
  await seen('ended');
}
