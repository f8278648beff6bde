import type { RoomWalk } from './room-walk.js';

/** What opens over a room. */
export async function dialogStates(walk: RoomWalk): Promise<void> {
  const { page, press, seen, escape, session, tool, message } = walk;
  session.host.say({ text: 'see https://room.test/a/path?that=is&quite=long#and-so-on, or mailto:ana@room.test' });
  await openTrust(walk);
  await seen('trust');
  session.host.lock(true);
  await page.locator('.locked:not(:empty)').waitFor();
  await escape();
  await seen('room-locked');
  session.host.lock(false);
  await walk.openMembers();
  await seen('members');
  if (walk.look.device === 'phone') await escape();
  if (walk.look.device === 'phone') {
    await press(page.locator('.header-row .narrow'));
    await page.locator('.tool').first().waitFor();
    await seen('more');
    await escape();
  }
  for (const [at, name, place] of [
    [1, 'export', '#export-format'],
    [2, 'keys', '.keys'],
    [3, 'leave', '.danger'],
  ] as const) {
    await tool(at);
    await page.locator(`dialog[open] ${place}, dialog[open]${place}`).first().waitFor();
    await seen(name);
    await escape();
  }
  for (const [at, name] of ['link', 'mail'].entries()) {
    await press(message('see https').locator('a.link').nth(at));
    await page.locator('dialog[open]').waitFor();
    await seen(`open-${name}`);
    await escape();
  }
  await settings(walk);
  await search(walk);
}

export async function openTrust({ page, press }: RoomWalk): Promise<void> {
  await press(page.locator('.lock'));
  await page.locator('dialog[open] .trust-facts').waitFor();
}

async function settings(walk: RoomWalk): Promise<void> {
  const { page, press, seen, escape } = walk;
  const opener = page.locator('.header-row > .icon-button:not(.lock, .members-button, .wide, .narrow)');
  await press(opener);
  await page.locator('.settings').waitFor();
  await seen('settings');
  // Nobody sits here to be asked.
  await page.evaluate(() => Object.assign(Notification, { requestPermission: () => Promise.resolve('denied') }));
  await press(page.locator('label[for=settings-desktop]'));
  await page.locator('.settings .error:not(:empty)').waitFor();
  await seen('settings-refused');
  await page.locator('#settings-size').selectOption('largest');
  await seen('settings-largest');
  await escape();
  await seen('room-largest');
  await openTrust(walk);
  await seen('trust-largest');
  await escape();
  await press(opener);
  await page.locator('#settings-size').selectOption('usual');
  await escape();
}

async function search({ page, seen, tool }: RoomWalk): Promise<void> {
  await tool(0);
  const field = page.locator('.search input');
  await field.fill('see');
  await page.locator('.search-state:not(:empty)').waitFor();
  await seen('search');
  await field.fill('no such word');
  await seen('search-nothing');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
}
