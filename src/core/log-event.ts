/**
 * What the event log may hold: numbers and words from closed lists. There is no field for text, key, nick or address, so none can get in.
 */
export type LogEvent =
  | { readonly type: 'session-open' | 'session-closing' }
  | { readonly type: 'member-connected' | 'member-resumed'; readonly members: number }
  | { readonly type: 'member-left'; readonly why: 'left' | 'gone' | 'removed'; readonly members: number }
  | { readonly type: 'connection-refused' | 'connection-closed'; readonly code: number }
  | { readonly type: 'frame-refused'; readonly code: string }
  | { readonly type: 'link-exposed' }
  | { readonly type: 'error'; readonly code: string };

/** The only way into the log. */
export type Log = (event: LogEvent) => void;
