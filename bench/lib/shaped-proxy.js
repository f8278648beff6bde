import { connect, createServer } from 'node:net';

const TICK_MS = 4;
/** Held here for one direction; what comes faster waits in the kernel, which holds more: a narrow way with a long queue. */
const HELD_BYTES = 32_768;

/**
 * A way to a port of this computer that lets so many bytes a second through, in each direction.
 * @param {number} port
 * @param {number} bytesPerSecond
 */
export async function shapedProxy(port, bytesPerSecond) {
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      shape(from, to, bytesPerSecond);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/**
 * @param {import('node:net').Socket} from
 * @param {import('node:net').Socket} to
 * @param {number} bytesPerSecond
 */
function shape(from, to, bytesPerSecond) {
  let held = Buffer.alloc(0);
  let at = performance.now();
  let may = 0;
  from.on('data', (bytes) => {
    held = Buffer.concat([held, bytes]);
    if (held.length > HELD_BYTES) from.pause();
  });
  const timer = setInterval(() => {
    const now = performance.now();
    // Nothing is saved up while nothing comes.
    may = held.length === 0 ? 0 : may + ((now - at) / 1_000) * bytesPerSecond;
    at = now;
    const count = Math.min(held.length, Math.floor(may));
    if (count === 0) return;
    to.write(held.subarray(0, count));
    held = held.subarray(count);
    may -= count;
    if (held.length <= HELD_BYTES) from.resume();
  }, TICK_MS);
  from.on('close', () => clearInterval(timer));
}
