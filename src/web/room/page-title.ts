import { escapeUnsafe } from '../../protocol/unsafe-text.js';
import { words } from '../words.js';

export interface PageTitle {
  name(title: string | undefined): void;
  /** What was said while nobody looked. */
  unread(count: number, mentions: number): void;
}

/** The window's title: the room's name, and how much was said while nobody looked. */
export function createPageTitle(): PageTitle {
  let room: string = words.room.untitled;
  let before = '';
  const draw = (): void => {
    document.title = `${before}${room} · ${words.name}`;
  };
  return {
    name(title) {
      // A window's title has no isolation: a direction character in it would turn what stands beside.
      room = title === undefined ? words.room.untitled : escapeUnsafe(title);
      draw();
    },
    unread(count, mentions) {
      const named = mentions === 0 ? '' : ` @${mentions}`;
      before = count === 0 ? '' : `(${count}${named}) `;
      draw();
    },
  };
}
