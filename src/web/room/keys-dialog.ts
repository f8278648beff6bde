import { openDialog } from '../dialog.js';
import { element } from '../element.js';
import { isTouch } from '../pointer.js';
import { keysWords } from './keys-words.js';

/** `+` between keys that are pressed together, a space between such that do the same. */
type Row = readonly [keys: string, does: string];

const COMMAND = /Mac|iP(?:hone|ad|od)/u.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Everything that a key does here, beside what the browser does itself. */
export function openKeysDialog(host: HTMLElement): void {
  const { title, commands, groups } = keysWords;
  const body = [
    ...group(groups.room, [
      ['?', keysWords.list],
      [`${COMMAND}+K`, keysWords.search],
      ['Esc', keysWords.leaveIt],
      ['Tab', keysWords.next],
    ]),
    ...group(groups.write, [
      ...(isTouch() ? byTouch() : byKeys()),
      ['↑', keysWords.rewrite],
      ['Tab', keysWords.complete],
      ['Esc', keysWords.drop],
    ]),
    ...group(groups.read, [
      ['↑ ↓ Home End', keysWords.scroll],
      ['Enter', keysWords.act],
    ]),
    ...group(groups.search, [
      ['Enter', keysWords.older],
      ['Shift+Enter', keysWords.newer],
    ]),
    element('p', { class: 'dim' }, commands),
  ];
  openDialog(host, title, body).element.classList.add('keys');
}

const byTouch = (): readonly Row[] => [['Enter', keysWords.line]];

const byKeys = (): readonly Row[] => [
  ['Enter', keysWords.send],
  ['Shift+Enter', keysWords.line],
];

const group = (title: string, rows: readonly Row[]): readonly HTMLElement[] => [
  element('h3', {}, title),
  element('dl', {}, ...rows.flatMap(([keys, does]) => [element('dt', { dir: 'ltr' }, ...caps(keys)), element('dd', {}, does)])),
];

const caps = (keys: string): readonly (HTMLElement | string)[] =>
  keys.split(/([+ ])/u).map((piece) => (piece === '+' || piece === ' ' ? piece : element('kbd', {}, piece)));
