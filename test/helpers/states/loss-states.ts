import type { Page, WebSocketRoute } from 'playwright-core';
import { expect } from 'vitest';
import { WAITING_MOST } from '../../../src/client/outbox.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { parseFrame } from '../../../src/protocol/frame.js';
import type { FrameType } from '../../../src/protocol/frame-type.js';
import { startLiveSession } from '../live-session.js';
import { enter, inRoom, type RoomWalk } from './room-walk.js';
import type { Walk } from './visitor.js';

/** What does not arrive, and what is too much at once: as it comes about between the page and its relay. */
export async function lossStates(walk: Walk): Promise<void> {
  const session = await startLiveSession({ mode: 'shared-key' });
  const { page, seen } = walk;
  const wire = await tap(page);
  await page.goto(session.link);
  await enter(walk);
  const room = inRoom(walk, session);
  wire.lose(true);
  session.host.say({ text: 'lost' });
  await expect.poll(wire.lost).toBeGreaterThan(0);
  wire.lose(false);
  session.host.say({ text: 'heard' });
  await room.message('heard').waitFor();
  await page.locator('.line-loud .nick').waitFor();
  await seen('line-missing');
  wire.forget();
  session.gate.shut();
  await page.locator('.state:not([data-connection=online])').waitFor();
  session.gate.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  // Of the loud lines it alone names nobody, and has no advice.
  await page.locator('.line-loud:not(:has(.nick, .dim))').waitFor();
  await seen('line-absent');
  wire.tell(controlFrame('ERR', { code: 'rate', retryMs: 600_000 }));
  await page.locator('.line-loud .dim').waitFor();
  await seen('line-too-much');
  await tooMuch(room);
}

/** More than waits, while nothing goes out. */
async function tooMuch({ page, seen, say, field }: RoomWalk): Promise<void> {
  // What is not laid out is quick.
  await page.evaluate((most) => {
    const log = document.querySelector('.log') as HTMLElement;
    const input = document.querySelector('.talk textarea') as HTMLTextAreaElement;
    log.hidden = true;
    for (let i = 0; i < most; i++) {
      input.value = String(i);
      document.querySelector<HTMLElement>('.talk .send')?.click();
    }
    log.hidden = false;
  }, WAITING_MOST);
  await say('/clear');
  await expect.poll(() => page.locator('.message').count()).toBe(0);
  await say('one more');
  await page.locator('.talk .error:not(:empty)').waitFor();
  expect(await field.inputValue()).toBe('one more');
  await seen('refused-too-much');
}

/** The way between the page and the relay. */
async function tap(page: Page) {
  const typeOf = (message: string | Buffer): FrameType | undefined => {
    const frame = parseFrame(Buffer.from(message));
    return frame.ok ? frame.value.type : undefined;
  };
  let [losing, lost, forgets] = [false, 0, false];
  let way: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/ws$/u, (near) => {
    const far = near.connectToServer();
    way = near;
    near.onMessage((message) => {
      if (!forgets || typeOf(message) !== 'RESUME') return far.send(message);
      near.send(Buffer.from(controlFrame('ERR', { code: 'resume_gap' })));
    });
    far.onMessage((message) => {
      if (!losing || typeOf(message) !== 'APP') return near.send(message);
      lost += 1;
    });
  });
  return {
    /** Whether what others say gets lost. */
    lose: (now: boolean) => void (losing = now),
    lost: () => lost,
    /** Who comes back has no place any more. */
    forget: () => void (forgets = true),
    tell: (frame: Uint8Array) => way?.send(Buffer.from(frame)),
  };
}
