import { isUnsafe } from '../../protocol/unsafe-text.js';
import type { View, ViewItem, ViewMember } from '../view.js';
import type { MessageItem } from '../view-log.js';
import { exported, leftOut } from './export-entry.js';

/** The view for programs: docs/cli.md, "Export". Text is as it was written; what could act on a terminal is escaped, as JSON does it. */
export function jsonFile(view: View, time: (at: number) => string, saved: string): string {
  const file = {
    v: 1,
    chattrace: 'export',
    saved,
    ...(view.title === undefined ? {} : { title: view.title }),
    encryption: view.mode,
    self: view.self.id,
    members: view.members.map(member),
    leftOut: leftOut(view),
    items: exported(view).map((item) => ({ at: time(item.at), type: item.type, ...fields(item, time) })),
  };
  return `${escape(JSON.stringify(file, undefined, 2))}\n`;
}

const member = ({ id, nick, fingerprint, role, verified }: ViewMember): object => ({
  id,
  nick,
  fingerprint,
  role,
  ...(verified ? { verified } : {}),
});

function fields(item: ViewItem, time: (at: number) => string): object {
  switch (item.type) {
    case 'message':
      return message(item);
    case 'member-removed':
      return { member: member(item.member), by: member(item.by), ...(item.unannounced === true ? { unannounced: true } : {}) };
    case 'member-renamed':
      return { member: member(item.member), before: item.before };
    case 'topic':
      return { text: item.text };
    case 'link-changed':
      return {};
    case 'history':
      return { entries: item.entries.map(({ at, nick, style, text }) => ({ at: time(at), nick, kind: kindOf(style), text })) };
    case 'missing':
      return { member: member(item.member), count: item.count };
    case 'absent':
      return { ms: item.ms };
    case 'warning':
      return { code: item.code };
    default:
      return { member: member(item.member) };
  }
}

function message({ id, no, from, style, text, replyTo, edited, reactions, file, private: alone, state }: MessageItem): object {
  return {
    id,
    no,
    kind: kindOf(style),
    from: member(from),
    text,
    ...(alone === undefined ? {} : { private: true, with: member(alone.with) }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(edited === true ? { edited } : {}),
    ...(reactions === undefined ? {} : { reactions: reactions.map(({ emoji, by }) => ({ emoji, by: by.map(member) })) }),
    ...(file === undefined ? {} : { file: { name: file.name, mime: file.mime, bytes: file.bytes } }),
    ...(from.self ? { own: true } : {}),
    ...(state === 'sent' ? {} : { state }),
  };
}

const kindOf = (style: 'said' | 'me'): string => (style === 'me' ? 'me' : 'text');

/** RFC 8259, section 7. Line ends outside of strings stay; in strings there are none. */
const escape = (json: string): string =>
  Array.from(json, (character) => (character !== '\n' && isUnsafe(character) ? units(character) : character)).join('');

const units = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
