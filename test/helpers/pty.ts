import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const script = fileURLToPath(new URL('terminal_of.py', import.meta.url));

const probe = 'import fcntl, os, pty, resource, sys, termios; os.waitstatus_to_exitcode; print(sys.executable)';
/** The program itself: what is called python3 may be a wrapper that needs the caller's home. */
const probed = spawnSync('python3', ['-c', probe], { encoding: 'utf8' });
const python = probed.status === 0 ? probed.stdout.trim() : '';

/** Terminals are made by Python's standard library, because Node has none. Tests that need one skip, visibly, without it. */
export const hasPty = python !== '';

export interface PtyOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
  /** Lets a crash leave a core file. */
  readonly core?: boolean;
}

/** A program in a terminal of its own; it leads the session, so `process.kill(-pid, …)` reaches its foreground group. */
export interface Pty {
  readonly pid: number;
  /** All that the terminal was given so far, as it came. */
  readonly raw: string;
  /** The same without colours and cursor movements. */
  readonly text: string;
  /** Resolves when the text matches; rejects when the program ended without. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** The window is closed: the program's terminal is gone. */
  hangUp(): void;
  /** Exit code; minus the signal's number when a signal ended it. */
  readonly exited: Promise<number>;
  /** Kills the program if it still runs, and waits for its end. */
  [Symbol.asyncDispose](): Promise<void>;
}

interface Report {
  readonly pid?: number;
  readonly shown?: string;
  readonly code?: number;
}

/** What was shown, and who waits for what of it. */
class Shown {
  raw = '';
  readonly #waiting = new Set<() => void>();
  #ended = false;

  get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  add(bytes: string): void {
    this.raw += bytes;
    for (const look of this.#waiting) look();
  }

  end(): void {
    this.#ended = true;
    for (const look of this.#waiting) look();
  }

  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(this.text);
        if (found !== null) resolve(found);
        else if (this.#ended) reject(new Error(`the program ended without showing ${pattern}; it showed:\n${this.text}`));
        else return void this.#waiting.add(look);
        this.#waiting.delete(look);
      };
      look();
    });
  }
}

export const openPty = async (command: readonly string[], options: PtyOptions = {}): Promise<Pty> => {
  const { columns = 80, rows = 24, core = false, cwd, env } = options;
  const child = spawn(python, [script, JSON.stringify({ command, columns, rows, core })], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  const shown = new Shown();
  const order = (what: object): void => void child.stdin.write(`${JSON.stringify(what)}\n`);
  // Orders to a program that has just ended are nobody's loss.
  child.stdin.on('error', () => {});
  const reports = readReports(child, shown);
  const born = await reports.born;
  return {
    pid: born,
    get raw() {
      return shown.raw;
    },
    get text() {
      return shown.text;
    },
    until: (pattern) => shown.until(pattern),
    type: (keys) => order({ type: Buffer.from(keys).toString('base64') }),
    resize: (toColumns, toRows) => order({ size: [toColumns, toRows] }),
    hangUp: () => order({ hangUp: true }),
    exited: reports.exited,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await reports.exited;
    },
  };
};

const readReports = (
  child: ChildProcessByStdio<Writable, Readable, null>,
  shown: Shown,
): { born: Promise<number>; exited: Promise<number> } => {
  const decoder = new TextDecoder();
  const reports = new EventEmitter<{ born: [number]; exited: [number]; error: [Error] }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as Report;
    if (report.pid !== undefined) reports.emit('born', report.pid);
    if (report.shown !== undefined) shown.add(decoder.decode(Buffer.from(report.shown, 'base64'), { stream: true }));
    if (report.code === undefined) return;
    shown.end();
    reports.emit('exited', report.code);
  });
  child.on('error', (error) => reports.emit('error', error));
  // After its last report this changes nothing.
  child.on('close', (code) => reports.emit('error', new Error(`the terminal ended with ${code}`)));
  const wait = async (event: 'born' | 'exited'): Promise<number> => {
    const [value] = (await once(reports, event)) as [number];
    return value;
  };
  const exited = wait('exited');
  exited.catch(() => {});
  reports.on('error', () => {});
  return { born: wait('born'), exited };
};
