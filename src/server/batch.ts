import * as ws from 'ws';

interface FrameOptions {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly opcode: number;
  readonly mask: boolean;
  readonly readOnly: boolean;
}

/** Exported by `ws` (its wrapper.mjs), but not in its types. */
const { Sender } = ws as unknown as { readonly Sender: { frame(data: Uint8Array, options: FrameOptions): Uint8Array[] } };

const BINARY: FrameOptions = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true };

/** Messages that leave together, in this order. Nobody may change their bytes. */
export class Batch {
  readonly frames: readonly Uint8Array[];
  #wire: Uint8Array | undefined;

  constructor(frames: readonly Uint8Array[]) {
    this.frames = frames;
  }

  /** All of them as WebSocket frames (RFC 6455, 5.2), one buffer, built once for however many receivers. */
  get wire(): Uint8Array {
    this.#wire ??= Buffer.concat(this.frames.flatMap((frame) => Sender.frame(frame, BINARY)));
    return this.#wire;
  }
}
