import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { FileSource, Member } from '../../../src/client/member-api.js';
import { drawnPicture } from '../drawn-picture.js';
import type { RoomWalk, WalkWithBob } from './room-walk.js';

const CHUNKS = 30;

/** A file in memory. `held`: most of it is read only when the test lets it. */
function source(name: string, mime: string, content: Uint8Array): FileSource {
  return { name, mime, bytes: content.length, read: (from, to) => Promise.resolve(content.slice(from, to)) };
}

/** A file that is announced, and then read no further than its first block. */
function endless(name: string): FileSource {
  const bytes = CHUNKS * 57_344;
  let read = 0;
  return {
    name,
    mime: '',
    bytes,
    read: (from, to) => {
      read += to - from;
      return read > bytes && from > 0 ? new Promise(() => undefined) : Promise.resolve(new Uint8Array(to - from).fill(7));
    },
  };
}

/** Files, from the question to the last byte. */
export async function transferStates(walk: WalkWithBob): Promise<void> {
  const { page, press, seen, session, bob } = walk;
  await offerOwn(walk, session.host);
  const picture = await drawn(page);
  for (const file of [
    source('holiday.png', 'image/png', picture),
    source('no-picture.png', 'image/png', Buffer.from('<svg></svg>')),
    source('notes-with-quite-a-long-name-that-has-to-be-broken-somewhere.txt', 'text/plain', Buffer.from('notes')),
    source('tape.txt', 'text/plain', Buffer.from('tape')),
    endless('film.mkv'),
  ])
    await bob.files.offer(file);
  const card = (name: string) => page.locator('.file', { hasText: name }).last();
  const act = (name: string, at: number): Promise<void> => press(card(name).locator('.file-actions button').nth(at));
  await card('film').waitFor();
  await seen('files-offered');
  await act('holiday', 0);
  await card('holiday').locator('img').waitFor();
  await act('no-picture', 0);
  await card('no-picture').locator('> p.dim').waitFor();
  await seen('files-shown');
  await spoiledFile(walk, card('tape'));
  await act('notes', 0);
  await card('notes').locator('.file-actions button').nth(1).waitFor();
  await act('film', 0);
  await card('film').locator('.file-bar').waitFor();
  await seen('files-here-and-coming');
  await ownerAway(walk);
  await act('film', 0);
  await card('film').locator('.file-bar').waitFor();
  await seen('file-paused');
  await act('film', 1);
  await act('notes', 1);
  await card('film').locator('.file-bar').waitFor({ state: 'detached' });
  bob.files.cancel(offerOf(bob, 'notes'));
  await card('notes').locator('.file-actions:empty').waitFor({ state: 'attached' });
  await seen('files-cancelled');
  await ownerGone(walk);
}

const drawn = (page: Page): Promise<Buffer> => drawnPicture(page, 'image/png', 640, 400);

const offerOf = ({ view }: Member, name: string): number =>
  view.items.find((item) => item.type === 'message' && item.file?.name.startsWith(name) === true)?.key ?? 0;

/** Nothing comes from the owner of a file that is being fetched. */
async function ownerAway({ page, seen, session }: WalkWithBob): Promise<void> {
  session.gate.shut();
  await page.locator('.state:not([data-connection=online])').waitFor();
  // When he is asked again, it shows that he cannot be.
  await page.clock.fastForward(10_000);
  await page.locator('.file-state', { hasText: 'bob' }).waitFor();
  await seen('file-waiting');
  session.gate.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('.state[data-connection=online]').waitFor();
  await page.locator('.file-state', { hasText: 'bob' }).waitFor({ state: 'detached' });
}

/** What comes is never what was announced, and its owner is asked again and again. */
async function spoiledFile({ page, press, seen, spoil }: WalkWithBob, file: Locator): Promise<void> {
  const bar = file.locator('.file-bar');
  spoil(true);
  await page.clock.install();
  await press(file.locator('.file-actions button'));
  await bar.waitFor();
  const bars = async (): Promise<number> => {
    await page.clock.fastForward(10_000);
    return bar.count();
  };
  // In between comes what is sent anew.
  await expect.poll(bars, { interval: 300 }).toBe(0);
  // What is here could be saved or dropped.
  await file.locator('.file-actions:empty').waitFor({ state: 'attached' });
  await seen('file-spoiled');
  spoil(false);
}

/** The talk with bob is open when he leaves. */
async function ownerGone({ page, press, seen, bob, openMember }: WalkWithBob): Promise<void> {
  const pane = page.locator('.private-pane');
  await openMember('bob');
  await press(page.locator('.member-act').first());
  await pane.locator('textarea').fill('too late');
  bob.leave();
  await pane.locator('.sign', { hasText: '-' }).waitFor();
  await press(pane.locator('.send'));
  await pane.locator('.error:not(:empty)').waitFor();
  await seen('private-left');
  await press(pane.locator('.private-head .icon-button'));
  await seen('files-owner-gone');
}

/** What is offered here, and what is not. */
async function offerOwn(walk: RoomWalk, host: Member): Promise<void> {
  const { page, press, seen } = walk;
  const choose = async (...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await press(page.locator('.talk .attach'));
    await (await chooser).setFiles(files);
  };
  await drag(walk);
  await page.locator('.note', { hasText: 'none.txt' }).waitFor();
  await seen('files-refused');
  await choose(
    { name: 'holiday.png', mimeType: 'image/png', buffer: await drawn(page) },
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg></svg>') },
    { name: `${'a-long-name-'.repeat(8)}.txt`, mimeType: 'text/plain', buffer: Buffer.from('text') },
  );
  await page.locator('dialog[open] .file-list').waitFor();
  await seen('files-to-offer');
  await press(page.locator('dialog[open] .primary'));
  const cards = page.locator('.file');
  await cards.nth(2).waitFor();
  await seen('files-own');
  const key = host.view.items.find((item) => item.type === 'message' && item.file?.name === 'drawing.svg')?.key ?? 0;
  host.files.get(key);
  await cards.nth(1).locator('.file-state bdi').waitFor();
  await press(cards.nth(2).locator('.file-actions button'));
  await cards.nth(2).locator('.file-actions:empty').waitFor({ state: 'attached' });
  await seen('files-own-taken');
}

/** Something is held over the page, and let go. */
async function drag({ page, seen }: RoomWalk): Promise<void> {
  const fire = (type: string): Promise<void> =>
    page.evaluate((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(16 * 1024 * 1024 + 1)], 'big.bin'));
      dataTransfer.items.add(new File([], 'none.txt'));
      document.querySelector('.log')?.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }, type);
  await fire('dragover');
  await page.locator('.drop-hint').waitFor();
  await seen('file-over-the-page');
  await fire('drop');
}
