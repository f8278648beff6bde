import { createInterface } from 'node:readline';
import { canJoin } from '../../client/make-cipher.js';
import { parseLink, type Link } from '../../crypto/link.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { isLoopback, isPrivateAddress } from '../config/address.js';
import { readLinkFile } from './link-file.js';

export interface LinkRequest {
  readonly argument: string | undefined;
  readonly environment: string | undefined;
  readonly file: string | undefined;
  /** Plain http is followed in the network of this computer too. */
  readonly lan: boolean;
  /** Asks a person; absent when there is none to ask. */
  readonly ask: (() => Promise<string>) | undefined;
}

/** The link, from the first place that has one: argument, --link-file, environment, the person. */
export async function findLink({ argument, environment, file, lan, ask }: LinkRequest): Promise<Link> {
  const text = argument ?? (file === undefined ? environment || undefined : readLinkFile(file)) ?? (await ask?.());
  if (text === undefined) throw new ChatError('USAGE', 'a link is needed: as an argument, in CHATTRACE_LINK or with --link-file');
  const link = parseLink(text);
  if (!link.ok) throw new ChatError(link.reason as ErrorCode);
  if (!canJoin(link.value.secret.mode)) throw new ChatError('MODE_UNSUPPORTED', link.value.secret.mode);
  if (!URL.canParse(link.value.origin)) throw new ChatError('LINK_MALFORMED', 'the address is none');
  if (!isAuthentic(link.value.origin) && !(lan && isNear(link.value.origin))) throw new ChatError('INSECURE_ORIGIN', link.value.origin);
  return link.value;
}

/** Where the relay of a link listens. */
export const socketUrl = (origin: string): string => `${origin.replace(/^http/u, 'ws')}/ws`;

/** Over plain http only this computer itself is who it says. */
export function isAuthentic(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || hostname === 'localhost' || isLoopback(bare(hostname));
}

/** A number of the network of this computer: a name could lead anywhere. */
const isNear = (origin: string): boolean => isPrivateAddress(bare(new URL(origin).hostname));

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/gu, '');

/** Asks at the terminal; gives up when the person ends the line with nothing on it. */
export function askForLink(input: NodeJS.ReadStream, output: NodeJS.WriteStream, interrupt: () => void): Promise<string> {
  const lines = createInterface({ input, output, historySize: 0 });
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => {
      interrupt();
      lines.close();
    });
    lines.on('close', () => reject(new ChatError('USAGE', 'no link was given')));
    lines.question('link: ', (text) => {
      resolve(text);
      lines.close();
    });
  });
}
