import type { RoomWalk } from './room-walk.js';

/** When nothing comes through. */
export async function connectionStates(walk: RoomWalk): Promise<void> {
  const { page, seen, say, session } = walk;
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
  await page.locator('.message[data-state=sent]').waitFor();
  await seen('back');
}
