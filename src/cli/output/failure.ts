import { whyText, type Why } from '../../client/why.js';
import type { ChatError } from '../../protocol/chat-error.js';
import { errors, type ErrorCode } from '../../protocol/error-code.js';
import type { ChatEvent } from '../../protocol/event.js';
import type { Invocation } from '../invocation.js';
import type { Palette } from '../terminal/palette.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { sanitiseLines } from '../terminal/sanitise.js';

/** A code and its particulars as error or warning. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly why?: Why | undefined;
}

/** `error[CODE]: text`, `why: …`, `try: …` */
export function troubleLines(
  kind: 'error' | 'warning',
  { code, why }: Trouble,
  palette: Palette,
  invocation: Invocation,
): readonly SafeText[] {
  const [, text, hint] = errors[code];
  const head = kind === 'error' ? palette.bad : palette.warn;
  return [
    safe`${head(safe`${kind}[${code}]:`)} ${text}`,
    ...(why === undefined ? [] : particulars(whyText(why), palette)),
    safe`${palette.faint(safe`try:`)} ${invocation(hint)}`,
  ];
}

/** What a tunnel's program said may have several lines. */
function particulars(why: string, palette: Palette): readonly SafeText[] {
  const [first = '', ...more] = sanitiseLines(why);
  return [safe`${palette.faint(safe`why:`)} ${first}`, ...more.map((line) => safe`     ${line}`)];
}

export function troubleEvent(kind: 'error' | 'warning', { code, why }: Trouble, invocation: Invocation): ChatEvent {
  const [, text, hint] = errors[code];
  return { event: kind, code, text: why === undefined ? text : `${text} (${whyText(why)})`, hint: invocation(hint) };
}

/** With --debug only. */
export function stackLines(error: ChatError): readonly SafeText[] {
  const { cause } = error;
  const stacks = [error.stack, cause instanceof Error ? cause.stack : undefined];
  return stacks.flatMap((stack) => (stack === undefined ? [] : sanitiseLines(stack).map((line) => safe`${line}`)));
}
