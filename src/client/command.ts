/** Every slash command that exists: page, terminal and console offer the same list. */
export const commands = [
  { name: 'help', usage: '/help', text: 'this list' },
  { name: 'who', usage: '/who', text: 'who is here' },
  { name: 'nick', usage: '/nick NAME', text: 'change your nick' },
  { name: 'me', usage: '/me TEXT', text: 'say what you do' },
  { name: 'msg', usage: '/msg NICK TEXT', text: 'say it to one member alone' },
  { name: 'verify', usage: '/verify NICK', text: 'codes to compare: who is who' },
  { name: 'compare', usage: '/compare NICK', text: 'emoji to compare: the same, shorter' },
  { name: 'unverify', usage: '/unverify NICK', text: 'take the mark away' },
  { name: 'clear', usage: '/clear', text: 'clear your own view' },
  { name: 'quit', usage: '/quit', text: 'leave the room' },
] as const;

export type CommandName = (typeof commands)[number]['name'];

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
  const command = commands.find(({ name }) => name === word.toLowerCase());
  return command === undefined ? { type: 'unknown', name: word } : { type: 'command', name: command.name, rest: rest.trim() };
}
