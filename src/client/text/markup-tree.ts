import type { ViewMember } from '../view.js';
import type { ParseUrl } from './links.js';

/** A piece of a line. Every string is text from outside. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic'; readonly children: readonly Inline[] }
  /** `text`: as written, which is always the address itself. */
  | { readonly type: 'link'; readonly text: string; readonly href: string }
  /** `text`: as written, with its @. */
  | { readonly type: 'mention'; readonly text: string; readonly member: ViewMember }
  | { readonly type: 'break' };

/** A part of a message, below the one before it. */
export type Block =
  /** Empty lines of it are kept. */
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  /** Verbatim. `language`: one word that stood behind the fence. */
  | { readonly type: 'code'; readonly language?: string; readonly text: string }
  /** Another block of this kind stands in it at most MARKUP_DEPTH - 1 times. */
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  /** `start`: the number of the first item, as written; the others follow. Absent: no numbers. */
  | { readonly type: 'list'; readonly start?: number; readonly items: readonly (readonly Inline[])[] };

export interface MarkupContext {
  readonly parseUrl: ParseUrl;
  /** Who can be mentioned. */
  readonly members: readonly ViewMember[];
  /** Hears of each step of the parser, so that they can be counted. */
  readonly step?: () => void;
}

/** A message with more blocks, items and marked pieces than these is text as a whole. */
export const PIECES_MOST = 500;

/** Deeper marks of a quote are text. */
export const MARKUP_DEPTH = 4;
