/** Every slash command that exists, in the order of the list (command-list.ts). */
const names = [
  'help',
  'who',
  'nick',
  'me',
  'msg',
  'reply',
  'react',
  'edit',
  'delete',
  'send',
  'save',
  'burn',
  'verify',
  'compare',
  'unverify',
  'mute',
  'ignore',
  'notify',
  'export',
  'clear',
  'panic',
  'quit',
] as const;

export type CommandName = (typeof names)[number];

/** What a typed line means. `rest` is what stands behind the command, without spaces at its ends. */
export type Line =
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'command'; readonly name: CommandName; readonly rest: string }
  | { readonly type: 'unknown'; readonly name: string };

/** A line that begins with / is a command, with // a message that begins with /. What is for one is not said to all for a space before it. */
export function parseLine(typed: string): Line {
  const text = /^\s+\/msg\s/iu.test(typed) ? typed.trimStart() : typed;
  if (!text.startsWith('/')) return { type: 'say', text };
  if (text.startsWith('//')) return { type: 'say', text: text.slice(1) };
  const [, word = '', rest = ''] = /^\/(\S*)([\s\S]*)$/u.exec(text) ?? [];
  const name = names.find((one) => one === word.toLowerCase());
  return name === undefined ? { type: 'unknown', name: word } : { type: 'command', name, rest: rest.trim() };
}
