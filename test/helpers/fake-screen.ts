import { stripVTControlCharacters } from 'node:util';
import { Reporter } from '../../src/cli/output/reporter.js';
import { Screen } from '../../src/cli/terminal/screen.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';

export interface FakeScreenOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly ascii?: boolean;
  readonly colour?: boolean;
  readonly debug?: boolean;
  /** A terminal of this size; none without. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
}

export interface FakeScreen {
  readonly reporter: Reporter;
  readonly clock: FakeClock;
  /** What stderr got. */
  readonly raw: string;
  /** The same without colours and cursor movements. */
  readonly text: string;
  /** What stdout got. */
  readonly result: string;
}

export function createFakeScreen({
  json = false,
  quiet = false,
  ascii = false,
  colour = false,
  debug = false,
  terminal,
}: FakeScreenOptions = {}): FakeScreen {
  const clock = createFakeClock();
  const got = { raw: '', result: '' };
  const stream = { ...terminal, isTTY: terminal !== undefined, write: (text: string) => (got.raw += text) };
  const reporter = new Reporter({
    screen: new Screen({ stream, colour, ascii, quiet }),
    invocation: (words) => words,
    clock,
    json,
    debug,
    result: (text) => (got.result += text),
  });
  return {
    reporter,
    clock,
    get raw() {
      return got.raw;
    },
    get text() {
      return stripVTControlCharacters(got.raw);
    },
    get result() {
      return got.result;
    },
  };
}
