import type { MessageItem } from '../../client/view-log.js';
import { visible } from '../../protocol/unsafe-text.js';

/** The system cuts longer ones itself, each in its own way. */
const TEXT_MOST = 120;

export type Permission = 'granted' | 'denied' | 'impossible';

/** To be called in a press: asks whoever sits here. */
export async function askForNotices(): Promise<Permission> {
  if (typeof Notification !== 'function') return 'impossible';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  try {
    // Where only a service worker may show one, to make one throws: this page has none.
    new Notification('CHATTrace', { silent: true }).close();
    return 'granted';
  } catch {
    return 'impossible';
  }
}

/** One at a time: the newest takes the place of the one before it. `said`: what else it shows. */
export function showNotice({ from }: MessageItem, said: string | undefined): void {
  try {
    const body = said === undefined ? {} : { body: plain(said).slice(0, TEXT_MOST) };
    const notice = new Notification(plain(from.shown), { tag: 'chattrace', silent: true, ...body });
    notice.addEventListener('click', () => {
      focus();
      notice.close();
    });
  } catch {
    // Taken back since it was given.
  }
}

/** A notice has no isolation: a direction character in it would turn what stands beside. */
const plain = (text: string): string => visible(text.replaceAll(/\s+/gu, ' '));
