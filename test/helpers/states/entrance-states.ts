import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page, WebSocketRoute } from 'playwright-core';
import { parseFrame } from '../../../src/protocol/frame.js';
import { closeCodes } from '../../../src/protocol/relay-code.js';
import { startLiveSession, type LiveSession } from '../live-session.js';
import { root } from '../source-files.js';
import type { Visitor, Walk } from './visitor.js';

const card = async ({ page }: Walk): Promise<void> => {
  await page.locator('form.join').waitFor();
  // Who is inside, as the relay says.
  await page.locator('.inside:not(:empty)').waitFor();
};

/** To another address, of this document or not: what stood there before is gone when this resolves. */
async function go({ page }: Walk, address: string): Promise<void> {
  await page.locator('.card').evaluate((node) => node.classList.add('before'));
  await (page.url() === address ? page.reload() : page.goto(address));
  await page.locator('.card:not(.before)').waitFor();
}

/** All that one can meet before the room, in one page. */
export async function entranceStates(visitor: Visitor): Promise<void> {
  const session = await startLiveSession();
  const walk = await visitor.visit(session.origin);
  await pasteStates(walk, session);
  await cardStates(walk);
  await fileStates(walk, session);
  await partStates(walk, session);
  await refusalStates(walk, session);
}

/** Where a link is asked for. */
async function pasteStates(walk: Walk, { origin, link }: LiveSession): Promise<void> {
  const { page, press, seen } = walk;
  const paste = async (text: string): Promise<void> => {
    await page.locator('#link').fill(text);
    await press(page.locator('.paste .primary'));
  };
  await page.locator('#link').waitFor();
  await seen('paste');
  for (const [name, text] of [
    ['nothing', ''],
    ['no-link', 'see you there'],
    ['no-key', 'https://room.test/'],
    ['cut', link.slice(0, -3)],
    ['unknown-mode', link.replace('#1', '#Q')],
  ] as const) {
    await paste(text);
    await page.locator('#link-answer .error').waitFor();
    await seen(`paste-${name}`);
  }
  await page.locator('#link').fill(link.replace('127.0.0.1', 'room.test').replace('#', '%23'));
  await page.locator('#link-answer .address').waitFor();
  await seen('paste-elsewhere-exposed');
  await page.locator('#link').fill(link.replace('#', '%23'));
  await page.locator('.notice').waitFor();
  await seen('card-exposed');
  await go(walk, `${origin}/#${link.slice(link.indexOf('#') + 1, -3)}`);
  await page.locator('#link').waitFor();
  await seen('link-cut');
  await go(walk, link.replace('127.0.0.1', '192.0.2.1'));
  await page.locator('.card-body .hint').waitFor();
  await seen('insecure');
  await go(walk, `${origin}/nowhere`);
  await page.locator('.card-body .hint').waitFor();
  if (walk.look.code === 'en') await seen('no-such-address');
}

/** The card of a room, whatever the room is. */
async function cardStates(walk: Walk): Promise<void> {
  const session = await startLiveSession({ maxMembers: 2, lan: true });
  const { page, press, seen } = walk;
  await go(walk, session.link);
  await card(walk);
  await seen('card');
  for (const fold of await page.locator('summary').all()) await press(fold);
  await seen('card-open');
  await page.locator('#nick').fill(' x');
  await press(page.locator('form.join .primary'));
  await seen('card-nick-refused');
  await page.locator('#nick').fill('W'.repeat(32));
  await seen('card-longest-nick');
  await go(walk, session.link.replace('127.0.0.1', '192.0.2.1'));
  await card(walk);
  await seen('card-lan');
  session.host.lock(true);
  await go(walk, session.link);
  await card(walk);
  await seen('card-locked');
  session.host.lock(false);
  await session.guest('bob');
  await go(walk, session.link);
  await card(walk);
  await seen('card-full');
  for (const [mode, letter] of [
    ['shared', 'L'],
    ['clear', '0'],
  ] as const) {
    await go(walk, session.link.replace('#1', `#${letter}`));
    await card(walk);
    await press(page.locator('summary').last());
    await seen(`card-${mode}-none`);
  }
  await go(walk, session.invite());
  await card(walk);
  await seen('card-new');
}

/** Between the press and the room, and why there is none. */
async function refusalStates(walk: Walk, session: LiveSession): Promise<void> {
  const { page, press, seen } = walk;
  const entering = await deafRelay(page);
  const ended = page.locator('.card-body > .primary');
  const enter = async (): Promise<WebSocketRoute> => {
    const socket = entering();
    await press(page.locator('form.join .primary'));
    await page.locator('.joining').waitFor();
    return socket;
  };
  await go(walk, session.link);
  for (const [name, close] of [
    ['full', { code: closeCodes.full }],
    ['locked', { code: closeCodes.locked }],
    ['version', { code: closeCodes.bad_frame }],
    // As a connection that breaks.
    ['nobody', {}],
    ['no-room', { code: closeCodes.refused }],
  ] as const) {
    const socket = await enter();
    if (name === 'full') await seen('card-joining');
    await socket.close(close);
    await ended.waitFor();
    await seen(`refused-${name}`);
    if (name !== 'no-room') await press(ended);
  }
  await go(walk, session.invite());
  await (await enter()).close({ code: closeCodes.refused });
  await ended.waitFor();
  await seen('refused-ticket');
  await press(ended);
  await page.locator('#link').waitFor();
  await seen('paste-other');
}

/** A relay that hears what pages say, and answers nothing by itself. What it gives is the next connection that wants to come in. */
async function deafRelay(page: Page): Promise<() => Promise<WebSocketRoute>> {
  let came = (_socket: WebSocketRoute): void => undefined;
  await page.routeWebSocket(/\/ws$/u, (socket) =>
    socket.onMessage((message) => {
      const frame = parseFrame(Buffer.from(message));
      if (frame.ok && frame.value.type === 'HELLO') came(socket);
    }),
  );
  return () => new Promise((resolve) => (came = resolve));
}

/** What could not be fetched. */
async function partStates(walk: Walk, { link }: LiveSession): Promise<void> {
  const { page, press, seen, look } = walk;
  const missing = look.code === 'fr' ? 'es' : 'fr';
  await page.route(new RegExp(`/app/(?:room|${missing})-part`, 'u'), (route) => route.abort());
  await go(walk, link);
  await page.locator('form.join').waitFor();
  await page.locator('.language select').selectOption(missing);
  await page.locator('.language .error:not(:empty)').waitFor();
  await seen('card-language-missing');
  await press(page.locator('form.join .primary'));
  await page.locator('.card-body > .primary').waitFor();
  await seen('part-missing');
  await page.unrouteAll();
}

/** The page as one file. */
async function fileStates(walk: Walk, { link }: LiveSession): Promise<void> {
  const { page, seen } = walk;
  await go(walk, pathToFileURL(join(root, 'dist/client.html')).href);
  await page.locator('#link').waitFor();
  await seen('file');
  await page.locator('#link').fill(link.replace('127.0.0.1', '192.168.7.9'));
  await page.locator('.notice').waitFor();
  await seen('file-card');
}
