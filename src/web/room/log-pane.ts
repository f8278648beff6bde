import { element } from '../element.js';
import { LogRing } from './log-ring.js';
import { createNewerButton, type NewerButton } from './newer-button.js';
import { ScrollFollower } from './scroll-follower.js';

/** A change of text inside the log is not announced, a new line is: so a message's mark speaks to nobody. */
const LIVE = { role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' } as const;

/** The line that is seen first, and how far below the top of the log. */
interface Place {
  readonly key: number;
  readonly below: number;
}

/** What holds the lines of the log, and scrolls. */
export interface LogPane {
  readonly element: HTMLElement;
  readonly ring: LogRing;
  readonly newer: NewerButton;
  readonly follower: ScrollFollower;
  /** Where its reader is; `undefined`: at the end. */
  place(): Place | undefined;
  goTo(place: Place | undefined): void;
  close(): void;
}

/** `changed`: its reader has come to the end, or left it. */
export function createLogPane(label: string, changed: () => void): LogPane {
  const lines = element('div', { class: 'lines' });
  const log = element('div', { class: 'log', ...LIVE, 'aria-label': label, tabindex: '0' }, lines);
  const ring = new LogRing(lines);
  const newer = createNewerButton(() => follower.toEnd());
  const follower = new ScrollFollower(log, lines, (following) => {
    if (following && document.activeElement === newer.element) log.focus({ preventScroll: true });
    if (following) newer.reset();
    changed();
  });
  const top = (node: HTMLElement): number => node.getBoundingClientRect().top - log.getBoundingClientRect().top;
  return {
    element: log,
    ring,
    newer,
    follower,
    place() {
      const key = follower.following ? undefined : ring.find((line) => top(line) + line.offsetHeight > 0);
      const line = key === undefined ? undefined : ring.get(key);
      return key === undefined || line === undefined ? undefined : { key, below: top(line.element) };
    },
    goTo(place) {
      const line = place === undefined ? undefined : ring.get(place.key);
      if (place === undefined || line === undefined) return follower.toEnd();
      follower.stay();
      log.scrollTop += top(line.element) - place.below;
    },
    close: () => follower.dispose(),
  };
}
