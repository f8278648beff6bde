import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findOnPath } from '../../adapters/tunnel/find-on-path.js';
import type { Finding } from './finding.js';

const run = promisify(execFile);
const ANSWER_MS = 3_000;

export interface OtherDoor {
  readonly check: 'ssh' | 'tor';
  /** What makes it say its version. */
  readonly versionFlag: string;
  readonly install: string;
}

export const otherDoors: readonly OtherDoor[] = [
  { check: 'ssh', versionFlag: '-V', install: 'Only for --tunnel ssh:…: install OpenSSH’s client (Debian: apt install openssh-client).' },
  {
    check: 'tor',
    versionFlag: '--version',
    install: 'Only for --tunnel tor: install tor (Debian: apt install tor; macOS: brew install tor).',
  },
];

/** The first line that it says of itself; ssh says it on stderr. */
async function versionOf(path: string, flag: string): Promise<string> {
  const { stdout, stderr } = await run(path, [flag], { timeout: ANSWER_MS, maxBuffer: 65_536 });
  return (stdout + stderr).split('\n')[0]?.trim() ?? '';
}

/** The program of a door that nobody needs who does not ask for it. */
export async function checkProgram({ check, versionFlag, install }: OtherDoor, environment: NodeJS.ProcessEnv): Promise<Finding> {
  const path = findOnPath(check, environment);
  if (path === undefined) return { check, state: 'note', text: 'not installed', fix: install };
  try {
    const version = await versionOf(path, versionFlag);
    return { check, state: 'ok', text: `${path}, ${version}`, details: { path, version } };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it gives no version';
    return { check, state: 'note', text: `${path} does not work: ${why}`, fix: install, details: { path } };
  }
}
