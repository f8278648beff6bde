import type { ViewItem } from './view.js';

/** `mentions`: what is for the reader alone, or names the reader. */
export const noticeLevels = ['on', 'mentions', 'off'] as const;

export type NoticeLevel = (typeof noticeLevels)[number];

/** Why the reader is called. */
export type Notice = 'message' | 'mention' | 'private';

/** Whether an item that has just come is a reason to call the reader, and which. */
export function noticeOf(item: ViewItem, level: NoticeLevel): Notice | undefined {
  if (level === 'off' || item.type !== 'message' || item.gone !== undefined) return undefined;
  const { from } = item;
  if (from.self || from.muted === true || from.ignored === true) return undefined;
  const notice = item.private !== undefined ? 'private' : item.mentioned === true ? 'mention' : 'message';
  return level === 'mentions' && notice === 'message' ? undefined : notice;
}
