import { PassThrough } from 'node:stream';
import { onTestFinished, expect, test } from 'vitest';
import type { Conversation } from '../../../src/cli/join/conversation.js';
import { openPrompt, type PromptTerminal } from '../../../src/cli/join/prompt-input.js';
import { createFakeMember } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

interface Prompt {
  readonly said: readonly string[];
  /** What the terminal was given since it was last asked. */
  written(): string;
  /** What a terminal sends in one piece. */
  type(keys: string): void;
  widen(columns: number): void;
}

function openFakePrompt(columns: number): Prompt {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns, rows: 24, isTTY: true });
  const said: string[] = [];
  const act = ({ text }: { readonly text?: string }): void => void said.push(text ?? '');
  const close = openPrompt({
    terminal: { input, output } as unknown as PromptTerminal,
    screen: createFakeScreen().reporter.screen,
    member: createFakeMember().member,
    conversation: { act, over: false, finish: () => Promise.resolve() } as unknown as Conversation,
    interrupt: () => undefined,
  });
  onTestFinished(close);
  return {
    said,
    written: () => String(output.read() ?? ''),
    type: (keys) => void input.emit('data', Buffer.from(keys)),
    widen(to) {
      output.columns = to;
      output.emit('resize');
    },
  };
}

const HOME = '\u001b[H';

test('keys that come in one piece go where the cursor is', () => {
  const { said, type } = openFakePrompt(80);
  type('world');
  type(HOME);
  type('hello 👩‍🚀 ');
  type('\t\tx');
  type('\r');
  expect(said).toEqual(['hello 👩‍🚀         xworld']);
});

test('a row that such keys fill is drawn over with the others', () => {
  const { type, written } = openFakePrompt(20);
  type('x'.repeat(30));
  written();
  type(HOME);
  expect(written()).toMatch(/^\u001b\[1A/u);
});

test('in a wider window the typed line is drawn over itself, not over what stands above it', () => {
  const { type, written, widen } = openFakePrompt(20);
  for (const key of 'x'.repeat(30)) type(key);
  written();
  widen(60);
  expect(written()).toMatch(/^\u001b\[1G\u001b\[0J> x{30}/u);
});
