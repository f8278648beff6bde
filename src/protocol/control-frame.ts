import { encodeControl, type Control } from './control.js';
import { encodeFrame } from './frame.js';
import type { ControlType } from './frame-type.js';

/** A control frame, encoded: header fields are zero, everything is in the body. */
export function controlFrame<T extends ControlType>(type: T, body: Control<T>): Uint8Array {
  return encodeFrame({ type, gen: 0, epoch: 0, seq: 0, to: [], body: encodeControl(type, body) });
}
