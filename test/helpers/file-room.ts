import type { FileSource } from '../../src/client/member-api.js';
import type { Transfer, ViewFile } from '../../src/client/view.js';
import type { MessageItem } from '../../src/client/view-log.js';
import type { Mode } from '../../src/protocol/mode.js';
import { createRoomWorld, type Guest, type RoomWorld, type RoomWorldOptions } from './room-world.js';
import { seededRandom } from './seeded-random.js';

/** A file in memory, with bytes that are the same for the same seed. */
export function fileOf(bytes: number, name = 'photo.png', mime = 'image/png'): FileSource & { readonly content: Uint8Array } {
  const piece = seededRandom(bytes)(1 + (bytes % 997));
  const content = Uint8Array.from({ length: bytes }, (_, at) => (piece[at % piece.length] as number) ^ (at >> 12));
  return { name, mime, bytes, content, read: (from, to) => Promise.resolve(content.slice(from, to)) };
}

/** A host, ana and bob. */
export async function fileRoom(mode: Mode = 'mls', options: RoomWorldOptions = {}) {
  const world = await createRoomWorld({ mode, ...options });
  const [ana, bob] = [world.guest('ana'), world.guest('bob')];
  await world.run(1_500);
  return { world, ana, bob };
}

export const filesOf = (guest: Guest): readonly (MessageItem & { readonly file: ViewFile })[] =>
  guest.member.view.items.flatMap((item) => (item.type === 'message' && item.file !== undefined ? [{ ...item, file: item.file }] : []));

/** Of the only file that is shown, or of the one with this name. */
export function fileIn(guest: Guest, name?: string): MessageItem & { readonly file: ViewFile } {
  const found = filesOf(guest).find(({ file }) => name === undefined || file.name === name);
  if (found === undefined) throw new Error('no file is shown');
  return found;
}

export const transferOf = (guest: Guest, name?: string): Transfer => fileIn(guest, name).file.transfer;

export const contentOf = (guest: Guest, name?: string): Uint8Array | undefined => guest.member.files.content(fileIn(guest, name).key);

/** Offers it, and lets everybody see that. */
export async function offer(world: RoomWorld, by: Guest, file: FileSource, to?: Guest): Promise<number> {
  const offered = by.member.files.offer(file, to?.member.view.self.id);
  await world.settle();
  const key = await offered;
  if (!key.ok) throw new Error(key.reason);
  await world.run(200);
  return key.value;
}

/** Asks for the only file that is shown, or for the one with this name. */
export function get(by: Guest, name?: string): void {
  const asked = by.member.files.get(fileIn(by, name).key);
  if (!asked.ok) throw new Error(asked.reason);
}

/** Lets time pass until this holds, at most a minute. */
export async function until(world: RoomWorld, holds: () => boolean, ms = 60_000): Promise<void> {
  for (let left = ms; left > 0 && !holds(); left -= 50) await world.run(50);
  if (!holds()) throw new Error('it never was so');
}

/** Whether the only file, or that with this name, is here with these bytes. Compared as a whole: one by one takes a minute. */
export const has = (guest: Guest, content: Uint8Array, name?: string): boolean => {
  const here = contentOf(guest, name);
  return here !== undefined && Buffer.compare(here, content) === 0;
};
