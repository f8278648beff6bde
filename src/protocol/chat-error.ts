import { errors, type ErrorCode } from './error-code.js';

/** A failure with a code, an exit code and what to do. `why` is the particular: what was found, what was expected. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ErrorCode;
  readonly why: string | undefined;

  constructor(code: ErrorCode, why?: string, cause?: unknown) {
    super(errors[code][1], cause === undefined ? undefined : { cause });
    this.code = code;
    this.why = why;
  }

  get exitCode(): number {
    return errors[this.code][0];
  }

  get hint(): string {
    return errors[this.code][2];
  }
}
