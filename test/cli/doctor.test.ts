import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readText, tableRows, codes } from '../helpers/markdown-table.js';
import { folder, runCli, type Cli, type CliEvent } from '../helpers/cli.js';

/** Whether this machine has a network is not what is tested. */
const others = (events: readonly CliEvent[]): readonly CliEvent[] => events.filter(({ check }) => check !== 'network');

const doctor = (cwd: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Cli =>
  runCli(['doctor', ...args], {
    cwd,
    environment: { XDG_RUNTIME_DIR: join(cwd, 'run'), XDG_CACHE_HOME: join(cwd, 'cache'), TMPDIR: join(cwd, 'tmp'), ...environment },
  });

const found = (program: Cli, check: string): CliEvent => {
  const finding = program.events.find((event) => event['check'] === check);
  if (finding === undefined) throw new Error(`no finding ${check} in ${program.stdout}`);
  return finding;
};

describe('doctor --json', () => {
  test('gives every check that docs/cli.md names, in its order, then the counts', async () => {
    const program = doctor(folder(), ['--json']);
    const code = await program.exited;
    const checks = tableRows(readText('docs/cli.md'), 'check', 'what is looked at').flatMap(([cell = '']) => codes(cell));
    const findings = program.events.slice(0, -1);
    expect(findings.map(({ event }) => event)).toEqual(findings.map(() => 'finding'));
    expect(findings.map(({ check }) => check)).toEqual(checks.filter((check) => check !== 'name server'));
    const count = (state: string): number => findings.filter((one) => one['state'] === state).length;
    const counts = { ok: count('ok'), notes: count('note'), problems: count('problem') };
    expect(program.events.at(-1)).toMatchObject({ event: 'checked', ...counts });
    expect(code).toBe(counts.problems === 0 ? 0 : 69);
    expect(others(findings).filter(({ state }) => state === 'problem')).toEqual([]);
    for (const { state, fix } of findings) expect(typeof fix).toBe(state === 'ok' ? 'undefined' : 'string');
    expect(program.stderr).toBe('');
  });

  test('changes nothing', async () => {
    const cwd = folder();
    await doctor(cwd, ['--json']).exited;
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a port in use is a problem, and the exit code 69', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const program = doctor(folder(), ['--json'], { CHATTRACE_PORT: String(port) });
    expect(await program.exited).toBe(69);
    expect(found(program, 'port')).toMatchObject({ state: 'problem', details: { port, code: 'EADDRINUSE' } });
    server.close();
  });

  test('names a cloudflared with path, version, source and hash', async () => {
    const path = join(folder(), 'cloudflared');
    writeFileSync(path, '#!/bin/sh\necho "cloudflared version 2026.8.2 (built 2026-08-12-1103 UTC)"\n', { mode: 0o700 });
    const program = doctor(folder(), ['--json'], { CHATTRACE_CLOUDFLARED: path });
    await program.exited;
    expect(found(program, 'cloudflared')).toMatchObject({
      state: 'ok',
      details: {
        path,
        version: '2026.8.2',
        source: 'environment',
        pinned: false,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    });
  });

  test('a cloudflared that is named and not there is a problem', async () => {
    const program = doctor(folder(), ['--json'], { CHATTRACE_CLOUDFLARED: '/nowhere/cloudflared' });
    expect(await program.exited).toBe(69);
    expect(found(program, 'cloudflared')).toMatchObject({ state: 'problem', details: { code: 'TUNNEL_BINARY_MISSING' } });
  });

  test('a cached cloudflared that is not the reviewed one is a problem, and is not run', async () => {
    const cwd = folder();
    const cache = join(cwd, 'cache', 'chattrace');
    mkdirSync(cache, { recursive: true });
    const proof = join(cwd, 'it-ran');
    const { PINNED_VERSION } = await import('../../src/adapters/tunnel/cloudflared/pinned.js');
    writeFileSync(join(cache, `cloudflared-${PINNED_VERSION}`), `#!/bin/sh\necho ran > ${proof}\n`, { mode: 0o700 });
    const program = doctor(cwd, ['--json'], { PATH: '/nowhere' });
    expect(await program.exited).toBe(69);
    expect(found(program, 'cloudflared')).toMatchObject({
      state: 'problem',
      details: { code: 'TUNNEL_BINARY_REFUSED' },
      fix: expect.stringContaining('cleanup --binary') as string,
    });
    expect(existsSync(proof)).toBe(false);
  });

  test('a folder of running sessions that others may write is a problem', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'run', 'chattrace'), { recursive: true });
    chmodSync(join(cwd, 'run', 'chattrace'), 0o777);
    const program = doctor(cwd, ['--json']);
    expect(await program.exited).toBe(69);
    expect(found(program, 'leftovers')).toMatchObject({ state: 'problem' });
  });
});

describe('doctor', () => {
  test('prints its findings on stdout, each with its fix, and no terminal codes into a file', async () => {
    const program = doctor(folder(), [], { PATH: '/nowhere' });
    await program.exited;
    expect(program.stdout).toMatch(/^✔ node {8}\d+\.\d+\.\d+, /m);
    expect(program.stdout).toMatch(/^! ssh {9}not installed\n {14}try: Only for --tunnel ssh:/m);
    expect(program.stdout).toMatch(/^\d+ checks: \d+ fine, /m);
    expect(program.stdout).not.toContain('\u001b');
    expect(program.stderr).toBe('');
  });

  test('--quiet prints problems only, --ascii draws plainly', async () => {
    const program = doctor(folder(), ['--quiet', '--ascii'], { CHATTRACE_CLOUDFLARED: '/nowhere/cloudflared' });
    expect(await program.exited).toBe(69);
    expect(program.stdout).toMatch(/^x cloudflared CHATTRACE_CLOUDFLARED: \/nowhere\/cloudflared /m);
    expect(program.stdout).not.toMatch(/^[*!] /m);
  });
});
