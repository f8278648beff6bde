import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { findOnPath } from '../../adapters/tunnel/find-on-path.js';
import type { Life } from '../life/life.js';
import type { Reporter } from '../output/reporter.js';

/** A browser that has not asked by then was not started. */
const WAIT_MS = 30_000;

/** What opens an address in the browser of whoever is at this computer, likeliest first. */
export function openers(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly (readonly [string, ...string[]])[] {
  if (platform === 'darwin') return [['open']];
  // `start` is a word of the shell; this does the same without one.
  if (platform === 'win32') return [['rundll32', 'url.dll,FileProtocolHandler']];
  if (environment['WSL_DISTRO_NAME'] !== undefined) return [['wslview'], ['xdg-open']];
  return environment['DISPLAY'] === undefined && environment['WAYLAND_DISPLAY'] === undefined ? [] : [['xdg-open']];
}

/**
 * Opens a link in the browser. Arguments are visible to every user of this computer, so the browser is given an address that means
 * nothing, is good for one request, and leads to the link.
 */
export async function openPage(link: string, life: Life, reporter: Reporter): Promise<void> {
  const [name, ...args] = openers(process.platform, process.env).find(([program]) => findOnPath(program, process.env) !== undefined) ?? [];
  const file = name === undefined ? undefined : findOnPath(name, process.env);
  if (file === undefined) return reporter.note('There is no browser here to open.');
  const address = await leadOnce(link, life);
  const child = spawn(file, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => reporter.note('The browser could not be opened.'));
  child.unref();
}

/** An address of 127.0.0.1 that leads to the link, once. */
export async function leadOnce(link: string, life: Pick<Life, 'clock' | 'shutdown'>): Promise<string> {
  const path = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    const right = request.url === path && request.method === 'GET';
    answer(response, right ? 302 : 404, right ? { location: link } : {});
    if (right) close();
  });
  const close = (): void => {
    server.close();
    server.closeIdleConnections();
  };
  life.shutdown.closer.add('opener', () => {
    close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  life.clock.after(WAIT_MS, close);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

function answer(response: ServerResponse, status: number, more: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', connection: 'close', ...more }).end();
}
