import { basename, relative } from 'node:path';

export interface Invoked {
  /** `process.argv[1]` */
  readonly script: string | undefined;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a person calls `chattrace …` on this computer, in the way it was called now. */
export type Invocation = (words: string) => string;

/** `chattrace join` stays so when the command is installed; from a clone it is `node bin/chattrace.js join`; `npm start --` for start. */
export function invocationOf({ script = 'chattrace', cwd, environment }: Invoked): Invocation {
  const program = programName(script, cwd, environment);
  const throughNpm = environment['npm_lifecycle_event'] === 'start';
  return (words) =>
    words.replace(/\bchattrace( start\b)?/gu, (_all, start?: string) =>
      start !== undefined && throughNpm ? 'npm start --' : `${program}${start ?? ''}`,
    );
}

function programName(script: string, cwd: string, environment: Invoked['environment']): string {
  if (environment['npm_command'] === 'exec') return 'npx chattrace';
  if (!basename(script).endsWith('.js')) return 'chattrace';
  const near = relative(cwd, script);
  return `node ${near.startsWith('..') ? script : near}`;
}
