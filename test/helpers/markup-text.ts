import type { Block, Inline } from '../../src/client/text/markup-tree.js';
import { assertNever } from '../../src/protocol/parsed.js';

/** Pieces of a line as one text: `<b>`, `<i>`, `<c>` code, `<a>` link, `<@>` mention, ⏎ break. */
export const inlineText = (pieces: readonly Inline[]): string => pieces.map(pieceText).join('');

function pieceText(piece: Inline): string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'code':
      return `<c>${piece.text}</c>`;
    case 'bold':
      return `<b>${inlineText(piece.children)}</b>`;
    case 'italic':
      return `<i>${inlineText(piece.children)}</i>`;
    case 'link':
      return `<a>${piece.text}</a>`;
    case 'mention':
      return `<@${piece.member.shown}>${piece.text}</@>`;
    case 'break':
      return '⏎';
    default:
      return assertNever(piece);
  }
}

export const blockTexts = (blocks: readonly Block[]): readonly string[] => blocks.map(blockText);

function blockText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return inlineText(block.children);
    case 'code':
      return `<code ${block.language ?? ''}>${block.text}`;
    case 'quote':
      return `<quote ${blockTexts(block.blocks).join(' | ')}>`;
    case 'list':
      return `<list ${block.start ?? ''}>${block.items.map(inlineText).join(' • ')}`;
    default:
      return assertNever(block);
  }
}

/** What is left when the marks are gone, line ends too. */
export const leaves = (blocks: readonly Block[]): string => blocks.map(blockLeaves).join('');

function blockLeaves(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return block.children.map(inlineLeaves).join('');
    case 'code':
      return `${block.language ?? ''}${block.text}`;
    case 'quote':
      return leaves(block.blocks);
    case 'list':
      return block.items.flat().map(inlineLeaves).join('');
    default:
      return assertNever(block);
  }
}

function inlineLeaves(piece: Inline): string {
  if (piece.type === 'break') return '';
  return 'children' in piece ? piece.children.map(inlineLeaves).join('') : piece.text;
}
