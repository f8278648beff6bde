import { element } from '../element.js';
import { fold, linesOf } from './fold.js';
import { lineNodes, markupNodes, type MarkupDrawing } from './markup-nodes.js';
import { messageWords } from './message-words.js';
import type { MessageItem } from '../../client/view-log.js';

/** Above this a message is folded, so that nobody can push the rest away with one. */
const FOLD_LINES = 24;
const FOLD_CHARACTERS = 2_400;

/** Marks on one letter. No language has as many (UAX #15, "Stream-Safe Text Format"), and a browser draws thousands of them for a second. */
const STACK = /(\p{M}{30})\p{M}+/gu;

/** What a message says, offers, or no longer does. */
export function createMessageBody(item: MessageItem, drawing: MarkupDrawing): HTMLElement {
  const body = element('div', { class: 'body-of' }, ...contentOf(item, drawing));
  const text = body.querySelector<HTMLElement>('.text-body');
  if (text !== null && isLong(item.text)) fold(body, text);
  return body;
}

function contentOf(item: MessageItem, drawing: MarkupDrawing): readonly HTMLElement[] {
  const { gone, style } = item;
  const doer = style === 'me' ? ['* ', drawing.labels.nick(item.from), ' '] : [];
  if (gone !== undefined) return [element('p', { class: 'gone-note' }, ...doer, messageWords[gone])];
  const text = item.text.replace(STACK, '$1…');
  const isDeed = style === 'me';
  const nodes = isDeed ? lineNodes(text, drawing) : markupNodes(text, drawing);
  const spoken = element('div', { class: 'text-body', dir: 'auto' }, ...nodes);
  return [isDeed ? element('div', { class: 'me' }, ...doer, spoken) : spoken];
}

const isLong = (text: string): boolean => text.length > FOLD_CHARACTERS || linesOf(text) > FOLD_LINES;
