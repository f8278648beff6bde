/** Numbers of the frame types: docs/protocol.md, "Frame". */
export const frameTypes = {
  KEYPKG: 1,
  COMMIT: 2,
  WELCOME: 3,
  APP: 4,
  DM: 5,
  BULK: 6,
  OPEN: 64,
  HELLO: 65,
  HELLO_OK: 66,
  RESUME: 67,
  RESUMED: 68,
  LEASE: 69,
  COMMIT_NO: 70,
  LEFT: 71,
  RESET: 72,
  NOTICE: 73,
  ERR: 74,
  PING: 75,
  PONG: 76,
  PEEK: 77,
  PEEKED: 78,
} as const;

export type FrameType = keyof typeof frameTypes;
export type MemberFrameType = 'KEYPKG' | 'COMMIT' | 'WELCOME' | 'APP' | 'DM' | 'BULK';
export type ControlType = Exclude<FrameType, MemberFrameType>;

const NAMES = new Map<number, FrameType>(Object.entries(frameTypes).map(([name, number]) => [number, name as FrameType]));

export const frameTypeOf = (number: number): FrameType | undefined => NAMES.get(number);

export const isControl = (type: FrameType): type is ControlType => frameTypes[type] >= 64;
