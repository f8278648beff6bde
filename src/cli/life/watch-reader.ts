import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** What can read from any descriptor; not in Node's types, and deprecated without anything in its place. */
interface Binding {
  readonly TCP: new (type: number) => { open(fd: number): number };
  readonly constants: { readonly SOCKET: number };
}
type Binder = { readonly binding?: (name: 'tcp_wrap') => Binding };

/**
 * Tells when nobody reads a pipe any more. A program learns that when it writes, which a session may not do for hours. The system says it at
 * once to who waits for the pipe to become readable, though its writing end never will: the read then fails. Node waits so on sockets only,
 * so the pipe is opened once more, by its name in /proc, and taken for one. Elsewhere, and should that handle go, the next write tells.
 */
export function watchReader(fd: number, gone: () => void): void {
  let own: number | undefined;
  try {
    if (!fstatSync(fd).isFIFO()) return;
    const { binding } = process as unknown as Binder;
    if (binding === undefined) return;
    const { TCP, constants: kinds } = binding('tcp_wrap');
    // Without O_NONBLOCK a named pipe that has no reader yet would hold the program.
    own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    const handle = new TCP(kinds.SOCKET);
    if (handle.open(own) !== 0) return closeSync(own);
    // The option is Node's own, and not in its types.
    const pipe = new Socket({ handle, readable: true, writable: false } as object);
    pipe.on('error', gone).unref().resume();
  } catch {
    if (own !== undefined) closeSync(own);
  }
}
