import { parseLine, type CommandName } from '../../client/command.js';
import type { Member, MemberEvent } from '../../client/member-api.js';
import type { NoticeLevel } from '../../client/notice.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { limits } from '../../protocol/limits.js';
import { parseNick } from '../../protocol/nick.js';
import { assertNever, type Parsed } from '../../protocol/parsed.js';
import type { Reporter } from '../output/reporter.js';
import { compare } from './comparing.js';
import { FileActs } from './file-acts.js';
import { ignore, mute, notify } from './heeding.js';
import type { InputLine } from './line-splitter.js';
import { keepView } from './keep-view.js';
import { messageActs } from './message-acts.js';
import { unverify, verify } from './verifying.js';

/** How long what was said may take to be ordered when someone leaves. */
const FLUSH_MS = 10_000;

/** What commands show, for those who look at a screen. */
export interface Display {
  help(): void;
  who(): void;
  /** Of this member, or of the room and ourselves. */
  readonly codes: (about: ViewMember | undefined) => void;
  clear(): void;
  /** From now on the bell of the terminal rings at this. */
  readonly ring: (level: NoticeLevel) => void;
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

type Acts = Readonly<Record<CommandName, (rest: string) => void>>;

/** Typed alone, these say how they are typed. */
const needsMore: ReadonlySet<CommandName> = new Set([
  'nick',
  'msg',
  'reply',
  'react',
  'edit',
  'delete',
  'burn',
  'send',
  'save',
  'compare',
  'unverify',
  'mute',
  'ignore',
  'notify',
  'export',
]);

/** What typed lines do, whoever types them. */
export class Conversation {
  readonly #options: ConversationOptions;
  /** Own messages that are not in the room yet. */
  readonly #unsent = new Set<string>();
  /** Those that never will be: whom they were for has left. */
  #failed = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #files: FileActs;
  readonly #commands: Acts;
  #leaving = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#files = new FileActs({ member: options.member, reporter: options.reporter, folder: process.cwd() });
    this.#commands = this.#acts();
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
    this.#told(this.#options.member.say({ text, style }));
  }

  #command(name: CommandName, rest: string): void {
    const { display } = this.#options;
    if (rest === '' && display !== undefined && needsMore.has(name)) return display.usage(name);
    this.#commands[name](rest);
  }

  #acts(): Acts {
    const { member, reporter, display } = this.#options;
    const show = (name: 'help' | 'who' | 'clear') => () =>
      display === undefined
        ? reporter.error({ code: 'COMMAND_UNKNOWN', why: `/${name} shows something on a screen; here is none` })
        : display[name]();
    const act = (name: keyof typeof messageActs) => (rest: string) => this.#told(messageActs[name](rest, member));
    return {
      help: show('help'),
      who: show('who'),
      clear: show('clear'),
      me: (rest) => this.#say(rest, 'me'),
      msg: act('msg'),
      reply: act('reply'),
      react: act('react'),
      edit: act('edit'),
      delete: act('delete'),
      burn: act('burn'),
      nick: (rest) => this.#rename(rest),
      verify: (rest) => verify(rest, { member, reporter, show: display?.codes }),
      compare: (rest) => compare(rest, { member, reporter }),
      unverify: (rest) => unverify(rest, { member, reporter }),
      send: (rest) => void this.#files.send(rest),
      save: (rest) => this.#files.save(rest),
      mute: (rest) => mute(rest, { member, reporter }),
      ignore: (rest) => ignore(rest, { member, reporter }),
      notify: (rest) => notify(rest, { reporter }, display?.ring),
      export: (rest) => void keepView(rest, { member, reporter, files: this.#files }),
      panic: () => this.#panic(),
      quit: () => void this.finish(),
    };
  }

  /** Nothing is waited for: keys and view first, then what stands on the screen. */
  #panic(): void {
    this.#leaving = true;
    this.#options.member.wipe();
    this.#options.display?.clear();
  }

  #told(done: Parsed<unknown>): void {
    if (!done.ok) this.#options.reporter.error({ code: done.reason as ErrorCode });
  }

  #rename(nick: string): void {
    const valid = parseNick(nick);
    if (!valid.ok) return this.#options.reporter.error({ code: 'NICK_BAD', why: valid.reason });
    this.#told(this.#options.member.rename(valid.value));
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
