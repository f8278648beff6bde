import { startLiveSession, type LiveSession, type LiveSessionOptions } from '../live-session.js';
import { openTrust } from './dialog-states.js';
import { enter, inRoom, type RoomWalk } from './room-walk.js';
import type { Walk } from './visitor.js';

/** What a room says of itself, by how it is encrypted, whose it is, and how one came there. */
export async function modeStates(walk: Walk): Promise<void> {
  const { page, seen } = walk;
  const shared = await enterAt(walk, { mode: 'shared-key' });
  await seenTrust(shared, 'shared-key');
  await shared.openMember('quiet-host');
  await seen('member-not-private');
  await seenTrust(await enterAt(walk, { mode: 'none' }), 'none');
  await seenTrust(await enterAt(walk, { lan: true }, ({ link }) => link.replace('127.0.0.1', '192.0.2.1')), 'lan');
  const made = await enterAt(walk, {}, ({ invite }) => invite());
  await page.locator('.share-link').waitFor();
  await seen('room-made');
  await seenTrust(made, 'made');
  await historyStates(walk);
}

async function enterAt(walk: Walk, options: LiveSessionOptions, linkOf = ({ link }: LiveSession): string => link): Promise<RoomWalk> {
  const session = await startLiveSession(options);
  await walk.page.goto(linkOf(session));
  await enter(walk);
  return inRoom(walk, session);
}

async function seenTrust(walk: RoomWalk, name: string): Promise<void> {
  await openTrust(walk);
  await walk.seen(`trust-${name}`);
  await walk.escape();
}

/** What stands at the beginning of the log, where something was before, and where somebody has nearly the same nick. */
async function historyStates(walk: Walk): Promise<void> {
  const { page, seen } = walk;
  const session = await startLiveSession({ history: 5 });
  session.host.say({ text: 'said before' });
  await page.goto(session.link);
  await enter(walk, 'quiet-h0st');
  await page.locator('.copied').waitFor();
  await seen('history');
  session.host.rotate();
  await page.locator('.share-link').waitFor();
  await seen('link-changed');
  await seenTrust(inRoom(walk, session), 'history');
}
