import type { ErrorRow } from './member-error.js';

/** Why a link leads into no room: told where one is asked for. */
export const linkErrors = {
  LINK_MALFORMED: [
    65,
    'This is not a CHATTrace link.',
    'A link begins with https:// or http:// and has a # in it. Copy all of it, from the start to the last character.',
  ],
  LINK_CUT: [65, 'This link is cut: its end is missing.', 'Copy it again, from the start to the last character.'],
  LINK_AMBIGUOUS: [65, 'This text can be read as more than one link.', 'Paste one link only, from the start to the last character.'],
  LINK_ALTERED: [
    65,
    'An app has changed letters of this link, so its key is lost.',
    'Ask the host to send it in another way, or scan the QR code.',
  ],
  LINK_NO_KEY: [65, 'This link has no key.', 'Paste the whole link, with everything after the #, or scan the code again.'],
  MODE_UNSUPPORTED: [65, 'This program does not know the encryption mode of this link.', 'Use the version that the host uses.'],
  INSECURE_ORIGIN: [
    77,
    'This link is plain http to another computer.',
    'Ask the host for an https link, or use --lan where you trust everyone in the network.',
  ],
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type LinkErrorCode = keyof typeof linkErrors;
