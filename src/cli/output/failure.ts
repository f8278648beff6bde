import type { ChatError } from '../../protocol/chat-error.js';
import { errors, type ErrorCode } from '../../protocol/error-code.js';
import type { ChatEvent } from '../../protocol/event.js';
import type { Invocation } from '../invocation.js';
import type { Paint } from '../terminal/palette.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { sanitiseLines } from '../terminal/sanitise.js';
import type { Screen } from '../terminal/screen.js';
import { wrapWords } from '../terminal/wrap.js';

/** A code and its particulars as error or warning. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly why?: string | undefined;
}

/** `error[CODE]: text`, `why: …`, `try: …`, broken between words where the screen is narrow. */
export function troubleLines(
  kind: 'error' | 'warning',
  { code, why }: Trouble,
  { palette, columns }: Pick<Screen, 'palette' | 'columns'>,
  invocation: Invocation,
): readonly SafeText[] {
  const [, text, hint] = errors[code];
  return [
    ...headed(`${kind}[${code}]:`, text, kind === 'error' ? palette.bad : palette.warn, columns),
    ...(why === undefined ? [] : headed('why:', why, palette.faint, columns)),
    ...headed('try:', invocation(hint), palette.faint, columns),
  ];
}

function headed(head: string, text: string, paint: Paint, columns: number): readonly SafeText[] {
  const [first = '', ...more] = sanitiseLines(`${head} ${text}`).flatMap((line) => wrapWords(line, columns));
  return [safe`${paint(safe`${head}`)}${first.slice(head.length)}`, ...more.map((line) => safe`${line}`)];
}

export function troubleEvent(kind: 'error' | 'warning', { code, why }: Trouble, invocation: Invocation): ChatEvent {
  const [, text, hint] = errors[code];
  return { event: kind, code, text: why === undefined ? text : `${text} (${why})`, hint: invocation(hint) };
}

/** With --debug only. */
export function stackLines(error: ChatError): readonly SafeText[] {
  const { cause } = error;
  const stacks = [error.stack, cause instanceof Error ? cause.stack : undefined];
  return stacks.flatMap((stack) => (stack === undefined ? [] : sanitiseLines(stack).map((line) => safe`${line}`)));
}
