import { ChatError } from '../../protocol/chat-error.js';

export interface FatalSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  off(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
}

const textOf = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
};

/** Our own failures keep their code; anything else is a bug (exit 70), told with its message. */
export const asChatError = (error: unknown): ChatError => {
  if (error instanceof ChatError) return error;
  return new ChatError('BUG', textOf(error), error);
};

/** Nothing that was thrown and not caught may end the process past the one way out. */
export const watchFatal = (source: FatalSource, fatal: (error: ChatError) => void): (() => void) => {
  const listener = (error: unknown): void => fatal(asChatError(error));
  source.on('uncaughtException', listener);
  source.on('unhandledRejection', listener);
  return () => {
    source.off('uncaughtException', listener);
    source.off('unhandledRejection', listener);
  };
};
