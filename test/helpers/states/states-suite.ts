import { it } from 'vitest';
import { browserSuite } from '../browser.js';
import { lookName, looks } from './look.js';
import { createVisitor, type Visitor } from './visitor.js';

/** A part of the states of the page, in every language. */
export function statesSuite(part: string, walk: (visitor: Visitor) => Promise<void>): void {
  browserSuite(`every state: ${part}`, (browser) => {
    it.each(looks.map((look) => [lookName(look), look] as const))('%s', (_name, look) => walk(createVisitor(browser(), look)));
  });
}
