import type { Receiver, Transfer, ViewFile } from '../../client/view.js';
import type { MessageItem } from '../../client/view-log.js';
import { assertNever } from '../../protocol/parsed.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { nameText, type Drawing } from './member-name.js';

/** How a file comes, or what has become of it; `undefined`: nothing that a line would say. */
export function transferLine({ no }: MessageItem, file: ViewFile, screen: Drawing): SafeText | undefined {
  const { transfer } = file;
  if (transfer.side === 'ours') return undefined;
  const { faint, warn } = screen.palette;
  const mark = faint(safe`·`);
  switch (transfer.state) {
    case 'offered':
    case 'here':
      return undefined;
    case 'getting':
      return safe`${mark} ${no} comes: ${Math.floor((100 * transfer.bytes) / file.bytes)} %`;
    case 'waits':
      return safe`${mark} ${no} waits: who offers it cannot be reached now`;
    case 'paused':
      return safe`${mark} ${no} rests; /save ${no} goes on with it`;
    case 'stopped':
      // It is saved, and need not be here twice.
      if (transfer.reason === 'self') return undefined;
      return safe`${transfer.reason === 'corrupt' ? warn(safe`!`) : mark} ${no} ${stopped(transfer.reason)}`;
    default:
      return assertNever(transfer);
  }
}

/** Somebody who has asked for our file, or has all of it. */
export function receiverLine({ no }: MessageItem, { member, state }: Receiver, screen: Drawing): SafeText {
  const does = { getting: 'gets', paused: 'has paused', has: 'has' }[state];
  return safe`${screen.palette.faint(safe`·`)} ${nameText(member, screen)} ${does} ${no}`;
}

function stopped(reason: Exclude<Extract<Transfer, { state: 'stopped' }>['reason'], 'self'>): string {
  switch (reason) {
    case 'withdrawn':
      return 'was taken back: it cannot be had any more';
    case 'gone':
      return 'cannot be had any more: who offered it has left';
    case 'corrupt':
      return 'is not what was announced; nothing of it was kept';
    default:
      return assertNever(reason);
  }
}
