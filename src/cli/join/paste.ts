import type { Interface, Key } from 'node:readline';
import { limits } from '../../protocol/limits.js';

/** Asks a terminal to say where a paste begins and ends (xterm, "Bracketed Paste Mode"), or not to. */
export const PASTE_ON = '\u001b[?2004h';
export const PASTE_OFF = '\u001b[?2004l';

/** Stands for a line end in the one line that readline edits. */
const LINE_END = '␤';

const TAB = '    ';

/** What readline does with a key; the REPL of Node takes its place in the same way. */
const TAKE_KEY = '_ttyWrite';
type TakeKey = (text: string | undefined, key: Key | undefined) => void;
type KeyTaker = Record<typeof TAKE_KEY, TakeKey> & Interface & { isCompletionEnabled: boolean; prevRows?: number };

/** What is pasted is put into the typed line as a whole, its line ends too, and no key of it does anything. `tooLong`: it was left out. */
export function takePastes(lines: Interface, tooLong: () => void): void {
  const taker = lines as KeyTaker;
  const typed = oneByOne(taker);
  let pasted: string | undefined;
  taker[TAKE_KEY] = (text, key) => {
    if (key?.name === 'paste-start') {
      pasted = '';
    } else if (pasted === undefined) {
      typed(text, key);
    } else if (key?.name !== 'paste-end') {
      // Of more than a message can hold nothing is kept.
      if (pasted.length <= limits.textBytes) pasted += text ?? '';
    } else {
      const line = pasted.length > limits.textBytes ? undefined : asLine(pasted);
      pasted = undefined;
      if (line === undefined) tooLong();
      else if (line !== '') typed(line, undefined);
    }
  };
}

/**
 * Of keys that come in one piece (a slow line, an emoji of several characters) readline lets only the last complete anything, and in
 * Node 20 puts all others at the end of the line, wherever its cursor is, and does not see that they fill a row.
 */
function oneByOne(taker: KeyTaker): TakeKey {
  const take = taker[TAKE_KEY].bind(taker);
  return (text, key) => {
    const isLast = taker.isCompletionEnabled;
    if (taker.cursor < taker.line.length) taker.isCompletionEnabled = true;
    if (key?.name === 'tab' && !isLast) take(TAB, undefined);
    else take(text, key);
    taker.isCompletionEnabled = isLast;
    if (isLast) taker.prevRows = taker.getCursorPos().rows;
  };
}

/** Pasted text as one line; a line end behind the last line is left out. */
const asLine = (pasted: string): string =>
  pasted
    .replace(/(?:\r\n?|\n)$/u, '')
    .replace(/\r\n?|\n/gu, LINE_END)
    .replace(/\t/gu, TAB)
    .replace(/\p{Cc}/gu, '');

/** What a typed line says. */
export const textOfLine = (line: string): string => line.replaceAll(LINE_END, '\n');
