import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { freePort } from './free-port.js';

const SYSTEM = '/usr/sbin:/usr/local/sbin:/sbin';
export const sshdProgram = findOnPath('sshd', { PATH: `${process.env['PATH']}:${SYSTEM}` });
export const sshProgram = findOnPath('ssh', process.env);

/** A real sshd on 127.0.0.1, with keys and settings of its own. */
export interface Sshd {
  readonly port: number;
  /** `user@127.0.0.1:port` */
  readonly destination: string;
  /** For `ssh -F`: who comes with it is let in. */
  readonly configFile: string;
  readonly folder: string;
  /** Ends it, with every session that it has. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Takes effect at the next `start`. */
  changeHostKey(): void;
}

const makeKey = (path: string): void => {
  rmSync(path, { force: true });
  rmSync(`${path}.pub`, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
};

/** Its sessions leave its process group. */
const descendants = (pid: number): readonly number[] => {
  const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): readonly number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
};

const settings = (folder: string, port: number, more: readonly string[]): string =>
  [
    ...more,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'guest.pub')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'GatewayPorts clientspecified',
    '',
  ].join('\n');

/** `more`: lines of its sshd_config, which win. Ended and removed when the test ends. */
export async function startSshd(...more: readonly string[]): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-sshd-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  makeKey(join(folder, 'host'));
  makeKey(join(folder, 'guest'));
  writeFileSync(join(folder, 'sshd_config'), settings(folder, port, more));
  const configFile = join(folder, 'ssh_config');
  writeFileSync(configFile, `IdentityFile ${join(folder, 'guest')}\nIdentitiesOnly yes\n`);
  // Its place of separated privileges, which a service would make; without root it needs none.
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    for (const pid of [child.pid, ...descendants(child.pid)]) killIfThere(pid);
    await exited;
  };
  const start = async (): Promise<void> => {
    child = spawn(sshdProgram as string, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    await heard(child, 'Server listening');
  };
  onTestFinished(kill);
  await start();
  const destination = `${userInfo().username}@127.0.0.1:${port}`;
  return { port, destination, configFile, folder, kill, start, changeHostKey: () => makeKey(join(folder, 'host')) };
}

function heard(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(wanted)) resolve();
    });
    child.once('exit', () => reject(new Error(`sshd ended: ${text}`)));
  });
}

/** What a connection was served by may have ended by itself meanwhile. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
