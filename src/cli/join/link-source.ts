import { createInterface } from 'node:readline';
import type { Link } from '../../crypto/link.js';
import { repairLink } from '../../crypto/link-repair.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { hostOf, isOfThisComputer, isPrivateAddress } from '../config/address.js';
import { readLinkFile } from './link-file.js';

export interface LinkRequest {
  readonly argument: string | undefined;
  readonly environment: string | undefined;
  readonly file: string | undefined;
  /** Plain http is followed in the network of this computer too. */
  readonly lan: boolean;
  /** Every connection of this process goes through Tor. */
  readonly torsocks: boolean;
  /** Asks a person, again after what was wrong with the last answer; absent when there is none to ask. */
  readonly ask: ((problem: ChatError | undefined) => Promise<string>) | undefined;
}

/** The link, from the first place that has one: argument, --link-file, environment, the person. */
export async function findLink({ argument, environment, file, lan, torsocks, ask }: LinkRequest): Promise<Link> {
  const text = argument ?? (file === undefined ? environment || undefined : readLinkFile(file));
  const way = { lan, torsocks };
  if (text !== undefined) return linkOf(text, way);
  if (ask === undefined) throw new ChatError('USAGE', 'a link is needed: as an argument, in CHATTRACE_LINK or with --link-file');
  for (let problem: ChatError | undefined; ;) {
    const answer = await ask(problem);
    try {
      return linkOf(answer, way);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      problem = error;
    }
  }
}

function linkOf(text: string, { lan, torsocks }: Pick<LinkRequest, 'lan' | 'torsocks'>): Link {
  const link = repairLink(text);
  if (!link.ok) throw new ChatError(link.reason as ErrorCode);
  if (!URL.canParse(link.value.origin)) throw new ChatError('LINK_MALFORMED', 'the address is none');
  if (isOnion(link.value.origin) && torsocks) return link.value;
  if (isOnion(link.value.origin)) throw new ChatError('ONION_ADDRESS', link.value.origin);
  if (!isAuthentic(link.value.origin) && !(lan && isNear(link.value.origin))) throw new ChatError('INSECURE_ORIGIN', link.value.origin);
  return link.value;
}

/** Found through Tor alone (RFC 7686). The name is the key that Tor checks, so nobody on the way can be it. */
const isOnion = (origin: string): boolean => hostOf(origin).endsWith('.onion');

/** Whether torsocks has been put before this process: it catches what the system's library is asked for, and so all that Node connects. */
export const hasTorsocks = ({ LD_PRELOAD, DYLD_INSERT_LIBRARIES }: NodeJS.ProcessEnv): boolean =>
  /libtorsocks\b/u.test(LD_PRELOAD ?? DYLD_INSERT_LIBRARIES ?? '');

/** Over plain http only this computer itself, and an onion service, is who it says. */
export const isAuthentic = (origin: string): boolean =>
  new URL(origin).protocol === 'https:' || isOfThisComputer(origin) || isOnion(origin);

/** A number of the network of this computer: a name could lead anywhere. */
const isNear = (origin: string): boolean => isPrivateAddress(hostOf(origin));

/** Asks at the terminal. */
export function askForLink(input: NodeJS.ReadStream, output: NodeJS.WriteStream, interrupt: () => void): Promise<string> {
  const lines = createInterface({ input, output, historySize: 0 });
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => {
      output.write('\n');
      interrupt();
      lines.close();
    });
    lines.on('close', () => reject(new ChatError('USAGE', 'no link was given')));
    lines.question('Paste the link (Ctrl+C to leave): ', (text) => {
      resolve(text);
      lines.close();
    });
  });
}
