import { clearScreenDown, createInterface, cursorTo, moveCursor, type Interface, type Key } from 'node:readline';
import type { Member } from '../../client/member-api.js';
import { complete } from '../../client/text/completion.js';
import { sanitise } from '../terminal/sanitise.js';
import type { Screen } from '../terminal/screen.js';
import type { Conversation } from './conversation.js';
import { PASTE_OFF, PASTE_ON, takePastes, textOfLine } from './paste.js';

export interface PromptTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export interface PromptOptions {
  readonly terminal: PromptTerminal;
  readonly screen: Screen;
  readonly member: Member;
  readonly conversation: Conversation;
  readonly interrupt: () => void;
}

/** Erases the terminal and what scrolled out of it (ECMA-48, ED; 3 is xterm's). */
const CLEAR_ALL = '\u001b[H\u001b[2J\u001b[3J';

/** The line that a person types; what happens meanwhile is shown above it. Returns what gives the terminal back. */
export function openPrompt(options: PromptOptions): () => void {
  const { terminal, screen, member, conversation, interrupt } = options;
  const prompt = member.view.mode === 'none' ? '(not encrypted) > ' : '> ';
  const completer = (typed: string): [string[], string] => completed(typed, member);
  const lines = createInterface({ ...terminal, prompt, terminal: true, historySize: 100, completer });
  terminal.output.write(PASTE_ON);
  takePastes(lines, () => conversation.act({ type: 'too-long' }));
  screen.keepBelow(coverOf(lines, terminal.output));
  const resized = (): void => keepAbove(lines);
  // Before readline, which draws its line anew.
  terminal.output.prependListener('resize', resized);
  lines.on('line', (text) => {
    eraseTyped(lines, terminal.output, text);
    conversation.act({ type: 'line', text: textOfLine(text) });
    if (!conversation.over) lines.prompt();
  });
  lines.on('SIGINT', interrupt);
  // After Ctrl+Z and fg; readline has paused itself, and a shell may have used the terminal.
  lines.on('SIGCONT', () => {
    terminal.output.write(PASTE_ON);
    lines.prompt(true);
  });
  lines.on('close', () => void conversation.finish());
  terminal.input.on('keypress', (_text, key?: Key) => {
    // Without a shell that could bring it back (a window of its own, ssh -t) nothing stops, but readline has given up the keys for that.
    if (key?.ctrl === true && key.name === 'z') terminal.input.setRawMode(true);
    member.typing(lines.line !== '' && !lines.line.startsWith('/'));
  });
  lines.prompt();
  return () => {
    screen.keepBelow(undefined);
    terminal.output.off('resize', resized);
    eraseTyped(lines, terminal.output);
    terminal.output.write(PASTE_OFF);
    lines.close();
  };
}

export const clearTerminal = (output: NodeJS.WriteStream): void => void output.write(CLEAR_ALL);

/** What Tab offers. readline shows it as it is, so nothing is in it that the sanitiser would change. */
function completed(typed: string, { view }: Member): [string[], string] {
  const completion = complete(typed, typed.length, view.members);
  if (completion === undefined) return [[], typed];
  const texts = completion.options.map(({ text }) => text).filter((text) => sanitise(text) === text);
  return [texts, typed.slice(completion.from)];
}

/** How the typed line makes room for others and comes back, cursor and all. */
function coverOf(lines: Interface, output: NodeJS.WriteStream): { hide(): void; show(): void } {
  return {
    hide: () => goUp(output, lines.getCursorPos().rows),
    show: () => {
      // Before it draws, readline goes up as many rows as it believes its cursor to be below the prompt.
      const { prevRows = 0 } = lines as { prevRows?: number } & Interface;
      output.write('\n'.repeat(prevRows));
      lines.prompt(true);
    },
  };
}

/**
 * In a wider window the typed line may take fewer rows than before: readline would go up as many as it knew, and over what stands there.
 * In a narrower one not every terminal breaks lines anew; so rather a row of the typed line stays behind.
 */
function keepAbove(lines: Interface): void {
  const drawn = lines as { prevRows?: number } & Interface;
  drawn.prevRows = Math.min(drawn.prevRows ?? 0, lines.getCursorPos().rows);
}

/** The typed line was drawn by readline; what was said is shown in its place. */
function eraseTyped(lines: Interface, output: NodeJS.WriteStream, text?: string): void {
  if (text === undefined) return goUp(output, lines.getCursorPos().rows);
  // readline has gone on to the next line already. How many rows the text took it says of a line that it has, so it gets it back for that.
  const typed = lines as { line: string; cursor: number } & Interface;
  typed.line = text;
  typed.cursor = text.length;
  const { rows } = lines.getCursorPos();
  typed.line = '';
  typed.cursor = 0;
  goUp(output, rows + 1);
}

function goUp(output: NodeJS.WriteStream, rows: number): void {
  cursorTo(output, 0);
  moveCursor(output, 0, -rows);
  clearScreenDown(output);
}
