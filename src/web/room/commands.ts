import { addresseeOf } from '../../client/addressee.js';
import { codesPart } from '../../client/codes-part.js';
import { commands } from '../../client/command-list.js';
import type { CommandName } from '../../client/command.js';
import type { Member } from '../../client/member-api.js';
import { findMessage, parseMessageRef } from '../../client/message-ref.js';
import { assertNever } from '../../protocol/parsed.js';
import { element } from '../element.js';
import { sentenceOf } from '../error-words.js';
import { nickTrouble } from '../nick-words.js';
import { isTouch } from '../pointer.js';
import { words } from '../words.js';
import { commandWords } from './command-words.js';
import { helpWords } from './help-words.js';
import { keyLabel, type MemberLabels } from './member-labels.js';
import { runMessageCommand } from './message-commands.js';
import type { MessageLog } from './message-log.js';
import { trouble, withPart, type Outcome } from './outcome.js';
import type { TypedLineOptions } from './typed-line-options.js';
import { runViewCommand } from './view-commands.js';

/** Does what a command says; those that need nothing are done without this (typed-line.ts). */
export function runCommand(
  name: Exclude<CommandName, 'me' | 'clear' | 'panic' | 'quit'>,
  rest: string,
  options: TypedLineOptions,
): Outcome {
  const { member, log, labels } = options;
  switch (name) {
    case 'help':
      return noted(log, help);
    case 'who':
      return noted(log, () => who(member, labels));
    case 'nick':
      return rename(member, rest);
    case 'msg':
    case 'reply':
    case 'react':
    case 'edit':
    case 'delete':
    case 'burn':
      return runMessageCommand(name, rest, options);
    case 'verify':
      return withPart(codesPart, () => verify(rest, options));
    case 'compare':
      return compare(rest, options);
    case 'unverify':
      return unverify(rest, member);
    case 'mute':
    case 'ignore':
    case 'notify':
    case 'export':
      return runViewCommand(name, rest, options);
    case 'send':
      return choose(options);
    case 'save':
      return save(rest, options);
    default:
      return assertNever(name);
  }
}

/** A page reads no file but one that was chosen for it. */
function choose({ attach }: TypedLineOptions): undefined {
  attach();
  return undefined;
}

/** What is not here yet is asked for; its line says how far it is. */
function save(rest: string, { member, files }: TypedLineOptions): string | undefined {
  const ref = parseMessageRef(rest);
  const item = ref.ok ? findMessage(ref.value, member.view.items, ({ file }) => file !== undefined) : ref;
  if (!item.ok) return trouble(item);
  const { key, file } = item.value;
  if (file?.transfer.state === 'here') files.save(key, file.name);
  else files.get(key);
  return undefined;
}

function verify(rest: string, { member, openCodes }: TypedLineOptions): string | undefined {
  const addressed = rest === '' ? undefined : addresseeOf(rest, member.view.members);
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
  const addressed = addresseeOf(rest, member.view.members);
  if (!addressed.ok) return trouble(addressed);
  openCodes(addressed.value.to);
  return undefined;
}

function unverify(rest: string, member: Member): string | undefined {
  const addressed = addresseeOf(rest, member.view.members);
  if (!addressed.ok) return trouble(addressed);
  if (addressed.value.text !== '') return sentenceOf('MEMBER_UNKNOWN');
  member.mark(addressed.value.to.id, false);
  return undefined;
}

function noted(log: MessageLog, note: () => HTMLElement): undefined {
  log.note(note);
}

/** Better than the code: it names what is wrong with this nick. */
function rename(member: Member, typed: string): string | undefined {
  const nick = typed.normalize('NFC');
  return nickTrouble(nick) ?? trouble(member.rename(nick));
}

function help(): HTMLElement {
  const rows = commands.flatMap(({ name, usage }) => [element('dt', { dir: 'ltr' }, usage), element('dd', {}, commandWords[name])]);
  const keys = isTouch() ? helpWords.touch : helpWords.keys;
  const after = [helpWords.escape, keys].map((text) => element('p', { class: 'dim' }, text));
  return element('div', { class: 'note' }, element('p', {}, helpWords.title), element('dl', {}, ...rows), ...after);
}

function who({ view }: Member, labels: MemberLabels): HTMLElement {
  const rows = view.members.map((member) => element('li', {}, ...labels.full(member), ' ', keyLabel(member)));
  return element('div', { class: 'note' }, element('p', {}, words.room.membersTitle), element('ul', { class: 'who' }, ...rows));
}
