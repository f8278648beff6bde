import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Bytes that somebody on the way could see. */
export interface Seen {
  /** `up` to the server, `down` from it; `messages` are of WebSocket, without mask and frame heads. */
  readonly where: 'up' | 'down' | 'messages up' | 'messages down';
  readonly bytes: Buffer;
}

export interface WireTap {
  /** `http://127.0.0.1:<port>`: the server, with somebody listening on the way. */
  readonly origin: string;
  readonly port: number;
  /** All that has passed, a piece for each connection and direction. */
  readonly seen: readonly Seen[];
  /** Breaks every connection that is open. */
  cut(): void;
}

interface Line {
  readonly up: Buffer[];
  readonly down: Buffer[];
  readonly ends: readonly Socket[];
}

/** Stands where a door stands: every byte of every connection passes through it, and is kept. Closed when the test ends. */
export async function startTap(target: number): Promise<WireTap> {
  const lines: Line[] = [];
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const line: Line = { up: [], down: [], ends: [near, far] };
    lines.push(line);
    near.on('data', (chunk) => void line.up.push(chunk));
    far.on('data', (chunk) => void line.down.push(chunk));
    near.pipe(far).pipe(near);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => lines.forEach(({ ends }) => ends.forEach((end) => end.destroy()));
  onTestFinished(() => {
    cut();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    cut,
    get seen() {
      return lines.flatMap(({ up, down }) => [...seenOf('up', Buffer.concat(up)), ...seenOf('down', Buffer.concat(down))]);
    },
  };
}

function seenOf(where: 'up' | 'down', bytes: Buffer): readonly Seen[] {
  const messages = messagesOf(bytes);
  return [{ where, bytes }, ...messages.map((message) => ({ where: `messages ${where}` as const, bytes: message }))];
}

/** What came behind an upgrade (RFC 6455, 5.2), message by message. */
function messagesOf(bytes: Buffer): readonly Buffer[] {
  const upgrade = /upgrade: websocket/iu.exec(bytes.toString('latin1'));
  if (upgrade === null) return [];
  const messages: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (let at = bytes.indexOf('\r\n\r\n', upgrade.index) + 4; at + 2 <= bytes.length;) {
    const [first = 0, second = 0] = bytes.subarray(at);
    const short = second & 127;
    const [length, head] =
      short < 126 ? [short, 2] : short === 126 ? [bytes.readUInt16BE(at + 2), 4] : [Number(bytes.readBigUInt64BE(at + 2)), 10];
    const masked = (second & 128) !== 0;
    const from = at + head + (masked ? 4 : 0);
    const mask = bytes.subarray(at + head, from);
    const body = Buffer.from(bytes.subarray(from, from + length));
    if (masked) for (let i = 0; i < body.length; i++) body[i] = (body[i] ?? 0) ^ (mask[i % 4] ?? 0);
    at = from + length;
    // Pings and the like stand between pieces.
    if ((first & 8) !== 0) {
      messages.push(body);
      continue;
    }
    pieces.push(body);
    if ((first & 128) === 0) continue;
    messages.push(Buffer.concat(pieces));
    pieces = [];
  }
  return messages;
}
