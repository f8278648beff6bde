import type { Quote, ViewMember } from '../../client/view.js';
import type { MessageItem } from '../../client/view-log.js';
import { timeLeft } from '../config/duration.js';
import type { Paint } from '../terminal/palette.js';
import { safe, SafeText } from '../terminal/safe-text.js';
import { sanitiseLines } from '../terminal/sanitise.js';
import { bytesWords } from './bytes-words.js';
import { markOf, nameText, type Drawing } from './member-name.js';

const QUOTE = '↪';
const ASCII_QUOTE = '^';
/** Of what is answered: enough to know it by. */
const QUOTED_CHARACTERS = 60;

/**
 * A message: `12 Ana · text`; with `/me`: `12 Ana · * text`; for one alone: `· 12 private, from Ana · text`. No name has the mark between
 * spaces and no other line but those that begin with it, so what stands before the first one is who wrote it, and no nick and no text can
 * pretend to be another line. What is known of a message stands right behind a mark too: `12 Ana·file · …`.
 */
export function messageLines(item: MessageItem, screen: Drawing): readonly SafeText[] {
  const [first = '', ...more] = sanitiseLines(item.text);
  const said = item.file === undefined ? safe`${item.style === 'me' ? '* ' : ''}${first}` : fileText(item.no, item.file, item.from.self);
  return [safe`${writer(item, screen)}${facts(item, screen)} ${markOf(screen)} ${said}`, ...more.map((line) => safe`    ${line}`)];
}

/** What the message below it answers: `↪ 8 Bob · the first words…`. No message begins so. `quoted`: the number of what is answered. */
export function quoteLines({ quote }: MessageItem, quoted: number | undefined, screen: Drawing): readonly SafeText[] {
  if (quote === undefined) return [];
  const { faint } = screen.palette;
  return [faint(safe`${screen.ascii ? ASCII_QUOTE : QUOTE} ${quotedText(quote, quoted, screen)}`)];
}

/** `· 12 changed, from Ana · new text`: an older line stays where it is. */
export function editedLines(item: MessageItem, screen: Drawing): readonly SafeText[] {
  const { from, private: between } = item;
  const [first = '', ...more] = sanitiseLines(item.text);
  const what = between === undefined ? 'changed, from' : `private and changed, ${from.self ? 'to' : 'from'}`;
  const label = screen.palette.faint(safe`${markOf(screen)} ${item.no} ${what}`);
  const head = safe`${label} ${nameText(between?.with ?? from, screen)} ${markOf(screen)} ${item.style === 'me' ? '* ' : ''}${first}`;
  return [head, ...more.map((line) => safe`    ${line}`)];
}

/** A message that is not kept any more. Its line cannot be taken out of a terminal: it has scrolled, or is in a file. */
export function goneLine({ no, from, gone }: MessageItem, by: ViewMember | undefined, screen: Drawing): SafeText {
  const mark = screen.palette.faint(safe`·`);
  if (gone === 'deleted') return safe`${mark} ${nameText(by ?? from, screen)} took ${no} back`;
  return safe`${mark} The time of ${no} is over, it is kept here no longer. /clear takes it off this screen`;
}

/** `· Ana put 👍 below 12` */
export function reactionLine({ no, reactions = [] }: MessageItem, by: ViewMember, screen: Drawing): SafeText {
  const mark = screen.palette.faint(safe`·`);
  const put = reactions.find((reaction) => reaction.by.some(({ id }) => id === by.id));
  const name = nameText(by, screen);
  return put === undefined ? safe`${mark} ${name} took the emoji below ${no} away` : safe`${mark} ${name} put ${put.emoji} below ${no}`;
}

/** `12 Ana`; `· 12 private, from Ana`: no nick, and no text, can stand where the mark does. */
function writer({ no, from, private: between }: MessageItem, screen: Drawing): SafeText {
  const { accent, faint } = screen.palette;
  if (between === undefined) return safe`${faint(safe`${no}`)} ${nameText(from, screen)}`;
  const label = accent(safe`${markOf(screen)} ${no} private, ${from.self ? 'to' : 'from'}`);
  return safe`${label} ${nameText(between.with, screen)}`;
}

function facts({ file, burn, edited, mentioned }: MessageItem, screen: Drawing): SafeText {
  const { faint, warn } = screen.palette;
  const known: readonly (readonly [string, Paint])[] = [
    ...(file === undefined ? [] : [['file', faint] as const]),
    ...(burn === undefined ? [] : [[`for ${timeLeft(1_000 * burn.seconds)}`, faint] as const]),
    ...(edited === undefined ? [] : [['changed', faint] as const]),
    ...(mentioned === undefined ? [] : [['to you', warn] as const]),
  ];
  return known.reduce((text, [fact, paint]) => safe`${text}${paint(safe`${markOf(screen)}${fact}`)}`, safe``);
}

/** The name comes last: it is its owner's to choose, and cannot pretend to be what stands before it. */
const fileText = (no: number, { name, bytes }: NonNullable<MessageItem['file']>, own: boolean): SafeText =>
  own ? safe`${bytesWords(bytes)}, /delete ${no} takes it back: ${name}` : safe`${bytesWords(bytes)}, /save ${no}: ${name}`;

function quotedText({ from, text }: Quote, quoted: number | undefined, screen: Drawing): SafeText {
  if (from === undefined) return safe`a message that is not here`;
  const who = safe`${quoted ?? ''}${quoted === undefined ? '' : ' '}${nameText(from, screen)}`;
  if (text === undefined) return safe`${who}, which is gone`;
  const characters = Array.from(text);
  const words = characters.length > QUOTED_CHARACTERS ? `${characters.slice(0, QUOTED_CHARACTERS).join('')}…` : text;
  return safe`${who} ${markOf(screen)} ${words}`;
}
