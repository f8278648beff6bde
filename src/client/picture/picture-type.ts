import { ascii } from './ascii.js';

/** Pictures that hold nothing but pixels: no script, no address, nothing that is fetched. No other may be shown. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** What these bytes are, whatever somebody says they are: by how such a file begins. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const begin = ascii(bytes, 0, 12);
  if (begin.startsWith('\x89PNG\r\n\x1A\n')) return 'image/png';
  if (begin.startsWith('\xFF\xD8\xFF')) return 'image/jpeg';
  if (/^GIF8[79]a/u.test(begin)) return 'image/gif';
  return /^RIFF[^]{4}WEBP$/u.test(begin) ? 'image/webp' : undefined;
}
