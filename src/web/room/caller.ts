import { noticeOf } from '../../client/notice.js';
import type { ViewItem } from '../../client/view.js';
import { showNotice } from './desktop-notice.js';
import { preferences } from './preferences.js';

/** Calls whoever sits here, as was chosen: nothing is heard or shown that nobody asked for. A page that is seen shows no notice. */
export function callFor(item: ViewItem): void {
  if (item.type !== 'message' || noticeOf(item, preferences.calls) === undefined) return;
  preferences.sound?.();
  // The system keeps its notices as long as it likes: what is to disappear is not shown there.
  const text = preferences.desktopText && item.burn === undefined ? item.text : undefined;
  if (preferences.desktop && document.visibilityState === 'hidden') showNotice(item, text);
}
