import { parseLines, parseMarkup } from '../../client/text/markup.js';
import type { Block, Inline } from '../../client/text/markup-tree.js';
import type { ViewMember } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { element, foreign } from '../element.js';
import { parseUrl } from '../parse-url.js';
import { createCodeBlock } from './code-block.js';
import { anchor } from './link.js';
import type { MemberLabels } from './member-labels.js';

export interface MarkupDrawing {
  readonly labels: MemberLabels;
  /** Who can be mentioned. */
  readonly members: () => readonly ViewMember[];
}

/** The text of a message. What is one paragraph stands without an element of its own. */
export function markupNodes(text: string, drawing: MarkupDrawing): readonly (Node | string)[] {
  const blocks = parseMarkup(text, { parseUrl, members: drawing.members() });
  const [only] = blocks;
  if (blocks.length === 1 && only?.type === 'paragraph') return drawn(only.children, drawing);
  return blocks.map((block) => blockNode(block, drawing));
}

/** The same without blocks, behind the name of who does it. */
export const lineNodes = (text: string, drawing: MarkupDrawing): readonly (Node | string)[] =>
  drawn(parseLines(text, { parseUrl, members: drawing.members() }), drawing);

function blockNode(block: Block, drawing: MarkupDrawing): HTMLElement {
  switch (block.type) {
    case 'paragraph':
      return element('p', { dir: 'auto' }, ...drawn(block.children, drawing));
    case 'code':
      return createCodeBlock(block);
    case 'quote':
      return element('blockquote', {}, ...block.blocks.map((inner) => blockNode(inner, drawing)));
    case 'list':
      return listNode(block, drawing);
    default:
      return assertNever(block);
  }
}

function listNode({ start, items }: Extract<Block, { readonly type: 'list' }>, drawing: MarkupDrawing): HTMLElement {
  const lines = items.map((item) => element('li', { dir: 'auto' }, ...drawn(item, drawing)));
  if (start === undefined) return element('ul', {}, ...lines);
  const list = element('ol', {}, ...lines);
  list.start = start;
  return list;
}

/** Texts side by side are one node: a message may have thousands of lines. */
function drawn(pieces: readonly Inline[], drawing: MarkupDrawing): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length > 0) nodes.push(texts.join(''));
    texts = [];
  };
  for (const piece of pieces) {
    const node = inlineNode(piece, drawing);
    if (typeof node === 'string') {
      texts.push(node);
      continue;
    }
    flush();
    nodes.push(node);
  }
  flush();
  return nodes;
}

function inlineNode(piece: Inline, drawing: MarkupDrawing): Node | string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'break':
      return '\n';
    case 'code':
      return element('code', {}, piece.text);
    case 'bold':
      return element('strong', {}, ...drawn(piece.children, drawing));
    case 'italic':
      return element('em', {}, ...drawn(piece.children, drawing));
    case 'link':
      return anchor(piece, 'link');
    case 'mention':
      return foreign(piece.text, { class: `mention${piece.member.self ? ' mention-self' : ''} ${drawing.labels.hueClass(piece.member)}` });
    default:
      return assertNever(piece);
  }
}
