import type { CommandName } from './command.js';

interface CommandHelp {
  readonly name: CommandName;
  readonly usage: string;
  readonly text: string;
}

const texts: Readonly<Record<CommandName, readonly [usage: string, text: string]>> = {
  help: ['/help', 'this list'],
  who: ['/who', 'who is here'],
  nick: ['/nick NAME', 'change your nick'],
  me: ['/me TEXT', 'say what you do'],
  msg: ['/msg NICK TEXT', 'say it to one member alone'],
  verify: ['/verify NICK', 'codes to compare: who is who'],
  compare: ['/compare NICK', 'emoji to compare: the same, shorter'],
  unverify: ['/unverify NICK', 'take the mark away'],
  clear: ['/clear', 'clear your own view'],
  quit: ['/quit', 'leave the room'],
};

/** What is told of every slash command: page and terminal offer the same list. */
export const commands: readonly CommandHelp[] = Object.entries(texts).map(([name, [usage, text]]) => ({
  name: name as CommandName,
  usage,
  text,
}));
