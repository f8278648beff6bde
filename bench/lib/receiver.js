// What one member of a load sees, and whether anything of it is missing or out of order.

/** The end of every message, in hexadecimal, so that a server which makes text of it does no harm: due time (ns, 16), number (8), sender (8). */
export const STAMP_BYTES = 32;

const TYPE = { APP: 4, HELLO_OK: 66, ERR: 74 };
const SEQ_AT = 14;
const BODY_AT = 26;

/** Latencies, in microseconds. Kept for all receivers together. */
export class Latencies {
  #values = new Float64Array(1 << 16);
  #count = 0;

  /** @param {number} value */
  add(value) {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
  }

  clear() {
    this.#count = 0;
  }

  /** @param {number} share of 1 */
  quantile(share) {
    const sorted = this.#values.subarray(0, this.#count).toSorted();
    return Math.round(sorted[Math.min(this.#count - 1, Math.floor(share * this.#count))] ?? 0);
  }
}

export class Receiver {
  received = 0;
  /** Messages whose number, at the relay or of their sender, was not the next one. */
  disorder = 0;
  refused = 0;
  /** Too many came at once: HELLO again, after so many milliseconds. */
  tryAgain = (/** @type {number} */ _ms) => undefined;
  #welcome = () => undefined;
  /** Resolves when the relay has given it a place. */
  joined = new Promise((resolve) => (this.#welcome = () => resolve(undefined)));
  #seq = -1;
  #numbers;
  #size;
  #relay;
  #latencies;

  /** @param {{ senders: number, size: number, relay: boolean, latencies: Latencies }} load `relay`: the frames are those of this program */
  constructor({ senders, size, relay, latencies }) {
    this.#numbers = new Int32Array(senders).fill(-1);
    this.#size = size;
    this.#relay = relay;
    this.#latencies = latencies;
  }

  /** @param {Buffer} payload */
  take(payload) {
    if (payload.length === this.#size && (!this.#relay || payload[1] === TYPE.APP)) this.#message(payload);
    else if (this.#relay) this.#control(payload);
  }

  /** @param {Buffer} payload */
  #message(payload) {
    this.received++;
    const stamp = payload.latin1Slice(this.#size - STAMP_BYTES);
    const number = Number.parseInt(stamp.slice(16, 24), 16);
    const sender = Number.parseInt(stamp.slice(24), 16);
    const before = this.#numbers[sender] ?? -1;
    if (before >= 0 && number !== before + 1) this.disorder++;
    this.#numbers[sender] = number;
    if (this.#relay) {
      const seq = payload.readUIntBE(SEQ_AT + 2, 6);
      if (this.#seq >= 0 && seq !== this.#seq + 1) this.disorder++;
      this.#seq = seq;
    }
    this.#latencies.add((Number(process.hrtime.bigint()) - Number.parseInt(stamp.slice(0, 16), 16)) / 1_000);
  }

  /** @param {Buffer} payload */
  #control(payload) {
    if (payload[1] !== TYPE.ERR && payload[1] !== TYPE.HELLO_OK) return;
    const body = JSON.parse(payload.toString('utf8', BODY_AT));
    if (payload[1] === TYPE.HELLO_OK) {
      this.#seq = body.seq;
      this.#welcome();
    } else if (this.#seq < 0 && body.code === 'rate') this.tryAgain(body.retryMs);
    else this.refused++;
  }
}
