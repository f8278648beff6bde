import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/lib/chromium.js';

/**
 * A Chromium that nobody looks into: Playwright has every frame of a WebSocket sent to itself once more, and a page that is watched so takes
 * twice as long for them. `undefined`: there is none here.
 */
export async function bareChromium() {
  const path = findChromium();
  if (path === undefined) return undefined;
  const profile = mkdtempSync(join(tmpdir(), 'chattrace-bench-'));
  const flags = [...CHROMIUM_FLAGS, '--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`];
  const child = spawn(path, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const call = protocolOver(child);
  return {
    /**
     * A page in a profile of its own.
     * @param {string} url
     */
    async open(url) {
      const { browserContextId } = await call('Target.createBrowserContext');
      const { targetId } = await call('Target.createTarget', { url: 'about:blank', browserContextId });
      const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
      await call('Page.enable', {}, sessionId);
      const loaded = call.once('Page.loadEventFired', sessionId);
      await call('Page.navigate', { url }, sessionId);
      await loaded;
      return {
        /** The value of an expression, a promise's too. */
        async evaluate(expression) {
          const told = { expression, awaitPromise: true, returnByValue: true };
          const { result, exceptionDetails } = await call('Runtime.evaluate', told, sessionId);
          if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
          return result.value;
        },
        close: () => call('Target.disposeBrowserContext', { browserContextId }),
      };
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // It ends its own children first, and they leave their folder alone then.
      await call('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The DevTools protocol over the pipes 3 and 4: JSON, each message ended by a zero. */
function protocolOver(child) {
  const [, , , into, out] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let [last, rest] = [0, ''];
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has ended'));
  });
  out.setEncoding('utf8').on('data', (data) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const { id, method, sessionId, result, error } of messages.map((message) => JSON.parse(message))) {
      if (id === undefined) listeners.get(`${method} ${sessionId}`)?.();
      else if (error === undefined) waiting.get(id).resolve(result);
      else waiting.get(id).reject(new Error(error.message));
      waiting.delete(id);
    }
  });
  /** @param {string} method @param {object} [params] @param {string} [sessionId] */
  const call = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      into.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  const once = (method, sessionId) => new Promise((resolve) => listeners.set(`${method} ${sessionId}`, resolve));
  return Object.assign(call, { once });
}
