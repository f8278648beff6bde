import { it } from 'vitest';
import { browserSuite } from '../browser.js';
import { lookName, looks } from './look.js';
import { createVisitor, type Visitor } from './visitor.js';

/** So many states are many tests. */
const LONG = { timeout: 300_000 };

/** A part of the states of the page, in every language. */
export function statesSuite(part: string, walk: (visitor: Visitor) => Promise<void>): void {
  browserSuite(`every state: ${part}`, (browser) => {
    const names = looks.map((look) => [lookName(look), look] as const);
    it.each(names)('%s', LONG, (_name, look) => walk(createVisitor(browser(), look)));
  });
}
