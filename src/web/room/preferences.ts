import type { NoticeLevel } from '../../client/notice.js';

/** What a reader has chosen. Nothing keeps it: it goes with the page, and stays for as many rooms as that page sees. */
export interface Preferences {
  theme: Theme;
  /** A step of `textSizes`. */
  size: TextSize;
  /** What is a reason to call. */
  calls: NoticeLevel;
  /** Set while it is switched on. */
  sound: (() => void) | undefined;
  desktop: boolean;
  /** Also what was said, not only who. */
  desktopText: boolean;
  /** Others see that one is writing. */
  typing: boolean;
  /** Keys without Ctrl or the like: who steers by voice says such letters unawares (WCAG 2.1.4). */
  plainKeys: boolean;
}

export const themes = ['system', 'dark', 'light', 'contrast'] as const;
export const textSizes = ['small', 'usual', 'large', 'largest'] as const;

type Theme = (typeof themes)[number];
type TextSize = (typeof textSizes)[number];

export const preferences: Preferences = {
  theme: 'system',
  size: 'usual',
  calls: 'on',
  sound: undefined,
  desktop: false,
  desktopText: false,
  typing: true,
  plainKeys: true,
};
