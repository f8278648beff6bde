import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lookAtProcess, processIdentity } from '../../../../src/adapters/tunnel/process-identity.js';
import { failWith, patchFs } from '../../../helpers/patched-fs.js';

test.skipIf(process.platform === 'win32')('a process keeps its identity, and another has another', () => {
  const own = processIdentity(process.pid);
  expect(own?.command).toContain('node');
  expect(processIdentity(process.pid)).toEqual(own);
  expect(processIdentity(process.ppid)).not.toEqual(own);
});

test('where no process is there is none', () => {
  expect(processIdentity(4_194_303)).toBeUndefined();
  expect(lookAtProcess(4_194_303)).toBe(process.platform === 'win32' ? 'unknown' : 'gone');
});

const all = (): boolean => true;

describe.runIf(process.platform === 'linux')('nobody can tell', () => {
  test('when nothing more can be opened', () => {
    patchFs('readFileSync', all, failWith('EMFILE'));
    expect(lookAtProcess(process.pid)).toBe('unknown');
  });

  test('without a /proc', () => {
    patchFs('readFileSync', all, failWith('ENOENT'));
    patchFs('readlinkSync', all, failWith('ENOENT'));
    expect(lookAtProcess(process.pid)).toBe('unknown');
  });

  test('with the /proc of another pid namespace', () => {
    patchFs('readlinkSync', all, () => '7');
    expect(lookAtProcess(4_194_303)).toBe('unknown');
  });
});

test.runIf(process.platform === 'linux')('one that has ended and that nobody has waited for is none', async () => {
  // What the shell becomes never waits for the child that the shell has started; the child ends after that, not before.
  const parent = spawn('sh', ['-c', 'exec 3<&0; sh -c "read line <&3" & echo $!; exec sleep 60'], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const pid = Number(line);
  await expect.poll(() => processIdentity(parent.pid ?? 0)?.command, { timeout: 5_000 }).toMatch(/^sleep/);
  parent.stdin.end('\n');
  await expect.poll(() => processIdentity(pid), { timeout: 5_000 }).toBeUndefined();
  expect(() => process.kill(pid, 0)).not.toThrow();
});
