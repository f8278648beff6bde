import { repairLink } from '../../crypto/link-repair.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { readLinkFile } from '../join/link-file.js';

export interface AddressRequest {
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly environment: string | undefined;
}

const ADDRESS = /^(?:(https?):\/\/)?((?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?)\/?#?$/iu;

/** Where to look: the origin of a link, or an address alone. What stands behind a # is not needed, and goes nowhere. */
export function findOrigin({ argument, file, environment }: AddressRequest): string {
  const text = argument ?? (file === undefined ? environment || undefined : readLinkFile(file));
  if (text === undefined)
    throw new ChatError('USAGE', 'an address or a link is needed: as an argument, in CHATTRACE_LINK or with --link-file');
  const address = ADDRESS.exec(text.trim());
  const origin = address === null ? ofLink(text) : `${address[1] ?? 'https'}://${address[2]}`.toLowerCase();
  if (!URL.canParse(origin)) throw new ChatError('LINK_MALFORMED', 'the address is none');
  return new URL(origin).origin;
}

function ofLink(text: string): string {
  const link = repairLink(text);
  if (!link.ok) throw new ChatError(link.reason as ErrorCode);
  return link.value.origin;
}
