import { fileURLToPath } from 'node:url';
import type { Box } from './box.js';
import { startChild, type Child } from './child.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

/** Code that a program runs before its own. */
export const before = (code: string): readonly [string, string] => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

/** SIGUSR2 does what no test could make the program do. */
export const sabotage = (act: string): readonly [string, string] => before(`process.on('SIGUSR2', () => { ${act} });`);

/** The server of this program never closes. */
export const hungServer = before(`import http from 'node:http'; http.Server.prototype.close = function () { return this; };`);

export const chattrace = (nodeFlags: readonly string[], ...args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  ...nodeFlags,
  program,
  ...args,
];

export const startFlags = ['--tunnel', 'none', '--port', '0'] as const;

export interface SessionProcess extends Child {
  readonly link: string;
}

/** `start --json`, ready. */
export const startSession = async (
  box: Box,
  { flags = [], nodeFlags = [] }: { readonly flags?: readonly string[]; readonly nodeFlags?: readonly string[] } = {},
): Promise<SessionProcess> => {
  const child = startChild(chattrace(nodeFlags, 'start', '--json', '--no-input', ...startFlags, ...flags), box);
  const [, link] = await child.out.until(/"event":"ready".*?"url":"([^"]+)"/);
  return { ...child, link: link as string };
};

/** `join --json`, which says `text` and knows that it was heard. */
export const joinAndSay = async (box: Box, link: string, text: string): Promise<Child> => {
  const child = startChild(chattrace([], 'join', '--json'), { cwd: box.cwd, env: { ...box.env, CHATTRACE_LINK: link } });
  child.write(`${text}\n`);
  await child.out.until(/"event":"message".*?"own":true/);
  return child;
};

export type Event = Readonly<Record<string, unknown>>;

export const eventsOf = (output: string): readonly Event[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);

/** A word that is nowhere else. */
export const canary = (): string => `canary-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
