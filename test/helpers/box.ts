import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, type Dirent } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A world of its own for programs: nothing in it is the user's, and what they leave can be looked for. */
export interface Box {
  readonly root: string;
  /** Where they run. */
  readonly cwd: string;
  /** Where kept logs go. */
  readonly state: string;
  readonly env: NodeJS.ProcessEnv;
  /** Every file in it. */
  files(): readonly string[];
  /** The files, of whatever kind, that hold the text or the bytes. */
  holding(what: string | Buffer): readonly string[];
  /** The programs of this box that run. Only where there is /proc. */
  running(): readonly number[];
}

const below = (folder: string): readonly string[] => {
  const entries: readonly Dirent[] = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [path];
  });
};

const bytesOf = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    // Sockets, and links to what is not there: their names are all they hold.
    return Buffer.alloc(0);
  }
};

const forms = (what: string | Buffer): readonly Buffer[] =>
  typeof what === 'string' ? [Buffer.from(what), Buffer.from(what, 'utf16le'), Buffer.from(Buffer.from(what).toString('base64'))] : [what];

const isOf = (root: string, pid: number): boolean => {
  try {
    // A process that has ended but was not waited for has no program any more.
    readlinkSync(`/proc/${pid}/exe`);
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CHATTRACE_TEST_BOX=${root}\0`);
  } catch {
    return false;
  }
};

/** Removed, with what still runs in it, when the test ends. */
export const createBox = (): Box => {
  const root = mkdtempSync(join(tmpdir(), 'chattrace-box-'));
  const [cwd, home, tmp, state] = ['cwd', 'home', 'tmp', 'state'].map((name) => join(root, name)) as [string, string, string, string];
  for (const folder of [cwd, home, tmp, state]) mkdirSync(folder);
  const { PATH } = process.env;
  const box: Box = {
    root,
    cwd,
    state,
    env: { PATH, HOME: home, TMPDIR: tmp, XDG_STATE_HOME: state, TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1', CHATTRACE_TEST_BOX: root },
    files: () => below(root),
    holding: (what) =>
      below(root).filter((path) => path.includes(String(what)) || forms(what).some((form) => bytesOf(path).includes(form))),
    running: () =>
      readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid > 0 && isOf(root, pid)),
  };
  onTestFinished(() => {
    if (process.platform === 'linux') for (const pid of box.running()) process.kill(pid, 'SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });
  return box;
};
