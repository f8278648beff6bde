import type { Readable } from 'node:stream';

/** Longer than any line that means something to us: an error of cloudflared has its status before the page that it quotes. */
const LINE_CHARS = 16_384;
const KEPT_LINES = 5;
const WHY_CHARS = 400;
const BETWEEN = ' · ';

/**
 * Calls `line` for every line of a program's output, put together from pieces of any size; of a longer one only its first 16,384
 * characters. The last line may have no end. Never fails.
 */
export function readLines(stream: Readable, line: (text: string) => void): void {
  let rest = '';
  const take = (): void => {
    line(rest.replace(/\r$/u, ''));
    rest = '';
  };
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = chunk.split('\n');
    parts.forEach((part, index) => {
      rest += part.slice(0, LINE_CHARS - rest.length);
      if (index < parts.length - 1) take();
    });
  });
  stream.on('end', () => {
    if (rest !== '') take();
  });
  // Whoever reads learns of the end from the program's exit.
  stream.on('error', () => undefined);
}

const spaced = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ');

/** Words of a program as one line, for people who look for the cause; of too many the first 400 characters. */
export const oneLine = (text: string): string =>
  text
    .split('\n')
    .map(spaced)
    .filter((line) => line !== '')
    .join(BETWEEN)
    .slice(0, WHY_CHARS);

/** The last lines of a program, for the same people. */
export class LastLines {
  readonly #lines: string[] = [];

  add(line: string): void {
    const words = spaced(line);
    if (words === '') return;
    this.#lines.push(words);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  /** Text from outside, on one line: the last 400 characters. */
  get text(): string {
    return this.#lines.join(BETWEEN).slice(-WHY_CHARS);
  }

  /** The same with our own words after it, and no longer. */
  textAnd(words: string): string {
    if (this.#lines.length === 0) return words;
    return `${this.text.slice(-(WHY_CHARS - words.length - BETWEEN.length))}${BETWEEN}${words}`;
  }
}
