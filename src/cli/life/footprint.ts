import { lstatSync, rmSync } from 'node:fs';

const exists = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const attempt = (run: () => void): void => {
  try {
    run();
  } catch {
    // What could not be removed or ended is found by the next look, and told.
  }
};

/** With all of its group when it leads one, which may have outlived it. */
const killAll = (pid: number): void => {
  if (process.platform === 'win32') return void process.kill(pid, 'SIGKILL');
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    process.kill(pid, 'SIGKILL');
  }
};

/** What a session puts outside its own memory. Whoever makes a file, folder, socket or child says so here on the next line. */
export class Footprint {
  readonly #files = new Set<string>();
  readonly #children = new Set<number>();

  addFile(path: string): void {
    this.#files.add(path);
  }

  /** It is gone: whatever has its name from now on is not ours. */
  removeFile(path: string): void {
    this.#files.delete(path);
  }

  addChild(pid: number): void {
    this.#children.add(pid);
  }

  /** The child has exited: its number may become another program's. */
  removeChild(pid: number): void {
    this.#children.delete(pid);
  }

  /** Looked for on the disk. */
  filesLeft(): readonly string[] {
    return [...this.#files].filter(exists);
  }

  childrenLeft(): readonly number[] {
    return [...this.#children].filter(isAlive);
  }

  /** The last resort, when there is no time to ask: ends and removes all that is left. Never throws. */
  erase(): void {
    for (const pid of this.#children) attempt(() => killAll(pid));
    for (const path of this.#files) attempt(() => rmSync(path, { recursive: true, force: true }));
  }
}
