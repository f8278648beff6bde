import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A connection to `host`:80 through a SOCKS 5 proxy on 127.0.0.1 (RFC 1928: no authentication, name resolved by the proxy). */
export async function connectThrough(socksPort: number, host: string): Promise<Socket> {
  const socket = connect(socksPort, '127.0.0.1');
  await once(socket, 'connect');
  const heard = async (): Promise<Buffer> => ((await once(socket, 'data')) as [Buffer])[0];
  socket.write(Buffer.from([5, 1, 0]));
  const greeting = await heard();
  const name = Buffer.from(host, 'ascii');
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([0, 80])]));
  const answer = await heard();
  if (greeting[1] === 0 && answer[1] === 0) return socket;
  socket.destroy();
  throw new Error(`SOCKS refused: ${answer[1]}`);
}

/** How often a visitor of a network that has just been made asks for an address that is known to be there. */
const ASKED_MOST = 10;

/**
 * As `connectThrough`, to an onion address that its tor has published: whoever asks first may be too early for the directories, and tor then
 * gives up after its own time.
 */
export async function connectPublished(socksPort: number, host: string): Promise<Socket> {
  for (let asked = 1; ; asked += 1) {
    try {
      return await connectThrough(socksPort, host);
    } catch (error) {
      if (asked === ASKED_MOST) throw error;
    }
  }
}

/** The status of the page at `http://host/`. `connected`: how to come there. */
export async function statusThrough(socksPort: number, host: string, connected = connectThrough): Promise<number> {
  const socket = await connected(socksPort, host);
  const request = get({ host, path: '/', createConnection: () => socket, headers: { connection: 'close' } });
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  socket.destroy();
  return response.statusCode;
}
