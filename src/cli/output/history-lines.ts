import type { ViewItem } from '../../client/view.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { sanitiseLines } from '../terminal/sanitise.js';
import { shownText, type Drawing } from './member-name.js';

/** What the host says was said: each line behind a bar of its own, so that none can pretend to be a message. */
export const historyLines = ({ entries }: Extract<ViewItem, { type: 'history' }>, screen: Drawing): readonly SafeText[] =>
  entries.flatMap(({ nick, style, text }) => {
    const [first = '', ...more] = sanitiseLines(text);
    const bar = screen.palette.faint(safe`${screen.ascii ? '|' : '│'}`);
    const head = safe`  ${bar} ${shownText(nick, screen)}: ${style === 'me' ? '* ' : ''}${first}`;
    return [head, ...more.map((line) => safe`  ${bar}     ${line}`)];
  });
