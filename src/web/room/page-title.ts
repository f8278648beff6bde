import { escaped, isUnsafe } from '../../protocol/unsafe-text.js';
import { words } from '../words.js';

export interface PageTitle {
  name(title: string | undefined): void;
  /** Someone wrote; it counts only while the page is hidden. */
  count(): void;
  seen(): void;
}

/** The window's title: the room's name, and how much was said while nobody looked. */
export function createPageTitle(): PageTitle {
  let room: string = words.room.untitled;
  let unread = 0;
  const draw = (): void => {
    document.title = `${unread === 0 ? '' : `(${unread}) `}${room} · ${words.name}`;
  };
  return {
    name(title) {
      // A window's title has no isolation: a direction character in it would turn what stands beside.
      room = title === undefined ? words.room.untitled : [...title].map((one) => (isUnsafe(one) ? escaped(one) : one)).join('');
      draw();
    },
    count() {
      if (!document.hidden) return;
      unread++;
      draw();
    },
    seen() {
      unread = 0;
      draw();
    },
  };
}
