import { it } from 'vitest';
import { browserSuite } from '../browser.js';
import { lookName, looksOf } from './look.js';
import { createVisitor, type Visitor } from './visitor.js';

/** So many states are many tests. */
const LONG = { timeout: 300_000 };

const parts = ['before the room', 'the log of a room', 'beside the log of a room', 'what rooms there are, and how they end'] as const;

/** A part of the states of the page. */
export function statesSuite(part: (typeof parts)[number], walk: (visitor: Visitor) => Promise<void>): void {
  browserSuite(`every state: ${part}`, (browser) => {
    const names = looksOf(parts.indexOf(part)).map((look) => [lookName(look), look] as const);
    it.each(names)('%s', LONG, (_name, look) => walk(createVisitor(browser(), look)));
  });
}
