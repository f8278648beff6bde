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
  reply: ['/reply N TEXT', 'answer a message: its number, or last'],
  react: ['/react N :name:', 'put an emoji below a message; without a name, take it back'],
  edit: ['/edit TEXT', 'write your last message anew'],
  delete: ['/delete N', 'take back a message of yours'],
  send: ['/send FILE', 'offer a file, at most 16 MiB'],
  save: ['/save N', 'get a file, and keep it'],
  burn: ['/burn 30s TEXT', 'ask the others’ screens to erase it after this time'],
  verify: ['/verify NICK', 'codes to compare: who is who'],
  compare: ['/compare NICK', 'emoji to compare: the same, shorter'],
  unverify: ['/unverify NICK', 'take the mark away'],
  mute: ['/mute NICK', 'no notices of what this member says; again: notices'],
  ignore: ['/ignore NICK', 'show nothing that this member says from now on; again: show it'],
  notify: ['/notify on|off|mentions', 'what calls you'],
  export: ['/export md|json|txt', 'keep what you see as a file'],
  clear: ['/clear', 'clear your own view'],
  panic: ['/panic', 'leave at once: keys and view are erased first'],
  quit: ['/quit', 'leave the room'],
};

/** What is told of every slash command: page and terminal offer the same list. */
export const commands: readonly CommandHelp[] = Object.entries(texts).map(([name, [usage, text]]) => ({
  name: name as CommandName,
  usage,
  text,
}));
