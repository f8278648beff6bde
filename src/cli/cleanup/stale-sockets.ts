import { once } from 'node:events';
import { lstatSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const ANSWER_MS = 1_000;

/** A socket whose program is gone refuses; whatever else happens may be a program that lives. */
async function isDead(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MS) });
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

const isSocket = (path: string): boolean => {
  try {
    return lstatSync(path).isSocket();
  } catch {
    return false;
  }
};

const socketsIn = (folder: string): readonly string[] => {
  try {
    const paths = readdirSync(folder).map((name) => join(folder, name));
    return paths.filter(isSocket);
  } catch {
    return [];
  }
};

/** The sockets in a folder to which nobody listens. */
export async function staleSockets(folder: string): Promise<readonly string[]> {
  const sockets = socketsIn(folder);
  const dead = await Promise.all(sockets.map(isDead));
  return sockets.filter((_, at) => dead[at]);
}
