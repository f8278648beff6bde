import type { WebSocketRoute } from 'playwright-core';
import { closeCodes } from '../../../src/protocol/relay-code.js';
import { itemOf, startLiveSession } from '../live-session.js';
import { enter, inRoom, walkInto } from './room-walk.js';
import type { Visitor } from './visitor.js';

/** When nothing comes through. */
export async function connectionStates(visitor: Visitor): Promise<void> {
  const walk = await walkInto(visitor);
  const { page, seen, say, session } = walk;
  const bob = await session.guest('bob');
  await page.locator('.member').nth(2).waitFor({ state: 'attached' });
  await walk.press(page.locator('.lock'));
  await page.locator('dialog[open] .trust-facts').waitFor();
  session.gate.shut();
  await page.locator('[data-about=now]').waitFor();
  await seen('trust-offline');
  await walk.escape();
  await say('from the tunnel');
  await page.locator('.message[data-state=sending]').waitFor();
  await seen('reconnecting');
  // What was not looked at before cannot be fetched now.
  await walk.tool(1);
  await page.locator('.note').nth(1).waitFor();
  await seen('room-part-missing');
  const calm = await page.locator('.status-bar').textContent();
  await page.context().setOffline(true);
  await page
    .locator('.status-bar')
    .filter({ hasNotText: calm ?? '' })
    .waitFor();
  await seen('offline');
  await page.context().setOffline(false);
  session.gate.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('.state[data-connection=online]').waitFor();
  bob.leave();
  await page.locator('.line', { hasText: 'bob' }).nth(1).waitFor();
  await seen('back');
}

/** The last screens of a room: each as it comes about. */
export async function farewellStates(visitor: Visitor): Promise<void> {
  const session = await startLiveSession({ mode: 'shared-key' });
  const walk = await visitor.visit('about:blank');
  const { page, press, seen } = walk;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/ws$/u, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  const come = async (): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(session.link);
    await enter(walk);
  };
  const farewell = page.locator('.card-body > .primary');
  for (const [name, code] of [
    ['replaced', closeCodes.replaced],
    ['too-much', closeCodes.flood],
    ['version', closeCodes.bad_frame],
    ['host-gone', closeCodes.ended],
    ['removed', closeCodes.removed],
  ] as const) {
    await come();
    await sockets.at(-1)?.close({ code });
    await farewell.waitFor();
    await seen(`ended-${name}`);
  }
  await come();
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.locator('.notice').waitFor();
  await seen('returned');
  await enter(walk);
  await inRoom(walk, session).tool(3);
  await press(page.locator('dialog[open] .danger'));
  await farewell.waitFor();
  await seen('left');
  await come();
  await itemOf(session.host, ({ type }) => type === 'member-joined');
  await session.end();
  await farewell.waitFor();
  await seen('ended');
}

/** Of a room without a host, and with something that nobody got. */
export async function undeliveredStates(visitor: Visitor): Promise<void> {
  const walk = await walkInto(visitor);
  const { page, seen, session } = walk;
  session.gate.shut();
  await page.locator('.status-bar:not(:empty)').waitFor();
  for (const text of ['into the dark', 'and again']) {
    await walk.say(text);
    await page.locator('.message', { hasText: text }).waitFor();
  }
  await walk.tool(3);
  await walk.press(page.locator('dialog[open] .danger'));
  await page.locator('.card-body > .primary').waitFor();
  await seen('left-undelivered');
}
