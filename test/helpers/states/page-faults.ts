import type { Page } from 'playwright-core';
import { axeFindings } from '../axe.js';
import { textsOf, type Texts } from '../told.js';
import type { Look } from './look.js';

/** Of the script that contributors use, which is plain JavaScript. */
const { englishWords } = (await import(/* @vite-ignore */ new URL('../../../scripts/lib/page-words.js', import.meta.url).href)) as {
  readonly englishWords: () => Promise<Texts>;
};
const english = sentences(await englishWords());

/** Shorter pieces may stand anywhere. */
const PIECE = 12;

function sentences(texts: Texts): readonly string[] {
  return Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : sentences(text)));
}

const piecesOf = (sentence: string): readonly string[] => sentence.split(/\{\w+\}/u).filter((piece) => piece.length >= PIECE);

/** Pieces of English sentences that this language has in words of its own. */
function foreignTo(code: string): readonly string[] {
  if (code === 'en') return [];
  const own = sentences(textsOf(code)).join('\n');
  return [...new Set(english.flatMap(piecesOf))].filter((piece) => !own.includes(piece));
}

/** To find them takes longer than to look for them. */
const known = new Map<string, readonly string[]>();

/** What nobody must meet in a page, whatever it shows; one sentence for each. */
export async function pageFaults(page: Page, { code, device, theme }: Look): Promise<readonly string[]> {
  const foreign = known.get(code) ?? foreignTo(code);
  known.set(code, foreign);
  const found = await page.evaluate(measure, { code, finger: device === 'phone', foreign });
  // What is behind a dialog was looked at before.
  return [...found, ...(await axeFindings(page, { within: 'dialog[open]', enhanced: theme === 'contrast' }))];
}

interface Wanted {
  readonly code: string;
  /** Everything must be as large as one. */
  readonly finger: boolean;
  readonly foreign: readonly string[];
}

/** Runs in the page. */
function measure({ code, finger, foreign }: Wanted): readonly string[] {
  const faults: string[] = [];
  const head = (node: Element): string => node.outerHTML.slice(0, 160);
  const root = document.documentElement;
  if (root.lang !== code || (root.dir === 'rtl') !== (code === 'ar')) faults.push(`spoken is ${root.lang}, ${root.dir}`);
  if (root.scrollWidth > root.clientWidth) faults.push(`wider than the page by ${root.scrollWidth - root.clientWidth}`);
  for (const node of document.querySelectorAll('dialog[open], dialog .code, .log, .members'))
    if (node.scrollWidth > node.clientWidth) faults.push(`scrolls to the side: ${head(node)}`);
  const seen = [...document.querySelectorAll<HTMLElement>('button, input, textarea, select')].filter((node) => node.checkVisibility());
  for (const node of seen) {
    const { width, height } = (node.closest('label') ?? node).getBoundingClientRect();
    // Of what is quoted the beginning is enough.
    if (node.matches('button:not(.quote)') && node.scrollWidth > node.clientWidth + 1) faults.push(`cut off: ${head(node)}`);
    if (finger && (width < 44 || height < 44) && !node.matches('[type=checkbox]')) faults.push(`smaller than a finger: ${head(node)}`);
    if (finger && node.matches('input, textarea, select') && Number.parseFloat(getComputedStyle(node).fontSize) < 16)
      faults.push(`makes a phone zoom: ${head(node)}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const told: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element) told.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => node.getAttribute(name) ?? ''));
    // The page as one file has its script in its body.
    else if (node.parentElement?.localName !== 'script') told.push(node.textContent ?? '');
  }
  const text = told.join('\n');
  return [...faults, ...foreign.filter((piece) => text.includes(piece)).map((piece) => `in English: ${piece}`)];
}
