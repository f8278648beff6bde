import { limits } from '../../protocol/limits.js';
import { isUnsafe } from '../../protocol/unsafe-text.js';
import { encodeUtf8 } from '../../protocol/utf8.js';

/** Names that are a device in Windows, whatever follows the first dot (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/iu;
/** What no file system, shell or save dialog of a member may take for something else. */
const FORBIDDEN = /[<>:"|?*\p{Zs}]/gu;
const LONGEST_ENDING = 16;
const UNNAMED = 'file';

/** A file's name as it may be shown and saved: no folder, nothing that cannot be seen or turns the text around, at most 255 bytes. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/u).findLast((part) => /[^.\s]/u.test(part)) ?? '';
  const visible = [...last.replace(/^[a-z]:/iu, '').normalize('NFC')].filter((character) => !isUnsafe(character)).join('');
  const plain = visible.replace(FORBIDDEN, (character) => (/\p{Zs}/u.test(character) ? ' ' : '_')).replace(/^[.\s]+|[.\s]+$/gu, '');
  const named = DEVICE.test(plain) ? `_${plain}` : plain;
  return named === '' ? UNNAMED : shortened(named);
}

/** The end of a long name is kept: it says what the file is. */
function shortened(name: string): string {
  if (encodeUtf8(name).length <= limits.fileNameBytes) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= LONGEST_ENDING ? name.slice(dot) : '';
  const kept: string[] = [];
  let left = limits.fileNameBytes - encodeUtf8(ending).length;
  for (const character of ending === '' ? name : name.slice(0, dot)) {
    left -= encodeUtf8(character).length;
    if (left < 0) break;
    kept.push(character);
  }
  return kept.join('').replace(/[.\s]+$/u, '') + ending;
}

/** A type and subtype (RFC 6838, section 4.2), or what says nothing. */
export function cleanMime(mime: string): string {
  const [type = ''] = mime.toLowerCase().split(';');
  const token = type.trim();
  return token.length <= 64 && /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/u.test(token) ? token : 'application/octet-stream';
}
