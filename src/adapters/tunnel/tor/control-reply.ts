/** Far more than any answer that is asked for here. */
const REPLY_CHARS = 1_048_576;

/** One answer, or one event (code 650), of a tor: control-spec, 2.3 and 4. */
export interface ControlReply {
  readonly code: number;
  /** Without code and separator; of a line with data, the data's lines follow it. */
  readonly lines: readonly string[];
}

/** Puts lines together to answers. What is no answer, or too long for one, gives `malformed`, and nothing after it counts. */
export class ReplyReader {
  #lines: string[] = [];
  #chars = 0;
  #inData = false;

  push(line: string): ControlReply | 'malformed' | undefined {
    this.#chars += line.length;
    if (this.#chars > REPLY_CHARS) return 'malformed';
    if (this.#inData) {
      if (line === '.') this.#inData = false;
      else this.#lines.push(line.replace(/^\./u, ''));
      return undefined;
    }
    const [, code, separator, text = ''] = /^(\d{3})([ +-])(.*)$/su.exec(line) ?? [];
    if (code === undefined) return 'malformed';
    this.#lines.push(text);
    this.#inData = separator === '+';
    return separator === ' ' ? this.#take(Number(code)) : undefined;
  }

  #take(code: number): ControlReply {
    const reply = { code, lines: this.#lines };
    this.#lines = [];
    this.#chars = 0;
    return reply;
  }
}

/** The value of `KEY=value` or `KEY="value"` in a line (control-spec, 2.1.1: `\"` and `\\` within quotes). */
export const valueOf = (line: string, key: string): string | undefined => {
  const [, quoted, plain] = new RegExp(`(?:^| )${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^ ]*))`, 'u').exec(line) ?? [];
  return quoted?.replaceAll(/\\(.)/gu, '$1') ?? plain;
};
