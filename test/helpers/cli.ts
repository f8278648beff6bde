import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

export type CliEvent = Readonly<Record<string, unknown>> & { readonly event: string };

export interface CliOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A running `chattrace`. Killed when the test ends. */
export interface Cli {
  readonly stdout: string;
  readonly stderr: string;
  /** All lines of stdout as objects; a line that is none throws. */
  readonly events: readonly CliEvent[];
  /** The first event that fits, now or later; rejects when the program ends without. */
  event(wanted: (event: CliEvent) => boolean): Promise<CliEvent>;
  /** Resolves when stdout has such a text, now or later; rejects when the program ends without. */
  printed(text: RegExp): Promise<void>;
  /** Lines, or anything, to stdin. */
  write(text: string | Uint8Array): void;
  /** End of stdin. */
  endInput(): void;
  /** Nobody reads stdout any more. */
  closeOutput(): void;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, after all output; -1 when a signal killed it. */
  readonly exited: Promise<number>;
}

/** A folder of its own for one test, also as home. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs `chattrace` with these arguments, in an environment that has nothing of this one but the path. */
export function runCli(args: readonly string[], { environment = {}, cwd = folder() }: CliOptions = {}): Cli {
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    XDG_CONFIG_HOME: join(cwd, 'config'),
    XDG_STATE_HOME: join(cwd, 'state'),
    ...environment,
  };
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  const heard = { stdout: '', stderr: '', lines: [] as string[], looks: new Set<() => void>(), closed: false };
  const look = (): void => heard.looks.forEach((one) => one());
  child.stdout.on('data', (chunk: Buffer) => (heard.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (heard.stderr += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    heard.lines.push(line);
    look();
  });
  const exited = once(child, 'close').then(([code]: readonly unknown[]) => {
    heard.closed = true;
    look();
    return typeof code === 'number' ? code : -1;
  });
  const events = (): readonly CliEvent[] => heard.lines.map((line) => JSON.parse(line) as CliEvent);
  return {
    get stdout() {
      return heard.stdout;
    },
    get stderr() {
      return heard.stderr;
    },
    get events() {
      return events();
    },
    event: (wanted) =>
      new Promise((resolve, reject) => {
        const find = (): void => {
          const found = events().find(wanted);
          if (found === undefined && !heard.closed) return;
          heard.looks.delete(find);
          if (found !== undefined) resolve(found);
          else reject(new Error(`ended without such an event:\n${heard.stdout}\n${heard.stderr}`));
        };
        heard.looks.add(find);
        find();
      }),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const find = (): void => {
          const found = text.test(heard.stdout);
          if (!found && !heard.closed) return;
          heard.looks.delete(find);
          if (found) resolve();
          else reject(new Error(`ended without ${text}:\n${heard.stdout}\n${heard.stderr}`));
        };
        heard.looks.add(find);
        find();
      }),
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    closeOutput: () => void child.stdout.destroy(),
    kill: (signal) => void child.kill(signal),
    exited,
  };
}

export const named =
  (event: string) =>
  (one: CliEvent): boolean =>
    one.event === event;

export const saying =
  (text: string) =>
  (one: CliEvent): boolean =>
    one.event === 'message' && one['text'] === text;

export interface Room {
  readonly host: Cli;
  readonly link: string;
  /** `join --json`; joined when it resolves, and the host knows it. */
  guest(nick: string): Promise<Cli>;
  /** `join --json` that may not have joined yet. */
  join(...args: readonly string[]): Cli;
}

/** `start --json` without a door, ready. */
export async function openRoom(...flags: readonly string[]): Promise<Room> {
  const host = runCli(['start', '--tunnel', 'none', '--json', '--no-input', ...flags]);
  const ready = await host.event(named('ready'));
  const link = String(ready['url']);
  const joining = (...args: readonly string[]): Cli => runCli(['join', '--json', ...args], { environment: { CHATTRACE_LINK: link } });
  return {
    host,
    link,
    join: joining,
    guest: async (nick) => {
      const guest = joining('--nick', nick);
      await guest.event(named('joined'));
      await host.event((one) => one.event === 'member-joined' && one['nick'] === nick);
      return guest;
    },
  };
}
