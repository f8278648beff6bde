import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { freePort } from './free-port.js';

const PATH = { PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };
export const torProgram = findOnPath('tor', PATH);
const gencert = findOnPath('tor-gencert', PATH);
export const torIsMissing = torProgram === undefined || gencert === undefined;

const AUTHORITIES = 3;
const RELAYS = 3;
const PASSWORD = 'of the test';

/** A whole tor network on 127.0.0.1: authorities, relays, and one client. */
export interface TorNetwork {
  /** Lines that make a tor a part of it. */
  readonly settings: readonly string[];
  /** Of the client: its control port lets in by cookie and by this password. */
  readonly client: { readonly socksPort: number; readonly controlPort: number; readonly password: string };
  stop(): Promise<void>;
}

interface Node {
  readonly folder: string;
  readonly name: string;
  readonly orPort: number;
  readonly dirPort: number;
}

const AUTHORITY = [
  'AuthoritativeDirectory 1',
  'V3AuthoritativeDirectory 1',
  'TestingV3AuthInitialVotingInterval 5',
  'TestingV3AuthInitialVoteDelay 2',
  'TestingV3AuthInitialDistDelay 2',
  'V3AuthVotingInterval 10',
  'V3AuthVoteDelay 2',
  'V3AuthDistDelay 2',
  'TestingDirAuthVoteGuard *',
  'TestingDirAuthVoteHSDir *',
  'TestingDirAuthVoteExit *',
  'TestingMinExitFlagThreshold 0',
  'MinUptimeHidServDirectoryV2 0',
];

const makeNode = async (root: string, index: number): Promise<Node> => {
  const name = `node${index}`;
  const folder = join(root, name);
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  return { folder, name, orPort: await freePort(), dirPort: await freePort() };
};

/** Makes the keys of an authority; its line for everybody. */
const authorityLine = ({ folder, name, orPort, dirPort }: Node): string => {
  const make = ['--create-identity-key', '--passphrase-fd', '0', '-m', '12', '-a', `127.0.0.1:${dirPort}`];
  execFileSync(gencert as string, make, { cwd: join(folder, 'keys'), input: 'x', stdio: ['pipe', 'ignore', 'ignore'] });
  const certificate = readFileSync(join(folder, 'keys', 'authority_certificate'), 'utf8');
  const [, identity] = /^fingerprint ([0-9A-F]{40})$/m.exec(certificate) as RegExpExecArray;
  const ask = [
    '--list-fingerprint',
    '--orport',
    '1',
    '--dirserver',
    `x 127.0.0.1:1 ${'f'.repeat(40)}`,
    '--datadirectory',
    folder,
    '--quiet',
  ];
  const empty = join(folder, 'torrc');
  writeFileSync(empty, '');
  const fingerprint = execFileSync(torProgram as string, [...ask, '-f', empty], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const digits = fingerprint.trim().replace(/^\S+ /, '').replaceAll(' ', '');
  return `DirAuthority ${name} orport=${orPort} no-v2 v3ident=${identity} 127.0.0.1:${dirPort} ${digits}`;
};

/** Starts a tor with these lines; `until`: what it says when it is ready, if that is waited for. */
const runTor = async (folder: string, lines: readonly string[], until?: string): Promise<ChildProcess> => {
  const config = join(folder, 'torrc');
  // It ends by itself when the process of the tests is gone.
  const common = [`DataDirectory ${folder}`, 'Log notice stdout', `__OwningControllerProcess ${process.pid}`];
  writeFileSync(config, [...lines, ...common, ''].join('\n'));
  const child = spawn(torProgram as string, ['-f', config, '--defaults-torrc', '/dev/null'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (until !== undefined) said += text;
      if (until === undefined || said.includes(until)) resolve();
    });
    child.once('exit', () => reject(new Error(`tor ended: ${said}`)));
  });
  return child;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

/** Takes half a minute: the authorities vote twice before a client knows enough. */
export async function startTorNetwork(): Promise<TorNetwork> {
  const root = mkdtempSync(join(tmpdir(), 'chattrace-tor-net-'));
  const nodes: Node[] = [];
  for (let index = 0; index < AUTHORITIES + RELAYS; index += 1) nodes.push(await makeNode(root, index));
  const authorities = nodes.slice(0, AUTHORITIES);
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const settings = ['TestingTorNetwork 1', 'PathsNeededToBuildCircuits 0.67', ...authorities.map(authorityLine)];
    for (const node of nodes) {
      const relay = ['SocksPort 0', `ORPort 127.0.0.1:${node.orPort}`, 'Address 127.0.0.1', 'AssumeReachable 1', 'ExitRelay 0'];
      const own = [`Nickname ${node.name}`, 'ContactInfo nobody@example.org', 'ShutdownWaitLength 0'];
      const authority = authorities.includes(node) ? [`DirPort 127.0.0.1:${node.dirPort}`, ...AUTHORITY] : [];
      children.push(await runTor(node.folder, [...settings, ...relay, ...own, ...authority]));
    }
    const client = { socksPort: await freePort(), controlPort: await freePort(), password: PASSWORD };
    children.push(await startClient(root, settings, client));
    return { settings, client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startClient(root: string, settings: readonly string[], { socksPort, controlPort }: TorNetwork['client']): Promise<ChildProcess> {
  const folder = join(root, 'client');
  mkdirSync(folder, { mode: 0o700 });
  const hashed = execFileSync(torProgram as string, ['--quiet', '--hash-password', PASSWORD], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1);
  // Tor goes on looking for a service that has gone as long as a visitor waits.
  const ports = ['SocksTimeout 12', `SocksPort 127.0.0.1:${socksPort}`, `ControlPort 127.0.0.1:${controlPort}`];
  return runTor(folder, [...settings, ...ports, 'CookieAuthentication 1', `HashedControlPassword ${hashed}`], 'Bootstrapped 100%');
}
