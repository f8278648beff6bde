import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Leads a process group of its own, so that `process.kill(-pid, …)` reaches all of it. */
  readonly group?: boolean;
}

/** What a stream gave so far, and who waits for what of it. */
class Heard {
  text = '';
  #ended = false;
  readonly #looks = new Set<() => void>();

  constructor(stream: Readable) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.#look();
    });
    stream.on('close', () => {
      this.#ended = true;
      this.#look();
    });
  }

  /** Rejects when the stream ended without. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(this.text);
        if (found === null && !this.#ended) return;
        this.#looks.delete(look);
        if (found === null) reject(new Error(`the stream ended without ${pattern}; it was:\n${this.text}`));
        else resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}

/** A program without a terminal. Killed when the test ends. */
export interface Child {
  readonly pid: number;
  readonly out: Heard;
  readonly err: Heard;
  write(text: string): void;
  /** The reader of its output goes away. */
  closeOutput(): void;
  kill(signal: NodeJS.Signals): void;
  /** Exit code; minus the signal's name when a signal ended it. When it comes, all output has been heard. */
  readonly exited: Promise<number | `-${NodeJS.Signals}`>;
}

export const startChild = (command: readonly [string, ...string[]], { cwd, env, group = false }: ChildOptions): Child => {
  const [file, ...args] = command;
  const child = spawn(file, args, { cwd, env, detached: group, stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // A child that has ended takes no more.
  child.stdin.on('error', () => {});
  const exited = once(child, 'close').then(([code, signal]: readonly unknown[]) =>
    typeof code === 'number' ? code : (`-${signal as NodeJS.Signals}` as const),
  );
  return {
    pid: child.pid as number,
    out: new Heard(child.stdout),
    err: new Heard(child.stderr),
    write: (text) => void child.stdin.write(text),
    closeOutput: () => void child.stdout.destroy(),
    kill: (signal) => void child.kill(signal),
    exited,
  };
};
