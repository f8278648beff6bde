import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

let made: Certificate | undefined;

/** For localhost, signed by itself. */
const certificate = (): Certificate => {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-cert-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', keyFile, '-out', certFile, ...name], { stdio: 'ignore' });
    return (made = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export interface ReleaseServer {
  /** localhost and its port. */
  readonly host: string;
  readonly ca: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

/** A server for files of releases, ended with the test. */
export async function releaseServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<ReleaseServer> {
  const asked: string[] = [];
  const { key, cert } = certificate();
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `localhost:${(server.address() as AddressInfo).port}`, ca: cert, asked };
}
