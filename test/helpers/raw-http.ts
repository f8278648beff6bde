import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends these very bytes and reads until the server closes: no client tidies the path or the headers up. */
export function rawExchange(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)));
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks))));
  });
}

/** One request with `Connection: close`. `extra`: header lines. */
export const rawRequest = (
  port: number,
  path: string,
  { method = 'GET', extra = [] as readonly string[], body = '' } = {},
): Promise<RawAnswer> =>
  rawExchange(port, [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...extra, '', body].join('\r\n'));

/** Asks for a WebSocket. The answer ends with the server's, so only refusals can be read with it. */
export const rawUpgrade = (port: number, path: string, extra: readonly string[] = [], host = `127.0.0.1:${port}`): Promise<RawAnswer> => {
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', key];
  return rawExchange(port, [...lines, ...extra, '', ''].join('\r\n'));
};

function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: bytes.subarray(end + 4) };
}
