import { capabilityHash } from '../../src/crypto/key-schedule.js';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { parseControl, type Control } from '../../src/protocol/control.js';
import type { ControlType } from '../../src/protocol/frame-type.js';
import { encodeFrame, parseFrame, type Frame } from '../../src/protocol/frame.js';
import type { ConnId } from '../../src/protocol/ids.js';

/** A room as its link would name it, without any link: opaque bytes will do for a relay. */
export interface TestRoom {
  readonly room: Uint8Array;
  readonly cap: Uint8Array;
}

export const testRoom = (seed: number): TestRoom => ({ room: new Uint8Array(16).fill(seed), cap: new Uint8Array(32).fill(255 - seed) });

export const openFrame = ({ room, cap }: TestRoom, max = 150): Uint8Array =>
  controlFrame('OPEN', { room, capHash: capabilityHash(cap), max, locked: false });

export const peekFrame = ({ room, cap }: TestRoom): Uint8Array => controlFrame('PEEK', { room, cap });

export const helloFrame = ({ room, cap }: TestRoom): Uint8Array => controlFrame('HELLO', { room, cap });

/** A sealed-looking message: the relay cannot tell. */
export const appFrame = (body: Uint8Array, to: readonly ConnId[] = []): Uint8Array =>
  encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq: 0, to, body });

export const bulkFrame = (body: Uint8Array): Uint8Array => encodeFrame({ type: 'BULK', gen: 0, epoch: 0, seq: 0, to: [], body });

/** A frame that the relay sent; a test fails on anything else. */
export function readFrame(bytes: Uint8Array): Frame {
  const frame = parseFrame(bytes);
  if (!frame.ok) throw new Error(`the relay sent what is no frame: ${frame.reason}`);
  return frame.value;
}

export function readControl<T extends ControlType>(type: T, bytes: Uint8Array): Control<T> {
  const frame = readFrame(bytes);
  const body = parseControl(type, frame.body);
  if (frame.type !== type || !body.ok) throw new Error(`expected ${type}, got ${frame.type}`);
  return body.value;
}
