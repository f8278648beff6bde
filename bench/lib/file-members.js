import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.js';
import { bareChromium } from './bare-chromium.js';

/** @typedef {{ call: (name: string, ...args: unknown[]) => Promise<any>, stop: () => Promise<void> }} Driven */

/**
 * Members as processes; each is told what to do.
 * @param {string} folder
 */
export async function nodeMembers(folder) {
  const file = join(folder, 'member.mjs');
  writeFileSync(file, await bundled('bench/subjects/file-node.js', 'node', 'esm'));
  return async () => driven(fork(file));
}

/** @param {import('node:child_process').ChildProcess} child */
function driven(child) {
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('a member ended'));
  });
  return {
    call: (call, ...args) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, call, args });
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

/** Members as pages of one browser; `undefined`: there is none here. */
export async function pageMembers() {
  const browser = await bareChromium();
  if (browser === undefined) return undefined;
  const program = await bundled('bench/subjects/file-page.js', 'browser', 'iife');
  const make = async (port) => {
    const page = await browser.open(`http://127.0.0.1:${port}/`);
    await page.evaluate(program);
    return {
      call: (call, ...args) => page.evaluate(`globalThis.benchMember(${JSON.stringify({ call, args })})`),
      stop: () => page.close(),
    };
  };
  return { make, close: () => browser.close() };
}

async function bundled(entry, platform, format) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform,
    format,
    target: 'es2022',
    write: false,
    logLevel: 'warning',
    ...(platform === 'node'
      ? { banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } }
      : {}),
  });
  return outputFiles[0]?.text ?? '';
}
