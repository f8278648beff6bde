import { systemClock } from '../../adapters/clock.js';
import { askProgram } from '../../adapters/tunnel/ask-program.js';
import { findOnPath } from '../../adapters/tunnel/find-on-path.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Finding } from './finding.js';

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

/** The program of a door that nobody needs who does not ask for it. */
export async function checkProgram(
  { check, versionFlag, install }: OtherDoor,
  env: NodeJS.ProcessEnv,
  clock: Clock = systemClock,
): Promise<Finding> {
  const path = findOnPath(check, env);
  if (path === undefined) return { check, state: 'note', text: 'not installed', fix: install };
  const { exit, stdout, stderr } = await askProgram({ file: path, args: [versionFlag], env, clock, withinMs: ANSWER_MS });
  if (exit.code === 0) {
    // The first line that it says of itself; ssh says it on stderr.
    const version = (stdout + stderr).split('\n')[0]?.trim() ?? '';
    return { check, state: 'ok', text: `${path}, ${version}`, details: { path, version } };
  }
  const why = exit.error?.code ?? (exit.code === null ? 'it gives no version' : `exit code ${exit.code}`);
  return { check, state: 'note', text: `${path} does not work: ${why}`, fix: install, details: { path } };
}
