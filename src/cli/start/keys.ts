import type { Settings } from '../config/schema.js';
import type { AnySignal } from '../life/end-signals.js';
import type { Reporter } from '../output/reporter.js';

export interface KeyActions {
  copy(): void;
  qr(): void;
  lock(): void;
  /** Gives the room another link. */
  rotate(): void;
  /** Opens the room to the network of this computer. */
  lan(): void;
  /** Opens again what has failed. */
  reopen(): void;
  receive(signal: AnySignal): void;
}

/** Someone is at the terminal, and may press keys. */
export const readsKeys = ({ noInput, quiet }: Pick<Settings, 'noInput' | 'quiet'>, { screen, json }: Reporter): boolean =>
  process.stdin.isTTY && screen.isTerminal && !noInput && !json && !quiet;

const ESC = '\u001b';

/** Single keys of a terminal. Returns what gives the terminal back. Ctrl+D, the end of stdin, does nothing. */
export function readKeys(input: NodeJS.ReadStream, actions: KeyActions): () => void {
  const onData = (chunk: Buffer): void => {
    const keys = chunk.toString('latin1');
    // Arrows and the like begin with ESC, and what is longer than a key was pasted: its letters mean nothing here.
    if (keys.startsWith(ESC)) return;
    for (const key of keys) {
      if (keys.length === 1 || key < ' ') act(key, actions);
    }
  };
  input.setRawMode(true);
  // A question that was asked before has paused it, and then listening alone does not make it flow.
  input.on('data', onData).resume();
  return () => {
    input.off('data', onData);
    input.pause();
    input.setRawMode(false);
  };
}

function act(key: string, actions: KeyActions): void {
  // With shift: what these do cannot be taken back.
  if (key === 'L') return actions.lan();
  if (key === 'R') return actions.rotate();
  switch (key.toLowerCase()) {
    case 'c':
      return actions.copy();
    case 'q':
      return actions.qr();
    case 'l':
      return actions.lock();
    case 't':
      return actions.reopen();
    case '\u0003':
      return actions.receive('SIGINT');
    case '\u001a':
      return actions.receive('SIGTSTP');
  }
}
