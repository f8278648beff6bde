import { addresseeOf } from '../../client/addressee.js';
import { commands } from '../../client/command-list.js';
import { parseLine, type CommandName } from '../../client/command.js';
import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { limits } from '../../protocol/limits.js';
import { parseNick } from '../../protocol/nick.js';
import { assertNever } from '../../protocol/parsed.js';
import type { Reporter } from '../output/reporter.js';
import { compare } from './comparing.js';
import type { InputLine } from './line-splitter.js';
import { unverify, verify } from './verifying.js';

/** How long what was said may take to be ordered when someone leaves. */
const FLUSH_MS = 10_000;

/** Where the words of the help begin. */
export const HELP_INDENT = Math.max(...commands.map(({ usage }) => usage.length)) + 2;

/** What commands show, for those who look at a screen. */
export interface Display {
  help(): void;
  who(): void;
  /** Of this member, or of the room and ourselves. */
  readonly codes: (about: ViewMember | undefined) => void;
  clear(): void;
  /** How a command is typed. */
  usage(name: CommandName): void;
}

export interface ConversationOptions {
  readonly member: Member;
  readonly reporter: Reporter;
  /** Absent when a program reads: then there is nothing to show. */
  readonly display: Display | undefined;
  /** Leaves; `delivered`: all that was said is in the room. */
  readonly leave: (delivered: boolean) => void;
}

/** What typed lines do, whoever types them. */
export class Conversation {
  readonly #options: ConversationOptions;
  /** Own messages that are not in the room yet. */
  readonly #unsent = new Set<string>();
  /** Those that never will be: whom they were for has left. */
  #failed = 0;
  readonly #waiting: (() => void)[] = [];
  #leaving = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    options.member.on((event) => this.#heard(event));
  }

  /** Nothing more is to be read: this member leaves, or has ended. */
  get over(): boolean {
    return this.#leaving || this.#options.member.view.phase === 'ended';
  }

  get undelivered(): number {
    return this.#unsent.size + this.#failed;
  }

  /** Resolves when a line may be said, or never will be. Whoever waits for it cannot fill the memory. */
  async ready(): Promise<void> {
    while (!this.over && (this.#options.member.view.phase === 'entering' || this.#unsent.size >= limits.inFlight)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  act(input: InputLine): void {
    if (input.type === 'too-long') return this.#options.reporter.error({ code: 'TEXT_TOO_LONG' });
    const line = parseLine(input.text);
    switch (line.type) {
      case 'say':
        return line.text.trim() === '' ? undefined : this.#say(line.text, 'said');
      case 'command':
        return this.#command(line.name, line.rest);
      case 'unknown':
        return this.#options.reporter.error({ code: 'COMMAND_UNKNOWN', why: `/${line.name.slice(0, 40)}` });
      default:
        return assertNever(line);
    }
  }

  /** Sends what is left, then leaves. */
  async finish(): Promise<void> {
    await this.ready();
    if (this.over) return;
    this.#leaving = true;
    this.#options.leave(await this.#options.member.flush(FLUSH_MS));
  }

  #say(text: string, style: 'said' | 'me'): void {
    const said = this.#options.member.say({ text, style });
    if (!said.ok) this.#options.reporter.error({ code: said.reason as ErrorCode });
  }

  #command(name: CommandName, rest: string): void {
    const { display, reporter } = this.#options;
    switch (name) {
      case 'me':
        return this.#say(rest, 'me');
      case 'msg':
        return this.#tell(rest);
      case 'nick':
        return this.#rename(rest);
      case 'verify':
        return verify(rest, { ...this.#options, show: display?.codes });
      case 'compare':
        return compare(rest, { ...this.#options, usage: display === undefined ? undefined : () => display.usage('compare') });
      case 'unverify':
        return this.#unverify(rest);
      case 'quit':
        return void this.finish();
      case 'help':
      case 'who':
      case 'clear':
        if (display === undefined)
          return reporter.error({ code: 'COMMAND_UNKNOWN', why: `/${name} shows something on a screen; here is none` });
        return display[name]();
      case 'reply':
      case 'react':
      case 'edit':
      case 'delete':
      case 'send':
      case 'save':
      case 'burn':
      case 'mute':
      case 'ignore':
      case 'notify':
      case 'export':
      case 'panic':
        return reporter.error({ code: 'COMMAND_UNKNOWN', why: `/${name}` });
      default:
        return assertNever(name);
    }
  }

  #tell(rest: string): void {
    const { member, reporter, display } = this.#options;
    if (rest === '' && display !== undefined) return display.usage('msg');
    const addressed = addresseeOf(`${rest} `, member.view.members);
    const told = addressed.ok ? member.tell(addressed.value.to.id, { text: addressed.value.text }) : addressed;
    if (!told.ok) reporter.error({ code: told.reason as ErrorCode });
  }

  #unverify(rest: string): void {
    const { display } = this.#options;
    if (rest === '' && display !== undefined) return display.usage('unverify');
    unverify(rest, this.#options);
  }

  #rename(nick: string): void {
    const { member, reporter, display } = this.#options;
    if (nick === '' && display !== undefined) return display.usage('nick');
    const valid = parseNick(nick);
    if (!valid.ok) return reporter.error({ code: 'NICK_BAD', why: valid.reason });
    const renamed = member.rename(valid.value);
    if (!renamed.ok) reporter.error({ code: renamed.reason as ErrorCode });
  }

  #heard(event: MemberEvent): void {
    if (event.type === 'item' || event.type === 'item-changed') this.#note(event.item);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #note(item: ViewItem): void {
    if (item.type !== 'message' || !item.from.self) return;
    if (item.state === 'sending') this.#unsent.add(item.id);
    else if (this.#unsent.delete(item.id) && item.state === 'failed') this.#failed += 1;
  }
}

export const commandHelp = (): readonly string[] => commands.map(({ usage, text }) => `${usage.padEnd(HELP_INDENT)}${text}`);

export const commandUsage = (name: CommandName): string => commands.find((command) => command.name === name)?.usage ?? '';
