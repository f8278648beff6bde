import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Answers to the first words of commands; `undefined` says nothing. */
export type Answers = Readonly<Record<string, (command: string) => string | undefined>>;

/** What speaks the control protocol as a test wants it. */
export interface FakeTor {
  readonly port: number;
  readonly cookieFile: string;
  /** What it was asked, in order. */
  readonly asked: readonly string[];
  /** Resolves when it was asked something that begins so. */
  askedFor(start: string): Promise<void>;
  /** A whole line, such as an event. */
  say(line: string): void;
  hangUp(): void;
  /** Resolves when whoever has come has gone. */
  readonly left: Promise<void>;
}

export const fakeId = 'a'.repeat(56);
const KEYS = {
  server: 'Tor safe cookie authentication server-to-controller hash',
  controller: 'Tor safe cookie authentication controller-to-server hash',
};

/** One that works, but for `changed`. Ended when the test ends. */
export async function startFakeTor(changed: Answers = {}): Promise<FakeTor> {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-fake-tor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cookieFile = join(folder, 'cookie');
  const cookie = randomBytes(32);
  writeFileSync(cookieFile, cookie, { mode: 0o600 });
  const answers = { ...working(cookie, cookieFile), ...changed };
  const asked: string[] = [];
  const looks = new Set<() => void>();
  let open: Socket | undefined;
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => (leave = resolve));
  const server = createServer((socket) => {
    open = socket.on('error', () => undefined).once('close', () => leave());
    let rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\r\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        asked.push(line);
        const answer = answers[line.split(' ')[0] as string]?.(line);
        if (answer !== undefined) socket.write(`${answer}\r\n`);
      }
      for (const look of looks) look();
    });
  });
  onTestFinished(() => void (open?.destroy(), server.close()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const askedFor = (start: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (asked.some((line) => line.startsWith(start)) && resolve());
      looks.add(look);
      look();
    });
  const { port } = server.address() as AddressInfo;
  return { port, cookieFile, asked, askedFor, say: (line) => void open?.write(`${line}\r\n`), hangUp: () => void open?.destroy(), left };
}

const working = (cookie: Buffer, cookieFile: string): Answers => {
  const nonce = randomBytes(32);
  let proof = '';
  return {
    PROTOCOLINFO: () => `250-PROTOCOLINFO 1\r\n250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="${cookieFile}"\r\n250 OK`,
    AUTHCHALLENGE: (command) => {
      const theirs = Buffer.from(command.split(' ')[2] as string, 'hex');
      const hash = (key: string): string => createHmac('sha256', key).update(cookie).update(theirs).update(nonce).digest('hex');
      proof = hash(KEYS.controller);
      return `250 AUTHCHALLENGE SERVERHASH=${hash(KEYS.server)} SERVERNONCE=${nonce.toString('hex')}`;
    },
    AUTHENTICATE: (command) => (command === `AUTHENTICATE ${proof}` ? '250 OK' : '515 Authentication failed'),
    SETEVENTS: () => '250 OK',
    GETINFO: (command) =>
      command.endsWith('bootstrap-phase')
        ? '250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"\r\n250 OK'
        : `250+circuit-status=\r\n7 BUILT $A~x PURPOSE=HS_SERVICE_REND REND_QUERY=${fakeId}\r\n8 BUILT $A~x PURPOSE=GENERAL\r\n.\r\n250 OK`,
    ADD_ONION: () => `250-ServiceID=${fakeId}\r\n250 OK`,
    DEL_ONION: () => '250 OK',
    CLOSECIRCUIT: () => '250 OK',
  };
};
