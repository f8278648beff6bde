import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sweepDoorDirs } from '../../src/adapters/tunnel/door-dir.js';
import { findOnPath } from '../../src/adapters/tunnel/find-on-path.js';
import { sweepOrphans } from '../../src/adapters/tunnel/pid-file.js';
import { bundle } from '../helpers/bundle.js';
import { startChild, type Child } from '../helpers/child.js';
import { freePort } from '../helpers/free-port.js';
import { sshdProgram, sshProgram, startSshd } from '../helpers/sshd.js';
import { isRunning } from '../helpers/stand-in.js';
import { startTestServer } from '../helpers/test-server.js';
import { torIsMissing, torProgram } from '../helpers/tor-network.js';

const guarded = process.platform === 'linux' && findOnPath('setpriv', process.env) !== undefined;
/** Far less than both programs take to see by themselves that nobody reads them any more. */
const GONE = { timeout: 10_000, interval: 20 };

/** A program that has a door, and is about to be killed. */
interface Owner {
  readonly child: Child;
  /** Of the door's program. */
  readonly pid: number;
  /** Its pid files, and the folders of its doors. */
  readonly runtimeDir: string;
  readonly temporary: string;
}

const folder = (): string => {
  // A socket of tor would not fit in a longer path.
  const path = mkdtempSync(join(tmpdir(), 'cto-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Where `setpriv` is not on its PATH, the system does not end what the killed program leaves. */
type Guard = 'with a guard' | 'without a guard';

async function owner(guard: Guard, door: 'ssh' | 'tor', options: object, port: number, until: RegExp): Promise<Owner> {
  const [xdg, temporary, none] = [folder(), folder(), folder()];
  const program = await bundle('tunnel-owner.ts');
  const env = { ...process.env, XDG_RUNTIME_DIR: xdg, TMPDIR: temporary, ...(guard === 'with a guard' ? {} : { PATH: none }) };
  const child = startChild([process.execPath, program, door, JSON.stringify(options), `${port}`], { cwd: temporary, env });
  const pid = Number((await child.out.until(/^child (\d+)$/m))[1]);
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  await child.out.until(until);
  return { child, pid, runtimeDir: join(xdg, 'chattrace'), temporary };
}

async function sshOwner(guard: Guard): Promise<Owner & { readonly url: string }> {
  const [{ destination, configFile }, { port }, publicPort] = await Promise.all([startSshd(), startTestServer(), freePort()]);
  const publicUrl = `http://127.0.0.1:${publicPort}`;
  const options = { destination, configFile, publicUrl, program: sshProgram };
  return { ...(await owner(guard, 'ssh', options, port, /^ready$/m)), url: publicUrl };
}

/** It knows a network of which nobody answers; that it runs is enough. */
async function torOwner(guard: Guard): Promise<Owner> {
  const [orPort, dirPort] = [await freePort(), await freePort()];
  const authority = `DirAuthority gone orport=${orPort} no-v2 v3ident=${'A'.repeat(40)} 127.0.0.1:${dirPort} ${'B'.repeat(40)}`;
  const options = { usual: [], program: torProgram, settings: ['TestingTorNetwork 1', authority] };
  return owner(guard, 'tor', options, 1, /^requesting$/m);
}

/** Whatever the next start finds. */
const left = ({ runtimeDir, temporary }: Owner): readonly string[] => [
  ...readdirSync(runtimeDir),
  ...readdirSync(temporary).filter((name) => name.startsWith('chattrace-')),
];

const killed = async (the: Owner): Promise<void> => {
  expect(isRunning(the.pid)).toBe(true);
  expect(left(the)).not.toEqual([]);
  the.child.kill('SIGKILL');
  await the.child.exited;
};

const nextStart = async ({ runtimeDir, temporary }: Owner): Promise<void> => {
  await sweepOrphans(runtimeDir);
  for (const base of [runtimeDir, temporary]) sweepDoorDirs(base);
};

const doors: readonly (readonly [string, boolean, (guard: Guard) => Promise<Owner>])[] = [
  ['ssh', sshdProgram !== undefined && sshProgram !== undefined, sshOwner],
  ['tor', !torIsMissing, torOwner],
];

describe.each(doors)('the program is killed, and %s', (_name, works, start) => {
  describe.skipIf(!works)(works ? 'which is here' : '(SKIPPED: its program is not installed here)', () => {
    test.skipIf(!guarded)('goes with it, where the system can do that; its files go at the next start', async () => {
      const the = await start('with a guard');
      await killed(the);
      await expect.poll(() => isRunning(the.pid), GONE).toBe(false);
      await nextStart(the);
      expect(left(the)).toEqual([]);
    });

    test('goes at the next start where it cannot', async () => {
      const the = await start('without a guard');
      await killed(the);
      await nextStart(the);
      await expect.poll(() => isRunning(the.pid), GONE).toBe(false);
      expect(left(the)).toEqual([]);
    });
  });
});

test.skipIf(!guarded || sshdProgram === undefined || sshProgram === undefined)(
  'nobody comes in by an ssh whose program is killed',
  async () => {
    const the = await sshOwner('with a guard');
    expect((await fetch(the.url)).status).toBe(200);
    await killed(the);
    await expect.poll(() => fetch(the.url).then(String, () => 'refused'), GONE).toBe('refused');
  },
);
