import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP way to a port of 127.0.0.1 that a test can break, shut or silence. */
export interface Gate {
  readonly port: number;
  /** Breaks what is open; new connections are broken too until `mend`. */
  shut(): void;
  /** Nothing passes in either direction, through new connections neither, and nobody is told. */
  silence(): void;
  mend(): void;
  /** From here on new connections lead to another port. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

export async function createGate(first: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let target = first;
  let state: 'open' | 'shut' | 'silent' = 'open';
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    return socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'shut') near.destroy();
    if (state !== 'open') return;
    const far = keep(connect(target, '127.0.0.1'));
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    shut() {
      state = 'shut';
      breakAll();
    },
    silence() {
      state = 'silent';
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend() {
      state = 'open';
    },
    leadTo(port) {
      target = port;
    },
    close() {
      breakAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
