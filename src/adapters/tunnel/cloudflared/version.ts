import { setTimeout as delay } from 'node:timers/promises';
import { askProgram, type AskProgram, type ProgramSaid } from '../ask-program.js';
import { scrubbed } from './command.js';

const RUN_MS = 10_000;
const BUSY_TRIES = 20;
const BUSY_MS = 25;
/** setpriv found the program, and could not start it. */
const NOT_STARTED = 126;

export interface VersionOf extends Pick<AskProgram, 'clock' | 'registry' | 'signal'> {
  readonly path: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A child that was forked while the program was being written has the file open for writing until it runs its own (ETXTBSY). */
const isBusy = ({ exit, stderr }: ProgramSaid): boolean =>
  exit.error?.code === 'ETXTBSY' || (exit.code === NOT_STARTED && stderr.includes('Text file busy'));

/** What `cloudflared --version` says, as 2026.9.1; `undefined`: it does not run, or is no cloudflared. Nothing of it runs afterwards. */
export async function versionOf({ path, environment, ...guard }: VersionOf): Promise<string | undefined> {
  // In English, whatever the user speaks.
  const env = { ...scrubbed(environment), LC_ALL: 'C' };
  for (let tries = 1; ; tries += 1) {
    const said = await askProgram({ file: path, args: ['--version'], env, withinMs: RUN_MS, ...guard });
    if (!isBusy(said) || tries === BUSY_TRIES) return readVersion(said);
    await delay(BUSY_MS);
  }
}

const readVersion = ({ exit, stdout }: ProgramSaid): string | undefined =>
  exit.code === 0 ? /^cloudflared version (\d{4}\.\d{1,2}\.\d{1,3})\b/m.exec(stdout)?.[1] : undefined;
