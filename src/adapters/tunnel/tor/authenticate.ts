import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { TorControl } from './control.js';
import { valueOf } from './control-reply.js';

const COOKIE_BYTES = 32;
/** control-spec, 3.24 */
const SERVER_KEY = 'Tor safe cookie authentication server-to-controller hash';
const CONTROLLER_KEY = 'Tor safe cookie authentication controller-to-server hash';
/** On Unix accounts of programs are below it: `root`, `debian-tor`, `_tor`. */
const FIRST_PERSON = 1_000;
const READ_BY_OTHERS = 0o004;

export interface Credentials {
  readonly password?: string;
  /** It was found, not named: only believed with the cookie of an account that other people of this computer cannot have. */
  readonly found: boolean;
}

/** Gets in at a control port. False: it is no tor, or it does not let us in. Nothing secret is said to one that has not shown itself. */
export async function authenticate(control: TorControl, { password, found }: Credentials): Promise<boolean> {
  const info = (await control.ask('PROTOCOLINFO 1'))?.lines.find((line) => line.startsWith('AUTH METHODS='));
  if (info === undefined) return false;
  const methods = valueOf(info, 'METHODS')?.split(',') ?? [];
  if (password !== undefined && methods.includes('HASHEDPASSWORD')) return accepted(control, quoted(password));
  if (methods.includes('SAFECOOKIE')) return byCookie(control, cookieAt(valueOf(info, 'COOKIEFILE'), found));
  return !found && methods.includes('NULL') && accepted(control, '');
}

const accepted = async (control: TorControl, proof: string): Promise<boolean> =>
  (await control.ask(`AUTHENTICATE ${proof}`.trimEnd()))?.code === 250;

/** A line end would be another command. */
const quoted = (password: string): string => `"${password.replaceAll(/[\r\n]/gu, '').replaceAll(/["\\]/gu, '\\$&')}"`;

/** A cookie that everybody here can read tells nobody apart: whoever listens may know it too. */
const isSecret = ({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean =>
  process.getuid === undefined || ((uid === process.getuid() || uid < FIRST_PERSON) && (mode & READ_BY_OTHERS) === 0);

/** The path is said by whoever listens: it is opened once, without waiting, and is looked at as what was opened. */
const cookieAt = (path: string | undefined, found: boolean): Buffer | undefined => {
  if (path === undefined) return undefined;
  let file: number | undefined;
  try {
    // Windows knows neither flag.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size !== COOKIE_BYTES || (found && !isSecret(stat))) return undefined;
    const cookie = Buffer.alloc(COOKIE_BYTES);
    return readSync(file, cookie) === COOKIE_BYTES ? cookie : undefined;
  } catch {
    // Not for us to read.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

/** Both sides prove that they know the cookie, so that a stranger who names any file of 32 bytes learns nothing of it. */
async function byCookie(control: TorControl, cookie: Buffer | undefined): Promise<boolean> {
  if (cookie === undefined) return false;
  const nonce = randomBytes(COOKIE_BYTES);
  const challenge = (await control.ask(`AUTHCHALLENGE SAFECOOKIE ${nonce.toString('hex')}`))?.lines[0] ?? '';
  const serverHash = Buffer.from(valueOf(challenge, 'SERVERHASH') ?? '', 'hex');
  const serverNonce = Buffer.from(valueOf(challenge, 'SERVERNONCE') ?? '', 'hex');
  const hash = (key: string): Buffer => createHmac('sha256', key).update(cookie).update(nonce).update(serverNonce).digest();
  const expected = hash(SERVER_KEY);
  if (serverHash.length !== expected.length || !timingSafeEqual(serverHash, expected)) return false;
  return accepted(control, hash(CONTROLLER_KEY).toString('hex'));
}
