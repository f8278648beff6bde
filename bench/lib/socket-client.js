import { connect } from 'node:net';

const UPGRADE = [
  'GET /ws HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '',
  '',
].join('\r\n');

/**
 * As little of a WebSocket client as will do (RFC 6455), so that one process can be hundreds: whole unfragmented messages only, masked
 * with zeros.
 */
export class SocketClient {
  /** What waits for the rest of its frame. */
  #rest = Buffer.alloc(0);
  #socket;
  #onMessage;
  /** Close code that the server sent; 1006 when it went without one. */
  closedWith = 0;

  /**
   * @param {number} port
   * @param {(payload: Buffer) => void} onMessage The bytes are only good during the call.
   */
  constructor(port, onMessage) {
    this.#onMessage = onMessage;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.#socket.on('close', () => resolve((this.closedWith ||= 1006))));
  }

  /** @returns {Promise<void>} */
  open() {
    return new Promise((resolve, reject) => {
      this.#socket.once('close', () => reject(new Error('the server refused the connection')));
      this.#socket.once('data', (/** @type {Buffer} */ chunk) => {
        const end = chunk.indexOf('\r\n\r\n');
        if (end < 0 || !chunk.toString('latin1', 0, 12).endsWith('101'))
          return reject(new Error(`no upgrade: ${chunk.toString('latin1', 0, 40)}`));
        this.#socket.on('data', (/** @type {Buffer} */ data) => this.#take(data));
        this.#take(chunk.subarray(end + 4));
        resolve();
      });
      this.#socket.write(UPGRADE);
    });
  }

  /** @param {Uint8Array} payload */
  send(payload) {
    this.#write(0x82, payload);
  }

  /** @param {number} code */
  close(code) {
    this.#write(0x88, Buffer.from([code >> 8, code & 255]));
  }

  destroy() {
    this.#socket.destroy();
  }

  /**
   * @param {number} first
   * @param {Uint8Array} payload
   */
  #write(first, payload) {
    const { length } = payload;
    const header = length < 126 ? [first, 0x80 | length, 0, 0, 0, 0] : [first, 0xfe, length >> 8, length & 255, 0, 0, 0, 0];
    this.#socket.write(Buffer.concat([Buffer.from(header), payload]));
  }

  /** @param {Buffer} chunk */
  #take(chunk) {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 2) {
      const short = bytes.readUInt8(at + 1) & 127;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length - at < header) break;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUIntBE(at + 4, 6);
      if (bytes.length - at < header + length) break;
      this.#frame(bytes.readUInt8(at) & 15, bytes.subarray(at + header, at + header + length));
      at += header + length;
    }
    this.#rest = bytes.subarray(at);
  }

  /**
   * @param {number} opcode
   * @param {Buffer} payload
   */
  #frame(opcode, payload) {
    if (opcode === 1 || opcode === 2) this.#onMessage(payload);
    else if (opcode === 9) this.#write(0x8a, payload);
    else if (opcode === 8) this.#sayGoodbye(payload);
  }

  /** @param {Buffer} payload */
  #sayGoodbye(payload) {
    this.closedWith ||= payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    this.#socket.end();
  }
}
