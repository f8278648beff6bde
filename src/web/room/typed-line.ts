import { addresseeOf } from '../../client/addressee.js';
import { codesPart } from '../../client/codes-part.js';
import { commands, parseLine, type CommandName } from '../../client/command.js';
import type { Member } from '../../client/member-api.js';
import type { Part } from '../../protocol/part.js';
import type { ViewMember } from '../../client/view.js';
import { commitPart } from '../../crypto/commit-part.js';
import { memberErrors, type MemberErrorCode } from '../../protocol/member-error.js';
import { privatePart } from '../../client/private-part.js';
import { parseNick } from '../../protocol/nick.js';
import { assertNever, type Parsed } from '../../protocol/parsed.js';
import { element } from '../element.js';
import { isTouch } from '../pointer.js';
import { words } from '../words.js';
import { keyLabel, type MemberLabels } from './member-labels.js';
import type { MessageLog } from './message-log.js';

export interface TypedLineOptions {
  readonly member: Member;
  readonly log: MessageLog;
  readonly labels: MemberLabels;
  readonly quit: () => void;
  /** Codes to compare: of a member, or of the room and ourselves. */
  readonly openCodes: (about: ViewMember | undefined) => void;
}

/** A sentence when it could not be done; a promise where a part of the page had to be fetched first. */
export type Outcome = string | undefined | Promise<string | undefined>;

/** Does what a typed line means. */
export function runTypedLine(text: string, options: TypedLineOptions): Outcome {
  const line = parseLine(text);
  switch (line.type) {
    case 'say':
      return line.text.trim() === '' ? words.composer.empty : trouble(options.member.say({ text: line.text }));
    case 'unknown':
      return sentenceOf('COMMAND_UNKNOWN');
    case 'command':
      return runCommand(line.name, line.rest, options);
    default:
      return assertNever(line);
  }
}

function runCommand(name: CommandName, rest: string, options: TypedLineOptions): Outcome {
  const { member, log, labels, quit } = options;
  switch (name) {
    case 'help':
      log.note(help());
      return undefined;
    case 'who':
      log.note(who(member, labels));
      return undefined;
    case 'nick':
      return rename(member, rest);
    case 'me':
      return rest === '' ? words.composer.empty : trouble(member.say({ text: rest, style: 'me' }));
    case 'msg':
      // Whoever has the lower key of two makes their group.
      return withParts([privatePart, commitPart], () => tell(member, rest));
    case 'verify':
      return withParts([codesPart], () => verify(rest, options));
    case 'compare':
      return compare(rest, options);
    case 'unverify':
      return unverify(rest, member);
    case 'clear':
      log.clear();
      return undefined;
    case 'quit':
      quit();
      return undefined;
    default:
      return assertNever(name);
  }
}

/** Does it, at once where these are there already. */
function withParts(parts: readonly Part<unknown>[], run: () => string | undefined): Outcome {
  if (parts.every((part) => part.now !== undefined)) return run();
  return Promise.all(parts.map((part) => part.load())).then(run, () => sentenceOf('PART_MISSING'));
}

function tell(member: Member, rest: string): string | undefined {
  const addressed = addresseeOf(rest, member.view.members);
  return trouble(addressed.ok ? member.tell(addressed.value.to.id, addressed.value.text) : addressed);
}

function verify(rest: string, { member, openCodes }: TypedLineOptions): string | undefined {
  const addressed = rest === '' ? undefined : addresseeOf(`${rest} `, member.view.members);
  if (addressed?.ok === false) return trouble(addressed);
  const { to, text = '' } = addressed?.value ?? {};
  if (to === undefined || text === '') {
    openCodes(to);
    return undefined;
  }
  const verdict = member.codes.check(to.id, text);
  if (verdict === 'unreadable') return sentenceOf('CODE_UNREADABLE');
  member.mark(to.id, verdict === 'same');
  return verdict === 'same' ? undefined : sentenceOf('CODE_DIFFERENT');
}

/** Its dialog leads on. */
function compare(rest: string, { member, openCodes }: TypedLineOptions): string | undefined {
  const addressed = addresseeOf(`${rest} `, member.view.members);
  if (!addressed.ok) return trouble(addressed);
  openCodes(addressed.value.to);
  return undefined;
}

function unverify(rest: string, member: Member): string | undefined {
  const addressed = addresseeOf(`${rest} `, member.view.members);
  if (!addressed.ok) return trouble(addressed);
  if (addressed.value.text !== '') return sentenceOf('MEMBER_UNKNOWN');
  member.mark(addressed.value.to.id, false);
  return undefined;
}

/** The parser's own reason is better than the code: it names what is wrong with this nick. */
function rename(member: Member, typed: string): string | undefined {
  const nick = parseNick(typed.normalize('NFC'));
  return nick.ok ? trouble(member.rename(nick.value)) : nick.reason;
}

const trouble = (result: Parsed<string>): string | undefined => (result.ok ? undefined : sentenceOf(result.reason as MemberErrorCode));

export const sentenceOf = (code: MemberErrorCode): string => `${memberErrors[code][1]} ${memberErrors[code][2]}`;

function help(): HTMLElement {
  const rows = commands.flatMap(({ usage, text }) => [element('dt', {}, usage), element('dd', {}, text)]);
  const keys = isTouch() ? words.help.touch : words.help.keys;
  const after = [words.help.escape, keys].map((text) => element('p', { class: 'dim' }, text));
  return element('div', { class: 'note' }, element('p', {}, words.help.title), element('dl', {}, ...rows), ...after);
}

function who({ view }: Member, labels: MemberLabels): HTMLElement {
  const rows = view.members.map((member) => element('li', {}, ...labels.full(member), ' ', keyLabel(member)));
  return element('div', { class: 'note' }, element('p', {}, words.room.membersTitle), element('ul', { class: 'who' }, ...rows));
}
