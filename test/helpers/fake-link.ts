import type { Batch } from '../../src/server/batch.js';
import type { Link } from '../../src/server/link.js';
import { readFrame } from './relay-frames.js';

/** A connection whose other end is the test. */
export class FakeLink implements Link {
  backlog = 0;
  pings = 0;
  seats = 0;
  terminated = false;
  readonly batches: Batch[] = [];
  readonly closes: number[] = [];
  readonly #left: (() => void)[] = [];

  get frames(): readonly Uint8Array[] {
    return this.batches.flatMap((batch) => batch.frames);
  }

  /** Types of the frames it got, in order. */
  get types(): readonly string[] {
    return this.frames.map((frame) => readFrame(frame).type);
  }

  write(batch: Batch, left?: () => void): void {
    this.batches.push(batch);
    if (left !== undefined) this.#left.push(left);
  }

  /** Everything written so far has left. */
  drain(): void {
    for (const left of this.#left.splice(0)) left();
  }

  ping(): void {
    this.pings += 1;
  }

  close(code: number): void {
    this.closes.push(code);
  }

  terminate(): void {
    this.terminated = true;
  }

  seated(): void {
    this.seats += 1;
  }
}
