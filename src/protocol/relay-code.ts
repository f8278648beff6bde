/** Words of ERR, NOTICE and LEFT, and the WebSocket close codes: docs/protocol.md, "Control bodies". */
export type RefusalCode =
  | 'bad_frame'
  | 'not_joined'
  | 'hello_late'
  | 'refused'
  | 'full'
  | 'locked'
  | 'rate'
  | 'flood'
  | 'epoch'
  | 'credit'
  | 'unsupported'
  | 'resume_gap'
  | 'resume_refused';

export type NoticeCode = 'came' | 'away' | 'back' | 'credit' | 'exposed' | 'locked' | 'unlocked';
export type LeftReason = 'left' | 'gone' | 'removed';

export const closeCodes = {
  left: 1000,
  ended: 1001,
  tooLarge: 1009,
  bad_frame: 4001,
  not_joined: 4001,
  hello_late: 4002,
  refused: 4003,
  full: 4004,
  locked: 4005,
  flood: 4007,
  slow: 4008,
  replaced: 4009,
  removed: 4010,
} as const;
