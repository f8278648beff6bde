import { commands } from '../command-list.js';
import type { CommandName } from '../command.js';
import type { ViewMember } from '../view.js';
import { completeName } from './complete-name.js';
import { completeEmoji, type EmojiName } from './emoji-names.js';

export interface CompletionOption {
  /** What takes the place. */
  readonly text: string;
  /** What is shown to choose from. Names are text from outside. */
  readonly label: string;
}

/** What `line.slice(from, to)` can become, the likeliest first. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly CompletionOption[];
}

/** These are followed by the name of a member. */
const NAMED: readonly CommandName[] = ['msg', 'verify', 'compare', 'unverify', 'mute', 'ignore'];
/** A name is no longer: 32 characters, and a piece of the key. */
const NAME_UNITS = 90;

/** What can be completed before the caret: a command, what it takes, a name behind an @, an emoji. `undefined`: nothing. */
export function complete(line: string, caret: number, members: readonly ViewMember[]): Completion | undefined {
  const before = line.slice(0, caret);
  const found = command(before) ?? argument(before, members) ?? mention(before, members) ?? emoji(before);
  return found === undefined || found.options.length === 0 ? undefined : { from: caret - found.typed, to: caret, options: found.options };
}

interface Found {
  /** So many characters before the caret are replaced. */
  readonly typed: number;
  readonly options: readonly CompletionOption[];
}

function command(before: string): Found | undefined {
  const [typed, word] = /^\/(\w*)$/u.exec(before) ?? [];
  if (typed === undefined || word === undefined) return undefined;
  const options = commands
    .filter(({ name }) => name.startsWith(word.toLowerCase()))
    .map(({ name, usage }) => ({ text: usage.includes(' ') ? `/${name} ` : `/${name}`, label: usage }));
  return { typed: typed.length, options };
}

function argument(before: string, members: readonly ViewMember[]): Found | undefined {
  const [, word = '', rest = ''] = /^\s*\/(\w+)\s+([^]*)$/u.exec(before) ?? [];
  const called = commands.find(({ name }) => name === word.toLowerCase());
  if (called === undefined) return undefined;
  const { name, usage } = called;
  if (NAMED.includes(name)) return named(rest, members);
  if (name === 'react') {
    const typed = /^\S+\s+(:?[\w+-]*)$/u.exec(rest)?.[1];
    return typed === undefined ? undefined : emojis(typed);
  }
  const choices = /^\/\w+ (\w+(?:\|\w+)+)$/u.exec(usage)?.[1]?.split('|') ?? [];
  const options = choices.filter((choice) => choice.startsWith(rest.toLowerCase())).map((choice) => ({ text: choice, label: choice }));
  return options.length === 0 ? undefined : { typed: rest.length, options };
}

/** Nothing once the name is whole: then this is text, and may have other things to complete. */
function named(rest: string, members: readonly ViewMember[]): Found | undefined {
  const others = members.filter(({ self }) => !self);
  const options = completeName(rest, others).map((name) => ({ text: `${name} `, label: name }));
  return options.length === 0 ? undefined : { typed: rest.length, options };
}

function mention(before: string, members: readonly ViewMember[]): Found | undefined {
  const line = before.slice(Math.max(before.length - NAME_UNITS, before.lastIndexOf('\n') + 1));
  const [, typed] = /(?:^|[^\w.%+\-/@:=&?#~])@([^@]*)$/u.exec(line) ?? [];
  if (typed === undefined) return undefined;
  const options = completeName(typed, members).map((name) => ({ text: `@${name} `, label: `@${name}` }));
  return options.length === 0 ? undefined : { typed: typed.length + 1, options };
}

/** From two letters on: `:D` is a face. */
function emoji(before: string): Found | undefined {
  const [, typed] = /(?:^|[^\w:]|\w:):([\w+-]{2,40})$/u.exec(before.slice(-60)) ?? [];
  return typed === undefined ? undefined : emojis(`:${typed}`);
}

const emojis = (typed: string): Found => ({ typed: typed.length, options: completeEmoji(typed.replace(':', '')).map(option) });

const option = ({ name, emoji: text }: EmojiName): CompletionOption => ({ text, label: `${text} :${name}:` });
