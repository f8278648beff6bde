import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { createBox, type Box } from '../helpers/box.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';
import { before, canary, joinAndSay, root, startFlags } from '../helpers/session-process.js';

/** npm does not pass on how the program ended, so the program writes it down itself. */
const noteExitCode = `
  import { writeFileSync } from 'node:fs';
  if (process.argv[1]?.endsWith('start.js')) process.on('exit', (code) => writeFileSync(process.env.CHATTRACE_TEST_NOTE, String(code)));
`;

interface NpmSession extends Pty {
  readonly link: string;
  /** npm leads the process group that the shell gave it. */
  readonly npm: number;
  /** The exit code of npm, once it has ended. */
  npmExitCode(): Promise<number>;
  /** The exit code of the program, once it has ended. */
  programExitCode(): number;
}

const note = (box: Box): string => join(box.root, 'exit-code');

interface Running {
  readonly pid: number;
  readonly group: number;
}

const statOf = (pid: string): readonly string[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

/** What runs in a terminal, its shell left out (proc(5), stat: what follows the name is state, parent, group, session). */
const runningIn = (shell: number): readonly Running[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== shell)
    .map((name) => ({ pid: Number(name), stat: statOf(name) }))
    .filter(({ stat }) => stat[0] !== 'Z' && Number(stat[3]) === shell)
    .map(({ pid, stat }) => ({ pid, group: Number(stat[2]) }));

/** `npm start`, typed at a shell in a terminal, as people do it. */
const npmStart = async (box: Box): Promise<NpmSession> => {
  // From Node 22.1 on npm keeps itself compiled in the temporary folder.
  const noCache = { NODE_DISABLE_COMPILE_CACHE: '1' };
  const env = { ...box.env, ...noCache, PS1: '$ ', NODE_OPTIONS: before(noteExitCode).join('='), CHATTRACE_TEST_NOTE: note(box) };
  const pty = await openPty(['sh', '-i'], { cwd: root, env, columns: 160, rows: 50, core: true });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  onTestFailed(() => console.error(`the terminal showed:\n${pty.text}`));
  pty.type(`npm start -- ${startFlags.join(' ')} --logs delete\n`);
  const [link] = await pty.until(/http:\S+#\S+/);
  await pty.until(/Who sees what/);
  return Object.assign(pty, {
    link,
    npm: runningIn(pty.pid)[0]?.group as number,
    npmExitCode: async () => {
      pty.type('echo "npm: $?"\n');
      // What was typed before the shell has shown its prompt stands above it.
      return Number((await pty.until(/^(?:\$ )*npm: (\d+)/m))[1]);
    },
    programExitCode: () => Number(readFileSync(note(box), 'utf8')),
  });
};

/** npm has ended, and all that it started. */
const allEnded = async (session: NpmSession): Promise<void> => {
  await expect.poll(() => runningIn(session.pid), { timeout: 10_000 }).toEqual([]);
};

const expectNothingLeft = (box: Box, said: string): void => {
  expect(box.holding(said)).toEqual([]);
  // npm's own cache and logs, and our note, are not ours to look at.
  expect(box.files().filter((path) => !path.includes('/home/.npm/') && path !== note(box))).toEqual([]);
};

describe.skipIf(!hasPty || process.platform !== 'linux')('npm start', () => {
  test.each([
    ['Ctrl+C in its terminal', (session: NpmSession) => session.type('\u0003')],
    ['SIGINT to npm alone', ({ npm }: NpmSession) => process.kill(npm, 'SIGINT')],
    ['SIGTERM to npm alone', ({ npm }: NpmSession) => process.kill(npm, 'SIGTERM')],
    ['SIGINT to the group', ({ npm }: NpmSession) => process.kill(-npm, 'SIGINT')],
    ['SIGTERM to the group', ({ npm }: NpmSession) => process.kill(-npm, 'SIGTERM')],
  ])('ended by %s: one clean end, exit 0, no program left', async (_, act) => {
    const box = createBox();
    const said = canary();
    const session = await npmStart(box);
    const guest = await joinAndSay(box, session.link, said);
    act(session);
    await session.until(/^not checked .*$/m);
    expect(await guest.exited).toBe(0);
    await allEnded(session);
    expect(await session.npmExitCode()).toBe(0);
    expect(session.programExitCode()).toBe(0);
    expect(session.text.match(/Session ended\./g)).toHaveLength(1);
    expectNothingLeft(box, said);
  });

  test('whose terminal is closed ends, no core file, no program left', async () => {
    const box = createBox();
    const said = canary();
    const session = await npmStart(box);
    const guest = await joinAndSay(box, session.link, said);
    session.hangUp();
    await allEnded(session);
    expect(session.programExitCode()).toBe(0);
    expect(await guest.exited).toBe(0);
    expectNothingLeft(box, said);
  });

  test('killed, so that nobody can pass a signal on, ends all the same', async () => {
    const box = createBox();
    const said = canary();
    const session = await npmStart(box);
    const guest = await joinAndSay(box, session.link, said);
    process.kill(session.npm, 'SIGKILL');
    await allEnded(session);
    expect(session.programExitCode()).toBe(0);
    expect(await guest.exited).toBe(0);
    expectNothingLeft(box, said);
  });
});
